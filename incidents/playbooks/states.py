"""What a playbook is made of, and the states of its versions (domain: Playbooks)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

UNKNOWN = "unknown"  # the answer that every question takes
DONE = "done"  # the answer that every other node takes
ASK_AGAIN_AFTER_MINUTES = 5  # after "unknown", where no way of its own is drawn for it; our own default


class NodeKind(models.TextChoices):
    START = "start", pgettext_lazy("playbook", "Start")
    STEP = "step", _("Step")
    QUESTION = "question", _("Question")
    MESSAGE = "message", pgettext_lazy("playbook", "Message")
    ASSIGNMENT = "assignment", _("Assignment")
    WAIT = "wait", _("Wait")
    SUB_PLAYBOOK = "sub_playbook", _("Other playbook")
    END = "end", _("End")


class Outcome(models.TextChoices):
    RESOLVED = "resolved", _("Resolved")
    HANDED_OVER = "handed_over", _("Handed over")
    FALSE_ALARM = "false_alarm", _("False alarm")
    ESCALATED = "escalated", _("Escalated")


# Nothing has to be said to readers before these.
SILENT_OUTCOMES = frozenset({Outcome.HANDED_OVER.value, Outcome.FALSE_ALARM.value})


class Until(models.TextChoices):
    NEXT_PROMISE = "next_promise", _("The next promised update")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


MOVES: dict[str, tuple[str, ...]] = {
    VersionState.DRAFT: (VersionState.PUBLISHED,),
    VersionState.PUBLISHED: (VersionState.RETIRED,),
    VersionState.RETIRED: (),
}
