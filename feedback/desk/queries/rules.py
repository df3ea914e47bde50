"""The routing rules, and what they would have done."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.desk import routing
from feedback.desk.models import RoutingRule
from feedback.desk.routing import Facts
from feedback.threads.models import Thread

TRIED_ON = 100


@dataclass(frozen=True, slots=True)
class Trial:
    """What one rule would have done to the newest `looked_at` conversations."""

    looked_at: int
    moved: tuple[Thread, ...]


def in_use() -> list[RoutingRule]:
    """In their order; a rule for somebody who has left waits for a better name."""
    rules = RoutingRule.objects.in_use().select_related("assign_to", "set_register")
    return [rule for rule in rules if rule.assign_to is None or rule.assign_to.is_active]


def facts(thread: Thread, component: int | None = None) -> Facts:
    return Facts(
        register=thread.register_id,
        component=thread.component_id or component,
        region=thread.region_id,
        language=thread.language,
        origin=thread.origin,
        words=frozenset(thread.terms.split()),
        assignee=thread.assignee_id,
        team=thread.team,
    )


def trial(rule: RoutingRule) -> Trial:
    """As if they came now and nobody had sorted them yet, but for what the rule itself asks; two statements."""
    newest = list(Thread.objects.filter(merged_into=None).order_by("-created_at", "-id")[:TRIED_ON])
    return Trial(len(newest), tuple(_moved(rule, newest)))


def _moved(rule: RoutingRule, threads: Iterable[Thread]) -> Iterable[Thread]:
    for thread in threads:
        if routing.meets(rule, facts(thread)):
            yield thread
