"""The register of decisions: every resolution clause by clause, numbered, with room for owner, due date, status.

What is printed twice, in a box of decisions and in the minutes, is listed once (`register_once`).
"""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from minuteminer.answers import RegisterRow
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.register_once import Listed, list_once
from minuteminer.index.value_words import vote_in_words
from minuteminer.index.words import single_spaced, words_of
from minuteminer.queries import Dates, Field, Node, Query

# A panel decides some tens of things a year; a register of all panels of the country over ten years fits.
MAX_RESOLUTIONS = 100_000
_CHUNK = 500
# What stands before a clause that has a label of its own: "(a)" anywhere, "1." and "a)" at the start of a line.
_OWN_LABEL = re.compile(
    r"(\((?:[a-z]|\d{1,2}|[ivx]{1,5})\)|(?:(?<=\n)|^)(?:[a-z]|\d{1,2}|[ivx]{1,5})[).])\s*$", re.IGNORECASE
)
_LABEL_CHARS = 16
_COLUMNS = (
    "r.id, r.date, r.committee, i.number, r.title, r.label, r.kind, r.text, r.verbs, r.clauses, "
    "r.proposer, r.seconder, i.url, i.key, i.text FROM resolution AS r JOIN item AS i ON i.id = r.item WHERE r.id IN ("
)


def find_register(
    backend: Backend,
    *,
    panel: str | None = None,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    query: Query | None = None,
) -> tuple[RegisterRow, ...]:
    """The clauses of all resolutions of a panel from `start` to `end`, oldest first; `query` narrows them."""
    conditions: list[Node] = list(query.conditions) if query else []
    if panel and (words := words_of(panel)):
        conditions.append(Field(name="panel", value=" ".join(words)))
    if start or end:
        conditions.append(Dates(start=start, end=end))
    # A register is complete: approvals of the last minutes stand in it too.
    whole = Query(conditions=tuple(conditions), unit="resolution", sort="date", boilerplate=True)
    asked = Asked(backend, whole)
    ids = asked.by_date(MAX_RESOLUTIONS, 0, newest_first=False)
    listed: list[Listed] = []
    for first in range(0, len(ids), _CHUNK):
        for row in _resolutions(backend, ids[first : first + _CHUNK]):
            listed += [Listed(row[0], clause) for clause in _clauses(row, _vote_text(backend, row[0]))]
    return tuple(list_once(listed))


def _resolutions(backend: Backend, ids: list[int]) -> list[tuple[Any, ...]]:
    marks = ", ".join("?" * len(ids))
    found = {row[0]: row for row in backend.rows(" ".join(("SELECT", _COLUMNS, marks, ")")), ids)}
    ordered = [found[identifier] for identifier in ids]
    # Ids of one day run backwards, so that the newest come first; in a register the text's order counts.
    return sorted(ordered, key=lambda row: (row[1] or "", -row[0]))


def _vote_text(backend: Backend, resolution: int) -> str:
    """The vote of a resolution; another in its paragraph may be that on an amendment which was lost."""
    sql = "SELECT text, votes_for, votes_against, abstain, unanimous FROM vote WHERE resolution = ? ORDER BY id DESC"
    found = backend.rows(sql, (resolution,))
    for text, votes_for, votes_against, abstain, unanimous in found:
        return vote_in_words(votes_for, votes_against, abstain, bool(unanimous), single_spaced(text))
    return ""


def _clauses(row: tuple[Any, ...], vote: str) -> list[RegisterRow]:
    (_, day, committee, number, title, label, decision, text, verbs, clauses, proposer, seconder, url, key,
     whole) = row  # fmt: skip
    parts = _joined_with_leads(json.loads(clauses), whole) or [[text, json.loads(verbs), 0, 0]]
    return [
        RegisterRow(
            number=0,
            date=datetime.date.fromisoformat(day) if day else None,
            committee=committee,
            item_number=number,
            item_title=title,
            label=_label(label, whole, part[2]),
            decision=decision,
            verbs=tuple(part[1]),
            clause=single_spaced(part[0]),
            proposer=proposer,
            seconder=seconder,
            vote=vote,
            url=url,
            item=key,
        )
        for part in parts
    ]


def _joined_with_leads(parts: list[list[Any]], text: str) -> list[list[Any]]:
    """The clauses, those that only lead in a list ("that the Commissioner be recommended:") before each of its lines.

    >>> text = "that she be asked: (i) to report; (ii) to pay"
    >>> parts = [[text[:18], ["ask"], 0, 18], [text[23:32], ["report"], 23, 32], [text[39:], ["pay"], 39, 45]]
    >>> [part[:2] for part in _joined_with_leads(parts, text)]
    [['that she be asked to report', ['ask', 'report']], ['that she be asked to pay', ['ask', 'pay']]]
    """
    joined: list[list[Any]] = []
    lead: list[Any] = []
    numbering = ""
    for at, part in enumerate(parts):
        said, verbs, start, end = part
        following = _numbering(text, parts[at + 1][2]) if at + 1 < len(parts) else ""
        if said.rstrip().endswith(":") and (not verbs or following):
            lead, numbering = ([said.rstrip().rstrip(":").rstrip(), verbs] if verbs else []), following
        elif lead and _numbering(text, start) == numbering:
            more = [verb for verb in verbs if verb not in lead[1]]
            joined.append([f"{lead[0]} {said}", [*lead[1], *more], start, end])
        else:
            lead = []
            joined.append(part)
    return joined


def _numbering(text: str, start_char: int) -> str:
    """How the label before a clause counts: by roman numbers, letters or digits; "" where there is none."""
    own = (_own_label(text, start_char) or "").strip("().")
    return "" if not own else "roman" if not own.lower().strip("ivx") else "digits" if own.isdigit() else "letters"


def _own_label(text: str, start_char: int) -> str | None:
    before = text[max(0, start_char - _LABEL_CHARS) : start_char]
    # The slice's own start is no start of a line, unless it is that of the text.
    found = _OWN_LABEL.search(before if start_char <= _LABEL_CHARS else f" {before}")
    return found[1] if found else None


def _label(paragraph: str | None, text: str, start_char: int) -> str | None:
    """The label of the paragraph that a clause stands in, with the clause's own.

    >>> _label("7.", "RESOLVED that: (a) the report be noted", 19), _label(None, "NOTED.", 0)
    ('7. (a)', None)
    """
    own = _own_label(text, start_char)
    return " ".join(dict.fromkeys(one for one in (paragraph, own) if one)) or None
