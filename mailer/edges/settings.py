"""Reads config.toml and the files it names into an Organisation and the servers, or says all that is wrong, each with its cure.

Opens no connection, reads no secret, writes nothing.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from pydantic import ValidationError

from mailer.edges.oauth import TokenSource, token_url_of
from mailer.edges.roster import read_directory, read_supporters
from mailer.edges.secrets import reader_of
from mailer.edges.server import Server
from mailer.edges.settings_schema import Config, OAuth, OnCallTable, ServerTable, parse_named
from mailer.edges.settings_troubles import nearest, troubles_of
from mailer.model.address import Address, canonical
from mailer.model.errors import SettingsWrong, SettingWrong
from mailer.model.organisation import (
    SYSTEM,
    Clock,
    Community,
    CrisisLine,
    Intake,
    OnCall,
    Organisation,
    Region,
    Resource,
)

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PORTS = {
    "imap": {"tls": 993, "starttls": 143, "none": 143},
    "smtp": {"tls": 465, "starttls": 587, "none": 25},
}


@dataclass(frozen=True)
class MailboxSettings:
    """One intake's servers. `smtp` is its own where it has one, else the common one."""

    intake: Intake
    imap: Server
    smtp: Server
    first_reading_hours: float
    sent_folder: str | None


@dataclass(frozen=True)
class Settings:
    """All that the settings say. `base` is the folder of config.toml, to which its paths are relative."""

    source: str
    base: Path
    config: Config
    organisation: Organisation
    mailboxes: tuple[MailboxSettings, ...]
    data_dir: Path

    def notes(self) -> list[str]:
        """What is allowed but should be known: shown by `check`."""
        notes = []
        if not self.organisation.on_call:
            notes.append("safety.on_call is empty: at a sign of danger the region's coordinator and backups are paged")
        return notes


def read_settings(path: Path) -> Settings:
    """The settings of a file. Raises SettingsWrong with everything that is wrong."""
    source = path.name
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        cure = "Copy config.example.toml to config.toml and change it, or name one with --config FILE."
        raise SettingsWrong([SettingWrong(str(path), "", f"cannot be read ({error.strerror})", cure)]) from None
    except UnicodeDecodeError:
        raise SettingsWrong([SettingWrong(source, "", "is not UTF-8", "Save it as UTF-8 text.")]) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong([SettingWrong(source, "", f"is no valid TOML: {error}", "Correct that line.")]) from None
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        raise SettingsWrong(troubles_of(error, source)) from None
    base = path.resolve().parent
    troubles = _cross_checks(config, source)
    communities = frozenset(c.id for c in config.community)
    directory, wrong = read_directory(base / config.people.directory, communities, config.programme.country)
    supporters, more = read_supporters(base / config.people.supporters, communities, config.programme.country)
    troubles += wrong + more
    if troubles:
        raise SettingsWrong(troubles)
    organisation = Organisation(
        name=config.programme.name,
        phone=config.programme.phone,
        clock=_clock(config),
        operator=parse_named(config.programme.operator) if config.programme.operator else _system_coordinator(config),
        regions=tuple(
            Region(r.id, r.name, parse_named(r.coordinator), tuple(parse_named(b) for b in r.backups), tuple(r.aliases))
            for r in config.region
        ),
        communities=tuple(
            Community(c.id, c.name, c.region, tuple(c.aliases), tuple(c.towns), tuple(d.lower() for d in c.domains))
            for c in config.community
        ),
        intakes=tuple(Intake(m.address, m.region, tuple(m.aliases), m.plus) for m in config.mailbox),
        directory=directory,
        supporters=supporters,
        eligible=tuple(config.programme.eligible),
        on_call=tuple(
            OnCall(parse_named(o.address), o.detail) if isinstance(o, OnCallTable) else OnCall(parse_named(o))
            for o in config.safety.on_call
        ),
        crisis_lines=tuple(
            CrisisLine(x.name, x.number, x.checked_on, tuple(x.roles), tuple(x.regions)) for x in config.safety.line
        ),
        resources=tuple(
            Resource(r.title, r.text, r.link, tuple(r.roles), tuple(r.regions), r.language) for r in config.resource
        ),
        outreach_subject=config.outreach.subject,
        outreach_sender=parse_named(config.outreach.sender) if config.outreach.sender else None,
        outreach_remind=config.outreach.remind,
        closed_days=config.keep.closed_days,
        mail_days=config.keep.mail_days,
        label_letters=config.smtp.label,
        tagged_envelope=config.smtp.envelope == "tagged",
        confidentiality_text=config.programme.confidentiality,
        authserv_id=config.security.authserv_id if config.security.commands == "authenticated" else "",
    )
    tokens = {name: _tokens(name, table, base) for name, table in config.oauth.items()}
    common = _server(config.smtp, "smtp", base, tokens)  # one for all who have none of their own: one connection
    mailboxes = tuple(
        MailboxSettings(
            intake,
            _server(m.imap, "imap", base, tokens),
            _server(m.smtp, "smtp", base, tokens) if m.smtp else common,
            m.first_reading_hours,
            m.sent_folder,
        )
        for m, intake in zip(config.mailbox, organisation.intakes, strict=True)
    )
    return Settings(source, base, config, organisation, mailboxes, base / config.programme.data_dir)


def _system_coordinator(config: Config) -> Address:
    return parse_named(next(r.coordinator for r in config.region if r.id == SYSTEM))


def _clock(config: Config) -> Clock:
    c, promise = config.clock, config.programme.promise
    return Clock(
        zone=ZoneInfo(config.programme.timezone),
        weekday_hours=promise.weekday_hours,
        weekend_hours=promise.weekend_hours,
        weekend=c.weekend,
        holidays=promise.holidays,
        overdue_at=c.ask_overdue,
        backup_at=c.backup,
        system_at=c.system,
        ask_again_hours=c.ask_again_hours,
        next_choice_hours=c.next_choice_hours,
        how_it_went_days=tuple(c.ask_how_it_went_days),
        no_answer_days=c.no_answer_days,
        digest=c.digest,
        undo_minutes=c.undo_minutes,
        page_minutes=config.safety.page_minutes,
    )


def _tokens(name: str, table: OAuth, base: Path) -> TokenSource:
    return TokenSource(
        name=name,
        token_url=table.token_url or token_url_of(table.tenant or ""),
        client_id=table.client_id,
        client_secret=reader_of(table.client_secret, base),
        scope=table.scope,
        ca_file=base / table.ca_file if table.ca_file else None,
    )


def _server(table: ServerTable, protocol: str, base: Path, tokens: Mapping[str, TokenSource]) -> Server:
    return Server(
        host=table.host,
        port=table.port or _PORTS[protocol][table.security],
        security=table.security,
        username=table.username,
        password=reader_of(table.password, base) if table.password else None,
        oauth_token=tokens.get(table.auth.removeprefix("oauth:")) if table.auth else None,
        timeout_seconds=table.timeout_seconds,
        ca_file=base / table.ca_file if table.ca_file else None,
    )


def _cross_checks(config: Config, source: str) -> list[SettingWrong]:
    """What must fit together."""
    troubles: list[SettingWrong] = []

    def wrong(place: str, trouble: str, cure: str) -> None:
        troubles.append(SettingWrong(source, place, trouble, cure))

    regions = [r.id for r in config.region]
    known = ", ".join(regions)
    if SYSTEM not in regions:
        wrong("region", 'there is no region with id = "system"', "Add it: it owns what no other region owns.")
    for place, ids in (("region", regions), ("community", [c.id for c in config.community])):
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            wrong(f"{place} {twice!r}", "stands twice", "Give each its own id.")
    for community in config.community:
        if community.region not in regions:
            wrong(
                f"community {community.id!r}, region",
                f"unknown region {community.region!r}",
                f"Known: {known}.{nearest(community.region, regions)}",
            )
    addresses: dict[str, str] = {}
    for number, mailbox in enumerate(config.mailbox, 1):
        place = f"mailbox {number} {mailbox.address!r}"
        if mailbox.region not in regions:
            wrong(
                f"{place}, region",
                f"unknown region {mailbox.region!r}",
                f"Known: {known}.{nearest(mailbox.region, regions)}",
            )
        for address in (mailbox.address, *mailbox.aliases):
            if address.lower() in addresses:
                wrong(
                    place,
                    f"the address {address!r} belongs to {addresses[address.lower()]} as well",
                    "Keep it in one of them.",
                )
            addresses[address.lower()] = place
        for name, table in (("imap", mailbox.imap), ("smtp", mailbox.smtp)):
            if table:
                troubles += _server_troubles(table, f"{place}, {name}", source, config)
    if config.security.commands == "authenticated" and not config.security.authserv_id:
        wrong(
            "security.authserv_id",
            'is needed for commands = "authenticated"',
            'Write the name your mail server puts first in Authentication-Results, or "exchange-online".',
        )
    if not any(m.region == SYSTEM for m in config.mailbox):
        wrong(
            "mailbox", 'no mailbox has region = "system"', 'Give the mailbox that is for everybody region = "system".'
        )
    troubles += _server_troubles(config.smtp, "smtp", source, config)
    for day_and_time in config.clock.weekend:
        day, _, clock = day_and_time.partition(" ")
        if day.lower()[:3] not in _DAYS or not _is_time(clock):
            wrong("clock.weekend", f"{day_and_time!r} is no day and time", 'Write it as ["Fri 17:00", "Mon 00:00"].')
    wrong_holidays = _holidays_trouble(config.programme.promise.holidays)
    if wrong_holidays:
        wrong(
            "programme.promise.holidays",
            wrong_holidays,
            "Write a country, or a country and a state, such as US-ME; leave it empty for none.",
        )
    if config.outreach.sender and parse_named(config.outreach.sender).email.lower() not in addresses:
        wrong("outreach.sender", "the address is no intake's", "Use the address of a [[mailbox]].")
    scheme = config.store.url.partition(":")[0]  # the rest of it may hold a password
    if scheme in ("postgresql", "postgres"):
        wrong(
            "store.url",
            "this version has no PostgreSQL store yet",
            'Write url = "tinydb:"; data_dir says where it lies.',
        )
    elif config.store.url != "tinydb:":
        wrong("store.url", f"{scheme!r} is no store here", 'Write url = "tinydb:"; data_dir says where it lies.')
    intakes = {canonical(address) for address in addresses}
    for place, named in _people_we_write_to(config):
        if canonical(named.email) in intakes:
            wrong(
                place, f"{named.email!r} is an intake's address", "Name a person's own: no letter is sent to an intake."
            )
    if config.store.key.startswith("file:") and _lies_in(config.store.key[5:], config.programme.data_dir):
        wrong(
            "store.key", "the key lies inside data_dir", "Keep it elsewhere: who copies the data must not copy the key."
        )
    return troubles


def _people_we_write_to(config: Config) -> Iterator[tuple[str, Address]]:
    for region in config.region:
        yield f"region {region.id!r}, coordinator", parse_named(region.coordinator)
        for backup in region.backups:
            yield f"region {region.id!r}, backups", parse_named(backup)
    for one in config.safety.on_call:
        yield "safety.on_call", parse_named(one.address if isinstance(one, OnCallTable) else one)
    if config.programme.operator:
        yield "programme.operator", parse_named(config.programme.operator)


def _lies_in(path: str, folder: str) -> bool:
    return Path(folder).resolve() in Path(path).resolve().parents


def _server_troubles(table: ServerTable, place: str, source: str, config: Config) -> list[SettingWrong]:
    name = table.auth.removeprefix("oauth:")
    if table.auth and (not table.auth.startswith("oauth:") or name not in config.oauth):
        known = ", ".join(f"oauth:{n}" for n in config.oauth) or "none; add a table [oauth.NAME]"
        return [SettingWrong(source, f"{place}.auth", f"unknown {table.auth!r}", f"Known: {known}.")]
    if table.auth and (table.password or not table.username):
        trouble = "has both a password and auth" if table.password else "has auth and no username"
        cure = "Keep one of them." if table.password else "Add username: the mailbox that is opened with the token."
        return [SettingWrong(source, place, trouble, cure)]
    if table.username and not table.password and not table.auth:
        return [
            SettingWrong(source, place, "has a username and no password", 'Add password = "env:NAME" or "file:PATH".')
        ]
    return []


def _holidays_trouble(name: str) -> str | None:
    if not name:
        return None
    country, _, state = name.partition("-")
    try:
        holidays.country_holidays(country, subdiv=state or None)
    except (NotImplementedError, KeyError) as error:  # the library's own word for a country it does not know
        return str(error).strip("'\"") or f"{name!r} is not known"
    return None


def _is_time(text: str) -> bool:
    hours, _, minutes = text.partition(":")
    return hours.isdigit() and minutes.isdigit() and int(hours) <= 24 and int(minutes) < 60
