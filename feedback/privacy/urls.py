from collections.abc import Callable

from django.urls import URLPattern, path

from feedback.privacy import views


def patterns(guarded: Callable[..., Callable]) -> list[URLPattern]:
    """Each behind the staff site's own door (`AdminSite.admin_view`)."""
    return [
        path("person/", guarded(views.show), name="feedback_person"),
        path("person/export/", guarded(views.export), name="feedback_person_export"),
        path("person/anonymise/", guarded(views.anonymise), name="feedback_person_anonymise"),
    ]
