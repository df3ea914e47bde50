"""Reads of the loop; they never write."""

from feedback.loop.queries.closing import Progress, lines, progress, run_of
from feedback.loop.queries.links import Linked, linked, links, settings, standing, times_are_troubled
from feedback.loop.queries.matches import concern, concerns, matches
from feedback.loop.queries.satisfaction import (
    LABELS,
    Recovery,
    around,
    incidents_with_answers,
    scores,
    survey_of,
    told_of,
)

__all__ = [
    "LABELS",
    "Linked",
    "Progress",
    "Recovery",
    "around",
    "concern",
    "concerns",
    "incidents_with_answers",
    "lines",
    "linked",
    "links",
    "matches",
    "progress",
    "run_of",
    "scores",
    "settings",
    "standing",
    "survey_of",
    "times_are_troubled",
    "told_of",
]
