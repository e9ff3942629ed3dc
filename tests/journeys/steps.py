"""The steps that many stories share, and the people in them. Made-up people of the made-up organisation, all of them."""

from collections.abc import Iterable

from mailer.demo.people import Letter
from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from mailer.model.case import Case

BEATRICE = "Beatrice Bouchard <beatrice.bouchard@harborview.example>"
CALEB = "Caleb Chowdhury <caleb.chowdhury@pinecoast.example>"
MARK = "mark.young@harborview.example"

MAURA = "maura.quill@harborview.example"  # coordinates Portland
DENISE = "denise.arsenault@harborview.example"  # stands in for her
JANET = "janet.thibodeau@pinecoast.example"  # the system office
THEO = "theo.lavallee@saltmarsh.example"  # coordinates Southern Maine
INGRID = "ingrid.soule@pinecoast.example"  # coordinates Midcoast
PAULETTE = "paulette.roy@pinecoast.example"  # coordinates Western Mountains

RAVI = "ravi.thibodeau@pinecoast.example"  # supporters
KENJI_EATON = "kenji.eaton@harborview.example"
CHIDI = "chidi.tran@harborview.example"
ANANYA = "ananya.bell@pinecoast.example"

REFERRAL = "Would somebody please reach out to {peer}? It was the quince marmalade, and he has gone very quiet.\n\nBeatrice Bouchard, DO\n"


def names(letters: Iterable[Letter]) -> list[str]:
    """The names of letters, sorted."""
    return sorted(letter.name for letter in letters)


def in_pass(stage: Stage, **span: float) -> list[Letter]:
    """Time goes by, a pass; the letters it brought."""
    stage.new_letters()
    stage.wait(**span)
    return stage.new_letters()


def writes(stage: Stage, sender: str, to: str, subject: str, text: str, **more: object) -> list[Letter]:
    """Somebody writes; a pass; the letters it brought."""
    stage.new_letters()
    headers = more.get("headers", ())
    assert isinstance(headers, (list, tuple))
    stage.write(sender, to, subject, text, headers=headers)
    stage.one_pass()
    return stage.new_letters()


def referred(stage: Stage, peer: str = "Mark Young", text: str = REFERRAL, to: str = PORTLAND) -> Letter:
    """Beatrice refers a colleague; the question to the coordinator."""
    stage.write(BEATRICE, to, "A colleague", text.format(peer=peer))
    stage.one_pass()
    return stage.last("coordinator/ask-match")


def invited(stage: Stage, choice: str = "2") -> Letter:
    """The coordinator has chosen; the invitation."""
    stage.answer(referred(stage), choice)
    stage.one_pass()
    return stage.last("supporter/ask-invitation")


def reached_out(stage: Stage, choice: str = "2") -> Letter:
    """The supporter has accepted; the outreach to the peer."""
    stage.answer(invited(stage, choice), "Yes, gladly")
    stage.one_pass()
    return stage.last("peer/ask-outreach")


def self_referred(stage: Stage, text: str, sender: str = CALEB, to: str = SYSTEM) -> Letter:
    """A peer asks for themselves; the question to the coordinator."""
    stage.write(sender, to, "Could I talk to somebody?", text)
    stage.one_pass()
    return stage.last("coordinator/ask-match")


def the_case(stage: Stage) -> Case:
    """The only case there is."""
    [case] = stage.edges.store.cases()
    return case


def supporter_of(stage: Stage) -> str:
    return the_case(stage).supporter or ""
