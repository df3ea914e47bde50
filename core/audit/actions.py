"""Write the audit trail; called inside the transaction of the action it tells about."""

from datetime import datetime
from typing import Any

import structlog
from django.db.models import Model

from core.actor import Actor
from core.audit.models import AuditEvent


def record(kind: str, *, by: Actor, at: datetime, on: Model | None = None, **data: Any) -> AuditEvent:
    """Keep that `by` did `kind` to `on` at `at`; `data` must be JSON-able.

    The trail can't be changed afterwards, so what a stranger may have asked us to forget must not stand in it:
    a record whose name holds such words gives an `audit_label` instead.

    `kind` is "<app>.<noun>.<past participle>". Give `before` and `after` dicts in `data` for changes.
    """
    return AuditEvent.objects.create(
        at=at,
        kind=kind,
        actor_kind=by.kind.value,
        actor_label=by.label[:200],
        actor_user_id=by.user_id,
        object_type=on._meta.label_lower if on is not None else "",
        object_ref=str(getattr(on, "reference", None) or getattr(on, "pk", "") or ""),
        object_label=_label(on)[:300] if on is not None else "",
        data=data,
        request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
    )


def _label(on: Model) -> str:
    return str(getattr(on, "audit_label", None) or on)
