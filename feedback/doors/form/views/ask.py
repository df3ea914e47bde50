"""The form: what it is about, then how we answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.actor import visitor
from core.text.translations import Language
from feedback.doors.form import actions, pending, suggestions, tokens
from feedback.doors.form.actions import Sender
from feedback.doors.form.forms import AboutForm, SendForm
from feedback.doors.form.offer import Offer, offer
from feedback.doors.form.suggestions import Ask, Suggestion
from feedback.doors.form.views import filing
from feedback.doors.form.views.page import private
from feedback.threads import links
from feedback.threads.states import ReplyBy
from incidents.statuspages.page import IncidentCard

TRAP = "website"  # a field no person sees; programs fill in everything


@private
def form(request: HttpRequest) -> HttpResponse:
    offered = offer(request.door.page, _language(request), timezone.now())
    step = request.POST.get("step") if request.method == "POST" else "start"
    if step == "start":
        return _first(request, offered, AboutForm(offer=offered, initial=_begun(request, offered)))
    if step == "back":
        initial = {name: request.POST.get(name, "") for name in SendForm.carried}
        return _first(request, offered, AboutForm(offer=offered, initial=initial))
    if step == "1":
        about = AboutForm(request.POST, offer=offered)
        if not about.is_valid():
            return _first(request, offered, about, status=400)
        return _second(request, offered, about.cleaned_data, kept=_named_before(request))
    return _sent(request, offered)


def _sent(request: HttpRequest, offered: Offer) -> HttpResponse:
    send = SendForm(request.POST, request.FILES, offer=offered, languages=request.door.page.offered)
    is_whole, kept = send.is_valid(), filing.gathered(request, send)
    if not is_whole or send.errors:
        if "text" in send.errors:
            return _first(request, offered, AboutForm(request.POST, offer=offered), status=400)
        return _second(request, offered, send.cleaned_data, send=send, kept=filing.tickets(kept), status=400)
    thread = actions.take_in(
        sender=Sender(
            token=tokens.read(request.POST.get("token", "")),
            address=request.META.get("REMOTE_ADDR", ""),
            trapped=bool(request.POST.get(TRAP)),
        ),
        files=kept,
        incident_ref=_incident(request.POST.get("incident", ""), offered),
        by=visitor(),
        at=timezone.now(),
        **send.filed,
    )
    response = redirect(f"{links.path(thread)}&sent=1")
    response.status_code = 303
    return response


@private
def suggestions_of(request: HttpRequest) -> HttpResponse:
    """What we know already about the words so far: a fragment for the script of the form."""
    offered = offer(request.door.page, _language(request), timezone.now())
    found = _suggested(request, offered, request.POST)
    return render(request, "public/feedback/suggested.html", {"suggested": found, "page": offered.page})


def _first(request: HttpRequest, offered: Offer, about: AboutForm, status: int = 200) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    card = _card(given.get("incident", ""), offered)
    context = _carried(request, offered) | {"form": about, "card": card}
    if request.method == "POST":
        context["extras"] = _answered_before(request)
        context["suggested"] = _suggested(request, offered, request.POST)
    return render(request, "public/feedback/first.html", context, status=status)


def _second(
    request: HttpRequest,
    offered: Offer,
    said: dict[str, Any],
    *,
    send: SendForm | None = None,
    kept: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    initial = {name: said.get(name, "") for name in SendForm.carried}
    initial |= {"reply_by": ReplyBy.EMAIL, "language": _language(request)}
    initial |= {name: value for name, value in _answered_before(request) if name in SendForm.own}
    fresh = SendForm(offer=offered, languages=request.door.page.offered, initial=initial)
    context = _carried(request, offered) | {
        "form": send or fresh,
        "said": said,
        "kept": kept or [],
        "suggested": _suggested(request, offered, said),
    }
    return render(request, "public/feedback/second.html", context, status=status)


def _carried(request: HttpRequest, offered: Offer) -> dict[str, Any]:
    """A form keeps its token over its steps: it is one bucket, and makes one thread."""
    given = request.POST if request.method == "POST" else request.GET
    token = request.POST.get("token", "")
    return {
        "token": token if tokens.read(token) else tokens.make(timezone.now()),
        "incident": _incident(given.get("incident", ""), offered),
        "page": offered.page,
    }


def _answered_before(request: HttpRequest) -> list[tuple[str, str]]:
    """What the second step was told already, for who went back to the first."""
    names = (*SendForm.own, "kept")
    return [(name, value) for name in names for value in request.POST.getlist(name) if value]


def _named_before(request: HttpRequest) -> list[tuple[str, str]]:
    return filing.tickets(pending.claimed(request.POST.getlist("kept")))


def _begun(request: HttpRequest, offered: Offer) -> dict[str, str]:
    """What the link that led here knows already."""
    card = _card(request.GET.get("incident", ""), offered)
    known = {"component": request.GET.get("component", ""), "region": request.GET.get("region", "")}
    if card is not None:
        known["about"] = "broken"
        known["component"] = known["component"] or next(iter(card.component_ids), "")
    return known


def _card(reference: str, offered: Offer) -> IncidentCard | None:
    return offered.card(reference) if reference else None


def _incident(reference: str, offered: Offer) -> str:
    """Only one that the page shows."""
    card = _card(reference, offered)
    return card.reference if card else ""


def _suggested(request: HttpRequest, offered: Offer, said: Any) -> list[Suggestion]:
    asked = {name: str(said.get(name) or "") for name in SendForm.carried}
    return suggestions.find(Ask(language=_language(request), offer=offered, **asked))


def _language(request: HttpRequest) -> str:
    code = request.LANGUAGE_CODE
    return code if code in Language.values else Language.ENGLISH.value
