"""Files of a posted form: kept on disk at once, so that a mistake elsewhere in the form does not lose them."""

from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.doors.form import limits, pending
from feedback.threads import files
from feedback.threads.files import Kept, Unwelcome

EVERYBODY = ""


def gathered(request: HttpRequest, form: Form) -> list[Kept]:
    """What was kept before and what comes now; what we do not take becomes an error of the form's field."""
    kept = pending.claimed(request.POST.getlist("kept"))
    for name in request.quota.too_large:
        form.add_error("files", _("“%(name)s” is over %(most)d MB.") % {"name": name, "most": files.LARGEST // 10**6})
    if request.quota.too_many or len(kept) + len(request.FILES.getlist("files")) > files.MOST:
        form.add_error("files", _("These are more than %(most)d files. Choose the ones that say most.") % _most())
        return kept
    for upload in request.FILES.getlist("files"):
        megabytes = -(-upload.size // 10**6)
        if limits.over(limits.MEGABYTES, EVERYBODY, timezone.now(), weight=megabytes):
            form.add_error("files", _("We cannot take files at the moment. Your words reach us without them."))
            break
        try:
            kept.append(files.keep(upload))
        except Unwelcome as error:
            form.add_error("files", str(error))
    return kept


def _most() -> dict[str, int]:
    return {"most": files.MOST}


def tickets(kept: list[Kept]) -> list[tuple[str, str]]:
    """Name and ticket of each, for the form that comes back."""
    return [(each.name, pending.ticket(each)) for each in kept]
