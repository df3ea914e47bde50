"""Every action on an incident, under one name: `from incidents.response import actions as response`."""

from incidents.response.actions.calls import answer, call, call_missing, decline_call, let_lapse, withdraw_call
from incidents.response.actions.classify import classify
from incidents.response.actions.close import close
from incidents.response.actions.declare import ImpactInput, declare
from incidents.response.actions.edit import rename, set_milestone, set_third_party
from incidents.response.actions.impact import recover, set_impact
from incidents.response.actions.keep_time import keep_time
from incidents.response.actions.merge import merge
from incidents.response.actions.progress import acknowledge, progress
from incidents.response.actions.reports import note_first_report
from incidents.response.actions.resolve import reopen, resolve
from incidents.response.actions.roles import assign, hand_over, release, take_over
from incidents.response.actions.schedule import automate, cancel_maintenance, reschedule
from incidents.response.actions.timeline import note

__all__ = [
    "ImpactInput",
    "acknowledge",
    "answer",
    "assign",
    "automate",
    "call",
    "call_missing",
    "cancel_maintenance",
    "classify",
    "close",
    "declare",
    "decline_call",
    "hand_over",
    "keep_time",
    "let_lapse",
    "merge",
    "note",
    "note_first_report",
    "progress",
    "recover",
    "release",
    "rename",
    "reopen",
    "reschedule",
    "resolve",
    "set_impact",
    "set_milestone",
    "set_third_party",
    "take_over",
    "withdraw_call",
]
