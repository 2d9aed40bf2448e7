"""The order of hits: how well their words fit, and what lifts them beside that.

Words are weighed here and not by the database: both back ends give the same order, other forms of a word count as
the word itself, and the few thousand candidates are read in the time in which FTS5 walks a common word's matches.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from minuteminer.answers import Score
from minuteminer.index.backend import Backend
from minuteminer.index.compile import Compiled
from minuteminer.index.ids import year_of
from minuteminer.index.lookups import word_counts
from minuteminer.index.snippets import leaves
from minuteminer.index.words import fold
from minuteminer.queries import Near, Phrase, Word

# BM25's usual constants: how soon repetition stops to count, and how much the length of a passage does.
_K1, _B = 1.2, 0.75
# All words in the title lift a hit by half: an item that is about a thing stands before one that names it.
TITLE_WEIGHT = 0.5
# A paragraph in which something was decided answers "have we decided this" more often than talk does.
RESOLUTION_WEIGHT = 0.25
# With --recent a hit loses a tenth of its score for each year of age.
YEARLY_LOSS = 0.1
# What is looked for in folded text with a space at either end.
Forms = list[str]


def rank(backend: Backend, compiled: Compiled, ids: Sequence[int]) -> list[tuple[int, float]]:
    """The rows with the BM25 of their words, best first, newest first among equals.

    A word is as rare as the index has it, a phrase as its rarest word.
    """
    wanted = list(zip(_alternatives(compiled), _rarities(backend, compiled), strict=True))
    rows = backend.texts(compiled.table, "words", ids)
    mean = sum(len(words) for _, words in rows) / max(len(rows), 1)
    scored = []
    for identifier, words in rows:
        padded, score, dampening = f" {words} ", 0.0, _K1 * (1 - _B + _B * len(words) / mean)
        for forms, rarity in wanted:
            count = padded.count(forms[0]) if len(forms) == 1 else sum(map(padded.count, forms))
            if count:
                score += rarity * count * (_K1 + 1) / (count + dampening)
        scored.append((score, identifier))
    scored.sort(reverse=True)
    return [(identifier, score) for score, identifier in scored]


def rescore(
    backend: Backend, compiled: Compiled, ranked: list[tuple[int, float]], *, recency: bool
) -> list[tuple[int, Score | None]]:
    """The candidates with their scores weighed, best first; equal scores newest first."""
    if not ranked:
        return []
    marks = ", ".join("?" * len(ranked))
    sql = " ".join(("SELECT id, title, terms FROM", compiled.table, "WHERE id IN (", marks, ")"))
    found = {row[0]: row for row in backend.rows(sql, [identifier for identifier, _ in ranked])}
    wanted = _alternatives(compiled)
    newest = max(_year(identifier) for identifier, _ in ranked) if recency else 0
    scores: list[tuple[int, Score]] = []
    for identifier, words in ranked:
        _, title, terms = found[identifier]
        age = newest - _year(identifier) if recency else 0
        scores.append((identifier, _score(words, f" {fold(title)} ", terms, wanted, age)))
    scores.sort(key=lambda pair: (-pair[1].total, -pair[0]))
    return list(scores)


def _score(words: float, title: str, terms: str, wanted: list[Forms], age: int) -> Score:
    title_part = 1.0
    if wanted:
        title_part += TITLE_WEIGHT * sum(any(form in title for form in forms) for forms in wanted) / len(wanted)
    resolution_part = 1.0 + RESOLUTION_WEIGHT * ("kind:resolution" in terms)
    recency_part = (1.0 - YEARLY_LOSS) ** min(age, 50)
    total = words * title_part * resolution_part * recency_part
    return Score(total=total, words=words, title=title_part, resolution=resolution_part, recency=recency_part)


def _year(identifier: int) -> int:
    return int(year_of(identifier) or 0)


def _alternatives(compiled: Compiled) -> list[Forms]:
    """For each condition on words what to look for; half a word for a star."""
    found = []
    for match in compiled.words.matches:
        forms: Forms = []
        for leaf in leaves(match):
            if isinstance(leaf, Word):
                forms.append(f" {leaf.text}" if leaf.prefix else f" {leaf.text} ")
            else:
                forms += [f" {leaf.first} ", f" {leaf.second} "] if isinstance(leaf, Near) else [_spaced(leaf)]
        if forms:
            found.append(forms)
    return found


def _spaced(phrase: Phrase) -> str:
    return f" {' '.join(phrase.words)} "


def _rarities(backend: Backend, compiled: Compiled) -> list[float]:
    """For each condition on words how much it tells: the logarithm of how rare it is."""
    wanted = _alternatives(compiled)
    counts = word_counts(backend, list(dict.fromkeys(" ".join(form for forms in wanted for form in forms).split())))
    found = backend.rows("SELECT value FROM setting WHERE name = 'rows'")
    rows = int(found[0][0]) if found else 1
    rarities = []
    for forms in wanted:
        occurrences = sum(min(counts.get(word, 0) for word in form.split()) for form in forms)
        rarities.append(math.log(1 + rows / (occurrences + 1)))
    return rarities
