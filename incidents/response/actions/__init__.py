"""Every action on an incident, under one name: `from incidents.response import actions as response`."""

from incidents.response.actions.classify import classify
from incidents.response.actions.close import close
from incidents.response.actions.declare import ImpactInput, declare
from incidents.response.actions.edit import rename, set_milestone
from incidents.response.actions.impact import recover, set_impact
from incidents.response.actions.keep_time import keep_time
from incidents.response.actions.merge import merge
from incidents.response.actions.progress import acknowledge, progress
from incidents.response.actions.resolve import reopen, resolve
from incidents.response.actions.roles import assign, hand_over, release, take_over
from incidents.response.actions.schedule import automate, cancel_maintenance, reschedule
from incidents.response.actions.timeline import note

__all__ = [
    "ImpactInput",
    "acknowledge",
    "assign",
    "automate",
    "cancel_maintenance",
    "classify",
    "close",
    "declare",
    "hand_over",
    "keep_time",
    "merge",
    "note",
    "progress",
    "recover",
    "release",
    "rename",
    "reopen",
    "reschedule",
    "resolve",
    "set_impact",
    "set_milestone",
    "take_over",
]
