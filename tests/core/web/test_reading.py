"""Reading over the API: pages, filters, ETags, and nothing one didn't ask for (reliability: V08, V11)."""

import pytest

from incidents.catalogue.models import Region
from tests.factories import accounts
from tests.factories.probe import REGIONS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.factories.probe")]


@pytest.fixture
def header():
    return accounts.authorization("incidents:read")


@pytest.fixture
def _many_regions():
    Region.objects.bulk_create(Region(slug=f"r{i}", name=f"R{i}", position=i % 7) for i in range(450))


def slugs(answer) -> list[str]:
    return [row["slug"] for row in answer.json()["results"]]


@pytest.mark.usefixtures("_many_regions")
def test_following_the_cursor_meets_everything_once(client, header):
    address, met = f"{REGIONS}?page_size=60", []
    while address:
        answer = client.get(address, **header)
        met += slugs(answer)
        address = answer.json()["next"]

    assert len(met) == len(set(met)) == 450


@pytest.mark.usefixtures("_many_regions")
def test_a_page_has_a_limit_and_a_fixed_number_of_queries(client, header, django_assert_num_queries):
    client.get(REGIONS, **header)  # notes the token's use
    with django_assert_num_queries(2):  # the token with its owner's rights, the page
        answer = client.get(f"{REGIONS}?page_size=1000000", **header)

    assert len(slugs(answer)) == 200


@pytest.mark.parametrize(
    "query",
    ["page_size=0", "page_size=-1", "page_size=²", "page_size=many", "offset=-1", "expand=all", "cursor=nonsense",
     "cursor=", "cursor=cD1ub3QtYS1udW1iZXI%3D", "password__startswith=a", "ordering=owner__password", "format=api"],
)  # fmt: skip
def test_a_parameter_that_means_nothing_is_a_400_that_names_it(client, header, query):
    answer = client.get(f"{REGIONS}?{query}", **header)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


def test_a_nul_in_the_address_is_refused(client, header):
    assert client.get(f"{REGIONS}?page_size=%00", **header).status_code == 400
    assert client.get(f"{REGIONS}%00/", **header).status_code == 404


@pytest.mark.parametrize("key", ["9" * 40, "-1", "x", "1e3"])
def test_an_identifier_of_nothing_is_a_404(client, header, key):
    assert client.get(f"{REGIONS}{key}/", **header).status_code == 404


def test_what_has_not_changed_is_not_sent_again(client, header):
    first = client.get(REGIONS, **header)
    again = client.get(REGIONS, headers={"If-None-Match": first["ETag"]}, **header)
    Region.objects.create(slug="japan", name="Japan")
    changed = client.get(REGIONS, headers={"If-None-Match": first["ETag"]}, **header)

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.content == b""
    assert first["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first["Vary"]


@pytest.mark.parametrize("origin", ["null", "http://testserver.evil.example", "https://eviltestserver"])
def test_no_other_site_reads_with_somebodys_cookies(client, origin):
    client.force_login(accounts.user("Observer"))

    answer = client.get(REGIONS, headers={"Origin": origin})

    assert "Access-Control-Allow-Origin" not in answer
    assert "Access-Control-Allow-Credentials" not in answer


def test_reading_needs_the_right_as_well_as_the_scope(client):
    nobody = accounts.user()
    client.force_login(nobody)

    assert client.get(REGIONS).status_code == 403
    assert client.get(REGIONS, **accounts.authorization("incidents:read", owner=nobody)).status_code == 403


def test_a_customer_with_a_session_is_a_stranger_here(client):
    client.force_login(accounts.user("Observer", is_staff=False))

    assert client.get(REGIONS).status_code == 401
