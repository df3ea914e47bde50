"""Facts in the past tense, sent by actions inside their transaction; receivers only enqueue.

Every signal carries `incident`, `by` (an Actor) and `at`; `update_published` also carries `update`.
`alerts_accepted` says that somebody made an incident of alerts, `alerts_attached` that they belong to a known one.
`rescheduled`, `cancelled`, `began` and `ended` are of planned maintenance; the last two are sent only when
the clock did it and no person.
`fact_changed` also carries `fact` and `answer`, the one that stands now.
`page_changed` carries no incident: something readers see (a component, a name) has changed.
"""

from django.dispatch import Signal

declared = Signal()
severity_changed = Signal()
update_published = Signal()
resolved = Signal()
closed = Signal()
page_changed = Signal()
alerts_accepted = Signal()
alerts_attached = Signal()
rescheduled = Signal()
cancelled = Signal()
began = Signal()
ended = Signal()
fact_changed = Signal()
