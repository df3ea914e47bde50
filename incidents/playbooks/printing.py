"""A version on paper: the chart and the same as numbered steps, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.playbooks import picture, queries, signs
from incidents.playbooks.flow import Flow, Node, words
from incidents.playbooks.models import PlaybookVersion
from incidents.playbooks.states import ASK_AGAIN_AFTER_MINUTES, UNKNOWN, NodeKind


@dataclass(frozen=True, slots=True)
class Way:
    """`number` is that of the step it leads to; 0 where there is none."""

    answer: str
    key: str
    number: int


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    key: str
    kind: str
    label: str
    text: str
    notes: tuple[str, ...]
    ways: tuple[Way, ...]
    is_question: bool
    falls_back: bool


def steps(flow: Flow, language: str) -> list[Step]:
    """Every node in the order of its file, the start first; ways name the number of their step."""
    nodes = sorted(flow.by_key.values(), key=lambda node: node.key != flow.start)
    numbers = {node.key: number for number, node in enumerate(nodes, start=1)}
    return [
        Step(
            number=numbers[node.key],
            key=node.key,
            kind=str(node.kind),
            label=signs.label(node),
            text=node.text_in(language),
            notes=tuple(signs.notes(node)),
            ways=tuple(_ways(node, numbers, language)),
            is_question=node.kind == NodeKind.QUESTION,
            falls_back=bool(node.text) and language not in node.text,
        )
        for node in nodes
    ]


def _ways(node: Node, numbers: dict[str, int], language: str) -> Iterator[Way]:
    for answer, target in node.ways:
        chosen = node.answer(answer)
        yield Way(words(chosen.text, language) if chosen else "", target, numbers.get(target, 0))
    if node.kind == NodeKind.QUESTION and node.answer(UNKNOWN) is None:
        told = _("Unknown: wait %(minutes)d minutes, ask again") % {"minutes": ASK_AGAIN_AFTER_MINUTES}
        yield Way(told, node.key, numbers[node.key])


def page(version: PlaybookVersion, language: str, *, css: str = "") -> str:
    """A whole HTML page. With `css` it stands alone: nothing else is needed to read or print it."""
    playbook = version.playbook
    with translation.override(language):
        name = playbook.title_in(language)
        context = {
            "version": version,
            "playbook": playbook,
            "language": language,
            "name": name,
            "purpose": queries.purpose(playbook, language),
            "chart": picture.draw(version.flow, language, title=name),
            "steps": steps(version.flow, language),
            "stands_alone": bool(css),
        }
        html = render_to_string("playbooks/print.html", context)
    return html.replace("</head>", f"<style>{css}</style></head>", 1) if css else html
