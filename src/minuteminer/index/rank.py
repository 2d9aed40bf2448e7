"""What lifts a hit beside its words: they stand in the item's title, something was decided, it is recent."""

from __future__ import annotations

from minuteminer.answers import Score
from minuteminer.index.backend import Backend
from minuteminer.index.compile import Compiled
from minuteminer.index.ids import year_of
from minuteminer.index.match import And
from minuteminer.index.snippets import leaves
from minuteminer.index.words import fold
from minuteminer.queries import Near, Word

# All words in the title lift a hit by half: an item that is about a thing stands before one that names it.
TITLE_WEIGHT = 0.5
# A paragraph in which something was decided answers "have we decided this" more often than talk does.
RESOLUTION_WEIGHT = 0.25
# With --recent a hit loses a tenth of its score for each year of age.
YEARLY_LOSS = 0.1


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
    newest = max((int(year_of(identifier) or 0) for identifier, _ in ranked), default=0)
    scores: list[tuple[int, Score]] = []
    for identifier, words in ranked:
        _, title, terms = found[identifier]
        scores.append((identifier, _score(identifier, words, title, terms, wanted, newest if recency else None)))
    scores.sort(key=lambda pair: (-pair[1].total, -pair[0]))
    return list(scores)


def _score(identifier: int, words: float, title: str, terms: str, wanted: list[list[str]], newest: int | None) -> Score:
    title_part = 1.0
    if wanted:
        folded = f" {fold(title)} "
        title_part += TITLE_WEIGHT * sum(any(f" {form} " in folded for form in forms) for forms in wanted) / len(wanted)
    resolution_part = 1.0 + RESOLUTION_WEIGHT * ("kind:resolution" in terms)
    age = 0 if newest is None else newest - int(year_of(identifier) or 0)
    recency_part = (1.0 - YEARLY_LOSS) ** min(age, 50)
    total = words * title_part * resolution_part * recency_part
    return Score(total=total, words=words, title=title_part, resolution=resolution_part, recency=recency_part)


def _alternatives(compiled: Compiled) -> list[list[str]]:
    """For each condition on words its words and phrases, in folded form."""
    assert isinstance(compiled.words, And)
    found = []
    for match in compiled.words.matches:
        forms: list[str] = []
        for leaf in leaves(match):
            if isinstance(leaf, Near):
                forms += [leaf.first, leaf.second]
            else:
                forms.append(leaf.text if isinstance(leaf, Word) else " ".join(leaf.words))
        if forms:
            found.append(forms)
    return found
