from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.playbooks import files


class Command(BaseCommand):
    help = "Write every playbook in force as HTML that is read and printed without Candor, in each language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="where the files go; others in it stay")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        try:
            written = files.put(folder, files.contents())
        except OSError as error:
            raise CommandError(f"{folder} can't be written: {error.strerror}. Give another folder.") from error
        self.stdout.write(f"{written} files written in {folder}")
