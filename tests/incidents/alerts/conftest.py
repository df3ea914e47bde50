import json

import pytest


@pytest.fixture
def report(client):
    """Post a body to a source's door with its key."""

    def post(slug, key, body, **headers):
        body = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return client.post(
            f"/api/alerts/{slug}/",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}", **headers},
        )

    return post


@pytest.fixture
def enqueue(client):
    def post(key, body):
        return client.post("/v2/enqueue", {"routing_key": key, **body}, content_type="application/json")

    return post
