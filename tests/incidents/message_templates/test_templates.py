"""Drafted by anybody, judged by marketing, offered when approved."""

import pytest

from core.actor import Refused
from core.web.errors import Conflict, Invalid
from incidents.communication import actions as communication
from incidents.message_templates import actions, defaults, differences, queries
from incidents.message_templates.models import MessageTemplate, TemplateUse, TemplateVersion
from incidents.message_templates.states import State
from incidents.subscribers import defaults as audiences
from incidents.subscribers.models import Audience
from tests.factories import catalogue
from tests.factories import communication as updates
from tests.factories import response as people

WORDS = {
    "en": "{functions} fails. We are sorry. We write again by {next_update_at}.",
    "fr": "{functions} échoue. Nous sommes désolés. Prochain message à {next_update_at}.",
    "ja": "{functions}が使えません。申し訳ございません。{next_update_at}までにお知らせします。",
}


@pytest.fixture
def author(db, noon):
    audiences.seed(noon)
    return people.actor("Sam Support", "Support agent")


@pytest.fixture
def marketing(db):
    return people.actor("Bea Brand", "Brand reviewer")


@pytest.fixture
def template(author, noon) -> MessageTemplate:
    return actions.create(
        key="scope.own",
        phase="scope",
        audience=Audience.objects.get(slug="general"),
        purposes={"en": "Our own words"},
        texts=WORDS,
        by=author,
        at=noon,
    )


def version(template: MessageTemplate) -> TemplateVersion:
    return template.versions.order_by("-number").first()


def approved(template, author, marketing, at) -> TemplateVersion:
    actions.submit(version=version(template), by=author, at=at)
    return actions.approve(version=version(template), by=marketing, at=at)


def test_only_what_marketing_approved_is_offered(template, author, marketing, noon):
    incident = updates.incident(at=noon)
    assert not queries.offered(incident).exists()
    actions.submit(version=version(template), by=author, at=noon)
    assert not queries.offered(incident).exists()
    with pytest.raises(Refused):
        actions.approve(version=version(template), by=author, at=noon)
    actions.approve(version=version(template), by=marketing, at=noon)
    assert [row.template.key for row in queries.offered(incident)] == ["scope.own"]


def test_a_new_version_replaces_the_approved_one_only_when_it_is_approved(template, author, marketing, noon):
    approved(template, author, marketing, noon)
    actions.write(template=template, texts={**WORDS, "en": "{functions} fails for you."}, by=author, at=noon)
    assert [(row.number, row.state) for row in template.versions.order_by("number")] == [
        (1, State.APPROVED),
        (2, State.DRAFT),
    ]
    approved(template, author, marketing, noon)
    assert [(row.number, row.state) for row in template.versions.order_by("number")] == [
        (1, State.RETIRED),
        (2, State.APPROVED),
    ]


def test_a_language_that_is_missing_is_named_before_marketing_is_asked(author, template, noon):
    actions.write(template=template, texts={"en": WORDS["en"], "fr": WORDS["fr"]}, by=author, at=noon)
    with pytest.raises(Invalid) as problem:
        actions.submit(version=version(template), by=author, at=noon)
    assert "Japanese" in str(problem.value.fields["texts"])
    assert version(template).state == State.DRAFT


def test_a_field_that_nothing_could_fill_is_named(author, template, noon):
    with pytest.raises(Invalid) as problem:
        actions.write(template=template, texts={"en": "{customer_name}, {functions} fails."}, by=author, at=noon)
    assert "customer_name" in str(problem.value.fields["texts"])
    assert version(template).texts.count() == 3


def test_what_is_sent_back_says_why_and_can_be_written_again(template, author, marketing, noon):
    actions.submit(version=version(template), by=author, at=noon)
    with pytest.raises(Invalid):
        actions.send_back(version=version(template), reason="  ", by=marketing, at=noon)
    actions.send_back(version=version(template), reason="Warmer, please.", by=marketing, at=noon)
    assert (version(template).state, version(template).note) == (State.DRAFT, "Warmer, please.")


def test_the_second_writer_is_told_who_was_faster(template, author, noon):
    opened = version(template).edit
    actions.write(template=template, texts=WORDS, edit=opened, by=author, at=noon)
    with pytest.raises(Conflict) as problem:
        actions.write(template=template, texts=WORDS, edit=opened, by=author, at=noon)
    assert "Sam Support" in str(problem.value)


def test_a_draft_begins_with_its_words_and_counts_when_it_is_published(template, author, marketing, noon):
    row = approved(template, author, marketing, noon)
    incident = updates.incident(at=noon)
    draft = actions.begin(version=row, incident=incident, by=author, at=noon)
    assert (draft.phase, draft.variants.count()) == ("scope", 3)
    assert queries.listed().get(pk=template.pk).used == 0

    communication.publish(update=draft, by=updates.lead(incident), at=noon)
    assert queries.listed().get(pk=template.pk).used == 1
    assert TemplateUse.objects.count() == 1
    assert draft.variants.get(language="en").text.startswith("Playback fails.")


def test_what_is_not_approved_begins_nothing(template, author, noon):
    with pytest.raises(Conflict):
        actions.begin(version=version(template), incident=updates.incident(at=noon), by=author, at=noon)


def test_templates_are_offered_by_severity(template, author, marketing, noon):
    approved(template, author, marketing, noon)
    MessageTemplate.objects.update(min_level=4)
    assert not queries.offered(updates.incident(at=noon)).exists()  # level 3
    assert queries.offered(updates.incident(at=noon, severity=catalogue.severities()[4])).exists()


def test_offering_costs_three_statements_however_many(author, noon, django_assert_num_queries):
    incident = updates.incident(at=noon)
    defaults.seed(noon)
    with django_assert_num_queries(3):
        assert len(queries.offered(incident)) == len(defaults.shipped())


@pytest.mark.parametrize(("old", "new"), [("We are sorry.", "We are so sorry."), ("再生できません", "視聴できません")])
def test_differences_hold_both_texts(old, new):
    pieces = list(differences.between(old, new))
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert any(piece.kind == "same" for piece in pieces)


# The set we ship.


def test_every_phase_has_approved_words_in_three_languages(db, noon):
    audiences.seed(noon)
    defaults.seed(noon)
    defaults.seed(noon)
    rows = TemplateVersion.objects.approved().prefetch_related("texts", "template__purposes")
    assert {row.template.phase for row in rows} == {
        *("holding", "scope", "progress", "still_working", "workaround", "monitoring", "resolved"),
        *("follow_up", "correction", "maintenance"),
    }
    assert len(rows) == len(defaults.shipped())
    for row in rows:
        assert {text.language for text in row.texts.all()} == {"en", "fr", "ja"}
        assert {each.language for each in row.template.purposes.all()} == {"en", "fr", "ja"}
        assert queries.unknown_fields(row.texts.all()) == []


@pytest.mark.parametrize("row", defaults.shipped(), ids=lambda row: row["key"])
def test_the_words_we_ship_own_up_and_never_name_a_supplier(row):
    sorry = {"en": "sorry", "fr": ("excuses", "désolés"), "ja": ("申し訳", "お詫び")}
    for language, text in row["text"].items():
        wanted = sorry[language]
        assert any(word in text for word in ([wanted] if isinstance(wanted, str) else wanted)), language
        assert "{third_party}" not in text
        assert "{functions}" in text.split("\n")[0] or "sign" in row["key"]


@pytest.mark.parametrize("row", defaults.shipped(), ids=lambda row: row["key"])
def test_the_same_fields_are_asked_for_in_every_language(row):
    asked = {language: sorted(queries.fields.named(text)) for language, text in row["text"].items()}
    assert asked["en"] == asked["fr"] == asked["ja"]
