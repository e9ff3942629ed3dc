"""Which cases are meant: by ids and numbers in an answer, or by a question that a bare answer completes.

Only the office's own open cases can be meant. Nothing is done where the words could mean another one: it is asked, with
the cases by number, and "3 and 5", an id or a yes then does what was asked about, to those alone.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from mailer.casework import obeying, safety, to_coordinator
from mailer.casework.closing import ids_in, numbers_in, reason_in, says_yes, strange_ids
from mailer.casework.commands import Done
from mailer.casework.desk import Desk
from mailer.casework.digest import line_of
from mailer.casework.naming import name_tokens
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Outcome
from mailer.model.letters import Letter
from mailer.model.meaning import Answer, Intent
from mailer.model.question import Asked

_MOST_WORDS = 40
_BESIDE = frozenset(
    (
        "and", "both", "all", "of", "them", "the", "these", "those", "case", "cases", "number", "numbers", "nr", "please",
        "thanks", "thank", "you", "just", "only", "ok", "okay", "yes", "it", "is", "hi", "hello",
    )
)  # fmt: skip
_SAYS = {"close": ("close", "closed"), "hold": ("hold",), "release": ("go", "on", "release"), "assign": ("assign",)}
_EVERY = frozenset(("both", "all"))


def own_cases(to: Address, desk: Desk, case: Case | None = None) -> dict[str, Case]:
    """The open cases that this office holds, by id; that of the letter answered as it is known now."""
    known = {c.id: c for c in desk.open_cases} | ({case.id: case} if case else {})
    return {i: c for i, c in known.items() if c.is_open and canonical(c.owner) == canonical(to.email)}


def ask(question: str, asked: Asked, to: Address, region: str, desk: Desk, *, case: Case | None = None,
        thread: tuple[str, ...] = ()) -> Letter:  # fmt: skip
    """The question, with the cases by number and how each stands."""
    own = own_cases(to, desk, case)
    offered = tuple(i for i in asked.cases if i in own) or tuple(sorted(own, key=lambda i: (own[i].promise_at, i)))
    lines = (line_of(own[i], desk) for i in offered)
    readings = tuple(f"{n}: {line.case}, {line.text}" for n, line in enumerate(lines, 1))
    letter = to_coordinator.ask_unclear(case, to, region, question, readings=readings, thread=thread)
    return replace(letter, asked=replace(asked, cases=offered))


def completed(answer: Answer, asked: Asked, to: Address, region: str, case: Case | None, desk: Desk) -> Done | None:
    """What a bare answer to such a question does; None where it says something else."""
    ids = _picked(answer.text, asked, to)
    if ids is None:
        return None
    if ids:
        done = obeying.to_each(asked, ids, to, case, desk)
    else:
        again = ask("Which of them? Please answer with their numbers or ids.", asked, to, region, desk, case=case)
        done = Done(letters=(again,), rule="asked back: no such number", acted=False)
    if case and case.is_open and case.in_danger and case.id not in {c.id for c in done.cases}:
        done = replace(done, cases=(*done.cases, safety.acknowledged(case, desk)))
    return done


def _picked(text: str, asked: Asked, to: Address) -> tuple[str, ...] | None:
    """The ids that a bare answer names, by themselves or by number; () where it names none that was offered."""
    words = re.findall(r"[^\W_]+", text[:500].lower())
    if not words or len(words) > _MOST_WORDS:
        return None
    ids = {i.lower(): i for i in asked.cases}
    named, beside = list[str](), {*_BESIDE, *_SAYS.get(asked.command, ()), *name_tokens(to.name)}
    for word in words:
        if word in ids:
            named.append(ids[word])
        elif word.isdigit():
            if not 0 < int(word) <= len(asked.cases):
                return ()
            named.append(asked.cases[int(word) - 1])
        elif word not in beside and not says_yes(text):
            return None
    if (not named and "all" in words) or ("both" in words and len(asked.cases) == 2 and not named):
        return asked.cases
    if not named and says_yes(text):
        return asked.cases if asked.sure else ()
    return tuple(dict.fromkeys(named)) or (() if _EVERY & {*words} else None)


def several_closed(answer: Answer, case: Case, to: Address, desk: Desk) -> Done | None:
    """ "Close K7F2 and M3QX": each by its id, where all are this office's; else asked back. None where one case is meant."""
    held = own_cases(to, desk, case)
    said = (answer.argument,) if isinstance(answer.argument, str) else tuple(answer.argument or ())
    said = said or ids_in(answer.text, held) or numbers_in(answer.text)
    if "close" not in answer.intents or not said or (len(said) == 1 and said[0] in {o.value for o in Outcome}):
        return None
    by_id = {i.lower(): i for i in held}
    named = [by_id.get(s.strip().strip("#").lower()) for s in said]
    if len(said) == 1 and named[0] is None and not said[0].strip("# ").isdigit():
        return None
    found = tuple(dict.fromkeys(i for i in named if i is not None))
    reason = reason_in(answer.text, desk.rulebook.flow.close_reasons)
    asked = Asked("close", argument=reason.value if reason else None)
    if len(found) != len({*said}) or _others_named(answer.text, held, desk):
        question = "Which cases shall be closed? Please answer with their numbers here, or their ids."
        return Done(
            letters=(ask(question, asked, to, case.region, desk, case=case),),
            rule="asked back: which cases",
            acted=False,
        )
    return replace(obeying.to_each(asked, found, to, case, desk), rule="several cases closed")


def _others_named(text: str, held: Iterable[str], desk: Desk) -> bool:
    """Is something named that looks like an id and is none of these? A person's name in capitals is none."""

    def names() -> frozenset[str]:
        people = (*(p.name for p in desk.organisation.directory), *(s.name for s in desk.organisation.supporters))
        return frozenset(word for name in people for word in name_tokens(name))

    return bool(strange_ids(text, held, names))


def another_case_named(command: Intent, answer: Answer, case: Case, to: Address, desk: Desk) -> Done | None:
    """ "Hold K7F2M until Monday" in answer to another case's letter: nothing is done and it is asked back. None where no other is named."""
    others = [c for c in desk.open_cases if c.id != case.id]
    named = ids_in(answer.text, (c.id for c in others))
    if not named and not _others_named(answer.text, (case.id,), desk):
        return None
    own = tuple(c.id for c in others if c.id in named and canonical(c.owner) == canonical(to.email))
    question = "Your answer names another case than the letter it answers, so nothing was done. Which one is meant?"
    asked = Asked(command, (case.id, *own), _kept(command, answer), answer.hold_until)
    return Done(
        letters=(ask(question, asked, to, case.region, desk, case=case),),
        rule="asked back: another case is named",
        acted=False,
    )


def _kept(command: Intent, answer: Answer) -> str | tuple[str, ...] | None:
    """The argument, to be used later: but no number, which meant one letter's list and no other's."""
    said = (answer.argument,) if isinstance(answer.argument, str) else tuple(answer.argument or ())
    return None if command == "assign" and any(c.isdigit() for s in said for c in s) else answer.argument


def by_a_mail_of_its_own(
    answer: Answer, subject: str, to: Address, region: str, thread: tuple[str, ...], desk: Desk, *, vouched: bool
) -> Done | None:
    """ "Close K7F2M" in a fresh mail. Done where it is known who wrote it; else one question, which a yes completes.

    None where no command of the kind is said, or they hold no case.
    """
    commanded: list[Intent] = [i for i in answer.intents if i in obeying.DECISIONS or i == "release"]
    own = own_cases(to, desk)
    text = f"{subject}\n{answer.text}"
    ids, numbers = ids_in(text, own), numbers_in(text)
    strange = _others_named(text, own, desk)
    if not own or len(commanded) != 1 or commanded[0] not in ("close", "hold"):
        return None
    if not (ids or numbers or strange):
        return None
    reason = reason_in(answer.text, desk.rulebook.flow.close_reasons)
    argument = (reason.value if reason else None) if commanded[0] == "close" else answer.argument
    asked = Asked(commanded[0], ids, argument, answer.hold_until, sure=True)
    if strange or numbers or not ids:
        question = (
            f"Which of your cases do you want to {commanded[0]}? Please answer with their numbers here, or their ids."
        )
        letter = ask(question, replace(asked, cases=(), sure=False), to, region, desk, thread=thread)
        return Done(letters=(letter,), rule="asked back: which cases", acted=False)
    if vouched:
        return obeying.to_each(asked, ids, to, None, desk)
    question = f"Shall we {commanded[0]} {' and '.join(ids)}? Please answer YES; we ask because it did not come as the answer to a letter."
    return Done(
        letters=(ask(question, asked, to, region, desk, thread=thread),), rule="asked back: without a mark", acted=False
    )
