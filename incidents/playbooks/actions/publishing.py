from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.web.queue import enqueue
from incidents.playbooks import flow, policies, queries
from incidents.playbooks.actions import steps
from incidents.playbooks.errors import AlreadyPublished, Broken, StillCalled
from incidents.playbooks.models import Playbook, PlaybookVersion
from incidents.playbooks.states import VersionState


@transaction.atomic
def publish_version(
    *, version: PlaybookVersion, revision: int | None = None, by: Actor, at: datetime
) -> PlaybookVersion:
    """Make the draft what is run from now on; runs of the version before it go on with theirs.

    Raises `Broken`, naming the nodes at fault. `revision` is what was looked at, if it was.
    """
    playbook = steps.locked(version.playbook)
    require(policies.can_publish, by, playbook)
    version = PlaybookVersion.objects.select_for_update(of=("self",)).select_related("playbook").get(pk=version.pk)
    if not version.is_draft:
        raise AlreadyPublished(version)
    version = steps.draft_of(playbook, revision)
    found = queries.findings(playbook, version.flow)
    if flow.errors(found):
        raise Broken(found)
    for before in playbook.versions.published():
        _retired(before, by=by, at=at)
    version.state, version.published_at, version.published_by = VersionState.PUBLISHED, at, by.label[:200]
    version.save(update_fields=["state", "published_at", "published_by"])
    audit.record("incidents.playbook.published", on=playbook, by=by, at=at, number=version.number)
    enqueue("incidents.playbooks.tasks.put_out")
    return version


@transaction.atomic
def retire(*, playbook: Playbook, by: Actor, at: datetime) -> Playbook:
    """Take it out of use. Its versions stay readable, runs that go on keep theirs, a draft is left as it is."""
    playbook = steps.locked(playbook)
    require(policies.can_retire, by, playbook)
    callers = queries.callers(playbook)
    if callers:
        raise StillCalled(callers)
    for version in playbook.versions.published():
        _retired(version, by=by, at=at)
    playbook.retired_at, playbook.retired_by = at, by.label[:200]
    playbook.save(update_fields=["retired_at", "retired_by"])
    audit.record("incidents.playbook.retired", on=playbook, by=by, at=at)
    enqueue("incidents.playbooks.tasks.put_out")
    return playbook


def _retired(version: PlaybookVersion, *, by: Actor, at: datetime) -> None:
    version.state, version.retired_at, version.retired_by = VersionState.RETIRED, at, by.label[:200]
    version.save(update_fields=["state", "retired_at", "retired_by"])
