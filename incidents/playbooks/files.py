"""Printable copies in a folder, for the day the tool is down: one HTML file a playbook and language, and an index."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from core.text.translations import OWN_NAMES
from incidents.playbooks import printing
from incidents.playbooks.models import PlaybookVersion
from incidents.playbooks.states import VersionState

MARK = ".candor-playbooks"  # names the files that are ours, so that no other is ever removed
SHEETS = ("core/chart.css", "core/chart-page.css")


def contents() -> dict[str, str]:
    """File name → whole HTML page, of every playbook in force; nothing else is needed to read them."""
    css = "\n".join(_sheet(name) for name in SHEETS)
    versions = (
        PlaybookVersion.objects.filter(state=VersionState.PUBLISHED, playbook__retired_at=None)
        .select_related("playbook")
        .prefetch_related("playbook__translations")
        .order_by("playbook__slug")
    )
    pages, rows = {}, []
    for version in versions:
        links = []
        for language, own_name in OWN_NAMES:
            name = f"{version.playbook.slug}.{language}.html"
            pages[name] = printing.page(version, language, css=css)
            links.append((name, language, own_name, version.playbook.title_in(language)))
        rows.append((version, links))
    with translation.override("en"):
        index = render_to_string("playbooks/index.html", {"rows": rows})
    pages["index.html"] = index.replace("</head>", f"<style>{css}</style></head>", 1)
    return pages


def put(folder: Path, pages: Mapping[str, str]) -> int:
    """Make `folder` hold these pages; each is replaced whole, and those that were ours and are no more go away.

    Returns how many were written. Raises `OSError` when the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _listed(folder)
    # Named before they are written: after a crash in the middle the next run still knows what is ours.
    _write(folder / MARK, "\n".join(sorted({*before, *pages})))
    for name, page in pages.items():
        _write(folder / name, page)
    for name in before - pages.keys():
        (folder / name).unlink(missing_ok=True)
    _write(folder / MARK, "\n".join(sorted(pages)))
    return len(pages)


def _listed(folder: Path) -> set[str]:
    try:
        names = (folder / MARK).read_text().split("\n")
    except OSError:
        return set()
    return {name for name in names if name.endswith(".html") and "/" not in name}


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o644)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _sheet(name: str) -> str:
    found = finders.find(name)
    return Path(found).read_text() if found else ""
