"""A made-up programme and everything needed to compose its letters: the real templates, fixed marks, ids and times."""

import tomllib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from mailer.model.address import Address
from mailer.model.letters import Letter
from mailer.model.organisation import Clock, Intake, Organisation, Region
from mailer.outbound.compose import Composed, Composing, Templates, compose
from mailer.outbound.marks import mark_for, message_id_for
from mailer.outbound.resources import resources_of
from mailer.outbound.sample import SAMPLE_DATE, samples

ROOT = Path(__file__).parents[2]
L = TypeVar("L", bound=Letter)
KEY = b"a key for tests, thirty-two byte"

ORGANISATION = Organisation(
    name="Harborside Health Peer Support",
    phone="207-555-0144",
    clock=Clock(ZoneInfo("America/New_York")),
    operator=Address("postbox.keeper@harborside.example"),
    regions=(
        Region("system", "Harborside system office", Address("ida.frost@harborside.example", "Ida Frost")),
        Region("coast", "Coast", Address("nell.bishop@harborside.example", "Nell Bishop")),
    ),
    communities=(),
    intakes=(
        Intake("colleagues@harborside.example", "system"),
        Intake("colleagues.coast@harborside.example", "coast"),
    ),
    directory=(),
    supporters=(),
    label_letters=True,
)


def sources() -> dict[str, str]:
    """The templates as they are shipped, by their path."""
    folder = ROOT / "templates"
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}


@cache
def templates() -> Templates:
    table = tomllib.loads((ROOT / "rules" / "resources.toml").read_text("utf-8"))
    return Templates(sources(), resources_of(table, "rules/resources.toml"))


def composing(letter: Letter, organisation: Organisation = ORGANISATION, *, marked: bool = True) -> Composing:
    mark = mark_for(KEY, letter.case or "", letter.name, letter.to.email, 0) if marked else None
    return Composing(
        organisation, templates(), mark, message_id_for(mark or "unmarked1", "harborside.example"), SAMPLE_DATE
    )


def composed(letter: Letter, organisation: Organisation = ORGANISATION, *, marked: bool = True) -> Composed:
    return compose(letter, composing(letter, organisation, marked=marked))


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def plain_text(raw: bytes) -> str:
    part = parsed(raw).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_text(raw: bytes) -> str:
    part = parsed(raw).get_body(("html",))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def all_samples() -> tuple[Letter, ...]:
    return samples(ORGANISATION)


def sample(name: str, number: int = 0) -> Letter:
    return [letter for letter in all_samples() if letter.name == name][number]


def sample_of(kind: type[L], number: int = 0) -> L:
    """A sample letter of a type, as that type."""
    return [letter for letter in all_samples() if isinstance(letter, kind)][number]
