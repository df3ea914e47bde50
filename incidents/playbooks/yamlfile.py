"""A playbook as a YAML file: read with the line of every fault, written so that people can read it."""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _

from incidents.playbooks import document
from incidents.playbooks.document import Document, Unreadable
from incidents.playbooks.reading import Path, Problem

LONGEST = 400_000  # characters; the largest chart there may be is well below
Lines = dict[Path, int]


class _Loader(yaml.SafeLoader):
    """YAML as 1.2 reads it where it matters here: "yes", "no" and "on" are words, not truths.

    Dates stay words as well. Anchors are refused: a short file could unfold into an endless one.
    """

    yaml_implicit_resolvers: dict[str, list[Any]] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.composer.ComposerError(None, None, "anchors and aliases are not taken", event.start_mark)
        return super().compose_node(parent, index)


for tag, pattern, first in (
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]{0,17})$", "-0123456789"),
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(tag, re.compile(pattern), list(first))


def load(text: str) -> Document:
    """The playbook in `text`; raises `Unreadable`, each problem with its line and node."""
    if len(text) > LONGEST:
        raise Unreadable([Problem((), _("This file is too large for a playbook."))])
    lines: Lines = {}
    try:
        root = yaml.compose(text, Loader=_Loader)
        data = _plain(root, (), lines)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable([Problem((), _told(error))]) from error
    try:
        return document.read(data)
    except Unreadable as error:
        raise Unreadable([_placed(problem, lines) for problem in error.problems]) from None


def _plain(node: Any, path: Path, lines: Lines) -> Any:
    """Plain data of a parsed node; every place's line is noted, a key that comes twice is refused."""
    lines[path] = node.start_mark.line + 1 if node else 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*path, index), lines) for index, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in found:
                raise yaml.composer.ComposerError(None, None, f"“{key.value}” comes twice", key.start_mark)
            found[key.value] = _plain(value, (*path, key.value), lines)
        return found
    return _scalar(node) if node else None


def _scalar(node: yaml.ScalarNode) -> Any:
    kind = node.tag.rpartition(":")[2]
    if kind == "int":
        return int(node.value)
    if kind == "bool":
        return node.value == "true"
    return None if kind == "null" else node.value


def _told(error: Exception) -> str:
    """What the parser found, and where."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _("This is no YAML that can be read.")
    named = {"line": mark.line + 1, "problem": getattr(error, "problem", "") or ""}
    return (
        _("Line %(line)d: this is no YAML that can be read (%(problem)s). Words with ? , : { } or # belong in quotes.")
        % named
    )


def _placed(problem: Problem, lines: Lines) -> Problem:
    """The problem with the line of its place, or of the nearest place around it."""
    path = problem.path
    while path not in lines and path:
        path = path[:-1]
    told = _("Line %(line)d: %(text)s") % {"line": lines.get(path, 1), "text": problem.text}
    return Problem(problem.path, told, problem.node)


def dump(playbook: Document) -> str:
    """The file of a playbook; `load` gives back the same one."""
    return yaml.safe_dump(document.write(playbook), allow_unicode=True, sort_keys=False, width=110)
