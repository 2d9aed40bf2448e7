"""One loader for all lexicons: knowledge as rows with examples and counter-examples.

A lexicon is a JSON file `{"lexicon": NAME, "rows": [{"id": …, "examples": […], "counter_examples": […]}]}`.
Ids are unique and dotted (`money.suffix.million`); every row has at least one example, and a list of
counter-examples (which may be empty only with a `"why_no_counter_example"`). The tests of each finder demand
that a row's examples need the row and that its counter-examples do not set it off.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from minuteminer.errors import LexiconError

LEXICONS = Path(__file__).parent / "lexicons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its id, its examples, and the other `fields` as the file gives them."""

    id: str
    fields: Mapping[str, Any]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def __getitem__(self, field: str) -> Any:
        return self.fields[field]

    def get(self, field: str, default: Any = None) -> Any:
        """The field, or `default` where the row does not have it."""
        return self.fields.get(field, default)


@cache
def load_lexicon(name: str) -> tuple[Row, ...]:
    """The rows of the bundled lexicon `name` ("money"), in the order of the file.

    Raises LexiconError, naming file and row, where the file breaks the rules above.
    """
    return load_lexicon_file(LEXICONS / f"{name}.json")


def load_lexicon_file(path: Path) -> tuple[Row, ...]:
    """The rows of a lexicon file; raises LexiconError, naming file and row."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        raw_rows = content["rows"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LexiconError(f'{path}: expected a JSON object with "rows", got {error!r}') from error
    seen: dict[str, int] = {}
    rows = []
    for number, raw in enumerate(raw_rows, start=1):
        rows.append(_row(path, number, raw))
        if (first := seen.setdefault(rows[-1].id, number)) != number:
            raise LexiconError(f"{path}: row {number} has the id {rows[-1].id!r} of row {first}; ids are unique")
    return tuple(rows)


def _row(path: Path, number: int, raw: Any) -> Row:
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        raise LexiconError(f'{path}: row {number}: expected an object with an "id", got {str(raw)[:80]!r}')
    if not raw.get("examples"):
        raise LexiconError(f"{path}: row {number} ({raw['id']}) has no examples; give at least one sentence")
    if not raw.get("counter_examples") and not raw.get("why_no_counter_example"):
        raise LexiconError(f'{path}: row {number} ({raw["id"]}) needs counter_examples, or a "why_no_counter_example"')
    fields = {key: value for key, value in raw.items() if key not in ("id", "examples", "counter_examples")}
    return Row(
        id=raw["id"],
        fields=fields,
        examples=tuple(raw["examples"]),
        counter_examples=tuple(raw.get("counter_examples", ())),
    )
