"""Names of threads that people can read out on the telephone: F-7K3M-9QX2. They open nothing by themselves."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
PATTERN = "F-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}"
_whole = re.compile(PATTERN)


def make() -> str:
    """A random one (30**8): enough that two of a million hardly meet; the database refuses if they do."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return f"F-{''.join(letters[:4])}-{''.join(letters[4:])}"


def looks_like_one(text: str) -> bool:
    return bool(_whole.fullmatch(text))
