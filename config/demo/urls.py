from django.urls import path

from config.demo import views

urlpatterns = [
    path("", views.mailbox, name="demo-mail"),
    path("hooks/<slug:name>/", views.hook, name="demo-hook"),
    path("<str:name>/", views.letter, name="demo-letter"),
    path("<str:name>/html/", views.html, name="demo-letter-html"),
]
