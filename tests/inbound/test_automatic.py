"""What a machine wrote, what a person wrote, and who may be answered."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailer.inbound.automatic import MachineMail, answerable, machine
from mailer.inbound.parse import parse
from mailer.inbound.phrases import Phrasebook, rules_of
from mailer.model.message import InboundMessage

RULES = Path(__file__).parents[2] / "rules" / "machine.toml"
BOOK = Phrasebook(rules_of(tomllib.loads(RULES.read_text("utf-8")), "rules/machine.toml"))
OURS = frozenset({"support@programme.example"})


def mail(body: str, **headers: str) -> InboundMessage:
    named = {
        "Return-Path": "<ann.lee@clinic.example>",
        "From": "Ann Lee <ann.lee@clinic.example>",
        "To": "support@programme.example",
        "Subject": "Re: Touching base",
        "Date": "Tue, 24 Nov 2026 08:12:07 -0500",
        "Message-ID": "<1@clinic.example>",
        "In-Reply-To": "<ps-1@programme.example>",
        "Content-Type": "text/plain; charset=utf-8",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    head = "".join(
        f"{name}: {value}\n" for name, value in named.items() if value is not None and (value or name == "Subject")
    )
    return parse(f"{head}\n{body}".encode(), OURS)


def seen(body: str, **headers: str) -> MachineMail | None:
    return machine(mail(body, **headers), BOOK)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Touching base",
        "Out of office Re: Touching base",
        "Out of Office: Touching base",
        "Autoreply: Touching base",
        "Auto-Reply: Touching base",
        "Réponse automatique : Touching base",
        "Absence du bureau",
        "Respuesta automática: Touching base",
        "Fuera de la oficina: hasta el lunes",
        "Automatische Antwort: Touching base",
        "Abwesenheitsnotiz: Touching base",
        "Risposta automatica: Touching base",
        "Resposta automática: Touching base",
        "Automatisch antwoord: Touching base",
        "Afwezigheidsbericht",
        "Autosvar: Touching base",
        "Automatiskt svar: Touching base",
        "Automaattinen vastaus: Touching base",
        "Automatická odpověď: Touching base",
        "Odpowiedź automatyczna: Touching base",
        "自動応答: Touching base",
        "Vacation reply",
        "OOO Re: Touching base",
    ],
)
def test_an_out_of_office_is_known_by_its_subject_alone(subject: str) -> None:
    found = seen("Thank you.", Subject=subject)
    assert found is not None
    assert found.what == "out-of-office"


@pytest.mark.parametrize(
    "words, until",
    [
        ("I am out of the office until Monday, November 30, and will respond when I return.", date(2026, 11, 30)),
        ("Thanks for your email. I'm on vacation through December 4 with limited access to email.", date(2026, 12, 4)),
        (
            "I'll be off the grid with the family and back on Monday the 30th, when I'll answer anything that's waiting.",
            date(2026, 11, 30),
        ),
        (
            "I am currently out of the office, returning 12/7. For urgent matters please contact the front desk at 207-555-0101.",
            date(2026, 12, 7),
        ),
        (
            "I'm traveling this week and will be slow to respond. I am away until Friday. I will reply upon my return.",
            date(2026, 11, 27),
        ),
        ("I am on parental leave till March 1, 2027. In my absence please write to Dr. Orne.", date(2027, 3, 1)),
        ("I am away from my desk and won't be checking email until tomorrow.", date(2026, 11, 25)),
        ("Hello! I am out of the clinic this week and not reading email. Talk soon!", None),
        (
            "Je suis absente du bureau jusqu'au 30 novembre. Je répondrai à votre message à mon retour.",
            date(2026, 11, 30),
        ),
        (
            "Je serai en congé du 23 au 27 novembre. En cas d'urgence, joindre le secrétariat. Je vous répondrai à mon retour.",
            date(2026, 11, 27),
        ),
        ("Estoy de vacaciones hasta el 5 de diciembre. Responderé a mi regreso.", date(2026, 12, 5)),
        (
            "Ich bin bis zum 4. Dezember im Urlaub und beantworte Ihre Nachricht nach meiner Rückkehr.",
            date(2026, 12, 4),
        ),
        ("I'm out of the office from 11/23 to 11/27 and will get back to you as soon as possible.", date(2026, 11, 27)),
    ],
)
def test_an_out_of_office_without_any_header_is_known_by_its_words(words: str, until: date | None) -> None:
    found = seen(words)
    assert found is not None
    assert (found.kind, found.what, found.relays) == ("automatic", "out-of-office", False)
    assert found.absence is not None
    assert found.absence.until == until


@pytest.mark.parametrize(
    "words",
    [
        "I'm out sick today and tomorrow and won't be on email. Please page the fellow on call for anything that cannot wait.",
        "Greetings! I have left for vacation and will return on December 1st. I'll respond to your message then.",
        "You have reached the inbox of Dr. Lee. I'm on sabbatical until July. For residency matters contact the GME office.",
        "I'm attending a conference this week and my replies may be delayed.",
        "Our office is closed for the holiday and will reopen on Monday, November 30. We'll get back to you then.",
        "I will be out of the office starting 11/23 and will not return until 11/30.",
        "Thanks for writing. I check this account twice a week. If you need me sooner, call the clinic.",
        "Currently in clinic all day; I answer email in the evenings. Thank you for your patience.",
        "I have retired from practice. Please direct inquiries to the department office.",
        "Gone fishing. Back Monday. Will answer then.",
        "I am currently deployed and have only intermittent email access until March.",
        "Je suis en vacances et de retour le 1er décembre. Je lirai vos courriels à ce moment-là.",
        "Bonjour, je suis en congé de maternité jusqu'en mars. Pour toute question, veuillez contacter le secrétariat.",
        "Estaré fuera de la oficina esta semana y contestaré los correos a mi regreso.",
        "This is to let you know I'm out of the office until Tuesday. Your email has not been forwarded.",
        "I'm out on leave until further notice and not monitoring this account.",
    ],
)
def test_an_absence_that_only_a_machine_would_put_so(words: str) -> None:
    found = seen(f"{words}\n\nAnn Lee")
    assert found is not None
    assert found.kind == "automatic"


@pytest.mark.parametrize(
    "words",
    [
        "I'm on vacation next week but I can take her. I'll call her tonight.",
        "Sorry for the delay, I was out of the office. Yes, happy to.",
        "I'm back Monday. Can it wait until then?",
        "Away at a conference till Thursday, so give this one to somebody else.",
        "Out of the country until the 5th, will call him when I'm back.",
        "I'm on nights this week. Thursday after 2 works for a call.",
        "I won't be checking this account; write to lee@mail.example instead.",
        "He is on leave and has limited access to email, so a text is best. 207-555-0111.",
        "I am out of the office, sitting in my car, and I can't go back in. I don't know who to call.",
        "I'm off until Tuesday and alone in the house.",
        "I will be gone soon and none of this will matter when I'm gone.",
        "Got your note. I'm out until Wednesday; I'll answer properly then, I promise.",
        "In my absence nobody asked. I'd like somebody to ask now.",
        "I'm on paternity leave and not sleeping and not coping. Is there someone?",
        "Received, thank you. I'll read it when I return tonight.",
        "I'm out of the office next week, but can somebody call me on Monday?",
        "I am away until Friday. Could one of you reach out to Lee Orne before that?",
        "I'm on vacation until the 4th, so I can't take this one. Please ask someone else.",
        "No, I am on leave until January.",
        "Yes, but I'm traveling until Thursday.",
        "I'm on service straight through to the 20th and wouldn't do her justice. Love to any time after that.",
        "Maura's out and I'd rather she chose. Can this sit until Monday?",
        "My mother went into the hospital on Thursday and I'm with her for who knows how long.",
        "He is out of the office until Monday; the case can wait.",
        "Hold until Nov. 23, please. He is on nights through the 22nd.",
        "I can't see a way back. I won't be answering my phone any more.",
        "I am on medical leave and would like to talk to somebody when I return.",
        "She has been out on leave since the fire and would welcome a call.",
        "I have limited access to email at work, so please call my cell.",
        "I'd like to talk. I am out of town until Sunday and will answer when I'm back.",
        "The portal says I have a new encrypted message but I can't open it. Could you just phone me?",
        "I got a voicemail from Lee Orne last night. She sounded awful. Please call her.",
        "Do not reply to this email, my husband reads it. Call my cell.",
        "We had two incident reports this week. The staff involved are Lee Orne and Kim Doe. Please reach out.",
        "Your message was returned, so I am writing to this address. Could somebody call me?",
        "I filled in the form on your site and nobody called. Can someone?",
        "A ticket was opened with IT about the mailbox. Separately: I need to talk to somebody.",
    ],
)
def test_a_persons_mail_is_a_persons(words: str) -> None:
    assert seen(words) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (cron)"},
        {"Auto_Submitted": "AUTO-NOTIFIED; owner-email=x"},
        {"X_Autoreply": "yes"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
        {"From": "no-reply@clinic.example"},
        {"From": "MAILER-DAEMON@clinic.example"},
        {"X_Cron_Env": "<HOME=/>"},
        {"X_FC_MachineGenerated": "true"},
        {"X_MS_Exchange_Generated_Message_Source": "Mailbox Rules Agent"},
        {"From": "staff-request@lists.clinic.example"},
    ],
)
def test_a_machines_header_makes_it_a_machines_mail_and_nobody_is_answered(headers: dict[str, str]) -> None:
    message = mail("A short notice.", **headers)
    assert machine(message, BOOK) is not None
    may, reason = answerable(message, OURS)
    assert not may
    assert reason is not None


@pytest.mark.parametrize(
    "headers",
    [
        {"Precedence": "bulk"},
        {"Precedence": "list"},
        {"List_Id": "Surgeons <surgeons.clinic.example>"},
        {"List_Unsubscribe": "<mailto:x@clinic.example>"},
        {"X_MS_Exchange_Inbox_Rules_Loop": "ann@clinic.example"},
        {"X_BeenThere": "surgeons@clinic.example"},
    ],
)
def test_a_persons_mail_through_a_staff_group_is_read_but_not_answered(headers: dict[str, str]) -> None:
    message = mail("Could somebody call Lee Orne? She had a hard night.", **headers)
    assert machine(message, BOOK) is None
    assert answerable(message, OURS)[0] is False


def test_a_person_who_answers_or_forwards_an_out_of_office_is_a_person() -> None:
    assert seen("She is away. Could somebody else take this?", Subject="RE: Automatic reply: Touching base") is None
    assert seen("See below, please find another supporter.", Subject="FW: Out of office: Touching base") is None
    assert seen("I am away.", Subject="[EXTERNAL] Automatic reply: Touching base") is not None


@given(st.binary(max_size=600), st.sampled_from(["auto-replied", "no", ""]), st.text(max_size=200))
@settings(max_examples=60)
def test_no_mail_is_too_strange_to_be_told_apart(raw: bytes, submitted: str, body: str) -> None:
    message = mail(body, Auto_Submitted=submitted)
    for strange in (
        message,
        parse(raw),
        parse(b"Auto-Submitted: auto-replied\r\nSubject: out of office\r\n\r\n" + raw),
    ):
        machine(strange, BOOK)
        assert isinstance(answerable(strange, OURS)[0], bool)


@pytest.mark.parametrize("sender", ["surgeons-bounces@lists.clinic.example", "owner-surgeons@lists.clinic.example"])
def test_a_list_in_the_sender_header_does_not_make_its_author_a_machine(sender: str) -> None:
    message = mail("Could somebody call Lee Orne?", Sender=sender, In_Reply_To="")
    assert machine(message, BOOK) is None
    assert answerable(message, OURS)[0] is False


def test_a_mail_that_a_machine_passes_on_whole_is_its_authors() -> None:
    body = "From: Lee Orne <lee@clinic.example>\nSent: Monday, November 16, 2026 3:05 PM\nTo: Desk\nSubject: help\n\nCould somebody call me?\n"
    found = seen(body, From="Desk <no-reply@clinic.example>", Subject="message received", In_Reply_To="")
    assert found is not None
    assert (found.relays, found.words) == (True, "Could somebody call me?")
    assert found.author is not None
    assert found.author.email == "lee@clinic.example"


def test_an_absence_that_speaks_of_voicemail_passes_nothing_on() -> None:
    words = "I am out of the office until Monday. If it is urgent please leave a voicemail for the staff involved; I will answer when I return."
    found = seen(words, Auto_Submitted="auto-replied", Subject="Away")
    assert found is not None
    assert (found.what, found.relays) == ("out-of-office", False)


def test_a_form_known_by_its_fields_and_its_unattended_sender_is_read() -> None:
    body = (
        "Question      Answer\nName          Lee Orne\nWhat happened A patient died on Sunday\n"
        "Your message  I can't stop thinking about it and would like to talk to somebody\n"
    )
    found = seen(
        body,
        From="Forms <noreply@forms.example>",
        Reply_To="lee@mail.example",
        Subject="Peer Support - Lee Orne",
        In_Reply_To="",
    )
    assert found is not None
    assert found.relays
    assert "I can't stop thinking" in found.words
    assert found.author is not None
    assert found.author.email == "lee@mail.example"


def test_a_request_for_no_automatic_answers_is_no_sign_of_a_machine() -> None:
    message = mail("Could somebody call me?", X_Auto_Response_Suppress="DR, OOF, AutoReply", Auto_Submitted="no")
    assert machine(message, BOOK) is None
    assert answerable(message, OURS) == (True, None)


@pytest.mark.parametrize("sender", ["support@programme.example", "Support+K7F2@programme.example"])
def test_our_own_addresses_are_never_answered(sender: str) -> None:
    assert answerable(mail("hello", From=sender), OURS)[0] is False


def test_mail_without_an_author_is_never_answered() -> None:
    assert answerable(mail("hello", From=""), OURS)[0] is False


@pytest.mark.parametrize(
    "headers, body",
    [
        (
            {"List_Unsubscribe_Post": "List-Unsubscribe=One-Click", "From": "Weekly <news@letter.example>"},
            "Are you struggling? Write to peer support!",
        ),
        ({"List_Post": "NO", "List_Id": "All <all.clinic.example>", "Precedence": "list"}, "This week: grand rounds."),
        (
            {"Precedence": "bulk", "From": "Wellness Office <wellness@clinic.example>"},
            "Our newsletter is here. Unsubscribe at any time.",
        ),
        (
            {"List_Id": "<rounds.lists.clinic.example>", "From": "Rounds <rounds@lists.clinic.example>"},
            "Thursday, 7:30, by video.",
        ),
        ({"Feedback_ID": "1:2:3:x", "From": "Ann at Vendor <ann@vendor.example>"}, "Do you have 15 minutes?"),
    ],
)
def test_bulk_mail_is_automatic(headers: dict[str, str], body: str) -> None:
    found = seen(body, **{"Subject": "news", "In_Reply_To": "", **headers})
    assert found is not None
    assert (found.what, found.relays) == ("list", False)


@pytest.mark.parametrize(
    "headers, body, what",
    [
        (
            {"Subject": "Ann Lee has sent you a secure message", "From": "Portal <notify@portal.example>"},
            "You have received a secure message.\n\nFrom: Ann Lee\nSubject: please call me",
            "secure-mail",
        ),
        (
            {"Subject": "private"},
            "Ann Lee (ann.lee@clinic.example) has sent you a protected message.\n\nRead the message: https://portal.example/x",
            "secure-mail",
        ),
        (
            {"Subject": "Please confirm your message"},
            'Your message "Touching base" is being held. Click the link and prove that you are a real person.',
            "challenge",
        ),
        (
            {"Subject": "You have 3 messages in quarantine", "From": "quarantine@clinic.example"},
            "Sender: x\nSubject: please call me",
            "digest",
        ),
        (
            {"Subject": "INC0094417 opened on your behalf", "From": "servicedesk@clinic.example"},
            "An incident has been opened on your behalf.\nDo not change the subject line.",
            "ticket",
        ),
        (
            {"Subject": "confirm 9b1c0e", "From": "staff-request@lists.clinic.example"},
            "Mailing list subscription confirmation notice.",
            "list",
        ),
        (
            {"Subject": "Read: Touching base", "Auto_Submitted": "auto-replied"},
            "Your message was read on Tuesday.",
            "read-receipt",
        ),
        (
            {"Subject": "Thank you", "Auto_Submitted": "auto-replied"},
            "Thank you for contacting the desk. We will respond within 2 business days.",
            "auto-reply",
        ),
        ({"Subject": "Re: Touching base"}, "This is an automated reply. Your message has been received.", "auto-reply"),
    ],
)
def test_what_kind_of_machine_it_is(headers: dict[str, str], body: str, what: str) -> None:
    found = seen(body, **headers)
    assert found is not None
    assert (found.what, found.relays, found.words) == (what, False, "")


def test_a_web_form_passes_on_what_was_typed_and_by_whom() -> None:
    body = (
        "A form was submitted on the intranet.\n\nForm:  Request a supporter\nYour name:  Lee Orne, NP\n"
        "Email:  lee.orne@mail.example\nPhone:  207-555-0147\n\n"
        "Anything you would like us to know:\nI suppose I ought to talk to someone.\n\n--\n"
        "This message was generated by the form. Please do not reply to it.\n"
    )
    found = seen(
        body,
        From="Forms <forms-noreply@clinic.example>",
        Subject="New submission (218)",
        In_Reply_To="",
        Auto_Submitted="auto-generated",
    )
    assert found is not None
    assert (found.what, found.relays) == ("web-form", True)
    assert "I ought to talk to someone." in found.words
    assert "do not reply" not in found.words
    assert found.author is not None
    assert (found.author.email, found.author.name) == ("lee.orne@mail.example", "Lee Orne")


def test_a_voicemail_passes_on_the_transcript_alone() -> None:
    body = (
        "You have a new voice message.\n\n   Mailbox:   6400\n   Caller:    207-555-0163\n\n"
        "Transcript (made by a computer, may contain mistakes):\n\n"
        "   hi it's Kim I'm calling about our resident please call him okay bye\n\n"
        "The recording is attached. To change how you are notified, press 4.\n"
    )
    found = seen(
        body,
        From="Voice Mail <voicemail@clinic.example>",
        Subject="Voice message from 207-555-0163",
        In_Reply_To="",
        Auto_Submitted="auto-generated",
    )
    assert found is not None
    assert (found.what, found.relays) == ("voicemail", True)
    assert found.words == "hi it's Kim I'm calling about our resident please call him okay bye"


def test_nothing_that_a_person_typed_into_a_form_is_taken_for_the_machines() -> None:
    body = (
        "A form was submitted.\n\nYour name:  Lee Orne\nPhone:  207-555-0147\n\nAnything else:\nPlease do not reply to the work address.\n"
        "He cannot log in to his own life any more.\nCall the cell.\nIt is urgent.\nThank you.\n\nThis message was generated by the form.\n"
    )
    found = seen(
        body,
        From="forms-noreply@clinic.example",
        Subject="New submission",
        In_Reply_To="",
        Auto_Submitted="auto-generated",
    )
    assert found is not None
    assert "do not reply to the work address" in found.words
    assert "log in to his own life" in found.words
    assert "generated by the form" not in found.words


def test_a_recording_alone_passes_on_no_words() -> None:
    body = "You have a new voice message.\n\n   Mailbox:   6400\n   Caller:    207-555-0163\n   Length:    0:44\n"
    found = seen(
        body,
        From="voicemail@clinic.example",
        Subject="Voice message from 207-555-0163",
        In_Reply_To="",
        Auto_Submitted="auto-generated",
    )
    assert found is not None
    assert (found.what, found.relays, found.words) == ("voicemail", False, "")


def test_an_incident_notice_passes_on_who_was_involved() -> None:
    body = (
        "This is an automated notification.\n\nSite          North Hospital\n"
        "Medical staff involved    Orne, Lee (MD)\n\nPlease offer support in the usual way.\n\nDo not reply to this message.\n"
    )
    found = seen(
        body,
        From="Reports <no-reply@reports.clinic.example>",
        Subject="[Reports] 2026-1: peer support outreach requested",
        In_Reply_To="",
        Precedence="bulk",
    )
    assert found is not None
    assert (found.what, found.relays) == ("incident-notice", True)
    assert "Orne, Lee (MD)" in found.words


CALENDAR = "BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\n{more}END:VEVENT\nEND:VCALENDAR\n"


def invited(text: str, more: str = "", method: str = "REPLY") -> MachineMail | None:
    calendar = CALENDAR.format(method=method, more=more)
    body = f"--x\nContent-Type: text/plain\n\n{text}\n--x\nContent-Type: text/calendar; method={method}\n\n{calendar}\n--x--\n"
    return seen(body, Subject="Declined: Refresher", Content_Type='multipart/alternative; boundary="x"', In_Reply_To="")


def test_an_answer_to_an_invitation_says_nothing_unless_somebody_typed() -> None:
    found = invited("")
    assert found is not None
    assert (found.what, found.relays) == ("calendar-response", False)


@pytest.mark.parametrize(
    "text, more",
    [
        ("", "COMMENT:on call that day\\, sorry. Could somebody phone me?\n"),
        ("on call that day, sorry. Could somebody phone me?", ""),
        (
            'Ann Lee has declined this invitation with this note:\n\n"on call that day, sorry. Could somebody phone me?"\n\nRefresher\nTuesday',
            "",
        ),
    ],
)
def test_a_note_typed_into_an_answer_is_passed_on(text: str, more: str) -> None:
    found = invited(text, more)
    assert found is not None
    assert (found.relays, found.words) == (True, "on call that day, sorry. Could somebody phone me?")


def test_an_invitation_is_a_persons_mail() -> None:
    assert invited("Lee and I would like to meet you.", method="REQUEST") is None


def test_a_read_receipt_by_the_standard() -> None:
    body = (
        "--x\nContent-Type: text/plain\n\nYour message was displayed.\n--x\n"
        "Content-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n--x--\n"
    )
    found = seen(
        body, Content_Type='multipart/report; report-type=disposition-notification; boundary="x"', Subject="Receipt"
    )
    assert found is not None
    assert found.what == "read-receipt"
