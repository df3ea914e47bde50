"""The door for mail providers that hand us mail over HTTP."""

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback.doors.mail import actions, policies, providers

MOST_BYTES = 40_000_000  # of JSON, whose attachments are a third longer than they are


@csrf_exempt  # signed, or with a password no browser sends by itself
@require_http_methods(["POST", "HEAD"])
def mail_in(request: HttpRequest, provider: str) -> HttpResponse:
    """`POST /api/mail-in/<provider>/`: 200 when the mail is kept, 404 for whatever is not the provider's word."""
    secret = settings.INBOUND_MAIL.get(provider)
    if not secret:
        raise Http404
    if request.method == "HEAD":  # some ask whether the address exists before they keep it
        return HttpResponse()
    _read_body(request)
    at = timezone.now()
    try:
        mails = providers.PROVIDERS[provider].read(request, secret, at=at)
    except (providers.Forged, RequestDataTooBig):
        raise Http404 from None
    except providers.Unreadable:
        return HttpResponse("This is no mail we know.\n", status=400, content_type="text/plain")
    for raw in mails:
        actions.keep(raw=raw, via=provider, by=policies.provider(provider), at=at)
    return HttpResponse()


def _read_body(request: HttpRequest) -> None:
    """JSON with attachments is longer than any form we offer, whose limit is Django's for the whole site."""
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise BadRequest("A mail needs a length, of at most 40 MB.")
    if request.content_type == "application/json":
        request._body = request.read(int(length))
