from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from config import schedules
from config.supervision import plan, watch


class Command(BaseCommand):
    """Run web and worker; notice a dead or frozen one within 60 seconds and start it again."""

    help = "Start web and worker, restart what dies or freezes, stop both cleanly on SIGTERM or Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address the web server listens on")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--only", choices=["web", "worker"], help="start one of the two")
        parser.add_argument(
            "--silence", type=float, default=watch.SILENCE, help="seconds until a worker counts as frozen"
        )

    def handle(self, *, host: str, port: int, only: str | None, silence: float, **_: object) -> None:
        children = []
        try:
            if only != "worker":
                children.append(plan.web(host, plan.free_port(host, port, tries=1)))
            if only != "web":
                children.append(plan.worker())
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        schedules.sync()
        wakeups = {} if only == "web" else schedules.EVERY_SECONDS
        watch.Supervisor(children, wakeups=wakeups, silence=silence).run()
