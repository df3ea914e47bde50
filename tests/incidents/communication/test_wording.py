"""The linter before publishing: what holds words back, what lets them out, and what is kept of it."""

import pytest

from core.audit.models import AuditEvent
from incidents.communication import actions as communication
from incidents.communication import queries
from incidents.communication.errors import Blocked, SignatureNeeded
from incidents.facts import actions as facts
from incidents.response.states import EntryKind
from tests.factories import catalogue
from tests.factories import communication as updates
from tests.factories import response as people

SAFE = "Playback fails in France. Your data is safe. We are sorry."


def rules(rows):
    return {row["rule"] for row in rows}


def test_words_that_claim_safety_without_proof_are_held_back(incident, lead, noon):
    draft = updates.draft(incident, texts=[updates.text(SAFE)])

    with pytest.raises(Blocked) as refused:
        communication.publish(update=draft, by=lead, at=noon)

    (row,) = refused.value.extra["findings"]
    assert (row["rule"], row["practice"], row["quote"]) == ("claim_data_safe", "P2", "data is safe")
    assert (row["audience"], row["channel_kind"], row["language"]) == ("general", "any", "en")
    assert SAFE[row["start"] : row["end"]] == row["quote"]
    draft.refresh_from_db()
    assert (draft.state, draft.findings) == ("draft", [])


def test_a_written_reason_lets_them_out_and_is_kept(incident, lead, noon):
    draft = updates.draft(incident, texts=[updates.text(SAFE)])

    told = communication.publish(update=draft, by=lead, at=noon, override_reason="Security has read the logs.")

    assert told.override_reason == "Security has read the logs."
    assert "claim_data_safe" in rules(told.findings)
    event = AuditEvent.objects.get(kind="incidents.update.published")
    assert event.data["override_reason"] == "Security has read the logs."


def test_a_confirmed_fact_lets_them_out_without_a_word(incident, lead, noon):
    facts.answer(
        incident=incident,
        key="data_safe",
        state="confirmed",
        value={"answer": True, "verified_by": "Kenji"},
        by=people.actor(),
        at=noon,
    )
    draft = updates.draft(incident, texts=[updates.text(SAFE)])

    told = communication.publish(update=draft, by=lead, at=noon, override_reason="not needed")

    assert "claim_data_safe" not in rules(told.findings)
    assert told.override_reason == ""


def test_data_called_unsafe_is_no_proof_that_it_is_safe(incident, lead, noon):
    answer = {"answer": False, "verified_by": "Kenji"}
    facts.answer(incident=incident, key="data_safe", state="confirmed", value=answer, by=people.actor(), at=noon)

    with pytest.raises(Blocked):
        communication.publish(update=updates.draft(incident, texts=[updates.text(SAFE)]), by=lead, at=noon)


def test_no_reason_lets_out_a_hole(incident, lead, noon):
    texts = [updates.text("Playback fails since XX:XX UTC.")]

    with pytest.raises(Blocked) as refused:
        communication.publish(
            update=updates.draft(incident, texts=texts), by=lead, at=noon, override_reason="The chief wants it so."
        )

    assert not refused.value.overridable


@pytest.mark.parametrize("kind", ["email", "short", "chat", "webhook"])
def test_no_reason_lets_out_a_suppliers_name(incident, lead, noon, kind):
    catalogue.third_party("Farlane CDN")
    named = updates.text("Farlane CDN has failed, so playback fails.", channel_kind=kind)
    draft = updates.draft(incident, texts=[*updates.texts(), named])

    with pytest.raises(SignatureNeeded) as refused:
        communication.publish(update=draft, by=lead, at=noon, override_reason="The chief wants it so.")

    assert [need.case for need in refused.value.needs] == ["third_party"]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_warnings_never_hold_back_and_are_kept_for_the_review(incident, lead, noon):
    told = updates.published(incident, by=lead, texts=[updates.text("A minor glitch!")])

    assert {"scope_first", "minimising", "tone"} <= rules(told.findings)
    assert told.incident.entries.filter(kind=EntryKind.UPDATE).exists()


def test_the_draft_at_hand_is_read_without_being_stored(incident, noon):
    draft = updates.draft(incident)
    typed = [updates.text("Latency is up.")]

    assert "jargon" in {remark.finding.rule for remark in queries.findings(draft, at=noon, texts=typed)}
    assert "jargon" not in {remark.finding.rule for remark in queries.findings(draft, at=noon)}


def test_names_of_components_and_regions_count_in_the_readers_language(incident, noon):
    texts = [updates.text("La lecture échoue en France.", "fr")]

    found = {remark.finding.rule for remark in queries.findings(updates.draft(incident, texts=texts), at=noon)}

    assert found.isdisjoint({"scope_first", "who_where"})
