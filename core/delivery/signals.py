"""Facts about deliveries, sent inside the transaction that settles them; receivers only enqueue.

- `address_refused(channel, recipient, address, reason, at)`: the other side says it will never work.
- `endpoint_gone(channel, recipient, address, reason, at)`: it asked not to be called again (HTTP 410).
- `complained(channel, recipient, address, owed_at, at)`: the reader called a message spam.
- `delivered(channel, recipients, at)`: accepted by the other side; one signal per settled batch,
  `recipients` is a list.
"""

from django.dispatch import Signal

address_refused = Signal()
endpoint_gone = Signal()
complained = Signal()
delivered = Signal()
