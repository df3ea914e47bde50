"""What a person can mend when an update can't be kept or published."""

from typing import Any

from django.utils.translation import gettext as _

from core.web.errors import Conflict
from incidents.communication.models import Update


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


class NotPublished(Conflict):
    """Only what readers have can be corrected; a draft is revised."""

    code = "not_published"

    def __init__(self) -> None:
        super().__init__(_("This update is not published. Change the draft itself."))
