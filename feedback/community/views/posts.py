"""A peer's own post, by a signed link: where it stands, taking it back, and saying whose it is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.web.errors import Conflict
from feedback.community import actions, links, policies, tokens
from feedback.community.models import WITHDRAW_WITHIN, PeerPost
from feedback.community.tokens import Purpose, Unreadable
from feedback.community.views.page import back, frame
from feedback.doors.form.views.page import private


@private
def post(request: HttpRequest, token: str) -> HttpResponse:
    row, at = _row(Purpose.POST, token), timezone.now()
    if request.method == "POST":
        try:
            actions.withdraw(post=row, by=policies.author(row), at=at)
        except Conflict as error:
            return _page(request, row, error=str(error), status=409)
        return back(tokens.path(Purpose.POST, row))
    return _page(request, row)


@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Reading changes nothing: programs that look into mails open links, too."""
    row = _row(Purpose.CONFIRM, token)
    if request.method == "POST":
        actions.confirm(post=row, by=policies.reader(row), at=timezone.now())
        return back(tokens.path(Purpose.CONFIRM, row))
    context = {"post": row, "path_of": links.fresh(row.thread, row.message), "page": frame(request)}
    return render(request, "public/community/confirm.html", context)


def _row(purpose: Purpose, token: str) -> PeerPost:
    try:
        public_id = tokens.read(purpose, token)
    except Unreadable:
        raise Http404 from None
    row = PeerPost.objects.select_related("thread", "message", "peer").filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: PeerPost, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "post": row,
        "error": error,
        "until": row.created_at + WITHDRAW_WITHIN if row.may_be_withdrawn(timezone.now()) else None,
        "path_of": links.fresh(row.thread, row.message),
        "page": frame(request),
    }
    return render(request, "public/community/post.html", context, status=status)
