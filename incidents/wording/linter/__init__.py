"""The wording linter: pure, offline, three languages. `check(draft)` is all there is to call.

Nothing here knows a model, a clock or the network, so that editor, API, publishing and the
measurement in tests/bench run the very same thing.
"""

from incidents.wording.linter.checking import check
from incidents.wording.linter.draft import Category, Draft, Fact, Finding, Level, Mend, Supplier
from incidents.wording.linter.registry import Rule, rules

__all__ = ["Category", "Draft", "Fact", "Finding", "Level", "Mend", "Rule", "Supplier", "check", "rules"]
