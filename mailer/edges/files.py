"""The files that come with the project: rules and templates, from the checkout or from the installed package."""

import tomllib
from pathlib import Path

from mailer.model.errors import SettingsWrong, SettingWrong

_CHECKOUT = Path(__file__).resolve().parents[2]
_INSTALLED = Path(__file__).resolve().parents[1] / "shipped"


def shipped(name: str) -> Path:
    """`rules`, `templates` or `config.example.toml`: beside the package in a checkout, inside it where installed."""
    beside = _CHECKOUT / name
    return beside if beside.exists() and (_CHECKOUT / "pyproject.toml").exists() else _INSTALLED / name


def read_rules(folder: Path) -> dict[str, dict[str, object]]:
    """Every rules/*.toml as a table, by file name. Raises SettingsWrong."""
    tables: dict[str, dict[str, object]] = {}
    troubles: list[SettingWrong] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            tables[path.name] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            troubles.append(SettingWrong(f"rules/{path.name}", "", f"is no valid TOML: {error}", "Correct that line."))
        except OSError as error:
            troubles.append(
                SettingWrong(f"rules/{path.name}", "", f"cannot be read ({error.strerror})", "Check its rights.")
            )
    if not tables and not troubles:
        troubles.append(SettingWrong("rules/", "", "holds no rule", "Take the folder from the project again."))
    if troubles:
        raise SettingsWrong(troubles)
    return tables


def read_templates(folder: Path) -> dict[str, str]:
    """Every file under templates/ as text, by its path, such as `peer/ask-outreach.txt`. Raises SettingWrong."""
    texts: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            try:
                texts[name] = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                raise SettingWrong(
                    f"templates/{name}", "", "cannot be read as UTF-8 text", "Save it as UTF-8."
                ) from None
    return texts
