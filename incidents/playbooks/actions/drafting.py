from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from incidents.playbooks import definition, policies, queries, yamlfile
from incidents.playbooks.actions import steps
from incidents.playbooks.document import Document
from incidents.playbooks.errors import DraftExists
from incidents.playbooks.flow import Flow, Texts
from incidents.playbooks.models import Playbook, PlaybookVersion


@transaction.atomic
def create(*, document: Document, awaited: Sequence[str] = (), by: Actor, at: datetime) -> Playbook:
    """A new playbook with a first draft; nobody can run it until it is published.

    `awaited` are slugs of components that it will stand for once they are there.
    """
    require(policies.can_draft, by)
    playbook = steps.made(document, awaited, by=by, at=at)
    steps.new_draft(playbook, document.flow, by=by, at=at, basis=document.basis)
    audit.record("incidents.playbook.created", on=playbook, by=by, at=at)
    return playbook


@transaction.atomic
def describe(
    *,
    playbook: Playbook,
    title: Texts,
    purpose: Texts,
    components: tuple[str, ...],
    symptoms: tuple[str, ...],
    by: Actor,
    at: datetime,
) -> Playbook:
    """Say anew what it is for and what it is offered for; the versions stay untouched."""
    playbook = steps.locked(playbook)
    require(policies.can_draft, by, playbook)
    steps.describe(playbook, title, purpose, components)
    playbook.symptoms = list(symptoms)
    playbook.save(update_fields=["symptoms"])
    audit.record("incidents.playbook.changed", on=playbook, by=by, at=at)
    return playbook


@transaction.atomic
def begin_draft(*, playbook: Playbook, by: Actor, at: datetime) -> PlaybookVersion:
    """A draft that begins as the published version; the one there is already, if there is one."""
    playbook = steps.locked(playbook)
    require(policies.can_draft, by, playbook)
    draft = queries.draft(playbook)
    if draft:
        return draft
    base = queries.published(playbook)
    flow, basis = (base.flow, base.basis) if base else (Flow(), "")
    draft = steps.new_draft(playbook, flow, by=by, at=at, basis=basis)
    audit.record("incidents.playbook.drafted", on=playbook, by=by, at=at, number=draft.number)
    return draft


@transaction.atomic
def save_draft(
    *, playbook: Playbook, flow: Flow, revision: int, basis: str, note: str, by: Actor, at: datetime
) -> PlaybookVersion:
    """Keep the draft that was read at `revision`. A broken chart is kept too: it can't be published."""
    playbook = steps.locked(playbook)
    require(policies.can_draft, by, playbook)
    draft = steps.draft_of(playbook, revision)
    draft.definition, draft.basis, draft.note = definition.write(flow), basis, note
    draft.revision += 1
    draft.save(update_fields=["definition", "basis", "note", "revision"])
    audit.record("incidents.playbook.revised", on=playbook, by=by, at=at, number=draft.number, revision=draft.revision)
    return draft


@transaction.atomic
def discard_draft(*, playbook: Playbook, revision: int | None = None, by: Actor, at: datetime) -> Playbook:
    """Throw the draft away; the audit trail keeps its nodes."""
    playbook = steps.locked(playbook)
    require(policies.can_draft, by, playbook)
    draft = steps.draft_of(playbook, revision)
    audit.record(
        "incidents.playbook.discarded", on=playbook, by=by, at=at, number=draft.number, definition=draft.definition
    )
    draft.delete()
    return playbook


@transaction.atomic
def import_yaml(*, text: str, replace_draft: bool = False, by: Actor, at: datetime) -> PlaybookVersion:
    """The draft that a file describes: of a new playbook, or the next version of the one with its slug."""
    require(policies.can_draft, by)
    return take_in(document=yamlfile.load(text), replace_draft=replace_draft, by=by, at=at)


@transaction.atomic
def take_in(*, document: Document, replace_draft: bool = False, by: Actor, at: datetime) -> PlaybookVersion:
    """As `import_yaml`, from a document that has been read already."""
    require(policies.can_draft, by)
    playbook = Playbook.objects.filter(slug=document.slug).first()
    if playbook is None:
        return create(document=document, by=by, at=at).versions.get()
    playbook = steps.locked(playbook)
    draft = queries.draft(playbook)
    if draft and not replace_draft:
        raise DraftExists(draft)
    steps.describe(playbook, document.title, document.purpose, document.components)
    playbook.symptoms = list(document.symptoms)
    playbook.save(update_fields=["symptoms"])
    if draft:
        draft.definition, draft.basis = definition.write(document.flow), document.basis
        draft.revision += 1
        draft.save(update_fields=["definition", "basis", "revision"])
    else:
        draft = steps.new_draft(playbook, document.flow, by=by, at=at, basis=document.basis)
    audit.record("incidents.playbook.imported", on=playbook, by=by, at=at, number=draft.number)
    return draft


@transaction.atomic
def copy(*, version: PlaybookVersion, slug: str, by: Actor, at: datetime) -> Playbook:
    """A new playbook under `slug` whose first draft is this version."""
    require(policies.can_draft, by)
    return create(document=replace(queries.document(version), slug=slug), by=by, at=at)
