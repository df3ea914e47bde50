"""The comparison of goal 2: a Django view with two queries and a small answer, under the same server."""

import os

import django
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
settings.ROOT_URLCONF = __name__
django.setup()


def view(request: HttpRequest) -> JsonResponse:
    component, incident = (apps.get_model("incidents", name) for name in ("Component", "Incident"))
    return JsonResponse(
        {
            "components": list(component.objects.public().values("name", "public_id")[:10]),
            "incidents": list(incident.objects.public().order_by("-declared_at", "-id").values("title")[:5]),
        }
    )


urlpatterns = [path("two/", view), path("admin/", admin.site.urls)]  # middleware asks where the admin is
application = get_wsgi_application()
