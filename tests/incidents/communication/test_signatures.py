"""The second signature: three cases and no other, by somebody else, for exactly these words."""

from datetime import timedelta

import pytest

from core.actor import Refused
from core.audit.models import AuditEvent
from core.delivery.models import Broadcast, Content, Delivery
from core.web.errors import Invalid
from incidents.communication import actions as communication
from incidents.communication import queries
from incidents.communication.errors import AlreadyDecided, NothingToSign, SignatureNeeded, WordsChanged
from incidents.communication.models import Signature, Update
from incidents.facts import actions as facts
from tests.factories import accounts, catalogue, decisions
from tests.factories import communication as updates
from tests.factories import response as people


def asked(draft: Update, by, at) -> Signature:
    (row,) = communication.ask_signatures(update=draft, by=by, at=at)
    return row


@pytest.fixture
def legal(db):
    return decisions.legal()


@pytest.fixture
def exposing(incident):
    return updates.draft(incident, texts=decisions.exposing())


@pytest.mark.parametrize(
    ("texts", "cases"),
    [
        (updates.texts(), []),
        (decisions.exposing(), ["data_exposure"]),
        ([updates.text(decisions.REFUND)], ["compensation"]),
        (decisions.naming("short"), ["third_party"]),
        ([updates.text("Farlane CDN has failed. We are sorry.")], []),
        ([*updates.texts(), updates.text("Farlane CDN has failed.", channel_kind="page")], []),
        ([*updates.texts(), updates.text("{third_party} has failed. Sorry.", channel_kind="email")], []),
        ([updates.text("Customers' data were exposed. Sorry.", audience="staff")], []),
    ],
)
def test_only_three_things_need_a_second_signature(incident, lead, noon, texts, cases):
    supplier = catalogue.third_party("Farlane CDN")
    incident.third_party = supplier
    incident.save()
    draft = updates.draft(incident, texts=[*updates.texts("fr"), *[each for each in texts if each.language != "fr"]])

    if not cases:
        communication.publish(update=draft, by=lead, at=noon)
        return
    with pytest.raises(SignatureNeeded) as refused:
        communication.publish(update=draft, by=lead, at=noon)
    assert [need.case for need in refused.value.needs] == cases


def test_what_is_signed_goes_out_and_the_delay_is_kept(incident, lead, legal, exposing, noon):
    row = asked(exposing, lead, noon)
    assert {each["language"] for each in row.words} == {"en", "fr", "ja"}
    row = communication.sign(signature=row, digest=row.digest, by=legal, at=noon + timedelta(seconds=130))

    told = communication.publish(update=exposing, by=lead, at=noon + timedelta(minutes=3))

    assert told.state == "published"
    assert (row.state, row.decided_at - row.asked_at) == ("signed", timedelta(seconds=130))
    kinds = AuditEvent.objects.filter(kind__startswith="incidents.signature").values_list("kind", flat=True)
    assert sorted(kinds) == ["incidents.signature.asked", "incidents.signature.given"]


def test_a_refusal_keeps_it_inside_and_says_why(incident, lead, legal, exposing, noon):
    row = asked(exposing, lead, noon)
    with pytest.raises(Invalid):
        communication.refuse(signature=row, reason=" ", by=legal, at=noon)

    row = communication.refuse(signature=row, reason="The number is not confirmed.", by=legal, at=noon)

    assert (row.state, row.note) == ("refused", "The number is not confirmed.")
    with pytest.raises(SignatureNeeded):
        communication.publish(update=exposing, by=lead, at=noon)
    assert communication.ask_signatures(update=exposing, by=lead, at=noon, again=False) == []


def test_whoever_asks_or_writes_does_not_sign(incident, lead, exposing, noon):
    advocate, writer = decisions.legal(), decisions.legal("Will Writer")
    texts = [*updates.texts("fr", "ja"), updates.text(decisions.EXPOSED["en"])]
    communication.revise(update=exposing, version=1, texts=texts, by=writer, at=noon)
    row = asked(exposing, advocate, noon)

    for person in (advocate, writer, lead, people.actor()):
        with pytest.raises(Refused):
            communication.sign(signature=row, by=person, at=noon)

    assert communication.sign(signature=row, by=decisions.legal("Zoe Zealous"), at=noon).signer_id


def test_whoever_signed_does_not_publish(incident, lead, legal, exposing, noon):
    row = asked(exposing, lead, noon)
    communication.sign(signature=row, by=legal, at=noon)
    both = people.person("Ada Advocate", "Communications lead")[1]
    updates.lead(incident, "Ada Advocate")

    with pytest.raises(SignatureNeeded, match="You signed this yourself"):
        communication.publish(update=exposing, by=both, at=noon)


def test_other_words_make_the_signature_void(incident, lead, legal, exposing, noon):
    row = asked(exposing, lead, noon)
    communication.sign(signature=row, by=legal, at=noon)
    texts = [*decisions.exposing()[1:], updates.text(decisions.EXPOSED["en"] + " It was our mistake.")]

    communication.revise(update=exposing, version=1, texts=texts, by=lead, at=noon + timedelta(minutes=1))

    row.refresh_from_db()
    assert (row.state, row.voided_by, row.decided_by) == ("void", "Lena Lead", "Ada Advocate")
    assert incident.entries.filter(data__what="signature_void").exists()
    with pytest.raises(SignatureNeeded, match="have changed since they were signed"):
        communication.publish(update=exposing, by=lead, at=noon + timedelta(minutes=2))


def test_words_saved_again_as_they_were_stay_signed(incident, lead, legal, exposing, noon):
    communication.sign(signature=asked(exposing, lead, noon), by=legal, at=noon)

    communication.revise(update=exposing, version=1, texts=decisions.exposing(), phase="scope", by=lead, at=noon)

    assert communication.publish(update=exposing, by=lead, at=noon).state == "published"


def test_a_fact_that_changes_changes_the_words(incident, lead, legal, noon):
    told = {"en": "Data of 12 customers were exposed", "fr": "Les données ont été exposées", "ja": "情報が流出しました"}
    facts.answer(incident=incident, key="symptom", state="confirmed", texts=told, by=people.actor(), at=noon)
    draft = updates.draft(incident, texts=[updates.text("{symptom}. We are sorry.")])
    row = asked(draft, lead, noon)
    assert "12 customers" in row.words[0]["text"]
    communication.sign(signature=row, by=legal, at=noon)

    told["en"] = "Data of 12,000 customers were exposed"
    facts.answer(
        incident=incident,
        key="symptom",
        state="confirmed",
        texts=told,
        by=people.actor(),
        at=noon + timedelta(seconds=1),
    )

    with pytest.raises(SignatureNeeded):
        communication.publish(update=draft, by=lead, at=noon + timedelta(seconds=2))


def test_who_reads_other_words_than_stand_there_signs_nothing(incident, lead, legal, exposing, noon):
    row = asked(exposing, lead, noon)

    with pytest.raises(WordsChanged):
        communication.sign(signature=row, digest="0" * 64, by=legal, at=noon)

    row.refresh_from_db()
    assert row.state == "asked"


def test_a_decision_is_taken_once(incident, lead, legal, exposing, noon):
    row = asked(exposing, lead, noon)
    communication.sign(signature=row, by=legal, at=noon)

    with pytest.raises(AlreadyDecided):
        communication.refuse(signature=row, reason="No.", by=decisions.legal("Zoe Zealous"), at=noon)


def test_asking_twice_asks_once_and_harmless_words_ask_nothing(incident, lead, legal, exposing, noon):
    asked(exposing, lead, noon)

    assert communication.ask_signatures(update=exposing, by=lead, at=noon) == []
    with pytest.raises(NothingToSign):
        communication.ask_signatures(update=updates.draft(incident), by=lead, at=noon)


def test_legal_is_written_to_without_the_words_and_the_asker_hears_the_answer(incident, lead, legal, noon):
    accounts.user("Legal", username="gone", email="gone@example.org", is_active=False)
    type(incident.assignments.first().user).objects.filter(pk=lead.user_id).update(email="lena@example.org")
    catalogue.third_party("Farlane CDN")
    draft = updates.draft(incident, texts=decisions.naming())
    row = asked(draft, lead, noon)
    communication.sign(signature=row, by=legal, at=noon)

    sent = list(Delivery.objects.order_by("pk").values_list("address", flat=True))
    assert sent == ["ada.advocate@example.org", "lena@example.org"]
    letters = " ".join(f"{each.subject} {each.text} {each.html}" for each in Content.objects.all())
    assert incident.reference in letters
    assert "Farlane" not in letters


def test_nobody_is_written_to_for_an_exercise(incident, lead, legal, noon):
    drill = updates.incident(kind="drill")
    draft = updates.draft(drill, texts=decisions.exposing())

    assert communication.ask_signatures(update=draft, by=updates.lead(drill), at=noon)
    assert not Broadcast.objects.exists()


def test_a_discarded_draft_waits_for_nobody(incident, lead, legal, exposing, noon):
    asked(exposing, lead, noon)
    assert queries.waiting_signatures().count() == 1

    communication.discard(update=exposing, by=lead, at=noon)

    assert not queries.waiting_signatures().exists()


def test_an_outsider_asks_nobody(incident, exposing, noon):
    with pytest.raises(Refused):
        communication.ask_signatures(update=exposing, by=people.actor("Otto Observer", "Observer"), at=noon)
