from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from incidents.statuspages import actions


class Command(BaseCommand):
    help = "Write every public page, document and feed as files that a plain web server can serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that holds nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        actions.rebuild(at=timezone.now())
        try:
            outcome = actions.put_out_files(into=folder, afresh=True)
        except OSError as error:
            raise CommandError(f"{folder} can't be written: {error.strerror}. Give another folder.") from error
        if outcome.higher:
            raise CommandError(
                f"{folder} holds sequence {outcome.higher}, which is newer than ours. Is it another Candor's? "
                "Give another folder, or empty this one."
            )
        self.stdout.write(f"{outcome.written} files written, {outcome.removed} removed in {folder}")
        if outcome.refused:
            raise CommandError(f"Left out, for their names could lead elsewhere: {', '.join(outcome.refused[:10])}")
