"""From draft to published version, which stays as it is; who may; what is refused and why."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.audit.models import AuditEvent
from core.web.errors import Invalid
from incidents.playbooks import actions, document, queries, yamlfile
from incidents.playbooks.errors import (
    AlreadyPublished,
    Broken,
    DraftExists,
    NoDraft,
    Retired,
    StaleRevision,
    StillCalled,
)
from incidents.playbooks.models import Playbook, PlaybookVersion, PublishedIsKept
from tests.factories import catalogue, playbooks
from tests.factories.response import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita():
    return actor()


def broken():
    nodes = playbooks.nodes()
    nodes[1]["next"] = "gone"
    return document.read_flow(nodes)


def test_publishing_makes_a_draft_what_is_run(rita, noon):
    version = playbooks.published(by=rita, at=noon)

    assert (version.number, version.state, version.published_by) == (1, "published", rita.label)
    assert queries.published(version.playbook) == version
    assert AuditEvent.objects.filter(kind="incidents.playbook.published").count() == 1


def test_a_newer_version_retires_the_one_before(rita, noon):
    first = playbooks.published(by=rita, at=noon)
    draft = actions.begin_draft(playbook=first.playbook, by=rita, at=noon)
    assert draft.definition == first.definition

    second = actions.publish_version(version=draft, by=rita, at=noon + timedelta(hours=1))

    first.refresh_from_db()
    assert (first.state, first.retired_by, second.number) == ("retired", rita.label, 2)


def test_there_is_one_draft_at_a_time(rita, noon):
    playbook = playbooks.playbook(by=rita)

    assert actions.begin_draft(playbook=playbook, by=rita, at=noon) == queries.draft(playbook)
    with pytest.raises(IntegrityError), transaction.atomic():
        playbook.versions.create(number=9, created_at=noon, created_by="x")


def test_a_broken_chart_is_kept_but_not_published_and_the_node_is_named(rita, noon):
    playbook = playbooks.playbook(by=rita)
    draft = actions.save_draft(playbook=playbook, flow=broken(), revision=1, basis="", note="", by=rita, at=noon)

    with pytest.raises(Broken) as caught:
        actions.publish_version(version=draft, by=rita, at=noon)

    assert "It leads to “gone”, which doesn't exist." in caught.value.fields["nodes.a1"]
    draft.refresh_from_db()
    assert (draft.state, draft.revision) == ("draft", 2)


def test_two_people_save_one_draft_and_the_second_is_told(rita, noon):
    playbook = playbooks.playbook(by=rita)
    given = {"playbook": playbook, "flow": broken(), "revision": 1, "basis": "", "note": "", "by": rita, "at": noon}
    actions.save_draft(**given)

    with pytest.raises(StaleRevision) as caught:
        actions.save_draft(**given)
    assert caught.value.extra == {"revision": 2}


def test_publishing_what_somebody_changed_meanwhile_is_refused(rita, noon):
    playbook = playbooks.playbook(by=rita)

    with pytest.raises(StaleRevision):
        actions.publish_version(version=queries.draft(playbook), revision=7, by=rita, at=noon)


def test_a_second_click_publishes_nothing(rita, noon):
    version = playbooks.published(by=rita)

    with pytest.raises(AlreadyPublished):
        actions.publish_version(version=version, by=rita, at=noon)


@pytest.mark.parametrize(
    "change",
    [{"definition": []}, {"number": 5}, {"note": "x"}, {"published_by": "x"}, {"state": "draft", "published_at": None}],
)
def test_the_database_keeps_a_published_version(rita, change):
    version = playbooks.published(by=rita)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlaybookVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaybookVersion.objects.filter(pk=version.pk).delete()


def test_a_person_hears_why_a_published_version_stays(rita):
    version = PlaybookVersion.objects.get(pk=playbooks.published(by=rita).pk)
    version.definition = []

    with pytest.raises(PublishedIsKept, match="Version 1 is published"):
        version.save()


def test_a_retired_playbook_takes_no_more_changes_but_can_be_copied(rita, noon):
    version = playbooks.published(by=rita)
    playbook = actions.retire(playbook=version.playbook, by=rita, at=noon)

    assert playbook.is_retired
    assert not Playbook.objects.in_use()
    with pytest.raises(Retired):
        actions.begin_draft(playbook=playbook, by=rita, at=noon)
    other = actions.copy(version=version, slug="other", by=rita, at=noon)
    assert queries.draft(other).definition == version.definition


def test_what_others_lead_into_is_not_retired(rita, noon):
    inner = playbooks.published("inner", by=rita)
    nodes = playbooks.nodes()
    nodes[1] = {"key": "a1", "kind": "sub_playbook", "text": playbooks.say("Inner"), "playbook": "inner", "next": "m1"}
    playbooks.published("outer", by=rita, nodes=nodes)

    with pytest.raises(StillCalled, match="outer"):
        actions.retire(playbook=inner.playbook, by=rita, at=noon)


def test_a_playbook_that_leads_back_to_itself_is_refused(rita, noon):
    nodes = playbooks.nodes()
    nodes[1] = {"key": "a1", "kind": "sub_playbook", "text": playbooks.say("Self"), "playbook": "loop", "next": "m1"}
    playbook = playbooks.playbook("loop", by=rita, nodes=nodes)

    with pytest.raises(Broken) as caught:
        actions.publish_version(version=queries.draft(playbook), by=rita, at=noon)
    assert "“loop” leads back to this playbook." in caught.value.fields["nodes.a1"]


def test_a_file_makes_a_playbook_and_then_its_next_version(rita, noon):
    catalogue.component("sign-in")
    text = yamlfile.dump(document.read(playbooks.data(components=["sign-in"])))
    first = actions.import_yaml(text=text, by=rita, at=noon)
    with pytest.raises(DraftExists):
        actions.import_yaml(text=text, by=rita, at=noon)
    assert actions.import_yaml(text=text, replace_draft=True, by=rita, at=noon).revision == 2

    assert yamlfile.dump(queries.document(PlaybookVersion.objects.get(pk=first.pk))) == text


def test_a_file_with_an_unknown_component_changes_nothing(rita, noon):
    with pytest.raises(Invalid, match="There is no component “nothing”"):
        actions.take_in(document=document.read(playbooks.data(components=["nothing"])), by=rita, at=noon)

    assert not Playbook.objects.exists()


def test_a_discarded_draft_leaves_its_nodes_in_the_audit_trail(rita, noon):
    playbook = playbooks.playbook(by=rita)
    actions.discard_draft(playbook=playbook, by=rita, at=noon)

    assert AuditEvent.objects.get(kind="incidents.playbook.discarded").data["definition"][0]["key"] == "q1"
    with pytest.raises(NoDraft):
        actions.discard_draft(playbook=playbook, by=rita, at=noon)


def test_who_may_write_and_who_decides(rita, outsider, noon):
    scribe = actor("Sam Scribe", "Scribe")
    observer = actor("Olga Observer", "Observer")
    playbook = playbooks.playbook(by=scribe)
    draft = queries.draft(playbook)

    for somebody in (scribe, observer, outsider):
        with pytest.raises(PermissionDenied):
            actions.publish_version(version=draft, by=somebody, at=noon)
        with pytest.raises(PermissionDenied):
            actions.retire(playbook=playbook, by=somebody, at=noon)
    for somebody in (observer, outsider):
        with pytest.raises(PermissionDenied):
            actions.begin_draft(playbook=playbook, by=somebody, at=noon)
        with pytest.raises(PermissionDenied):
            actions.import_yaml(text="slug: x", by=somebody, at=noon)
    assert actions.publish_version(version=draft, by=rita, at=noon).state == "published"
