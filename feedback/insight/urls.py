from collections.abc import Callable

from django.urls import URLPattern, path, re_path

from feedback.insight import views


def patterns(guarded: Callable[..., Callable]) -> list[URLPattern]:
    """Each behind the staff site's own door (`AdminSite.admin_view`)."""
    return [
        path("measures/", guarded(views.show), name="feedback_measures"),
        re_path(r"^measures/export\.(?P<shape>csv|json)$", guarded(views.export), name="feedback_measures_export"),
    ]
