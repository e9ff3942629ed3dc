"""Puts the real edges and the books together: for a command, for the demo, for a test."""

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

import structlog

from mailer.casework.rulebook import Rulebook, rulebook
from mailer.edges.chance import fresh_ids, token
from mailer.edges.clock import Clock, real_time
from mailer.edges.files import read_rules, read_templates, shipped
from mailer.edges.mailbox import Mailbox
from mailer.edges.secrets import reader_of
from mailer.edges.server import Server
from mailer.edges.settings import Settings
from mailer.edges.store import MasterKey, Store, load_or_make_key, open_tinydb
from mailer.edges.submission import Submission
from mailer.inbound.lexicon import Lexicon, lexicon_of
from mailer.inbound.people import People
from mailer.inbound.phrases import Phrasebook, Rule, rules_of
from mailer.model.errors import SettingsWrong, SettingWrong
from mailer.model.organisation import Resource
from mailer.outbound.closing import DEFAULT_LINES
from mailer.outbound.compose import Templates
from mailer.outbound.resources import resources_of
from mailer.service.books import Books, Keys
from mailer.service.doors import Door, Edges


@dataclass(frozen=True)
class Opened:
    """A store with its key, open for one process."""

    store: Store
    keys: Keys
    made_key: bool


def load_books(settings: Settings) -> Books:
    """Rules, templates and people, checked. Raises SettingsWrong with everything that is wrong."""
    tables = read_rules(shipped("rules"))
    troubles: list[SettingWrong] = []
    rules: list[Rule] = []
    rules_of_casework: Rulebook | None = None
    lexicon: Lexicon | None = None
    templates: Templates | None = None
    resources: tuple[Resource, ...] = ()
    for name, table in tables.items():
        try:
            rules += rules_of(table, f"rules/{name}")
        except SettingWrong as trouble:
            troubles.append(trouble)
    try:
        rules_of_casework = rulebook(tables.get("matching.toml", {}), tables.get("flow.toml", {}))
        lexicon = lexicon_of(tables)
        resources = resources_of(tables.get("resources.toml", {}), "rules/resources.toml")
        templates = Templates(read_templates(shipped("templates")), resources)
    except SettingWrong as trouble:
        troubles.append(trouble)
    if troubles or rules_of_casework is None or lexicon is None or templates is None:
        raise SettingsWrong(troubles)
    # what the settings leave out is built in: a programme that sets up nothing still sends a whole page of resources
    organisation = replace(
        settings.organisation,
        resources=settings.organisation.resources or resources,
        crisis_lines=settings.organisation.crisis_lines or DEFAULT_LINES,
    )
    return Books(organisation, People(organisation, lexicon), Phrasebook(rules), rules_of_casework, templates)


def keys_of(master: MasterKey) -> Keys:
    return Keys(
        marks=master.derive("reply-marks"), stops=master.derive("stop-hashes"), senders=master.derive("sender-hashes")
    )


def key_path(settings: Settings) -> Path | None:
    """The key's file; None where it stands in an environment variable."""
    scheme, _, rest = settings.config.store.key.partition(":")
    return settings.base / Path(rest).expanduser() if scheme == "file" else None


def known_key(settings: Settings) -> MasterKey | None:
    """The master key, where there is one already. Makes none. Raises CannotEver where it cannot be read."""
    path = key_path(settings)
    if path is not None:
        return load_or_make_key(path) if path.exists() else None
    name = settings.config.store.key.removeprefix("env:")
    return MasterKey.from_text(
        reader_of(settings.config.store.key, settings.base)(), f"The environment variable {name}"
    )


def open_store(settings: Settings) -> Opened:
    """The store of the settings, locked for this process. Raises AlreadyRunning, CannotNow, CannotEver."""
    path = key_path(settings)
    fresh = path is not None and not path.exists()
    master = load_or_make_key(path, settings.data_dir) if path else known_key(settings)
    assert master is not None  # from the environment it comes, or has raised
    store = open_tinydb(settings.data_dir, master)
    return Opened(store, keys_of(master), fresh)


def open_doors(settings: Settings) -> tuple[Door, ...]:
    """The intakes' mailboxes and submission servers; nothing is connected yet."""
    submissions: dict[Server, Submission] = {}
    doors = []
    for mailbox in settings.mailboxes:
        submission = submissions.setdefault(mailbox.smtp, Submission(mailbox.smtp))
        doors.append(
            Door(
                mailbox.intake,
                Mailbox(mailbox.intake.address, mailbox.imap, mailbox.sent_folder),
                submission,
                mailbox.first_reading_hours,
            )
        )
    return tuple(doors)


def edges_of(
    settings: Settings,
    store: Store,
    journal: structlog.typing.FilteringBoundLogger,
    *,
    now: Clock = real_time,
    stop: Event | None = None,
    dry_run: bool = False,
) -> Edges:
    return Edges(open_doors(settings), store, journal, now, fresh_ids, token, stop or Event(), dry_run)


def close(edges: Edges) -> None:
    """Every connection and the store, closed."""
    for door in edges.doors:
        door.mailbox.close()
        door.submission.close()
    edges.store.close()
