"""How each kind of node looks and what stands beside its words: icon, outline, small print."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.communication.states import ChannelKind, Phase
from incidents.playbooks.flow import Node
from incidents.playbooks.states import NodeKind, Outcome, Until
from incidents.response.states import Role

# Drawn in a square of 16 with round strokes.
ICONS: dict[str, str] = {
    NodeKind.START: "M5 3.5v9l7-4.5z",
    NodeKind.STEP: "M3 4.5l1.5 1.5L7 3.5M3 11.5l1.5 1.5L7 10.5M9.5 5H14M9.5 12H14",
    NodeKind.QUESTION: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 10M8 12.8v.2",
    NodeKind.MESSAGE: "M2.5 4h11v8h-11zM3 4.5l5 4 5-4",
    NodeKind.ASSIGNMENT: "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.6-2.6 2.5-3.7 5-3.7s4.4 1.1 5 3.7",
    NodeKind.WAIT: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.4 1.6",
    NodeKind.SUB_PLAYBOOK: "M2.5 3h4v3.5h-4zM9.5 9.5h4V13h-4zM4.5 6.5v4.7h5",
    NodeKind.END: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6 6h4v4H6z",
}


def label(node: Node) -> str:
    """The kind, and of an end how it ends, of a message what it is."""
    if node.kind == NodeKind.END and node.outcome in Outcome.values:
        return f"{NodeKind.END.label}: {Outcome(node.outcome).label}"
    if node.kind == NodeKind.MESSAGE and node.phase in Phase.values:
        return f"{NodeKind.MESSAGE.label}: {Phase(node.phase).label}"
    return str(NodeKind(node.kind).label)


def notes(node: Node) -> list[str]:
    """Who, where, by when: each a short line."""
    return list(_notes(node))


def _notes(node: Node) -> Iterator[str]:
    if node.roles:
        yield ", ".join(_named(Role, role) for role in node.roles)
    told = [*([node.audience] if node.audience else []), *(_named(ChannelKind, kind) for kind in node.channels)]
    if told:
        yield " · ".join(told)
    if node.template:
        yield _("Template: %(name)s") % {"name": node.template}
    if node.deadline is not None:
        yield ngettext("Within %(count)d minute", "Within %(count)d minutes", node.deadline) % {"count": node.deadline}
    if node.minutes is not None:
        yield ngettext("%(count)d minute", "%(count)d minutes", node.minutes) % {"count": node.minutes}
    if node.until in Until.values:
        yield str(Until(node.until).label)
    if node.playbook:
        yield node.playbook
    if node.fact:
        yield _("Fact: %(name)s") % {"name": node.fact}


def _named(choices: type, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def outline(kind: str, x: float, y: float, width: float, height: float) -> str:
    """The path around a box of that kind."""
    if kind in (NodeKind.START, NodeKind.END):
        return _round(x, y, width, height, min(22.0, height / 2))
    if kind == NodeKind.QUESTION:
        return _cut(x, y, width, height, 12.0)
    if kind == NodeKind.WAIT:
        return _cut(x, y, width, height, 12.0, both=True)
    if kind == NodeKind.MESSAGE:
        return _folded(x, y, width, height, 16.0)
    return _round(x, y, width, height, 7.0)


def _round(x: float, y: float, width: float, height: float, by: float) -> str:
    return (
        f"M{x + by:.1f} {y:.1f}h{width - 2 * by:.1f}a{by} {by} 0 0 1 {by} {by}v{height - 2 * by:.1f}"
        f"a{by} {by} 0 0 1 {-by} {by}h{-(width - 2 * by):.1f}a{by} {by} 0 0 1 {-by} {-by}"
        f"v{-(height - 2 * by):.1f}a{by} {by} 0 0 1 {by} {-by}z"
    )


def _cut(x: float, y: float, width: float, height: float, by: float, *, both: bool = False) -> str:
    """Corners cut at the top, and at the foot as well where `both`."""
    foot = (
        f"v{height - 2 * by:.1f}l{-by} {by}h{-(width - 2 * by):.1f}l{-by} {-by}v{-(height - 2 * by):.1f}z"
        if both
        else f"v{height - by:.1f}h{-width:.1f}v{-(height - by):.1f}z"
    )
    return f"M{x + by:.1f} {y:.1f}h{width - 2 * by:.1f}l{by} {by}{foot}"


def _folded(x: float, y: float, width: float, height: float, by: float) -> str:
    """A sheet with one corner turned down."""
    return (
        f"M{x:.1f} {y:.1f}h{width - by:.1f}l{by} {by}v{height - by:.1f}h{-width:.1f}z"
        f"M{x + width - by:.1f} {y:.1f}v{by}h{by}"
    )
