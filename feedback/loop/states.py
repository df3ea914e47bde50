"""What a link, a closing run, its lines and a survey can be, and the moves between. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.web.errors import Conflict


class LinkState(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested")
    LINKED = "linked", _("Linked")
    REMOVED = "removed", _("Not about this")


class Why(models.TextChoices):
    """Why a thread was suggested."""

    COMPONENT = "component", _("same component")
    REGION = "region", _("same region")
    WORDS = "words", _("same words")
    WAVE = "wave", _("part of a wave")
    SAID = "said", _("the customer came from its page")


class ToldState(models.TextChoices):
    """What became of one update for one linked thread."""

    TOLD = "told", _("Told")
    SKIPPED = "skipped", _("Not told")


class RunState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")


class LineState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    TOLD = "told", _("Told")
    FAILED = "failed", _("Failed")
    OPTED_OUT = "opted_out", _("Did not want to hear")


class Reason(models.TextChoices):
    """Why somebody was not told."""

    UNWANTED = "unwanted", _("does not want to hear about the incident")
    SUBSCRIBER = "subscriber", _("told as a subscriber")
    SAME_ADDRESS = "same_address", _("told in another conversation")
    MERGED = "merged", _("merged into another conversation")
    HELD = "held", _("held back")
    QUIET = "quiet", _("a program seems to read there")
    NO_ADDRESS = "no_address", _("left no address")
    IMPERSONAL = "impersonal", _("nobody has written a word of their own in that language")
    NO_WORDS = "no_words", _("nothing is written in a language they read")
    GIVEN_UP = "given_up", _("tried five times in vain")
    REFUSED = "refused", _("refused by the mail server or network")


class SurveyKind(models.TextChoices):
    """What somebody was asked about: an incident they had written of, or an answer they got."""

    AFTER_INCIDENT = "after_incident", _("After an incident")
    AFTER_ANSWER = "after_answer", _("After an answer, while others had an incident")
    BASELINE = "baseline", _("After an answer in quiet times")


MOVES: dict[str, tuple[str, ...]] = {
    LinkState.SUGGESTED: (LinkState.LINKED, LinkState.REMOVED),
    LinkState.LINKED: (LinkState.REMOVED,),
    LinkState.REMOVED: (LinkState.LINKED,),
}
MOST_ATTEMPTS = 5  # a line that takes its worker down this often is given up, so that the others are told


class NotResolved(Conflict):
    """The closing message says that it works again."""

    code = "not_resolved"


class AlreadyStarted(Conflict):
    code = "already_started"


class NotPersonal(Conflict):
    """The gate of the registers: nobody of ours has written a word for these people yet."""

    code = "not_personal"
