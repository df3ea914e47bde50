"""The mailbox a newcomer opens to see what subscribers receive. Only while DEMO is set (config/urls.py)."""

import json
from email.message import EmailMessage
from email.utils import format_datetime

from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from config.demo import postbox
from config.demo.postbox import Letter

SHOWN = 100
LARGEST = 256 * 1024


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("to", "").strip().lower()[:200]
    letters = postbox.newest(postbox.MOST if wanted else SHOWN)
    if wanted:
        letters = [letter for letter in letters if wanted in str(letter.message["To"]).lower()][:SHOWN]
    return render(request, "demo/mailbox.html", {"letters": letters, "wanted": wanted, "total": postbox.count()})


@never_cache
@require_safe
@csp_update({"frame-src": ["'self'"]})
def letter(request: HttpRequest, name: str) -> HttpResponse:
    found = _one(name)
    headers = [(key, str(value)) for key, value in found.message.items()]
    parts = {"text": found.part("plain"), "has_html": bool(found.part("html"))}
    return render(request, "demo/letter.html", {"letter": found, "headers": headers, **parts})


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "script-src": ["'none'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as it came, in a frame that can run nothing and load nothing."""
    return HttpResponse(_one(name).part("html"))


@csrf_exempt
@require_POST
def hook(request: HttpRequest, name: str) -> HttpResponse:
    """A receiver for the demo's two webhooks: keeps the event beside the mails."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse(status=413)
    message = EmailMessage()
    message["From"], message["To"] = "webhook", name
    message["Date"] = format_datetime(timezone.now())
    message["X-Demo-Hook"] = name
    for header in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        message[header] = request.headers.get(header, "").replace("\n", " ").replace("\r", " ")[:300]
    try:
        body = json.loads(request.body)
    except ValueError:
        return HttpResponse("This is no JSON.", status=400, content_type="text/plain")
    message["Subject"] = f"Webhook event for {name}"
    message.set_content(json.dumps(body, indent=2, ensure_ascii=False))
    postbox.keep(message.as_bytes())
    return HttpResponse(status=204)


def _one(name: str) -> Letter:
    found = postbox.one(name)
    if found is None:
        raise Http404
    return found
