from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import SYSTEM, Actor, require
from core.audit import actions as audit
from core.sources import actions as sources
from core.sources import policies
from core.sources.errors import SourceInUse
from core.web import guarded, signatures
from core.web.errors import Invalid
from feedback.doors.hooks import mapping
from feedback.doors.hooks.models import FeedbackSource
from feedback.threads.models import Thread

RESERVED = frozenset({"mastodon"})  # the beginning of handles of another door


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


def create_source(*, name: str, slug: str, by: Actor, at: datetime, **rest: Any) -> tuple[FeedbackSource, str]:
    """A new source and its key, which is told this once. `rest`: as in `change_source`."""
    require(policies.can_manage, by, FeedbackSource)
    check(slug=slug, **rest)
    source = FeedbackSource(name=name, slug=slug, reply_secrets=[signatures.fresh_secret()], **rest)
    return sources.create(source=source, by=by, at=at)


def change_source(*, source: FeedbackSource, by: Actor, at: datetime, **given: Any) -> FeedbackSource:
    """Take over what is given: name, is_active, language, mapping, reply_url, hourly_limit, author_limit."""
    require(policies.can_manage, by, source)
    check(**given)
    return sources.change(source=source, by=by, at=at, **given)


@transaction.atomic
def remove_source(*, source: FeedbackSource, by: Actor, at: datetime) -> None:
    """Only one that has handed in nothing. Others are set inactive."""
    require(policies.can_manage, by, source)
    if Thread.objects.filter(handle__startswith=f"{source.slug}:").exists():
        raise SourceInUse(_("Customers wrote to us through it. Set it inactive instead."))
    sources.remove(source=source, by=by, at=at)


@transaction.atomic
def rotate_reply_secret(*, source: FeedbackSource, by: Actor, at: datetime) -> str:
    """A new secret that signs our answers, told this once; for a day they carry the signature of the old one, too."""
    require(policies.can_manage, by, source)
    source = sources.locked(source)
    source.reply_secrets = signatures.rotated(source.reply_secrets, at=at, overlap=sources.OVERLAP)
    source.save(update_fields=["reply_secrets"])
    audit.record("feedback.feedbacksource.reply_secret_rotated", on=source, by=by, at=at)
    return source.reply_secrets[0]["secret"]


def note_refusal(*, source: FeedbackSource, reason: str, by: Actor = SYSTEM, at: datetime) -> None:
    """Staff see that our answers are not taken; the next ones are tried all the same."""
    error = f"Our answer was refused: {reason}"
    FeedbackSource.objects.filter(pk=source.pk).update(last_error=error[:300])
