"""Every recurring job, in two tables; the supervisor brings the queue in line with them at its start.

A job computes what is due from the tables, so a late or doubled run does no harm.
"""

from django.utils import timezone
from django_q.models import Schedule

# name of the task → minutes between two runs (the queue's own scheduler)
EVERY_MINUTES: dict[str, int] = {
    "config.tasks.canary": 1,
    "core.web.tasks.forget_idempotency_keys": 60,
    "core.delivery.tasks.sweep": 1,
    "feedback.community.tasks.sweep": 5,
    "feedback.crisis.tasks.keep_calling": 1,
    "feedback.duty.tasks.keep_time": 1,
    "feedback.loop.tasks.sweep": 1,
    "feedback.waves.tasks.watch": 1,
    "feedback.answering.tasks.thank_owed": 1,
    "feedback.privacy.tasks.keep_up": 10,
    "feedback.doors.form.tasks.sweep_files": 60,
    "incidents.communication.tasks.let_out": 1,
    "incidents.maintenance.tasks.tell_owed": 1,
    "incidents.maintenance.tasks.plan_ahead": 60,
    "incidents.promises.tasks.remind_due": 1,
    "incidents.playbooks.tasks.put_out": 60,
    "incidents.response.tasks.keep_time": 1,
    "incidents.response.tasks.lapse_calls": 1,
    "incidents.statuspages.tasks.renew": 1,
    "incidents.subscribers.tasks.send_waiting_letters": 1,
    "feedback.doors.mail.tasks.poll": 1,
    "feedback.doors.social.tasks.poll": 1,
    "feedback.doors.mail.tasks.forget_raw": 1440,
    "incidents.subscribers.tasks.forget_unconfirmed": 60,
}

# name of the task → seconds between two wake-ups (sent by the supervisor: the scheduler is too coarse)
EVERY_SECONDS: dict[str, int] = {
    "config.tasks.beat": 5,
    "core.delivery.tasks.pulse": 2,
    "core.delivery.tasks.sweep": 5,
    "feedback.answering.tasks.thank_new": 5,
    "feedback.desk.tasks.sort_new": 5,
    "feedback.loop.tasks.examine": 15,
    "feedback.waves.tasks.watch": 15,
    "incidents.communication.tasks.let_out": 5,
}


def sync() -> None:
    """Make the queue's schedules exactly EVERY_MINUTES: this table is the truth, the rows are a copy."""
    Schedule.objects.exclude(name__in=EVERY_MINUTES).delete()
    for task, minutes in EVERY_MINUTES.items():
        wanted = {"func": task, "schedule_type": Schedule.MINUTES, "minutes": minutes, "repeats": -1}
        rows = Schedule.objects.filter(name=task)
        if rows.filter(**wanted).count() == 1:
            continue
        rows.delete()
        Schedule.objects.create(name=task, next_run=timezone.now(), **wanted)
