import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.actor import SYSTEM
from incidents.subscribers import actions, csvfile
from incidents.subscribers.importing import Line, Outcome, Report


class Command(BaseCommand):
    """Import subscribers from CSV. Safe to run again; a broken line is named and passed over."""

    help = "Import subscribers from FILE (CSV, UTF-8), or from standard input with “-”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the list, or - for standard input")
        parser.add_argument("--confirmed", action="store_true", help="they have agreed elsewhere: send no letter")
        parser.add_argument("--dry-run", action="store_true", help="report and write nothing")

    def handle(self, *, file: str, confirmed: bool, dry_run: bool, **_: object) -> None:
        try:
            if file == "-":
                report = self.take_in(sys.stdin.buffer, confirmed=confirmed, dry_run=dry_run)
            else:
                with Path(file).open("rb") as opened:
                    report = self.take_in(opened, confirmed=confirmed, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except csvfile.Unreadable as error:
            raise CommandError(str(error)) from error
        verb = "To be added" if dry_run else "Added"
        self.stdout.write(f"{verb}: {report.added}. Already there: {report.known}. Refused: {report.refused}.")

    def take_in(self, file: BinaryIO, *, confirmed: bool, dry_run: bool) -> Report:
        header = csvfile.read_header(file)
        if header.unknown:
            self.stderr.write(f"columns that are not read: {', '.join(header.unknown)}")
        return actions.import_rows(
            rows=csvfile.read_rows(file, header),
            confirmed=confirmed,
            dry_run=dry_run,
            tell=self.tell,
            by=SYSTEM,
            at=timezone.now(),
        )

    def tell(self, line: Line) -> None:
        if line.outcome == Outcome.REFUSED:
            self.stderr.write(f"line {line.number}: {line.text}")
