"""BM25 as the index keeps it and as the ranking reckons it (Robertson and Zaragoza, 2009). Pure."""

from math import log

K1 = 1.5
B = 0.75
TITLE = 8  # a word of the title counts as often


def share(tf: float, length: float, mean: float) -> float:
    """What `tf` occurrences in a document of `length` tokens are worth, from 0 to K1 + 1."""
    return tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / mean)) if tf else 0.0


def rarity(documents: int, df: int) -> float:
    """How much it tells that a term stands in a document; never negative."""
    df = min(df, documents)
    return log(1 + (documents - df + 0.5) / (df + 0.5))
