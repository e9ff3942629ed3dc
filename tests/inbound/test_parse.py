"""Bytes in, a message out: for any bytes. What a huge mail costs is asked in test_huge_mail.py."""

import base64
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailer.inbound.parse import parse
from mailer.model.address import Address
from mailer.model.message import InboundMessage

OURS = frozenset({"support@programme.example"})


def mail(body: str | bytes, **headers: str) -> InboundMessage:
    named = {
        "From": "Ann Lee <ann@clinic.example>",
        "Subject": "hello",
        "Message-ID": "<1@clinic.example>",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    raw = body if isinstance(body, bytes) else body.encode("utf-8")
    return parse(head.encode("utf-8", "surrogateescape") + b"\r\n" + raw, OURS)


def parts(*bodies: str, kind: str = "mixed", **headers: str) -> InboundMessage:
    inner = "".join(f"--x\r\n{body}\r\n" for body in bodies)
    return mail(f"{inner}--x--\r\n", Content_Type=f'multipart/{kind}; boundary="x"', **headers)


PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n"


def test_the_plain_alternative_is_the_text() -> None:
    assert parts(f"{PLAIN}Plain words.", f"{HTML}<p>Rich words.</p>", kind="alternative").text == "Plain words."


@pytest.mark.parametrize(
    "stub",
    [
        "",
        "   ",
        "This message requires an HTML capable mail reader.",
        "Please view this email in your browser.",
        "Your email client does not support HTML.",
    ],
)
def test_an_empty_or_stubby_plain_alternative_gives_way_to_html(stub: str) -> None:
    assert parts(f"{PLAIN}{stub}", f"{HTML}<p>Rich words.</p>", kind="alternative").text == "Rich words."


def test_html_alone_keeps_the_rows_and_cells_of_a_table() -> None:
    rows = "<table><tr><td>Name</td><td>Role</td></tr><tr><td>Lee Orne</td><td>CRNA</td></tr></table>"
    lines = mail(
        f"<html><body><p>Involved:</p>{rows}</body></html>", Content_Type="text/html; charset=utf-8"
    ).text.split("\n")
    assert [line.split("  ")[0] for line in lines if line] == ["Involved:", "Name", "Lee Orne"]
    assert lines[-1].split() == ["Lee", "Orne", "CRNA"]


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">secret</div>',
        '<span style="font-size:0">secret</span>',
        "<style>secret</style>",
        "<script>secret</script>",
        "<!-- secret -->",
        "<head><title>secret</title></head>",
        '<div style="max-height:0;overflow:hidden">secret</div>',
        "<p hidden>secret</p>",
        '<style>.pre{display:none}</style><div class="pre">secret</div>',
        '<img alt="secret" src="cid:1">',
        "<!--[if mso]>secret<![endif]-->",
    ],
)
def test_what_is_hidden_is_no_text(hidden: str) -> None:
    assert mail(f"<html>{hidden}<body>seen{hidden}</body></html>", Content_Type="text/html").text == "seen"


def test_a_style_for_small_screens_hides_nothing() -> None:
    source = "<style>@media (max-width:600px){.wide{display:none}}</style><p class='wide'>seen</p>"
    assert mail(source, Content_Type="text/html").text == "seen"


def test_quoted_mail_in_html_is_marked_as_such() -> None:
    source = (
        '<div>Yes, please.</div><blockquote type="cite"><div>Would you?</div><blockquote '
        'type="cite">Earlier</blockquote></blockquote><div>By phone.</div>'
    )
    found = mail(source, Content_Type="text/html", In_Reply_To="<9@programme.example>", Subject="Re: hello")
    assert found.own == "Yes, please.\n\nBy phone."
    assert "> Would you?" in found.quoted


def test_an_indented_paragraph_is_no_quote() -> None:
    source = '<div>Please call</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px">Lee Orne</blockquote>'
    assert "Lee Orne" in mail(source, Content_Type="text/html").own


def test_outlooks_quote_is_found_in_any_language_by_its_container() -> None:
    source = (
        '<p class="MsoNormal">Tak.</p><div id="divRplyFwdMsg" dir="ltr"><b>Afsender:</b> Support &lt;support@programme.example&gt;<br>'
        "<b>Afsendt:</b> 16. november 2026<br><b>Modtager:</b> Ann<br><b>Vedr:</b> hello</div><div>Would you like to talk?</div>"
    )
    assert (
        mail(source, Content_Type="text/html", Subject="Re: hello", In_Reply_To="<9@programme.example>").own == "Tak."
    )


@pytest.mark.parametrize(
    "charset, data, text",
    [
        ("utf-8", "Chloé".encode(), "Chloé"),
        ("iso-8859-1", "Chloé".encode("latin-1"), "Chloé"),
        ("windows-1252", "it’s".encode("cp1252"), "it’s"),
        ("iso-8859-1", b"it\x92s", "it’s"),
        ("utf-8", "Chloé".encode("latin-1"), "Chloé"),
        ("us-ascii", "Chloé".encode(), "Chloé"),
        ("iso-8859-1", "Chloé".encode(), "Chloé"),
        ("no-such-charset", "Chloé".encode(), "Chloé"),
        ("", "Chloé".encode("cp1252"), "Chloé"),
        ("iso-2022-jp", "こんにちは".encode("iso-2022-jp"), "こんにちは"),
        ("utf-16", "Chloé".encode("utf-16"), "Chloé"),
        ("rot13", b"Chloe", "Chloe"),
        ("gb2312", "你好".encode("gb2312"), "你好"),
        ("koi8-r", "привет".encode("koi8-r"), "привет"),
        ("punycode", b"abc", "abc"),
    ],
)
def test_words_are_read_in_whatever_charset_they_really_are(charset: str, data: bytes, text: str) -> None:
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    assert mail(base64.b64encode(data), Content_Type=kind, Content_Transfer_Encoding="base64").text == text


@pytest.mark.parametrize(
    "subject, read",
    [
        ("=?utf-8?q?Chlo=C3=A9?=", "Chloé"),
        ("=?utf-8?b?Q2hsb8OpIA==?= =?utf-8?q?Carver?=", "Chloé Carver"),
        ("=?iso-8859-1?q?Chlo=E9?= now", "Chloé now"),
        ("=?utf-8?q?Chlo=C3?= =?utf-8?q?=A9?=", "Chloé"),
        ("=?utf-8?q?broken", "=?utf-8?q?broken"),
        ("=?nope?q?Chloe?=", "Chloe"),
        ("a =?utf-8?q?b?= c", "a b c"),
        ("=?utf-8?b?Q2hsb8Op!?=", "Chloé"),
        ("Chloé raw", "Chloé raw"),
        ("folded\r\n over lines", "folded over lines"),
        ("=?utf-8*en?q?Hi?=", "Hi"),
    ],
)
def test_a_subject_is_decoded(subject: str, read: str) -> None:
    assert mail("x", Subject=subject).subject == read


@pytest.mark.parametrize(
    "written, read",
    [
        ('"Roy, Paulette" <p@c.example>', Address("p@c.example", "Roy, Paulette")),
        ("Roy, Paulette <p@c.example>", Address("p@c.example", "Roy, Paulette")),
        ("p@c.example (Paulette Roy)", Address("p@c.example", "Paulette Roy")),
        ("p@c.example", Address("p@c.example")),
        ("<p@c.example>", Address("p@c.example")),
        ("=?utf-8?q?Roy=2C_Ren=C3=A9e?= <p@c.example>", Address("p@c.example", "Roy, Renée")),
        ("'Ann Lee' <p@c.example>", Address("p@c.example", "Ann Lee")),
        ('Ann "Annie" Lee <p@c.example>', Address("p@c.example", 'Ann "Annie" Lee')),
        ("Renée <p@c.example>", Address("p@c.example", "Renée")),
        ("Ann Lee <mailto:p@c.example>", Address("p@c.example", "Ann Lee")),
        ("nobody", Address("", "nobody")),
        ("", Address("", "")),
    ],
)
def test_the_author_is_read_however_the_header_is_written(written: str, read: Address) -> None:
    assert mail("x", From=written).author == read


def test_lists_of_recipients_and_ids() -> None:
    found = mail(
        "x",
        To="Ann <a@c.example>, b@c.example; undisclosed-recipients:;",
        Cc="team: c@c.example, Dee <d@c.example>;",
        In_Reply_To="<1@x.example>",
        References="<0@x.example>\r\n <1@x.example>",
        Return_Path="<>",
        Delivered_To="support+K7@programme.example",
    )
    assert [a.email for a in found.to] == ["a@c.example", "b@c.example"]
    assert [a.email for a in found.cc] == ["c@c.example", "d@c.example"]
    assert (found.in_reply_to, found.references) == (("<1@x.example>",), ("<0@x.example>", "<1@x.example>"))
    assert (found.return_path, found.delivered_to) == ("", ("support+K7@programme.example",))
    assert mail("x").return_path is None


def test_flowed_lines_are_joined_and_the_signature_mark_is_kept() -> None:
    found = mail(
        "One line that \r\ngoes on.\r\n> quoted \r\n> too\r\n-- \r\nAnn\r\n", Content_Type="text/plain; format=flowed"
    )
    assert found.text.split("\n")[:2] == ["One line that goes on.", "> quoted too"]
    assert (found.own, found.signature) == ("One line that goes on.", "Ann")


def test_an_attached_mail_is_a_forwarded_mail_and_so_is_one_inside_it() -> None:
    innermost = EmailMessage()
    innermost["From"], innermost["Subject"] = "Kim Doe <kim@clinic.example>", "help"
    innermost.set_content("I would like to talk to somebody.")
    middle = EmailMessage()
    middle["From"], middle["Subject"] = "Lee Orne <lee@clinic.example>", "FW: help"
    middle.set_content("")
    middle.add_attachment(innermost)
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Ann Lee <ann@clinic.example>", "FW: FW: help"
    outer.set_content("\n")
    outer.add_attachment(middle)
    found = parse(outer.as_bytes())
    assert [(p.author.email, p.text) for p in found.forwarded if p.author] == [
        ("lee@clinic.example", ""),
        ("kim@clinic.example", "I would like to talk to somebody."),
    ]


def test_an_eml_file_is_a_forwarded_mail() -> None:
    inner = base64.b64encode(b"From: Lee <lee@clinic.example>\r\nSubject: x\r\n\r\nPlease call me.\r\n").decode()
    attached = (
        'Content-Type: application/octet-stream; name="mail.eml"\r\n'
        f'Content-Disposition: attachment; filename="mail.eml"\r\nContent-Transfer-Encoding: base64\r\n\r\n{inner}'
    )
    assert parts(f"{PLAIN}See attached.", attached).forwarded[0].text == "Please call me."


def test_attachments_are_named_whatever_the_encoding() -> None:
    attached = (
        'Content-Type: application/pdf; name="=?utf-8?q?r=C3=A9sum=C3=A9.pdf?="\r\n'
        "Content-Disposition: attachment;\r\n filename*=utf-8''r%C3%A9sum%C3%A9.pdf\r\n\r\nx"
    )
    assert [a.filename for a in parts(f"{PLAIN}x", attached).attachments] == ["résumé.pdf"]
    tnef = 'Content-Type: application/ms-tnef; name="winmail.dat"\r\n\r\nx'
    found = parts(f"{PLAIN}x", tnef)
    assert found.attachments[0].filename == "winmail.dat"
    assert "winmail.dat: its contents are not read" in found.oddities


def test_a_signed_mail_is_read() -> None:
    signature = (
        'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG'
    )
    assert parts(f"{PLAIN}Please call Lee.", signature, kind="signed").own == "Please call Lee."


def test_a_calendar_answer_gives_its_method_and_its_note() -> None:
    calendar = (
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nCOMMENT;LANGUAGE=en:On call\\, sorry. Could\r\n"
        "  somebody phone me?\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    found = parts(
        f"{PLAIN}", f"Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n{calendar}", kind="alternative"
    )
    assert (found.calendar_method, found.text) == ("REPLY", "On call, sorry. Could somebody phone me?")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"\x00" * 500,
        b"no headers at all",
        b"From: a@b.example\nbare lf\n\nbody\n",
        b"\xff\xfe\xfd: x\r\n\r\n\xff",
        b"Content-Type: multipart/mixed\r\n\r\n--\r\n",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\nx",
        b"Content-Type: ;;;\r\nFrom: <\r\n\r\nx",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!",
        b"Content-Type: text/plain; charset*=x''%zz\r\n\r\nx",
        b"Date: 99 Foo 99999\r\n\r\n",
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nRnJvbTogYQ==",
        b'Content-Type: text/calendar; method="\r\n\r\nMETHOD',
        b"Content-Disposition: attachment; filename*0*=x; filename*1=y\r\nContent-Type: text/plain\r\n\r\nx",
        b"Subject: " + b"=?utf-8?q?" * 3000 + b"\r\n\r\n",
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 5000 + b"deep" + b"</div>" * 5000,
        b"From: " + b"(" * 10000 + b"\r\n\r\nx",
        b"Content-Type: text/html\r\n\r\n<",
        b"Content-Type: text/plain; format=flowed\r\n\r\n" + b">" * 5000 + b" \r\n" * 100,
        b"Date: Tue, 15 Nov 1994 08:12:31 +9999\r\n\r\nx",
    ],
)
def test_the_most_broken_mail_is_still_a_message(raw: bytes) -> None:
    assert parse(raw).digest


def test_words_survive_an_html_body_nested_beyond_measure() -> None:
    assert "deep" in parse(b"Content-Type: text/html\r\n\r\n" + b"<div>" * 5000 + b"deep" + b"</div>" * 5000).text


@given(st.binary(max_size=2000))
@settings(max_examples=200)
def test_any_bytes_are_a_message(raw: bytes) -> None:
    assert parse(raw).size == len(raw)


SAMPLE = (
    b"From: Ann <a@c.example>\r\nTo: b@c.example\r\nSubject: =?utf-8?q?x?=\r\nDate: Mon, 16 Nov 2026 15:05:12 -0500\r\nMessage-ID: <1@c.example>\r\n"
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nHi \r\n> q\r\n'
    b"--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p style=3D'x'>Hi</p>\r\n"
    b"--x\r\nContent-Type: message/rfc822\r\n\r\n"
    b"From: c@c.example\r\nSubject: y\r\n\r\nin\r\n--x\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
    b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nCOMMENT:z\r\n--x--\r\n"
)


@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255), st.integers(0, 40)), max_size=12))
@settings(max_examples=300)
def test_a_mail_damaged_anywhere_is_a_message(damage: list[tuple[int, int, int]]) -> None:
    raw = bytearray(SAMPLE)
    for place, byte, cut in damage:
        raw[place % len(raw)] = byte
        del raw[(place * 7) % len(raw) : (place * 7) % len(raw) + cut]
        raw = raw or bytearray(b"x")
    parse(bytes(raw))


def nested(levels: int) -> bytes:
    head = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(levels))
    return b"From: a@c.example\r\nSubject: deep\r\n" + head + b"Content-Type: text/plain\r\n\r\nHelp me.\r\n"


@pytest.mark.parametrize("levels", [10, 100, 900, 2500])
def test_thousands_of_nested_parts_cost_no_words(levels: int) -> None:
    found = parse(nested(levels), OURS)
    assert "Help me." in found.text
    assert found.author.email == "a@c.example"


def test_words_behind_a_large_attachment_are_read() -> None:
    data = base64.encodebytes(bytes(4_000_000)).replace(b"\n", b"\r\n")
    raw = (
        b'From: a@c.example\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: image/jpeg; name="a.jpg"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + data
        + b"--x\r\nContent-Type: text/plain\r\n\r\nPlease call.\r\n--x--\r\n"
    )
    found = parse(raw, OURS)
    assert (found.own, found.attachments[0].filename) == ("Please call.", "a.jpg")
