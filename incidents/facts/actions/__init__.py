"""Every action on a fact, under one name: `from incidents.facts import actions as facts`."""

from incidents.facts.actions.answer import answer, retract
from incidents.facts.actions.asking import ask, withdraw
from incidents.facts.actions.telling import mark_publishable, reword

__all__ = ["answer", "ask", "mark_publishable", "retract", "reword", "withdraw"]
