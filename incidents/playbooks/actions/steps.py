"""What several actions do alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from core.actor import Actor
from core.web.errors import Invalid
from incidents.catalogue.models import Component
from incidents.playbooks import definition
from incidents.playbooks.document import SLUG, Document
from incidents.playbooks.errors import NoDraft, Retired, StaleRevision
from incidents.playbooks.flow import Flow, Texts
from incidents.playbooks.models import Playbook, PlaybookVersion


def locked(playbook: Playbook) -> Playbook:
    """The row itself, so that two writers wait for each other; a retired one is refused."""
    playbook = Playbook.objects.select_for_update(of=("self",)).get(pk=playbook.pk)
    if playbook.is_retired:
        raise Retired
    return playbook


def draft_of(playbook: Playbook, revision: int | None) -> PlaybookVersion:
    """The draft, still at `revision` (None: whatever it is at)."""
    draft = playbook.versions.drafts().first()
    if draft is None:
        raise NoDraft
    if revision is not None and draft.revision != revision:
        raise StaleRevision(draft.revision)
    return draft


def new_draft(playbook: Playbook, flow: Flow, *, by: Actor, at: datetime, **fields: Any) -> PlaybookVersion:
    last = playbook.versions.aggregate(Max("number"))["number__max"] or 0
    return playbook.versions.create(
        number=last + 1, definition=definition.write(flow), created_at=at, created_by=by.label[:200], **fields
    )


def fresh_slug(slug: str) -> str:
    if not SLUG.fullmatch(slug):
        raise Invalid({"slug": [_("A playbook needs a slug: small letters, digits and -, at most 60.")]})
    if Playbook.objects.filter(slug=slug).exists():
        raise Invalid({"slug": [_("Another playbook has this slug.")]})
    return slug


def describe(playbook: Playbook, title: Texts, purpose: Texts, components: tuple[str, ...]) -> None:
    """Write titles and purposes as rows per language, and the components; unknown ones are refused."""
    found = list(Component.objects.filter(slug__in=components))
    missing = sorted(set(components) - {component.slug for component in found})
    if missing:
        raise Invalid({"components": [_("There is no component “%(name)s”.") % {"name": name} for name in missing]})
    playbook.translations.exclude(language__in=title).delete()
    for language, words in title.items():
        playbook.translations.update_or_create(
            language=language, defaults={"title": words, "purpose": purpose.get(language, "")}
        )
    playbook.components.set(found)


def made(document: Document, awaited: Sequence[str] = (), *, by: Actor, at: datetime) -> Playbook:
    playbook = Playbook.objects.create(
        slug=fresh_slug(document.slug),
        symptoms=list(document.symptoms),
        awaited=list(awaited),
        created_at=at,
        created_by=by.label[:200],
    )
    describe(playbook, document.title, document.purpose, document.components)
    return playbook
