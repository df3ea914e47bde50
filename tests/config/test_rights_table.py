"""V01: role × object × verb, made from the API's router and the staff interface's registry.

The rule for every resource is the same: reading asks the view right on its model, writing one of
the add, change or delete rights. What differs stands in a table here; whatever else differs fails.
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse
from rest_framework.test import APIClient

from config.api import router
from config.roles import ROLES, SCOPES
from incidents.alerts.models import AlertSource, Proposal
from incidents.communication import actions as communication
from tests.factories import accounts, alerts, catalogue, community, decisions, feedback, subscribers
from tests.factories import communication as words
from tests.factories import response as people

pytestmark = pytest.mark.django_db
DECIDE, DRAFT, REDRIVE = "incidents.decide_proposal", "incidents.draft_update", "core.redrive_delivery"
SIGN = "incidents.sign_update"
RESPONDING = ("incidents.declare_incident", "incidents.respond_incident", "incidents.command_incident")
# Resource → one of these rights is needed to write anything there; () where nobody writes with a token.
WRITES = {
    "users": (),
    "tokens": (),
    "sessions": (),
    "alert-proposals": (DECIDE,),
    "updates": (DRAFT, "incidents.publish_update", SIGN, "incidents.command_incident"),
    "signatures": (SIGN,),
    "broadcasts": (REDRIVE,),
    "deliveries": (REDRIVE,),
    "imports": RESPONDING,
    "incidents": RESPONDING,
    "fact-requests": (DRAFT, *RESPONDING),
    "promises": RESPONDING,
    "personal-data": ("feedback.anonymise_thread",),
    "thread-links": ("feedback.triage_thread",),
    "closing-runs": ("feedback.answer_thread",),
    "mails-received": ("feedback.triage_thread",),
    "threads": ("feedback.triage_thread", "feedback.answer_thread"),
    "community-messages": ("feedback.triage_thread", "feedback.answer_thread", "feedback.moderate_thread"),
    "community-posts": ("feedback.triage_thread",),
    "crisis-calls": ("feedback.take_crisiscall", "incidents.declare_incident"),
    "reply-drafts": ("feedback.triage_thread", "feedback.answer_thread"),
    "canned-replies": ("feedback.draft_cannedreply", "feedback.approve_cannedreply"),
}
# Resource → the right to read its list; "" for whoever is on staff, None for people who are signed in only.
READS = {"users": "incidents.view_incident", "tokens": None, "sessions": None, "status": "",
         "delivery-channels": "core.view_delivery", "fact-requests": "incidents.view_incident",
         "reply-drafts": "feedback.view_thread", "feedback-measures": "feedback.view_thread"}  # fmt: skip
# Staff pages: the list everybody on staff has of the own rows.
OWN_ROWS = {"core.apitoken"}


@pytest.fixture
def _world(noon):
    """One of most things, so that a move has something to move."""
    region, group = catalogue.region("france"), catalogue.group("watching")
    component = catalogue.component("playback-1", regions=(region,), group=group)
    catalogue.third_party("Supplier", fr="un prestataire")
    incident = words.incident(at=noon)
    words.published(incident, at=noon)
    draft = words.draft(incident, at=noon, texts=decisions.exposing())
    communication.ask_signatures(update=draft, by=people.actor(), at=noon)
    subscribers.confirmed("https://93.184.216.34/hook", components=[component])
    source, _key = alerts.source()
    feedback.registers()
    community.post(community.question(quiet=True))
    Proposal.objects.create(source=source, key="k", title="t", status="firing", first_at=noon, last_at=noon)


def flat() -> Iterator[tuple[str, type]]:
    """Resources of their own; those inside an incident share its rights."""
    return ((prefix, view) for prefix, view, _name in router.registry if "(" not in prefix)


def read_right(prefix: str, view: type) -> str | None:
    if prefix in READS:
        return READS[prefix]
    options = view.queryset.model._meta
    return f"{options.app_label}.view_{options.model_name}"


def write_rights(prefix: str, view: type) -> tuple[str, ...]:
    if prefix in WRITES or getattr(view, "queryset", None) is None:
        return WRITES.get(prefix, ())
    options = view.queryset.model._meta
    return tuple(f"{options.app_label}.{verb}_{options.model_name}" for verb in ("add", "change", "delete"))


def writes(prefix: str, view: type) -> Iterator[tuple[str, str]]:
    """(method, address) of everything that writes, on the first object there is."""
    if hasattr(view, "create"):
        yield "post", f"/api/v1/{prefix}/"
    model = view.queryset.model if getattr(view, "queryset", None) is not None else None
    row = model.objects.order_by("pk").first() if model else None
    field = getattr(view, "lookup_field", "pk")
    detail = f"/api/v1/{prefix}/{getattr(row, field)}/" if row is not None else None
    for method, name in (("patch", "partial_update"), ("delete", "destroy")):
        if detail and hasattr(view, name):
            yield method, detail
    for extra in view.get_extra_actions():
        base = detail if extra.detail else f"/api/v1/{prefix}/"
        if base and "post" in extra.mapping:
            yield "post", f"{base}{extra.url_path}/"


@pytest.mark.usefixtures("_world")
@pytest.mark.parametrize("role", ROLES)
def test_v01_a_role_reads_what_its_rights_open_and_writes_nothing_else(role):
    held, client = ROLES[role], APIClient()
    client.credentials(**accounts.authorization(*SCOPES, owner=accounts.user(role)))
    surprises = []
    for prefix, view in flat():
        if hasattr(view, "list"):
            right = read_right(prefix, view)
            expected = 200 if right == "" or right in held else 403
            found = client.get(f"/api/v1/{prefix}/").status_code
            surprises += [f"GET {prefix}: {found}, not {expected}"] if found != expected else []
        if not held.intersection(write_rights(prefix, view)):
            for method, address in writes(prefix, view):
                found = getattr(client, method)(address, {}, format="json").status_code
                surprises += [f"{method} {address}: {found}"] if found not in {400, 403, 404, 405, 409} else []

    assert surprises == []


@pytest.mark.parametrize("role", ROLES)
def test_v01_a_role_opens_the_staff_lists_its_rights_open(client, role):
    client.force_login(accounts.user(role))
    surprises = []
    for model in admin.site._registry:
        found = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")).status_code
        expected = 200 if opens(ROLES[role], model) else 403
        surprises += [f"{model._meta.label}: {found}, not {expected}"] if found != expected else []

    assert surprises == []


def opens(held: set[str], model: type[models.Model]) -> bool:
    options = model._meta
    rights = {f"{options.app_label}.{verb}_{options.model_name}" for verb in ("view", "change")}
    return options.label_lower in OWN_ROWS or bool(held & rights)


def test_v01_every_exception_is_about_a_resource_that_exists():
    known = {prefix for prefix, _view in flat()}

    assert set(WRITES) - known == set()
    assert set(READS) - known == set()


@pytest.mark.usefixtures("_world")
def test_v01_the_walk_finds_the_moves():
    incidents = dict(flat())["incidents"]

    assert len(list(writes("incidents", incidents))) > 15
    assert AlertSource.objects.exists()
