"""Playbooks on staff pages: what is followed and what fits in the room, what lacks one on the home page."""

from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from core.web.panels import Block, register
from incidents.message_templates import queries as message_templates
from incidents.playbooks import following, known, offers, policies
from incidents.playbooks.models import PlaybookRun
from incidents.response.models import Incident
from incidents.response.states import ENDED, Kind

VIEW = "incidents.view_playbookrun"

# What a chart may name is checked against what there is when it is published.
known.provide("templates", message_templates.keys)


def newest(incident: Incident) -> object:
    rows = PlaybookRun.objects.filter(incident=incident).order_by("pk")
    return list(rows.values_list("pk", "state", "node", "entered_at", "version_id"))


@register(page="room", name="playbooks", order=20, stamp=newest)
def followed(request: HttpRequest, incident: Incident) -> Block | None:
    """One question at a time; without a run, what fits."""
    if not request.actor.may(VIEW) or incident.kind == Kind.MAINTENANCE:
        return None
    at = timezone.now()
    views = following.of(incident, at)
    may_run = policies.can_run(request.actor, incident) and incident.state not in ENDED
    offered = offers.offers(incident) if may_run else ()
    if not views and not offered:
        return None
    context = {
        "incident": incident,
        "going": [view for view in views if view.run.is_running],
        "over": [view for view in views if not view.run.is_running],
        "fitting": [offer for offer in offered if offer.fits],
        "others": [offer for offer in offered if not offer.fits],
        "wanted": incident.kind == Kind.UNPLANNED and offers.lacks_one(incident, views, at),
        "may_run": policies.can_run(request.actor, incident),
        "now": at,
    }
    return Block("admin/room/playbooks.html", context)


@register(page="declare", name="playbooks")
def would_fit(request: HttpRequest, form: Form) -> Block | None:
    """What fits the components ticked and the words typed so far."""
    if not request.actor.may(policies.VIEW):
        return None
    told = " ".join(str(form.data.get(name, "")) for name in ("title", "symptom")) if form.is_bound else ""
    ticked = form.data.getlist("components") if form.is_bound else []
    components = {int(pk) for pk in ticked if pk.isascii() and pk.isdigit() and len(pk) < 10}
    return Block("admin/declare/playbooks.html", {"offers": offers.before_declaring(told=told, components=components)})


@register(page="home", name="playbooks", order=12)
def lacking(request: HttpRequest) -> Block | None:
    """Incidents that have lasted longer than their level allows without a playbook."""
    if not request.actor.may(VIEW):
        return None
    rows = offers.without_playbook(timezone.now())
    return Block("admin/home/playbooks.html", {"incidents": rows}) if rows else None
