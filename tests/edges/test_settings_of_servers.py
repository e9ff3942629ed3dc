"""Settings of servers, store and keys: what a table refers to is there, and what is not to be had is said."""

import shutil
from pathlib import Path

import pytest

from mailer.edges.oauth import TokenSource
from mailer.edges.settings import read_settings
from mailer.model.errors import SettingsWrong

ORGANISATION = Path(__file__).resolve().parents[2] / "mailer" / "demo" / "organisation"
PASSWORD = 'password = "env:PEERSUPPORT_PASSWORD"'
MICROSOFT = '\n[oauth.microsoft]\ntenant = "pine-coast"\nclient_id = "7"\nclient_secret = "env:MICROSOFT_SECRET"\n'


def settings_file(tmp_path: Path, more: str = "", old: str = "", new: str = "") -> Path:
    folder = Path(shutil.copytree(ORGANISATION, tmp_path / "organisation"))
    path = folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new) + more, encoding="utf-8")
    return path


def test_a_server_that_refers_to_an_oauth_table_logs_in_with_its_tokens(tmp_path: Path) -> None:
    settings = read_settings(settings_file(tmp_path, MICROSOFT, PASSWORD, 'auth = "oauth:microsoft"'))
    imap = settings.mailboxes[0].imap
    assert imap.password is None
    assert isinstance(imap.oauth_token, TokenSource)
    assert imap.oauth_token.token_url == "https://login.microsoftonline.com/pine-coast/oauth2/v2.0/token"
    assert imap.oauth_token is settings.mailboxes[1].imap.oauth_token, "one token serves every mailbox of the table"


def test_all_who_use_the_common_submission_server_share_one_connection(tmp_path: Path) -> None:
    login = f'port = 1025\nusername = "peersupport"\n{PASSWORD}'
    settings = read_settings(settings_file(tmp_path, "", "port = 1025", login))
    assert len({mailbox.smtp for mailbox in settings.mailboxes}) == 1


@pytest.mark.parametrize(
    "more, old, new, said",
    [
        (MICROSOFT, PASSWORD, 'auth = "oauth:google"', "Known: oauth:microsoft"),
        (MICROSOFT, PASSWORD, f'{PASSWORD}, auth = "oauth:microsoft"', "both a password and auth"),
        (MICROSOFT.replace("env:MICROSOFT_SECRET", "hunter2"), "", "", 'write "env:NAME"'),
        (MICROSOFT.replace('tenant = "pine-coast"', 'token_url = "http://tokens.example/"'), "", "", "https://"),
        ('\n[store]\nurl = "postgresql://mailer:hunter2@db.example/peers"\n', "", "", "no PostgreSQL store yet"),
        ('\n[store]\nurl = "mysql://mailer:hunter2@db.example/peers"\n', "", "", "'mysql' is no store here"),
        ('\n[store]\nkey = "file:data/the.key"\n', "", "", "lies inside data_dir"),
        ("", "<maura.quill@harborview.example>", "<PeerToPeer+x@harborview.example>", "is an intake's address"),
        ('\n[safety]\non_call = ["peersupport@saltmarsh.example"]\n', "", "", "is an intake's address"),
        ("", f"{PASSWORD} }}\n\n[smtp]", f'{PASSWORD} }}\nsmtp = {{ host = "x.example", label = true }}\n\n[smtp]', "smtp.label"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_no_secret_with_it(
    tmp_path: Path, more: str, old: str, new: str, said: str
) -> None:
    path = settings_file(tmp_path, more, old, new) if old else settings_file(tmp_path, more)
    with pytest.raises(SettingsWrong) as caught:
        read_settings(path)
    assert said in str(caught.value)
    assert "hunter2" not in str(caught.value)
