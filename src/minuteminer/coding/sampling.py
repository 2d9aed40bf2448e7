"""A sample to code by hand, in strata: so many items of each panel and year as they are of the whole.

Proportional allocation by largest remainders, and at least one of every stratum where the sample is large enough
(Cochran, Sampling Techniques, 5.5). Each passage carries its `stratum` and its `weight`, the number of items that it
stands for.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minuteminer.answers import IndexedItem
from minuteminer.coding.passages import CodedPassage, coded
from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.findings import AnnotatedDocument
from minuteminer.index import Index
from minuteminer.index.population import Listed

STRATA = ("panel", "committee", "year", "status")
Stratum = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An item that was drawn, its stratum, and how many items of the stratum it stands for."""

    key: str
    stratum: Stratum
    weight: float


def draw(listed: Sequence[Listed], strata: Sequence[str], size: int, *, seed: int = 1) -> list[Drawn]:
    """`size` items (all, if there are no more), drawn within strata; the same seed draws the same.

    Raises UsageError for an unknown stratum or a size under 1.
    """
    if unknown := [name for name in strata if name not in STRATA]:
        raise UsageError(f"unknown stratum {unknown[0]!r}; expected of {', '.join(STRATA)}")
    if size < 1:
        raise UsageError(f"expected a sample of at least 1, got {size}")
    groups: dict[Stratum, list[str]] = defaultdict(list)
    for one in listed:
        groups[tuple(str(getattr(one, name)) for name in strata)].append(one.key)
    rng = random.Random(seed)
    drawn = []
    for stratum, number in allocate({name: len(keys) for name, keys in groups.items()}, size).items():
        keys = sorted(groups[stratum])
        weight = len(keys) / number if number else 0.0
        drawn += [Drawn(key=key, stratum=stratum, weight=round(weight, 4)) for key in sorted(rng.sample(keys, number))]
    return drawn


def allocate(sizes: dict[Stratum, int], total: int) -> dict[Stratum, int]:
    """How many to draw of each stratum.

    >>> allocate({("a",): 90, ("b",): 9, ("c",): 1}, 10)
    {('a',): 8, ('b',): 1, ('c',): 1}
    """
    population = sum(sizes.values())
    total = min(total, population)
    names = sorted(sizes)
    least = 1 if total >= len(names) else 0
    shares = {name: sizes[name] * total / population for name in names}
    given = {name: min(sizes[name], max(least, int(shares[name]))) for name in names}
    # One more where the rounding took most, one less where the least-one rule gave most, until the sum is right.
    while (missing := total - sum(given.values())) != 0:
        step = 1 if missing > 0 else -1
        free = [name for name in names if (given[name] < sizes[name] if step > 0 else given[name] > least)]
        most = max(free, key=lambda name: (step * (shares[name] - given[name]), name))
        given[most] += step
    return given


def sample_passages(index: Index, strata: Sequence[str], size: int, *, seed: int = 1) -> Iterator[CodedPassage]:
    """The drawn items of an index as passages with what the program read, for a coder to correct."""
    listed = index.population()
    if not listed:
        raise NothingFoundError("The index holds no item with a text to code; run `minuteminer index` first.")
    for one in draw(listed, strata, size, seed=seed):
        yield _passage(index.item(one.key), one, strata)


def _passage(found: IndexedItem, drawn: Drawn, strata: Sequence[str]) -> CodedPassage:
    name = f"{found.key}@{found.item.version}"
    document = AnnotatedDocument(
        id=name,
        source=found.item.url,
        title=found.item.title,
        text=found.item.text,
        paragraphs=found.paragraphs,
        items=(),
        facts=found.facts,
        topics=found.topics,
    )
    date = found.meeting.date
    about = {
        "url": found.item.url,
        "title": found.item.title,
        "committee": found.meeting.committee,
        "date": date.isoformat() if date else "",
        **dict(zip(strata, drawn.stratum, strict=True)),
        "weight": drawn.weight,
    }
    return coded(document, about)
