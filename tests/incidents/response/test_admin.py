"""The staff interface of incidents: list, read-only record with buttons, and declaring."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.response.models import Incident
from incidents.response.states import ClosureReason, Role, State
from tests.factories import accounts, catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db
LIST = "/admin/incidents/incident/"
ADD = f"{LIST}add/"


@pytest.fixture
def rita(client):
    user = accounts.user("Incident commander", username="rita", first_name="Rita", last_name="Responder")
    client.force_login(user)
    return user


@pytest.fixture
def incident(rita) -> Incident:
    by = people.Actor(
        kind=people.Kind.USER, label="Rita", user_id=rita.pk, rights=frozenset(people.ROLES["Incident commander"])
    )
    return people.incident(by=by)


def field(incident, name):
    incident.refresh_from_db()
    return getattr(incident, name)


def test_the_list_shows_where_each_incident_stands(client, incident):
    page = client.get(LIST).content.decode()

    for words in ("INC-2026-0001", "Investigating", "3 Significant", "Rita Responder", "late"):
        assert words in page


def test_a_proposal_is_marked_until_somebody_decides(client, rita):
    people.incident(severity=None, answers={"data_exposed": "yes"})

    assert "5 Severe (proposed)" in client.get(LIST).content.decode()


def test_the_list_speaks_the_persons_language(client, rita, incident):
    rita.locale = "fr"
    rita.save()

    assert "3 Significatif" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=INC-2026-0001", True), ("?q=fails", True), ("?q=nothing+like+it", False), ("?state__exact=closed", False)],
)
def test_the_list_is_searched_and_filtered(client, incident, query, found):
    assert ("/change/" in client.get(LIST + query).content.decode()) is found


def test_the_list_costs_the_same_few_statements_for_10_and_for_1000(client, rita):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    first = people.incident()
    for number in range(9):
        people.incident(title=f"Incident {number}")
    few = statements()
    Incident.objects.bulk_create(
        Incident(
            reference=f"INC-2025-{number:04d}",
            title="Old",
            declared_at=first.declared_at,
            updated_at=first.updated_at,
            severity_id=3,
        )
        for number in range(990)
    )
    assert statements() == few <= 6


def test_the_record_is_read_and_its_buttons_act(client, incident):
    page = client.get(f"{LIST}{incident.pk}/change/").content.decode()
    assert 'name="title"' not in page
    assert "Resolve" in page

    client.post(f"{LIST}{incident.pk}/do/acknowledge/", {"confirm": "yes"})
    client.post(f"{LIST}{incident.pk}/do/resolve/", {"confirm": "yes", "summary": "It works again."})
    assert field(incident, "state") == State.RESOLVED
    client.post(f"{LIST}{incident.pk}/do/reopen/", {"confirm": "yes", "reason": "It does not."})
    client.post(f"{LIST}{incident.pk}/do/close/", {"confirm": "yes", "reason": "false_alarm"})

    assert field(incident, "closure_reason") == ClosureReason.FALSE_ALARM
    assert field(incident, "acknowledged_at")


def test_asking_first_changes_nothing(client, incident):
    answer = client.get(f"{LIST}{incident.pk}/do/resolve/")

    assert answer.status_code == 200
    assert field(incident, "state") == State.INVESTIGATING


def test_a_missing_reason_keeps_the_form(client, incident):
    answer = client.post(f"{LIST}{incident.pk}/do/resolve/", {"confirm": "yes", "summary": ""})

    assert answer.context["form"].errors["summary"]
    assert field(incident, "state") == State.INVESTIGATING


def test_a_moment_is_corrected_from_the_record(client, incident):
    body = {"confirm": "yes", "name": "detected_at", "to_0": "2026-03-02", "to_1": "11:40", "reason": "The first call."}

    client.post(f"{LIST}{incident.pk}/do/set-milestone/", body)
    assert field(incident, "detected_at").hour == 11

    body |= {"name": "impact_started_at", "to_1": "11:50"}
    answer = client.post(f"{LIST}{incident.pk}/do/set-milestone/", body)
    assert answer.context["form"].errors["to"]


def test_duplicates_are_merged_from_the_list(client, incident):
    copies = [people.incident(title=f"Copy {number}") for number in range(2)]
    body = {
        "action": "merge",
        "_selected_action": [copy.pk for copy in copies],
        "confirm": "yes",
        "into": incident.reference,
    }

    client.post(LIST, body)

    assert [field(copy, "merged_into_id") for copy in copies] == [incident.pk, incident.pk]


def test_nobody_deletes_or_edits_an_incident(client, incident):
    assert client.get(f"{LIST}{incident.pk}/delete/").status_code == 403
    assert client.post(f"{LIST}{incident.pk}/change/", {"title": "Nothing happened"}).status_code == 403
    assert field(incident, "title") == "Playback fails for some customers"


@pytest.mark.parametrize("verb", ["acknowledge", "resolve", "close", "merge", "set-milestone"])
def test_a_colleague_who_only_watches_is_refused(client, verb):
    incident = people.incident()
    client.force_login(accounts.user("Observer"))
    body = {
        "confirm": "yes",
        "summary": "x",
        "reason": "false_alarm" if verb == "close" else "x",
        "into": people.incident().reference,
        "name": "detected_at",
    }

    assert client.post(f"{LIST}{incident.pk}/do/{verb}/", body).status_code == 403
    assert field(incident, "state") == State.INVESTIGATING
    assert client.get(LIST).status_code == 200


def declare_body(**fields):
    return {"title": "Sign-in fails", "kind": "unplanned", "declare": "yes", **fields}


def test_an_incident_is_declared_from_the_form(client, rita):
    catalogue.severities()
    component, region = catalogue.component("sign-in"), catalogue.region("japan")

    answer = client.post(
        ADD,
        declare_body(
            title_fr="La connexion échoue",
            components=[component.pk],
            regions=[region.pk],
            status="partial_outage",
            severity=4,
            answer_share="25_to_50",
            summary="Calls from Tokyo.",
        ),
    )

    incident = Incident.objects.get()
    assert answer.status_code == 302, answer.context["form"].errors
    assert incident.severity_id == incident.proposed_severity_id == 4
    assert incident.title_in("fr") == "La connexion échoue"
    assert incident.impacts.get().region == region
    assert incident.assignments.get(role=Role.COMMANDER).user == rita
    assert incident.declared_at <= timezone.now()


def test_the_proposal_is_shown_with_its_reasons_and_nothing_is_declared(client, rita):
    catalogue.severities()

    page = client.post(ADD, {"title": "", "suggest": "yes", "answer_money_taken": "yes", "kind": "unplanned"})

    assert "Proposed: 4 Serious" in page.content.decode()
    assert "Money was wrongly taken." in page.content.decode()
    assert page.context["form"]["severity"].value() == "4"
    assert not page.context["form"].errors
    assert not Incident.objects.exists()


def test_what_is_wrong_is_marked_and_nothing_typed_is_lost(client, rita):
    page = client.post(ADD, declare_body(title="", summary="Calls from Tokyo.", kind="maintenance"))
    assert page.context["form"].errors["title"]
    assert "Calls from Tokyo." in page.content.decode()

    page = client.post(ADD, declare_body(kind="maintenance"))
    assert page.context["form"].errors["scheduled_for"]
    assert not Incident.objects.exists()


def test_markup_in_a_title_stays_text(client, rita):
    client.post(ADD, declare_body(title="<script>alert(1)</script>"))

    assert "<script>alert(1)" not in client.get(LIST).content.decode()
    assert Incident.objects.get().title == "<script>alert(1)</script>"


def test_who_may_not_declare_gets_no_form(client):
    client.force_login(accounts.user("Observer"))

    assert client.get(ADD).status_code == 403
    assert client.post(ADD, declare_body()).status_code == 403
    assert not Incident.objects.exists()


def test_a_stranger_is_sent_to_the_login(client):
    assert client.get(ADD).status_code == 302
    assert client.get(LIST).status_code == 302
