"""The door for mail providers: what became of a mail after they took it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.delivery import actions, notices, policies


@csrf_exempt  # signed, or with a password no browser sends by itself
@require_http_methods(["POST", "HEAD"])
def mail_events(request: HttpRequest, provider: str) -> HttpResponse:
    """`POST /api/mail-events/<provider>/`: 200 when taken, 404 for whatever is not the provider's word.

    503 for a mail whose sending is not written down yet: providers repeat what fails.
    """
    secret = settings.MAIL_EVENTS.get(provider)
    if not secret:
        raise Http404
    if request.method == "HEAD":  # some ask whether the address exists before they keep it
        return HttpResponse()
    try:
        found = notices.PROVIDERS[provider].read(request, secret)
    except notices.Forged:
        raise Http404 from None
    except notices.Unreadable:
        return HttpResponse("This is no event we know.\n", status=400, content_type="text/plain")
    by, at = policies.provider(provider), timezone.now()
    try:
        for notice in found:
            actions.note(notice=notice, by=by, at=at)
    except actions.StillSending:
        return HttpResponse("Too early. Send it again.\n", status=503, headers={"Retry-After": "60"})
    return HttpResponse()
