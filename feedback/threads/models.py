from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.text.translations import Language
from feedback.targets.models import RegisterPolicy
from feedback.threads import files, references, terms
from feedback.threads.lookups import TermsField
from feedback.threads.states import (
    TODO,
    Author,
    HeldFor,
    HiddenFor,
    Kind,
    Origin,
    PrivateFor,
    ReplyBy,
    State,
    Visibility,
)
from incidents.catalogue.models import Component, Region

# Lists are narrowed by these, the newest first: each has an index in that order (below) instead of one of its own.
SORTED_BY: dict[str, Any] = {"null": True, "blank": True, "related_name": "+", "db_index": False}


class ThreadQuerySet(models.QuerySet["Thread"]):
    def todo(self) -> "ThreadQuerySet":
        """What waits for somebody of ours; held ones have their own queue."""
        return self.filter(state__in=TODO, merged_into=None)

    def waiting_for_us(self) -> "ThreadQuerySet":
        """Whose customer has no answer by a human yet."""
        return self.filter(awaits_human=True, merged_into=None).exclude(state=State.HELD)

    def overdue(self, at: datetime) -> "ThreadQuerySet":
        """Whose customer waits longer than the register allows."""
        return self.waiting_for_us().filter(answer_due_at__lt=at)

    def readable(self) -> "ThreadQuerySet":
        """What everybody may read: the one scope of the community, search, sitemap and counts."""
        return self.filter(visibility=Visibility.PUBLIC, merged_into=None).exclude(state=State.HELD)


class Thread(models.Model):
    """A conversation with one customer, from the first word to the last.

    `awaits_human`: the customer has spoken and no human of ours has answered since; thanks don't count.
    `answer_due_at` is when that answer is owed; `promised_at` when we said we would write again.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=references.make, editable=False)
    origin = models.CharField(_("came by"), max_length=12, choices=Origin)
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.NEW)
    held_for = models.CharField(_("held for"), max_length=12, choices=HeldFor, blank=True)
    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    subject = models.CharField(_("subject"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=Language)
    register = models.ForeignKey(RegisterPolicy, verbose_name=_("register"), on_delete=models.PROTECT, **SORTED_BY)
    component = models.ForeignKey(Component, verbose_name=_("component"), on_delete=models.SET_NULL, **SORTED_BY)
    region = models.ForeignKey(Region, verbose_name=_("region"), on_delete=models.SET_NULL, **SORTED_BY)
    assignee = models.ForeignKey(User, verbose_name=_("assigned to"), on_delete=models.SET_NULL, **SORTED_BY)

    # A machine said so from the words; whoever sorts it decides.
    component_proposed = models.BooleanField(_("component proposed"), default=False)
    # Whose it is while it is nobody's: the name of a role; empty: the one its register goes to.
    team = models.CharField(_("team"), max_length=80, blank=True)
    is_routed = models.BooleanField(default=False, editable=False)  # the routing rules have seen it

    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    handle = models.CharField(_("account on the network"), max_length=200, blank=True)  # "mastodon:@ana@example.social"
    reply_by = models.CharField(_("answered by"), max_length=8, choices=ReplyBy, default=ReplyBy.LINK)
    # What wrote may be a program (RFC 3834): nothing automatic answers it; a person may.
    quiet = models.BooleanField(_("no automatic message"), default=False)
    wants_updates = models.BooleanField(_("wants to hear about the incident"), default=True)
    key_version = models.PositiveIntegerField(default=1)
    form_token = models.CharField(max_length=64, null=True, unique=True, editable=False)

    # What staff find it by: the words of all that was said, of notes too (terms). Never shown, never for the public.
    terms = TermsField(blank=True, editable=False)

    awaits_human = models.BooleanField(_("needs a human"), default=True)
    created_at = models.DateTimeField(_("came"))
    changed_at = models.DateTimeField(_("last change"))
    customer_wrote_at = models.DateTimeField(_("customer wrote"))
    waits_since = models.DateTimeField(_("waits since"), null=True)  # the first word that no human has answered
    acknowledge_due_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    answer_due_at = models.DateTimeField(_("answer due"), null=True)
    first_answer_at = models.DateTimeField(_("first answer by a human"), null=True)
    first_answer_due_at = models.DateTimeField(null=True)  # kept, to measure by
    promised_at = models.DateTimeField(_("next answer promised by"), null=True, blank=True)
    resolve_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    anonymised_at = models.DateTimeField(_("made anonymous"), null=True)
    anonymised_by = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    # Another customer's thread about the same thing: they are worked on together, each is answered in its own.
    alike = models.ForeignKey(
        "self", verbose_name=_("same problem as"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    has_heard = False  # of this object, not of the row

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        permissions = [
            ("triage_thread", "Can sort, assign and merge feedback"),
            ("answer_thread", "Can answer feedback"),
            ("moderate_thread", "Can hide a message for a stated legal reason"),
            ("anonymise_thread", "Can make a person's feedback anonymous"),
            ("export_thread", "Can take conversations away as a file"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="thread_newest"),
            models.Index(fields=["state", "-changed_at", "-id"], name="thread_state"),
            *(
                models.Index(fields=[name, "-created_at", "-id"], name=f"thread_{name}")
                for name in ("register", "component", "region", "assignee", "origin")
            ),
            models.Index(fields=["-created_at", "-id"], condition=Q(awaits_human=True), name="thread_human"),
            # The columns at the end are only read: how many of them are public is counted without a look at the rows.
            models.Index(
                fields=["answer_due_at", "id", "visibility"],
                condition=Q(awaits_human=True, merged_into=None) & ~Q(state="held"),
                name="thread_due",
            ),
            models.Index(
                fields=["answer_due_at", "id", "team", "register"],
                condition=Q(state__in=["new", "triaged", "open"], merged_into=None, assignee=None),
                name="thread_nobodys",
            ),
            # All that the clocks of the backlog say (feedback.duty.queries.late).
            models.Index(
                fields=[
                    "waits_since",
                    "id",
                    "state",
                    "awaits_human",
                    "answer_due_at",
                    "acknowledged_at",
                    "acknowledge_due_at",
                    "promised_at",
                    "resolve_due_at",
                ],
                condition=Q(state__in=["new", "triaged", "open", "waiting_for_customer"], merged_into=None),
                name="thread_clocks",
            ),
            models.Index(
                fields=["assignee", "answer_due_at", "id"],
                condition=Q(state__in=["new", "triaged", "open"], merged_into=None),
                name="thread_todo",
            ),
            models.Index(fields=["id"], condition=Q(is_routed=False), name="thread_unrouted"),
            models.Index(fields=["email"], condition=~Q(email=""), name="thread_email"),
            models.Index(fields=["handle"], condition=~Q(handle=""), name="thread_handle"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="thread_state_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="thread_origin_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="thread_visibility_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="thread_language_known"),
            models.CheckConstraint(condition=Q(reply_by__in=ReplyBy.values), name="thread_reply_by_known"),
            models.CheckConstraint(
                condition=Q(held_for="") | Q(held_for__in=HeldFor.values), name="thread_held_for_known"
            ),
            models.CheckConstraint(condition=~Q(state=State.HELD) | ~Q(held_for=""), name="thread_held_says_why"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) | (~Q(state=State.CLOSED) & Q(closed_at=None)),
                name="thread_closed_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"

    def hear(self, *texts: str) -> None:
        """Be found by these words from now on; whoever saves next writes them, too (`steps.keep`)."""
        kept, self.terms = self.terms, terms.more(self.terms, *texts)
        self.has_heard = self.has_heard or self.terms != kept

    @property
    def audit_label(self) -> str:
        """The subject is the customer's own words, which can be made anonymous; the trail can't."""
        return self.reference

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def is_over(self) -> bool:
        return self.state == State.CLOSED


class Message(models.Model):
    """One thing that was said. Nothing is taken away: what law forbids to show is hidden, with its reason."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    author = models.CharField(_("author"), max_length=10, choices=Author)
    label = models.CharField(_("name"), max_length=200, blank=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    at = models.DateTimeField(_("at"))
    # Another program's name of it (a mail's Message-ID, a post's address): the same one comes in once.
    remote_id = models.CharField(max_length=300, null=True, unique=True, editable=False)
    private_for = models.CharField(_("taken private"), max_length=16, choices=PrivateFor, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True)
    hidden_by = models.CharField(_("hidden by"), max_length=200, blank=True)
    hidden_for = models.CharField(_("hidden for"), max_length=16, choices=HiddenFor, blank=True)
    hidden_because = models.CharField(_("legal reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["thread", "at", "id"], name="message_story"),
            # How many an address got today is asked before each of them.
            models.Index(fields=["at"], condition=Q(author=Author.AUTOMATIC), name="message_automatic"),
            models.Index(fields=["hidden_for"], condition=~Q(hidden_for=""), name="message_hidden"),
            models.Index(fields=["private_for"], condition=~Q(private_for=""), name="message_private_for"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="message_kind_known"),
            models.CheckConstraint(condition=Q(author__in=Author.values), name="message_author_known"),
            models.CheckConstraint(
                condition=Q(private_for="") | Q(private_for__in=PrivateFor.values),
                name="message_private_for_known",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_for="")
                | (Q(hidden_at__isnull=False, hidden_for__in=HiddenFor.values) & ~Q(hidden_because="")),
                name="message_hidden_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def audit_label(self) -> str:
        return f"message {self.pk}"


class Attachment(models.Model):
    """A file that came with a message. Its bytes lie outside every public folder, under a random name (`files`)."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    key = models.CharField(max_length=32, unique=True, editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [models.CheckConstraint(condition=Q(kind__in=files.KINDS), name="attachment_kind_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return f"attachment {self.pk}"
