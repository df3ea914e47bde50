"""What a person can mend when an action of this slice says no."""

from django.utils.translation import gettext_lazy as _

from core.web.errors import Conflict


class Expired(Conflict):
    """The link to confirm was opened too late; a new letter can be asked for."""

    status_code = 410
    code = "link_expired"


class AlreadyLeft(Conflict):
    """The link to confirm is older than the wish not to be told any more."""

    code = "already_unsubscribed"


class Changed(Conflict):
    """Somebody else changed the subscription at the same moment."""

    code = "changed_meanwhile"


class NotAWebhook(Conflict):
    """Mail is not signed by us for its reader, so there is nothing to show or rotate."""

    code = "not_a_webhook"


class NotSentAgain(Conflict):
    """It is under way, has arrived, or a later message of the same incident has."""

    code = "not_sent_again"


NOT_SENT_AGAIN = _("This message is not sent again: it is under way, has arrived, or a later one has.")
EXPIRED = _("This link has expired. Nothing was changed; ask for a new one.")
ALREADY_LEFT = _("You have unsubscribed since this link was sent. Subscribe again to be told.")
CHANGED = _("The subscription was changed by somebody else at the same moment. Look again, then repeat.")
NO_SECRET = _("Only a webhook has a signing secret and a test event.")
