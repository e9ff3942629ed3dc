"""A coordinator or a supporter writes without a mark: status, help, a new referral by telephone; else one question back.

Always answered at the configured address, never at the one the mail was written from.
"""

import re
from dataclasses import replace

from mailer.casework import on_mail, on_referral, pausing, to_coordinator, which_cases
from mailer.casework.closing import says_no, says_yes
from mailer.casework.commands import Done
from mailer.casework.desk import Arrival, Desk
from mailer.casework.digest import line_of, status_lines
from mailer.casework.exclusion import may_hold
from mailer.casework.moves import noted_as_new
from mailer.casework.naming import fits_exactly, name_tokens
from mailer.casework.on_coordinator import help_letter
from mailer.casework.routing import office_address, region_of_office
from mailer.model.address import Address, canonical
from mailer.model.case import Case
from mailer.model.decision import Decision
from mailer.model.letters import AskMatch, AskWhichPerson, DigestLine, Letter
from mailer.model.meaning import Answer, PeerMeant, Reason, Understanding
from mailer.model.organisation import SYSTEM
from mailer.model.question import Asked, Question
from mailer.model.record import Fact

_AFTER = re.compile(r"new\s+(?:referral|case)\b[^:\n]{0,20}:\s*([^\n]{1,200})", re.IGNORECASE)
"""What stands behind "new referral:" on its line, where the answer names it nowhere else."""

_UNCLEAR = "coordinator/ask-unclear"
_TAKEN_DOWN = "The new referral was taken down, and is with the office whose it is. Nothing more to do."


def answered(answer: Answer, arrival: Arrival, desk: Desk, question: Question | None = None) -> Decision:
    """What an office's or a supporter's own mail brings about. `question`: the letter without a case that it answers."""
    to = office_address(arrival.author.email, desk)
    region = region_of_office(to.email, desk, arrival.region)
    if answer.safety:
        meant = Understanding(
            kind="other",
            safety=True,
            answerable=False,
            referrer=arrival.author,
            words=answer.text,
            because=answer.because,
        )
        return on_mail.danger(meant, arrival, desk)
    if "new" in answer.intents and desk.organisation.is_office(to.email):
        made = _by_telephone(answer, to, region, arrival, desk)
        if made is not None:
            return replace(made, settled=(question.about,)) if question else made
    if question is not None and (done := _to_question(question, answer, to, region, arrival, desk)) is not None:
        return done
    supporter = desk.organisation.supporter(to.email)
    cases: tuple[Case, ...] = ()
    letters: tuple[Letter, ...] = ()
    facts: tuple[Fact, ...] = ()
    rule = "answered by mail"
    if "status" in answer.intents:
        letters = (help_letter(to, region, _lines(to, desk), status=True),)
    elif "help" in answer.intents:
        letters = (help_letter(to, region, (), status=False),)
    elif supporter and {"pause", "resume"} & {*answer.intents} and arrival.vouched is not False:
        facts = pausing.remembered(answer, to.email, desk)
        cases, letters = pausing.confirmed(answer, supporter, desk, region=region)
        rule = "a pause, or its end"
    else:
        by_id = _by_id(answer, to, region, arrival, desk, known=question is not None)
        if by_id is not None:
            cases, letters, rule = by_id.cases, by_id.letters, by_id.rule
        else:
            letters, rule = (_question(answer, to, region, arrival, desk),), "one question back"
    return _decision(answer, cases, letters, rule, facts=facts, about=question.about if question else "")


def _decision(
    answer: Answer,
    cases: tuple[Case, ...],
    letters: tuple[Letter, ...],
    rule: str,
    *,
    facts: tuple[Fact, ...] = (),
    about: str = "",
    settled: tuple[str, ...] = (),
) -> Decision:
    return Decision(
        cases=cases,
        letters=letters,
        filing="Handled",
        because=(*answer.because, Reason("decision", rule)),
        facts=facts,
        about=about,
        settled=settled,
        meant="+".join(answer.intents),
    )


def _by_id(answer: Answer, to: Address, region: str, arrival: Arrival, desk: Desk, *, known: bool) -> Done | None:
    """A command that names its cases. `known`: it answers a letter of ours, whose random id nobody else was told."""
    if arrival.vouched is False or not desk.organisation.is_office(to.email):
        return None
    subject = "" if arrival.thread else arrival.subject
    sure = arrival.vouched is True or known
    return which_cases.by_a_mail_of_its_own(answer, subject, to, region, arrival.follow_up, desk, vouched=sure)


def _to_question(
    question: Question, answer: Answer, to: Address, region: str, arrival: Arrival, desk: Desk
) -> Decision | None:
    """A bare answer to a question without a case: the cases it names, a no that ends it, a yes that asks for the name."""
    if arrival.vouched is False or not desk.organisation.is_office(to.email):
        return None
    asked, text = question.asked, answer.text
    if asked is not None and asked.cases:
        done = which_cases.completed(answer, asked, to, region, None, desk)
        if done is not None:
            return _decision(answer, done.cases, done.letters, done.rule)
    about_a_mail = question.letter == _UNCLEAR and not (asked is not None and asked.cases)
    if about_a_mail and says_yes(text):
        whom = _question(replace(answer, intents=("new",)), to, region, arrival, desk)
        return _decision(answer, (), (whom,), "a request: whom is it about?", about=question.about)
    ends = about_a_mail and says_no(text, desk.rulebook.flow.nothing_to_do)
    if says_no(text, ()) or answer.intents == ("acknowledge",) or (ends and {*answer.intents} <= {"close", "unclear"}):
        rule = "nothing to do: the mail is done with" if ends else "seen"
        return _decision(answer, (), (), rule, settled=(question.about,) if ends else ())
    return None


def _lines(to: Address, desk: Desk) -> tuple[DigestLine, ...]:
    """An office's own cases; a supporter's own, who may be both."""
    own = status_lines(desk, to.email)
    known = {line.case for line in own}
    email = canonical(to.email)
    helped = (c for c in desk.open_cases if c.supporter and canonical(c.supporter) == email and c.id not in known)
    return (*own, *(line_of(c, desk) for c in helped))


def _question(answer: Answer, to: Address, region: str, arrival: Arrival, desk: Desk) -> Letter:
    readings = ["STATUS: how your cases stand", "HELP"]
    if desk.organisation.is_office(to.email):
        readings.append("NEW REFERRAL, then the name, and a number or an address")
    if desk.organisation.supporter(to.email):
        readings += ["PAUSE ME UNTIL and a date, or PAUSE ME", "I AM BACK: ask me again"]
    if "new" in answer.intents:
        question = "Whom is the new referral about? Please write the name, and a number or an address."
    else:
        question = (
            "We could not tell what your mail is about. Please answer the letter of the case, or write one of these."
        )
    letter = to_coordinator.ask_unclear(None, to, region, question, readings=readings, thread=arrival.follow_up)
    return replace(letter, asked=Asked("new")) if "new" in answer.intents else letter


def _by_telephone(answer: Answer, to: Address, region: str, arrival: Arrival, desk: Desk) -> Decision | None:
    """ "New referral: name, number": a case as if the mail had named that person. None where no name is given."""
    said = answer.argument if isinstance(answer.argument, str) else ", ".join(answer.argument or ())
    if not said and (written := _AFTER.search(answer.text)):
        said = written.group(1)
    name, email, phone = None, None, None
    for part in (p.strip() for p in said.replace(";", ",").split(",")):
        digits = "".join(c for c in part if c.isdigit())
        if "@" in part:
            email = part.strip("<>() ")
        elif len(digits) >= 10:
            phone = f"+1{digits}" if len(digits) == 10 else f"+{digits}"
        elif name is None and name_tokens(part):
            name = part
    if name is None and email is None:
        return None
    rows = [p for p in desk.organisation.directory if email and canonical(p.email) == canonical(email)] or [
        p for p in desk.organisation.directory if name and len(name_tokens(name)) > 1 and fits_exactly(name, p.name)
    ]
    row = rows[0] if len(rows) == 1 else None
    place = desk.organisation.region_of_community(row.community) if row else None
    peer = PeerMeant(
        name=row.name if row else name,
        email=email or (row.email if row else None),
        phone=phone or (row.phone if row else None),
        region=place or region or SYSTEM,
        resolved="directory" if row else "ambiguous" if rows else "text",
        directory_email=row.email if row else None,
        candidates=tuple(p.email for p in rows) if len(rows) > 1 else (),
        community=row.community if row else None,
    )
    meant = Understanding(
        kind="referral", referral="colleague", peers=(peer,), answerable=False, referrer=to, words=answer.text,
        because=answer.because,
    )  # fmt: skip
    return _with_a_way_back(replace(on_referral.referral(meant, arrival, desk), meant="new"), to, desk)


def _with_a_way_back(made: Decision, to: Address, desk: Desk) -> Decision:
    """What was taken down can be taken back, and the one who wrote it hears of it, whoever owns the case.

    Where that person has an open case already, nothing new was opened: then there is nothing to take back.
    """
    known = {c.id for c in desk.open_cases}
    cases = tuple(
        replace(c, undo="", undo_until=None) if c.id in known else noted_as_new(c, desk) if c.is_open else c
        for c in made.cases
    )
    letters = list[Letter]()
    told = False
    for letter in made.letters:
        own = isinstance(letter, (AskMatch, AskWhichPerson)) and letter.to.same(to)
        until = next((c.undo_until for c in cases if c.id == letter.case), None)
        letters.append(
            replace(letter, undo_until=until) if isinstance(letter, (AskMatch, AskWhichPerson)) and own else letter
        )
        told = told or letter.to.same(to)
    for case in cases if not told else ():
        text = f"The new referral is with {desk.organisation.region(case.region).name} now, whose coordinator is asked."
        if case.id in known or not case.is_open or not may_hold(case, to, desk):
            # of somebody's earlier case, or a stop, an office that does not hold it hears nothing
            letters.append(to_coordinator.tell_done(None, to, region_of_office(to.email, desk, SYSTEM), _TAKEN_DOWN))
        else:
            letters.append(to_coordinator.tell_done(case, to, case.region, text))
    return replace(made, cases=cases, letters=tuple(letters))
