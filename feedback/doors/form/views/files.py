"""A file that came with a message, for who may read the message; never shown by the browser itself."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from feedback.threads import files, links, policies, queries
from feedback.threads.models import Attachment


@never_cache
@require_safe
def attachment(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """`name` is the random one. The customer comes with the conversation's key, staff signed in."""
    found = Attachment.objects.select_related("message__thread").filter(key=name, message__thread__reference=reference)
    row = found.first()
    if row is None or not _may_read(request, row):
        raise Http404
    try:
        content = files.path_of(row.key).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _may_read(request: HttpRequest, row: Attachment) -> bool:
    thread = row.message.thread
    if request.actor.may(policies.VIEW):
        return True
    if not links.opens(thread, request.GET.get("key", "")):
        return False
    return queries.for_customer(thread).filter(pk=row.message_id).exists()
