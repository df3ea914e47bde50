from django.urls import path, re_path

from feedback.doors.form.views import ask, files, follow
from feedback.threads.references import PATTERN

urlpatterns = [
    path("feedback/", ask.form, name="feedback"),
    path("feedback/suggestions/", ask.suggestions_of, name="feedback-suggestions"),
    re_path(rf"^feedback/(?P<reference>{PATTERN})/$", follow.follow, name="feedback-follow"),
    re_path(
        rf"^feedback/(?P<reference>{PATTERN})/files/(?P<name>[\w-]{{32}})/$", files.attachment, name="feedback-file"
    ),
]
