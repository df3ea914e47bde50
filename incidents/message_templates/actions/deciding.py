from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.text.translations import Language
from core.web.errors import Invalid
from incidents.message_templates import policies, states
from incidents.message_templates.models import MessageTemplate, TemplateVersion
from incidents.message_templates.states import State


@transaction.atomic
def submit(*, version: TemplateVersion, by: Actor, at: datetime) -> TemplateVersion:
    """Ask marketing. Raises `Invalid` while a language is missing: readers would get another one."""
    version = _locked(version)
    require(policies.can_draft, by, version.template)
    states.guard(version.state, State.IN_REVIEW)
    written = {row.language for row in version.texts.all() if row.text.strip()}
    if missing := [str(Language(code).label) for code in Language.values if code not in written]:
        raise Invalid({"texts": [_("Not written yet: %(languages)s.") % {"languages": ", ".join(missing)}]})
    return _move(version, State.IN_REVIEW, "submitted", by=by, at=at)


@transaction.atomic
def approve(*, version: TemplateVersion, by: Actor, at: datetime) -> TemplateVersion:
    """From now on this is what is offered; the version before it is retired."""
    version = _locked(version)
    require(policies.can_approve, by, version.template)
    states.guard(version.state, State.APPROVED)
    for old in version.template.versions.approved():
        _move(old, State.RETIRED, "retired", by=by, at=at)
    return _move(version, State.APPROVED, "approved", by=by, at=at)


@transaction.atomic
def send_back(*, version: TemplateVersion, reason: str, by: Actor, at: datetime) -> TemplateVersion:
    """Back to whoever drafted it, with what must change."""
    version = _locked(version)
    require(policies.can_approve, by, version.template)
    states.guard(version.state, State.DRAFT)
    if not reason.strip():
        raise Invalid({"reason": [_("Say what must change.")]})
    version.note = reason.strip()[:300]
    return _move(version, State.DRAFT, "sent_back", by=by, at=at)


@transaction.atomic
def retire(*, version: TemplateVersion, by: Actor, at: datetime) -> TemplateVersion:
    """Offered no more; messages written from it stay as they are."""
    version = _locked(version)
    require(policies.can_retire, by, version.template)
    states.guard(version.state, State.RETIRED)
    return _move(version, State.RETIRED, "retired", by=by, at=at)


def _locked(version: TemplateVersion) -> TemplateVersion:
    template = MessageTemplate.objects.select_for_update().get(pk=version.template_id)
    fresh = TemplateVersion.objects.get(pk=version.pk)
    fresh.template = template
    return fresh


def _move(version: TemplateVersion, to: str, verb: str, *, by: Actor, at: datetime) -> TemplateVersion:
    version.state, version.decided_at, version.decided_by = to, at, by.label[:200]
    version.save(update_fields=["state", "note", "decided_at", "decided_by"])
    audit.record(f"incidents.template.{verb}", on=version.template, by=by, at=at, version=version.number)
    return version
