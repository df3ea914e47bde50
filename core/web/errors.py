"""What an action raises for a person to mend; every door turns it into its own kind of answer."""


class Conflict(Exception):
    """The thing is not in the state the caller believed. The message says what to do next."""

    status_code = 409
    code = "conflict"


class Invalid(Exception):
    """The input breaks a rule. `fields` holds the messages by field name ("" for the whole)."""

    status_code = 400
    code = "invalid"

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self.fields = fields
        super().__init__(" ".join(message for messages in fields.values() for message in messages))
