"""`status`: open cases without names, the outbox, and mail that needs a person. Reads the store beside a running service."""

import json
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from mailer.edges.clock import real_time
from mailer.edges.settings import read_settings
from mailer.edges.store import Store, open_tinydb
from mailer.model.case import Case
from mailer.service.wiring import known_key


def status(config: Path, *, as_json: bool) -> int:
    """Prints the status. 0; a store that was never used is an empty one."""
    settings = read_settings(config)
    zone = settings.organisation.clock.zone
    store: Store | None = None
    master = known_key(settings)
    if master is not None and settings.data_dir.exists():
        store = open_tinydb(settings.data_dir, master, read_only=True)
    now = real_time()
    rows = [
        {
            "id": case.id,
            "state": str(case.state),
            "outcome": str(case.outcome) if case.outcome else None,
            "region": case.region,
            "due": case.promise_at.astimezone(zone).isoformat(timespec="seconds"),
            "late": _late(case, now),
            "safety": case.in_danger,
        }
        for case in (sorted(store.cases(), key=lambda c: c.opened_at) if store else [])
    ]
    counts = store.counts() if store else None
    outbox = {
        "waiting": counts.waiting if counts else 0,
        "unknown": counts.unknown if counts else 0,
        "failed": counts.failed if counts else 0,
    }
    needs = counts.needs_a_person if counts else 0
    if store:
        store.close()
    if as_json:
        print(json.dumps({"cases": rows, "outbox": outbox, "needs_a_person": needs}))
        return 0
    table = Table("case", "state", "outcome", "region", "match due", "", box=None)
    for row in rows:
        flags = " ".join(word for word, on in (("SAFETY", row["safety"]), ("late", row["late"])) if on)
        table.add_row(
            str(row["id"]),
            str(row["state"]),
            str(row["outcome"] or ""),
            str(row["region"]),
            str(row["due"])[:16],
            flags,
        )
    console = Console(highlight=False)
    console.print(table if rows else "No cases.")
    console.print(
        f"Outbox: {outbox['waiting']} waiting, {outbox['unknown']} of unknown fate, {outbox['failed']} refused for good."
    )
    console.print(f"Mail that needs a person: {needs}.")
    return 0


def _late(case: Case, now: datetime) -> bool:
    """Was, or is, the match later than promised? A case that closed without a match is not late."""
    if case.matched_at is not None:
        return case.matched_at > case.promise_at
    return case.is_open and now > case.promise_at
