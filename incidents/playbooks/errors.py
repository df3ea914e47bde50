"""What a person can mend when a playbook can't be kept or published."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.web.errors import Conflict, Invalid
from incidents.playbooks.flow import Finding, errors
from incidents.playbooks.models import PlaybookVersion


class Broken(Invalid):
    """The chart can't be published. `findings` name every node at fault."""

    code = "broken_playbook"

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        fields: dict[str, list[str]] = {}
        for finding in errors(findings):
            fields.setdefault(f"nodes.{finding.node}" if finding.node else "nodes", []).append(finding.text)
        super().__init__(fields)


class StaleRevision(Conflict):
    """The draft has changed since it was read."""

    code = "stale_revision"

    def __init__(self, revision: int) -> None:
        self.extra = {"revision": revision}
        super().__init__(
            _("Somebody else has changed this draft meanwhile. Nothing of yours was saved: load it again and compare.")
        )


class DraftExists(Conflict):
    code = "draft_exists"

    def __init__(self, draft: PlaybookVersion) -> None:
        self.extra = {"number": draft.number, "revision": draft.revision}
        super().__init__(
            _("Version %(number)d is being written. Replace that draft, publish it or discard it first.")
            % {"number": draft.number}
        )


class AlreadyPublished(Conflict):
    code = "already_published"

    def __init__(self, version: PlaybookVersion) -> None:
        self.extra = {"number": version.number}
        super().__init__(
            _("Version %(number)d was published by %(who)s.") % {"number": version.number, "who": version.published_by}
        )


class NoDraft(Conflict):
    code = "no_draft"

    def __init__(self) -> None:
        super().__init__(_("There is no draft. Begin one first."))


class Retired(Conflict):
    code = "retired"

    def __init__(self) -> None:
        super().__init__(_("This playbook is retired. Copy it to go on with it."))


class StillCalled(Conflict):
    """Other playbooks lead into this one."""

    code = "still_called"

    def __init__(self, callers: Iterable[str]) -> None:
        self.extra = {"callers": sorted(callers)}
        super().__init__(_("Other playbooks lead into it: %(callers)s.") % {"callers": ", ".join(sorted(callers))})
