"""Goes on with the shared history on a data folder, and says after every commit which step is done; meant to be killed.

python -m tests.crash.store_writer DATA_DIR
"""

import sys
from pathlib import Path

from mailer.edges.store import Store, open_tinydb
from tests.crash.store_history import change_at
from tests.edges.store.store_in_dicts import InDicts
from tests.edges.store.store_samples import KEY


def as_kept(store: Store) -> InDicts:
    kept = InDicts()
    for change in store.contents():
        kept.apply(change)
    return kept


def main() -> None:
    store = open_tinydb(Path(sys.argv[1]), KEY)
    kept = as_kept(store)
    step = int(kept.facts["step"].value) if kept.facts else 0
    while True:
        step += 1
        change = change_at(step, kept)
        store.commit(change)
        kept.apply(change)
        sys.stdout.write(f"{step}\n")
        sys.stdout.flush()
        if step % 11 == 0:
            store.tidy()


if __name__ == "__main__":
    main()
