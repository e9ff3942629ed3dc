"""A supporter from elsewhere, and who must not be involved: said outright, said softly, and what only looks like it."""

import pytest

from tests.inbound.programme import understood

ELSEWHERE = [
    "Would somebody call Ingrid Falk? She would only talk to somebody who never set foot in Stonebridge.",
    "I'd like to refer Aino Rautio. She works with half the supporters on your list, so please find somebody up north.",
    "Is there a supporter at Stonebridge? I'd drive over.",
    "Could I talk to a person who isn't going to be at the Christmas party?",
    "My office shares a wall with two of your supporters. Someone with no wall of mine, please.",
    "Someone from a bigger place might be easier. I'd like to talk about an error.",
    "Please don't pick one of my neighbors. I'd like a supporter.",
    "I'd like to be matched, with somebody who isn't kin to any of this hospital.",
    "I wish to speak with a colleague. It would be easiest with somebody I'd never have to work beside.",
    "Please send somebody. I'd be happier if it weren't a Birch Lake person.",
    "Could someone from away sit down with Marcus Bellamy?",
    "I'd like a supporter, but could it be somebody from a different hospital? Birch Lake is tiny.",
    "Please match me with a person who has no dealings with anyone at Birch Lake.",
    "I would feel better talking with someone who isn't from around here.",
    "If there's a choice I'd take somebody I'm not going to bump into in the cafeteria. We're a small place.",
    "Could I talk to someone from Fairhaven? I don't want it to be anyone on our staff.",
    "I need a supporter. Nobody local please, my ex-husband is on the medical staff.",
    "Can I have a call from a peer, ideally one who's never worked with me?",
    "I want to talk to a peer but everyone here knows everyone and I couldn't bear it getting around.",
    "My wife is a nurse here and half the town is her cousin, so the further away the better. Can someone call me?",
    "Looking for peer support. I'd prefer to speak with an outsider.",
    "I'd rather unburden myself to someone who won't be standing next to me at the scrub sink. Could you arrange it?",
    "Can somebody from the South Shore call me instead of one of our own?",
    "Could one of your supporters call me, as long as it is no one in Lake County?",
    "I'd like a call, from another hospital if you have one.",
    "May I have a complete stranger to talk to?",
    "J'aimerais parler à quelqu'un d'un autre hôpital.",
    "Quisiera hablar con alguien que no sea de aquí.",
]
ANYWHERE = [
    "I can't find anyone to talk to here. Could someone call me?",
    "I don't have anybody at home who understands. Is there a supporter I could meet?",
    "Nobody in this building has asked how I am. Could one of you call?",
    "I haven't told anyone here about the error. I'd like to talk with a peer.",
    "I never see my colleagues any more, nights are lonely. Could someone call me?",
    "Please call Zoë Lindgren. She didn't know anyone at the scene and still ran in.",
    "Could someone who has lost a patient call me? No hurry, I am not going anywhere.",
    "I don't want somebody to fix it, just to listen. I work in the ED here.",
    "Would a supporter call me? Not at work, please, there's no door on my office.",
    "I'd like to talk to a colleague. I don't want it on my record, everyone here is so quick to judge.",
    "I'm not from here and don't know who to ask. Can a peer get in touch?",
    "Could someone check on Grace Park? She has no family near here and won't come to the party.",
    "Please have somebody call me, it need not be a doctor.",
    "I had no one to sit with in the cafeteria, silly as that sounds. I'd like a peer to talk to.",
    "Someone should talk to Marcus Bellamy. He hasn't been seen in the lounge for a week.",
    "I'd like a supporter who knows Birch Lake. I don't want to explain the place.",
    "My friend isn't on staff here but my wife is, and she said to write. Could I talk to someone?",
    "A person was run over in the parking lot and I couldn't save him. May I speak with someone?",
    "I'd like a supporter from outside my department, please. Otherwise anybody.",
    "Please call me outside of clinic hours. I could use a talk.",
    "The patient came from an outside hospital and died in our ED. Could I talk to somebody?",
    "I don't care whether it's someone I know. Could one of you call?",
    "I'm new in town and far from my family, and I'd like to talk with a peer.",
    "I was on call at another hospital last night and we lost a baby. May I speak with one of you?",
    "The family doesn't know me but they blame me. I need to talk to someone.",
    "I stepped outside and cried. I'd like to talk with a supporter.",
    "I'd be glad of a local supporter, someone who knows how Birch Lake works.",
    "Can I talk to someone who isn't a surgeon?",
]
NOT_INVOLVED = [
    ("I'd like a supporter, but not Ingrid Falk please.", ("Ingrid Falk",)),
    ("Could someone call me? Nobody from anesthesia.", ("anesthesia",)),
    ("I want to talk to someone other than Dr. Tanaka.", ("Dr. Tanaka",)),
    ("I need to talk with a peer. Anyone but my chief.", ("my chief",)),
    ("Please call me. Keep Mei Tanaka out of this.", ("Mei Tanaka",)),
    ("Could one of you call me? No one from Stonebridge or Fairhaven.", ("Stonebridge", "Fairhaven")),
    ("I'd like to talk to someone. It must not be with anyone from psychiatry.", ("psychiatry",)),
    ("Can I have a supporter? Perhaps not a surgeon.", ()),
    ("I'd like a supporter. Nobody from risk management is to be told.", ("risk management",)),
    ("I'd like to talk to someone. Keep hospital administration out of it.", ("hospital administration",)),
    ("Could I have a supporter? Nobody who lives or works in Fairhaven.", ("Fairhaven",)),
    ("I'd slightly prefer to talk with a peer who isn't in anesthesia, but whoever is free.", ()),
    ("I avoid meetings and I avoid Dr. Tanaka's jokes. May I talk to a supporter?", ()),
    ("Please find me a supporter. Not anesthesia, not surgery: I mean I don't mind which.", ()),
    ("Please call Zoë Lindgren, not only about the case.", ()),
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_wish_for_somebody_from_elsewhere_is_heard(text: str) -> None:
    meant = understood(text)
    assert meant.outside
    assert all(peer.outside for peer in meant.peers)


@pytest.mark.parametrize("text", ANYWHERE)
def test_what_only_looks_like_that_wish_is_none(text: str) -> None:
    assert not understood(text).outside


@pytest.mark.parametrize("text, names", NOT_INVOLVED)
def test_who_must_not_be_involved_comes_in_the_mail_s_own_words(text: str, names: tuple[str, ...]) -> None:
    assert sorted(understood(text).avoid) == sorted(names)


def test_nobody_from_the_peer_s_own_place_is_both_avoided_and_outside() -> None:
    meant = understood("I need to talk to someone. Nobody from Birch Lake, please.")
    assert (meant.outside, meant.avoid) == (True, ("Birch Lake",))


def test_from_outside_the_own_place_avoids_nobody() -> None:
    meant = understood("I need to talk to someone from outside Birch Lake.")
    assert (meant.outside, meant.avoid) == (True, ())
