"""Playbooks are offered by component and symptom: while declaring, right after it, and over the API."""

import pytest

from core.actor import Refused
from core.web.errors import Invalid
from incidents.facts import actions as facts
from incidents.facts.models import Fact
from incidents.facts.states import State
from incidents.playbooks import offers, run_states
from incidents.playbooks.models import Playbook
from incidents.response.models import Incident
from tests.factories import accounts, catalogue, runs
from tests.factories import response as people

pytestmark = pytest.mark.django_db
ADD = "/admin/incidents/incident/add/"
SIGN_IN = {"en": "Customers are signed out and their sign in fails"}


def fitting(incident: Incident) -> set[str]:
    return {offer.playbook.slug for offer in offers.offers(incident) if offer.fits}


def test_the_symptom_told_with_the_declaration_is_the_first_answer_of_the_ledger(noon):
    incident = people.incident(symptom=SIGN_IN, title="Trouble")

    fact = Fact.objects.get(incident=incident, key="symptom")
    assert (fact.current.state, fact.current.texts) == (State.ESTIMATED, SIGN_IN)
    assert "Symptom, an estimate: " in incident.entries.get(data__what="fact_estimated").text


def test_without_a_symptom_nothing_is_answered(noon):
    people.incident(symptom={"en": "  "})
    assert not Fact.objects.exists()


def test_a_symptom_in_no_language_of_ours_declares_nothing(noon):
    with pytest.raises(Invalid) as refused:
        people.incident(symptom={"de": "Nichts geht"})
    assert list(refused.value.fields) == ["symptom"]
    assert not Incident.objects.exists()


def test_a_support_agent_who_declares_may_tell_the_symptom_and_no_stranger_after(noon):
    agent = people.actor("Ann Agent", "Support agent")
    incident = people.incident(by=agent, symptom=SIGN_IN)
    other = people.actor("Otto Other", "Support agent")
    told = {"key": "symptom", "state": "estimated", "texts": SIGN_IN, "at": noon}

    with pytest.raises(Refused):
        facts.answer(incident=incident, by=other, **told)
    assert Fact.objects.get().current.answered_by == "Ann Agent"


def test_what_is_offered_follows_the_symptom_and_forgets_one_withdrawn(noon):
    runs.shipped()
    rita = people.actor()
    incident = people.incident(title="Trouble", symptom=SIGN_IN)

    assert fitting(incident) == {"sign-in-outage"}
    facts.retract(incident=incident, key="symptom", reason="Wrong product", by=rita, at=noon)
    assert fitting(incident) == set()


def test_words_of_a_language_without_spaces_fit():
    assert run_states.fits(["再生できない"], "フランスで映画が再生できないという声")
    assert not run_states.fits(["再生できない"], "ログインできない")


@pytest.mark.parametrize(
    ("language", "told", "slugs"),
    [
        ("fr", "Les clients n’arrivent plus à se connecter : la connexion échoue", {"sign-in-outage"}),
        ("fr", "Des clients ont ete deconnectes", {"sign-in-outage"}),
        ("fr", "Les vidéos s’arrêtent au bout de quelques secondes", {"playback-failure-by-region", "third-party"}),
        ("fr", "Le paiement est refusé et des clients sont débités deux fois", {"third-party"}),
        ("fr", "Les factures ont une coquille", set()),
        ("ja", "お客様がログインできない", {"sign-in-outage"}),
        ("ja", "勝手にログアウトされる", {"sign-in-outage"}),
        ("ja", "動画が数秒で止まる", {"playback-failure-by-region", "third-party"}),
        ("ja", "決済に失敗し、二重に請求された", {"third-party"}),
        ("ja", "請求書に誤字がある", set()),
    ],
)
def test_what_is_told_in_french_and_japanese_fits(noon, language, told, slugs):
    runs.shipped()
    by_symptom = people.incident(title="Trouble", symptom={language: told})
    by_title = people.incident(title=told)

    assert fitting(by_symptom) == fitting(by_title) == slugs


def test_a_program_declares_with_a_symptom_and_reads_what_fits(client):
    runs.shipped()
    catalogue.severities()
    headers = accounts.authorization("incidents:write", "incidents:read", owner=accounts.user("Incident commander"))
    body = {"title": "Trouble", "symptom": SIGN_IN, "severity": 3}

    made = client.post("/api/v1/incidents/", body, "application/json", **headers)
    offered = client.get(f"/api/v1/incidents/{made.json()['reference']}/playbooks/", **headers).json()
    wrong = client.post("/api/v1/incidents/", {**body, "symptom": {"de": "x"}}, "application/json", **headers)

    assert made.status_code == 201
    assert [(row["playbook"], row["symptom"], row["because"]) for row in offered if row["fits"]] == [
        ("sign-in-outage", True, [])
    ]
    assert offered[0]["title"] == "Customers can't sign in"
    assert len(offered) == 4
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["symptom"])


def test_offers_of_an_unknown_incident_are_not_found(client):
    headers = accounts.authorization("incidents:read")
    assert client.get("/api/v1/incidents/INC-1999-0001/playbooks/", **headers).status_code == 404


def test_offers_take_six_statements(noon, django_assert_num_queries):
    runs.shipped()
    incident = people.incident(symptom=SIGN_IN)
    with django_assert_num_queries(6):
        offers.offers(incident)


def test_a_component_that_comes_after_the_playbooks_brings_them_along_once(noon):
    runs.shipped()
    made = catalogue.component("sign-in", name="Sign-in")
    renamed = catalogue.component("login", name="Login")
    renamed.slug = "profiles"
    renamed.save()
    playbook = Playbook.objects.get(slug="sign-in-outage")

    assert set(playbook.components.all()) == {made, renamed}
    assert playbook.awaited == []
    assert [offer.because for offer in offers.before_declaring(told="", components=[renamed.pk])] == [("Login",)]

    playbook.components.remove(made)
    made.save()
    assert list(playbook.components.all()) == [renamed]


@pytest.fixture
def agent(client):
    user = accounts.user("Incident commander")
    client.force_login(user)
    return user


def test_the_form_shows_what_would_fit_and_declares_nothing(client, agent):
    component = catalogue.component("sign-in", name="Sign-in")
    runs.shipped()

    empty = client.get(ADD).content.decode()
    by_words = client.post(ADD, {"symptom": "The sign in fails", "suggest": "look"}).content.decode()
    by_component = client.post(ADD, {"components": [component.pk], "suggest": "look"}).content.decode()
    nonsense = client.post(ADD, {"components": ["x", "9" * 30], "suggest": "look"})

    assert "Playbooks that fit" not in empty
    assert "Customers can&#x27;t sign in" in by_words
    assert "Customers can&#x27;t sign in" in by_component
    assert nonsense.status_code == 200
    assert not Incident.objects.exists()


def test_the_form_keeps_the_symptom_in_the_language_of_whoever_types(client, agent):
    agent.locale = "fr"
    agent.save()
    catalogue.severities()

    client.post(ADD, {"title": "Panne", "kind": "unplanned", "symptom": "La vidéo ne démarre pas", "declare": "yes"})

    assert Fact.objects.get(key="symptom").current.texts == {"fr": "La vidéo ne démarre pas"}


def test_the_room_offers_it_right_after_declaring(client, agent):
    runs.shipped()
    catalogue.severities()
    given = {"title": "Trouble", "kind": "unplanned", "symptom": "The sign in fails", "declare": "yes"}

    room = client.post(ADD, given, follow=True).content.decode()

    assert "Playbooks that fit" in room
    assert "Customers can&#x27;t sign in" in room
