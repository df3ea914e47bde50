from collections.abc import Callable

from django.urls import URLPattern, path

from feedback.crisis import views


def patterns(guarded: Callable[..., Callable]) -> list[URLPattern]:
    """Each behind the staff site's own door (`AdminSite.admin_view`)."""
    return [
        path("crisis/<int:pk>/", guarded(views.show), name="feedback_crisis"),
        path("crisis/<int:pk>/confirm/", guarded(views.confirm), name="feedback_crisis_confirm"),
        path("declare/<str:reference>/", guarded(views.declare), name="feedback_declare"),
    ]
