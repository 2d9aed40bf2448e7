"""Every column of every file is explained, nothing else is, and types follow the types of the domain."""

from __future__ import annotations

import re

from minuteminer.annotate.pipeline import annotate
from minuteminer.export.columns import columns_of, load_meanings, meaning_of
from minuteminer.export.describe import explained_markdown, table_schema
from minuteminer.export.file_tables import TABLES, table_columns
from minuteminer.samplesite.generator import generate_item
from minuteminer.snapshot.certificate import CoveredMonth, Gap

# Columns whose values the lexicons list.
CLOSED = (("money", "role"), ("money", "period"), ("resolutions", "verbs"))


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


def test_values_that_lexicons_list_are_all_there_and_no_other_is_read() -> None:
    allowed = {name: set(re.split(", |; ", meaning_of(table, name).values)) for table, name in CLOSED}
    assert {"budget", "council tax"} < allowed["role"]
    assert {"year", "fortnight"} < allowed["period"]
    found: dict[str, set[str | None]] = {name: set() for name in allowed}
    for number in range(300):
        for fact in annotate(generate_item(number, words=200).text).facts:
            for table, name in CLOSED:
                if fact.kind == table.rstrip("s"):
                    value = getattr(fact.value, name)
                    found[name] |= set(value) if isinstance(value, tuple) else {value}
    assert all(len(found[name]) > 1 for name in found)
    assert {name: found[name] - allowed[name] - {None} for name in found} == {name: set() for name in found}


def test_no_list_of_allowed_values_is_left_open() -> None:
    open_ended = [name for name, meaning in load_meanings().items() if meaning.values.endswith("…")]
    assert not open_ended


def test_a_schema_says_what_may_stand_in_a_cell_and_where_ids_lead() -> None:
    schema = table_schema("money", TABLES["money"].columns, [("item_id", "items")])
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["low_pence"]["type"] == "integer"
    assert "constraints" not in fields["low_pence"]
    assert fields["change"]["constraints"] == {"enum": ["increase", "decrease"]}
    assert fields["id"]["constraints"] == {"required": True, "unique": True}
    assert schema["foreignKeys"] == [{"fields": ["item_id"], "reference": {"resource": "items", "fields": ["id"]}}]
