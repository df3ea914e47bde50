"""What stays in memory as long as the process lives."""

import gc
import sys

from django.db import connections

KEPT_SECONDS = 60
SWITCH_SECONDS = 0.0005


def settle() -> None:
    """Keep what start-up made out of every later collection.

    A full collection otherwise walks all modules, models and sentences: a tenth of a second, and it likes to begin
    in the middle of a rebuild, where somebody who publishes waits for it.
    """
    gc.collect()
    gc.freeze()


def keep_connections() -> None:
    """In the web server each thread keeps its connection to SQLite: opening one, which reads the whole schema, is half
    of what a posted form costs.

    Here and not in the settings: the queue's processes fork, and a connection to SQLite must not be carried over a fork
    (sqlite.org/howtocorrupt.html, 2.6). PostgreSQL's are kept everywhere, as `config.env.database` says.
    """
    for connection in connections.all():
        if connection.vendor == "sqlite":
            connection.settings_dict["CONN_MAX_AGE"] = KEPT_SECONDS


def take_turns() -> None:
    """A thread that works on a form gives way after half a millisecond and not after five: a reader's answer from
    memory takes a twentieth of one, and would wait for the whole turn."""
    sys.setswitchinterval(SWITCH_SECONDS)
