from django.urls import path, re_path

from core.web import docs, error_views, health, metrics, sitemap

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.MetricsView.as_view()),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("api/docs/", docs.api_docs, name="api-docs"),
    re_path(r"^api/", error_views.no_such_endpoint),
]
