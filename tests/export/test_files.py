"""Tables as files: what stands in them, in every format, and that the same content gives the same bytes."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from minuteminer.errors import UsageError
from minuteminer.export.file_tables import TABLES, table_columns
from minuteminer.export.files import FORMATS, export_table, query_of
from minuteminer.index import Index


def exported(index: Index, kind: str, path: Path, query: str | None = None, **options: Any) -> list[dict[str, Any]]:
    """The rows of an export in JSON Lines, which keeps types."""
    file = path / f"{kind}.jsonl"
    export_table(index, kind, query_of(query), output=file, **options)
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_money_has_its_value_its_words_and_the_way_back(index: Index, tmp_path: Path) -> None:
    rows = exported(index, "money", tmp_path)
    by_text = {row["text"]: row for row in rows}
    first = by_text["£5m and £6m"]
    assert {name: first[name] for name in ("low_pence", "high_pence", "qualifier", "change", "role")} == {
        "low_pence": 500_000_000, "high_pence": 600_000_000, "qualifier": "between", "change": "increase",
        "role": "precept",
    }  # fmt: skip
    assert (first["financial_year"], first["financial_year_inferred"]) == ("2017/18", False)
    assert (first["date"], first["committee"], first["paragraph"]) == (
        "2016-04-28", "Saltmarsh Police and Crime Panel", "1.",
    )  # fmt: skip
    assert first["context"].startswith("1. The Treasurer said that the precept would rise by between £5m and £6m")
    assert first["url"].endswith("MId=11#AI101")
    assert by_text["£150,000"]["total_pence"] == 45_000_000
    assert by_text["£150,000"]["total_formula"] == "£150,000 a year × 3 years"


def test_the_words_stand_at_their_offsets_in_the_item_and_its_paragraph(index: Index, tmp_path: Path) -> None:
    texts = {row["id"]: row["text"] for row in exported(index, "items", tmp_path)}
    passages = {row["id"]: row for row in exported(index, "paragraphs", tmp_path)}
    for kind in ("money", "percents", "headcounts", "resolutions", "clauses", "votes", "notes"):
        rows = exported(index, kind, tmp_path)
        assert rows, kind
        for row in rows:
            assert texts[row["item_id"]][row["start_char"] : row["end_char"]] == row["text"]
            passage = passages[row["paragraph_id"]]
            assert passage["start_char"] <= row["start_char"]


def test_headcounts_percents_votes_and_clauses(index: Index, tmp_path: Path) -> None:
    firearms = exported(index, "headcounts", tmp_path)[0]
    assert (firearms["low_count"], firearms["high_count"], firearms["of_count"]) == (24, 24, 37)
    assert [row["low_percent"] for row in exported(index, "percents", tmp_path)] == [4.5]
    (vote,) = exported(index, "votes", tmp_path)
    assert (vote["votes_for"], vote["votes_against"], vote["unanimous"]) == (9, 2, False)
    (resolution,) = exported(index, "resolutions", tmp_path)
    assert vote["resolution_id"] == resolution["id"]
    assert (resolution["clause_count"], resolution["verbs"], resolution["votes_for"]) == (2, ["support", "note"], 9)
    clauses = exported(index, "clauses", tmp_path)
    assert [(row["clause"], row["verbs"], row["text"]) for row in clauses] == [
        (1, ["support"], "the precept be supported"), (2, ["note"], "the report be noted."),
    ]  # fmt: skip


def test_a_number_is_written_alike_in_every_row(index: Index, tmp_path: Path) -> None:
    """A reader that takes the type of a column from its first rows must not meet 9.5 after 12."""
    for kind in TABLES:
        numbers = [column.name for column in table_columns(TABLES[kind]) if column.type == "number"]
        cells = [row[name] for row in exported(index, kind, tmp_path) for name in numbers]
        assert all(cell is None or type(cell) is float for cell in cells), kind
        export_table(index, kind, query_of(None), output=tmp_path / f"{kind}.csv")
        with (tmp_path / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            assert all("." in row[name] for row in csv.DictReader(file) for name in numbers if row[name]), kind


def test_a_query_filters_the_rows(index: Index, tmp_path: Path) -> None:
    assert [row["text"] for row in exported(index, "money", tmp_path, "role:overtime")] == ["£1.5m"]
    assert [row["text"] for row in exported(index, "money", tmp_path, "amount:>4m")] == ["£5m and £6m"]
    assert exported(index, "money", tmp_path, "date:2018") == []
    assert [row["id"] for row in exported(index, "items", tmp_path, "lorry")] == ["democracy.saltmarsh.example:103"]


def test_a_meeting_is_one_row_however_many_of_its_items_match(index: Index, tmp_path: Path) -> None:
    rows = exported(index, "meetings", tmp_path)
    assert [(row["date"], row["time"], row["venue"]) for row in rows] == [
        ("2016-04-28", "10:30", "Town Hall"), ("2017-09-07", "10:30", "Town Hall"),
    ]  # fmt: skip


def test_standing_items_are_left_out_unless_they_are_asked_for(index: Index, tmp_path: Path) -> None:
    export_table(index, "items", query_of(None), output=tmp_path / "some.csv")
    export_table(index, "items", query_of(None, boilerplate=True), output=tmp_path / "all.csv")
    titles = [[row["item_title"] for row in read_csv(tmp_path / name)] for name in ("some.csv", "all.csv")]
    assert titles[0] == ["Precept proposal", "Operation Longline"]
    assert titles[1] == ["Precept proposal", "Apologies and Substitutes", "Operation Longline"]


@pytest.mark.parametrize("kind", TABLES)
def test_every_row_has_the_columns_of_its_table_in_their_order(index: Index, kind: str) -> None:
    table = TABLES[kind]
    rows = [row for item in index.stream(query_of(None)).items for row in table.rows(item)]
    assert rows
    assert {tuple(row) for row in rows} == {tuple(column.name for column in table_columns(table))}
    for column in table.columns:
        if column.required:
            assert all(row[column.name] is not None for row in rows), column.name
        if column.values:
            assert {row[column.name] for row in rows} <= {*column.values, None}, column.name
    assert len({row["id"] for row in rows}) == len(rows) or table.distinct


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", ["money", "items", "votes"])
def test_the_same_content_gives_the_same_bytes(
    index: Index, other_index: Index, tmp_path: Path, kind: str, format: str
) -> None:
    """I11, G14: fetched on another day and put in in another order."""
    for number, one in enumerate((index, other_index)):
        export_table(one, kind, query_of(None), output=tmp_path / f"{number}.{format}")
    assert (tmp_path / f"0.{format}").read_bytes() == (tmp_path / f"1.{format}").read_bytes()


def test_provenance_says_when_and_by_which_rules(index: Index, other_index: Index, tmp_path: Path) -> None:
    (first, *_), (other, *_) = (exported(one, "money", tmp_path, provenance=True) for one in (index, other_index))
    assert list(first)[-4:] == ["fetched_at", "published", "page_sha256", "rules_version"]
    assert first["fetched_at"] == "2020-01-02T00:00:00+00:00"
    assert {name for name in first if first[name] != other[name]} == {"fetched_at", "page_sha256"}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_is_harmless_to_a_spreadsheet_unless_raw_is_asked_for(index: Index, tmp_path: Path) -> None:
    """W10: cells that begin like a formula; numbers stay numbers."""
    done = export_table(index, "paragraphs", query_of("line list"), output=tmp_path / "safe.csv")
    assert done.written.defused == 1
    assert read_csv(tmp_path / "safe.csv")[0]["text"] == "'- a line of a list about £3m"
    export_table(index, "paragraphs", query_of("line list"), output=tmp_path / "raw.csv", raw=True)
    assert read_csv(tmp_path / "raw.csv")[0]["text"] == "- a line of a list about £3m"


def test_csv_goes_to_standard_output_by_default(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    export_table(index, "percents", query_of(None))
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["low_percent"], row["context"][-13:]) for row in rows] == [("4.5", "rise of 4.5%.")]


def test_lists_are_one_cell_in_csv_and_the_metadata_tells_how_they_are_joined(index: Index, tmp_path: Path) -> None:
    done = export_table(index, "resolutions", query_of(None), output=tmp_path / "resolutions.csv")
    assert read_csv(tmp_path / "resolutions.csv")[0]["verbs"] == "support; note"
    assert done.metadata == tmp_path / "resolutions.csv-metadata.json"
    metadata = json.loads(done.metadata.read_text(encoding="utf-8"))
    assert (metadata["url"], metadata["tableSchema"]["primaryKey"]) == ("resolutions.csv", "id")
    columns = {column["name"]: column for column in metadata["tableSchema"]["columns"]}
    assert list(columns) == list(read_csv(tmp_path / "resolutions.csv")[0])
    assert columns["verbs"]["separator"] == "; "
    assert columns["decision"]["datatype"]["format"] == "resolved|recommended|agreed|decision|noted"


def test_xlsx_has_text_as_text_numbers_as_numbers_and_no_formula(index: Index, tmp_path: Path) -> None:
    export_table(index, "paragraphs", query_of(None), output=tmp_path / "paragraphs.xlsx")
    export_table(index, "money", query_of(None), output=tmp_path / "money.xlsx")
    for name in ("paragraphs", "money"):
        book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    sheet = book["Sums of money"]
    head, first, *_ = sheet.iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["low_pence"], row["negated"], str(row["date"])[:10]) == (500_000_000, False, "2016-04-28")
    assert [cell.value for cell in book["Columns"]["A"]][:3] == ["column", "id", "date"]


def test_a_cell_longer_than_xlsx_holds_is_cut_and_counted(tmp_path: Path) -> None:
    from minuteminer.export.columns import Column
    from minuteminer.export.table_files import write_xlsx_rows

    columns = [Column(name="text", type="string", required=True)]
    rows = [{"text": "x" * 40_000}, {"text": "=1+1"}, {"text": "a\x00b"}]
    done = write_xlsx_rows(rows, columns, tmp_path / "a.xlsx", title="A", explained=[("column",)])
    cells = [cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx")["A"]["A"]]
    assert (done.rows, done.cut, len(cells[1]), cells[2]) == (3, 1, 32_767, "=1+1")


def test_a_table_longer_than_a_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from minuteminer.export.columns import Column
    from minuteminer.export.table_files import write_xlsx_rows

    monkeypatch.setattr("minuteminer.export.table_files._SHEET_ROWS", 2)
    rows = [{"n": number} for number in range(5)]
    column = Column(name="n", type="integer", required=True)
    write_xlsx_rows(rows, [column], tmp_path / "a.xlsx", title="A", explained=[("column",)])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [[cell.value for cell in book[name]["A"]] for name in ("A", "A 2", "A 3")] == [
        ["n", 0, 1], ["n", 2, 3], ["n", 4],
    ]  # fmt: skip


def test_parquet_is_read_by_polars_pandas_and_duckdb(index: Index, tmp_path: Path) -> None:
    import duckdb
    import pandas
    import polars

    path = tmp_path / "resolutions.parquet"
    export_table(index, "resolutions", query_of(None), output=path)
    export_table(index, "money", query_of(None), output=tmp_path / "money.parquet")
    assert polars.read_parquet(path)["verbs"].to_list() == [["support", "note"]]
    assert polars.read_parquet(path).schema["date"] == polars.Date
    assert [list(one) for one in pandas.read_parquet(path)["verbs"]] == [["support", "note"]]
    query = "SELECT sum(low_pence) // 100, min(date) FROM read_parquet(?) WHERE role = 'overtime'"
    found = duckdb.connect().execute(query, [str(tmp_path / "money.parquet")]).fetchall()
    assert found == [(1_500_000, datetime.date(2016, 4, 28))]


def test_what_cannot_be_is_said_in_one_sentence(index: Index, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no kind of file 'moneys'; there are money, percents"):
        export_table(index, "moneys", query_of(None))
    with pytest.raises(UsageError, match=r"parquet is a binary file; name it with -o FILE.parquet"):
        export_table(index, "money", query_of(None), format="parquet")
    with pytest.raises(UsageError, match="unknown format 'ods'"):
        export_table(index, "money", query_of(None), format="ods")
    with pytest.raises(UsageError, match="in:title finds no money; try: minuteminer export items"):
        export_table(index, "money", query_of("precept in:title"))


def test_a_failed_export_leaves_the_old_file_as_it_was(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "money.csv"
    path.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("minuteminer.export.files.write_csv_rows", fail)
    with pytest.raises(OSError, match="disk full"):
        export_table(index, "money", query_of(None), output=path)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("money.csv", "old")]
