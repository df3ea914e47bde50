"""The bundle as objects in a store that speaks S3, with the guarantees of the folder (`export`).

Stylesheets come first, so that no page names one that is not there; then what has changed; then
what is gone goes; the sequence comes last. One writer at a time, by an object that is made only if
it does not exist and lapses by itself. What was written is listed with its etag, also when the time
runs out or the store goes away in the middle: the next run goes on from there.
"""

import json
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

from incidents.statuspages import export
from incidents.statuspages.bundle import Bundle, Entry
from incidents.statuspages.export import LIST, LOCK, SEQUENCE, Outcome
from incidents.statuspages.objects import Overtaken, Store, StoreAway

SECONDS = 40.0  # a task may run for sixty
LEASE = timedelta(seconds=60)
AT_ONCE = 8
GONE = "gone"  # a stylesheet nobody names any more; pages kept by browsers do, so it goes one run later
ASSET = re.compile(r"(?:^|/)static/")
JSON = "application/json; charset=utf-8"


class Unfinished(StoreAway):
    """Time ran out. What was written is listed; the next run does the rest."""


def put(store: Store, bundle: Bundle, *, at: datetime, afresh: bool = False, seconds: float = SECONDS) -> Outcome:
    """Make the store hold exactly this bundle, unless a higher sequence lies there.

    Raises `StoreAway` when it can't be reached, `Overtaken` when somebody else is writing. What
    nobody listed as ours is never removed.
    """
    lying, mark = sequence(store)
    if not _stands(lying, bundle, afresh=afresh):
        with _alone(store, at):
            lying, mark = sequence(store)  # whoever held it before us may have been ahead
            if not _stands(lying, bundle, afresh=afresh):
                return _write(store, bundle, mark, afresh=afresh, ends_at=time.monotonic() + seconds)
    return Outcome(higher=lying if lying > bundle.sequence else 0)


def _stands(lying: int, bundle: Bundle, *, afresh: bool) -> bool:
    return lying > bundle.sequence or (lying == bundle.sequence and not afresh)


def sequence(store: Store) -> tuple[int, str]:
    """(the sequence that lies there, the mark of its object): 0 and "" when there is none."""
    found = store.get(SEQUENCE)
    if found is None:
        return 0, ""
    try:
        return int(json.loads(found.data)["sequence"]), found.mark
    except (ValueError, TypeError, KeyError):
        return 0, found.mark


def _write(store: Store, bundle: Bundle, mark: str, *, afresh: bool, ends_at: float) -> Outcome:
    files, refused = export.files_of(bundle, export.is_plain)
    before = _listed(store)
    etags = {name: entry.etag for name, entry in files.items()}
    changed = [name for name, etag in etags.items() if afresh or before.get(name) != etag]
    kept = {**before, **dict.fromkeys(changed, "")}  # named before they are written, as in the folder
    _keep(store, kept)
    try:
        for some in _in_order(changed):
            _each(some, lambda name: _send(store, name, files[name]), etags, kept, ends_at)
        old = [name for name in before if name not in files and export.is_plain(name)]
        gone = [name for name in old if before[name] == GONE or not ASSET.search(name)]
        _each(gone, store.delete, {}, kept, ends_at)
    except StoreAway:
        _keep_if_possible(store, kept)
        raise
    _keep(store, etags | dict.fromkeys((name for name in old if name not in gone), GONE))
    stands = {"sequence": bundle.sequence, "generated_at": bundle.generated_at.isoformat()}
    try:
        _own(store, SEQUENCE, stands, only_if=mark)
    except Overtaken:  # a writer whose lease had lapsed went on all the same: trust nothing that lies there
        _keep(store, dict.fromkeys(kept, ""))
        raise
    return Outcome(written=len(changed), removed=len(gone), refused=tuple(refused))


def _in_order(names: Iterable[str]) -> tuple[list[str], list[str]]:
    assets = [name for name in names if ASSET.search(name)]
    return assets, [name for name in names if not ASSET.search(name)]


def _each(
    names: list[str], do: Callable[[str], object], etags: dict[str, str], kept: dict[str, str], ends_at: float
) -> None:
    """Several at a time; `kept` learns of each that is done. The first failure ends it, and so does the time."""

    def one(name: str) -> str:
        if time.monotonic() > ends_at:
            raise Unfinished("Unfinished")
        do(name)
        return name

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export") as pool:
        try:
            for name in pool.map(one, names):
                if name in etags:
                    kept[name] = etags[name]
                else:
                    del kept[name]
        except StoreAway:
            pool.shutdown(cancel_futures=True)
            raise


def _send(store: Store, name: str, entry: Entry) -> None:
    cache = f"public, max-age={entry.max_age}" + (", immutable" if entry.max_age > 86_400 else "")
    store.put(name, entry.plain, kind=entry.kind, cache=cache)


def _listed(store: Store) -> dict[str, str]:
    found = store.get(LIST)
    try:
        names = json.loads(found.data) if found else {}
    except ValueError:
        return {}
    return {str(name): str(etag) for name, etag in names.items()} if isinstance(names, dict) else {}


def _keep(store: Store, names: dict[str, str]) -> None:
    _own(store, LIST, names)


def _keep_if_possible(store: Store, names: dict[str, str]) -> None:
    try:
        _keep(store, names)
    except StoreAway:
        return  # what lies there names all of them as not written: the next run writes them again


def _own(store: Store, name: str, value: object, *, only_if: str | None = None) -> str:
    data = json.dumps(value, sort_keys=True).encode()
    return store.put(name, data, kind=JSON, cache="no-cache", only_if=only_if)


@contextmanager
def _alone(store: Store, at: datetime) -> Iterator[None]:
    """Hold the store for a minute at most; whoever is killed keeps nobody out for longer."""
    found = store.get(LOCK)
    if found is not None and _until(found.data, at) > at:
        raise Overtaken("AnotherWriter")
    owner = {"owner": secrets.token_hex(8), "until": (at + LEASE).isoformat()}
    mark = _own(store, LOCK, owner, only_if=found.mark if found else "")
    try:
        yield
    finally:
        _let_go(store, mark)


def _let_go(store: Store, mark: str) -> None:
    try:
        held = store.get(LOCK)
        if held is not None and held.mark == mark:
            store.delete(LOCK)
    except StoreAway:
        return  # it lapses


def _until(data: bytes, at: datetime) -> datetime:
    try:
        return datetime.fromisoformat(json.loads(data)["until"])
    except (ValueError, TypeError, KeyError):
        return at
