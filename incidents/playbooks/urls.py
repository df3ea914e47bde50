from collections.abc import Callable

from django.urls import URLPattern, path

from incidents.playbooks.views import beginning, editor, publishing, showing


def patterns(guarded: Callable[..., Callable]) -> list[URLPattern]:
    """The pages of playbooks, each behind the staff site's own door (`AdminSite.admin_view`)."""
    return [
        path("add/", guarded(beginning.begin), name="incidents_playbook_add"),
        path("import/", guarded(beginning.take_file), name="incidents_playbook_import"),
        path("<int:pk>/change/", guarded(showing.show), name="incidents_playbook_change"),
        path("<int:pk>/versions/<int:number>/", guarded(showing.show), name="playbook_version"),
        path("<int:pk>/versions/<int:number>/yaml/", guarded(showing.yaml), name="playbook_yaml"),
        path("<int:pk>/versions/<int:number>/print/<str:language>/", guarded(showing.printed), name="playbook_print"),
        path("<int:pk>/versions/<int:number>/copy/", guarded(beginning.copy), name="playbook_copy"),
        path("<int:pk>/edit/", guarded(editor.edit), name="playbook_edit"),
        path("<int:pk>/preview/", guarded(editor.preview), name="playbook_preview"),
        path("<int:pk>/publish/", guarded(publishing.publish), name="playbook_publish"),
        path("<int:pk>/discard/", guarded(publishing.discard), name="playbook_discard"),
        path("<int:pk>/retire/", guarded(publishing.retire), name="playbook_retire"),
    ]
