"""Who is told and who isn't: two answers from one list of rules."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.subscribers import actions, audience, policies, queries
from incidents.subscribers.models import Subscriber
from incidents.subscribers.scope import Scope
from incidents.subscribers.states import State
from tests.factories import catalogue, subscribers
from tests.factories.subscribers import NOON


def scope(*, components=(), regions=(), **fields):
    fields = {"incident_ref": "INC-2026-0001", "kind": "unplanned", **fields}
    return Scope(component_ids=tuple(c.pk for c in components), region_ids=tuple(r.pk for r in regions), **fields)


def told(asked):
    return set(queries.who_hears(asked).values_list("address", flat=True))


def reasons(asked):
    return dict(queries.with_reason(asked).exclude(reason="").values_list("address", "reason"))


@pytest.fixture
def playback():
    return catalogue.component("playback")


@pytest.fixture
def payments():
    return catalogue.component("payments")


def test_a_chosen_component_decides(playback, payments):
    subscribers.confirmed("all@example.org")
    subscribers.confirmed("playback@example.org", components=[playback])
    subscribers.confirmed("payments@example.org", components=[payments])

    asked = scope(components=[playback])

    assert told(asked) == {"all@example.org", "playback@example.org"}
    assert reasons(asked) == {"payments@example.org": "other_components"}


def test_what_concerns_everything_is_told_to_everybody(playback):
    subscribers.confirmed("playback@example.org", components=[playback], regions=[catalogue.region("japan")])

    assert told(scope()) == {"playback@example.org"}


def test_a_component_that_is_deleted_does_not_turn_its_followers_into_followers_of_all(playback, payments):
    subscribers.confirmed("playback@example.org", components=[playback])
    playback.delete()

    assert told(scope(components=[payments])) == set()


def test_a_chosen_region_decides(playback):
    japan, france = catalogue.region("japan"), catalogue.region("france")
    subscribers.confirmed("japan@example.org", regions=[japan])

    assert told(scope(regions=[japan, france])) == {"japan@example.org"}
    assert reasons(scope(regions=[france])) == {"japan@example.org": "other_regions"}


def test_a_chosen_kind_decides():
    subscribers.confirmed("works@example.org", kinds=["maintenance"])

    assert told(scope(kind="maintenance")) == {"works@example.org"}
    assert reasons(scope()) == {"works@example.org": "other_kind"}


def test_a_follower_of_one_incident_hears_all_of_it_and_nothing_else(playback):
    subscribers.confirmed("one@example.org", incident_ref="INC-2026-0001", components=[playback])

    assert told(scope(components=[catalogue.component("payments")])) == {"one@example.org"}
    assert reasons(scope(incident_ref="INC-2026-0002")) == {"one@example.org": "other_incident"}


def test_the_same_address_is_told_once():
    subscribers.confirmed("both@example.org")
    subscribers.confirmed("both@example.org", incident_ref="INC-2026-0001")

    assert queries.who_hears(scope()).count() == 1
    assert reasons(scope()) == {"both@example.org": "told_already"}


def test_an_exercise_is_told_to_nobody():
    subscribers.confirmed("ann@example.org")

    assert told(scope(kind="drill")) == set()
    assert reasons(scope(kind="drill")) == {"ann@example.org": "drill"}


def test_who_confirms_after_publishing_is_not_told_of_it():
    subscribers.confirmed("late@example.org", at=NOON + timedelta(minutes=1))

    assert reasons(scope(published_at=NOON)) == {"late@example.org": "confirmed_later"}
    assert told(scope(published_at=NOON + timedelta(minutes=1))) == {"late@example.org"}


def test_a_scope_survives_being_stored():
    asked = Scope("INC-2026-0001", "maintenance", (3, 4), (5,), NOON)

    assert Scope.from_args(asked.to_args()) == asked


STATES = st.sampled_from(State.values)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "state": STATES,
            "confirmed": st.sampled_from([-1, 0, 1]),
            "wants_incidents": st.booleans(),
            "components": st.sets(st.sampled_from([0, 1]), max_size=2),
            "regions": st.sets(st.sampled_from([0, 1]), max_size=2),
            "all_components": st.booleans(),
            "all_regions": st.booleans(),
            "incident_ref": st.sampled_from(["", "", "INC-2026-0001", "INC-2026-0002"]),
            "address": st.sampled_from(["a@example.org", "b@example.org", "c@example.org"]),
        }
    ),
    max_size=8,
    unique_by=lambda person: (person["address"], person["incident_ref"]),
)
SCOPES = st.fixed_dictionaries(
    {
        "incident_ref": st.sampled_from(["", "INC-2026-0001", "INC-2026-0002"]),
        "kind": st.sampled_from(["unplanned", "maintenance", "drill"]),
        "components": st.sets(st.sampled_from([0, 1])),
        "regions": st.sets(st.sampled_from([0, 1])),
        "published_at": st.sampled_from([None, NOON]),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE, asked=SCOPES)
def test_everybody_is_either_told_or_given_one_reason(playback, payments, people, asked):
    components = [playback, payments]
    regions = [catalogue.region("japan"), catalogue.region("france")]
    Subscriber.objects.all().delete()
    for person in people:
        keep(dict(person), components, regions)
    chosen = {
        "components": [components[i] for i in asked["components"]],
        "regions": [regions[i] for i in asked["regions"]],
    }
    asked = scope(**{**asked, **chosen})

    hearing = set(queries.who_hears(asked).values_list("pk", flat=True))
    refused = set(queries.with_reason(asked).exclude(reason="").values_list("pk", flat=True))
    preview = queries.explain(asked)
    owed = set(audience.recipients(asked.to_args()).values_list("pk", flat=True))

    assert hearing | refused == set(Subscriber.objects.values_list("pk", flat=True))
    assert not hearing & refused
    assert owed == hearing
    assert (preview.total, preview.not_told) == (len(hearing), len(refused))
    assert len({row.address for row in Subscriber.objects.filter(pk__in=hearing)}) == len(hearing)


def keep(person, components, regions):
    chosen = {name: person.pop(name) for name in ("components", "regions")}
    confirmed_at = NOON + timedelta(minutes=person.pop("confirmed"))
    row = Subscriber.objects.create(
        channel="email", audience_id="general", created_at=NOON, confirmed_at=confirmed_at, **person
    )
    row.components.set([components[i] for i in chosen["components"]])
    row.regions.set([regions[i] for i in chosen["regions"]])


@pytest.mark.parametrize("count", [10, 1_000])
def test_the_preview_takes_the_same_few_statements(count, playback):
    subscribers.crowd(count)
    subscribers.confirmed("payments@example.org", components=[catalogue.component("payments")])

    asked = scope(components=[playback], regions=[catalogue.region("japan")])

    with CaptureQueriesContext(connection) as statements:
        preview = queries.explain(asked)

    assert preview.total == count
    assert [(refusal.reason, refusal.count) for refusal in preview.refusals] == [("other_components", 1)]
    assert preview.refusals[0].examples[0].address == "p…@example.org"
    assert len(statements) == 2  # the counts, and the examples of one reason


def test_the_audience_says_in_one_select_what_the_outbox_inserts():
    subscribers.confirmed("ann@example.org", language="fr", audience="technical")

    with CaptureQueriesContext(connection) as statements:
        rows = list(audience.recipients(scope().to_args()).values_list(*audience_columns()))

    assert len(statements) == 1
    (row,) = rows
    assert row[1:] == (f"subscriber:{row[0]}", "email", "ann@example.org", "fr", "technical", "email")


def audience_columns():
    return ("pk", "recipient", "channel", "address", "language", "audience", "channel_kind")


def test_who_leaves_before_the_sending_is_not_wanted_any_more(noon):
    ann = subscribers.confirmed("ann@example.org")
    args = scope(published_at=noon).to_args()
    owed = [f"subscriber:{ann.pk}"]

    before = audience.still_wanted(owed, args)
    actions.unsubscribe(subscriber=ann, by=policies.holder(ann), at=noon)

    assert before == set(owed)
    assert audience.still_wanted(owed, args) == set()


def test_links_and_secrets_are_given_for_each():
    ann = subscribers.confirmed("ann@example.org", language="ja")

    found = audience.personal([f"subscriber:{ann.pk}", "user:3"], scope().to_args())

    (personal,) = found.values()
    assert "/ja/subscribe/manage/" in personal.manage_url
    assert "/ja/subscribe/unsubscribe/" in personal.unsubscribe_url
    assert personal.incident_url.endswith("/ja/incidents/INC-2026-0001/")
