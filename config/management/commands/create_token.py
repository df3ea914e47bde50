from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.accounts import actions
from core.accounts.models import User
from core.actor import SYSTEM
from core.web.errors import Invalid


class Command(BaseCommand):
    help = "Make an API token and print it, once. It acts with its owner's rights, as far as its scopes reach."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="what it is for: 'Grafana', 'deploy script'")
        parser.add_argument("--scope", action="append", dest="scopes", required=True, choices=sorted(settings.SCOPES))
        parser.add_argument("--owner", required=True, help="user name of a member of staff")
        parser.add_argument("--expires-days", type=int, help="days until it stops working; never, if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(username=options["owner"]).first()
        if owner is None:
            raise CommandError(f"There is no user {options['owner']!r}. Create it in the staff interface first.")
        now, days = timezone.now(), options["expires_days"]
        try:
            _row, text = actions.create_token(
                owner=owner,
                name=options["name"],
                scopes=options["scopes"],
                expires_at=None if days is None else now + timedelta(days=days),
                by=SYSTEM,
                at=now,
            )
        except Invalid as error:
            raise CommandError("\n".join(f"{name}: {' '.join(what)}" for name, what in error.fields.items())) from error
        self.stdout.write(text)
