"""A worker that takes or finishes a task lives: note it (config.supervision.life)."""

from django_q.signals import post_execute_in_worker, pre_execute

from config.supervision import life

pre_execute.connect(life.note, dispatch_uid="config.life.taken")
post_execute_in_worker.connect(life.note, dispatch_uid="config.life.finished")
