"""The store: one interface (interface.py), TinyDB with a journal behind it (tinydb_store.py).

journal_file.py appends checksummed lines · journal_storage.py is TinyDB's hooks over it · sealing.py and keys.py encrypt ·
keyring.py keeps a key for each case and letter · documents.py turns values into bytes · index.py finds them again.
"""

from mailer.edges.store.interface import AlreadyRunning, Load, Stale, Store
from mailer.edges.store.keys import MasterKey, load_or_make_key
from mailer.edges.store.tinydb_store import TinyStore, open_tinydb

__all__ = ["AlreadyRunning", "Load", "MasterKey", "Stale", "Store", "TinyStore", "load_or_make_key", "open_tinydb"]
