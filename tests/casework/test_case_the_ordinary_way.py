"""One referral, from the first mail to the close, as decisions."""

from dataclasses import replace

from mailer.model.case import Outcome, State
from mailer.model.letters import AskMatch, PeerOutreach, SupporterHandover, SupporterPeerWrote
from tests.casework.office import NILS, SECRET, Play, kinds, names, peer, referral, text_of


def opened() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    return play


def test_a_referral_thanks_the_referrer_and_asks_the_coordinator() -> None:
    play = opened()
    assert names(play.sent) == [
        "referrer/tell-received > liv.stone@north.example",
        f"coordinator/ask-match > {NILS.email}",
    ]
    assert play.case().owner == NILS.email
    assert play.last.filing == "Handled"


def test_the_list_has_numbers_and_reasons_and_leaves_out_who_is_full_or_inactive() -> None:
    ask = opened().latest("coordinator/ask-match")
    assert isinstance(ask, AskMatch)
    assert [c.number for c in ask.candidates] == list(range(1, len(ask.candidates) + 1))
    assert all(c.why for c in ask.candidates)
    assert "Gus Tarn" not in [c.name for c in ask.candidates]
    assert ask.words
    assert SECRET in ask.words


def test_the_coordinator_names_a_number_and_that_supporter_is_invited() -> None:
    play = opened()
    ask = play.latest("coordinator/ask-match")
    letters = play.answer(ask, "assign", argument="2")
    assert kinds(letters) == ["supporter/ask-invitation", "coordinator/tell-done"]
    assert letters[0].to.email == ask.listed[1]
    assert play.case().state is State.INVITED


def test_a_yes_hands_over_the_contact_and_writes_to_the_peer() -> None:
    play = opened()
    case = play.accepted_by()
    assert kinds(play.sent[-3:]) == ["supporter/tell-handover", "coordinator/tell-accepted", "peer/ask-outreach"]
    handover = play.latest("supporter/tell-handover")
    assert isinstance(handover, SupporterHandover)
    assert handover.email == "max.orr@north.example"
    assert handover.phone == "207-555-0120"
    assert handover.wrote
    assert case.state is State.REACHED_OUT
    assert not [d for d in case.dues if d.what == "ask-overdue"]


def test_the_invitation_tells_the_name_and_nothing_else() -> None:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="1")
    told = text_of(play.latest("supporter/ask-invitation"))
    assert "Max Orr" in told
    assert SECRET not in told
    assert "max.orr@" not in told
    assert "555" not in told
    assert "Liv Stone" not in told


def test_a_no_from_the_peer_closes_with_one_understanding_letter_and_the_reading() -> None:
    play = opened()
    play.accepted_by()
    letters = play.answer(
        play.latest("peer/ask-outreach"), "decline", "resources", text="no thanks, but send the reading"
    )
    assert kinds(letters) == [
        "peer/tell-understood", "peer/tell-resources", "coordinator/tell-outcome", "supporter/tell-released",
    ]  # fmt: skip
    assert play.case().outcome is Outcome.DECLINED
    assert "send the reading" not in "".join(text_of(x) for x in letters)


def test_a_yes_from_the_peer_goes_to_the_supporter_in_the_peers_own_words_and_nowhere_else() -> None:
    play = opened()
    play.accepted_by()
    letters = play.answer(play.latest("peer/ask-outreach"), "accept", text="gladly, on Thursday")
    [told] = letters
    assert isinstance(told, SupporterPeerWrote)
    assert told.words == "gladly, on Thursday"
    assert told.accepts
    assert play.case().state is State.TALKING
    assert play.last.filing == "expunge"


def test_the_outreach_never_says_who_referred() -> None:
    play = opened()
    play.accepted_by()
    outreach = play.latest("peer/ask-outreach")
    assert isinstance(outreach, PeerOutreach)
    assert "Liv" not in text_of(outreach)
    assert SECRET not in text_of(outreach)
    assert not outreach.thread


def test_a_supporter_who_met_the_peer_closes_the_case() -> None:
    play = opened()
    play.accepted_by()
    letters = play.answer(play.latest("supporter/tell-handover"), "met", text="we met")
    assert kinds(letters) == ["coordinator/tell-outcome"]
    assert play.case().outcome is Outcome.MET


def test_a_self_referral_is_thanked_and_later_introduced() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr"), by="Max Orr"))
    assert kinds(play.sent) == ["peer/tell-received", "coordinator/ask-match"]
    play.accepted_by()
    assert kinds(play.sent)[-1] == "peer/tell-introduction"


def test_a_peer_who_asks_for_the_telephone_gets_no_mail_and_the_supporter_is_told_to_call() -> None:
    play = Play()
    play.mail(referral(replace(peer("Max Orr"), contact="phone"), by="Max Orr"))
    play.accepted_by()
    assert not [x for x in play.sent if x.reader == "peer"]
    handover = play.latest("supporter/tell-handover")
    assert isinstance(handover, SupporterHandover)
    assert handover.email is None
    assert handover.phone
    assert not handover.wrote


def test_several_peers_of_one_mail_are_cases_that_know_nothing_of_each_other() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr"), peer("Kim Ash"), peer("Joy Penn"), by="Liv Stone"))
    asks = [x for x in play.sent if isinstance(x, AskMatch)]
    assert kinds(play.sent).count("referrer/tell-received") == 1
    assert [x.to.email for x in asks] == [NILS.email, NILS.email, "sam.oduya@south.example"]
    assert [s.peer_name for s in asks[0].siblings] == ["Kim Ash"]
    assert not asks[1].siblings
    assert not asks[2].siblings
    assert all(x.words is None and x.how_to_get for x in asks), "the mail names peers of another region"
    for case, other in (("C000", "Kim Ash"), ("C001", "Max Orr")):
        ask = next(x for x in asks if x.case == case)
        invitation = play.answer(ask, "assign", argument="1")[0]
        assert other not in text_of(invitation)
