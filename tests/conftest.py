"""Fixtures every test may use; slices add their own in their folder's conftest."""

from datetime import UTC, datetime

import pytest

from core.actor import Actor, Kind

pytest_plugins = ["tests.lanes"]


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def outsider() -> Actor:
    """Somebody signed in with no right at all."""
    return Actor(kind=Kind.USER, label="Olive Outsider")
