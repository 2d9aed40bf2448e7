"""The data dictionary covers every column, and the committed one is the one that the types give."""

from __future__ import annotations

from pathlib import Path

from minuteminer.export.dictionary import dictionary_markdown, fact_columns, load_columns
from minuteminer.export.tables import FACT_COLUMNS
from minuteminer.index.tables import public_tables


def test_every_column_is_explained_and_nothing_else_is() -> None:
    used = {column for table in public_tables().values() for column, _ in table} | set(FACT_COLUMNS)
    assert used - set(load_columns()) == set()
    kinds = ("money", "percent", "headcount", "vote", "resolution", "note")
    assert set(load_columns()) - used - {c for kind in kinds for c in fact_columns(kind)} == set()


def test_the_committed_dictionary_is_up_to_date(checkout: Path) -> None:
    committed = (checkout / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert committed == dictionary_markdown(), "run: minuteminer dictionary > docs/data-dictionary.md"
