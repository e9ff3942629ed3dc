"""The templates: the words of every letter, one source a letter, read and checked once.

A template is text that a coordinator can edit: a Subject line, a blank line, then words in the light markup of markup.py,
with the letter's own fields in `{{ }}`. A language has its own file, `peer/tell-crisis.es.txt`; where there is none,
English is taken. Files are handed in as text; a template can name nothing but its letter's fields and the programme's name,
phone and address, and this is checked at the start, not when the letter is due.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from zoneinfo import ZoneInfo

from jinja2 import DictLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailer.model.errors import SettingWrong
from mailer.model.letters import LETTERS, AskCrisis, Letter, PeerResources
from mailer.model.organisation import Resource
from mailer.outbound.markup import OPEN, SHUT, Block, filled, read_markup
from mailer.outbound.page import Layout
from mailer.outbound.said import filters

ALERT = "alert"
"""The variant of coordinator/ask-crisis for a pager."""

# A {% … %} or {# … #} alone on its line leaves no line behind. The break moves into the tag: line numbers in errors stay right.
_OWN_LINE = re.compile(r"^[ \t]*(\{[%#][^\n{}]*?)([%#]\})[ \t]*\n", re.MULTILINE)
_LETTERS = {letter.name: letter for letter in LETTERS}


@dataclass(frozen=True)
class Words:
    """A letter's words before they are written as plain text and as HTML."""

    subject: str
    blocks: tuple[Block, ...]
    language: str


@dataclass(frozen=True)
class _Source:
    """One template file: its subject and its body."""

    name: str
    language: str
    subject: str
    body: str


class Templates:
    """All templates and the layout, ready to be filled. Built once; immutable afterwards.

    `sources` are the files under templates/ by their relative path ("peer/ask-outreach.txt", "layout.html");
    `resources` the built-in set of peer/tell-resources. Raises SettingWrong with the file, the trouble and the cure.
    """

    def __init__(self, sources: Mapping[str, str], resources: tuple[Resource, ...] = ()) -> None:
        if "layout.html" not in sources:
            raise SettingWrong("templates/layout.html", "", "is missing", "put the shared layout back")
        self.layout = Layout(sources["layout.html"])
        self.resources = resources
        self._filled: dict[str, Filled] = {}
        read = [_read(path, text) for path, text in sorted(sources.items()) if path.endswith(".txt")]
        shared = {source.name: source.body for source in read if source.name not in _LETTERS}
        self._environment = ImmutableSandboxedEnvironment(
            loader=DictLoader(shared),
            undefined=StrictUndefined,
            autoescape=False,  # values never enter the text: they are slots, escaped when the HTML is written
            keep_trailing_newline=True,
            finalize=_slot,
        )
        self._environment.filters.update(filters(ZoneInfo("UTC")))
        self._fields = {name: (*_field_names(letter), "programme") for name, letter in _LETTERS.items()}
        self._sources = {(source.name, source.language): source for source in read if source.name in _LETTERS}
        for name in _LETTERS:
            if (name, "en") not in self._sources:
                raise SettingWrong(f"templates/{name}.txt", "", "is missing", "every letter needs its English template")
        for source in self._sources.values():
            self._check(source, shared)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({name for name, _ in self._sources}))

    def languages(self, letter: str) -> tuple[str, ...]:
        """The languages a letter exists in, a pager's variant aside."""
        return tuple(language for name, language in self._sources if name == letter and language != ALERT)

    def for_zone(self, zone: ZoneInfo) -> "Filled":
        """The templates with times said in a zone, compiled once."""
        if zone.key not in self._filled:
            self._filled[zone.key] = Filled(self, zone)
        return self._filled[zone.key]

    def pick(self, letter: Letter) -> tuple[str, str]:
        """Name and language (or variant) of the template for a letter."""
        if isinstance(letter, AskCrisis) and letter.alert_only:
            return letter.name, ALERT
        language = letter.language[:2].lower()
        if isinstance(letter, PeerResources) and letter.resources:
            language = letter.resources[0].language  # English items in a French letter would help nobody
        return letter.name, language if (letter.name, language) in self._sources else "en"

    def _check(self, source: _Source, shared: Mapping[str, str]) -> None:
        place = _file(source)
        known = set(self._fields[source.name])
        try:
            texts = [source.subject, source.body]
            asked = [self._environment.parse(text) for text in texts]
            for tree in tuple(asked):
                for name in meta.find_referenced_templates(tree):
                    if name is None or name not in shared:
                        trouble = f"includes {name!r}, which is not there"
                        raise SettingWrong(place, "", trouble, f"known: {', '.join(sorted(shared))}")
                    asked.append(self._environment.parse(shared[name]))
            unknown = {name for tree in asked for name in meta.find_undeclared_variables(tree)} - known
        except TemplateSyntaxError as error:
            raise SettingWrong(place, f"line {error.lineno}", str(error.message), "see templates/README.md") from None
        if unknown:
            raise SettingWrong(
                place,
                "",
                f"names {', '.join(sorted(unknown))}, which this letter's reader may not learn or nobody knows",
                f"known here: {', '.join(sorted(known))}",
            )

    def source(self, name: str, language: str) -> tuple[str, str]:
        found = self._sources[name, language]
        return found.subject, found.body

    @property
    def environment(self) -> ImmutableSandboxedEnvironment:
        return self._environment

    def fields_of(self, name: str) -> tuple[str, ...]:
        return self._fields[name]


class Filled:
    """The templates compiled for a time zone; fills them with letters."""

    def __init__(self, templates: Templates, zone: ZoneInfo) -> None:
        self.templates = templates
        self._environment = templates.environment.overlay()
        self._environment.filters = {**templates.environment.filters, **filters(zone)}
        self._compiled: dict[tuple[str, str], tuple[Template, Template]] = {}

    def fill(self, letter: Letter, programme: Mapping[str, str], instead: Mapping[str, object]) -> Words:
        """A letter's words. `instead` replaces fields of the letter, such as an empty list of resources."""
        key = self.templates.pick(letter)
        if key not in self._compiled:
            subject, body = self.templates.source(*key)
            self._compiled[key] = (self._environment.from_string(subject), self._environment.from_string(body))
        values: list[str] = []
        context: dict[str, object] = {name: getattr(letter, name) for name in _field_names(type(letter))}
        context.update(instead)
        context.update(programme=programme, _slots=values)
        subject_template, body_template = self._compiled[key]
        try:
            subject = filled(subject_template.render(context), values)
            blocks = read_markup(body_template.render(context), values)
        except TemplateError as error:
            place = f"templates/{key[0]}{'' if key[1] == 'en' else '.' + key[1]}.txt"
            raise SettingWrong(place, "", f"cannot be filled: {error.message}", "see templates/README.md") from None
        return Words(subject, blocks, "en" if key[1] == ALERT else key[1])


@pass_context
def _slot(context: Context, value: object) -> object:
    """Put a value into the list of slots; what enters the text is its number alone. None says nothing."""
    if isinstance(value, StrictUndefined):
        return value
    slots = context["_slots"]
    slots.append("" if value is None else str(value))
    return f"{OPEN}{len(slots) - 1}{SHUT}"


def _field_names(letter: type[Letter]) -> Iterator[str]:
    # An address book entry of ours, a thread, a region: nothing that words are made of.
    return (f.name for f in fields(letter) if f.name not in ("thread", "region", "language", "from_name", "asked"))


def _read(path: str, text: str) -> _Source:
    stem = path.removesuffix(".txt")
    name, _, language = stem.partition(".")
    if OPEN in text or SHUT in text:
        raise SettingWrong(f"templates/{path}", "", "holds characters of the private use area", "take them out")
    text = _OWN_LINE.sub(r"\1\n\2", text.replace("\r\n", "\n"))
    if name not in _LETTERS:
        return _Source(name, language or "en", "", text)
    head, blank, body = text.partition("\n\n")
    label, colon, subject = head.partition(":")
    if not (blank and colon and label == "Subject" and subject.strip() and "\n" not in head):
        trouble = "is no Subject line with a blank line after it"
        raise SettingWrong(f"templates/{path}", "line 1", trouble, 'begin with "Subject: …"')
    return _Source(name, language or "en", subject.strip(), body)


def _file(source: _Source) -> str:
    return f"templates/{source.name}{'' if source.language == 'en' else '.' + source.language}.txt"
