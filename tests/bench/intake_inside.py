"""What tests.bench.intake measures in one process, with Django set up: our doors beside the smallest ones there are."""

import io
import json
import sqlite3
import statistics
import time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from rest_framework.generics import CreateAPIView
from rest_framework.serializers import ModelSerializer

from config import memory, urls
from core.accounts import bearer
from core.text.translations import Language
from feedback.doors.form import limits
from tests.bench import world
from tests.bench.child import prepared
from tests.factories import accounts, feedback
from tests.factories import form as customer

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class Note(models.Model):
    """What a beginner's table of messages looks like."""

    subject = models.CharField(max_length=200)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    text = models.TextField()
    language = models.CharField(max_length=8, choices=Language)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "feedback"
        db_table = "bench_note"

    def __str__(self) -> str:
        return self.subject


class Smallest(forms.ModelForm):
    class Meta:
        model = Note
        fields = ("subject", "name", "email", "text", "language")


@csrf_exempt
def smallest(request: HttpRequest) -> HttpResponse:
    """As the manuals write it."""
    form = Smallest(request.POST or None)
    if form.is_valid():
        form.save()
        return HttpResponseRedirect("/thanks/")
    return HttpResponse(form.as_p(), status=400)


class SmallestSerializer(ModelSerializer):
    class Meta:
        model = Note
        fields = ("subject", "name", "email", "text", "language")


class SmallestCreate(CreateAPIView):
    """With our settings of the framework: token, scope, throttle, JSON only."""

    queryset = Note.objects.all()
    serializer_class = SmallestSerializer
    scopes = {"*": "feedback:write"}


urlpatterns = [
    path("smallest/", smallest),
    path("api/v1/smallest/", SmallestCreate.as_view()),
    path("", include(urls)),
]


def measure(rounds: int) -> dict[str, Any]:
    """Milliseconds of each door, in turn, with a new connection for each request (Django's default) and with kept ones
    (as our web server does); statements and commits of ours."""
    worker = _furnished()
    application, part = WSGIHandler(), world.Component.objects.first()
    token = accounts.authorization("feedback:read", "feedback:write")
    doors = {
        "form": lambda: posted("/feedback/", customer.filled(component=part.public_id, email=somebody())),
        "smallest_form": lambda: posted("/smallest/", plain()),
        "rest": lambda: sent("/api/v1/threads/", plain() | {"component": part.slug}, token),
        "smallest_rest": lambda: sent("/api/v1/smallest/", plain(), token),
    }
    fresh = _timed(application, doors, rounds, age=0)
    kept = _timed(application, doors, rounds, age=memory.KEPT_SECONDS)
    said = {name: spoken(application, doors[name]()) for name in ("form", "rest")}
    worker.close()
    return {
        "cpu_ms_fresh": fresh,
        "cpu_ms_kept": kept,
        "statements": {name: sum(not sql.startswith(TRANSACTION) for sql in each) for name, each in said.items()},
        "commits": {name: sum(sql.startswith("BEGIN") for sql in each) for name, each in said.items()},
        "requests": rounds,
    }


def _timed(application: WSGIHandler, doors: dict[str, Any], rounds: int, *, age: int) -> dict[str, float]:
    """The median milliseconds of CPU of each door."""
    connection.settings_dict["CONN_MAX_AGE"] = age
    connection.close()
    spent: dict[str, list[float]] = {name: [] for name in doors}
    for index in range(rounds + 10):
        limits.forget()
        for name, ask in doors.items():
            environ, began = ask(), time.process_time()
            answer(application, environ)
            if index >= 10:
                spent[name].append((time.process_time() - began) * 1000)
    return {name: round(statistics.median(each), 3) for name, each in spent.items()}


def _furnished() -> sqlite3.Connection:
    """The world, and a second connection: in life a worker holds the file open as well."""
    prepared(defaults=False)
    feedback.registers()
    world.build(timezone.now(), old=0)
    settings.ROOT_URLCONF = __name__
    settings.FORM_KEPT_SECONDS, settings.PAGES_KEPT_SECONDS = 5, 1
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    memory.settle()
    worker = sqlite3.connect(connection.settings_dict["NAME"])
    worker.execute("SELECT 1 FROM bench_note").fetchall()
    return worker


def spoken(application: WSGIHandler, environ: dict[str, Any]) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        answer(application, environ)
    return [each["sql"] for each in queries]


def somebody() -> str:
    return f"{bearer.issue()[0]}@example.org".lower()


def plain() -> dict[str, str]:
    return {"subject": "A film stops", "text": customer.WORDS, "name": "Ana", "email": somebody(), "language": "en"}


def posted(path: str, data: dict[str, Any]) -> dict[str, Any]:
    return request(path, urlencode(data).encode(), "application/x-www-form-urlencoded")


def sent(path: str, data: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    return request(path, json.dumps(data).encode(), "application/json") | headers


def request(path: str, body: bytes, kind: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }


def answer(application: WSGIHandler, environ: dict[str, Any]) -> None:
    said: list[str] = []
    response = application(environ, lambda status, _headers: said.append(status))
    content = response.getvalue()
    response.close()
    assert said[0].startswith(("201", "302", "303")), (said, content[:500])
