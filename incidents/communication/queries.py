"""What is read about updates: how they look to a reader, who will be told, which promises were kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import get_language

from core.accounts.models import User
from core.text.translations import FALLBACK
from core.web.jsonlist import JsonList
from incidents.communication import authors, cadence, channels, citations, estimates, fitting, proofreading, rendering
from incidents.communication.bulletin import Bulletin
from incidents.communication.fitting import Fitted
from incidents.communication.gathering import GENERAL, gather, words
from incidents.communication.models import (
    Citation,
    ObjectionRule,
    ObjectionWindow,
    ObjectionWindowQuerySet,
    Signature,
    SignatureQuerySet,
    Update,
    UpdateQuerySet,
)
from incidents.communication.proofreading import Remark
from incidents.communication.rendering import Rendered
from incidents.communication.states import ChannelKind, State, may_promise
from incidents.communication.texts import Text, choose
from incidents.facts.words import Answer
from incidents.response import queries as response
from incidents.response.models import Incident
from incidents.response.states import State as IncidentState
from incidents.subscribers import queries as subscribers
from incidents.subscribers.queries import RecipientsPreview


def preview(
    update: Update,
    *,
    audience: str,
    channel_kind: str,
    language: str,
    texts: Sequence[Text] | None = None,
    at: datetime | None = None,
) -> Rendered:
    """The update as one kind of reader will see it; fields without a value are shown as they are.

    `texts` stand in for what is stored, so that an editor shows what is being typed; `update` may
    then be unsaved.
    """
    moment = update.published_at or at or timezone.now()
    bulletin = gather(update, at=moment, texts=texts, for_webhook=channel_kind == ChannelKind.WEBHOOK)
    if update.state == State.DRAFT:
        if bulletin.next_update_at is None and may_promise(update.incident_state):
            bulletin = replace(bulletin, next_update_at=next_promise(update.incident, moment))
        bulletin = bulletin.filled(strict=False)
    made = rendering.shown(bulletin, audience=audience, channel_kind=channel_kind, language=language)
    return replace(made, networks=_fitted(bulletin, audience=audience, channel_kind=channel_kind, language=language))


def _fitted(bulletin: Bulletin, *, audience: str, channel_kind: str, language: str) -> tuple[Fitted, ...]:
    """For the canonical text the networks in use; for one of a kind all that take it."""
    if channel_kind not in {ChannelKind.ANY, ChannelKind.SHORT, ChannelKind.CHAT}:
        return ()
    used = channels.in_use()
    rules = used if channel_kind == ChannelKind.ANY else channels.taking(channel_kind, used)
    return fitting.shown(bulletin, rules, audience=audience, language=language)


def findings(update: Update, *, at: datetime | None = None, texts: Sequence[Text] | None = None) -> tuple[Remark, ...]:
    """What the linter says of every text; of `texts` instead of the stored ones, as an editor holds them."""
    return proofreading.read(unfilled(update, at=at, texts=texts))


def remarks(update: Update, *, at: datetime) -> list[dict[str, Any]]:
    """The linter's findings as rows; of a published update what they were when it went out."""
    return update.findings if update.published_at else [remark.as_row() for remark in findings(update, at=at)]


def remarks_seen(
    update: Update, *, audience: str, channel_kind: str, language: str, at: datetime
) -> tuple[dict[str, Any], ...]:
    """Those about the text that one kind of reader gets, whichever it falls back to."""
    bulletin = unfilled(update, at=at)
    text = rendering.chosen(bulletin, audience, channel_kind, language).text
    rows = update.findings if update.published_at else [each.as_row() for each in proofreading.read(bulletin)]
    about = {"audience": text.audience, "channel_kind": text.channel_kind, "language": text.language}
    return tuple(row for row in rows if row.items() >= about.items() and row["derived"] in ("", channel_kind))


def unfilled(update: Update, *, at: datetime | None = None, texts: Sequence[Text] | None = None) -> Bulletin:
    """The update as it would be said at `at` with the usual promise, its fields still to be filled."""
    moment = update.published_at or at or timezone.now()
    bulletin = gather(update, at=moment, texts=texts, for_webhook=False)
    if update.state == State.DRAFT and bulletin.next_update_at is None and may_promise(update.incident_state):
        return replace(bulletin, next_update_at=next_promise(update.incident, moment))
    return bulletin


def listed() -> UpdateQuerySet:
    """Updates with their words and `cited`, the keys of the facts they say; 2 statements."""
    cited = Citation.objects.filter(update=OuterRef("pk")).order_by().annotate(keys=JsonList("key"))
    rows = Update.objects.select_related("incident", "corrects").prefetch_related("variants")
    return rows.annotate(cited=Subquery(cited.values("keys")))


def recipients(update: Update) -> RecipientsPreview:
    """Who will be told, and a reason for each who will not."""
    return subscribers.explain(response.scope(update.incident, at=update.published_at))


def drafts(incident: Incident) -> UpdateQuerySet:
    return incident.updates.drafts().prefetch_related("variants").order_by("-drafted_at", "-id")


def published(incident: Incident) -> UpdateQuerySet:
    return incident.updates.published().prefetch_related("variants").order_by("-sequence")


def next_promise(incident: Incident, at: datetime) -> datetime | None:
    """What an update said at `at` promises unless somebody says otherwise."""
    if incident.state == IncidentState.SCHEDULED:  # announced: heard of again when it begins
        begins = incident.scheduled_for
        return begins + cadence.BY_THE_CLOCK if begins and begins > at else None
    level = incident.severity or incident.proposed_severity
    if level and level.scope_update_minutes and not incident.updates.published().exists():
        return at + timedelta(minutes=level.scope_update_minutes)  # the first message; the scope follows soon
    every = level.update_every(at - incident.declared_at) if level else cadence.UNRATED
    return at + every if every else None


def objection_rule(incident: Incident) -> ObjectionRule | None:
    """The rule of the incident's severity, else the general one; 1 statement."""
    level = incident.severity_id or incident.proposed_severity_id
    rows = ObjectionRule.objects.filter(Q(level=None) | Q(level=level))
    return max(rows, key=lambda row: row.level_id is not None, default=None)


def signatures() -> SignatureQuerySet:
    return Signature.objects.select_related("update__incident")


def signatures_of(update: Update) -> SignatureQuerySet:
    return signatures().filter(update=update).order_by("-asked_at", "-pk")


def signatures_of_drafts(incident: Incident) -> SignatureQuerySet:
    """Of all drafts that may still go out, newest first."""
    rows = signatures().filter(update__incident=incident, update__state=State.DRAFT)
    return rows.order_by("-asked_at", "-pk")


def open_windows(incident: Incident | None = None) -> ObjectionWindowQuerySet:
    """What waits for objections, of one incident or of all; what goes out first, first."""
    rows = ObjectionWindow.objects.open().select_related("update__incident").prefetch_related("update__variants")
    return (rows.filter(update__incident=incident) if incident else rows).order_by("lapses_at", "pk")


def shown_words(update: Update) -> Text | None:
    """The canonical text in the reader's language, else the best there is."""
    chosen = choose(words(update), chain=(GENERAL,), channel_kind="any", language=get_language() or FALLBACK)
    return chosen.text if chosen else next(iter(words(update)), None)


def waiting_signatures() -> SignatureQuerySet:
    """Asked and not decided, of drafts that may still go out, the longest waiting first."""
    drafts = Update.objects.drafts().exclude(incident__state__in=[IncidentState.CLOSED, IncidentState.COMPLETED])
    return signatures().asked().filter(update__in=drafts).order_by("asked_at", "pk")


def signers(signature: Signature) -> list[User]:
    """Active people who may sign, by group or by themselves, but for who asked and who wrote the words."""
    app, codename = authors.SIGN.split(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    able = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    people = User.objects.filter(able, is_active=True, is_staff=True)
    own = {signature.asker_id, *authors.of(signature.update)}
    return [user for user in people.distinct().order_by("pk") if user.pk not in own]


def outdated(incident: Incident, present: Mapping[str, Answer]) -> dict[str, list[citations.Outdated]]:
    """What readers were told and is not what is known now, by fact; 1 statement."""
    rows = (
        Citation.objects.filter(update__incident=incident, update__state=State.PUBLISHED)
        .select_related("update", "answer__fact")
        .annotate(corrected_at=Max("update__corrections__published_at"))
        .order_by("update__sequence", "pk")
    )
    return citations.outdated(rows, present)


def estimates_of(incident: Incident) -> tuple[estimates.Said, ...]:
    """Every expected end readers were told, and how well it foresaw the end; 1 statement."""
    ended_at = incident.impact_ended_at or incident.resolved_at
    rows = incident.updates.published().exclude(eta={}).order_by("sequence")
    return estimates.said(rows.values_list("sequence", "public_id", "published_at", "eta"), ended_at)
