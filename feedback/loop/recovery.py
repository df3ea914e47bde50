"""Does a well handled failure raise esteem (practice P29)? Scores before and after, of those affected and others. Pure.

A figure always comes with its n. A difference is claimed from thirty answers on either side, and only where its
95 % interval leaves nothing out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, median, quantiles, stdev

LEAST = 30  # below it no claim is made (domain: Measures)
SATISFIED = 4  # a score from here on


@dataclass(frozen=True, slots=True)
class Sample:
    """Answers of one group. `low` and `high` hold the mean with 95 % confidence; None where too few answered."""

    n: int
    asked: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    median: float | None = None
    quartiles: tuple[float, float] | None = None
    satisfied: float | None = None  # share of scores of four and five

    @property
    def says_something(self) -> bool:
        return self.n >= LEAST


@dataclass(frozen=True, slots=True)
class Difference:
    """`value` is the first group's mean less the second's; `claims` says whether it may be called a difference."""

    value: float | None
    low: float | None
    high: float | None
    enough: bool

    @property
    def claims(self) -> bool:
        return bool(self.enough and self.low is not None and self.high is not None and (self.low > 0 or self.high < 0))


def sample(scores: Sequence[int], asked: int) -> Sample:
    n = len(scores)
    if n == 0:
        return Sample(0, asked)
    middle = median(scores)
    quarters = quantiles(scores, n=4, method="inclusive") if n > 1 else [middle] * 3
    found = {
        "mean": round(fmean(scores), 3),
        "median": float(middle),
        "quartiles": (quarters[0], quarters[2]),
        "satisfied": round(sum(score >= SATISFIED for score in scores) / n, 3),
    }
    if n >= LEAST:
        half = student(n - 1) * stdev(scores) / math.sqrt(n)
        found |= {"low": round(fmean(scores) - half, 3), "high": round(fmean(scores) + half, 3)}
    return Sample(n, asked, **found)


def difference(one: Sequence[int], other: Sequence[int]) -> Difference:
    """By Welch's unequal variances."""
    if not one or not other:
        return Difference(None, None, None, False)
    value = fmean(one) - fmean(other)
    if min(len(one), len(other)) < LEAST:
        return Difference(round(value, 3), None, None, False)
    parts = [stdev(each) ** 2 / len(each) for each in (one, other)]
    error = math.sqrt(sum(parts))
    if error == 0:
        return Difference(round(value, 3), round(value, 3), round(value, 3), True)
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(each) - 1) for part, each in zip(parts, (one, other), strict=True) if part
    )
    half = student(freedom) * error
    return Difference(round(value, 3), round(value - half, 3), round(value + half, 3), True)


def student(freedom: float) -> float:
    """The two-sided 95 % quantile of Student's t, by Cornish and Fisher's expansion (good from 3 on)."""
    z = NormalDist().inv_cdf(0.975)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms))
