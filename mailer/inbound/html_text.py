"""HTML mail to the text a person sees: tables by rows and cells, lists, quoted mail as "> " lines.

What is hidden (display:none, no size, comments, style, script, head) is no text. Follows no link, loads nothing, never raises.
"""

import html as entities
import re

import lxml.etree
import lxml.html
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig

MOST_HTML = 400_000
_DROPPED = ("script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "select", "textarea")
_CONFIG = ParserConfig(
    css=CSS_PROFILES["strict"].copy(), display_links=False, display_images=False, table_cell_separator="  "
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CONDITION = re.compile(r"<!\[(?:if|endif)[^>]{0,200}\]>", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]{0,500}>(.*?)(?:</style\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(r"\bsrc\s*=\s*([\"'])data:[^\"'>]*\1", re.IGNORECASE)
_MEDIA = re.compile(r"@[a-z-]+[^{};]{0,300}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:;|!|$)|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_HIDING_CLASS = re.compile(r"\.([\w-]{1,60})\s*\{([^{}]{0,2000})\}")
_QUOTE_CLASS = re.compile(
    r"gmail_quote(?!_)|moz-cite|protonmail_quote|yahoo_quoted|zmail_extra|tutanota_quote", re.IGNORECASE
)
_SEPARATED = re.compile(
    r"divRplyFwdMsg|appendonsend|ms-outlook-mobile-reference-message|OLK_SRC_BODY_SECTION", re.IGNORECASE
)
_NESTS = re.compile(
    r"<(/?)(?:div|table|tbody|tr|td|blockquote|span|font|center|section|b|i|u|em|strong|ul|ol|pre)\b", re.IGNORECASE
)
_EMPTY_LINE = "\u200b"  # a blank paragraph would vanish; the mark is taken out with other invisible characters
_RULE = "________________________________"


def text_of_html(source: str) -> str:
    """The visible text of an HTML body."""
    styles = _STYLE.findall(source)
    source = _SCRIPT.sub("", _STYLE.sub("", source))
    source = _CONDITION.sub("", _COMMENT.sub("", _DATA.sub("", source)))[:MOST_HTML]
    source = re.sub(r"<\?xml[^>]{0,300}>", "", source)
    if not source.strip():
        return ""
    if _too_deep(source):
        return _bare(source)
    try:
        tree = lxml.html.fromstring(
            source, parser=lxml.html.HTMLParser(encoding=None, remove_comments=True, remove_pis=True)
        )
        return _rendered(tree, _hiding_classes(styles))
    except (lxml.etree.LxmlError, ValueError, RecursionError, AttributeError, IndexError, TypeError, AssertionError):
        # Nested beyond all measure, or no HTML at all: the bare words are better than none.
        return _bare(source)


def _too_deep(source: str) -> bool:
    """Nested further than the parser keeps its words (256 levels)."""
    depth = 0
    for match in _NESTS.finditer(source):
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        if depth > 200:
            return True
    return False


def _bare(source: str) -> str:
    source = re.sub(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^>]{0,500}>", "\n", source, flags=re.IGNORECASE)
    return _tidy(entities.unescape(re.sub(r"<[^<>]{0,2000}>", " ", source)))


def _hiding_classes(styles: list[str]) -> frozenset[str]:
    """Classes that a plain style rule hides; rules for some screens only (@media) do not count."""
    sheet = _MEDIA.sub("", "\n".join(styles)[:30_000])
    return frozenset(name for name, rule in _HIDING_CLASS.findall(sheet) if _HIDES.search(rule))


def _rendered(tree: lxml.html.HtmlElement, hiding: frozenset[str]) -> str:
    quotes: list[lxml.html.HtmlElement] = []
    for element in list(tree.iter()):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        attributes = element.attrib
        style = attributes.get("style", "")
        classes = attributes.get("class", "")
        if (
            tag in _DROPPED
            or "hidden" in attributes
            or (style and _HIDES.search(style))
            or not hiding.isdisjoint(classes.split())
        ):
            if element.getparent() is not None:
                element.drop_tree()
            continue
        if tag == "blockquote" and _is_quote(attributes.get("type", ""), classes, style):
            quotes.append(element)
        elif tag == "p" and (classes.startswith("Mso") or re.search(r"margin(?:-top|-bottom)?\s*:\s*0", style)):
            element.tag = "div"  # Word's paragraphs stand line under line
            if not "".join(element.itertext()).strip():
                for child in list(element):
                    element.remove(child)
                element.text = _EMPTY_LINE
        elif _SEPARATED.search(attributes.get("id", "")):
            element.addprevious(_line(_RULE))
        elif tag == "hr" and "_" not in (element.tail or ""):
            element.tag = "div"
        elif tag in ("td", "th"):
            attributes["valign"] = "top"  # the label of a row stands beside the first of its values
    for quote in reversed(quotes):  # the innermost first
        _prefix(quote)
    return _tidy(Inscriptis(tree, _CONFIG).get_text())


def _is_quote(type_: str, classes: str, style: str) -> bool:
    """A blockquote that quotes mail; one that only indents (Gmail's margin of 40 px) does not."""
    return type_.lower() == "cite" or bool(_QUOTE_CLASS.search(classes)) or "border-left" in style


def _prefix(quote: lxml.html.HtmlElement) -> None:
    tail, quote.tail = quote.tail, None
    text = _tidy(Inscriptis(quote, _CONFIG).get_text())
    quote.clear()
    quote.tag = "pre"
    quote.text = (
        "\n" + "\n".join(f"> {line}" if not line.startswith(">") else f">{line}" for line in text.split("\n")) + "\n"
    )
    quote.tail = tail


def _line(text: str) -> lxml.html.HtmlElement:
    line = lxml.html.Element("div")
    line.text = text
    return line


def _tidy(text: str) -> str:
    """Lines without trailing blanks, never more than one blank line in a row."""
    lines = [line.rstrip(" \t\u00a0") for line in text.replace("\r", "").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
