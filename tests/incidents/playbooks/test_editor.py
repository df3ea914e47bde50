"""The editor of charts without any script: what is typed is never lost, and what is broken is named and drawn."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.playbooks import actions, queries, yamlfile
from incidents.playbooks.models import Playbook
from tests.factories import accounts, playbooks
from tests.factories.response import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena(client):
    person = accounts.user("Communications lead")
    client.force_login(person)
    return person


@pytest.fixture
def playbook(lena) -> Playbook:
    return playbooks.playbook()


def address(playbook: Playbook, name: str = "edit") -> str:
    return f"/admin/incidents/playbook/{playbook.pk}/{name}/"


def fields(html: str) -> dict[str, list[str]]:
    """What a browser would send: the values of the form's fields."""
    form = html[html.index('id="pb-form"') :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        named = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if named and ('type="checkbox"' not in tag or " checked" in tag):
            text = value[1] if value else ""
            found.setdefault(named[1], []).append(text.replace("&#x27;", "'").replace("&quot;", '"'))
    for name, inside in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = [chosen[1] if chosen else ""]
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\s*(.*?)</textarea>', form, re.S):
        found[name] = [text.replace("&#x27;", "'")]
    return found


def opened(client, playbook) -> dict[str, list[str]]:
    return fields(client.get(address(playbook)).content.decode())


def test_saving_what_was_opened_changes_nothing(client, playbook):
    before = queries.draft(playbook).definition
    answer = client.post(address(playbook), opened(client, playbook) | {"do": "save"})

    assert answer.status_code == 302
    draft = queries.draft(playbook)
    assert (draft.definition, draft.revision) == (before, 2)


def test_words_and_titles_that_were_typed_are_kept(client, playbook):
    data = opened(client, playbook) | {"do": "save", "nodes-0-text_en": "Who fails?", "title_fr": "Autre titre"}
    client.post(address(playbook), data)

    assert queries.draft(playbook).definition[0]["text"]["en"] == "Who fails?"
    assert playbook.translations.get(language="fr").title == "Autre titre"


def test_rows_are_added_moved_and_removed_by_plain_buttons(client, playbook):
    data = opened(client, playbook)
    added = fields(client.post(address(playbook), data | {"do": "add 0"}).content.decode())
    assert added["nodes-count"] == ["8"]
    assert added["nodes-1-key"] == ["n1"]
    moved = fields(client.post(address(playbook), added | {"do": "down 1"}).content.decode())
    assert (moved["nodes-1-key"], moved["nodes-2-key"]) == (["a1"], ["n1"])
    removed = fields(client.post(address(playbook), moved | {"do": "remove 2"}).content.decode())
    assert removed["nodes-count"] == ["7"]
    answers = fields(client.post(address(playbook), data | {"do": "answer 0"}).content.decode())
    assert answers["nodes-0-answers-count"] == ["3"]
    fewer = fields(client.post(address(playbook), answers | {"do": "drop 0 2"}).content.decode())
    assert fewer["nodes-0-answers-count"] == ["2"]
    assert queries.draft(playbook).revision == 1


def test_a_node_that_becomes_a_question_gets_two_answers(client, playbook):
    data = opened(client, playbook) | {"nodes-1-kind": "question", "do": "kind 1"}
    found = fields(client.post(address(playbook), data).content.decode())

    assert [found[f"nodes-1-answers-{index}-key"] for index in (0, 1)] == [["yes"], ["no"]]


def test_what_cannot_be_read_is_said_and_stays_typed(client, playbook):
    data = opened(client, playbook) | {"do": "save", "nodes-2-deadline": "soon", "nodes-0-text_en": "Mine"}
    answer = client.post(address(playbook), data)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "This should be a whole number from 1 to 1440." in html
    assert 'value="soon"' in html
    assert 'value="Mine"' in html
    assert queries.draft(playbook).revision == 1


def test_somebody_elses_change_is_not_overwritten(client, playbook, noon):
    data = opened(client, playbook)
    draft = queries.draft(playbook)
    actions.save_draft(playbook=playbook, flow=draft.flow, revision=1, basis="theirs", note="", by=actor(), at=noon)
    answer = client.post(address(playbook), data | {"do": "save", "nodes-0-text_en": "Mine"})

    assert answer.status_code == 422
    assert "Somebody else has changed this draft meanwhile" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    assert queries.draft(playbook).basis == "theirs"


def test_a_broken_chart_is_saved_drawn_and_refused_with_its_node_named(client, playbook):
    client.post(address(playbook), opened(client, playbook) | {"do": "save", "nodes-1-next": "gone"})
    page = client.get(address(playbook, "publish")).content.decode()

    assert "It can't be published" in page
    assert "<code>a1</code> It leads to “gone”" in page
    assert 'class="node kind-assignment is-broken"' in page
    assert "Publish version 1</button>" not in page
    client.post(address(playbook, "publish"), {"revision": 2})
    assert queries.published(playbook) is None


def test_the_preview_keeps_nothing_and_redraws_what_is_typed(client, playbook):
    data = opened(client, playbook) | {"nodes-1-next": "gone"}
    html = client.post(address(playbook, "preview"), data).content.decode()

    assert 'id="pb-picture"' in html
    assert 'id="found-1" hx-swap-oob="true"' in html
    assert "things to mend" in html
    assert queries.draft(playbook).revision == 1


def test_publishing_shows_what_differs_and_takes_only_what_was_shown(client, playbook, lena):
    client.post(address(playbook, "publish"), {"revision": 1})
    client.post(address(playbook), {"do": "begin"})
    client.post(address(playbook), opened(client, playbook) | {"do": "save", "nodes-1-text_en": "Call both"})
    page = client.get(address(playbook, "publish")).content.decode()
    assert "Against version 1" in page
    assert "is-changed" in page
    client.post(address(playbook, "publish"), {"revision": 1})
    assert queries.published(playbook).number == 1
    client.post(address(playbook, "publish"), {"revision": 2})

    assert queries.published(playbook).number == 2
    assert queries.published(playbook).published_by == str(lena)


def test_a_file_goes_out_and_comes_in_by_the_pages(client, playbook):
    file = client.get(f"/admin/incidents/playbook/{playbook.pk}/versions/1/yaml/")
    assert file["Content-Disposition"] == 'attachment; filename="sign-in-outage-v1.yaml"'
    text = file.content.decode().replace("slug: sign-in-outage", "slug: other")
    wrong = client.post("/admin/incidents/playbook/import/", {"text": text.replace("kind: wait", "kind: dance")})
    assert wrong.status_code == 422
    assert "w1: Line " in wrong.content.decode()
    assert client.post("/admin/incidents/playbook/import/", {"text": text}).status_code == 302

    assert yamlfile.dump(queries.document(queries.draft(Playbook.objects.get(slug="other")))) == text


def test_a_playbook_is_begun_copied_discarded_and_retired(client, playbook):
    begun = client.post("/admin/incidents/playbook/add/", {"title": "New one", "slug": "new-one"})
    made = Playbook.objects.get(slug="new-one")
    assert begun["Location"] == address(made)
    assert client.get(address(made)).status_code == 200
    assert client.post("/admin/incidents/playbook/add/", {"title": "X", "slug": "new-one"}).status_code == 422
    client.post(f"/admin/incidents/playbook/{playbook.pk}/versions/1/copy/", {"slug": "copied"})
    assert Playbook.objects.filter(slug="copied").exists()
    assert client.get(address(made, "discard")).status_code == 200
    client.post(address(made, "discard"))
    assert not made.versions.exists()
    client.post(address(playbook, "publish"), {"revision": 1})
    client.post(address(playbook, "retire"))
    playbook.refresh_from_db()
    assert playbook.is_retired
    assert client.get(address(playbook, "change")).status_code == 200


@pytest.mark.parametrize(("role", "reads", "writes"), [("Scribe", 200, 200), ("Observer", 200, 403)])
def test_who_sees_and_who_writes(client, role, reads, writes):
    playbook = playbooks.playbook()
    client.force_login(accounts.user(role))

    assert client.get(address(playbook, "change")).status_code == reads
    assert client.get(address(playbook)).status_code == writes
    assert client.post(address(playbook, "preview"), {}).status_code == writes
    assert client.get(address(playbook, "publish")).status_code == 403
    assert client.get(address(playbook, "retire")).status_code == 403


def test_the_list_and_a_page_cost_the_same_however_many_there_are(client, lena):
    playbooks.published("one")
    page = address(Playbook.objects.get(), "change")

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    cost(page)
    before = cost("/admin/incidents/playbook/"), cost(page)
    for slug in ("two", "three", "four"):
        playbooks.published(slug)
    assert (cost("/admin/incidents/playbook/"), cost(page)) == before
    assert before[0] <= 12
    assert before[1] <= 16


def test_people_without_a_version_are_told_kindly(client, playbook):
    actions.discard_draft(playbook=playbook, by=actor(), at=playbook.created_at)

    assert client.get(address(playbook, "change")).status_code == 200
    assert client.post(address(playbook), {"do": "begin"}).status_code == 302
