"""Facts in the past tense, sent by actions inside their transaction; receivers only enqueue.

Every signal carries `incident`, `by` (an Actor) and `at`; `update_published` also carries `update`.
`alerts_accepted` says that somebody made an incident of alerts.
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
