"""Whatever readers can see has changed: note it, and enqueue the net under the build."""

from typing import Any

from django.dispatch import receiver

from core.web.queue import enqueue
from incidents import signals
from incidents.statuspages import actions


@receiver(
    [
        signals.declared,
        signals.severity_changed,
        signals.update_published,
        signals.resolved,
        signals.closed,
        signals.page_changed,
    ]
)
def rebuild(**_: Any) -> None:
    actions.want()
    enqueue("incidents.statuspages.tasks.rebuild")
