"""Every command with its options and the words of its help. What a command does stands in a file of its own name."""

from pathlib import Path
from typing import Annotated

import typer

from mailer.commands import (
    checking,
    demonstrating,
    drawing,
    explaining,
    passing,
    previewing,
    purging,
    serving,
    status_of,
    testing,
)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Runs a confidential peer support programme over plain email. Try first: demo. Without a command: serve.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def choose_config(
    context: typer.Context,
    config: Annotated[Path, typer.Option("--config", help="The settings file.", metavar="FILE")] = Path("config.toml"),
) -> None:
    context.obj = config
    if context.invoked_subcommand is None:
        raise typer.Exit(serving.serve(config))


def _config(context: typer.Context) -> Path:
    assert isinstance(context.obj, Path)
    return context.obj


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Where the page of letters goes.", metavar="DIR")] = Path(
        "demo-letters"
    ),
) -> None:
    """Plays the whole job on an embedded mail server with a made-up organisation. Needs no config, no network, no rights."""
    raise typer.Exit(demonstrating.demo(out))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(
    context: typer.Context,
    exhaustive: Annotated[bool, typer.Option("--exhaustive", help="Run the exhaustive suites whole.")] = False,
) -> None:
    """Runs all tests with the type and style checks, within 10 minutes. Further ARGS go to pytest."""
    raise typer.Exit(testing.test(exhaustive, context.args))


@app.command()
def check(
    context: typer.Context,
    json: Json = False,
    offline: Annotated[bool, typer.Option("--offline", help="Leave the servers alone.")] = False,
) -> None:
    """Reads settings, rules, templates, roster and directory, logs in to every server, and says line by line what is well and what is not."""
    raise typer.Exit(checking.check(_config(context), as_json=json, offline=offline))


@app.command()
def serve(context: typer.Context) -> None:
    """The service: waits for mail, acts, keeps the clock. Ctrl-C or SIGTERM ends it cleanly."""
    raise typer.Exit(serving.serve(_config(context)))


@app.command()
def once(
    context: typer.Context,
    now: Annotated[
        str | None, typer.Option("--now", help="Rehearse another time (ISO 8601 with offset).", metavar="TIME")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Send and store nothing; say what would happen.")] = False,
) -> None:
    """One pass: all waiting mail, all that is due, each letter in the outbox once. Then it ends."""
    raise typer.Exit(passing.once(_config(context), now, dry_run=dry_run))


@app.command()
def explain(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Mail files (.eml).", metavar="FILE…")],
    role: Annotated[
        str | None, typer.Option("--as", help="Read as an answer of: coordinator, supporter or peer.", metavar="ROLE")
    ] = None,
    letter: Annotated[
        str | None,
        typer.Option("--to", help="The letter that is answered, such as coordinator/ask-match.", metavar="LETTER"),
    ] = None,
    json: Json = False,
) -> None:
    """What the service understands from each mail, why, where it would go, and which letters it would write at once."""
    raise typer.Exit(explaining.explain(_config(context), files, role, letter, as_json=json))


@app.command()
def preview(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="Where the page goes.", metavar="DIR")] = Path("preview"),
) -> None:
    """Every letter with sample data as one HTML page, HTML and plain side by side."""
    raise typer.Exit(previewing.preview(_config(context), out))


@app.command()
def status(context: typer.Context, json: Json = False) -> None:
    """Open cases without names, the outbox, and mail that needs a person."""
    raise typer.Exit(status_of.status(_config(context), as_json=json))


@app.command()
def purge(
    context: typer.Context,
    now: Annotated[
        str | None, typer.Option("--now", help="Rehearse another time (ISO 8601 with offset).", metavar="TIME")
    ] = None,
) -> None:
    """What is past its keeping time goes: closed cases, filed mail. The service does it daily by itself."""
    raise typer.Exit(purging.purge_command(_config(context), now))


@app.command()
def states() -> None:
    """What may happen to a case, as a Mermaid picture drawn from the code."""
    raise typer.Exit(drawing.states())
