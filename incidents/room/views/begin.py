from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.web.errors import Conflict, Invalid
from incidents.message_templates import actions
from incidents.message_templates import queries as message_templates
from incidents.room.views import editor, page


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with approved words; it opens in the editor."""
    incident = page.incident_or_404(request, pk)
    chosen = request.POST.get("template", "")
    version = message_templates.offered(incident).filter(pk=chosen).first() if chosen.isdigit() else None
    if version is None:
        messages.warning(request, _("This template is not offered any more. Choose another one."))
        return editor.to_room(incident, "say")
    try:
        update = actions.begin(version=version, incident=incident, by=request.actor, at=timezone.now())
    except (Conflict, Invalid) as error:
        messages.warning(request, str(error))
        return editor.to_room(incident, "say")
    return editor.to_room(incident, "say", update=update.pk)
