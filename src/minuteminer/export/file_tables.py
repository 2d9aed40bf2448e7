"""The tables that `export` writes, and the columns of each, made from the types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from minuteminer.export import file_rows
from minuteminer.export.columns import Column, ColumnType, columns_of
from minuteminer.export.file_rows import OWN, Row, cells_of
from minuteminer.export.places import Anchor, FigureYear, Place, Provenance, Words, provenance_of
from minuteminer.findings import Headcount, Money, Note, Paragraph, Percent, Resolution, Topic, Vote
from minuteminer.index.streams import MatchedItem, Passage
from minuteminer.models import AgendaItem, Meeting
from minuteminer.queries import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    """A table: `rows` makes those of one item; `unit` is what a query looks through for it.

    `distinct` says that many items give the same row, which stands once.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[MatchedItem], Iterator[Row]]
    unit: Unit = "paragraph"
    distinct: bool = False


def table_columns(table: FileTable, *, provenance: bool = False) -> tuple[Column, ...]:
    """The columns of a table; with `provenance` those about its collection stand at the end."""
    return (*table.columns, *columns_of(Provenance)) if provenance else table.columns


def table_rows(table: FileTable, items: Iterable[MatchedItem], *, provenance: bool = False) -> Iterator[Row]:
    """The rows of a table, item by item; a meeting is one row, however many of its items match."""
    seen: set[str] = set()
    for matched in items:
        more = cells_of(provenance_of(matched)) if provenance else {}
        for row in table.rows(matched):
            if table.distinct:
                if row["id"] in seen:
                    continue
                seen.add(row["id"])
            yield row | more


def _own(name: str, type: ColumnType = "string", *, required: bool = False) -> Column:
    return Column(name=name, type=type, required=required)


def _but(columns: Iterable[Column], *names: str) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.name not in names)


def _only(columns: Iterable[Column], names: Iterable[str]) -> tuple[Column, ...]:
    return tuple(column for name in names for column in columns if column.name == name)


def _fact_columns(own: Iterable[Column]) -> tuple[Column, ...]:
    return (*_HEAD, *own, *_WORDS, _own("rule_id", required=True), *_ANCHOR)


def _figure_columns(own: Iterable[Column]) -> tuple[Column, ...]:
    return _fact_columns((_own("context"), *own, *columns_of(FigureYear)))


_PLACE, _WORDS, _ANCHOR = columns_of(Place), columns_of(Words), columns_of(Anchor)
_HEAD = (_own("id", required=True), *_PLACE, _own("text"))
_RESOLUTION = columns_of(Resolution, without=(*OWN, "clauses", "vote", "negated_verbs"))
# A resolution may have been passed without a vote, or without one that is printed.
_VOTED = tuple(_own(column.name, column.type) for column in _only(columns_of(Vote), file_rows.VOTE_CELLS))
_FILLED = {"high_percent", "high_count"}
_COUNTS = tuple(_own(name, "integer", required=True) for name in file_rows.COUNTED.values())


def _ranges(kind: type, renamed: tuple[tuple[str, str], ...]) -> tuple[Column, ...]:
    """The columns of a value whose upper end is filled where there is no range too."""
    columns = columns_of(kind, without=OWN, renamed=dict(renamed))
    return tuple(replace(column, required=True) if column.name in _FILLED else column for column in columns)


_MONEY = (
    *columns_of(Money, without=(*OWN, "derived")), _own("total_pence", "integer"), _own("total_formula"),
)  # fmt: skip

TABLES: dict[str, FileTable] = {
    table.name: table
    for table in (
        FileTable(
            name="money",
            title="Sums of money",
            columns=_figure_columns(_MONEY),
            rows=file_rows.money_rows,
        ),
        FileTable(
            name="percents",
            title="Percentages",
            columns=_figure_columns(_ranges(Percent, file_rows.PERCENT_NAMES)),
            rows=file_rows.percent_rows,
        ),
        FileTable(
            name="headcounts",
            title="Counts of officers and staff",
            columns=_figure_columns(_ranges(Headcount, file_rows.HEADCOUNT_NAMES)),
            rows=file_rows.headcount_rows,
        ),
        FileTable(
            name="resolutions",
            title="Resolutions",
            columns=_fact_columns(
                (*_RESOLUTION, _own("clause_count", "integer", required=True), *_VOTED)
            ),
            rows=file_rows.resolution_rows,
            unit="resolution",
        ),
        FileTable(
            name="clauses",
            title="Clauses of resolutions",
            columns=_fact_columns(
                (
                    _own("resolution_id", required=True), _own("clause", "integer", required=True),
                    *_only(_RESOLUTION, ("decision", "verbs", *file_rows.MOVERS)),
                )
            ),
            rows=file_rows.clause_rows,
            unit="resolution",
        ),
        FileTable(
            name="votes",
            title="Votes",
            columns=_fact_columns((_own("resolution_id"), *columns_of(Vote, without=OWN))),
            rows=file_rows.vote_rows,
        ),
        FileTable(
            name="notes",
            title="Post meeting notes",
            columns=_fact_columns(columns_of(Note, without=OWN)),
            rows=file_rows.note_rows,
        ),
        FileTable(
            name="paragraphs",
            title="Paragraphs",
            columns=(
                *_HEAD, *_only(columns_of(Paragraph), ("kind",)),
                *_only(columns_of(Passage), ("financial_years", "boilerplate")), *_but(_WORDS, "paragraph_id"),
                *_ANCHOR,
            ),
            rows=file_rows.paragraph_rows,
        ),
        FileTable(
            name="items",
            title="Agenda items",
            columns=(
                *_HEAD, *_only(columns_of(AgendaItem), file_rows.ITEM_FIELDS),
                _own("boilerplate", "boolean", required=True), _own("paragraph_count", "integer", required=True),
                *_COUNTS, _own("documents", "list"), *_but(_ANCHOR, "item_id"),
            ),
            rows=file_rows.item_rows,
            unit="all",
        ),
        FileTable(
            name="meetings",
            title="Meetings",
            columns=(
                _own("id", required=True), *_but(_PLACE, "item_number", "item_title"),
                *columns_of(Meeting, without=file_rows.MEETING_OWN, renamed={"status": "publication"}), _own("url"),
            ),
            rows=file_rows.meeting_rows,
            unit="all",
            distinct=True,
        ),
        FileTable(
            name="topics",
            title="Topics of agenda items",
            columns=(
                *_but(_HEAD, "text"), *columns_of(Topic, without=("evidence",)), _own("words", "list"),
                *_but(_ANCHOR, "topics"),
            ),
            rows=file_rows.topic_rows,
            unit="all",
        ),
    )
}  # fmt: skip
