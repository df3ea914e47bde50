from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.actor import require
from core.delivery import actions as delivery
from core.delivery.models import Delivery
from core.delivery.states import State as DeliveryState
from core.web.errors import Conflict, Invalid
from incidents.communication import actions as communication
from incidents.communication import policies
from incidents.communication.errors import AlreadyPublished, Blocked, SignatureNeeded, StaleVersion
from incidents.communication.models import Update
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from incidents.room import decisions, desk, drafting, forms, margin
from incidents.room.views import page
from incidents.room.views.moves import blame

FIELDS = {"next_update_at": "next_in", "texts": ""}


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft, and do what the pressed button says; nothing typed is ever lost."""
    incident = page.incident_or_404(request, pk)
    wanted = request.POST.get("do", "save")
    require(policies.can_publish if wanted == "publish" else policies.can_draft, request.actor, incident)
    at = timezone.now()
    form = desk.submitted(incident, request.POST, at=at)
    if not form.is_valid():
        return again(request, incident, form, status=400)
    if wanted in ("add", "autosave") and not form.texts():
        return nothing_yet(request, incident, wanted)
    try:
        update = drafting.keep(form, by=request.actor, at=at)
        if "mend" in request.POST:
            return mended(request, incident, update, at)
        if wanted == "publish":
            reason = form.cleaned_data["override_reason"]
            update = communication.publish(update=update, by=request.actor, at=at, override_reason=reason)
        elif wanted == "ask":
            communication.ask_signatures(update=update, by=request.actor, at=at)
        elif wanted == "take-over":
            response.take_over(incident=incident, role=Role.COMMUNICATIONS_LEAD, by=request.actor, at=at)
    except AlreadyPublished as error:
        return shown(request, incident, error.update)
    except StaleVersion as error:
        return beside(request, incident, form, str(error))
    except Blocked as error:
        return held_back(request, incident, update, error, at)
    except SignatureNeeded as error:
        return unsigned(request, incident, update, error, at)
    except Invalid as error:
        blame(form, {FIELDS.get(name, name): texts for name, texts in error.fields.items()})
        return again(request, incident, form, status=400)
    except Conflict as error:
        form.add_error(None, str(error))
        return again(request, incident, form, status=409)
    if wanted == "autosave":
        return saved(request, incident, update, at)
    return done(request, incident, update, wanted)


def mended(request: HttpRequest, incident: Incident, update: Update, at: datetime) -> HttpResponse:
    """One click: what was typed is kept, and the one remark is mended in it."""
    if margin.apply(update, request.POST["mend"], by=request.actor, at=at) is None:
        messages.info(request, _("The text has changed since; look at its remarks again."))
    return to_room(incident, "say", update=update.pk)


def held_back(request: HttpRequest, incident: Incident, update: Update, error: Blocked, at: datetime) -> HttpResponse:
    """The linter blocks: the draft is kept, and where a written reason would do, it is asked for."""
    data = request.POST.copy()
    data["update"], data["version"] = str(update.pk), str(update.version)
    form = desk.submitted(incident, data, at=at)
    form.asks_for_reason = error.overridable
    form.is_valid()
    blame(form, {"": error.fields["texts"]})
    return again(request, incident, form, status=400)


def unsigned(
    request: HttpRequest, incident: Incident, update: Update, error: SignatureNeeded, at: datetime
) -> HttpResponse:
    """Legal has not signed these words: the draft is kept, and asking is one click."""
    data = request.POST.copy()
    data["update"], data["version"] = str(update.pk), str(update.version)
    form = desk.submitted(incident, data, at=at)
    form.is_valid()
    form.add_error(None, str(error))
    return again(request, incident, form, status=409)


def done(request: HttpRequest, incident: Incident, update: Update, wanted: str) -> HttpResponse:
    if wanted == "publish" and update.held_until:
        moment = formats.date_format(timezone.localtime(update.held_until), "H:i:s")
        messages.success(request, _("It goes out at %(moment)s unless somebody objects.") % {"moment": moment})
        return to_room(incident, "decisions")
    if wanted == "ask":
        messages.success(request, _("Legal is asked. You can publish as soon as they have signed."))
        return to_room(incident, "decisions", update=update.pk)
    if wanted == "publish":
        count = desk.number_told(incident) if update.notify else 0
        said = ngettext(
            "Published. %(count)d subscriber is being told.", "Published. %(count)d subscribers are being told.", count
        )
        messages.success(request, said % {"count": count} if update.notify else _("Published on the page."))
        return to_room(incident, "told")
    said = (
        _("The draft is saved, and the messages are yours to publish.") if wanted == "take-over" else _("Draft saved.")
    )
    messages.success(request, said)
    return to_room(incident, "say", update=update.pk, **extra_slot(request, wanted))


def extra_slot(request: HttpRequest, wanted: str) -> dict[str, str]:
    """The further text asked for by "add", as the address names it."""
    if wanted != "add":
        return {}
    return {"slot": f"{request.POST.get('add_audience', '')}-{request.POST.get('add_kind', '')}"}


def to_room(incident: Incident, section: str, **query: object) -> HttpResponse:
    address = reverse("admin:room", args=[incident.pk])
    return HttpResponseRedirect(f"{address}{'?' + urlencode(query) if query else ''}#{section}")


def nothing_yet(request: HttpRequest, incident: Incident, wanted: str) -> HttpResponse:
    if wanted == "autosave":
        return HttpResponse(status=204)
    return to_room(incident, "say", **extra_slot(request, wanted))


def shown(request: HttpRequest, incident: Incident, update: Update) -> HttpResponse:
    """Somebody was faster, or the click came twice: readers have it, once."""
    moment = formats.date_format(timezone.localtime(update.published_at), "H:i:s")
    said = _("Published by %(who)s at %(moment)s.") % {"who": update.published_by, "moment": moment}
    if request.htmx:
        return TemplateResponse(request, "admin/room/_save_state.html", {"problem": said, "compare": False})
    messages.info(request, said)
    return to_room(incident, "told")


def beside(request: HttpRequest, incident: Incident, form: forms.UpdateForm, said: str) -> HttpResponse:
    """Two people wrote on one draft: both texts are shown, and saving again keeps one's own."""
    if request.htmx:
        return TemplateResponse(request, "admin/room/_save_state.html", {"problem": said, "compare": True})
    theirs = desk.with_words(incident, form.draft.pk)
    form.data = form.data.copy()
    form.data["version"] = theirs.version
    form.add_error(None, said)
    return again(request, incident, form, status=409, theirs=theirs)


def again(
    request: HttpRequest, incident: Incident, form: forms.UpdateForm, *, status: int, theirs: Update | None = None
) -> HttpResponse:
    """The room with what was typed and what is wrong with it."""
    if request.htmx:
        problem = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return TemplateResponse(request, "admin/room/_save_state.html", {"problem": problem, "compare": False})
    table = desk.desk(incident, form, at=timezone.now(), theirs=theirs)
    return page.render_room(request, incident, table=table, status=status, failed="write")


def saved(request: HttpRequest, incident: Incident, update: Update, at: datetime) -> HttpResponse:
    """After an autosave: the draft's number and version, and how it looks now."""
    draft = desk.with_words(incident, update.pk)
    form = desk.fresh(incident, draft=draft, corrects=None, slot="", at=at)
    gathered = desk.gathered(form, at)
    context = {"form": form, "seen": desk.seen(form, gathered), "draft": draft, "now": at, "incident": incident}
    context["margin"] = margin.of(gathered)
    context["needs"] = decisions.needed(draft, gathered)
    answer = TemplateResponse(request, "admin/room/saved.html", context)
    answer["HX-Replace-Url"] = f"{reverse('admin:room', args=[incident.pk])}?update={draft.pk}"
    return answer


@require_POST
def touch(request: HttpRequest, pk: int) -> HttpResponse:
    """Still working on it: one click."""
    incident = page.incident_or_404(request, pk)
    at = timezone.now()
    form = desk.touch_form(incident, at, request.POST)
    if form.is_valid():
        notify = form.cleaned_data["notify"]
        try:
            communication.touch(
                incident=incident, next_update_at=form.promise(at), notify=notify, by=request.actor, at=at
            )
        except Conflict as error:
            form.add_error(None, str(error))
        except Invalid as error:
            blame(form, {FIELDS.get(name, name): texts for name, texts in error.fields.items()})
        else:
            messages.success(request, _("Readers see that you are still working on it."))
            return to_room(incident, "told")
    return page.render_room(request, incident, touch=form, status=400, failed="touch")


@require_POST
def discard(request: HttpRequest, pk: int, update: int) -> HttpResponse:
    """Put a draft away; staff can still read it in the incident's record."""
    incident = page.incident_or_404(request, pk)
    draft = incident.updates.filter(pk=update).first()
    if draft is not None:
        try:
            communication.discard(update=draft, by=request.actor, at=timezone.now())
        except AlreadyPublished as error:
            return shown(request, incident, error.update)
        except Conflict as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("The draft is put away."))
    return to_room(incident, "say")


@require_POST
def redrive(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again what was given up for this incident; what a later message overtook stays."""
    incident = page.incident_or_404(request, pk)
    given_up = Delivery.objects.filter(broadcast__group=incident.reference, state=DeliveryState.DEAD)
    result = delivery.redrive(deliveries=list(given_up), by=request.actor, at=timezone.now())
    count = len(result.sent_again)
    said = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", count)
    messages.success(request, said % {"count": count})
    return to_room(incident, "deliveries")
