"""What a person can mend when an update can't be kept or published."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from core.web.errors import Conflict, Invalid
from incidents.communication.models import Signature, Update
from incidents.communication.proofreading import Remark
from incidents.communication.signing import Need
from incidents.communication.states import Case


class AlreadyPublished(Conflict):
    """Somebody was faster, or the same click came twice. `update` is what readers have."""

    code = "already_published"

    def __init__(self, update: Update) -> None:
        self.update = update
        self.extra: dict[str, Any] = {
            "existing": {
                "id": update.public_id,
                "sequence": update.sequence,
                "published_at": update.published_at.isoformat() if update.published_at else None,
                "published_by": update.published_by,
            }
        }
        super().__init__(
            _("Already published by %(who)s at %(moment)s.")
            % {"who": update.published_by, "moment": f"{update.published_at:%Y-%m-%d %H:%M} UTC"}
        )


class Discarded(Conflict):
    code = "discarded"

    def __init__(self, update: Update) -> None:
        super().__init__(_("This draft was discarded by %(who)s. Write a new one.") % {"who": update.discarded_by})


class StaleVersion(Conflict):
    """The draft has changed since it was read; `version` is the one to read now."""

    code = "stale_version"

    def __init__(self, update: Update) -> None:
        self.extra = {"version": update.version}
        super().__init__(
            _("Somebody else has changed this draft meanwhile. Nothing of yours was saved: load it again and compare.")
        )


class Held(Conflict):
    """The update waits for objections; while it does, its words stay as the lead decided them."""

    code = "held"

    def __init__(self, update: Update) -> None:
        self.extra = {"held_until": update.held_until.isoformat() if update.held_until else None}
        super().__init__(
            _("This goes out at %(moment)s unless somebody objects. Withdraw it to change it.")
            % {"moment": f"{update.held_until.astimezone(UTC):%H:%M:%S} UTC" if update.held_until else "–"}
        )


class NotHeld(Conflict):
    """Nothing waits: there is nothing to withdraw or to object to."""

    code = "not_held"

    def __init__(self) -> None:
        super().__init__(_("This update does not wait for objections."))


class SignatureNeeded(Conflict):
    """Legal has not signed exactly these words. `needs` are those that lack it; 409 tells them as `needed`."""

    code = "signature_needed"

    def __init__(self, needs: Sequence[Need], *, changed: bool = False, own: bool = False) -> None:
        self.needs = tuple(needs)
        self.extra: dict[str, Any] = {"needed": [need.case for need in self.needs]}
        cases = ", ".join(str(Case(need.case).label) for need in self.needs)
        if own:
            said = _("You signed this yourself (%(cases)s): somebody else must publish it.")
        elif changed:
            said = _("The words have changed since they were signed (%(cases)s). Ask for the signature again.")
        else:
            said = _("A second signature is needed before this goes out: %(cases)s. Nothing was published.")
        super().__init__(said % {"cases": cases})


class NothingToSign(Conflict):
    code = "nothing_to_sign"

    def __init__(self) -> None:
        super().__init__(_("These words need no second signature: the lead publishes them alone."))


class AlreadyDecided(Conflict):
    """Somebody else was faster. `signature` is what was decided."""

    code = "already_decided"

    def __init__(self, signature: Signature) -> None:
        self.signature = signature
        self.extra = {"state": signature.state, "decided_by": signature.decided_by}
        super().__init__(
            _("Already decided by %(who)s: %(state)s.")
            % {"who": signature.decided_by or signature.voided_by, "state": signature.get_state_display()}
        )


class WordsChanged(Conflict):
    """What was to be signed is not what stands there now; nothing was signed."""

    code = "words_changed"

    def __init__(self) -> None:
        super().__init__(_("The words have changed since you were asked. Nothing was signed: have it asked again."))


class NotPublished(Conflict):
    """Only what readers have can be corrected; a draft is revised."""

    code = "not_published"

    def __init__(self) -> None:
        super().__init__(_("This update is not published. Change the draft itself."))


class NotCited(Conflict):
    """A correction of a fact that the update never told."""

    code = "not_cited"

    def __init__(self, key: str) -> None:
        super().__init__(_("This update does not tell readers {%(name)s}.") % {"name": key})


class Blocked(Invalid):
    """The linter holds the words back. `remarks` are those that block; 400 tells them as `findings`."""

    code = "wording"

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self.remarks = tuple(remarks)
        self.extra: dict[str, Any] = {"findings": [remark.as_row() for remark in self.remarks]}
        super().__init__({"texts": [_told(remark) for remark in self.remarks]})

    @property
    def overridable(self) -> bool:
        """Whether a written reason would let it out."""
        return all(remark.finding.overridable for remark in self.remarks)


def _told(remark: Remark) -> str:
    """Where, what and why, in one sentence for people."""
    text, finding = remark.text, remark.finding
    said = _("%(audience)s, %(channel)s, %(language)s: %(message)s (%(rule)s, %(practice)s)") % {
        "audience": text.audience,
        "channel": text.channel_kind,
        "language": text.language,
        "message": finding.message,
        "rule": finding.rule,
        "practice": finding.practice,
    }
    return f"{said} “{remark.quote[:80]}”" if remark.quote else said
