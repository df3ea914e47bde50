"""What a person can mend when an answer can't be kept."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.web.errors import Conflict
from incidents.facts import clock, words
from incidents.facts.states import State
from incidents.facts.words import Answer


class AnsweredMeanwhile(Conflict):
    """Somebody was faster. `answer` is what stands now; nothing of the caller's was kept."""

    code = "answered_meanwhile"

    def __init__(self, answer: Answer | None, version: int) -> None:
        self.answer, self.version = answer, version
        present: dict[str, Any] | None = None
        if answer is None or answer.at is None:
            super().__init__(_("This answer is not the latest any more: load it again."))
            return
        present = {
            "version": version,
            "state": answer.state,
            "value": answer.value,
            "texts": answer.texts,
            "source": answer.source,
            "answered_at": answer.at.isoformat(),
            "answered_by": answer.by,
        }
        self.extra = {"current": present}
        told = words.shown(answer, get_language() or "en", clock.short)
        state = str(State(answer.state).label)
        super().__init__(
            _("%(who)s answered at %(moment)s: %(answer)s. Nothing of yours was saved: compare, then answer again.")
            % {
                "who": answer.by,
                "moment": f"{answer.at:%H:%M} UTC",
                "answer": f"{state} – {told}" if told else state,
            }
        )


class DerivedFact(Conflict):
    """Its truth is set elsewhere; the message says where."""

    code = "derived_fact"


class NothingToRetract(Conflict):
    code = "nothing_to_retract"
