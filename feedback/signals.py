"""Facts in the past tense, sent by actions inside their transaction; receivers only enqueue.

Every signal carries `thread`, `by` (an Actor) and `at`; `written` also carries `message`, whoever wrote it.
`received` is sent for each new thread, also a held one; `released` when a held one turns out to be somebody's.
`triaged` is sent when the register, component or region has changed.
"""

from django.dispatch import Signal

received = Signal()
released = Signal()
triaged = Signal()
written = Signal()
answered = Signal()
closed = Signal()
reopened = Signal()
pointed = Signal()  # the customer came from an incident's page: also carries `incident_ref`
