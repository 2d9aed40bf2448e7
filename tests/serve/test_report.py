"""A reader says what is wrong on the item's page, and it waits for the operator."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from minuteminer.corrections.correction import make_change
from minuteminer.corrections.folder import accept_correction, load_corrections
from minuteminer.index import open_index
from minuteminer.jobs import index_step
from minuteminer.serve.app import create_app
from minuteminer.serve.settings import ServeSettings
from minuteminer.settings import data_paths

FORM = {"remark": "It was more.", "reader": "A resident"}


@pytest.fixture
def data(demo_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_data, tmp_path / "data"))


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(ServeSettings(data=data, hosts=("*",)))) as opened:
        yield opened


@pytest.fixture
def fact(data: Path) -> tuple[str, str, str]:
    """An item's key, the id of a headcount in it, and its words."""
    with open_index(data, read_only=True) as index:
        found = index.item(index.search("kind:headcount in:fact").hits[0].item)
        one = next(one for one in found.facts if one.kind == "headcount" and found.item.text.count(one.text) == 1)
        return found.key, one.id, one.text


def test_a_correction_is_stored_and_told_under_its_number(
    client: TestClient, data: Path, fact: tuple[str, str, str]
) -> None:
    key, identifier, words = fact
    page = client.get("/report", params={"item": key, "fact": identifier})
    assert words in page.text
    assert 'method="post"' in page.text
    sent = client.post("/report", data=FORM | {"item": key, "fact": identifier, "quote": words})
    assert sent.status_code == 200  # after the redirect
    (stored,) = load_corrections(data_paths(data).corrections)
    assert stored.id in sent.text
    assert (stored.quote, stored.remark, stored.reader) == (words, "It was more.", "A resident")


def test_an_accepted_one_shows_its_origin(client: TestClient, data: Path, fact: tuple[str, str, str]) -> None:
    key, identifier, words = fact
    client.post("/report", data=FORM | {"item": key, "fact": identifier, "quote": words})
    folder = data_paths(data).corrections
    (stored,) = load_corrections(folder)
    accept_correction(folder, stored.id, make_change("change", "headcount", words, ["count=4321"]))
    index_step(data_paths(data))
    # Beside the fact in the list of its item, before anybody asks why.
    listed = client.get(f"/item/{key}").text
    assert listed.count('mm-about__hand">corrected by hand') == 1
    assert "4,321" in listed.rpartition("corrected by hand</")[0][-400:]
    page = client.get("/explain", params={"fact": identifier}).text
    assert "Corrected by hand" in page
    assert "It was more." in page
    assert "4,321" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"quote": "words of another text"}, "not in the item"),
        ({"remark": " "}, "Quote the words"),
        ({"remark": "x" * 3_000}, "at most 2,000"),
    ],
)
def test_a_mistake_keeps_what_was_written(
    client: TestClient, data: Path, fact: tuple[str, str, str], changes: dict[str, str], told: str
) -> None:
    key, _, words = fact
    answer = client.post("/report", data=FORM | {"item": key, "quote": words} | changes)
    assert answer.status_code == 400
    assert told in answer.text
    assert "A resident" in answer.text
    assert not load_corrections(data_paths(data).corrections)


def test_hostile_words_are_words(client: TestClient, fact: tuple[str, str, str]) -> None:
    attack = '"><script>alert(1)</script>'
    answer = client.post("/report", data={"item": fact[0], "quote": attack, "remark": attack, "reader": attack})
    assert "<script>alert" not in answer.text
    assert "<script>alert" not in client.get("/report/sent", params={"number": attack}).text
    assert re.search(r"number is", client.get("/report/sent", params={"number": attack}).text) is None


def test_forms_of_other_sites_and_unknown_items_are_refused(
    client: TestClient, data: Path, fact: tuple[str, str, str]
) -> None:
    form = FORM | {"item": fact[0], "quote": fact[2]}
    assert client.post("/report", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 400
    assert client.post("/report", data=form | {"item": "nowhere:1"}).status_code == 404
    assert client.post("/report", content=b"\xff" * 70_000).status_code == 413
    assert not load_corrections(data_paths(data).corrections)


def test_an_operator_may_switch_the_form_off(data: Path, fact: tuple[str, str, str]) -> None:
    settings = ServeSettings(data=data, hosts=("*",), takes_corrections=False)
    with TestClient(create_app(settings)) as client:
        page = client.get("/report", params={"item": fact[0]})
        assert "<form" not in page.text.partition("Report an error</h1>")[2]
        assert client.post("/report", data=FORM | {"item": fact[0], "quote": fact[2]}).status_code == 400
