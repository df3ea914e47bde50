"""Stands in for a Mastodon server in the demo: what is posted lies in the mailbox. Only while DEMO is set."""

import json
from email.message import EmailMessage
from email.utils import format_datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from config.demo import postbox

LARGEST = 64 * 1024


@require_safe
def instance(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"configuration": {"statuses": {"max_characters": 500}}})


@csrf_exempt
@require_http_methods(["POST", "PUT"])
def statuses(request: HttpRequest, name: str = "") -> HttpResponse:
    """A new post, an answer to one, or one edited."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return JsonResponse({"error": "Too large"}, status=413)
    try:
        given = json.loads(request.body)
        text, answers = str(given["status"]), str(given.get("in_reply_to_id") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "Validation failed"}, status=422)
    kept = postbox.keep(_letter(text, answers=answers, edits=name).as_bytes())
    number = name or kept
    url = request.build_absolute_uri(reverse("demo-letter", args=[kept]))
    return JsonResponse({"id": number, "url": url})


def _letter(text: str, *, answers: str, edits: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Palomine", "social"
    message["Date"] = format_datetime(timezone.now())
    message["X-Demo-Hook"] = "social"
    message["Subject"] = f"Post {edits}, edited" if edits else f"Answer to post {answers}" if answers else "New post"
    message.set_content(text)
    return message
