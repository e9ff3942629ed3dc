"""Supporters and peers, intent by intent: what closes, what goes on, whose words go where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailer.casework import decide
from mailer.model.case import Outcome
from mailer.model.letters import (
    AskMatch,
    AskRematch,
    Letter,
    PeerResources,
    PeerUnderstood,
    SupporterHandover,
    SupporterPeerWrote,
    TellForwarded,
    TellOutcome,
)
from mailer.model.meaning import Intent
from tests.casework.office import GRETA, NILS, SECRET, Play, kinds, names, outside, peer, referral, text_of


def invited(by: str = "Liv Stone") -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr"), by=by))
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="1")
    return play


def reached_out(by: str = "Liv Stone") -> Play:
    play = invited(by)
    play.answer(play.latest("supporter/ask-invitation"), "accept", text="yes")
    return play


def talking() -> Play:
    play = reached_out()
    play.answer(play.latest("peer/ask-outreach"), "accept", text="gladly")
    return play


def supporter(play: Play, *intents: Intent, text: str = "so it is", until: date | None = None) -> tuple[Letter, ...]:
    return play.answer(play.latest("supporter/ask-invitation"), *intents, text=text, until=until)


def the_peer(play: Play, *intents: Intent, text: str = "quietly, in the walled garden") -> tuple[Letter, ...]:
    return play.answer(play.latest("peer/ask-outreach"), *intents, text=text)


@pytest.mark.parametrize(
    "state, intents, then, outcome, letters",
    [
        (
            invited,
            ("accept",),
            "reached-out",
            None,
            ["supporter/tell-handover", "coordinator/tell-accepted", "peer/ask-outreach"],
        ),
        (invited, ("decline",), "open", None, ["coordinator/ask-rematch"]),
        (invited, ("handback",), "open", None, ["coordinator/ask-rematch"]),
        (invited, ("unclear",), "invited", None, ["supporter/ask-again", "coordinator/tell-forwarded"]),
        (invited, ("met",), "invited", None, ["supporter/ask-again"]),
        (invited, ("escalate",), "invited", None, ["coordinator/ask-unclear", "supporter/ask-again"]),
        (reached_out, ("met",), "closed", "met", ["coordinator/tell-outcome"]),
        (reached_out, ("met", "resources"), "closed", "met", ["peer/tell-resources", "coordinator/tell-outcome"]),
        (reached_out, ("met", "ongoing"), "talking", None, []),
        (reached_out, ("ongoing",), "reached-out", None, []),
        (reached_out, ("no-answer",), "closed", "no-answer", ["coordinator/tell-outcome"]),
        (reached_out, ("no-answer", "handback"), "open", None, ["coordinator/ask-rematch"]),
        (reached_out, ("peer-declined",), "closed", "declined", ["coordinator/tell-outcome"]),
        (
            reached_out,
            ("peer-declined", "resources"),
            "closed",
            "declined",
            ["peer/tell-resources", "coordinator/tell-outcome"],
        ),
        (reached_out, ("handback",), "open", None, ["coordinator/ask-rematch"]),
        (reached_out, ("decline",), "open", None, ["coordinator/ask-rematch"]),
        (reached_out, ("resources",), "reached-out", None, ["peer/tell-resources"]),
        (reached_out, ("accept",), "reached-out", None, []),
        (reached_out, ("unclear",), "reached-out", None, ["supporter/ask-how-it-went"]),
        (reached_out, ("escalate",), "reached-out", None, ["coordinator/ask-unclear"]),
        (talking, ("met",), "closed", "met", ["coordinator/tell-outcome"]),
        (talking, ("handback",), "open", None, ["coordinator/ask-rematch"]),
        (talking, ("no-answer",), "closed", "no-answer", ["coordinator/tell-outcome"]),
        (talking, ("peer-declined",), "closed", "declined", ["coordinator/tell-outcome"]),
    ],
)
def test_each_answer_of_a_supporter_in_each_state(
    state: Callable[[], Play], intents: tuple[Intent, ...], then: str, outcome: str | None, letters: list[str]
) -> None:
    play = state()
    assert kinds(supporter(play, *intents)) == letters
    assert (play.case().state.value, play.case().outcome) == (then, outcome)


@pytest.mark.parametrize(
    "state, intents, then, outcome, letters",
    [
        (reached_out, ("accept",), "talking", None, ["supporter/tell-peer-wrote"]),
        (reached_out, ("accept", "resources"), "talking", None, ["supporter/tell-peer-wrote", "peer/tell-resources"]),
        (reached_out, ("resources",), "reached-out", None, ["peer/tell-resources"]),
        (reached_out, ("unclear",), "reached-out", None, ["supporter/tell-peer-wrote"]),
        (reached_out, ("decline",), "closed", "declined",
         ["peer/tell-understood", "coordinator/tell-outcome", "supporter/tell-released"]),
        (reached_out, ("stop",), "closed", "declined", ["supporter/tell-released", "coordinator/tell-outcome"]),
        (talking, ("accept",), "talking", None, ["supporter/tell-peer-wrote"]),
        (talking, ("decline",), "closed", "declined",
         ["peer/tell-understood", "coordinator/tell-outcome", "supporter/tell-released"]),
        (talking, ("stop",), "closed", "declined", ["supporter/tell-released", "coordinator/tell-outcome"]),
    ],
)  # fmt: skip
def test_each_answer_of_a_peer_in_each_state(
    state: Callable[[], Play], intents: tuple[Intent, ...], then: str, outcome: str | None, letters: list[str]
) -> None:
    play = state()
    assert kinds(the_peer(play, *intents)) == letters
    assert (play.case().state.value, play.case().outcome) == (then, outcome)
    assert play.last.filing == "expunge", "kept nowhere"
    assert not [x for x in play.sent if x.name.startswith("coordinator/") and "walled garden" in text_of(x)]


def test_a_yes_and_a_no_in_one_is_for_the_supporter_to_read() -> None:
    play = reached_out()
    [letter] = the_peer(play, "accept", "decline")
    assert isinstance(letter, SupporterPeerWrote)
    assert not letter.accepts


def test_after_a_no_a_yes_to_the_reading_sends_it_and_a_second_no_sends_nothing() -> None:
    play = reached_out()
    understood = the_peer(play, "decline")[0]
    assert isinstance(understood, PeerUnderstood)
    [reading] = play.answer(understood, "resources")
    assert isinstance(reading, PeerResources)
    assert reading.resources
    assert play.answer(understood, "decline") == ()
    assert play.answer(understood, "resources") == (), "once is enough"


def test_a_yes_long_after_a_no_opens_a_new_case() -> None:
    play = reached_out()
    understood = the_peer(play, "decline")[0]
    letters = play.answer(understood, "accept", text="I changed my mind")
    assert kinds(letters) == ["peer/tell-received", "coordinator/ask-match"]
    ask = letters[1]
    assert isinstance(ask, AskMatch)
    assert "changed my mind" not in text_of(ask)
    assert len(play.cases) == 2


def test_a_stop_lasts_and_a_later_referral_by_others_writes_to_nobody_but_the_coordinator() -> None:
    play = reached_out()
    the_peer(play, "stop")
    letters = play.mail(referral(peer("Max Orr"), by="Kim Ash"))
    assert names(letters) == [
        "referrer/tell-received > kim.ash@north.example",
        f"coordinator/tell-outcome > {NILS.email}",
    ]
    assert isinstance(letters[1], TellOutcome)
    assert "never to be contacted" in letters[1].outcome
    assert all(not c.is_open for c in play.cases.values())


def test_a_self_referral_lifts_a_stop() -> None:
    play = reached_out()
    the_peer(play, "stop")
    letters = play.mail(referral(peer("Max Orr"), by="Max Orr"))
    assert kinds(letters) == ["peer/tell-received", "coordinator/ask-match"]
    assert not play.stops


def test_a_stop_works_without_a_mark_and_for_every_open_case() -> None:
    play = reached_out()
    letters = play.apply(decide.on_stop(play.arrival("Max.Orr@north.example"), play.desk()))
    assert kinds(letters) == ["supporter/tell-released", "coordinator/tell-outcome"]
    assert play.desk().stopped("max.orr@north.example")
    assert not [x for x in letters if x.reader == "peer"]


def test_a_stop_of_a_stranger_is_remembered() -> None:
    play = Play()
    assert play.apply(decide.on_stop(play.arrival("somebody@elsewhere.example"), play.desk())) == ()
    assert play.desk().stopped("somebody@elsewhere.example")


def test_before_a_match_a_self_referred_peer_may_take_it_back() -> None:
    play = invited("Max Orr")
    letters = play.answer(play.latest("peer/tell-received"), "decline")
    assert kinds(letters) == ["peer/tell-understood", "coordinator/tell-outcome", "supporter/tell-released"]
    assert play.case().outcome is Outcome.WITHDRAWN


def test_before_a_match_a_self_referred_peers_further_words_are_their_referrals() -> None:
    play = invited("Max Orr")
    [letter] = play.answer(play.latest("peer/tell-received"), "unclear", text="call after six")
    assert isinstance(letter, TellForwarded)
    assert letter.words == "call after six"


def test_a_second_supporter_is_introduced_to_a_peer_who_said_yes_and_nobody_asks_twice() -> None:
    play = talking()
    supporter(play, "handback")
    letters = play.answer(play.latest("coordinator/ask-rematch"), "assign", argument="1")
    then = play.answer(letters[0], "accept")
    assert kinds(then)[-1] == "peer/tell-introduction"
    assert play.case().state.value == "talking"
    quiet = reached_out()
    supporter(quiet, "handback")
    asked = quiet.answer(quiet.latest("coordinator/ask-rematch"), "assign", argument="1")
    again = quiet.answer(asked[0], "accept")
    assert not [x for x in again if x.reader == "peer"], "one outreach"


def test_a_yes_while_nobody_is_matched_asks_the_coordinator_without_the_words() -> None:
    play = reached_out()
    supporter(play, "handback")
    [letter] = the_peer(play, "accept")
    assert isinstance(letter, AskRematch)
    assert "walled garden" not in text_of(letter)
    assert play.case().peer_said_yes


def test_a_late_yes_counts_while_nobody_else_was_asked() -> None:
    play = invited()
    supporter(play, "decline")
    letters = supporter(play, "accept")
    assert kinds(letters)[0] == "supporter/tell-handover"


def test_a_late_yes_after_another_was_asked_is_thanked() -> None:
    play = invited()
    first = play.latest("supporter/ask-invitation")
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="2")
    [letter] = play.answer(first, "accept")
    assert letter.name == "supporter/tell-released"
    assert play.case().state.value == "invited"


def test_pause_me_until_march_is_a_no_that_is_remembered() -> None:
    play = invited()
    name = play.case().supporter or ""
    supporter(play, "pause", until=date(2027, 3, 1))
    assert play.desk().paused(name) == date(2027, 3, 1)
    assert name not in play.latest("coordinator/ask-rematch").listed


def test_a_talk_that_took_place_after_all_is_noted() -> None:
    play = reached_out()
    supporter(play, "no-answer")
    supporter(play, "met")
    assert play.case().outcome is Outcome.MET


def test_nothing_a_supporter_writes_about_a_talk_reaches_the_coordinator() -> None:
    play = talking()
    supporter(play, "met", text="she told me about the walled garden")
    supporter(play, "unclear", text="the walled garden again")
    assert not [x for x in play.sent if x.reader == "coordinator" and "walled garden" in text_of(x)]


def test_no_letter_to_supporter_peer_or_referrer_holds_a_word_of_the_referral() -> None:
    for play in (talking(), reached_out("Max Orr"), invited()):
        for letter in play.sent:
            if letter.reader in ("supporter", "peer", "referrer"):
                assert SECRET not in text_of(letter)


def test_a_handover_tells_only_the_channel_that_the_peer_allows() -> None:
    for wish, email, phone in (("email", True, False), ("phone", False, True), ("any", True, True)):
        play = Play()
        one = replace(peer("Max Orr"), contact="email" if wish == "email" else "phone" if wish == "phone" else "any")
        play.mail(referral(one))
        play.accepted_by()
        handover = play.latest("supporter/tell-handover")
        assert isinstance(handover, SupporterHandover)
        assert (bool(handover.email), bool(handover.phone)) == (email, phone)


# ----------------------------------------------------------- an answer from elsewhere


def test_an_answer_from_elsewhere_changes_nothing_and_the_right_person_hears_why() -> None:
    play = invited()
    case, mark = play.mark_of(play.latest("supporter/ask-invitation"))
    came = play.arrival("stranger@elsewhere.example")
    letters = play.apply(decide.on_answer_from_elsewhere(mark, case, False, came, play.desk(), "walled garden"))
    assert kinds(letters) == ["coordinator/tell-not-done", "supporter/ask-again"]
    assert "walled garden" not in "".join(map(text_of, letters))
    assert play.case().state.value == "invited"
    assert play.last.filing == "Needs a person"


def test_who_was_just_asked_again_is_not_asked_by_the_clock_too() -> None:
    play = invited()
    supporter(play, "unclear")
    play.sent.clear()
    play.wait(hours=9.9)
    assert "supporter/ask-again" not in kinds(play.sent)
    play.wait(hours=0.2)
    assert "supporter/tell-released" in kinds(play.sent), "how long we wait stays"


def test_a_peers_answer_from_home_is_explained_without_a_word_of_it() -> None:
    play = reached_out()
    case, mark = play.mark_of(play.latest("peer/ask-outreach"))
    came = play.arrival("max@home.example")
    letters = play.apply(decide.on_answer_from_elsewhere(mark, case, False, came, play.desk(), ""))
    assert kinds(letters) == ["coordinator/tell-not-done"]
    assert "home.example" not in text_of(letters[0])


# ------------------------------------------------------------------ the one gate


@pytest.mark.parametrize(
    "letter, change, why",
    [
        ("peer/ask-outreach", "stop", "never to be contacted"),
        ("peer/ask-outreach", "phone", "called"),
        ("peer/ask-outreach", "close", "closed"),
        ("peer/ask-outreach", "address", "not used any more"),
        ("peer/tell-crisis", "stop", None),
        ("peer/tell-crisis", "phone", None),
        ("supporter/ask-invitation", "close", "not asked any more"),
        ("supporter/tell-handover", "close", "does not hold"),
        ("supporter/tell-released", "close", None),
        ("coordinator/ask-match", "outside", "may not know"),
        ("coordinator/tell-done", "outside", None),
    ],
)
def test_a_letter_against_a_wish_cannot_leave_even_from_the_outbox(letter: str, change: str, why: str | None) -> None:
    play = reached_out()
    case = play.case()
    reader = {"peer": "max.orr@north.example", "supporter": case.supporter or "", "coordinator": NILS.email}[
        letter.split("/")[0]
    ]
    assert letter.startswith("supporter/ask") or decide.may_leave_now(letter, reader, case, play.desk()) is None
    if change == "stop":
        play.stops.add(play.desk().hash_of("max.orr@north.example"))
    elif change == "phone":
        case = replace(case, peer=replace(case.peer, contact="phone"))
    elif change == "address":
        case = replace(case, peer=replace(case.peer, email="max@home.example"))
    elif change == "outside":
        case = replace(case, outside=True, home_regions=("north",), owner=GRETA.email)
    else:
        play.answer(play.latest("coordinator/ask-match"), "close")
        case = play.case()
    said = decide.may_leave_now(letter, reader, case, play.desk())
    assert (said is None) if why is None else why in (said or "")


def test_for_an_outside_case_the_own_coordinator_learns_nothing_at_all() -> None:
    play = Play()
    play.mail(outside("Max Orr"))
    play.accepted_by()
    the_peer(play, "decline")
    play.wait(days=40)
    assert not [x for x in play.sent if x.to.same(NILS)]


def test_time_alone_never_writes_to_a_peer() -> None:
    play = reached_out()
    play.sent.clear()
    play.wait_until(play.now + timedelta(days=40))
    assert not [x for x in play.sent if x.reader == "peer"]
    assert play.case().outcome is Outcome.NO_ANSWER
