"""Which templates fit now, what they say, and how often they were used."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from core.text import fields
from core.text.translations import Language
from incidents.communication.bulletin import FIELDS
from incidents.communication.texts import Text
from incidents.message_templates import differences
from incidents.message_templates.differences import Piece
from incidents.message_templates.models import MessageTemplate, TemplateText, TemplateVersion
from incidents.message_templates.states import State
from incidents.response.clocks import rated
from incidents.response.models import Incident


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one language between two versions."""

    language: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.kind == "same" for piece in self.pieces)


def listed() -> QuerySet[MessageTemplate]:
    """Templates with their purposes, versions newest first, and `used`: published messages begun from them."""
    versions = TemplateVersion.objects.order_by("-number").prefetch_related("texts")
    return (
        MessageTemplate.objects.select_related("audience")
        .prefetch_related("purposes", Prefetch("versions", queryset=versions))
        .annotate(used=Count("versions__uses", filter=Q(versions__uses__update__state="published")))
    )


def offered(incident: Incident, *, phase: str = "") -> QuerySet[TemplateVersion]:
    """The approved versions that fit this incident's severity, those of the usual audience first; 3 statements."""
    fitting = Q()
    if level := rated(incident):
        fitting = Q(template__min_level__lte=level.pk, template__max_level__gte=level.pk)
    if phase:
        fitting &= Q(template__phase=phase)
    return (
        TemplateVersion.objects.approved()
        .filter(fitting)
        .select_related("template", "template__audience")
        .prefetch_related("texts", "template__purposes")
        .order_by("template__audience__position", "template__position", "template__key")
    )


def approved(key: str) -> TemplateVersion | None:
    rows = TemplateVersion.objects.approved().filter(template__key=key)
    return rows.select_related("template").prefetch_related("texts").first()


def keys() -> list[str]:
    """The keys a playbook may name: those with an approved version."""
    return list(TemplateVersion.objects.approved().values_list("template__key", flat=True))


def texts(version: TemplateVersion) -> list[Text]:
    """The words for a draft; fields stay, to be filled when it is published."""
    template = version.template
    return [
        Text(template.audience_id, template.channel_kind, row.language, row.subject, row.text)
        for row in sorted(version.texts.all(), key=lambda row: Language.values.index(row.language))
    ]


def unknown_fields(rows: Iterable[TemplateText]) -> list[str]:
    """Names in braces that no message could ever fill."""
    found = [name for row in rows for name in fields.unknown(row.subject + row.text, FIELDS)]
    return list(dict.fromkeys(found))


def changes(old: TemplateVersion | None, new: TemplateVersion) -> list[Change]:
    before = {row.language: f"{row.subject}\n\n{row.text}".strip() for row in old.texts.all()} if old else {}
    after = {row.language: f"{row.subject}\n\n{row.text}".strip() for row in new.texts.all()}
    return [
        Change(language, tuple(differences.between(before.get(language, ""), after.get(language, ""))))
        for language in Language.values
    ]


def before(version: TemplateVersion) -> TemplateVersion | None:
    """What was approved before this version, to compare with."""
    rows = TemplateVersion.objects.filter(template=version.template_id, number__lt=version.number)
    rows = rows.filter(state__in=[State.APPROVED, State.RETIRED]).prefetch_related("texts")
    return rows.order_by("-number").first()
