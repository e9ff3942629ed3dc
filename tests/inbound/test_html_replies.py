"""Replies and forwards as HTML alone, in the manner of each mail program."""

import pytest

from mailer.inbound.parse import parse
from mailer.model.message import InboundMessage

OURS = frozenset({"support@programme.example"})
US = "Peer Support &lt;support@programme.example&gt;"
LEE = "Lee Orne &lt;lee@clinic.example&gt;"


def mail(
    html: str, subject: str = "Re: Touching base", answers: str = "In-Reply-To: <ps-1@programme.example>\n"
) -> InboundMessage:
    head = f"From: Beatrice Ashdown <bea@clinic.example>\nSubject: {subject}\n{answers}Content-Type: text/html; charset=utf-8\n\n"
    return parse((head + html).encode(), OURS)


REPLIES = {
    "gmail": '<div dir="ltr">{own}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
    'class="gmail_attr">On Mon, Nov 16, 2026 at 3:05 PM '
    '{who} wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc '
    'solid;padding-left:1ex">{letter}</blockquote></div>',
    "apple": '<html><body dir="auto">{own}<br><br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote '
    'type="cite">On Nov 16, 2026, at 3:05 PM, '
    '{who} wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">{letter}</div></blockquote></body></html>',
    "outlook": '<html><body><div class="WordSection1"><p class="MsoNormal">{own}</p><p '
    'class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid '
    '#E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> {who}<br><b>Sent:</b> Monday, November '
    "16, 2026 3:05 PM<br><b>To:</b> Ashdown, Beatrice<br>"
    '<b>Subject:</b> Touching base<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p '
    'class="MsoNormal">{letter}</p></div></body></html>',
    "outlook on the web": '<div class="elementToProof">{own}</div><div id="appendonsend"></div><hr '
    'style="display:inline-block;width:98%" tabindex="-1">'
    '<div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> {who}<br><b>Sent:</b> Monday, November 16, 2026 3:05 PM<br><b>To:</b> Beatrice Ashdown<br>'
    "<b>Subject:</b> Touching base</font><div>&nbsp;</div></div><div>{letter}</div>",
    "outlook on a phone": '<div dir="ltr">{own}</div><div id="ms-outlook-mobile-signature">Get <a '
    'href="https://aka.example/o">Outlook for iOS</a></div>'
    '<div id="mail-editor-reference-message-container"><hr><div style="text-align:left;padding:3pt 0in '
    '0in;border-top:1pt solid rgb(181,196,223)"><b>From: </b>{who}<br>'
    "<b>Date: </b>Monday, November 16, 2026 at 3:05 PM<br><b>To: </b>Beatrice Ashdown<br><b>Subject: </b>Touching "
    "base</div><div>{letter}</div></div>",
    "thunderbird": '<p>{own}</p><div class="moz-cite-prefix">On 11/16/26 15:05, Peer Support wrote:<br></div><blockquote '
    'type="cite" cite="mid:1@x"><p>{letter}</p></blockquote>',
    "yahoo": '<div class="ydp1yahoo-style-wrap"><div dir="ltr">{own}</div><div><br></div></div><div id="ydp2yahoo_quoted" class="yahoo_quoted"><div>'
    "<div>On Monday, November 16, 2026 at 03:05:12 PM EST, {who} wrote:</div><div><br></div><div><br></div><div>{letter}</div></div></div>",
    "proton": '<div>{own}</div><div class="protonmail_signature_block"><div>Sent with <a>Proton Mail</a> secure '
    'email.</div></div><div class="protonmail_quote">'
    'On Monday, November 16th, 2026 at 3:05 PM, {who} wrote:<br><blockquote class="protonmail_quote" type="cite">{letter}</blockquote></div>',
    "samsung": '<div dir="auto">{own}</div><div><br></div><div id="composer_signature">Sent from my '
    'Galaxy</div><div><br></div><div style="font-size:100%"><div>'
    "-------- Original message --------</div><div>From: {who} </div><div>Date: 11/16/26  3:05 PM  (GMT-05:00) </div><div>To: Beatrice Ashdown </div>"
    "<div>Subject: Touching base </div><div><br></div></div><div>{letter}</div>",
    "gmail in french": '<div dir="ltr">{own}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Le lun. '
    "16 nov. 2026 à 15:05, {who} a écrit :<br></div>"
    '<blockquote class="gmail_quote" style="border-left:1px solid #ccc">{letter}</blockquote></div>',
}
LETTER = "<p>Dear Beatrice,</p><p>Would you like to talk? Answer yes or no.</p><p>Ann Doe</p>"


@pytest.mark.parametrize("program", REPLIES)
@pytest.mark.parametrize("own", ["Yes, please.", "No.", "I'm fine", "Please stop."])
def test_the_answer_alone_is_the_writers(program: str, own: str) -> None:
    found = mail(REPLIES[program].format(own=own, who=US, letter=LETTER))
    assert (found.own, found.forwarded) == (own, ())
    assert "Would you like to talk?" in found.quoted


FORWARDS = {
    "gmail": '<div dir="ltr">{own}<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded '
    'message ---------<br>From: <strong class="gmail_sendername" '
    'dir="auto">Lee Orne</strong> <span dir="auto">&lt;<a '
    'href="mailto:lee@clinic.example">lee@clinic.example</a>&gt;</span><br>Date: Mon, Nov 16, 2026 at 3:05 PM<br>'
    "Subject: a favour<br>To: Beatrice Ashdown<br></div><br><br><div>{letter}</div></div></div>",
    "apple": '<html><body dir="auto"><div>{own}</div><div dir="ltr">Sent from my iPhone</div><div><br><blockquote '
    'type="cite"><div>Begin forwarded message:</div><br>'
    "<div><b>From: </b>{who}<br></div><div><b>Subject: </b><b>a favour</b><br></div><div><b>Date: </b>November 16, 2026 at 3:05:00 PM EST<br></div>"
    "<div><b>To: </b>Beatrice Ashdown<br></div><br><div>{letter}</div></blockquote></div></body></html>",
    "outlook": REPLIES["outlook"].replace("Touching base", "a favour"),
    "outlook on the web": REPLIES["outlook on the web"].replace("Touching base", "a favour"),
    "outlook on a phone": REPLIES["outlook on a phone"].replace("Touching base", "a favour"),
    "samsung": REPLIES["samsung"].replace("Touching base", "a favour"),
    "thunderbird": '<p>{own}</p><div class="moz-forward-container"><br>-------- Forwarded Message --------<table '
    'class="moz-email-headers-table"><tbody><tr><th>Subject: </th>'
    "<td>a favour</td></tr><tr><th>Date: </th><td>Mon, 16 Nov 2026 15:05:12 -0500</td></tr><tr><th>From: </th><td>{who}</td></tr><tr><th>To: </th>"
    "<td>Beatrice Ashdown</td></tr></tbody></table><br><br>{letter}</div>",
}


@pytest.mark.parametrize("program", FORWARDS)
@pytest.mark.parametrize("own", ["", "Please see below."])
def test_a_forwarded_mail_is_its_authors(program: str, own: str) -> None:
    found = mail(
        FORWARDS[program].format(own=own, who=LEE, letter="<p>Could somebody call me?</p>"), "Fwd: a favour", ""
    )
    assert found.own == own
    [passage] = found.forwarded
    assert (passage.text, passage.subject) == ("Could somebody call me?", "a favour")
    assert passage.author is not None
    assert passage.author.email == "lee@clinic.example"
