from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.web.errors import Conflict, Invalid
from incidents.response.models import Incident
from incidents.room import forms
from incidents.room.verbs import VERBS, Verb
from incidents.room.views import page


@require_POST
def do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One verb: validate, call its action once, go back; what is wrong comes back with what was typed."""
    if verb not in VERBS:
        raise Http404
    incident = page.incident_or_404(request, pk)
    chosen = VERBS[verb]
    form = chosen.form(request.POST, incident=incident)
    status = attempt(request, chosen, form, incident)
    if status == 200:
        messages.success(request, str(chosen.done))
        return HttpResponseRedirect(reverse("admin:room", args=[pk]) + f"#{chosen.section}")
    return page.render_room(request, incident, bound={verb: form}, status=status)


def attempt(request: HttpRequest, verb: Verb, form: forms.RoomForm, incident: Incident) -> int:
    """200 when done; else 400 or 409, with the reason in the form. A refusal travels (403, logged)."""
    if not form.is_valid():
        return 400
    try:
        verb.run(incident=incident, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except Invalid as error:
        blame(form, error.fields)
        return 400
    except ValidationError as error:
        form.add_error(None, error)
        return 400
    except Conflict as error:
        form.add_error(None, str(error))
        return 409
    return 200


def blame(form: forms.RoomForm, fields: dict[str, list[str]]) -> None:
    """Put each message at its field, or at the top when the form has no such field."""
    for name, texts in fields.items():
        form.add_error(name if name in form.fields else None, texts)
