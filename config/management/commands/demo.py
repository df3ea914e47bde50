import io
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import schedules
from config.demo import history, pages, prepared
from config.demo.people import CAST
from config.supervision import plan, watch
from config.supervision.children import Child

MAIL_PORT = 1025
FIRST_TO_TRY = ("Communications lead", "Incident commander", "Administrator")


class Command(BaseCommand):
    """A complete example: seeds once, then runs web, worker and a mailbox until Ctrl-C."""

    help = "Start the demo of a fictional streaming service. A second start keeps the data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--inside", action="store_true", help="the environment is set (used internally)")
        parser.add_argument("--only-tell", action="store_true", help="prepare the data, start nothing")

    def handle(self, *, host: str, port: int, inside: bool, only_tell: bool, **_: object) -> None:
        if not inside:
            self._start_again_with_the_demos_settings(host, port, only_tell)
        if only_tell:
            self._prepare()
            return
        started = time.monotonic()
        if not (prepared.is_current() and history.is_migrated() and history.is_told()):
            self._prepare_apart()
        password = history.open_doors(timezone.now())
        mail = Child("mail", plan.manage("catch_mail", f"--port={settings.EMAIL_PORT}"))
        schedules.sync()
        supervisor = watch.Supervisor([mail, plan.web(host, port), plan.worker()], wakeups=schedules.EVERY_SECONDS)
        supervisor.run(when_started=lambda: self._greet(password, time.monotonic() - started))

    def _start_again_with_the_demos_settings(self, host: str, wanted: int, only_tell: bool) -> None:
        """Settings are read once per process, so the chosen port has to be known before they are."""
        try:
            port = plan.free_port(host, wanted)
            mail = plan.free_port("127.0.0.1", MAIL_PORT)
        except (OSError, OverflowError) as error:
            raise CommandError(str(error)) from error
        if port != wanted:
            self.stdout.write(f"Port {wanted} is taken; taking {port}.")
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
        url = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
        demo = {
            "DEMO": "1",
            # Its own database, whatever the environment says: the demo never writes into a real one.
            "DATABASE_URL": f"sqlite:///{settings.VAR_DIR / 'demo.sqlite3'}",
            "PUBLIC_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
            "INBOUND_EMAIL": "help@palomine.example",
            "OUTBOUND_ALLOW": f"{shown}:{port}",
            "SMS_URL": f"{url}/demo/mail/hooks/sms/",
            "SMS_TOKEN": "demo",
            "SMS_FROM": "Palomine",
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
            "ALLOWED_HOSTS": "*" if shown != host else f"{shown},127.0.0.1,localhost",
        }
        again = [sys.executable, plan.MANAGE, "demo", f"--host={host}", f"--port={port}", "--inside"]
        self.stdout.flush()
        os.execve(sys.executable, [*again, *(["--only-tell"] if only_tell else [])], {**os.environ, **demo})

    def _prepare_apart(self) -> None:
        """In a process of its own: the memory that telling takes is not kept while the demo runs."""
        told = subprocess.run(plan.manage("demo", "--inside", "--only-tell"), check=False)
        if told.returncode:
            raise CommandError("The demo could not be prepared; the reason stands above.")

    def _prepare(self) -> None:
        if not history.is_migrated():
            self.stdout.write("Preparing the database and telling ninety days of history (once, some seconds) ...")
            self.stdout.flush()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("bootstrap", stdout=io.StringIO())
        call_command("collectstatic", interactive=False, verbosity=0)
        history.tell()
        prepared.remember()

    def _at(self, host: str) -> str:
        return settings.PUBLIC_URL.replace(str(urlsplit(settings.PUBLIC_URL).hostname), host)

    def _greet(self, password: str, seconds: float) -> None:
        url = settings.PUBLIC_URL
        lines = [
            "",
            f"Palomine, a streaming service that does not exist, is up after {seconds:.0f} s. Ctrl-C stops it.",
            "",
            f"  Status page   {url}/   (also {url}/fr/ and {url}/ja/)",
            f"  Regional      {self._at(pages.FRANCE)}/  and  {self._at(pages.JAPAN)}/",
            f"  Partners      {pages.partners_link()}   (private: by this link, or signed in)",
            f"  Subscribe     {url}/subscribe/",
            f"  Staff         {url}/admin/",
            f"  Mailbox       {url}/demo/mail/   (what subscribers receive; nothing leaves this machine)",
            f"  API           {url}/api/docs/",
            "",
            f"  Password      {password}   (of this start, for everybody below)",
            "",
        ]
        cast = sorted(CAST, key=lambda each: FIRST_TO_TRY.index(each.role) if each.role in FIRST_TO_TRY else 9)
        lines += [f"    {person.username:<9} {person.role}" for person in cast]
        lines += ["", "  The open incident is waiting for its next update: sign in as camille, who may publish.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
