"""How long each decision about an incident took: who answered a call, who signed, what waited for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.communication.models import ObjectionWindow, Signature, Update
from incidents.communication.states import Phase, SignatureState, WindowEnd
from incidents.response.models import Incident, RoleCall
from incidents.response.states import CallEnd


class What(TextChoices):
    CALL = "call", _("Call for a role")
    SIGNATURE = "signature", _("Second signature")
    PUBLICATION = "publication", _("From the draft to the readers")
    OBJECTION = "objection", _("Time to object")


class Outcome(TextChoices):
    OPEN = "open", _("Not decided yet")
    ANSWERED = "answered", _("Answered")
    LAPSED = "lapsed", _("Nobody answered")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Refused")
    VOID = "void", _("Void: the words have changed")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OBJECTED = "objected", _("Objected to")
    FAILED = "failed", _("Could not go out")
    OVER = "over", _("The incident was over")


TONES = {
    Outcome.OPEN: "warn",
    Outcome.LAPSED: "bad",
    Outcome.REFUSED: "bad",
    Outcome.OBJECTED: "bad",
    Outcome.FAILED: "bad",
    Outcome.VOID: "warn",
    Outcome.ANSWERED: "good",
    Outcome.SIGNED: "good",
    Outcome.PUBLISHED: "good",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: asked for at `from_at`, taken at `to_at` (None while it is open).

    `subject` is the role called, the case to sign, or the number or name of the update.
    """

    what: What
    subject: str
    label: str
    outcome: Outcome
    asked_by: str
    decided_by: str
    from_at: datetime
    to_at: datetime | None

    @property
    def said(self) -> str:
        return gettext("%(event)s: %(words)s") % {"event": self.what.label, "words": self.label}

    @property
    def outcome_said(self) -> str:
        return str(self.outcome.label)

    @property
    def tone(self) -> str:
        return TONES.get(self.outcome, "")

    @property
    def length(self) -> timedelta | None:
        return self.to_at - self.from_at if self.to_at else None


def of(incident: Incident) -> tuple[Decision, ...]:
    """Every decision in the order in which it was asked for; 4 statements."""
    found = [*_calls(incident), *_signatures(incident), *_windows(incident), *_publications(incident)]
    return tuple(sorted(found, key=lambda each: (each.from_at, each.what, each.subject)))


def _calls(incident: Incident) -> Iterator[Decision]:
    ends = {
        CallEnd.LAPSED: Outcome.LAPSED,
        CallEnd.WITHDRAWN: Outcome.WITHDRAWN,
        CallEnd.OVER: Outcome.OVER,
        "": Outcome.OPEN,
    }
    for row in RoleCall.objects.filter(incident=incident).order_by("called_at", "pk"):
        yield Decision(
            what=What.CALL,
            subject=row.role,
            label=str(row.get_role_display()),
            outcome=Outcome.ANSWERED if row.answered_at else ends[row.end],
            asked_by=row.called_by,
            decided_by=row.answered_by or row.ended_by,
            from_at=row.called_at,
            to_at=row.answered_at or row.ended_at,
        )


def _signatures(incident: Incident) -> Iterator[Decision]:
    """What became void after it was signed was signed all the same: that decision took its time."""
    for row in Signature.objects.filter(update__incident=incident).order_by("asked_at", "pk"):
        undecided = {SignatureState.ASKED: Outcome.OPEN, SignatureState.VOID: Outcome.VOID}
        refused = row.state == SignatureState.REFUSED
        yield Decision(
            what=What.SIGNATURE,
            subject=row.case,
            label=str(row.get_case_display()),
            outcome=(Outcome.REFUSED if refused else Outcome.SIGNED)
            if row.decided_at
            else undecided[SignatureState(row.state)],
            asked_by=row.asked_by,
            decided_by=row.decided_by or row.voided_by,
            from_at=row.asked_at,
            to_at=row.decided_at or row.voided_at,
        )


def _windows(incident: Incident) -> Iterator[Decision]:
    ends = {
        WindowEnd.SAID: Outcome.PUBLISHED,
        WindowEnd.WITHDRAWN: Outcome.WITHDRAWN,
        WindowEnd.OBJECTED: Outcome.OBJECTED,
        WindowEnd.FAILED: Outcome.FAILED,
        "": Outcome.OPEN,
    }
    rows = ObjectionWindow.objects.filter(update__incident=incident).select_related("update")
    for row in rows.order_by("opened_at", "pk"):
        yield Decision(
            what=What.OBJECTION,
            subject=row.update.public_id,
            label=str(row.update.get_phase_display()),
            outcome=ends[row.end],
            asked_by=row.opened_by,
            decided_by=row.ended_by,
            from_at=row.opened_at,
            to_at=row.ended_at,
        )


def _publications(incident: Incident) -> Iterator[Decision]:
    """From the first word of the draft to readers having it; one click's words take no decision."""
    rows = Update.objects.filter(incident=incident).published().exclude(phase=Phase.STILL_WORKING)
    for row in rows.order_by("sequence"):
        yield Decision(
            what=What.PUBLICATION,
            subject=row.public_id,
            label=str(row),
            outcome=Outcome.PUBLISHED,
            asked_by=row.drafted_by,
            decided_by=row.published_by,
            from_at=row.drafted_at,
            to_at=row.published_at,
        )
