import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from incidents.statuspages import bundle, export, shelf, snapshot
from tests.factories import catalogue
from tests.factories import statuspages as told
from tests.journeys.front import WORDS, Candor


@pytest.fixture
def folder(noon, db) -> Iterator[Path]:
    """A bundle on disk and the same bundle as files, where nginx' user may enter (not so below tmp_path)."""
    told.statuspage()
    incident = told.incident(titles={"fr": "La lecture échoue"})
    told.harm(incident, catalogue.component())
    told.update(incident, WORDS)
    built = snapshot.build(sequence=7, at=noon, previous=None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shelf.put(folder / "var", bundle.pack(built))
        export.put(folder / "export", built)
        yield folder


@pytest.fixture
def candor(folder) -> Iterator[Candor]:
    candor = Candor(folder)
    candor.start()
    yield candor
    if candor.process.poll() is None:
        candor.kill()
