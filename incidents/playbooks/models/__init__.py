"""Playbooks with their versions, and how they are followed."""

from incidents.playbooks.models.definitions import (
    Playbook,
    PlaybookQuerySet,
    PlaybookTranslation,
    PlaybookVersion,
    PublishedIsKept,
    VersionQuerySet,
)
from incidents.playbooks.models.runs import PlaybookRun, RunAnswer, RunQuerySet

__all__ = [
    "Playbook",
    "PlaybookQuerySet",
    "PlaybookRun",
    "PlaybookTranslation",
    "PlaybookVersion",
    "PublishedIsKept",
    "RunAnswer",
    "RunQuerySet",
    "VersionQuerySet",
]
