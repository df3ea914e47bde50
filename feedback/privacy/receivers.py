"""Names, at the start, what is kept of a person."""

from feedback.privacy import parts
from feedback.threads import personal

for part in parts.PARTS:
    personal.register(part)
