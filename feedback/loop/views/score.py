"""The question how we did. A link in a letter opens it with the score ticked; only pressing the button answers, so a
program that follows links votes for nobody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.web.errors import Invalid
from feedback.doors.form.views.page import private
from feedback.loop import actions, queries
from feedback.loop import links as addresses
from feedback.loop.models import Survey
from feedback.threads import links, policies
from feedback.threads.models import Thread


@private
def score(request: HttpRequest, reference: str) -> HttpResponse:
    """A wrong key, a wrong reference and a question never asked look alike."""
    thread = Thread.objects.filter(reference=reference).first()
    if thread is None or not links.opens(thread, request.GET.get("key", "")):
        raise Http404
    survey = queries.survey_of(thread)
    if survey is None:
        raise Http404
    if request.method != "POST":
        return _page(request, thread, survey, chosen=request.GET.get("score", ""))
    given, words = request.POST.get("score", ""), request.POST.get("words", "")
    try:
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else 0
        by = policies.holder(thread)
        actions.tell_score(survey=survey, score=number, words=words, by=by, at=timezone.now())
    except Invalid:
        return _page(request, thread, survey, chosen=given, words=words, missing=True, status=400)
    response = redirect(f"{addresses.score_path(thread)}&done=1")
    response.status_code = 303
    return response


def _page(
    request: HttpRequest,
    thread: Thread,
    survey: Survey,
    *,
    chosen: str = "",
    words: str = "",
    missing: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "thread": thread,
        "survey": survey,
        "scores": queries.scores(),
        "chosen": chosen or str(survey.score or ""),
        "words": words or survey.words,
        "missing": missing,
        "done": "done" in request.GET and survey.score is not None,
        "key": links.key(thread),
        "follow": links.path(thread),
    }
    return render(request, "public/loop/score_page.html", context, status=status)
