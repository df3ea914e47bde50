import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.actor import SYSTEM
from core.text.translations import Language
from core.web.errors import Invalid
from incidents.imports import actions, statuspage
from incidents.imports.reading import Unreadable


class Command(BaseCommand):
    """Import the history of a Statuspage page. Safe to run again; sends nothing to anybody."""

    help = "Import a Statuspage export (JSON) from FILE, or from standard input with “-”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the export, or - for standard input")
        parser.add_argument("--language", default="en", choices=Language.values, help="language of its texts")

    def handle(self, *, file: str, language: str, **_: object) -> None:
        try:
            export = statuspage.read(load(file))
            report = actions.import_statuspage(export=export, language=language, by=SYSTEM, at=timezone.now())
        except (Unreadable, Invalid) as error:
            raise CommandError(str(error)) from error
        for problem in report.problems:
            self.stderr.write(f"not placed: {problem}")
        self.stdout.write(
            f"Incidents: {report.created} created, {report.updated} updated, {report.unchanged} unchanged. "
            f"Updates: {report.updates_created} created, {report.updates_changed} changed. "
            f"Components created: {report.components_created}. Problems: {len(report.problems)}."
        )


def load(file: str) -> Any:
    try:
        return json.loads(sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is no UTF-8 text; a Statuspage export is.") from error
    except json.JSONDecodeError as error:
        raise CommandError(f"{file} is no JSON: {error}.") from error
