"""Feeds: valid, with entries that stay the same until their words change, and that say why they are there."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from made_minutes import Minutes, make_meeting, put
from minuteminer.index import open_index

ATOM = "{http://www.w3.org/2005/Atom}"
FIREARMS = "/feeds/search.atom?q=firearms"


def entries_of(answer: Any) -> list[dict[str, str]]:
    """The entries of an Atom feed: the text of each element, and links by their relation."""
    root = ElementTree.fromstring(answer.content)
    found = []
    for entry in root.iter(f"{ATOM}entry"):
        texts = {node.tag.removeprefix(ATOM): node.text or "" for node in entry}
        links = {node.get("rel", ""): node.get("href", "") for node in entry.iter(f"{ATOM}link")}
        found.append({**texts, **links})
    return found


def check_atom(content: bytes) -> None:
    """Raise AssertionError where RFC 4287 is broken."""
    root = ElementTree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    for node in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (one,) = node.findall(f"{ATOM}{name}")
            assert one.text
        updated = node.findtext(f"{ATOM}updated") or ""
        assert updated.endswith("Z")
        assert len(updated) == 20
        assert node.find(f"{ATOM}author/{ATOM}name") is not None
        relations = [link.get("rel") for link in node.findall(f"{ATOM}link")]
        assert "alternate" in relations
        assert len(relations) == len(set(relations))
    ids = [node.text or "" for node in root.findall(f"{ATOM}entry/{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(":" in one and " " not in one for one in ids)
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/search.{}?q=firearms",
        "/feeds/search.{}?q=role:overtime in:fact",
        "/feeds/search.{}?q=in:resolution verb:approve",
        "/feeds/search.{}?q=nothing of the kind",
        "/feeds/committee/democracy.saltmarsh.example:7.{}",
        "/feeds/topic/precept.{}",
    ],
)
def test_every_feed_is_valid_in_both_forms(made_index: str, serve: Callable[..., Any], path: str) -> None:
    client = serve(made_index)
    atom = client.get(path.format("atom"))
    assert atom.headers["content-type"].startswith("application/atom+xml")
    check_atom(atom.content)
    feed = client.get(path.format("json"))
    assert feed.headers["content-type"].startswith("application/feed+json")
    told = feed.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["id"] for one in told["items"]] == [one["id"] for one in entries_of(atom)]
    assert bool(told["items"]) is ("nothing" not in path)
    assert all(one["content_text"] and one["date_modified"] for one in told["items"])


def test_an_entry_says_why_it_is_there_and_where_to_read_on(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    (dear,) = entries_of(client.get("/feeds/search.atom?q=firearms budget"))
    assert dear["summary"] == "New. Found by the words firearms, budget."
    assert dear["alternate"].startswith("http://localhost/item/democracy.saltmarsh.example:101#p-")
    assert dear["via"].startswith("https://democracy.saltmarsh.example/")
    (fact,) = entries_of(client.get("/feeds/search.atom?q=role:overtime amount:>1m in:fact"))
    assert fact["summary"] == "New. Found by money £1.5m (overtime)."


def test_an_entry_stays_as_it_is_when_another_paragraph_of_its_item_changes(
    made_index: str, serve: Callable[..., Any]
) -> None:
    client = serve(made_index, freshness_s=0.0)
    minutes = Minutes("301", "Airships").say("It rained.", "1.").say("A zeppelin cost £5.", "2.").money("£5", 5)
    with open_index(made_index) as index:
        put(index, minutes)
    paths = ("/feeds/search.atom?q=zeppelin", "/feeds/search.atom?q=zeppelin in:fact")
    before = [client.get(path) for path in paths]
    changed = Minutes("301", "Airships", version=2).say("It rained for three days.", "1.")
    with open_index(made_index) as index:
        put(index, changed.say("A zeppelin cost £5.", "2.").money("£5", 5))
    for path, old in zip(paths, before, strict=True):
        new = client.get(path, headers={"If-None-Match": old.headers["etag"]})
        (was,), (now,) = entries_of(old), entries_of(client.get(path))
        assert (now["id"], now["updated"]) == (was["id"], was["updated"])
        assert new.status_code == (304 if now["alternate"] == was["alternate"] else 200)


def test_an_entry_is_new_when_its_own_words_change(made_index: str, serve: Callable[..., Any]) -> None:
    client = serve(made_index, freshness_s=0.0)
    with open_index(made_index) as index:
        put(index, Minutes("302", "Airships").say("A zeppelin cost £5.", "2."))
    (was,) = entries_of(client.get("/feeds/search.atom?q=zeppelin"))
    with open_index(made_index) as index:
        put(index, Minutes("302", "Airships", version=2).say("A zeppelin cost £50.", "2."))
    (now,) = entries_of(client.get("/feeds/search.atom?q=zeppelin"))
    assert now["id"] != was["id"]
    assert now["updated"] > was["updated"]
    assert now["summary"].startswith("Reads so since version 2.")


def test_annotating_anew_is_no_news(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    first = client.get(FIREARMS)
    with open_index(small_index) as index:
        put(index, *_sample_again(), rules_version="2")
    again = client.get(FIREARMS, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def _sample_again() -> list[Minutes]:
    from made_minutes import sample

    return sample()


def test_paragraphs_with_the_same_words_are_entries_of_their_own(small_index: str, serve: Callable[..., Any]) -> None:
    twice = Minutes("303", "Airships", version=2).say("Zeppelin noted.", "1.").say("Zeppelin noted.", "2.")
    with open_index(small_index) as index:
        put(index, Minutes("303", "Airships").say("Zeppelin noted.", "1."), twice)
    atom = serve(small_index).get("/feeds/search.atom?q=zeppelin")
    check_atom(atom.content)
    assert len(entries_of(atom)) == 2


def test_what_xml_cannot_hold_is_replaced(small_index: str, serve: Callable[..., Any]) -> None:
    hostile = "A zeppelin \x0b\x1f\ufffe <script>alert(1)</script> ]]> & \ud800 was seen."
    with open_index(small_index) as index:
        put(index, Minutes("304", "<b>\x0b&").say(hostile, "1."))
    answer = serve(small_index).get("/feeds/search.atom?q=zeppelin")
    check_atom(answer.content)
    (entry,) = entries_of(answer)
    assert "<script>alert(1)</script>" in entry["content"]
    assert b"<script" not in answer.content


def test_a_link_that_is_none_is_left_out(small_index: str, serve: Callable[..., Any]) -> None:
    import dataclasses

    meeting, item, document = Minutes("305", "Airships").say("A zeppelin was seen.", "1.").built()
    with open_index(small_index) as index, index.writing():
        index.add(
            dataclasses.replace(meeting, url="javascript:alert(1)"),
            dataclasses.replace(item, url="javascript:alert(1)"),
            document,
        )
    (entry,) = entries_of(serve(small_index).get("/feeds/search.atom?q=zeppelin"))
    assert "via" not in entry


def test_a_committee_is_not_mixed_with_one_whose_name_begins_alike(small_index: str, serve: Callable[..., Any]) -> None:
    import dataclasses

    meeting, item, document = Minutes("306", "Airships").say("A zeppelin was seen.", "1.").built()
    other = dataclasses.replace(
        meeting, meeting_id="77", committee_id="8", committee=f"{meeting.committee} Working Group"
    )
    with open_index(small_index) as index, index.writing():
        index.add(other, dataclasses.replace(item, meeting_id="77"), document)
    client = serve(small_index)
    titles = [one["title"] for one in entries_of(client.get("/feeds/committee/democracy.saltmarsh.example:7.atom"))]
    assert not [title for title in titles if "Airships" in title]
    (only,) = entries_of(client.get("/feeds/committee/democracy.saltmarsh.example:8.atom"))
    assert "Airships" in only["title"]


def test_of_what_was_published_together_the_newest_meeting_stands_first(
    small_index: str, serve: Callable[..., Any]
) -> None:
    fetched = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
    with open_index(small_index) as index:
        # The older meeting's page was fetched some milliseconds later.
        for key, year, milliseconds in (("701", 2020, 900), ("702", 2024, 100), ("703", 2022, 500)):
            minutes = Minutes(key, f"Wombats of {year}", meeting=make_meeting(key, datetime.date(year, 3, 1)))
            minutes.fetched_at = fetched + datetime.timedelta(milliseconds=milliseconds)
            put(index, minutes.say("The wombats were counted.", "1."))
    entries = entries_of(serve(small_index).get("/feeds/search.atom?q=wombats"))
    assert [one["title"].split("Wombats of ")[1][:4] for one in entries] == ["2024", "2022", "2020"]
    assert len({one["updated"] for one in entries}) == 1


def test_links_are_those_by_which_the_world_knows_the_server(small_index: str, serve: Callable[..., Any]) -> None:
    named = serve(small_index, public_url="https://minutes.example", root_path="/m").get(f"/m{FIREARMS}")
    entries = entries_of(named)
    assert all(one["alternate"].startswith("https://minutes.example/item/") for one in entries)
    prefixed = serve(small_index, root_path="/m").get(FIREARMS)
    assert all(one["alternate"].startswith("http://localhost/m/item/") for one in entries_of(prefixed))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feeds/search.atom?q=(", 400),
        ("/feeds/search.rss?q=a", 422),
        ("/feeds/committee/nowhere:1.atom", 404),
        ("/feeds/topic/zz.atom", 404),
        ("/feeds/search.atom", 422),
    ],
)
def test_a_feed_that_there_is_none_of_says_so(
    small_index: str, serve: Callable[..., Any], path: str, status: int
) -> None:
    answer = serve(small_index).get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
