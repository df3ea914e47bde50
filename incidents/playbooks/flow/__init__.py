"""The flow engine: a chart as data, checked, walked and compared. No database, no clock, no network."""

from incidents.playbooks.flow.checks import Finding, Known, check, errors
from incidents.playbooks.flow.comparing import Difference, diff
from incidents.playbooks.flow.nodes import Answer, Flow, Node, Texts, words
from incidents.playbooks.flow.walking import Given, Visit, Walk, walk

__all__ = [
    "Answer",
    "Difference",
    "Finding",
    "Flow",
    "Given",
    "Known",
    "Node",
    "Texts",
    "Visit",
    "Walk",
    "check",
    "diff",
    "errors",
    "walk",
    "words",
]
