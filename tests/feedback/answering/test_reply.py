"""What may leave the house as an answer, whoever asks for it."""

from datetime import timedelta

import pytest

from core.web.errors import Conflict, Invalid
from feedback.answering import actions, queries
from feedback.answering.models import CannedReply, CannedUse, ReplyDraft
from feedback.targets.models import RegisterPolicy
from feedback.threads import actions as threads
from feedback.threads import policies
from feedback.threads.models import Message
from feedback.threads.states import State
from tests.factories import catalogue, feedback

HOUR = timedelta(hours=1)
OWN = "Your receiver in the kitchen lost its certificate on Tuesday night, that is all."
GATED = ["complaint", "problem", "opportunity", "crisis"]
OPEN = ["question", "idea", "compliment", "campaign_echo"]


def sorted_as(register, noon, **fields):
    return feedback.thread(register=register, at=noon, **fields)


def begun(thread, noon):
    """A canned reply that fits, with all its fields filled."""
    canned = next(row for row in queries.offered(thread) if "component" not in row.texts.first().text)
    return canned, queries.begun(canned, thread, by=feedback.agent(), at=noon)


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("register", [*GATED, None])
def test_where_people_want_a_person_an_untouched_canned_reply_is_not_sent(register, noon):
    thread = sorted_as(register, noon)
    canned, text = begun(thread, noon)

    with pytest.raises(Invalid, match="Add a sentence"):
        actions.reply(thread=thread, text=text, canned=canned, by=feedback.agent(), at=noon)

    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human, thread.messages.count()) == (State.NEW, True, 1)


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("register", [*GATED, None])
def test_the_same_with_a_sentence_of_ones_own_is(register, noon):
    thread = sorted_as(register, noon)
    canned, text = begun(thread, noon)

    actions.reply(thread=thread, text=f"{text}\n\n{OWN}", canned=canned, by=feedback.agent(), at=noon)

    assert queries.listed().get(pk=canned.pk).used == 1


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("register", OPEN)
def test_elsewhere_it_may_go_as_it_is_but_never_with_a_gap(register, noon):
    thread = sorted_as(register, noon)
    canned, text = begun(thread, noon)

    with pytest.raises(Invalid, match=r"\{agent\}"):
        actions.reply(thread=thread, text=f"{text} {{agent}}", by=feedback.agent(), at=noon)
    actions.reply(thread=thread, text=text, canned=canned, by=feedback.agent(), at=noon)

    assert CannedUse.objects.count() == 1


@pytest.mark.usefixtures("prepared")
def test_what_rules_is_the_policy_as_people_have_edited_it(noon):
    RegisterPolicy.objects.filter(slug="complaint").update(canned_untouched=True)
    thread = sorted_as("complaint", noon)
    _canned, text = begun(thread, noon)

    assert actions.reply(thread=thread, text=text, by=feedback.agent(), at=noon).pk


@pytest.mark.usefixtures("prepared")
def test_copied_by_hand_from_another_language_it_is_caught_as_well(noon):
    CannedReply.objects.filter(key="question.asking_around").update(state="retired")
    text = CannedReply.objects.get(key="question.asking_around").texts.get(language="fr").text
    text = text.replace("{name}", "Mme Dupont").replace("{next_update}", "18 h").replace("{agent}", "Sam")

    with pytest.raises(Invalid, match="Add a sentence"):
        actions.reply(thread=sorted_as("problem", noon), text=text, by=feedback.agent(), at=noon)


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("register", ["complaint", "compliment"])
@pytest.mark.parametrize("spelling", ["Farlane CDN", "farlane-cdn", "FarlaneCDN", "Far\u200blane CDN"])
def test_no_suppliers_name_leaves(register, spelling, noon):
    catalogue.third_party("Farlane CDN", en="one of our delivery partners")
    thread = sorted_as(register, noon)

    with pytest.raises(Invalid, match="write “one of our delivery partners” instead"):
        actions.reply(thread=thread, text=f"It was {spelling} this time, sorry.", by=feedback.agent(), at=noon)
    threads.note(thread=thread, text=f"It was {spelling}.", by=feedback.agent(), at=noon)

    assert [each.kind for each in thread.messages.order_by("pk")] == ["private", "note"]


def test_who_has_not_read_what_a_colleague_answered_is_told_and_keeps_his_words(db, noon):
    thread = feedback.thread(at=noon)
    seen = thread.messages.get().pk
    late = feedback.agent("Lea Late")
    actions.keep_draft(thread=thread, text=OWN, by=late, at=noon)
    answer = actions.reply(thread=thread, text="Restart it once.", seen=seen, by=feedback.agent(), at=noon)

    with pytest.raises(actions.AnsweredMeanwhile, match="Sam Support wrote while you were writing"):
        actions.reply(thread=thread, text=OWN, seen=seen, by=late, at=noon)
    assert ReplyDraft.objects.get().text == OWN

    actions.reply(thread=thread, text=OWN, seen=answer.pk, by=late, at=noon)
    assert not ReplyDraft.objects.exists()


def test_a_customer_who_adds_something_meanwhile_is_read_first(db, noon):
    thread = feedback.thread(at=noon)
    seen = thread.messages.get().pk
    threads.add(thread=thread, text="It works again!", by=policies.holder(thread), at=noon)

    with pytest.raises(actions.AnsweredMeanwhile):
        actions.reply(thread=thread, text=OWN, seen=seen, by=feedback.agent(), at=noon)


def test_a_note_of_a_colleague_or_our_own_thanks_hold_nobody_up(db, noon):
    thread = feedback.thread(at=noon)
    seen = thread.messages.get().pk
    threads.note(thread=thread, text="Known.", by=feedback.agent("Nora Note"), at=noon)

    assert actions.reply(thread=thread, text=OWN, seen=seen, by=feedback.agent(), at=noon).pk


def test_a_merged_conversation_is_answered_where_it_goes_on(db, noon):
    thread, other = feedback.thread(at=noon), feedback.thread(at=noon)
    thread.merged_into = other
    thread.save()

    with pytest.raises(Conflict, match=other.reference):
        actions.reply(thread=thread, text=OWN, by=feedback.agent(), at=noon)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "note"}, "keep it as a note"),
        ({"kind": "public"}, "This conversation is private"),
        ({"promised_at": "past"}, "still to come"),
    ],
)
def test_what_would_reach_nobody_or_promise_the_past_is_refused(db, given, said, noon):
    given = {name: noon - HOUR if value == "past" else value for name, value in given.items()}
    thread = feedback.thread(at=noon)

    with pytest.raises(Invalid, match=said):
        actions.reply(thread=thread, text=OWN, by=feedback.agent(), at=noon, **given)
    assert Message.objects.count() == 1


def test_a_draft_is_ones_own_and_the_newest_word_stands(db, noon):
    thread = feedback.thread(at=noon)
    sam, lea = feedback.agent(), feedback.agent("Lea Late")

    for text in ("He", "Hello Farlane {name}"):
        actions.keep_draft(thread=thread, text=text, asks=True, by=sam, at=noon)
    actions.keep_draft(thread=thread, text="Mine", by=lea, at=noon)

    assert queries.draft(thread, sam.user_id).text == "Hello Farlane {name}"
    actions.drop_draft(thread=thread, by=sam, at=noon)
    assert [each.text for each in ReplyDraft.objects.all()] == ["Mine"]


def test_who_writes_is_seen_for_as_long_as_the_page_says_so(db, noon):
    thread = feedback.thread(at=noon)
    sam, lea = feedback.agent(), feedback.agent("Lea Late")
    actions.be_here(thread=thread, by=sam, at=noon - timedelta(seconds=10), doing="reading")
    actions.be_here(thread=thread, by=sam, at=noon, doing="writing")

    (seen,) = queries.present([thread], noon, but=lea.user_id)[thread.pk]
    assert (str(seen.user), seen.doing) == ("Sam Support", "writing")
    assert queries.present([thread], noon, but=sam.user_id) == {}
    assert queries.present([thread], noon + timedelta(minutes=1)) == {}
