from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from incidents.statuspages import actions, objects
from incidents.statuspages.export import Outcome


class Command(BaseCommand):
    help = "Write every public page, document and feed as files, or into an object store."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "into",
            metavar="DIR|s3://BUCKET/PREFIX",
            nargs="?",
            default="",
            help="a folder that holds nothing else, or an object store; EXPORT_URL or EXPORT_DIR when left out",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        into = options["into"] or settings.EXPORT_URL or str(settings.EXPORT_DIR or "")
        if not into:
            raise CommandError("Say where to: a folder, or s3://bucket/prefix.")
        actions.rebuild(at=timezone.now())
        outcome = into_store(into) if into.startswith("s3://") else into_folder(Path(into))
        if outcome.higher:
            raise CommandError(
                f"{into} holds sequence {outcome.higher}, which is newer than ours. Is it another Candor's? "
                "Give another place, or empty this one."
            )
        self.stdout.write(f"{outcome.written} files written, {outcome.removed} removed in {into}")
        if outcome.refused:
            raise CommandError(f"Left out, for their names could lead elsewhere: {', '.join(outcome.refused[:10])}")


def into_folder(folder: Path) -> Outcome:
    try:
        return actions.put_out_files(into=folder, afresh=True)
    except OSError as error:
        raise CommandError(f"{folder} can't be written: {error.strerror}. Give another folder.") from error


def into_store(url: str) -> Outcome:
    try:
        return actions.put_out_objects(into=url, afresh=True, at=timezone.now())
    except ValueError as error:
        raise CommandError(f"{url} can't be used: {error}.") from error
    except ImportError as error:
        raise CommandError("django-storages and boto3 are missing: .venv/bin/pip install '.[s3]'") from error
    except objects.Overtaken as error:
        raise CommandError("Another Candor writes there at this moment. Wait a minute and repeat it.") from error
    except objects.StoreAway as error:
        raise CommandError(
            f"The object store answered {error}. Look at the address, the bucket and the keys."
        ) from error
