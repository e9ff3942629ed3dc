"""One HTML page with every letter as it would leave: HTML in a sandboxed frame of a phone's width, plain text beside it.

Takes composed letters and gives back text; needs nothing from the network, and runs no script: the switches are plain
form fields that the style sheet looks at.
"""

from collections.abc import Sequence
from email import message_from_bytes
from email.message import MIMEPart
from email.policy import default
from html import escape

from mailer.outbound.compose import Composed

_READERS = ("referrer", "peer", "coordinator", "supporter", "inquirer", "volunteer", "operator")

_STYLE = """
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; color: #23282c; background: #eceae4;
       font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
header, main { max-width: 1240px; margin: 0 auto; padding: 16px 20px; }
h1 { font-size: 24px; margin: 12px 0 4px; } h2 { font-size: 20px; margin: 40px 0 8px; } h3 { font-size: 17px; margin: 0 0 4px; }
nav ul { columns: 260px; padding: 0; margin: 8px 0; list-style: none; } nav li { break-inside: avoid; }
nav li:has(strong) { break-after: avoid; }
nav strong { display: block; margin-top: 10px; }
a { color: #1a6265; }
article { background: #fff; border-radius: 10px; padding: 18px 20px; margin: 16px 0; scroll-margin-top: 60px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 14px; margin: 0 0 14px; color: #586066; } dd { margin: 0; }
dd.subject { color: #23282c; font-weight: 600; }
.both { display: flex; flex-wrap: wrap; gap: 20px; align-items: flex-start; }
iframe { width: 390px; max-width: 100%; height: 720px; border: 8px solid #2c3236; border-radius: 26px; background: #fff; }
pre { flex: 1 1 460px; min-width: 0; overflow: auto; max-height: 720px; padding: 14px; margin: 0; background: #f6f5f1;
      font: 14px/1.45 ui-monospace, Consolas, monospace; white-space: pre-wrap; }
.switch { position: sticky; top: 0; z-index: 1; background: #2c3236; color: #fff; padding: 8px 20px; }
.switch label { margin-right: 18px; }
body:has(#dark:checked) iframe { color-scheme: dark; } body:has(#light:checked) iframe { color-scheme: light; }
body:has(#dark:checked) iframe.light, body:has(#light:checked) iframe.dark { display: none; }
body:has(#wide:checked) iframe { width: 700px; }
body:has(#dark:checked) { background: #14181a; color: #e8eaea; } body:has(#dark:checked) article { background: #1c2124; }
body:has(#dark:checked) pre { background: #262d30; } body:has(#dark:checked) a { color: #8fd0cb; }
body:has(#dark:checked) dl { color: #b3bcbf; } body:has(#dark:checked) dd.subject { color: #e8eaea; }
"""

_SWITCH = """<div class="switch">
<label><input type="radio" name="tone" id="light" checked> Light</label>
<label><input type="radio" name="tone" id="dark"> Dark</label>
<label><input type="radio" name="width" id="phone" checked> Phone, 390 wide</label>
<label><input type="radio" name="width" id="wide"> Desk, 700 wide</label>
</div>"""


def preview_page(letters: Sequence[tuple[str, Composed]], title: str) -> str:
    """The page. `letters` are the name of each letter and the mail made of it."""
    by_reader = [
        (r, [(n, name, c) for n, (name, c) in enumerate(letters) if name.startswith(f"{r}/")]) for r in _READERS
    ]
    index: list[str] = []
    articles: list[str] = []
    for reader, some in by_reader:
        if not some:
            continue
        links = "".join(
            f'<li><a href="#letter-{n}">{escape(name)}</a>: {escape(c.subject)}</li>' for n, name, c in some
        )
        index.append(f"<li><strong>{escape(reader)}</strong></li>{links}")
        articles.append(f"<h2>To the {escape(reader)}</h2>")
        articles += [_article(f"letter-{n}", name, composed) for n, name, composed in some]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style></head>\n<body>\n{_SWITCH}\n"
        f"<header><h1>{escape(title)}</h1>\n<p>Every letter that can leave, with made-up facts. "
        "Left as a phone shows it, right as plain text; both carry the same words.</p>\n"
        f"<nav><ul>{''.join(index)}</ul></nav></header>\n<main>\n" + "\n".join(articles) + "\n</main></body></html>\n"
    )


def bodies(raw: bytes) -> tuple[str, str]:
    """The plain and the HTML text of a composed mail; no HTML where it has none."""
    message = message_from_bytes(raw, policy=default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return _text(plain), _text(html)


def _text(part: MIMEPart | None) -> str:
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _article(anchor: str, name: str, composed: Composed) -> str:
    message = message_from_bytes(composed.raw, policy=default)
    plain, html = bodies(composed.raw)
    rows = "".join(
        f"<dt>{escape(label)}</dt><dd{css}>{escape(str(message[label] or ''))}</dd>"
        for label, css in (("From", ""), ("To", ""), ("Subject", ' class="subject"'))
    )
    # The sandbox has no rights at all: a letter runs nothing and leads nowhere.
    frames = "".join(
        f'<iframe class="{tone}" sandbox title="{escape(name)}, {tone}" loading="lazy"'
        f' srcdoc="{escape(_toned(html, tone))}"></iframe>'
        for tone in ("light", "dark")
    )
    shown = frames if html else "<p>This letter is plain text only.</p>"
    return (
        f'<article id="{anchor}"><h3>{escape(name)}</h3><dl>{rows}</dl>\n'
        f'<div class="both">{shown}<pre>{escape(plain)}</pre></div></article>'
    )


def _toned(html: str, tone: str) -> str:
    """The letter fixed to light or dark, so that the page can show both whatever the reader's screen is set to."""
    if tone == "dark":
        return html.replace("@media (prefers-color-scheme: dark)", "@media all")
    return html.replace("@media (prefers-color-scheme: dark)", "@media not all").replace(
        "color-scheme: light dark", "color-scheme: light"
    )
