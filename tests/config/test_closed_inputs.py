"""V05: no create and no update takes a field that isn't described; each is refused by name and changes nothing."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from config.roles import SCOPES
from tests.factories import accounts

STRANGE = {"is_superuser": True, "pk": 99, "owner_id": 1}


def described() -> dict:
    return SchemaGenerator().get_schema(request=None, public=True)


def bodies() -> list[tuple[str, str]]:
    found = described()["paths"]
    return sorted((path, verb) for path, each in found.items() for verb, told in each.items() if "requestBody" in told)


@pytest.fixture(scope="module")
def schema() -> dict:
    return described()


def test_v05_every_input_is_closed(schema):
    """What the description says, the parser holds (core.web.inputs): here that it says so everywhere."""
    shapes = schema["components"]["schemas"]
    open_ones = []
    for path, verb in bodies():
        content = schema["paths"][path][verb]["requestBody"]["content"]["application/json"]["schema"]
        name = content.get("$ref", "").rpartition("/")[2]
        shape = shapes.get(name, content)
        if shape.get("type") == "object" and shape.get("additionalProperties") is not False:
            open_ones.append(f"{verb} {path}")

    assert open_ones == []


@pytest.mark.django_db
def test_v05_a_strange_field_is_a_400_that_names_it_at_every_collection(client):
    header = accounts.authorization(*SCOPES, owner=accounts.user(is_superuser=True))
    taken = []
    for path, verb in bodies():
        if verb != "post" or "{" in path or path.startswith(("/api/v1/users", "/api/v1/tokens")):
            continue
        answer = client.post(path, STRANGE, content_type="application/json", **header)
        if answer.status_code != 400 or not set(STRANGE) & set(answer.json().get("errors", {})):
            taken.append((path, answer.status_code, answer.json().get("errors")))

    assert taken == []


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["is_superuser", "is_staff", "password", "groups", "user_permissions"])
def test_v05_an_administrator_gives_nobody_more_than_a_role_over_the_api(client, field):
    administrator, person = accounts.user("Administrator"), accounts.user("Observer")
    client.force_login(administrator)

    answer = client.patch(f"/api/v1/users/{person.pk}/", {field: True}, content_type="application/json")

    assert answer.status_code == 400
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff) == (False, True)


def test_the_description_is_made_without_a_warning():
    """Two shapes of one name would overwrite each other: one of them would be described wrongly."""
    GENERATOR_STATS.reset()
    described()

    assert list(GENERATOR_STATS._warn_cache) == []
    assert list(GENERATOR_STATS._error_cache) == []
