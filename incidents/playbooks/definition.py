"""A flow as plain data and back: what JSON and YAML hold (docs/playbooks.md)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from incidents.playbooks.flow import Answer, Flow, Node
from incidents.playbooks.reading import Path, Reader
from incidents.playbooks.states import DONE, NodeKind, Outcome, Until

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MOST_NODES, MOST_ANSWERS = 200, 12
LONGEST_TEXT, LONGEST_ANSWER = 600, 120
LONGEST_WAIT, LONGEST_DEADLINE = 7 * 24 * 60, 24 * 60

# kind → the fields it has beside key, kind and text, in the order in which they are written
FIELDS: dict[str, tuple[str, ...]] = {
    NodeKind.START: ("next",),
    NodeKind.STEP: ("roles", "fact", "next"),
    NodeKind.QUESTION: ("roles", "fact", "answers"),
    NodeKind.MESSAGE: ("roles", "phase", "audience", "channels", "template", "deadline", "next"),
    NodeKind.ASSIGNMENT: ("roles", "next"),
    NodeKind.WAIT: ("minutes", "until", "next"),
    NodeKind.SUB_PLAYBOOK: ("playbook", "next"),
    NodeKind.END: ("outcome",),
}
ALWAYS = ("key", "kind", "text")
EMPTY: tuple[Any, ...] = ("", None, (), {})


def read(data: Any, reader: Reader, path: Path = ("nodes",)) -> Flow:
    """The flow that `data`, a list of nodes, describes; faults are left with `reader`."""
    rows = reader.rows(data, path, MOST_NODES)
    nodes = [_node(row, reader, (*path, index)) for index, row in enumerate(rows)]
    reader.node = ""
    return Flow(tuple(node for node in nodes if node))


def write(flow: Flow) -> list[dict[str, Any]]:
    """Plain data, fields in a fixed order, empty ones left out."""
    return [_written(node) for node in flow.nodes]


def _node(row: Any, reader: Reader, path: Path) -> Node | None:
    key = row.get("key") if isinstance(row, dict) else None
    reader.node = key[:40] if isinstance(key, str) else ""
    kind = reader.choice(row.get("kind"), (*path, "kind"), NodeKind.values) if isinstance(row, dict) else ""
    if isinstance(row, dict) and not row.get("kind"):
        reader.fault((*path, "kind"), _("Which kind of node is it?"))
    if isinstance(row, dict) and not kind:
        return None
    fields = FIELDS.get(kind, ())
    given = reader.mapping(row, path, (*ALWAYS, *fields, *(["role"] if "roles" in fields else [])))
    if not given:
        return None
    return Node(
        key=_key(given.get("key"), reader, (*path, "key")),
        kind=kind,
        text=reader.texts(given.get("text"), (*path, "text"), LONGEST_TEXT),
        answers=_answers(given.get("answers"), reader, (*path, "answers")),
        roles=_roles(given, reader, path),
        channels=reader.names(given.get("channels"), (*path, "channels")),
        deadline=reader.whole(given.get("deadline"), (*path, "deadline"), 1, LONGEST_DEADLINE),
        minutes=reader.whole(given.get("minutes"), (*path, "minutes"), 1, LONGEST_WAIT),
        until=reader.choice(given.get("until"), (*path, "until"), Until.values),
        outcome=reader.choice(given.get("outcome"), (*path, "outcome"), Outcome.values),
        **{
            name: reader.name(given.get(name), (*path, name))
            for name in ("next", "fact", "template", "phase", "audience", "playbook")
        },
    )


def _key(value: Any, reader: Reader, path: Path) -> str:
    key = reader.text(value, path, 40)
    if not KEY.fullmatch(key) or key == DONE:
        reader.fault(path, _("A key has small letters, digits, - and _, at most 40, and isn't “done”."))
    return key


def _roles(given: dict[str, Any], reader: Reader, path: Path) -> tuple[str, ...]:
    if "role" in given and "roles" in given:
        reader.fault((*path, "role"), _("Give either role or roles."))
    if "role" in given:
        name = reader.name(given["role"], (*path, "role"))
        return (name,) if name else ()
    return reader.names(given.get("roles"), (*path, "roles"))


def _answers(value: Any, reader: Reader, path: Path) -> tuple[Answer, ...]:
    found = []
    for index, row in enumerate(reader.rows(value, path, MOST_ANSWERS)):
        place = (*path, index)
        given = reader.mapping(row, place, ("key", "text", "next"))
        if given:
            found.append(
                Answer(
                    key=_key(given.get("key"), reader, (*place, "key")),
                    text=reader.texts(given.get("text"), (*place, "text"), LONGEST_ANSWER),
                    next=reader.name(given.get("next"), (*place, "next")),
                )
            )
    return tuple(found)


def _written(node: Node) -> dict[str, Any]:
    row: dict[str, Any] = {"key": node.key, "kind": str(node.kind), "text": dict(node.text)}
    for name in FIELDS[node.kind]:
        value = getattr(node, name)
        if value not in EMPTY:
            row[name] = _plain(name, value)
    return row


def _plain(name: str, value: Any) -> Any:
    if name == "answers":
        return [{"key": each.key, "text": dict(each.text), "next": each.next} for each in value]
    return list(value) if isinstance(value, tuple) else value
