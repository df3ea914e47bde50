"""What only a letter has beside the message itself: a subject of its own, a question to be answered with one press."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extras:
    """`choices` are the answers to `question`, each with the address that opens it; nothing votes by being opened."""

    subject: str = ""
    question: str = ""
    choices: tuple[tuple[str, str], ...] = ()


NONE = Extras()
