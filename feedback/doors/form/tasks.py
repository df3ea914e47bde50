"""What the schedule names."""

from datetime import timedelta

from django.utils import timezone

from feedback.threads import files, queries

UNCLAIMED = timedelta(days=2)  # a form that came back with a mistake brings its files within one


def sweep_files() -> None:
    """Take away files that no message has: of forms never sent, and of a process that died between file and row."""
    before = (timezone.now() - UNCLAIMED).timestamp()
    for keys in files.older_than(before):
        files.remove(keys - queries.attached(keys))
