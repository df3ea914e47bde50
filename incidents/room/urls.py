from collections.abc import Callable

from django.urls import URLPattern, path

from incidents.room.views import begin, calls, editor, facts, moves, page


def patterns(guarded: Callable[..., Callable]) -> list[URLPattern]:
    """The room's addresses, each behind the staff site's own door (`AdminSite.admin_view`)."""
    return [
        path("", guarded(page.show), name="room"),
        path("live/", guarded(page.live), name="room_live"),
        path("here/", guarded(page.here), name="room_here"),
        path("timeline/", guarded(page.timeline), name="room_timeline"),
        path("decisions/", guarded(page.decided), name="room_decisions"),
        path("recipients/", guarded(page.recipients), name="room_recipients"),
        path("write/", guarded(editor.write), name="room_write"),
        path("begin/", guarded(begin.begin), name="room_begin"),
        path("wording/", guarded(page.wording), name="room_wording"),
        path("touch/", guarded(editor.touch), name="room_touch"),
        path("discard/<int:update>/", guarded(editor.discard), name="room_discard"),
        path("redrive/", guarded(editor.redrive), name="room_redrive"),
        path("facts/<slug:key>/", guarded(facts.show), name="room_fact"),
        path("facts/<slug:key>/<slug:verb>/", guarded(facts.do), name="room_fact_do"),
        path("call/<int:call>/", guarded(calls.show), name="room_call"),
        path("call/<int:call>/answer/", guarded(calls.answer), name="room_call_answer"),
        path("call/<int:call>/decline/", guarded(calls.decline), name="room_call_decline"),
        path("do/<slug:verb>/", guarded(moves.do), name="room_do"),
    ]
