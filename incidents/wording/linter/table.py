"""Which rules apply to which text: data, nothing else (practices P8 to P12)."""

from collections.abc import Mapping

# What every text owes, whatever it says.
ALWAYS = frozenset(
    {
        "no_blame",
        "third_party_named",
        "jargon",
        "sentence_length",
        "time_zone",
        "channel_length",
        "unfilled_placeholder",
        "claim_data_safe",
        "claim_recovered",
        "claim_number",
        "minimising",
        "tone",
        "promise_too_firm",
        "admits_data_exposure",
        "promises_compensation",
    }
)
# What is missed in a text of this phase; a short one leaves the rest to the page it links to.
BY_PHASE: Mapping[str, frozenset[str]] = {
    "holding": frozenset({"scope_first", "what_we_do", "next_update"}),
    "scope": frozenset(
        {
            *("scope_first", "who_where", "responsibility", "what_we_do"),
            *("eta_or_unknown", "next_update", "workaround_used", "timestamp"),
        }
    ),
    "progress": frozenset(
        {"scope_first", "responsibility", "what_we_do", "eta_or_unknown", "next_update", "workaround_used"}
    ),
    "still_working": frozenset({"responsibility", "next_update"}),
    "workaround": frozenset({"scope_first", "responsibility", "next_update", "workaround_used"}),
    "monitoring": frozenset({"scope_first", "responsibility", "what_we_do", "next_update"}),
    "resolved": frozenset({"scope_first", "who_where", "responsibility", "timestamp"}),
    "follow_up": frozenset({"who_where", "responsibility", "timestamp"}),
    "correction": frozenset(),
    "maintenance": frozenset({"scope_first", "who_where", "timestamp"}),
}
LINKING = frozenset({"short"})  # channels whose texts lead to the page
STILL_THERE = frozenset({"scope_first"})  # of the phase's rules, what a linking text must keep
# Only these are asked of what never leaves the house.
STAFF = frozenset({"unfilled_placeholder", "time_zone", "channel_length"})
EXPERTS = frozenset({"technical", "staff"})
SPARED_EXPERTS = frozenset({"jargon"})


def applying(*, phase: str, audience: str, channel_kind: str) -> frozenset[str]:
    """The ids of the rules for one text."""
    if audience == "staff":
        return STAFF
    owed = BY_PHASE.get(phase, frozenset())
    if channel_kind in LINKING:
        owed &= STILL_THERE
    found = ALWAYS | owed
    return found - SPARED_EXPERTS if audience in EXPERTS else found
