from collections.abc import Callable

from django.urls import URLPattern, path

from incidents.room.views import editor, moves, page


def patterns(guarded: Callable[..., Callable]) -> list[URLPattern]:
    """The room's addresses, each behind the staff site's own door (`AdminSite.admin_view`)."""
    return [
        path("", guarded(page.show), name="room"),
        path("live/", guarded(page.live), name="room_live"),
        path("recipients/", guarded(page.recipients), name="room_recipients"),
        path("write/", guarded(editor.write), name="room_write"),
        path("touch/", guarded(editor.touch), name="room_touch"),
        path("discard/<int:update>/", guarded(editor.discard), name="room_discard"),
        path("redrive/", guarded(editor.redrive), name="room_redrive"),
        path("do/<slug:verb>/", guarded(moves.do), name="room_do"),
    ]
