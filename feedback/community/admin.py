from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from core.web.admin import StateAdmin
from core.web.buttons import Button
from feedback.community import actions, policies
from feedback.community.actions.moderation import LEGAL
from feedback.community.models import Peer, PeerPost
from feedback.community.states import State
from feedback.threads.models import Message
from feedback.threads.states import Author, HiddenFor, Kind


class ThanksForm(forms.Form):
    words = forms.CharField(label=_("Your words to the customer who helped (optional)"), max_length=300, required=False)


class BecauseForm(forms.Form):
    because = forms.CharField(
        label=_("Why, for its author to read"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class HideForm(BecauseForm):
    reason = forms.ChoiceField(label=_("Legal reason"), choices=[(each.value, each.label) for each in LEGAL])
    field_order = ("reason", "because")


class KeepBackForm(forms.Form):
    reason = forms.CharField(label=_("Why, for its author to read"), max_length=300)


def _does(action: Callable[..., Any], name: str) -> Callable[..., None]:
    def run(request: HttpRequest, record: Any, **given: str) -> None:
        action(**{name: record}, by=request.actor, at=timezone.now(), **given)

    return run


def _offered(rule: Callable[..., bool], fits: Callable[[Message], bool]) -> Callable[..., bool]:
    def offered(request: HttpRequest, record: Message | None = None) -> bool:
        return record is not None and rule(request.actor, record.thread) and fits(record)

    return offered


def _standing(message: Message, name: str) -> bool:
    standing = getattr(message, "standing", None)
    return bool(standing and getattr(standing, name))


def _is_answer(message: Message) -> bool:
    return message.kind == Kind.PUBLIC and not message.hidden_at and message.author in (Author.STAFF, Author.PEER)


def _button(name: str, label: Any, rule: Any, fits: Any, says: Any, **more: Any) -> Button:
    action = getattr(actions, name)
    offered = _offered(rule, fits)
    return Button(name=name, label=label, run=_does(action, "message"), consequence=says, offered=offered, **more)


MARKS = (
    _button(
        "accept",
        _("This answer helps"),
        policies.can_accept,
        lambda m: _is_answer(m) and not _standing(m, "accepted_at"),
        _("It stands first in its conversation. A question that a customer answered needs no other answer of ours."),
    ),
    _button(
        "unaccept",
        _("It does not help after all"),
        policies.can_accept,
        lambda m: _is_answer(m) and _standing(m, "accepted_at"),
        _("It stands among the others again."),
    ),
    _button(
        "thank",
        _("Thank this customer"),
        policies.can_thank,
        lambda m: _is_answer(m) and m.author == Author.PEER and not _standing(m, "thanked_at"),
        _("Everybody reads your thanks below the answer; the customer gets a letter, if we know the address."),
        form=ThanksForm,
    ),
    _button(
        "highlight",
        _("Put it forward"),
        policies.can_thank,
        lambda m: _is_answer(m) and not _standing(m, "highlighted_at"),
        _("It stands first in its conversation, and on the community's front page."),
    ),
    _button(
        "unhighlight",
        _("Put it forward no longer"),
        policies.can_thank,
        lambda m: _is_answer(m) and _standing(m, "highlighted_at"),
        _("It stands among the others again."),
    ),
)
MODERATION = (
    _button(
        "take_private",
        _("Take it private: personal data"),
        policies.can_move,
        lambda m: m.kind == Kind.PUBLIC and not m.private_for and m.author in (Author.CUSTOMER, Author.PEER),
        _(
            "Readers see that it goes on in private; its author is told why. "
            "The first message takes its whole conversation along."
        ),
        form=BecauseForm,
    ),
    _button(
        "uncover",
        _("Give it back to the public"),
        policies.can_move,
        lambda m: bool(m.private_for),
        _("Everybody can read it: it was written for everybody."),
    ),
    _button(
        "hide",
        _("Hide it for a legal reason"),
        policies.can_hide,
        lambda m: m.kind == Kind.PUBLIC and not m.hidden_at,
        _("Readers see the reason and the day instead of the words, its author is told, and it is counted in public."),
        form=HideForm,
        danger=True,
    ),
    _button(
        "unhide",
        _("Show it again"),
        policies.can_hide,
        lambda m: bool(m.hidden_at) and m.hidden_for != HiddenFor.WITHDRAWN,
        _("Everybody can read it again."),
    ),
)


@admin.register(Message)
class MessageAdmin(StateAdmin):
    """What was said for everybody. Nobody edits it, nobody deletes it."""

    list_display = ("said", "author", "label", "thread", "at", "hidden_for", "private_for")
    list_filter = ("author", "hidden_for", "private_for")
    search_fields = ("thread__reference", "label")
    fields = ("thread", "author", "label", "at", "words", "kind", "private_for", *("hidden_for", "hidden_because"))
    list_select_related = ("thread",)
    ordering = ("-at", "-id")
    buttons = (*MARKS, *MODERATION)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        rows = super().get_queryset(request).select_related("thread", "standing").defer("thread__terms")
        meant = rows.filter(kind=Kind.PUBLIC) | rows.exclude(private_for="")
        return meant.filter(author__in=(Author.CUSTOMER, Author.STAFF, Author.PEER))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup == "thread__reference" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("words"))
    def said(self, message: Message) -> str:
        return message.text[:80]

    @admin.display(description=_("words"))
    def words(self, message: Message) -> SafeString:
        return mark_safe(message.html)  # cleaned when it was written


def _held(*states: State) -> Callable[..., bool]:
    def offered(request: HttpRequest, record: PeerPost | None = None) -> bool:
        return record is not None and policies.can_decide(request.actor, record) and record.state in states

    return offered


@admin.register(PeerPost)
class PeerPostAdmin(StateAdmin):
    """What customers answered each other; held ones wait here."""

    list_display = ("name", "thread", "state", "held_for", "created_at")
    list_filter = ("state", "held_for", "language")
    search_fields = ("thread__reference", "name", "email")
    fields = (
        *("thread", "state", "held_for", "name", "email", "peer", "language", "text", "created_at"),
        *("decided_at", "decided_by", "decided_because"),
    )
    list_select_related = ("thread",)
    ordering = ("-created_at", "-id")
    buttons = (
        Button(
            name="release",
            label=_("Show it"),
            run=_does(actions.release, "post"),
            consequence=_("Everybody can read it, and the one who asked is told."),
            offered=_held(State.HELD, State.KEPT_BACK),
        ),
        Button(
            name="keep_back",
            label=_("Do not show it"),
            run=_does(actions.keep_back, "post"),
            consequence=_("It stays with us; its author reads why on the page of the answer."),
            offered=_held(State.HELD),
            form=KeepBackForm,
        ),
    )


@admin.register(Peer)
class PeerAdmin(StateAdmin):
    """Customers who help others and confirmed their address."""

    list_display = ("name", "email", "language", "confirmed_at")
    search_fields = ("name", "email")
    fields = ("name", "email", "language", "confirmed_at")
    ordering = ("-confirmed_at", "-id")
