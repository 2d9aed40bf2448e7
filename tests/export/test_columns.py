"""Every column of every file is explained, nothing else is, and types follow the types of the domain."""

from __future__ import annotations

from minuteminer.export.columns import columns_of, load_meanings
from minuteminer.export.describe import explained_markdown, table_schema
from minuteminer.export.file_tables import TABLES, table_columns
from minuteminer.snapshot.certificate import CoveredMonth, Gap


def test_every_column_is_explained_and_nothing_else_is() -> None:
    tables = {table.name: table_columns(table, provenance=True) for table in TABLES.values()}
    tables |= {"coverage": columns_of(CoveredMonth), "gaps": columns_of(Gap)}
    used = {
        f"{name}.{column.name}" if f"{name}.{column.name}" in load_meanings() else column.name
        for name, columns in tables.items()
        for column in columns
    }
    assert used == set(load_meanings())


def test_each_explanation_names_its_source() -> None:
    sources = {"the council's page", "the words of the item, by rule", "MinuteMiner"}
    sources.add("the site's lists of meetings")
    assert {meaning.source for meaning in load_meanings().values()} == sources


def test_types_units_and_allowed_values_stand_in_the_dictionary() -> None:
    money = TABLES["money"]
    lines = explained_markdown("money", money.title, money.columns).splitlines()
    assert next(line for line in lines if line.startswith("| `low_pence`")).split(" | ")[1::2] == [
        "integer", "pence (or cents of `currency`)", "the words of the item, by rule |",
    ]  # fmt: skip
    assert "| exact, approx, at_least, more_than, at_most, less_than, between |" in "\n".join(lines)


def test_a_schema_says_what_may_stand_in_a_cell_and_where_ids_lead() -> None:
    schema = table_schema("money", TABLES["money"].columns, [("item_id", "items")])
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["low_pence"]["type"] == "integer"
    assert "constraints" not in fields["low_pence"]
    assert fields["change"]["constraints"] == {"enum": ["increase", "decrease"]}
    assert fields["id"]["constraints"] == {"required": True, "unique": True}
    assert schema["foreignKeys"] == [{"fields": ["item_id"], "reference": {"resource": "items", "fields": ["id"]}}]
