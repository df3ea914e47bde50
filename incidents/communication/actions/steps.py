"""The steps that every action on an update shares: lock, check the words, keep them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.actor import Actor
from core.audit import actions as audit
from core.text import markdown
from core.text.translations import Language
from core.web.errors import Invalid
from incidents.communication import gathering, states
from incidents.communication.errors import AlreadyPublished, Discarded, Held, NotPublished, StaleVersion
from incidents.communication.models import Update, Variant
from incidents.communication.states import ChannelKind, Phase, State
from incidents.communication.texts import Text
from incidents.response.models import Incident
from incidents.response.states import MAINTENANCE_STATES, UNPLANNED_STATES, Kind
from incidents.response.states import State as IncidentState
from incidents.subscribers.models import Audience

SUBJECT_LENGTH = 200
TEXT_LENGTH = 20_000


def locked(incident_id: int) -> Incident:
    return Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)


def draft_of(update: Update, version: int | None) -> Update:
    """The row as it is now, if it is still the draft the caller has read."""
    fresh = Update.objects.get(pk=update.pk)
    if fresh.state == State.PUBLISHED:
        raise AlreadyPublished(fresh)
    if fresh.state == State.DISCARDED:
        raise Discarded(fresh)
    if fresh.held_until:
        raise Held(fresh)
    if version is not None and version != fresh.version:
        raise StaleVersion(fresh)
    return fresh


def for_all(language: str, words: str, *, promised: bool = False) -> Text:
    """The text for everybody, called in its language; with `promised` it ends by saying when we speak again."""
    if promised:
        words += "\n\n" + _("We will write again by {next_update_at}, sooner if anything changes.")
    return Text(gathering.GENERAL, ChannelKind.ANY, language, "", words)


def write(
    incident: Incident,
    texts: Sequence[Text],
    *,
    by: Actor,
    at: datetime,
    corrects: Update | None = None,
    **fields: Any,
) -> Update:
    """A new draft of what was checked to be sayable; `fields` are the update's own."""
    check_phase(fields["phase"])
    check_told_state(incident, fields["incident_state"])
    check_promise(fields["incident_state"], fields["next_update_at"], at)
    check_texts(texts)
    if corrects is not None:
        _check_corrects(incident, corrects)
    update = Update.objects.create(
        incident=incident, corrects=corrects, drafted_at=at, drafted_by=by.label[:200], **fields
    )
    keep_texts(update, texts)
    audit.record("incidents.update.drafted", on=update, by=by, at=at, incident=incident.reference)
    return update


def _check_corrects(incident: Incident, corrects: Update) -> None:
    if corrects.incident_id != incident.pk:
        raise Invalid({"corrects": [_("This update belongs to another incident.")]})
    if corrects.state != State.PUBLISHED:
        raise NotPublished


def check_phase(phase: str) -> None:
    if phase not in Phase.values:
        raise Invalid({"phase": [_("Choose one of: %(choices)s.") % {"choices": ", ".join(Phase.values)}]})


def check_told_state(incident: Incident, incident_state: str) -> None:
    """A state that readers can be told of this kind of incident; whether the move exists is asked at publishing."""
    fitting = MAINTENANCE_STATES if incident.kind == Kind.MAINTENANCE else UNPLANNED_STATES
    tellable = [str(state) for state in fitting if state != IncidentState.CLOSED]
    if incident_state not in tellable:
        raise Invalid({"incident_state": [_("Choose one of: %(choices)s.") % {"choices": ", ".join(tellable)}]})


def check_promise(incident_state: str, next_update_at: datetime | None, at: datetime) -> None:
    if next_update_at is None:
        return
    if not states.may_promise(incident_state):
        raise Invalid({"next_update_at": [_("It has ended: promise no further update, or tell another state.")]})
    if next_update_at <= at:
        raise Invalid({"next_update_at": [_("This moment is past. Promise one that is still to come.")]})


def check_texts(texts: Sequence[Text]) -> None:
    problems = [problem for number, text in enumerate(texts, start=1) for problem in _problems(number, text)]
    keys = [(text.audience, text.channel_kind, text.language) for text in texts]
    if not texts:
        problems.append(_("Write at least one text."))
    problems += [
        _("Two texts for %(audience)s, %(channel)s, %(language)s: keep one.")
        % {"audience": audience, "channel": channel, "language": language}
        for audience, channel, language in dict.fromkeys(key for key in keys if keys.count(key) > 1)
    ]
    known = set(Audience.objects.values_list("slug", flat=True))
    problems += [
        _("There is no audience “%(audience)s”.") % {"audience": audience}
        for audience in dict.fromkeys(text.audience for text in texts if text.audience not in known)
    ]
    if problems:
        raise Invalid({"texts": problems})


def _problems(number: int, text: Text) -> list[str]:
    rules = (
        (not text.text.strip(), _("it is empty")),
        (len(text.text) > TEXT_LENGTH, _("it has more than %(limit)d characters") % {"limit": TEXT_LENGTH}),
        (len(text.subject) > SUBJECT_LENGTH, _("its subject has more than %(limit)d characters") % {"limit": 200}),
        ("\x00" in text.text + text.subject, _("it holds a character that can't be stored")),
        (text.language not in Language.values, _("unknown language “%(name)s”") % {"name": text.language}),
        (text.channel_kind not in ChannelKind.values, _("unknown channel “%(name)s”") % {"name": text.channel_kind}),
    )
    return [
        _("Text %(number)d: %(problem)s.") % {"number": number, "problem": problem}
        for broken, problem in rules
        if broken
    ]


def keep_texts(update: Update, texts: Sequence[Text]) -> None:
    """Replace the variants of a draft by `texts`, rendered now so that no reader's request does it."""
    update.variants.all().delete()
    Variant.objects.bulk_create(
        Variant(
            update=update,
            audience_id=text.audience,
            channel_kind=text.channel_kind,
            language=text.language,
            subject=text.subject.strip(),
            text=text.text.strip(),
            html=markdown.render(text.text),
        )
        for text in texts
    )
