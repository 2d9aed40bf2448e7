"""The order of hits: how well their words fit, and what lifts them beside that.

Words are weighed here and not by the database: both back ends give the same order, other forms of a word count as
the word itself, and the few thousand candidates are read in the time in which FTS5 walks a common word's matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from minuteminer.answers import Score
from minuteminer.index.asked import Asked
from minuteminer.index.ids import year_of
from minuteminer.index.wanted import Forms
from minuteminer.index.words import fold

# BM25's usual constants: how soon repetition stops to count, and how much the length of a passage does.
_K1, _B = 1.2, 0.75
# All words in the title lift a hit by half: an item that is about a thing stands before one that names it.
TITLE_WEIGHT = 0.5
# A paragraph in which something was decided answers "have we decided this" more often than talk does.
RESOLUTION_WEIGHT = 0.25
# With --recent a hit loses a tenth of its score for each year of age.
YEARLY_LOSS = 0.1


def rank(asked: Asked, ids: Sequence[int]) -> list[tuple[int, float]]:
    """The rows, which come newest first, with the BM25 of their words: best first, newest first among equals."""
    wanted = [
        (forms[0], forms[1:], rarity * (_K1 + 1))
        for forms, rarity in zip(asked.wanted.forms, asked.wanted.rarities, strict=True)
    ]
    rows = asked.passages(ids)
    mean = sum(len(words) for _, _, _, words in rows) / max(len(rows), 1)
    least, by_length = _K1 * (1 - _B), _K1 * _B / max(mean, 1)
    scored = []
    for identifier, _, _, words in rows:
        padded, score = f" {words} ", 0.0
        for form, others, weight in wanted:
            count = padded.count(form)
            if others:
                count += sum(map(padded.count, others))
            if count:
                score += weight * count / (count + least + by_length * len(words))
        scored.append((identifier, score))
    # Equals stay in their order, and numbers alone are compared in a third of the time that pairs take.
    scored.sort(key=itemgetter(1), reverse=True)
    return scored


def rescore(asked: Asked, ranked: list[tuple[int, float]], *, recency: bool) -> list[tuple[int, Score | None]]:
    """The candidates with their scores weighed, best first; equal scores newest first."""
    wanted = asked.wanted.forms
    newest = max((_year(identifier) for identifier, _ in ranked), default=0) if recency else 0
    scores: list[tuple[int, Score]] = []
    rows = asked.passages([identifier for identifier, _ in ranked])
    for (identifier, title, terms, _), (_, words) in zip(rows, ranked, strict=True):
        age = newest - _year(identifier) if recency else 0
        scores.append((identifier, _score(words, f" {fold(title)} ", terms, wanted, age)))
    scores.sort(key=lambda pair: (-pair[1].total, -pair[0]))
    return list(scores)


def _score(words: float, title: str, terms: str, wanted: Sequence[Forms], age: int) -> Score:
    title_part = 1.0
    if wanted:
        title_part += TITLE_WEIGHT * sum(any(form in title for form in forms) for forms in wanted) / len(wanted)
    resolution_part = 1.0 + RESOLUTION_WEIGHT * ("kind:resolution" in terms)
    recency_part = (1.0 - YEARLY_LOSS) ** min(age, 50)
    total = words * title_part * resolution_part * recency_part
    return Score(total=total, words=words, title=title_part, resolution=resolution_part, recency=recency_part)


def _year(identifier: int) -> int:
    return int(year_of(identifier) or 0)
