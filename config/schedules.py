"""Every scheduled job, in one table; `bootstrap` and the worker's start bring the queue in line with it.

A job computes what is due from the tables, so a late or doubled run does no harm.
"""

# name of the task → minutes between two runs
EVERY_MINUTES: dict[str, int] = {}
