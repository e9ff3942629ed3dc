"""The weighed words of an answer: they decide where the rules find nothing, ask back where they speak against them."""

from mailer.inbound.answer_peer import Reading
from mailer.inbound.answer_weighing import RULE, START, traits, weighed
from mailer.inbound.answer_words import said
from mailer.inbound.phrases import Phrasebook, Rule
from mailer.model.meaning import Intent, Role

TALK = "the kettle is on whenever you walk past our little green door again"
SCALE = {"take": "0.7", "ending": "0.9", "against": "0.3", "plain": "0.4"}


def book(role: Role, **weights: float) -> Phrasebook:
    """Every known word of TALK weighs the same for an intent."""
    rules = [Rule("scale", "answer-scale", "scale", ("scale",), traits=SCALE)]
    for intent, weight in weights.items():
        says = intent.replace("_", "-")
        words = (*TALK.split(), START)
        rules.append(Rule(intent, "answer-weight", says, words, weight=weight, traits={"role": role}))
    return Phrasebook(rules)


def read(role: Role, ruled: Intent, weights: Phrasebook, text: str = TALK) -> Reading:
    return weighed(Reading((ruled,), ()), said(text), role, None, weights)


def test_the_words_decide_where_the_rules_find_nothing_and_the_reason_says_so() -> None:
    found = read("peer", "unclear", book("peer", accept=2.0, decline=-2.0))
    assert found.intents == ("accept",)
    assert [reason.rule for reason in found.because] == [RULE]


def test_words_that_are_not_sure_decide_nothing() -> None:
    assert read("peer", "unclear", book("peer", accept=0.1, decline=-2.0)).intents == ("unclear",)


def test_what_the_words_plainly_deny_is_asked_back() -> None:
    assert read("supporter", "accept", book("supporter", accept=-2.0, decline=2.0)).intents == ("unclear",)


def test_a_few_words_are_never_doubted() -> None:
    denied = book("supporter", accept=-2.0, decline=2.0)
    assert read("supporter", "accept", denied, "the kettle is on").intents == ("accept",)


def test_where_rules_and_words_agree_the_rules_stand() -> None:
    assert read("supporter", "accept", book("supporter", accept=2.0, decline=-2.0)).intents == ("accept",)


def test_a_stop_that_the_rules_heard_is_obeyed_whatever_the_words_weigh() -> None:
    assert read("peer", "stop", book("peer", stop=-2.0, accept=2.0)).intents == ("stop",)


def test_words_alone_never_assign_transfer_or_hold() -> None:
    for intent in ("assign", "transfer", "hold"):
        assert read("coordinator", "unclear", book("coordinator", **{intent: 3.0})).intents == ("unclear",)


def test_a_stop_on_words_alone_needs_more_than_a_yes() -> None:
    assert read("peer", "unclear", book("peer", stop=0.4)).intents == ("unclear",)
    assert read("peer", "unclear", book("peer", stop=2.0)).intents == ("stop",)


def test_yes_and_no_at_once_are_asked_back() -> None:
    assert read("peer", "unclear", book("peer", accept=2.0, decline=2.0)).intents == ("unclear",)


def test_few_known_words_are_no_witness() -> None:
    assert read("peer", "unclear", book("peer", accept=5.0), "the end").intents == ("unclear",)


def test_without_a_table_the_rules_stand_alone() -> None:
    assert read("peer", "accept", Phrasebook(())).intents == ("accept",)


def test_a_name_inside_a_sentence_is_a_mark() -> None:
    found = traits(said("I spoke with Olive yesterday."), None)
    assert "xnamex" in found
    assert "olive" not in found
