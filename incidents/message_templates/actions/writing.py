from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.text.translations import Language
from core.web.errors import Conflict, Invalid
from incidents.communication.states import ChannelKind
from incidents.message_templates import policies, queries
from incidents.message_templates.models import MessageTemplate, TemplateText, TemplateVersion
from incidents.message_templates.states import State
from incidents.subscribers.models import Audience

LONGEST = 20_000


@transaction.atomic
def create(
    *,
    key: str,
    phase: str,
    audience: Audience,
    channel_kind: str = ChannelKind.ANY,
    min_level: int = 1,
    max_level: int = 5,
    purposes: Mapping[str, str] | None = None,
    texts: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> MessageTemplate:
    """A new template with its first draft. Raises `Invalid` by field, `Conflict` when the key is taken."""
    require(policies.can_draft, by)
    if min_level > max_level:
        raise Invalid({"min_level": [_("The first severity must not be above the last.")]})
    if MessageTemplate.objects.filter(key=key).exists():
        raise Conflict(_("There is a template with this key already: %(key)s.") % {"key": key})
    template = MessageTemplate.objects.create(
        key=key,
        phase=phase,
        audience=audience,
        channel_kind=channel_kind,
        min_level=min_level,
        max_level=max_level,
        position=(MessageTemplate.objects.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    for language, purpose in (purposes or {}).items():
        template.purposes.create(language=language, purpose=purpose[:200])
    write(template=template, texts=texts, by=by, at=at)
    return template


@transaction.atomic
def write(
    *,
    template: MessageTemplate,
    texts: Mapping[str, str],
    note: str = "",
    edit: int | None = None,
    by: Actor,
    at: datetime,
) -> TemplateVersion:
    """Put `texts` (language → Markdown with fields) into the version being written; the first makes one.

    What is in review becomes a draft again: it isn't what was being judged any more. With `edit`,
    raises `Conflict` when somebody has changed the draft since.
    """
    template = MessageTemplate.objects.select_for_update().get(pk=template.pk)
    require(policies.can_draft, by, template)
    check(texts)
    version = template.versions.being_written().first()
    if edit is not None and version and version.edit != edit:
        raise Conflict(_("%(name)s has changed this draft since you opened it.") % {"name": version.drafted_by})
    if version is None:
        number = (template.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        version = TemplateVersion(template=template, number=number, edit=0)
    version.state, version.note, version.edit = State.DRAFT, note[:300], version.edit + 1
    version.drafted_at, version.drafted_by = at, by.label[:200]
    version.save()
    version.texts.all().delete()
    TemplateText.objects.bulk_create(
        TemplateText(version=version, language=language, text=text.strip()) for language, text in texts.items()
    )
    audit.record("incidents.template.written", on=template, by=by, at=at, version=version.number)
    return version


def check(texts: Mapping[str, str]) -> None:
    """Raise `Invalid` for an unknown language, no words at all, too many, or fields that nothing could fill."""
    problems = []
    if unknown := sorted(set(texts) - set(Language.values)):
        problems.append(_("Unknown language: %(names)s.") % {"names": ", ".join(unknown)})
    if not any(text.strip() for text in texts.values()):
        problems.append(_("Write it in one language at least."))
    if any(len(text) > LONGEST for text in texts.values()):
        problems.append(_("A text may have %(count)d characters at most.") % {"count": LONGEST})
    rows = [TemplateText(language=language, text=text) for language, text in texts.items()]
    if names := queries.unknown_fields(rows):
        problems.append(_("There is no field of this name: %(names)s.") % {"names": ", ".join(names) or "{}"})
    if problems:
        raise Invalid({"texts": problems})
