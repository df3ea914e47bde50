"""For the day the tool is down: whole pages in a folder, replaced whole, in every language."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from incidents.playbooks import actions, files, queries, tasks
from tests.factories import playbooks
from tests.factories.response import actor

pytestmark = pytest.mark.django_db


def test_every_playbook_in_force_is_written_in_three_languages_and_needs_nothing_else(tmp_path):
    playbooks.published()
    playbooks.playbook("only-a-draft")
    call_command("export_playbooks", str(tmp_path / "deep"), verbosity=0)

    written = {path.name for path in (tmp_path / "deep").glob("*.html")}
    assert written == {"index.html", *(f"sign-in-outage.{code}.html" for code in ("en", "fr", "ja"))}
    page = (tmp_path / "deep" / "sign-in-outage.fr.html").read_text()
    assert '<html lang="fr">' in page
    assert "Do sign-ins fail? (fr)" in page
    assert "--pb-ink" in page
    assert not re.search(r"<(?:link|script|img)|url\(|https?://(?!www\.w3\.org)", page)


def test_what_is_no_longer_in_force_goes_and_what_others_put_there_stays(tmp_path, noon):
    version = playbooks.published()
    (tmp_path / "own.html").write_text("mine")
    files.put(tmp_path, files.contents())
    actions.retire(playbook=version.playbook, by=actor(), at=noon)
    files.put(tmp_path, files.contents())

    assert {path.name for path in tmp_path.glob("*.html")} == {"index.html", "own.html"}
    assert not list(tmp_path.glob("*.tmp"))


def test_the_hourly_job_writes_only_where_it_was_asked_to(tmp_path, settings):
    playbooks.published()
    settings.PLAYBOOK_DIR = None
    tasks.put_out()
    settings.PLAYBOOK_DIR = tmp_path
    tasks.put_out()
    tasks.put_out()

    assert len(list(tmp_path.glob("*.html"))) == 4


def test_a_folder_that_cannot_be_written_is_told_with_the_cure():
    with pytest.raises(CommandError, match="Give another folder"):
        call_command("export_playbooks", "/proc/candor", verbosity=0)


def test_a_page_on_paper_says_every_step_and_where_it_leads(client, django_user_model):
    version = playbooks.published()
    client.force_login(django_user_model.objects.create(username="root", is_staff=True, is_superuser=True))
    page = client.get(f"/admin/incidents/playbook/{version.playbook_id}/versions/1/print/en/").content.decode()

    assert page.count('class="pb-steps"') == 1
    assert len(re.findall(r'<li id="step-\d+"', page)) == len(playbooks.nodes())
    assert "Unknown: wait 5 minutes, ask again" in page
    assert client.get(f"/admin/incidents/playbook/{version.playbook_id}/versions/1/print/xx/").status_code == 404
    assert queries.published(version.playbook) == version
