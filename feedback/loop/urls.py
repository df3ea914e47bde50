from django.urls import re_path

from feedback.loop.views import score
from feedback.threads.references import PATTERN

urlpatterns = [re_path(rf"^feedback/(?P<reference>{PATTERN})/score/$", score.score, name="feedback-score")]
