"""Keep what readers get in step with what has been decided."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import slots, upkeep
from core.web.errors import Conflict
from incidents.catalogue import actions as catalogue
from incidents.communication import actions as communication
from incidents.statuspages import bucket, bundle, export, keys, objects, policies, queries, shelf, snapshot
from incidents.statuspages.bundle import Bundle
from incidents.statuspages.export import Outcome
from incidents.statuspages.models import Publication, StatusPage
from incidents.statuspages.objects import Overtaken, StoreAway

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
    newest = _newest()
    return newest and export.put(folder, newest, afresh=afresh)


def try_to_put_out_files() -> None:
    """As above; a full disk must not keep anybody from the page itself."""
    try:
        put_out_files()
    except OSError:
        log.exception("The exported files in %s could not be renewed", settings.EXPORT_DIR)


def put_out_objects(*, at: datetime, afresh: bool = False, into: str = "") -> Outcome | None:
    """Write what readers get into an object store (EXPORT_URL); None when it is off.

    Called by the worker only: a store that hangs must keep no web process. Raises `StoreAway`.
    """
    url = into or settings.EXPORT_URL
    newest = _newest() if url else None
    return newest and bucket.put(objects.open_store(url), newest, at=at, afresh=afresh)


def try_to_put_out_objects(*, at: datetime, patiently: bool = False) -> None:
    """As above, once at a time on this machine; a store that is away is asked once a minute, and health says so.

    `patiently`: not at all while the last try of this minute has failed.
    """
    if not settings.EXPORT_URL or (patiently and queries.export_failed_lately(at)):
        return
    with slots.slot("export-objects") as mine:
        if not mine:
            return
        try:
            outcome = put_out_objects(at=at)
            if outcome and outcome.higher:  # the database came back from a backup: count on from there
                Publication.objects.filter(pk=1, wanted__lte=outcome.higher).update(wanted=outcome.higher + 1)
                rebuild(at=at)
                put_out_objects(at=at)
        except Overtaken:
            return  # another machine writes at this moment
        except StoreAway as error:
            log.warning("The exported objects could not be renewed: %s", error)
            upkeep.beat(queries.EXPORT, ok=False, note=str(error))
        else:
            upkeep.beat(queries.EXPORT)


@transaction.atomic
def make_default(*, statuspage: StatusPage, by: Actor, at: datetime) -> StatusPage:
    """Have this page answer for every host that no other page claims."""
    require(policies.can_change_pages, by)
    if statuspage.is_private:
        raise Conflict(_("A private page can't answer for every host. Make it public first."))
    for old in StatusPage.objects.select_for_update().filter(is_default=True).exclude(pk=statuspage.pk):
        old.is_default = False
        old.save(update_fields=["is_default"])
    statuspage.is_default = True
    statuspage.save(update_fields=["is_default"])
    audit.record("incidents.statuspage.made_default", on=statuspage, by=by, at=at)
    catalogue.tell_readers(statuspage, by=by, at=at)
    return statuspage


@transaction.atomic
def make_link(
    *, statuspage: StatusPage, valid_days: int | None = None, by: Actor, at: datetime
) -> tuple[str, datetime | None]:
    """An address that opens a private page, and when it ends (None: when the page's links are replaced).

    Nothing is stored: the key of the page signs it.
    """
    require(policies.can_change_pages, by)
    if not statuspage.is_private:
        raise Conflict(_("This page is public: everybody may open it."))
    until = at + timedelta(days=valid_days) if valid_days else None
    audit.record("incidents.statuspage.link_made", on=statuspage, by=by, at=at, until=until and until.isoformat())
    return link(statuspage, until=until), until


@transaction.atomic
def rotate_links(*, statuspage: StatusPage, by: Actor, at: datetime) -> StatusPage:
    """Make every link given out so far useless, and end the visits they began."""
    require(policies.can_change_pages, by)
    statuspage = StatusPage.objects.select_for_update().get(pk=statuspage.pk)
    statuspage.key_version += 1
    statuspage.save(update_fields=["key_version"])
    audit.record("incidents.statuspage.links_rotated", on=statuspage, by=by, at=at)
    return statuspage


def link(statuspage: StatusPage, *, until: datetime | None) -> str:
    return f"{queries.url_of(statuspage)}/private/{keys.make(statuspage, until=until)}/"


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


@transaction.atomic
def tell_components(*, by: Actor) -> int:
    """Tell webhooks of components that stand otherwise than last told; never what the page doesn't show yet.

    Whatever readers must see counts `wanted` up in its own transaction (`want`). With the row
    locked and nothing unbuilt, all that is committed stands on the page as it was made.
    """
    row = Publication.objects.select_for_update().filter(pk=1).defer("bundle").first()
    if row is None or row.built < row.wanted or row.built_at is None:
        return 0  # whoever builds it, or the minute's job, asks again
    return communication.tell_components(standings=queries.standings(row.built_at), by=by, at=row.built_at)


def follow(known: int, *, at: datetime) -> Bundle | None:
    """One small look for a process that serves `known`: build what is due, fetch what this disk lacks."""
    renew_if_due(at=at)
    folder = Path(settings.SNAPSHOT_DIR)
    if shelf.sequence(folder) > known:
        return None  # the file will be seen
    row = Publication.objects.filter(pk=1, built__gt=known).values_list("bundle", flat=True).first()
    return bundle.unpack(row) if row else None


def _newest() -> Bundle | None:
    """The bundle on this disk, or the one in the database where that is newer."""
    standing = _previous(Path(settings.SNAPSHOT_DIR))
    row = Publication.objects.filter(pk=1, built__gt=standing.sequence if standing else 0)
    data = row.values_list("bundle", flat=True).first()
    return bundle.unpack(data) if data else standing


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
