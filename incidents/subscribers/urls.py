from django.urls import path

from incidents.subscribers import views

urlpatterns = [
    path("s/<str:token>/", views.short, name="subscribe-short"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("subscribe/confirm/<str:token>/", views.confirm, name="subscribe-confirm"),
    path("subscribe/manage/<str:token>/", views.manage, name="subscribe-manage"),
    path("subscribe/unsubscribe/<str:token>/", views.unsubscribe, name="subscribe-unsubscribe"),
]
