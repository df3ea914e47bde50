"""Reading a playbook: its page, each version as a picture, the file, the printable copy."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.text.translations import Language
from incidents.playbooks import flow, picture, policies, printing, queries, yamlfile
from incidents.playbooks.models import Playbook, PlaybookVersion


def playbook_or_404(request: HttpRequest, pk: int) -> Playbook:
    if not policies.can_view(request.actor):
        raise PermissionDenied
    found = queries.listed().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def version_or_404(request: HttpRequest, pk: int, number: int) -> PlaybookVersion:
    playbook = playbook_or_404(request, pk)
    version = playbook.versions.filter(number=number).first()
    if version is None:
        raise Http404
    version.playbook = playbook
    return version


def page(request: HttpRequest, playbook: Playbook, title: str, **context: Any) -> dict[str, Any]:
    """What every page about a playbook needs."""
    return {
        **admin.site.each_context(request),
        "opts": Playbook._meta,
        "title": title,
        "playbook": playbook,
        "name": playbook.title_in(get_language() or "en"),
        "may_draft": policies.can_draft(request.actor, playbook) and not playbook.is_retired,
        "may_publish": policies.can_publish(request.actor, playbook) and not playbook.is_retired,
        "languages": Language.choices,
        **context,
    }


def show(request: HttpRequest, pk: int, number: int = 0) -> HttpResponse:
    """One version: the one in force unless the address names another."""
    playbook = playbook_or_404(request, pk)
    versions = list(playbook.versions.order_by("-number").defer("definition"))
    if not versions:
        name = playbook.title_in(get_language() or "en")
        return TemplateResponse(request, "admin/playbooks/empty.html", page(request, playbook, name))
    standing = next((each for each in versions if each.state == "published"), versions[0])
    version = version_or_404(request, pk, number or standing.number)
    language = get_language() or "en"
    found = queries.findings(playbook, version.flow) if version.is_draft else []
    before = queries.before(version)
    difference = flow.diff(before.flow, version.flow) if before else None
    name = playbook.title_in(language)
    context = page(
        request,
        playbook,
        name,
        version=version,
        versions=versions,
        draft=next((each for each in versions if each.is_draft), None),
        findings=found,
        before=before,
        difference=difference,
        chart=picture.draw(version.flow, language, title=name, findings=found),
        steps=printing.steps(version.flow, language),
        purpose=queries.purpose(playbook, language),
        callers=queries.callers(playbook),
    )
    return TemplateResponse(request, "admin/playbooks/show.html", context)


def yaml(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    version = version_or_404(request, pk, number)
    name = f"{version.playbook.slug}-v{version.number}.yaml"
    return HttpResponse(
        yamlfile.dump(queries.document(version)),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def printed(request: HttpRequest, pk: int, number: int, language: str) -> HttpResponse:
    """The copy for paper, in any language of ours."""
    if language not in Language.values:
        raise Http404
    version = version_or_404(request, pk, number)
    return HttpResponse(printing.page(version, language))


def preview_title(playbook: Playbook) -> str:
    return _("Flowchart of %(name)s") % {"name": playbook.title_in(get_language() or "en")}
