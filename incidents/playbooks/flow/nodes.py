"""A flowchart as data: nodes, the ways between them, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from incidents.playbooks.states import UNKNOWN, NodeKind

Texts = Mapping[str, str]  # language → words


@dataclass(frozen=True, slots=True)
class Answer:
    key: str
    text: Texts
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One box. Which fields speak depends on the kind; the rest stay empty.

    `deadline` (of a message, counted from its turn) and `minutes` (of a wait) are minutes.
    """

    key: str
    kind: str
    text: Texts = field(default_factory=dict)
    next: str = ""
    answers: tuple[Answer, ...] = ()
    fact: str = ""
    roles: tuple[str, ...] = ()
    template: str = ""
    phase: str = ""
    audience: str = ""
    channels: tuple[str, ...] = ()
    deadline: int | None = None
    minutes: int | None = None
    until: str = ""
    playbook: str = ""
    outcome: str = ""

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """(answer, target) of every way that leads on; the answer is "" where there is no question.

        "Unknown" without a way of its own leads nowhere: it waits and asks again.
        """
        if self.kind == NodeKind.END:
            return ()
        if self.kind == NodeKind.QUESTION:
            return tuple((answer.key, answer.next) for answer in self.answers)
        return (("", self.next),)

    def answer(self, key: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.key == key), None)

    def takes(self, answer: str) -> bool:
        """Whether a question may be answered so."""
        return answer == UNKNOWN or self.answer(answer) is not None

    def text_in(self, language: str) -> str:
        return words(self.text, language)


@dataclass(frozen=True)
class Flow:
    """The whole chart. It begins at the node of kind `start`, else at the first."""

    nodes: tuple[Node, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Node]:
        """Of two nodes with one key the first counts; the check finds the other."""
        return {node.key: node for node in reversed(self.nodes)}

    @cached_property
    def start(self) -> str:
        starts = [node.key for node in self.nodes if node.kind == NodeKind.START]
        return starts[0] if starts else (self.nodes[0].key if self.nodes else "")

    @cached_property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """Key → the keys of existing nodes it leads to, each once."""
        return {
            key: tuple(dict.fromkeys(target for _answer, target in node.ways if target in self.by_key))
            for key, node in self.by_key.items()
        }

    def reachable(self, *keys: str) -> set[str]:
        """The keys themselves and whatever lies ahead of them."""
        found: set[str] = set()
        waiting = [key for key in keys if key in self.by_key]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting.extend(self.targets[key])
        return found

    def edges(self) -> Iterator[tuple[str, str, str]]:
        """(from, answer, to), also where `to` doesn't exist."""
        for node in self.nodes:
            for answer, target in node.ways:
                yield node.key, answer, target


def words(texts: Texts, language: str) -> str:
    """The words in `language`, else in English, else whatever there is."""
    return texts.get(language) or texts.get("en") or next((text for text in texts.values() if text), "")
