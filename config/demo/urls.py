from django.urls import path

from config.demo import social, views

urlpatterns = [
    path("", views.mailbox, name="demo-mail"),
    path("hooks/<slug:name>/", views.hook, name="demo-hook"),
    path("social/api/v2/instance", social.instance, name="demo-social-instance"),
    path("social/api/v1/statuses", social.statuses, name="demo-social"),
    path("social/api/v1/statuses/<str:name>", social.statuses, name="demo-social-one"),
    path("<str:name>/", views.letter, name="demo-letter"),
    path("<str:name>/html/", views.html, name="demo-letter-html"),
]
