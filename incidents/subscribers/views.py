"""The public pages of a subscription. Reading changes nothing; what changes is a POST.

No CSRF token is asked for: the right to change lies in the signed link, not in a cookie, so a
forged request from elsewhere can do nothing that its sender could not do himself.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.actor import visitor
from core.web.errors import Conflict, Invalid
from incidents.subscribers import (
    actions,
    addresses,
    forms,
    holders,
    links,
    log,
    offers,
    policies,
    queries,
    summaries,
    tokens,
)
from incidents.subscribers.forms import SubscribeForm, WishesForm
from incidents.subscribers.links import path
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import Channel, State
from incidents.subscribers.tokens import Purpose, Unreadable

View = Callable[..., HttpResponse]
REPLAY_DAYS = 7


def page(view: View) -> View:
    """Private: kept by no cache, and its address told to no other site."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Unreadable:
            raise Http404 from None
        except Conflict as error:
            response = render(request, "public/subscribe/problem.html", {"error": error}, status=error.status_code)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


@page
def subscribe(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET
    channel = forms.asked_channel(asked.get("channel"))
    incident_ref = forms.asked_incident(asked.get("incident"))
    form = SubscribeForm(
        request.POST if posted else None,
        channel=channel,
        incident_ref=incident_ref,
        offer=offers.of(request),
        initial=forms.started(channel, incident_ref, request.LANGUAGE_CODE),
    )
    if posted and form.is_valid() and _subscribed(request, form):
        again = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {"again": again, "channel": channel, "to": _mailbox(form)}
        return render(request, "public/subscribe/asked.html", context)
    context = {"form": form, "channel": channel, "incident_ref": incident_ref, "offered": addresses.offered()}
    return render(request, "public/subscribe/form.html", context, status=400 if posted else 200)


def _mailbox(form: SubscribeForm) -> str:
    return form.cleaned_data.get("contact") or form.cleaned_data["address"]


def _subscribed(request: HttpRequest, form: SubscribeForm) -> bool:
    """Ask for it; what the action finds wrong goes to its field."""
    try:
        actions.subscribe(
            channel=form.channel,
            address=form.cleaned_data["address"],
            contact=form.cleaned_data.get("contact", ""),
            incident_ref=form.incident_ref,
            asker=request.META.get("REMOTE_ADDR", ""),
            page=offers.of(request).page,
            by=visitor(),
            at=timezone.now(),
            **form.wishes(),
        )
    except Invalid as error:
        _show(form, error)
        return False
    return True


def _show(form: WishesForm, error: Invalid) -> None:
    for field, messages in error.fields.items():
        form.add_error(field if field in form.fields else None, messages)


@page
def short(request: HttpRequest, token: str) -> HttpResponse:
    """From the link in an SMS to the page it stands for, in the subscriber's language. Nothing changes here."""
    purpose, claim = tokens.read_short(token)
    rows = Subscriber.objects.filter(public_id=claim.public_id, key_version=claim.key_version)
    subscriber = rows.first()
    if subscriber is None:
        raise Unreadable
    asked_at = claim.expires_at - tokens.CONFIRM_WITHIN if claim.expires_at else links.EPOCH
    return redirect(links.url(purpose, subscriber, at=asked_at))


@page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    subscriber, claim = holders.claimed(Purpose.CONFIRM, token)
    at = timezone.now()
    if request.method == "POST" and "resend" in request.POST:
        asker = request.META.get("REMOTE_ADDR", "")
        actions.resend(subscriber=subscriber, asker=asker, by=policies.holder(subscriber), at=at)
        context = {"to": subscriber.mail_address, "channel": subscriber.channel}
        return render(request, "public/subscribe/asked.html", context)
    if claim.expired(at):
        return render(request, "public/subscribe/expired.html", status=410)
    if subscriber.state == State.UNSUBSCRIBED:
        return render(request, "public/subscribe/left.html", {"before": True}, status=409)
    if request.method == "POST":
        subscriber = actions.confirm(token=token, by=policies.holder(subscriber), at=at)
        return render(
            request, "public/subscribe/confirmed.html", _welcome(subscriber, fresh=subscriber.confirmed_at == at)
        )
    if subscriber.state == State.CONFIRMED:
        return render(request, "public/subscribe/confirmed.html", _welcome(subscriber, fresh=False))
    context = {"subscriber": subscriber, "lines": summaries.lines(subscriber, request.LANGUAGE_CODE)}
    return render(request, "public/subscribe/confirm.html", context)


def _welcome(subscriber: Subscriber, *, fresh: bool) -> dict[str, Any]:
    """The secret of a webhook is shown this once. Other wishes of the same mailbox wait beside it."""
    at = timezone.now()
    waiting = queries.by_address(subscriber).filter(state=State.PENDING).exclude(pk=subscriber.pk).order_by("pk")[:20]
    return {
        "subscriber": subscriber,
        "manage": path(Purpose.MANAGE, subscriber),
        "secret": subscriber.secrets[0]["secret"] if fresh and subscriber.secrets else "",
        "waiting": [(other, path(Purpose.CONFIRM, other, at=at)) for other in waiting],
    }


@page
def manage(request: HttpRequest, token: str) -> HttpResponse:
    subscriber, _claim = holders.claimed(Purpose.MANAGE, token)
    if request.method == "POST":
        do = BUTTONS.get(request.POST.get("do", "save"))
        if do is None:
            return _manage_page(request, subscriber, status=400)
        return do(request, subscriber)
    return _manage_page(request, subscriber, done=request.GET.get("done", ""))


def _manage_page(
    request: HttpRequest,
    subscriber: Subscriber,
    *,
    form: WishesForm | None = None,
    done: str = "",
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    is_webhook = subscriber.channel == Channel.WEBHOOK
    others = queries.by_address(subscriber).exclude(pk=subscriber.pk).exclude(state=State.UNSUBSCRIBED)
    context = {
        "subscriber": subscriber,
        "form": form or _wishes_form(request, subscriber),
        "done": done,
        "secret": secret,
        "is_webhook": is_webhook,
        "log": log.lines(subscriber) if is_webhook else [],
        "others": [(other, path(Purpose.MANAGE, other)) for other in others.order_by("pk")[:20]],
    }
    return render(request, "public/subscribe/manage.html", context, status=status)


def _wishes_form(request: HttpRequest, subscriber: Subscriber, data: Any = None) -> WishesForm:
    offer = offers.of(request)
    return WishesForm(
        data,
        channel=subscriber.channel,
        incident_ref=subscriber.incident_ref,
        keeps=subscriber,
        offer=offer,
        initial=forms.kept(subscriber, offer),
    )


def _save(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    form = _wishes_form(request, subscriber, request.POST)
    if form.is_valid():
        try:
            by = policies.holder(subscriber)
            subscriber = actions.prefer(subscriber=subscriber, by=by, at=timezone.now(), **form.wishes())
        except Invalid as error:
            _show(form, error)
        else:
            return _back(subscriber, "saved")
    return _manage_page(request, subscriber, form=form, status=400)


def _leave(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    actions.unsubscribe(subscriber=subscriber, by=policies.holder(subscriber), at=timezone.now())
    return _back(subscriber, "left")


def _return(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    days = REPLAY_DAYS if "replay" in request.POST else 0
    actions.reactivate(subscriber=subscriber, replay_days=days, by=policies.holder(subscriber), at=timezone.now())
    return _back(subscriber, "replayed" if days else "returned")


def _rotate(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Rendered at once: a secret must lie in no session and no address."""
    secret = actions.rotate_secret(subscriber=subscriber, by=policies.holder(subscriber), at=timezone.now())
    subscriber.refresh_from_db()
    return _manage_page(request, subscriber, secret=secret)


def _ping(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    actions.ping(subscriber=subscriber, by=policies.holder(subscriber), at=timezone.now())
    return _back(subscriber, "pinged")


def _again(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    chosen = request.POST.get("delivery", "")
    if not chosen.isascii() or not chosen.isdigit() or len(chosen) > 18:
        return _manage_page(request, subscriber, status=400)
    actions.send_again(
        subscriber=subscriber, delivery_id=int(chosen), by=policies.holder(subscriber), at=timezone.now()
    )
    return _back(subscriber, "again")


def _renew(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    subscriber = actions.renew_links(subscriber=subscriber, by=policies.holder(subscriber), at=timezone.now())
    return _back(subscriber, "renewed")


def _back(subscriber: Subscriber, done: str) -> HttpResponse:
    """To the page itself, so that reloading it repeats nothing; in the language now preferred."""
    response = redirect(f"{path(Purpose.MANAGE, subscriber)}?done={done}")
    response.status_code = 303
    return response


BUTTONS: dict[str, View] = {
    "save": _save,
    "leave": _leave,
    "return": _return,
    "rotate": _rotate,
    "ping": _ping,
    "again": _again,
    "renew": _renew,
}


@page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: the mail program's POST needs no cookie, gets 200, and may come twice."""
    subscriber, _claim = holders.claimed(Purpose.UNSUBSCRIBE, token)
    if request.method == "POST":
        actions.unsubscribe(subscriber=subscriber, by=policies.holder(subscriber), at=timezone.now())
        return render(request, "public/subscribe/left.html", {"subscriber": subscriber})
    if subscriber.state == State.UNSUBSCRIBED:
        return render(request, "public/subscribe/left.html", {"subscriber": subscriber})
    context = {"subscriber": subscriber, "lines": summaries.lines(subscriber, request.LANGUAGE_CODE)}
    return render(request, "public/subscribe/leave.html", context)
