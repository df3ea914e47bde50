import pytest

from feedback.doors.form import limits


@pytest.fixture(autouse=True)
def nobody_has_written_yet(settings, tmp_path):
    """Counts and files are this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    limits.forget()
    yield
    limits.forget()
