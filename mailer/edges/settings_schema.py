"""The shape of config.toml: every table, key and default, as checked types.

An unknown key is an error. What keys mean together (regions that exist, a mailbox for `system`) is checked in settings.py.
"""

from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from mailer.edges.roster import address_trouble
from mailer.edges.secrets import secret_trouble
from mailer.model.address import Address


class Table(BaseModel):
    """A table of the settings: no key but those named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _address(text: str) -> str:
    if trouble := address_trouble(text.strip()):
        raise ValueError(f"{text!r} {trouble}")
    return text.strip()


def _named_address(text: str) -> str:
    parse_named(text)
    return text


def _secret(text: str) -> str:
    if trouble := secret_trouble(text):
        raise ValueError(trouble)
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{text!r} is no time zone; write it as America/New_York") from None
    return text


def parse_named(text: str) -> Address:
    """`Name <address>` or an address alone. Raises ValueError."""
    name, sep, rest = text.rpartition("<")
    email = _address(rest.rstrip("> ") if sep else text)
    return Address(email, name.strip().strip('"') if sep else "")


Email = Annotated[str, AfterValidator(_address)]
NamedEmail = Annotated[str, AfterValidator(_named_address)]
Secret = Annotated[str, AfterValidator(_secret)]
Zone = Annotated[str, AfterValidator(_zone)]
Share = Annotated[float, Field(gt=0, le=10)]
Hours = Annotated[float, Field(gt=0, le=24 * 60)]


class Promise(Table):
    weekday_hours: Hours = 24
    weekend_hours: Hours = 48
    holidays: str = ""


class Programme(Table):
    name: str = Field(min_length=1)
    timezone: Zone
    phone: str = Field(min_length=3)
    data_dir: str = "data"
    operator: NamedEmail | None = None
    eligible: list[str] = []
    country: str = "US"
    confidentiality: str = ""
    promise: Promise = Promise()


class People(Table):
    directory: str
    supporters: str


class ServerTable(Table):
    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    username: str = ""
    password: Secret | None = None
    auth: str = ""
    ca_file: str | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 30


class OwnSmtp(ServerTable):
    security: Literal["tls", "starttls", "none"] = "starttls"


class Smtp(OwnSmtp):
    label: bool = False
    envelope: Literal["plain", "tagged"] = "plain"


class Mailbox(Table):
    address: Email
    region: str
    imap: ServerTable
    aliases: list[Email] = []
    plus: bool = True
    smtp: OwnSmtp | None = None
    first_reading_hours: Annotated[float, Field(ge=0)] = 72
    sent_folder: str | None = None


class OAuth(Table):
    tenant: str | None = None
    token_url: str | None = None
    client_id: str
    client_secret: Secret
    scope: str = "https://outlook.office365.com/.default"
    ca_file: str | None = None

    @model_validator(mode="after")
    def _one_of(self) -> "OAuth":
        if (self.tenant is None) == (self.token_url is None):
            raise ValueError("needs either tenant or token_url")
        if self.token_url is not None and not self.token_url.startswith("https://"):
            raise ValueError("token_url must begin with https://, for a secret is sent there")
        return self


class OnCallTable(Table):
    address: NamedEmail
    detail: Literal["alert", "full"] = "alert"


class Line(Table):
    name: str
    number: str
    roles: list[str] = []
    regions: list[str] = []
    checked_on: date


class Safety(Table):
    on_call: list[NamedEmail | OnCallTable] = []
    page_minutes: Annotated[int, Field(ge=1, le=240)] = 10
    line: list[Line] = []


class Security(Table):
    commands: Literal["token", "authenticated"] = "token"
    authserv_id: str = ""


class StoreTable(Table):
    url: str = "tinydb:"
    key: Annotated[str, Field(pattern=r"^(file|env):.+")] = "file:peer-support.key"


class Keep(Table):
    closed_days: Annotated[int, Field(ge=1)] = 14
    mail_days: Annotated[int, Field(ge=1)] = 14


class ClockTable(Table):
    weekend: tuple[str, str] = ("Fri 17:00", "Mon 00:00")
    ask_overdue: Share = 0.5
    backup: Share = 0.75
    system: Share = 1.0
    ask_again_hours: Hours = 6
    next_choice_hours: Hours = 10
    ask_how_it_went_days: list[Annotated[int, Field(ge=1)]] = [7, 14]
    no_answer_days: Annotated[int, Field(ge=1)] = 30
    digest: time = time(8, 0)
    undo_minutes: Annotated[int, Field(ge=0)] = 60
    poll_seconds: Annotated[int, Field(ge=5)] = 60


class Outreach(Table):
    sender: NamedEmail | None = None
    subject: str = Field(default="Touching base", min_length=1, max_length=80)
    remind: bool = False


class ResourceTable(Table):
    title: str
    text: str
    link: str = ""
    roles: list[str] = []
    regions: list[str] = []
    language: str = "en"


class RegionTable(Table):
    id: str
    name: str
    coordinator: NamedEmail
    backups: list[NamedEmail] = []
    aliases: list[str] = []


class CommunityTable(Table):
    id: str
    name: str
    region: str
    aliases: list[str] = []
    towns: list[str] = []
    domains: list[str] = []


class Config(Table):
    """config.toml, whole."""

    programme: Programme
    people: People
    mailbox: list[Mailbox] = Field(min_length=1)
    smtp: Smtp
    region: list[RegionTable] = Field(min_length=1)
    community: list[CommunityTable] = Field(min_length=1)
    oauth: dict[str, OAuth] = {}
    safety: Safety = Safety()
    security: Security = Security()
    store: StoreTable = StoreTable()
    keep: Keep = Keep()
    clock: ClockTable = ClockTable()
    outreach: Outreach = Outreach()
    resource: list[ResourceTable] = []
