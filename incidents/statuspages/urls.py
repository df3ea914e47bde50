from django.urls import path, register_converter

from incidents.statuspages import views

register_converter(views.MonthConverter, "month")

urlpatterns = [
    path("", views.home, name="status"),
    path("live.json", views.live, name="status-live"),
    path("incidents/<str:reference>/", views.incident, name="public-incident"),
    path("history/", views.history, name="history"),
    path("history/<month:month>/", views.history, name="history-month"),
    path("history.atom", views.feed, {"kind": "atom"}, name="history-atom"),
    path("history.rss", views.feed, {"kind": "rss"}, name="history-rss"),
    path("calendar.ics", views.feed, {"kind": "ics"}, name="calendar"),
    path("badge.svg", views.badge_svg, name="badge"),
    path("badge/<str:public_id>.svg", views.component_badge, name="component-badge"),
    path("widget.json", views.widget_document, name="widget-document"),
    path("widget.js", views.widget_script, name="widget-script"),
    path("embed/", views.embed, name="embed"),
    path("private/<str:token>/", views.let_in, name="private-page"),
    path("api/v2/<path:name>", views.statuspage_v2, name="statuspage-v2"),
]
