from django.contrib import admin
from django.urls import include, path, re_path

from config import api
from core.web import error_views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include(api.urlpatterns)),
    re_path(r"^api/", error_views.no_such_endpoint),
]

handler400 = "core.web.error_views.bad_request"
handler403 = "core.web.error_views.permission_denied"
handler404 = "core.web.error_views.not_found"
handler500 = "core.web.error_views.server_error"
