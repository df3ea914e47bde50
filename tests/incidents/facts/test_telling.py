"""Facts fill messages in three languages, and what was said on an old value is shown (P2, P10)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.web.errors import Invalid
from incidents.communication import actions as communication
from incidents.communication import queries as said
from incidents.facts import actions as facts
from incidents.facts import queries
from tests.factories import communication as updates
from tests.factories import facts as made
from tests.factories import response as people

HELP = {"en": "What helps: {workaround}", "fr": "Ce qui aide : {workaround}", "ja": "対処方法：{workaround}"}


def texts(words=HELP):
    return [updates.text(words[language], language) for language in words]


def words_of(update):
    return {row.language: row.text for row in update.variants.all()}


def outdated(incident):
    incident.refresh_from_db()
    return said.outdated(incident, queries.answers(incident))


def test_a_confirmed_fact_fills_its_field_in_three_languages(incident, lead):
    made.answered(incident, "workaround")
    update = updates.published(incident, by=lead, texts=texts())

    assert words_of(update) == {
        "en": "What helps: Choose “Standard” quality.",
        "fr": "Ce qui aide : Choisissez la qualité « Standard ».",
        "ja": "対処方法：画質で「標準」をお選びください。",
    }
    assert [row.key for row in update.citations.all()] == ["workaround"]


def test_an_estimate_is_told_as_one(incident, lead):
    made.answered(incident, "workaround", state="estimated")
    made.answered(incident, "affected_now", state="estimated", value={"low": 1000, "high": 3000})
    words = {
        "en": "{workaround} Affected: {affected_now}.",
        "fr": "{workaround} Touchés : {affected_now}.",
        "ja": "{workaround}対象：{affected_now}人。",
    }
    found = words_of(updates.published(incident, by=lead, texts=texts(words)))

    assert found["en"] == "Choose “Standard” quality (as far as we know now). Affected: an estimated 1,000 to 3,000."
    assert "d’après ce que nous savons" in found["fr"]
    assert "selon nos estimations" in found["fr"]
    assert "現時点でわかっている範囲" in found["ja"]
    assert "推定1,000～3,000" in found["ja"]


def test_an_expected_end_is_told_as_a_range(incident, lead):
    made.answered(incident, "eta", state="estimated", value=made.eta(timedelta(hours=3), timedelta(hours=4)))
    update = updates.published(incident, by=lead, texts=[updates.text("We expect it to work again {eta}.")])

    told = words_of(update)["en"]
    assert told == "We expect it to work again between 15:00 UTC and 16:00 UTC (this is an estimate)."
    assert update.eta["state"] == "estimated"
    assert update.eta["earliest"] == "2026-03-02T15:00:00+00:00"


@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        (lambda incident: None, "Nothing is known yet for {workaround}"),
        (lambda incident: made.answered(incident, "workaround", state="unknown"), "it is not known yet"),
        (lambda incident: made.answered(incident, "workaround", texts={"en": "Restart."}), "no wording"),
    ],
    ids=["absent", "unknown", "one language only"],
)
def test_what_cannot_be_said_is_named_before_anything_is_sent(incident, lead, prepare, why):
    prepare(incident)
    draft = updates.draft(incident, texts=texts())

    with pytest.raises(Invalid) as problem:
        communication.publish(update=draft, by=lead, at=made.NOON)

    assert why in " ".join(problem.value.fields["texts"])
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_withdrawn_or_held_back_fact_is_not_said(incident, lead, commander, noon):
    made.answered(incident, "workaround")
    facts.mark_publishable(incident=incident, key="workaround", publishable=False, by=lead, at=noon)
    draft = updates.draft(incident, texts=texts())
    with pytest.raises(Invalid, match="held back"):
        communication.publish(update=draft, by=lead, at=noon)

    facts.mark_publishable(incident=incident, key="workaround", publishable=True, by=lead, at=noon)
    facts.retract(incident=incident, key="workaround", reason="It does not help.", by=commander, at=noon)
    with pytest.raises(Invalid, match="withdrawn"):
        communication.publish(update=draft, by=lead, at=noon)


def test_nothing_is_called_safe_before_it_is_confirmed(incident, lead, expert):
    words = [updates.text("{data_safe}")]
    made.answered(incident, "data_safe", state="estimated", value={"answer": True}, by=expert)
    with pytest.raises(Invalid, match="nothing may be called safe"):
        updates.published(incident, by=lead, texts=words)

    value = {"answer": True, "verified_by": "Security on call"}
    made.answered(incident, "data_safe", value=value, by=expert)
    assert words_of(updates.published(incident, by=lead, texts=words))["en"] == "Your account and your data are safe."


def test_a_changed_fact_shows_where_the_old_value_was_said(incident, lead, expert, noon):
    made.answered(incident, "workaround", by=expert)
    update = updates.published(incident, by=lead, texts=texts())
    assert outdated(incident) == {}

    later = noon + timedelta(minutes=5)
    made.answered(incident, "workaround", texts={"en": "Use the web player."}, by=expert, at=later)

    (line,) = outdated(incident)["workaround"]
    assert line.update == update
    assert line.answer.texts == made.WORKAROUND


def test_better_words_make_no_message_wrong(incident, lead, expert, noon):
    made.answered(incident, "workaround", by=expert)
    updates.published(incident, by=lead, texts=texts())
    better = {**made.WORKAROUND, "en": "In Settings, choose “Standard”."}
    facts.reword(incident=incident, key="workaround", texts=better, by=lead, at=noon)

    assert outdated(incident) == {}


def test_words_typed_by_hand_are_recognised(incident, lead, expert, noon):
    made.answered(incident, "workaround", by=expert)
    update = updates.published(incident, by=lead, texts=[updates.text("Sorry. Choose “Standard” quality. Thanks.")])

    assert [row.key for row in update.citations.all()] == ["workaround"]


def test_a_correction_is_drafted_in_one_step_and_settles_it(incident, lead, expert, noon):
    made.answered(incident, "workaround", by=expert)
    update = updates.published(incident, by=lead, texts=texts())
    later = noon + timedelta(minutes=5)
    new = {"en": "Use the web player.", "fr": "Utilisez le lecteur web.", "ja": "ウェブ版をご利用ください。"}
    made.answered(incident, "workaround", texts=new, by=expert, at=later)

    draft = communication.prepare_correction(update=update, key="workaround", by=lead, at=later)
    again = communication.prepare_correction(update=update, key="workaround", by=lead, at=later)

    assert (draft.phase, draft.corrects, again) == ("correction", update, draft)
    assert "{workaround}" in words_of(draft)["ja"]
    published = communication.publish(update=draft, by=lead, at=later)
    assert words_of(published)["en"].startswith("Correction: at 12:00 UTC we wrote: “Choose “Standard” quality.”")
    assert "Use the web player." in words_of(published)["en"]
    assert outdated(incident) == {}


def test_a_withdrawn_fact_is_corrected_without_a_new_claim(incident, lead, expert, noon):
    made.answered(incident, "workaround", by=expert)
    update = updates.published(incident, by=lead, texts=texts())
    later = noon + timedelta(minutes=5)
    facts.retract(incident=incident, key="workaround", reason="It does not help.", by=expert, at=later)
    assert list(outdated(incident)) == ["workaround"]

    draft = communication.prepare_correction(update=update, key="workaround", by=lead, at=later)
    communication.publish(update=draft, by=lead, at=later)

    assert "We do not know better yet" in words_of(draft)["en"]
    assert outdated(incident) == {}


def test_who_may_not_draft_prepares_no_correction(incident, lead, expert, outsider, noon):
    made.answered(incident, "workaround", by=expert)
    update = updates.published(incident, by=lead, texts=texts())
    with pytest.raises(PermissionDenied):
        communication.prepare_correction(update=update, key="workaround", by=outsider, at=noon)


def test_each_version_of_the_expected_end_is_measured(incident, lead, commander, noon):
    for start, span in ((0, (60, 90)), (30, (120, 150))):
        at = noon + timedelta(minutes=start)
        first, last = (timedelta(minutes=minute) for minute in span)
        made.answered(incident, "eta", state="estimated", value=made.eta(first, last, at=at), at=at)
        updates.published(incident, by=lead, at=at, texts=[updates.text("Back {eta}.")])
    people.response.resolve(incident=incident, by=commander, at=noon + timedelta(minutes=155))
    incident.refresh_from_db()

    first, second = said.estimates_of(incident)
    assert (first.accuracy.outcome, first.accuracy.off) == ("late", timedelta(minutes=65))
    assert (second.accuracy.outcome, second.accuracy.off) == ("hit", timedelta())
