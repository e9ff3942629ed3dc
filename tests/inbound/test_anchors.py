"""A phrase is tried only where certain words stand: no text that it matches may lack them.

Every phrase of rules/ is written out at random, in the spellings that it allows, and must still be looked for there.
"""

import os
from random import Random

import pytest

from mailer.inbound.anchors import Tokens, words_of_token
from mailer.inbound.phrases import Phrasebook, Rule, fold, pattern_of, sentences
from tests.inbound.programme import phrasebook

SEED = int(os.environ.get("PEER_SUPPORT_SEED", "1"))
_IN_FULL = {"n't": " not", "'m": " am", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would", "'s": " is"}


def spelt(token: str, chance: Random) -> str:
    """A token of a phrase as somebody may write it."""
    if token == "#":
        return "7"
    if token.endswith("*"):
        return token[:-1] + chance.choice(("", "s", "ing"))
    tail = next((tail for tail in _IN_FULL if token.endswith(tail)), None)
    forms = [token, token.replace("'", "")]
    if tail:
        forms.append({"can't": "cannot", "won't": "will not"}.get(token, token.removesuffix(tail) + _IN_FULL[tail]))
    return chance.choice(forms)


def written_out(tokens: Tokens, closing: str, chance: Random) -> str:
    """One of the texts that a phrase stands for; gaps hold a word or none."""
    branches: list[list[str]] = [[]]
    while (token := tokens.take()) not in (closing, ""):
        if token == "|":
            branches.append([])
        elif token in ("(", "["):
            inner = written_out(tokens, ")" if token == "(" else "]", chance)
            branches[-1].append(inner if token == "(" or chance.random() < 0.5 else "")
        elif token.strip("."):
            branches[-1].append("" if token in ("^", "$") else spelt(token, chance))
        else:
            branches[-1].append(chance.choice(("", "really")))
    return " ".join(word for word in chance.choice(branches) if word)


@pytest.mark.parametrize("block", range(4))
def test_a_phrase_is_looked_for_wherever_it_matches(block: int) -> None:
    missed, tried = [], 0
    for rule in phrasebook().rules[block::4]:
        for phrase in rule.phrases:
            chance = Random(f"{SEED}/{phrase}")
            book = Phrasebook([Rule("the rule", "field", "says", (phrase,))])
            for _ in range(4):
                text = written_out(Tokens(fold(phrase)), "", chance)
                for sentence in sentences(text):
                    if pattern_of(phrase).search(sentence.folded):
                        tried += 1
                        if not list(book.find("field", sentence)):
                            missed.append(f"{phrase!r} in {text!r}")
    assert not missed, "\n".join(missed[:20])
    assert tried > 1000


@pytest.mark.parametrize("token", ["don't", "can't", "won't", "shan't", "i'm", "j'aimerais", "she's", "we're"])
def test_a_contraction_is_found_by_each_of_its_spellings(token: str) -> None:
    words = words_of_token(token)
    pattern = pattern_of(token)
    for text in (token, token.replace("'", ""), "do not", "can not", "cannot", "will not", "shall not", "i am", "she is", "we are"):  # fmt: skip
        for sentence in sentences(text):
            assert not pattern.search(sentence.folded) or words & sentence.bare_words
