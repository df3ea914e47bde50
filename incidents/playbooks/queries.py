from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery

from core.text.translations import Language, pick
from incidents.catalogue.models import Component
from incidents.communication.states import ChannelKind, Phase
from incidents.facts.keys import KEYS as FACTS
from incidents.facts.models import ChecklistItem
from incidents.playbooks import known
from incidents.playbooks.document import Document
from incidents.playbooks.flow import Finding, Flow, Known, check
from incidents.playbooks.models import Playbook, PlaybookQuerySet, PlaybookVersion
from incidents.playbooks.states import NodeKind, VersionState
from incidents.response.states import Role
from incidents.subscribers.models import Audience


def names(slug: str = "", languages: Collection[str] = ("en",)) -> Known:
    """Every name a chart of the playbook `slug` may use; 3 statements and those of the providers."""
    return Known(
        templates=known.names("templates"),
        facts=frozenset({*FACTS, *ChecklistItem.objects.values_list("key", flat=True)}),
        roles=frozenset(Role.values),
        phases=frozenset(Phase.values),
        channels=frozenset(ChannelKind.values),
        audiences=frozenset(Audience.objects.values_list("slug", flat=True)),
        playbooks=calls(),
        slug=slug,
        languages=languages,
    )


def calls() -> dict[str, frozenset[str]]:
    """Slug of every playbook in use → slugs of the playbooks its chart leads into."""
    rows = PlaybookVersion.objects.published().filter(playbook__retired_at=None)
    return {
        slug: frozenset(node.get("playbook", "") for node in nodes if node["kind"] == NodeKind.SUB_PLAYBOOK)
        for slug, nodes in rows.values_list("playbook__slug", "definition")
    }


def callers(playbook: Playbook) -> list[str]:
    """Slugs of the playbooks in use that lead into this one."""
    return sorted(slug for slug, called in calls().items() if playbook.slug in called and slug != playbook.slug)


def findings(playbook: Playbook, flow: Flow) -> list[Finding]:
    return check(flow, names(playbook.slug))


def listed() -> PlaybookQuerySet:
    """With what lists show: titles, components, draft and published version; 4 statements."""
    standing = PlaybookVersion.objects.filter(state__in=(VersionState.DRAFT, VersionState.PUBLISHED))
    return Playbook.objects.prefetch_related(
        "translations",
        Prefetch("components", Component.objects.order_by("slug")),
        Prefetch("versions", standing.order_by("number"), to_attr="standing"),
    )


def numbered() -> PlaybookQuerySet:
    """With the numbers of the version in force and of the draft; 2 statements."""
    one = PlaybookVersion.objects.filter(playbook=OuterRef("pk")).values("number")
    return Playbook.objects.prefetch_related("translations").annotate(
        in_force=Subquery(one.filter(state=VersionState.PUBLISHED)[:1]),
        draft=Subquery(one.filter(state=VersionState.DRAFT)[:1]),
    )


def published(playbook: Playbook) -> PlaybookVersion | None:
    return playbook.versions.published().first()


def draft(playbook: Playbook) -> PlaybookVersion | None:
    return playbook.versions.drafts().first()


def before(version: PlaybookVersion) -> PlaybookVersion | None:
    """The version that was, or is, in force when this one came or comes."""
    older = version.playbook.versions.exclude(state=VersionState.DRAFT).filter(number__lt=version.number)
    return older.order_by("-number").first()


def purpose(playbook: Playbook, language: str) -> str:
    row = pick(playbook.translations.all(), language)
    return row.purpose if row else ""


def heading(playbook: Playbook) -> dict[str, Any]:
    """What the playbook is for: titles and purposes by language, slugs of components, symptoms."""
    rows = {row.language: row for row in playbook.translations.all()}
    order = [language for language in Language.values if language in rows]
    return {
        "title": {language: rows[language].title for language in order},
        "purpose": {language: rows[language].purpose for language in order if rows[language].purpose},
        "components": tuple(sorted(component.slug for component in playbook.components.all())),
        "symptoms": tuple(playbook.symptoms),
    }


def document(version: PlaybookVersion) -> Document:
    """The version as one file holds it; titles and components are today's."""
    playbook = version.playbook
    return Document(slug=playbook.slug, basis=version.basis, flow=version.flow, **heading(playbook))
