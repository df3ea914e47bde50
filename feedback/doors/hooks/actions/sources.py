from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import SYSTEM, Actor, require
from core.audit import actions as audit
from core.web import guarded, signatures
from core.web.errors import Conflict, Invalid
from feedback.doors.hooks import mapping, policies
from feedback.doors.hooks.models import FeedbackSource
from feedback.threads.models import Thread
from incidents.alerts import keys

OVERLAP = timedelta(hours=24)  # the old secret is good beside the new one, so that nothing is refused meanwhile
RESERVED = frozenset({"mastodon"})  # the beginning of handles of another door


class SourceInUse(Conflict):
    """What it handed in are customers' words, and its name stands in them."""

    code = "still_used"


class NotSigned(Conflict):
    code = "not_signed"


def check(*, slug: str = "", **given: Any) -> None:
    """Raise `Invalid` for what can't be kept; whatever door it came by."""
    if slug in RESERVED or (slug and FeedbackSource.objects.filter(slug=slug).exists()):
        raise Invalid({"slug": [_("Another source has this name in addresses.")]})
    if wrong := mapping.wrong(given.get("mapping") or {}):
        known = {"names": wrong, "known": ", ".join(mapping.NAMES)}
        raise Invalid({"mapping": [_("Unknown: %(names)s. Known names: %(known)s.") % known]})
    if given.get("reply_url"):
        try:
            guarded.check_url(given["reply_url"])
        except guarded.AddressRefused as refused:
            raise Invalid({"reply_url": [str(refused)]}) from None


@transaction.atomic
def create_source(*, name: str, slug: str, by: Actor, at: datetime, **rest: Any) -> tuple[FeedbackSource, str]:
    """A new source and its key, which is told this once. `rest`: language, mapping, reply_url, is_active."""
    require(policies.can_manage, by)
    check(slug=slug, **rest)
    key = keys.issue()
    source = FeedbackSource(name=name, slug=slug, created_at=at, created_by=by.label[:200], **rest)
    source.digest, source.key_hint = keys.digest(key), key[-4:]
    source.reply_secrets = [signatures.fresh_secret()]
    source.save()
    audit.record("feedback.feedbacksource.created", on=source, by=by, at=at)
    return source, key


@transaction.atomic
def change_source(*, source: FeedbackSource, by: Actor, at: datetime, **given: Any) -> FeedbackSource:
    """Take over what is given: name, is_active, language, mapping, reply_url."""
    require(policies.can_manage, by)
    check(**given)
    source = _locked(source)
    for field, value in given.items():
        setattr(source, field, value)
    source.save(update_fields=list(given))
    audit.record("feedback.feedbacksource.changed", on=source, by=by, at=at, fields=sorted(given))
    return source


@transaction.atomic
def remove_source(*, source: FeedbackSource, by: Actor, at: datetime) -> None:
    """Only one that has handed in nothing. Others are set inactive."""
    require(policies.can_manage, by)
    if Thread.objects.filter(handle__startswith=f"{source.slug}:").exists():
        raise SourceInUse(_("Customers wrote to us through it. Set it inactive instead."))
    audit.record("feedback.feedbacksource.deleted", on=source, by=by, at=at)
    source.delete()


@transaction.atomic
def rotate_key(*, source: FeedbackSource, by: Actor, at: datetime) -> str:
    """A new key, told this once; the old one is refused from now on."""
    require(policies.can_manage, by)
    source, key = _locked(source), keys.issue()
    source.digest, source.key_hint = keys.digest(key), key[-4:]
    source.save(update_fields=["digest", "key_hint"])
    audit.record("feedback.feedbacksource.key_rotated", on=source, by=by, at=at)
    return key


@transaction.atomic
def rotate_secret(*, source: FeedbackSource, by: Actor, at: datetime) -> str:
    """A new signing secret, told this once; what is unsigned is refused from now on. The old one holds a day."""
    require(policies.can_manage, by)
    source = _locked(source)
    source.secrets = signatures.rotated(source.secrets, at=at, overlap=OVERLAP)
    source.save(update_fields=["secrets"])
    audit.record("feedback.feedbacksource.secret_rotated", on=source, by=by, at=at)
    return source.secrets[0]["secret"]


@transaction.atomic
def drop_secret(*, source: FeedbackSource, by: Actor, at: datetime) -> None:
    """Its messages need no signature any more, only the key; every secret is void."""
    require(policies.can_manage, by)
    source = _locked(source)
    if not source.secrets:
        raise NotSigned(_("Its messages need no signature."))
    source.secrets = []
    source.save(update_fields=["secrets"])
    audit.record("feedback.feedbacksource.secret_dropped", on=source, by=by, at=at)


@transaction.atomic
def rotate_reply_secret(*, source: FeedbackSource, by: Actor, at: datetime) -> str:
    """A new secret that signs our answers, told this once; for a day they carry the signature of the old one, too."""
    require(policies.can_manage, by)
    source = _locked(source)
    source.reply_secrets = signatures.rotated(source.reply_secrets, at=at, overlap=OVERLAP)
    source.save(update_fields=["reply_secrets"])
    audit.record("feedback.feedbacksource.reply_secret_rotated", on=source, by=by, at=at)
    return source.reply_secrets[0]["secret"]


def note_refusal(*, source: FeedbackSource, reason: str, by: Actor = SYSTEM, at: datetime) -> None:
    """Staff see that our answers are not taken; the next ones are tried all the same."""
    error = f"Our answer was refused: {reason}"
    FeedbackSource.objects.filter(pk=source.pk).update(last_error=error[:300])


def _locked(source: FeedbackSource) -> FeedbackSource:
    return FeedbackSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
