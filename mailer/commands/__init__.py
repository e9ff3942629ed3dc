"""The command line: `peer-support`, the same program as run.py.

Exit status: 0 done; 1 something could not be done; 2 the settings or arguments are wrong. Every trouble is one plain text with its cure.
"""

import sys
import traceback
from pathlib import Path

import typer
from typer.exceptions import TyperException

from mailer.commands.app import app
from mailer.model.errors import CannotEver, CannotNow, SettingsWrong, SettingWrong


def main() -> int:
    """Runs one command. Gives the exit status."""
    try:
        command = typer.main.get_command(app)
        result = command.main(
            standalone_mode=False, prog_name="run.py" if sys.argv[0].endswith("run.py") else "peer-support"
        )
    except SettingsWrong as wrong:
        for trouble in wrong.troubles:
            print(trouble, file=sys.stderr)
        return 2
    except SettingWrong as wrong_one:
        print(wrong_one, file=sys.stderr)
        return 2
    except (CannotNow, CannotEver) as trouble:
        print(trouble.plain, file=sys.stderr)
        return 1
    except typer.Exit as end:
        return end.exit_code
    except TyperException as error:
        print(f"{error} See --help.", file=sys.stderr)
        return 2
    except (typer.Abort, KeyboardInterrupt):
        print("Stopped.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
    except Exception as bug:  # noqa: BLE001 - the text of an error that nobody foresaw may hold words of a mail: only its place is said
        print(
            f"Something went wrong that should not: {place_of(bug)}. Please tell whoever maintains this.",
            file=sys.stderr,
        )
        return 1
    return result if isinstance(result, int) else 0


def place_of(error: BaseException) -> str:
    """The kind of an error and where it arose; never its text."""
    steps = traceback.extract_tb(error.__traceback__)
    return (
        f"{type(error).__name__} at {Path(steps[-1].filename).name}:{steps[-1].lineno}"
        if steps
        else type(error).__name__
    )
