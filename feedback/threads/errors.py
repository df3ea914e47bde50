"""What people can mend about a thread."""

from django.utils.translation import gettext as _

from core.web.errors import Conflict, Invalid
from feedback.threads.models import Thread
from feedback.threads.sameness import is_proven, same_customer
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


class MergedAway(Conflict):
    """Answered elsewhere: whoever writes here would write past the conversation."""

    code = "merged_away"

    def __init__(self, reference: str) -> None:
        super().__init__(_("This conversation goes on in %(reference)s: work there.") % {"reference": reference})


def refuse_merged(thread: Thread) -> None:
    if thread.merged_into_id:
        raise MergedAway(thread.merged_into.reference)


def refuse_merging(thread: Thread, into: Thread) -> None:
    """Raise `Invalid` unless both are one customer's, and the surviving address is no less proven."""
    if thread.pk == into.pk:
        raise Invalid({"into": [_("A conversation can't be merged into itself.")]})
    if not same_customer(thread, into):
        sentence = _("These are two customers: mark them as the same problem, so that each is answered.")
        raise Invalid({"into": [sentence]})
    if is_proven(thread) and not is_proven(into):
        sentence = _("Merge the other way round: nobody has checked the address of %(reference)s.")
        raise Invalid({"into": [sentence % {"reference": into.reference}]})
