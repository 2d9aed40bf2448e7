"""Popolo: what stands in each section, that ids lead from one to the other, and that the schemas accept it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from minuteminer.export.files import export_document, query_of
from minuteminer.export.popolo import SECTIONS, date_time
from minuteminer.index import Index
from minuteminer.models import Meeting


@pytest.fixture(scope="module")
def popolo(index: Index, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("popolo") / "popolo.json"
    export_document(index, "popolo", query_of(None), output=path)
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def test_a_committee_belongs_to_its_site_and_holds_the_meetings(popolo: dict[str, Any]) -> None:
    site, committee = popolo["organizations"]
    assert (site["id"], committee["parent_id"]) == ("democracy.saltmarsh.example", "democracy.saltmarsh.example")
    assert committee["name"] == "Saltmarsh Police and Crime Panel"
    assert [event["start_date"] for event in popolo["events"]] == [
        "2016-04-28T10:30:00+01:00", "2017-09-07T10:30:00+01:00",
    ]  # fmt: skip
    assert {event["organization_id"] for event in popolo["events"]} == {committee["id"]}


def test_a_resolution_is_a_motion_that_passed_by_its_vote(popolo: dict[str, Any]) -> None:
    (motion,), (vote,) = popolo["motions"], popolo["vote_events"]
    assert motion["text"].startswith("RESOLVED that (a) the precept be supported")
    assert (motion["classification"], motion["result"]) == ("resolved", "pass")
    assert vote["motion_id"] == motion["id"]
    assert vote["counts"] == [{"option": "yes", "value": 9}, {"option": "no", "value": 2}]


def test_ids_are_unique_and_lead_somewhere(popolo: dict[str, Any]) -> None:
    ids = {section: [record["id"] for record in popolo[section]] for section in SECTIONS}
    for section, names in ids.items():
        assert len(set(names)) == len(names), section
        for record in popolo[section]:
            assert record.get("organization_id") in (None, *ids["organizations"])
            assert record.get("legislative_session_id") in (None, *ids["events"])
            assert record.get("motion_id") in (None, *ids["motions"])


def test_a_time_of_day_that_is_not_said_is_not_made_up() -> None:
    meeting = Meeting(site="", meeting_id="1", committee_id="1", committee="", date=datetime.date(2020, 1, 2))
    assert date_time(meeting) is None


@pytest.mark.shared
def test_the_schemas_of_popolo_accept_every_record(popolo: dict[str, Any], shared: Path) -> None:
    import jsonschema
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT3

    folder = shared / "peer-suites" / "popolo"
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    # Schemas that are not among them accept anything.
    names = ("area", "contact_detail")
    schemas += [{"id": f"http://www.popoloproject.com/schemas/{name}.json#"} for name in names]
    registry: Registry[Any] = Registry().with_resources(
        (schema["id"], Resource.from_contents(schema, default_specification=DRAFT3)) for schema in schemas
    )
    checked = 0
    for section in SECTIONS:
        schema = json.loads((folder / f"{section[:-1]}.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft3Validator(
            schema, registry=registry, format_checker=jsonschema.Draft3Validator.FORMAT_CHECKER
        )
        known = set(schema["properties"])
        for record in popolo[section]:
            validator.validate(record)
            assert set(record) <= known, section
            checked += 1
    assert checked >= 6
