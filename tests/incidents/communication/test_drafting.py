from datetime import timedelta

import pytest

from core.actor import Refused
from core.web.errors import Invalid
from incidents.communication import actions as communication
from incidents.communication.errors import AlreadyPublished, NotPublished, StaleVersion
from incidents.communication.models import Update
from tests.factories import communication as updates
from tests.factories import response as people


@pytest.mark.parametrize("role", ["Support agent", "Brand reviewer", "Community manager", "Scribe", "Administrator"])
def test_anybody_on_staff_drafts(incident, noon, role):
    draft = updates.draft(incident, by=people.actor("Some Body", role))
    assert (draft.state, draft.drafted_by, draft.variants.count()) == ("draft", "Some Body", 3)


def test_observers_and_strangers_do_not(incident, outsider):
    for actor in (outsider, people.actor("Otto Observer", "Observer")):
        with pytest.raises(Refused):
            updates.draft(incident, by=actor)
    assert Update.objects.count() == 0


def test_a_text_is_rendered_when_it_is_saved(incident):
    draft = updates.draft(incident, texts=[updates.text("**Sorry** <script>x</script>")])
    assert draft.variants.get().html == "<p><strong>Sorry</strong> &lt;script&gt;x&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ([], "at least one"),
        ([updates.text("  ")], "empty"),
        ([updates.text("x" * 20_001)], "20000"),
        ([updates.text(subject="x" * 201)], "200"),
        ([updates.text("a\x00b")], "stored"),
        ([updates.text(language="de")], "de"),
        ([updates.text(channel_kind="fax")], "fax"),
        ([updates.text(audience="aliens")], "aliens"),
        ([updates.text("a"), updates.text("b")], "keep one"),
    ],
)
def test_words_that_can_not_be_kept_are_refused_by_name(incident, texts, says):
    with pytest.raises(Invalid) as problem:
        updates.draft(incident, texts=texts)
    assert says in " ".join(problem.value.fields["texts"])


@pytest.mark.parametrize("state", ["closed", "scheduled", "completed", "nonsense", ""])
def test_a_state_that_this_kind_of_incident_can_not_tell_is_refused(incident, state):
    with pytest.raises(Invalid) as problem:
        updates.draft(incident, incident_state=state)
    assert "incident_state" in problem.value.fields


def test_an_unknown_phase_is_refused(incident):
    with pytest.raises(Invalid) as problem:
        updates.draft(incident, phase="panic")
    assert "phase" in problem.value.fields


def test_the_second_of_two_editors_is_told(draft, noon):
    by = people.actor()
    communication.revise(update=draft, version=1, texts=[updates.text("First editor.")], by=by, at=noon)

    with pytest.raises(StaleVersion) as conflict:
        communication.revise(update=draft, version=1, texts=[updates.text("Second editor.")], by=by, at=noon)

    assert conflict.value.extra == {"version": 2}
    assert draft.variants.get().text == "First editor."


def test_what_is_not_given_stays(draft, noon):
    promised = noon + timedelta(minutes=30)
    revised = communication.revise(
        update=draft, version=1, next_update_at=promised, notify=False, by=people.actor(), at=noon
    )
    assert (revised.version, revised.next_update_at, revised.notify, revised.phase) == (2, promised, False, "holding")
    assert revised.variants.count() == 3

    cleared = communication.revise(update=revised, version=2, next_update_at=None, by=people.actor(), at=noon)
    assert cleared.next_update_at is None


def test_a_draft_that_is_broken_is_not_saved_in_part(draft, noon):
    with pytest.raises(Invalid):
        communication.revise(
            update=draft, version=1, phase="scope", texts=[updates.text("")], by=people.actor(), at=noon
        )
    draft.refresh_from_db()
    assert (draft.phase, draft.version, draft.variants.count()) == ("holding", 1, 3)


def test_a_draft_put_away_stays_readable(draft, noon):
    discarded = communication.discard(update=draft, by=people.actor("Sam Staff", "Support agent"), at=noon)
    assert (discarded.state, discarded.discarded_by, discarded.variants.count()) == ("discarded", "Sam Staff", 3)


def test_what_readers_have_is_neither_revised_nor_discarded(draft, lead, noon):
    update = communication.publish(update=draft, by=lead, at=noon)
    with pytest.raises(AlreadyPublished):
        communication.revise(update=update, version=update.version, phase="scope", by=lead, at=noon)
    with pytest.raises(AlreadyPublished):
        communication.discard(update=update, by=lead, at=noon)


def test_only_a_published_update_of_the_same_incident_is_corrected(incident, draft, lead):
    with pytest.raises(NotPublished):
        updates.draft(incident, corrects=draft)

    other = updates.published(updates.incident())
    with pytest.raises(Invalid) as problem:
        updates.draft(incident, corrects=other)
    assert "corrects" in problem.value.fields
