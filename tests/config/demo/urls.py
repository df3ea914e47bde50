"""The product's routes with the demo's mailbox, as DEMO=1 makes them."""

from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("demo/mail/", include("config.demo.urls")), *urlpatterns]
