import json

import pytest

from tests.factories import feedback


@pytest.fixture
def source(db):
    feedback.registers()
    return feedback.source()


@pytest.fixture
def hand_in(client, source):
    """Post a body to the source's door with its key."""

    def post(body, key=source[1], slug="reviews", **headers):
        body = body if isinstance(body, str) else json.dumps(body)
        given = {"Authorization": f"Bearer {key}", **headers}
        return client.post(f"/api/feedback/{slug}/", body, content_type="application/json", headers=given)

    return post
