"""The tables of a snapshot, written in one pass over the index: whole items, so that every id leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from minuteminer.export.describe import RIGHTS
from minuteminer.export.file_rows import Row
from minuteminer.export.file_tables import TABLES, FileTable, table_columns, table_rows
from minuteminer.export.table_files import CsvTable, ParquetTable
from minuteminer.index.streams import MatchedItem

# The column of a table that names a row of another.
KEYS = (
    ("item_id", "items"), ("meeting_id", "meetings"), ("paragraph_id", "paragraphs"), ("resolution_id", "resolutions"),
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Contents:
    """What was written: rows of each table; of the meetings the keys; of each site and committee the items."""

    rows: dict[str, int] = field(default_factory=dict)
    meetings: set[str] = field(default_factory=set)
    items: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: set[str] = field(default_factory=set)
    first_date: str | None = None
    last_date: str | None = None

    def note(self, matched: MatchedItem) -> None:
        """Count an item."""
        self.items[matched.panel, matched.meeting.committee] += 1
        self.meetings.add(matched.meeting_key)
        self.rules.add(matched.rules_version)
        if matched.meeting.date is not None:
            day = matched.meeting.date.isoformat()
            self.first_date, self.last_date = self.first_date or day, day


def write_contents(
    items: Iterable[MatchedItem],
    folder: Path,
    *,
    parquet: bool,
    provenance: bool,
    progress: Callable[[str, int, int | None], None],
) -> Contents:
    """Write every table of the items under `folder`, as `NAME.csv` and, with `parquet`, as `NAME.parquet`."""
    contents = Contents(rows=dict.fromkeys(TABLES, 0))
    seen: set[str] = set()
    with ExitStack() as stack:
        writers = {
            table.name: list(stack.enter_context(_open_table(table, folder, parquet=parquet, provenance=provenance)))
            for table in TABLES.values()
        }
        for number, matched in enumerate(map(_whole, items), 1):
            contents.note(matched)
            for table in TABLES.values():
                for row in table_rows(table, (matched,), provenance=provenance):
                    if table.distinct and row["id"] in seen:
                        continue
                    if table.distinct:
                        seen.add(row["id"])
                    contents.rows[table.name] += 1
                    for write in writers[table.name]:
                        write(row)
            progress("snapshot", number, None)
    return contents


def _whole(matched: MatchedItem) -> MatchedItem:
    """The item with all that is in it, of which a query may have asked for a part."""
    starts = frozenset(passage.start_char for passage in matched.passages)
    return replace(matched, matching=starts, found=frozenset(fact.id for fact in matched.facts))


@contextmanager
def _open_table(
    table: FileTable, folder: Path, *, parquet: bool, provenance: bool
) -> Iterator[Iterator[Callable[[Row], None]]]:
    columns = table_columns(table, provenance=provenance)
    with ExitStack() as stack:
        out = stack.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
        # A package is for programs: its words are exactly those of the minutes.
        writers = [CsvTable(columns, out, raw=True).write]
        if parquet:
            about = {"title": table.title, "rights": RIGHTS}
            path = folder / f"{table.name}.parquet"
            writers.append(stack.enter_context(closing(ParquetTable(columns, path, about=about))).write)
        yield iter(writers)
