from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import api
from core.accounts import urls as accounts
from core.delivery import urls as delivery

urlpatterns = [
    *accounts.login,
    path("admin/account/", include(accounts.urlpatterns)),
    path("admin/feedback/threads/", include("feedback.desk.thread_urls")),
    path("admin/feedback/", include("feedback.desk.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include(api.urlpatterns)),
    *([path("demo/mail/", include("config.demo.urls"))] if settings.DEMO else []),
    path("", include("incidents.urls")),
    path("", include("feedback.urls")),
    *delivery.urlpatterns,
    path("", include("core.web.urls")),  # last: it answers 404 for whatever else is asked under /api/
]

handler400 = "core.web.error_views.bad_request"
handler403 = "core.web.error_views.permission_denied"
handler404 = "core.web.error_views.not_found"
handler500 = "core.web.error_views.server_error"
