"""A playbook as a whole, as one file holds it: what it is for, and its chart."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.web.errors import Invalid
from incidents.playbooks import definition
from incidents.playbooks.flow import Flow, Texts
from incidents.playbooks.reading import Problem, Reader

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
LONGEST_TITLE, LONGEST_PURPOSE, LONGEST_BASIS = 200, 2000, 2000
HEADING = ("title", "purpose", "components", "symptoms")
FIELDS = ("slug", *HEADING, "basis", "nodes")


@dataclass(frozen=True, kw_only=True)
class Document:
    """`components` are slugs and `symptoms` free words: what the playbook is offered for."""

    slug: str
    title: Texts = field(default_factory=dict)
    purpose: Texts = field(default_factory=dict)
    components: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    basis: str = ""
    flow: Flow = field(default_factory=Flow)


class Unreadable(Invalid):
    """What was given is no playbook. `problems` says where and why."""

    code = "not_a_playbook"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        fields: dict[str, list[str]] = {}
        for problem in problems[:50]:
            told = f"{problem.node}: {problem.text}" if problem.node else problem.text
            fields.setdefault(".".join(str(part) for part in problem.path)[:200], []).append(told)
        super().__init__(fields)


def read(data: Any) -> Document:
    """The playbook that plain data describes; raises `Unreadable` naming every fault at once."""
    reader = Reader()
    given = reader.mapping(data, (), FIELDS)
    slug = reader.text(given.get("slug"), ("slug",), 60)
    if not SLUG.fullmatch(slug):
        reader.fault(("slug",), _("A playbook needs a slug: small letters, digits and -, at most 60."))
    document = Document(
        slug=slug,
        **_heading(given, reader),
        basis=reader.text(given.get("basis"), ("basis",), LONGEST_BASIS),
        flow=definition.read(given.get("nodes"), reader),
    )
    if reader.problems:
        raise Unreadable(reader.problems)
    return document


def heading(data: Any) -> dict[str, Any]:
    """Title, purpose, components and symptoms of plain data; raises `Unreadable`."""
    reader = Reader()
    found = _heading(reader.mapping(data, (), HEADING), reader)
    if reader.problems:
        raise Unreadable(reader.problems)
    return found


def _heading(given: dict[str, Any], reader: Reader) -> dict[str, Any]:
    title = reader.texts(given.get("title"), ("title",), LONGEST_TITLE)
    if "en" not in title:
        reader.fault(("title",), _("A title in English is needed; the others fall back to it."))
    return {
        "title": title,
        "purpose": reader.texts(given.get("purpose"), ("purpose",), LONGEST_PURPOSE),
        "components": reader.names(given.get("components"), ("components",)),
        "symptoms": reader.names(given.get("symptoms"), ("symptoms",)),
    }


def read_flow(data: Any) -> Flow:
    """The flow of a list of nodes alone; raises `Unreadable`."""
    reader = Reader()
    flow = definition.read(data, reader)
    if reader.problems:
        raise Unreadable(reader.problems)
    return flow


def write(document: Document) -> dict[str, Any]:
    """Plain data that `read` takes back; what is empty is left out."""
    row = {
        "slug": document.slug,
        "title": dict(document.title),
        "purpose": dict(document.purpose),
        "components": list(document.components),
        "symptoms": list(document.symptoms),
        "basis": document.basis,
    }
    return {name: value for name, value in row.items() if value} | {"nodes": definition.write(document.flow)}
