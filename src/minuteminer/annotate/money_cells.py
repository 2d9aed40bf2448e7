"""What the heads of a table say of the sums in its cells: band, year, change, and role."""

from __future__ import annotations

from dataclasses import replace

from minuteminer.annotate.money_context import Reading
from minuteminer.annotate.money_context_words import ContextWords
from minuteminer.annotate.money_tables import CellReading
from minuteminer.findings import Evidence

_AROUND = "().,:;*'’\""


def cell_readings(cell: CellReading, words: ContextWords) -> dict[str, Reading]:
    """What the heads of a table say of a cell: its band, the year of a council tax band, a column of rises."""
    readings: dict[str, Reading] = {}
    if cell.band is not None:
        head = Evidence(reads="per", start_char=cell.band_at.start, end_char=cell.band_at.end)
        readings["per"] = (f"Band {cell.band} property", head)
        readings["period"] = ("year", replace(head, reads="period"))
    column = Evidence(reads="change", start_char=cell.column.start, end_char=cell.column.end)
    heads = [word.strip("().,:") for word in cell.column_head.split()]
    for index, word in enumerate(heads):
        if word == "change" or word in words.nouns:
            readings["change"] = (words.nouns.get(word, "increase"), column)
        elif word in words.period_words or (word in words.units and index and heads[index - 1] in words.per_words):
            unit = words.units.get(word) or words.period_words[word]
            readings["period"] = (unit, replace(column, reads="period"))
    return readings


def role_of_heads(lower: str, cell: CellReading, words: ContextWords) -> Reading | None:
    """What the head of its row makes of a cell, or else that of its column: its last word that names a role."""
    for head in (cell.head, cell.column):
        at = head.end
        for word in reversed(lower[head.start : head.end].split()):
            at = lower.rfind(word, head.start, at)
            bare = word.strip(_AROUND)
            if bare in words.roles:
                begin = at + word.find(bare)
                return words.roles[bare], Evidence(reads="role", start_char=begin, end_char=begin + len(bare))
    return None
