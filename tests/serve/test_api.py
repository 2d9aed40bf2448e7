"""What programs get: lists page by page, tables bit by bit, no answer twice, mistakes in words."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import BaseModel, TypeAdapter

from made_minutes import Minutes, make_meeting, put
from minuteminer.index import open_index
from minuteminer.index.shown import results_as_dict
from minuteminer.serve.api import schemas

V1 = "/api/v1"
KEY = "democracy.saltmarsh.example:101"


def walk(client: Any, path: str, name: str) -> list[Any]:
    """All of a list, by its cursors."""
    found: list[Any] = []
    cursor = ""
    while True:
        answer = client.get(f"{path}{cursor}").json()
        found += answer[name]
        if answer["next"] is None:
            return found
        cursor = f"&cursor={answer['next']}"
        assert len(found) < 10_000


# The lists and single things of the API.


def test_a_search_answers_in_the_shape_of_the_command(made_index: str, serve: Callable[..., Any]) -> None:
    with open_index(made_index, read_only=True) as index:
        expected = results_as_dict(index.search("firearms"))
    answer = serve(made_index).get(f"{V1}/search", params={"q": "firearms"}).json()
    assert answer.pop("next") is None
    assert answer | {"took_ms": 0} == expected | {"took_ms": 0}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/search?q=in:all&limit=2", "hits"),
        ("/items?limit=2", "items"),
        ("/meetings?limit=1", "meetings"),
        ("/facts?limit=3", "facts"),
    ],
)
def test_a_list_is_whole_whatever_the_size_of_its_pages(
    made_index: str, serve: Callable[..., Any], path: str, name: str
) -> None:
    client = serve(made_index)
    whole = client.get(V1 + path.partition("limit")[0].rstrip("?&") + ("&" if "q=" in path else "?") + "limit=200")
    assert walk(client, V1 + path, name) == whole.json()[name]
    assert whole.json()[name]
    assert whole.json()["next"] is None


def test_the_next_page_is_also_told_in_the_header(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    first = client.get(f"{V1}/items?limit=2")
    address, relation = first.headers["link"].split("; ")
    assert relation == 'rel="next"'
    assert client.get(address.strip("<>")).json()["items"][0] != first.json()["items"][0]


def test_every_fact_is_listed_once_with_its_value_and_place(demo_client: Any) -> None:
    facts = walk(demo_client, f"{V1}/facts?limit=200", "facts")
    assert len({fact["id"] for fact in facts}) == len(facts)
    stats = demo_client.get(f"{V1}/about").json()["stats"]
    assert len(facts) == stats["facts"]
    money = [fact for fact in facts if fact["kind"] == "money"]
    assert len(money) == dict(stats["facts_by_kind"])["money"]
    assert {"low_pence", "item", "committee", "date", "url"} <= money[0].keys()


def test_facts_are_chosen_by_query_and_kind(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    dear = client.get(f"{V1}/facts", params={"q": "amount:>=100m"}).json()["facts"]
    assert [fact["text"] for fact in dear] == ["£258m"]
    votes = client.get(f"{V1}/facts", params={"kind": "vote"}).json()["facts"]
    assert [(fact["for"], fact["against"]) for fact in votes] == [(9, 3)]
    refused = client.get(f"{V1}/facts", params={"q": "firearms in:meeting"})
    assert refused.status_code == 400
    assert "in:meeting" in refused.json()["detail"]


def test_single_things_are_found_by_the_keys_that_lists_give(made_index: str, serve: Callable[..., Any]) -> None:
    client = serve(made_index)
    item = client.get(f"{V1}/items/{KEY}").json()
    assert item["item"]["title"] == "Firearms uplift"
    assert client.get(f"{V1}/items/{quote(KEY, safe='')}").json() == item
    assert [one["version"] for one in client.get(f"{V1}/items/{KEY}/versions").json()["versions"]] == [1]
    meeting = client.get(f"{V1}/items").json()["items"][0]["meeting"]
    assert client.get(f"{V1}/meetings/{meeting}").json()["key"] == meeting
    committees = client.get(f"{V1}/committees").json()["committees"]
    assert client.get(f"{V1}/committees/{committees[0]['key']}").json()["committee"] == committees[0]
    fact = client.get(f"{V1}/facts").json()["facts"][0]
    found = client.get(f"{V1}/facts/{quote(fact['id'], safe='')}").json()
    assert found["fact"] == fact
    assert fact["committee"] in found["citation"]
    topic = client.get(f"{V1}/topics/firearms").json()
    assert topic["topic"]["items"] == 1
    assert [one["items"] for one in topic["years"] if one["year"] == "2016"] == [1]


def test_items_are_chosen_by_committee_and_topic(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    assert [one["title"] for one in client.get(f"{V1}/items?topic=precept").json()["items"]] == ["Precept proposal"]
    meeting = client.get(f"{V1}/meetings?committee=democracy.saltmarsh.example:7").json()["meetings"]
    assert len(meeting) == 3
    assert client.get(f"{V1}/items?committee=elsewhere.example:7").json()["items"] == []


def test_what_draws_on_many_hits_answers_too(made_index: str, serve: Callable[..., Any]) -> None:
    client = serve(made_index)
    register = client.get(f"{V1}/register?from=2016&to=2016-12-31").json()["rows"]
    assert [row["clause"] for row in register] == ["the firearms uplift be supported", "the budget be noted"]
    overtime = client.get(f"{V1}/sum?q=role:overtime").json()
    assert [part["low_pence"] for part in overtime["parts"]] == [9_000_000, 150_000_000]
    assert client.get(f"{V1}/trail?q=overtime").json()["points"][0]["text"] == "£90,000"
    facets = client.get(f"{V1}/facets?q=firearms&name=year").json()["facets"]
    assert facets == [{"name": "year", "values": [["2016", 2], ["2017", 1]], "counted_among": None}]
    assert client.get(f"{V1}/precedents?q=support the uplift").json()["precedents"][0]["item"] == KEY
    assert client.get(f"{V1}/coverage").json()["coverage"]


# Tables.


def test_a_table_holds_all_of_a_list(demo_client: Any) -> None:
    facts = walk(demo_client, f"{V1}/facts?limit=200", "facts")
    rows = list(csv.DictReader(io.StringIO(demo_client.get(f"{V1}/facts?format=csv").text)))
    assert [row["id"] for row in rows] == [fact["id"] for fact in facts]
    lines = demo_client.get(f"{V1}/facts", headers={"Accept": "application/jsonl"}).text.splitlines()
    assert [json.loads(line) for line in lines] == facts


def test_hits_as_a_table_come_newest_meeting_first(demo_client: Any) -> None:
    found = demo_client.get(f"{V1}/search?q=firearms&format=jsonl")
    days = [json.loads(line)["date"] for line in found.text.splitlines()]
    assert days == sorted(days, reverse=True)
    assert len(days) == demo_client.get(f"{V1}/search?q=firearms").json()["total"]
    items = demo_client.get(f"{V1}/search?q=firearms in:item&format=jsonl").text.splitlines()
    assert len(items) == demo_client.get(f"{V1}/search?q=firearms in:item").json()["total"]


def test_a_workbook_holds_text_as_text(small_index: str, serve: Callable[..., Any]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    with open_index(small_index) as index:
        put(index, Minutes("201", "=HYPERLINK(1)").say("=1+1 was on the slide of the zeppelin.", None, "plain"))
    answer = serve(small_index).get(f"{V1}/search?q=zeppelin&format=xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="minuteminer-search.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝", "＋", "－", "＠"])
def test_a_cell_that_begins_a_formula_is_made_harmless_unless_asked_for_raw(
    small_index: str, serve: Callable[..., Any], start: str
) -> None:
    title = f"{start}cmd|' /C calc'!A0"
    with open_index(small_index) as index:
        put(index, Minutes("202", title).say("A zeppelin was seen.", "1."))
    client = serve(small_index)
    for safe, expected in (("1", "'" + title), ("0", title)):
        answer = client.get(f"{V1}/search?q=zeppelin&format=csv&safe={safe}")
        assert next(csv.DictReader(io.StringIO(answer.text, newline="")))["title"] == expected


# Caching.


def test_the_same_index_gives_the_same_tag_and_no_body_again(made_index: str, serve: Callable[..., Any]) -> None:
    client = serve(made_index, freshness_s=0.0)
    first = client.get(f"{V1}/search?q=firearms")
    again = client.get(f"{V1}/search?q=firearms", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "public, no-cache"
    other = serve(made_index).get(f"{V1}/search?q=firearms", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 304, "another process of the same index answers alike"


def test_a_change_of_the_index_is_seen_by_the_next_request(made_index: str, serve: Callable[..., Any]) -> None:
    client = serve(made_index, freshness_s=0.0)
    first = client.get(f"{V1}/search?q=zeppelin")
    assert first.json()["total"] == 0
    with open_index(made_index) as index:
        put(index, Minutes("203", "Airships").say("A zeppelin was seen.", "1."))
    again = client.get(f"{V1}/search?q=zeppelin", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert again.json()["total"] == 1


def test_an_index_made_anew_in_the_place_of_the_old_is_noticed(
    small_index: str, tmp_path: Any, serve: Callable[..., Any]
) -> None:
    client = serve(small_index)
    assert client.get(f"{V1}/search?q=firearms").json()["total"] == 3
    with open_index(tmp_path / "new.sqlite") as index:
        put(index, Minutes("204", "Airships").say("A zeppelin had firearms.", "1."))
    (tmp_path / "new.sqlite").replace(small_index)
    assert client.get(f"{V1}/search?q=firearms").json()["total"] == 1


# Changes.


def test_a_follower_is_told_of_each_change_once_and_of_what_was_withdrawn(
    made_index: str, serve: Callable[..., Any]
) -> None:
    client = serve(made_index, freshness_s=0.0)
    first = client.get(f"{V1}/changes").json()
    assert len(first["changes"]) == 5
    assert first["more"] is False
    assert client.get(f"{V1}/changes?since={first['next']}").json()["changes"] == []
    with open_index(made_index) as index, index.writing():
        index.add(*Minutes("102", "Precept proposal", version=2).say("The precept was withdrawn.", "1.").built())
        index.withdraw(KEY)
    news = client.get(f"{V1}/changes?since={first['next']}").json()
    told = {change["key"]: (change["state"], change["version"], change["title"]) for change in news["changes"]}
    assert told == {
        "democracy.saltmarsh.example:102": ("current", 2, "Precept proposal"),
        KEY: ("withdrawn", None, None),
    }
    assert client.get(f"{V1}/changes?since={news['next']}").json()["changes"] == []


def test_changes_can_be_asked_since_a_time(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    everything = client.get(f"{V1}/changes").json()
    for early in ("2016-01-01", "2016-01-01T10:00", "2016-01-01T10:00:00+02:00", "2016-01-01T10:00:00%2B02:00"):
        told = client.get(f"{V1}/changes?since={early}").json()
        assert (told["changes"], told["next"]) == (everything["changes"], everything["next"])
    # The day after tomorrow nothing has changed since, and the token goes on from where the log stands.
    late = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = client.get(f"{V1}/changes?since={late}").json()
    assert (told["changes"], told["next"]) == ([], everything["next"])


def test_changes_come_in_parts(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    since, keys, more = "", [], True
    while more:
        part = client.get(f"{V1}/changes?limit=2{since}").json()
        keys += [change["key"] for change in part["changes"]]
        since, more = f"&since={part['next']}", part["more"]
    assert len(keys) == len(set(keys)) == 5


def test_who_followed_another_index_is_told_to_start_again(small_index: str, serve: Callable[..., Any]) -> None:
    answer = serve(small_index).get(f"{V1}/changes?since=0123456789abcdef.3")
    assert answer.status_code == 410
    assert "Ask without since" in answer.json()["detail"]


def test_an_older_index_numbers_its_items_when_it_is_migrated(small_index: str, serve: Callable[..., Any]) -> None:
    import sqlite3

    with sqlite3.connect(small_index) as older:
        older.executescript(
            "DROP TABLE item_change; DELETE FROM setting WHERE name = 'identity'; PRAGMA user_version = 1"
        )
    assert serve(small_index).get("/healthz").status_code == 503
    open_index(small_index).close()
    assert len(serve(small_index).get(f"{V1}/changes").json()["changes"]) == 5


# Mistakes.


def test_a_mistake_in_a_query_is_one_sentence_and_its_place(small_index: str, serve: Callable[..., Any]) -> None:
    answer = serve(small_index).get(f"{V1}/search", params={"q": "firearms amount:lots"})
    problem = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"].startswith("“lots” is no number")
    assert (problem["status"], problem["title"], problem["position"]) == (400, "Bad Request", 16)
    assert problem["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search", 422),
        ("/search?q=a&limit=0", 422),
        ("/search?q=a&limit=1000000", 422),
        ("/search?q=a&limit=1" + "0" * 30, 422),
        ("/search?q=a&page=2", 422),
        ("/search?q=a&cursor=zzz", 400),
        ("/items?cursor=WyJmYWN0cyIsMV0", 400),
        ("/items?cursor=WyJpdGVtcyIsMTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwXQ", 400),
        ("/search?q=a&format=pdf", 422),
        ("/register?from=yesterday", 422),
        ("/register?from=2016-13", 400),
        ("/facets?q=a&name=shoes", 422),
        ("/items/nowhere:1", 404),
        ("/meetings/nowhere:1", 404),
        ("/committees/nowhere:1", 404),
        ("/facts/nowhere", 404),
        ("/topics/shoes", 404),
        ("/changes?since=yesterday", 422),
        ("/changes?since=2016-13-40", 400),
        ("/nothing", 404),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    small_index: str, serve: Callable[..., Any], path: str, status: int
) -> None:
    answer = serve(small_index).get(V1 + path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert "nowhere" not in answer.text


def test_a_wrong_value_of_a_repeatable_parameter_is_told_under_its_name(
    small_index: str, serve: Callable[..., Any]
) -> None:
    answer = serve(small_index).get(f"{V1}/facets?q=a&name=shoes")
    assert [wrong["field"] for wrong in answer.json()["errors"]] == ["name"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/changes?since=last%20week", "since: Since is what an earlier answer had as next, or a time such as"),
        ("/changes?since=0123456789abcdef.3%0A", "since: Since is what an earlier answer had as next"),
        ("/register?from=yesterday", "from: A day, month or year is written 2016-05-12, 2016-05 or 2016."),
        ("/register?to=2016%0A", "to: A day, month or year is written"),
    ],
)
def test_how_a_parameter_is_written_is_said_in_words(
    small_index: str, serve: Callable[..., Any], path: str, said: str
) -> None:
    answer = serve(small_index).get(V1 + path)
    assert answer.status_code == 422
    detail = answer.json()["detail"]
    assert said in detail
    assert not set("^$\\{}") & set(detail)
    assert not detail.endswith("..")


def test_a_search_that_takes_too_long_is_stopped_with_a_sentence(small_index: str, serve: Callable[..., Any]) -> None:
    answer = serve(small_index, query_s=0.0).get(f"{V1}/search?q=firearms")
    assert answer.status_code == 503
    assert "took too long" in answer.json()["detail"]
    assert answer.headers["retry-after"]


# The description is made of the types that are answered with.

ANSWERS: list[tuple[str, type[BaseModel]]] = [
    ("/search?q=firearms", schemas.SearchAnswer),
    ("/search?q=in:fact kind:money", schemas.SearchAnswer),
    ("/facets?q=firearms", schemas.FacetsAnswer),
    ("/register", schemas.RegisterAnswer),
    ("/trail?q=officer strength", schemas.TrailAnswer),
    ("/sum?q=role:overtime", schemas.SumAnswer),
    ("/precedents?q=approve the budget", schemas.PrecedentsAnswer),
    ("/items", schemas.ItemsAnswer),
    ("/meetings", schemas.MeetingsAnswer),
    ("/committees", schemas.CommitteesAnswer),
    ("/facts?limit=200", schemas.FactsAnswer),
    ("/topics", schemas.TopicsAnswer),
    ("/topics/firearms", schemas.TopicAnswer),
    ("/changes", schemas.ChangesAnswer),
    ("/about", schemas.AboutAnswer),
    ("/coverage", schemas.CoverageAnswer),
]


@pytest.mark.parametrize(("path", "model"), ANSWERS, ids=[path for path, _ in ANSWERS])
def test_an_answer_has_the_fields_that_the_description_names_and_no_others(
    demo_client: Any, path: str, model: type[BaseModel]
) -> None:
    answer = demo_client.get(V1 + path).json()
    read = model.model_validate(answer)
    written = TypeAdapter(model).dump_python(read, mode="json")
    assert shape(written) == shape(answer)


def test_single_things_have_the_fields_of_their_description(demo_client: Any) -> None:
    for lists, model in (("items", schemas.ItemAnswer), ("meetings", schemas.MeetingAnswer)):
        key = demo_client.get(f"{V1}/{lists}?limit=3").json()[lists][-1]["key"]
        answer = demo_client.get(f"{V1}/{lists}/{key}").json()
        assert shape(model.model_validate(answer).model_dump(mode="json")) == shape(answer)


def shape(value: Any) -> Any:
    """The names in a value, all the way down: what is left out or added changes it."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    return [shape(one) for one in value] if isinstance(value, (list, tuple)) else None


def test_every_path_is_described_with_its_problems(demo_client: Any) -> None:
    spec = demo_client.get("/openapi.json").json()
    assert len([path for path in spec["paths"] if path.startswith(V1)]) == 20
    for path, methods in spec["paths"].items():
        assert list(methods) == ["get"]
        if path.startswith(V1):
            assert "application/problem+json" in methods["get"]["responses"]["422"]["content"]
            assert methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert "Hit" in spec["components"]["schemas"]


def test_undated_meetings_are_listed_last(small_index: str, serve: Callable[..., Any]) -> None:
    with open_index(small_index) as index:
        put(index, Minutes("206", "Undated", meeting=make_meeting("13", None)).say("Nobody knows when.", "1."))
    client = serve(small_index)
    assert [one["date"] for one in walk(client, f"{V1}/meetings?limit=1", "meetings")][-1] is None
