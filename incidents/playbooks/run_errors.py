"""What a person can mend when a run can't go on as asked."""

from typing import Any

from django.utils.translation import gettext as _

from core.web.errors import Conflict
from incidents.playbooks.models import PlaybookRun, RunAnswer


class AlreadyRunning(Conflict):
    """Somebody was faster. `run` is the one that is followed."""

    code = "already_running"

    def __init__(self, run: PlaybookRun) -> None:
        self.run = run
        self.extra = {"run": run.pk}
        super().__init__(
            _("%(who)s has started it already: go on with that run.") % {"who": run.started_by},
        )


class NotPublished(Conflict):
    code = "not_published"

    def __init__(self) -> None:
        super().__init__(_("This playbook has no published version that could be run."))


class AlreadyAnswered(Conflict):
    """Two people at one question: the first answer counts, and the second person is shown it."""

    code = "already_answered"

    def __init__(self, given: RunAnswer, label: str) -> None:
        self.given = given
        self.extra: dict[str, Any] = {
            "existing": {
                "number": given.number,
                "node": given.node,
                "answer": given.answer,
                "answered_by": given.answered_by,
                "answered_at": given.answered_at.isoformat(),
                "note": given.note,
            }
        }
        said = {"who": given.answered_by, "answer": label, "moment": f"{given.answered_at:%H:%M} UTC"}
        super().__init__(_("%(who)s answered “%(answer)s” at %(moment)s. Correct it if that is wrong.") % said)


class Elsewhere(Conflict):
    """The run stands at another node than the caller believed."""

    code = "elsewhere"

    def __init__(self, run: PlaybookRun) -> None:
        self.extra = {"node": run.node}
        super().__init__(_("The run stands somewhere else now: look again."))


class RunOver(Conflict):
    code = "run_over"

    def __init__(self, run: PlaybookRun) -> None:
        self.extra = {"state": str(run.state), "outcome": str(run.outcome)}
        super().__init__(_("This run is over: %(state)s.") % {"state": run.get_state_display()})


class InnerRunning(Conflict):
    """The playbook inside is still followed."""

    code = "inner_running"

    def __init__(self, inner: PlaybookRun) -> None:
        self.extra = {"run": inner.pk}
        super().__init__(_("The playbook inside is still followed: finish or abandon that one first."))


class NothingNewer(Conflict):
    code = "nothing_newer"

    def __init__(self) -> None:
        super().__init__(_("There is no newer version."))


class NotOnThePath(Conflict):
    """Only an answer on the path can be corrected."""

    code = "not_on_the_path"

    def __init__(self) -> None:
        super().__init__(_("This answer is not on the path any more."))
