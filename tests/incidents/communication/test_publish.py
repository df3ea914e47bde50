from datetime import timedelta

import pytest

from core.actor import Refused
from core.audit.models import AuditEvent
from core.delivery.models import Broadcast
from core.web.errors import Invalid
from incidents import signals
from incidents.communication import actions as communication
from incidents.communication.errors import AlreadyPublished, Discarded, StaleVersion
from incidents.communication.models import Update
from incidents.response import actions as response
from incidents.response.states import MoveNotAllowed, Role
from tests.factories import communication as updates
from tests.factories import response as people


def test_publishing_numbers_the_update_and_shows_the_incident(draft, lead, noon):
    update = communication.publish(update=draft, by=lead, at=noon)

    assert (update.state, update.sequence, update.published_at, update.published_by) == (
        "published",
        1,
        noon,
        "Lena Lead",
    )
    update.incident.refresh_from_db()
    assert update.incident.is_public
    assert update.incident.last_sequence == 1
    assert update.incident.entries.filter(kind="update").count() == 1
    assert AuditEvent.objects.filter(kind="incidents.update.published", actor_label="Lena Lead").count() == 1


def test_every_audience_channel_and_language_is_owed_its_words(draft, lead, noon):
    update = communication.publish(update=draft, by=lead, at=noon)

    broadcast = Broadcast.objects.get(key=f"incidents.update:{update.pk}")
    assert (broadcast.group, broadcast.sequence) == (update.incident.reference, 1)
    keys = set(broadcast.contents.values_list("audience", "channel_kind", "language"))
    assert keys == {
        (audience, kind, language)
        for audience in ("general", "technical", "key_customers", "staff")
        for kind in ("email", "webhook")
        for language in ("en", "fr", "ja")
    }


def test_updates_of_one_incident_are_numbered_in_order(incident, lead, noon):
    drafts = [updates.draft(incident) for _ in range(3)]
    for minute, draft in enumerate(reversed(drafts)):
        communication.publish(update=draft, by=lead, at=noon + timedelta(minutes=minute))

    sequences = Update.objects.order_by("pk").values_list("sequence", flat=True)
    assert list(sequences) == [3, 2, 1]


def test_a_second_publication_finds_the_first(draft, lead, noon):
    communication.publish(update=draft, by=lead, at=noon)

    with pytest.raises(AlreadyPublished) as conflict:
        communication.publish(update=draft, by=lead, at=noon)

    assert conflict.value.update.sequence == 1
    assert "Lena Lead" in str(conflict.value)
    assert Broadcast.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS_LEAD, Role.DEPUTY, Role.SUBSTITUTE])
def test_lead_deputy_and_substitute_publish(incident, draft, noon, role):
    by = updates.lead(incident, "Dora Deputy", role)
    assert communication.publish(update=draft, by=by, at=noon).sequence == 1


def test_the_right_without_a_role_here_is_not_enough(draft, noon):
    elsewhere = people.actor("Paul Passerby", "Communications lead")
    _assert_refused(draft, elsewhere, noon)


def test_a_role_without_the_right_is_not_enough(incident, draft, noon):
    user, actor = people.person("Sally Scribe", "Scribe")
    response.assign(incident=incident, role=Role.DEPUTY, user=user, by=people.actor(), at=noon)
    _assert_refused(draft, actor, noon)


@pytest.mark.parametrize(
    "role",
    [
        "Incident commander",
        "Scribe",
        "Observer",
        "Support agent",
        "Administrator",
        "Brand reviewer",
        "Community manager",
    ],
)
def test_no_other_role_publishes(draft, noon, role):
    _assert_refused(draft, people.actor(f"Other {role.split()[0]}", role), noon)


def test_a_lead_who_handed_over_publishes_no_more(incident, draft, lead, noon):
    user, _ = people.person("Nina Next", "Communications lead")
    response.hand_over(incident=incident, role=Role.COMMUNICATIONS_LEAD, to=user, note="yours", by=lead, at=noon)
    _assert_refused(draft, lead, noon)


def _assert_refused(draft, by, at):
    with pytest.raises(Refused):
        communication.publish(update=draft, by=by, at=at)

    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("draft", 1)
    assert Broadcast.objects.count() == 0


def test_a_discarded_draft_is_not_published(draft, lead, noon):
    communication.discard(update=draft, by=lead, at=noon)
    with pytest.raises(Discarded):
        communication.publish(update=draft, by=lead, at=noon)


def test_what_was_changed_since_it_was_read_is_not_published(draft, lead, noon):
    communication.revise(update=draft, version=1, texts=[updates.text("Other words.")], by=lead, at=noon)
    with pytest.raises(StaleVersion):
        communication.publish(update=draft, version=1, by=lead, at=noon)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("We will be back by {eta}.", "{eta}"),
        ("We use {third_party}.", "{third_party}"),
        ("Click {{manage_url}}.", "{manage_url}"),
        ("Hello {}.", "{}"),
    ],
)
def test_p08_an_unknown_or_empty_field_is_named_and_nothing_is_owed(incident, lead, noon, words, named):
    draft = updates.draft(incident, texts=[updates.text(words)])

    with pytest.raises(Invalid) as problem:
        communication.publish(update=draft, by=lead, at=noon)

    assert named in problem.value.fields["texts"][0]
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert Broadcast.objects.count() == 0


def test_fields_are_filled_for_good(incident, lead, noon):
    words = "{functions} fails in {regions} since {impact_started_at}. Next: {next_update_at}. {link} {reference}"
    incident.impact_started_at = noon
    incident.save()
    draft = updates.draft(incident, texts=[updates.text(words), updates.text(words, "fr")])

    update = communication.publish(update=draft, by=lead, at=noon)

    told = {row.language: row.text for row in update.variants.all()}
    reference = incident.reference
    assert told["en"] == (
        f"Playback fails in France since 2 March 2026, 12:00 UTC. Next: 13:00 UTC. "
        f"http://127.0.0.1:8000/incidents/{reference}/ {reference}"
    )
    assert told["fr"].startswith("Lecture fails in France since 2 mars 2026, 12:00 UTC.")
    assert f"/fr/incidents/{reference}/" in told["fr"]
    assert "{" not in update.variants.first().html


def test_what_has_recovered_can_still_be_named(incident, lead, noon):
    incident.impacts.update(ended_at=noon)
    draft = updates.draft(incident, texts=[updates.text("{functions} works again in {regions}. We are sorry.")])

    update = communication.publish(update=draft, by=lead, at=noon)

    assert update.variants.get().text == "Playback works again in France. We are sorry."


def test_a_text_for_one_audience_only_is_not_enough(incident, lead, noon):
    draft = updates.draft(incident, texts=[updates.text(audience="technical")])
    with pytest.raises(Invalid, match="general"):
        communication.publish(update=draft, by=lead, at=noon)


def test_p07_a_receiver_that_fails_leaves_nothing_behind(draft, lead, noon, django_assert_num_queries):
    def failing(**_):
        raise RuntimeError("injected after the update is written")

    before = AuditEvent.objects.count()
    signals.update_published.connect(failing, weak=False)
    try:
        with pytest.raises(RuntimeError):
            communication.publish(update=draft, by=lead, at=noon)
    finally:
        signals.update_published.disconnect(failing)

    draft.refresh_from_db()
    draft.incident.refresh_from_db()
    assert (draft.state, draft.sequence) == ("draft", None)
    assert (draft.incident.is_public, draft.incident.last_sequence) == (False, 0)
    assert Broadcast.objects.count() == 0
    assert AuditEvent.objects.count() == before


def test_telling_the_next_state_moves_the_incident(incident, lead, noon):
    draft = updates.draft(incident, phase="progress", incident_state="identified")

    communication.publish(update=draft, by=lead, at=noon)

    incident.refresh_from_db()
    assert incident.state == "identified"


def test_telling_that_it_is_over_resolves_it_and_promises_nothing(incident, lead, noon):
    draft = updates.draft(incident, phase="resolved", incident_state="resolved")

    update = communication.publish(update=draft, by=lead, at=noon + timedelta(hours=1))

    incident.refresh_from_db()
    assert (incident.state, incident.next_update_at, update.next_update_at) == ("resolved", None, None)
    assert [row["new_status"] for row in update.affected] == []


def test_telling_that_it_is_back_reopens_it_with_what_was_told(incident, lead, noon):
    updates.published(incident, by=lead, phase="resolved", incident_state="resolved")
    incident.refresh_from_db()

    updates.published(incident, by=lead, incident_state="investigating", at=noon + timedelta(minutes=5))

    incident.refresh_from_db()
    assert incident.state == "investigating"


def test_a_state_that_no_move_leads_to_is_refused_with_those_there_are(incident, lead, noon):
    updates.published(incident, by=lead, phase="resolved", incident_state="resolved")
    incident.refresh_from_db()
    draft = updates.draft(incident, incident_state="monitoring")

    with pytest.raises(MoveNotAllowed) as refusal:
        communication.publish(update=draft, by=lead, at=noon + timedelta(minutes=5))

    assert "investigating" in refusal.value.allowed
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_readers_are_told_what_changed_about_components(incident, lead, noon):
    component = incident.impacts.get().component
    region = incident.impacts.get().region
    first = updates.published(incident, by=lead)
    response.recover(incident=incident, component=component, region=region, by=lead, at=noon + timedelta(minutes=1))
    second = updates.published(incident, by=lead, at=noon + timedelta(minutes=2))
    third = updates.published(incident, by=lead, at=noon + timedelta(minutes=3))

    told = {"code": component.public_id, "name": "Playback"}
    assert first.affected == [{**told, "old_status": "operational", "new_status": "major_outage"}]
    assert second.affected == [{**told, "old_status": "major_outage", "new_status": "operational"}]
    assert third.affected == []


def test_a_drill_is_published_to_nobody(noon, db):
    incident = updates.incident(kind="drill")
    update = updates.published(incident)

    incident.refresh_from_db()
    assert (update.state, incident.is_public, Broadcast.objects.count()) == ("published", False, 0)


def test_without_notification_nobody_is_owed_anything(incident, lead):
    update = updates.published(incident, by=lead, notify=False)
    assert (update.state, Broadcast.objects.count()) == ("published", 0)


def test_the_fact_is_sent_to_whoever_listens(draft, lead, noon):
    heard = []

    def listen(**told):
        heard.append((told["update"].pk, told["incident"].pk, told["by"].label, told["at"]))

    signals.update_published.connect(listen, weak=False)
    try:
        communication.publish(update=draft, by=lead, at=noon)
    finally:
        signals.update_published.disconnect(listen)

    assert heard == [(draft.pk, draft.incident_id, "Lena Lead", noon)]
