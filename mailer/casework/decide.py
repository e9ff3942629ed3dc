"""Decide what happens when something arrives: the door of the wing, and nothing else.

Takes what a mail meant (or which deadline passed), the case and the desk; gives back a Decision. Each speaker has a file
of its own. Reads no clock, opens no file, sends nothing.
"""

from datetime import date

from mailer.casework import on_coordinator, on_deadline, on_delivery, on_mail, on_office, on_peer, on_supporter
from mailer.casework.desk import Arrival, Desk
from mailer.casework.gate import letter_allowed
from mailer.casework.digest import digests
from mailer.model.case import Case, Due, Mark
from mailer.model.decision import Decision
from mailer.model.meaning import Answer, Understanding

__all__ = [
    "digests", "letter_allowed", "on_absence", "on_answer", "on_answer_from_elsewhere", "on_deadline_passed", "on_mail",
]
