"""What people can mend about a thread."""

from django.utils.translation import gettext as _

from core.web.errors import Invalid
from feedback.threads.states import ReplyBy


def refuse_unreachable(reply_by: str, *, email: str = "", telephone: str = "", handle: str = "") -> None:
    """Raise `Invalid` where the chosen way to answer has no address: the customer would wait for nothing."""
    missing = {
        ReplyBy.EMAIL: ("email", email, _("An answer by e-mail needs an address.")),
        ReplyBy.PHONE: ("telephone", telephone, _("A call back needs a number.")),
        ReplyBy.SOCIAL: ("handle", handle, _("An answer on the network needs an account there.")),
    }.get(ReplyBy(reply_by))
    if missing and not missing[1]:
        raise Invalid({missing[0]: [missing[2]]})
