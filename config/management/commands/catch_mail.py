from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from config.demo import postbox


class Command(BaseCommand):
    """The demo's mail server; the supervisor starts it beside web and worker."""

    help = "Receive every mail on the loopback address and keep it for the demo's mailbox page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *, port: int, **_: object) -> None:
        postbox.serve(port)
