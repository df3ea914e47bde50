"""Keep what readers get in step with what has been decided."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.actor import Actor, require
from core.audit import actions as audit
from incidents.catalogue import actions as catalogue
from incidents.statuspages import bundle, export, policies, shelf, snapshot
from incidents.statuspages.bundle import Bundle
from incidents.statuspages.export import Outcome
from incidents.statuspages.models import Publication, StatusPage

log = logging.getLogger(__name__)
_postponed: ContextVar[bool] = ContextVar("rebuild_postponed", default=False)
_last: dict[Path, tuple[object, Bundle]] = {}


def want() -> None:
    """Note, in the caller's transaction, that readers must see something new; build right after it."""
    if not Publication.objects.filter(pk=1).update(wanted=F("wanted") + 1):
        Publication.objects.get_or_create(pk=1)
    if not _postponed.get():
        # The answer "published" is given after this: readers then have it too. A failure here must
        # not take the answer back; the task, the minute's job and every web process try again.
        transaction.on_commit(lambda: rebuild(at=timezone.now()), robust=True)


@contextmanager
def postponed() -> Iterator[None]:
    """Many changes at once (import, demo): only note them, and build once at the end."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)
        transaction.on_commit(lambda: rebuild(at=timezone.now()), robust=True)


def rebuild(*, at: datetime, even_if_current: bool = False) -> int:
    """Build and put out what readers get; returns the sequence that stands afterwards.

    Safe to run twice and at the same time: the sequence is read before the content, so a bundle
    never lacks what its number promises, and a lower number never replaces a higher one.
    """
    wanted, built = _counters()
    folder = Path(settings.SNAPSHOT_DIR)
    lying = shelf.sequence(folder)
    highest = max(lying, _exported())
    if highest > wanted or (even_if_current and lying >= wanted):
        # Higher than ours: the database came back from a backup. It is right, so count on from there.
        Publication.objects.filter(pk=1).update(wanted=max(highest, wanted) + 1)
        wanted, built = _counters()
    if built >= wanted and lying >= wanted:
        return built
    made = snapshot.build(sequence=wanted, at=at, previous=_previous(folder))
    data = bundle.pack(made)
    try:
        shelf.put(folder, data)
        _last[folder] = (shelf.stamp(folder), made)
    except OSError:
        log.exception("The snapshot could not be written to %s; readers get it from the database", folder)
    Publication.objects.filter(pk=1, built__lt=wanted).update(built=wanted, built_at=at, bundle=data)
    return wanted


def put_out_files(*, afresh: bool = False, into: Path | None = None) -> Outcome | None:
    """Write what readers get as files, for a web server that stands while we don't; None when it is off.

    Called by the worker and by each process's last net, never on the way of somebody who publishes.
    """
    folder = into or settings.EXPORT_DIR
    if folder is None:
        return None
    standing = _previous(Path(settings.SNAPSHOT_DIR))
    row = Publication.objects.filter(pk=1, built__gt=standing.sequence if standing else 0)
    data = row.values_list("bundle", flat=True).first()
    newest = bundle.unpack(data) if data else standing
    return newest and export.put(folder, newest, afresh=afresh)


def try_to_put_out_files() -> None:
    """As above; a full disk must not keep anybody from the page itself."""
    try:
        put_out_files()
    except OSError:
        log.exception("The exported files in %s could not be renewed", settings.EXPORT_DIR)


@transaction.atomic
def make_default(*, statuspage: StatusPage, by: Actor, at: datetime) -> StatusPage:
    """Have this page answer for every host that no other page claims."""
    require(policies.can_change_pages, by)
    for old in StatusPage.objects.select_for_update().filter(is_default=True).exclude(pk=statuspage.pk):
        old.is_default = False
        old.save(update_fields=["is_default"])
    statuspage.is_default = True
    statuspage.save(update_fields=["is_default"])
    audit.record("incidents.statuspage.made_default", on=statuspage, by=by, at=at)
    catalogue.tell_readers(statuspage, by=by, at=at)
    return statuspage


def renew_if_due(*, at: datetime, older_than_seconds: int = 90) -> bool:
    """Build when a change waits or the page grows old: the last net, cast by every web process."""
    row = Publication.objects.filter(pk=1).values("wanted", "built", "built_at").first()
    if row is None or row["built"] < row["wanted"]:
        rebuild(at=at)
        try_to_put_out_files()
        return True
    if row["built_at"] is None or (at - row["built_at"]).total_seconds() > older_than_seconds:
        rebuild(at=at, even_if_current=True)
        try_to_put_out_files()
        return True
    return False


def follow(known: int, *, at: datetime) -> Bundle | None:
    """One small look for a process that serves `known`: build what is due, fetch what this disk lacks."""
    renew_if_due(at=at)
    folder = Path(settings.SNAPSHOT_DIR)
    if shelf.sequence(folder) > known:
        return None  # the file will be seen
    row = Publication.objects.filter(pk=1, built__gt=known).values_list("bundle", flat=True).first()
    return bundle.unpack(row) if row else None


def _exported() -> int:
    return export.sequence(settings.EXPORT_DIR) if settings.EXPORT_DIR else 0


def _counters() -> tuple[int, int]:
    row = Publication.objects.filter(pk=1).values_list("wanted", "built").first()
    if row is None:
        created = Publication.objects.get_or_create(pk=1)[0]
        return created.wanted, created.built
    return row


def _previous(folder: Path) -> Bundle | None:
    """The bundle that lies there, read again only when another process has replaced it."""
    stamp = shelf.stamp(folder)
    known = _last.get(folder)
    if known is None or known[0] != stamp:
        found = shelf.take(folder)
        if found is None:
            return None
        _last[folder] = known = (stamp, found)
    return known[1]
