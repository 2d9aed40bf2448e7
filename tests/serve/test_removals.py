"""Something is taken out while the pages are being read: it is gone at the next request, and followers are told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from job_site import JobSite
from minuteminer.doctor import examine
from minuteminer.errors import LockedError
from minuteminer.index import open_index, replace
from minuteminer.index.replace import replace_index
from minuteminer.removal import redact_words, withdraw
from minuteminer.settings import DataPaths

V1 = "/api/v1"
MARK = "Ottoline Quibbleworth"


@pytest.fixture
def filled(job_site: JobSite) -> JobSite:
    """A data directory of two meetings; minutes of one of them name somebody whom nothing else names."""
    item = next(one for one in job_site.site.corpus.meeting_by_id["5288"].items if one.minutes)
    object.__setattr__(item, "minutes", f"{item.minutes}\n\n9. Ms {MARK} had sent fifty-one acknowledgements.")
    job_site.item_id = item.item_id
    assert job_site.run().exit_code == 0
    return job_site


def meeting_url(site: JobSite) -> str:
    return f"{site.site.base_url}ieListDocuments.aspx?CId=318&MId=5288&Ver=4"


def key_of(site: JobSite) -> str:
    with open_index(site.paths.index, read_only=True) as index:
        return index.item(site.item_id).key


def index_files_with(paths: DataPaths, word: str) -> list[str]:
    """The files of the index in whose bytes a word stands."""
    files = [*paths.root.glob("index*"), *paths.root.glob("*.sqlite*")]
    assert files
    return sorted({path.name for path in files if word.lower().encode() in path.read_bytes().lower()})


def all_changes(client: Any, since: str = "") -> dict[str, str]:
    answer = client.get(f"{V1}/changes", params={"limit": 1000} | ({"since": since} if since else {}))
    assert answer.status_code == 200, answer.text
    return {change["key"]: change["state"] for change in answer.json()["changes"]}


def test_a_withdrawn_meeting_is_gone_at_the_next_request_and_followers_are_told(
    filled: JobSite, serve: Callable[..., Any]
) -> None:
    client = serve(str(filled.paths.index))
    key = key_of(filled)
    token = client.get(f"{V1}/changes?limit=1000").json()["next"]
    shown = client.get(f"/item/{key}")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "public, no-cache")
    # Whoever has the page asks with its mark whether it still holds.
    seen = {"If-None-Match": shown.headers["etag"]}
    assert client.get(f"/item/{key}", headers=seen).status_code == 304
    assert index_files_with(filled.paths, "quibbleworth")

    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")

    for address in (f"/item/{key}", f"/item/{key}@1", f"/changes/{key}", f"/report?item={key}", f"{V1}/items/{key}"):
        answer = client.get(address, headers=seen)
        assert (answer.status_code, answer.headers["cache-control"]) == (410, "no-cache"), address
        assert "withdrawn" in answer.text
    assert client.get(f"{V1}/search?q=quibbleworth").json()["total"] == 0
    news = all_changes(client, token)
    assert news[key] == "removed"
    assert set(news.values()) == {"removed"}, "what stayed as it was is no change"
    everything = all_changes(client)
    assert everything[key] == "removed"
    assert "current" in everything.values()
    assert index_files_with(filled.paths, "quibbleworth") == []
    assert all(finding.ok for finding in examine(filled.paths))


def test_a_removal_once_more_is_not_told_twice(filled: JobSite, serve: Callable[..., Any]) -> None:
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    client = serve(str(filled.paths.index))
    token = client.get(f"{V1}/changes?limit=1000").json()["next"]
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    assert all_changes(client, token) == {}
    assert "removed" in all_changes(client).values()


def test_what_comes_after_a_removal_is_told_to_who_asks_with_the_token_of_before(
    filled: JobSite, serve: Callable[..., Any]
) -> None:
    client = serve(str(filled.paths.index))
    key = key_of(filled)
    token = client.get(f"{V1}/changes?limit=1000").json()["next"]
    redact_words(filled.paths, MARK, item=None, reason="asked")
    answer = client.get(f"{V1}/changes?since={token}").json()
    assert {change["key"]: change["state"] for change in answer["changes"]} == {key: "current"}
    with open_index(filled.paths.index) as index, index.writing():
        index.withdraw(key)
    assert all_changes(client, answer["next"]) == {key: "withdrawn"}
    assert client.get(f"/item/{key}").status_code == client.get(f"{V1}/items/{key}@1").status_code == 410


def test_a_redacted_name_is_gone_at_the_next_request(filled: JobSite, serve: Callable[..., Any]) -> None:
    client = serve(str(filled.paths.index))
    page = f"/item/{key_of(filled)}"
    assert MARK in client.get(page).text
    redact_words(filled.paths, MARK, item=None, reason="asked")
    shown = client.get(page)
    assert shown.status_code == 200
    assert MARK not in shown.text
    assert index_files_with(filled.paths, "quibbleworth") == []


def test_a_server_in_a_process_of_its_own_need_not_be_stopped(filled: JobSite, started: Callable[..., str]) -> None:
    base = started("--data", str(filled.paths.root))
    key = key_of(filled)

    def get(path: str) -> tuple[int, Any]:
        try:
            with urlopen(Request(base + path, headers={"Accept": "application/json"}), timeout=20) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, None

    _, before = get(f"{V1}/changes?limit=1000")
    assert get(f"{V1}/items/{key}")[0] == 200
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    assert get(f"{V1}/items/{key}")[0] == 410
    _, news = get(f"{V1}/changes?since={before['next']}")
    assert {"key": key, "state": "removed"}.items() <= next(one for one in news["changes"] if one["key"] == key).items()
    assert index_files_with(filled.paths, "quibbleworth") == []


def test_a_reader_of_the_old_state_holds_back_only_the_end_which_the_same_command_makes_up_for(
    filled: JobSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replace, "WAIT_S", 0.2)
    with closing(sqlite3.connect(filled.paths.index)) as reader:
        reader.execute("BEGIN")
        ((before,),) = reader.execute("SELECT count(*) FROM item").fetchall()
        with pytest.raises(LockedError, match="run the same command again"):
            withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
        assert filled.total("quibbleworth") == 0, "nobody else is shown it any more"
        assert reader.execute("SELECT count(*) FROM item").fetchall() == [(before,)]
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    assert index_files_with(filled.paths, "quibbleworth") == []
    assert list((filled.paths.root / "receipts").glob("*-withdraw.json"))


def test_a_writer_that_does_not_end_is_said_in_words(filled: JobSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replace, "WAIT_S", 0.2)
    with closing(sqlite3.connect(filled.paths.index, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockedError, match="being written by another program"):
            withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")


@pytest.mark.parametrize("state", ["with pages of another size", "of older tables", "damaged"])
def test_an_odd_old_index_is_replaced_all_the_same(filled: JobSite, state: str) -> None:
    path = filled.paths.index
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        if state == "with pages of another size":
            for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 8192", "VACUUM"):
                old.execute(statement)
        elif state == "of older tables":
            old.executescript(
                "DROP TABLE item_change; DELETE FROM setting WHERE name = 'identity'; PRAGMA user_version = 1"
            )
    if state == "damaged":
        path.write_bytes(b"Ms Quibbleworth" * 1000)
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    assert index_files_with(filled.paths, "quibbleworth") == []
    assert all(finding.ok for finding in examine(filled.paths))


def test_an_index_that_lacks_another_takes_its_place_as_it_is(filled: JobSite) -> None:
    moved = filled.paths.index.with_name("elsewhere.sqlite")
    replace_index(filled.paths.index, moved)
    with open_index(moved, read_only=True) as index:
        assert index.item(filled.item_id).key
