"""The database refuses nonsense, and apps don't grow into each other."""

import pytest
from django.apps import apps
from django.db import models

OURS = ("core", "incidents", "feedback", "faq", "postmortems")
# Fields that name a moment an object reached because somebody decided it: the somebody is kept beside it.
WITHOUT_A_PERSON = {
    "at", "created_at", "updated_at", "expires_at", "last_used_at", "due_at", "settled_at", "retry_at", "opened_at",
    "fanned_out_at", "alarmed_at", "built_at", "impact_started_at", "detected_at", "first_reported_at", "mitigated_at",
    "impact_ended_at",
    "next_update_at", "sooner_update_at", "quarantined_at", "confirmed_at", "unsubscribed_at", "cancelled_at",
    "sent_at", "lapses_at",
}  # fmt: skip

# Told by other programs, not chosen by anybody.
TOLD = {
    "Presence": {"seen_at"},
    "Discussion": {"changed_at"},
    "ThreadPresence": {"seen_at"},
    "ReplyDraft": {"saved_at", "promised_at"},  # it is that person's own
    "Alert": {"started_at", "ended_at", "received_at"},
    "AlertSource": {"last_received_at"},
    "FeedbackSource": {"last_received_at"},
    "Mailbox": {"polled_at"},
    "MentionWatch": {"polled_at"},
    "Proposal": {"first_at", "last_at", "ended_at"},
    # Kept by the clockwork: an automatic message, a question asked with it, what customers do.
    "ClosingRun": {"ended_at"},
    "Survey": {"asked_at", "told_at"},
    "Wave": {"first_report_at", "last_report_at", "noticed_at", "ended_at"},
    # Clocks of a conversation; who wrote stands at each message.
    "Thread": {
        "changed_at",
        "customer_wrote_at",
        "acknowledge_due_at",
        "acknowledged_at",
        "answer_due_at",
        "first_answer_at",
        "first_answer_due_at",
        "promised_at",
        "resolve_due_at",
        "waits_since",
    },
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def own_fields(model) -> list[models.Field]:
    return [field for field in model._meta.local_fields if field.model is model]


def checked_columns(model) -> str:
    return " ".join(
        str(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    )


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_choice_is_a_check_in_the_database(model):
    checks = checked_columns(model)
    assert [field.name for field in own_fields(model) if field.choices and f"'{field.name}__in'" not in checks] == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_moment_somebody_chose_names_that_somebody(model):
    names = {field.name for field in own_fields(model)}
    alone = [
        name for name in names - TOLD.get(model.__name__, set())
        if name.endswith("_at") and name not in WITHOUT_A_PERSON
        and name.removesuffix("_at") + "_by" not in names
    ]  # fmt: skip
    assert alone == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_key_into_a_lower_app_leaves_no_trace_there(model):
    across = [
        field.name
        for field in own_fields(model)
        if field.is_relation and field.related_model._meta.app_label != model._meta.app_label
    ]
    assert [name for name in across if not model._meta.get_field(name).remote_field.hidden] == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_order_is_chosen_where_one_reads(model):
    assert not model._meta.ordering
