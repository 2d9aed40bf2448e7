"""Bad input: a clear message, the right exit code, no traceback, and nothing lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
GOOD = "A grant of £5m was received. RESOLVED that the report be noted."


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("empty.html", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "PNG"),
        ("other.html", b"<html><body><h1>Welcome</h1><p>Our holiday park</p></body></html>", "ModernGov"),
        ("broken.pdf", b"%PDF-1.4\nnothing", "PDF"),
        ("broken.docx", b"PK\x03\x04nothing", "broken.docx"),
        ("broken.xml", b"<committees><committee>", "broken.xml"),
        ("broken.jsonl", b'{"id": "a"\n', "broken.jsonl"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    minuteminer: Command, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    write(tmp_path / name, content)
    alone = minuteminer("extract", tmp_path / name)
    assert alone.code == 3
    assert name in alone.err
    assert said.lower() in alone.err.lower()
    assert "Traceback" not in alone.err
    write(tmp_path / "good.txt", GOOD.encode())
    together = minuteminer("extract", tmp_path)
    assert together.code == 3
    assert name in together.err
    assert "£5m" in together.out


def test_a_missing_path_is_named(minuteminer: Command, tmp_path: Path) -> None:
    ran = minuteminer("extract", tmp_path / "nowhere.txt")
    assert ran.code == 3
    assert "nowhere.txt" in ran.err


def test_ten_megabytes_of_one_paragraph_are_read(minuteminer: Command, tmp_path: Path) -> None:
    words = b"The Commissioner spoke at length about the budget and the officers of the Force. "
    write(tmp_path / "long.txt", words * (10_000_000 // len(words)) + GOOD.encode())
    started = time.monotonic()
    ran = minuteminer("extract", tmp_path / "long.txt", "--format", "facts")
    assert ran.code == 0
    assert json.loads(ran.out.splitlines()[0])["text"] == "£5m"
    assert time.monotonic() - started < 120  # a bound on what is quadratic, not a measurement


@pytest.mark.parametrize(
    "dirty",
    [
        "A grant of £5m\x00 was received.",
        "A gr\u200bant of £5m was re\u00adceived.",
        "A grant of \u202e£5m\u202c was received.",
        "A grant of £5m\ufeff was received \ud7ff.",
    ],
)
def test_invisible_characters_hide_nothing_and_break_nothing(minuteminer: Command, tmp_path: Path, dirty: str) -> None:
    write(tmp_path / "dirty.txt", dirty.encode())
    ran = minuteminer("extract", tmp_path / "dirty.txt")
    assert ran.code == 0
    document = json.loads(ran.out)
    (fact,) = document["facts"]
    assert document["text"][fact["start_char"] : fact["end_char"]] == fact["text"]
    assert fact["low_pence"] == 500_000_000


def test_windows_1252_bytes_are_read_as_what_they_are(minuteminer: Command, tmp_path: Path) -> None:
    write(tmp_path / "old.txt", "The Panel’s grant – £5m.".encode("cp1252"))
    ran = minuteminer("extract", tmp_path / "old.txt")
    assert json.loads(ran.out)["text"] == "The Panel’s grant – £5m."


def test_an_unknown_format_names_those_there_are(minuteminer: Command, tmp_path: Path) -> None:
    ran = minuteminer("extract", write(tmp_path / "a.txt", GOOD.encode()), "--format", "poem")
    assert ran.code == 2
    assert "jsonl, facts, gold" in ran.err


@pytest.mark.parametrize(
    "query", ["firearms (", "amount:much", "date:2016..", '"never closed', "topic:", "((((", "NEAR(a"]
)
def test_a_mistake_in_a_query_is_one_sentence_with_a_place(minuteminer: Command, demo_data: Path, query: str) -> None:
    ran = minuteminer("search", query, "--data", demo_data)
    assert "Traceback" not in ran.err
    if ran.code:
        assert ran.code == 2
        assert ran.err.startswith("minuteminer: ")
        assert len(ran.err.splitlines()) <= 3
    else:
        assert ran.out


def test_a_search_without_an_index_says_how_to_get_one(minuteminer: Command, tmp_path: Path) -> None:
    ran = minuteminer("search", "firearms", "--data", tmp_path / "none")
    assert ran.code in (1, 2)
    assert "minuteminer demo" in ran.err


def test_an_item_that_is_not_there_is_said_so(minuteminer: Command, demo_data: Path) -> None:
    ran = minuteminer("show", "99999999", "--data", demo_data)
    assert ran.code == 4
    assert "99999999" in ran.err


@pytest.mark.parametrize("fact", ["nonsense", "20270@1#money-1-2"])
def test_a_fact_that_is_not_there_is_said_so(minuteminer: Command, demo_data: Path, fact: str) -> None:
    ran = minuteminer("explain", fact, "--data", demo_data)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_an_unknown_committee_is_nothing_found(minuteminer: Command, tmp_path: Path) -> None:
    from minuteminer.samplesite import open_sample_site

    with open_sample_site() as site:
        ran = minuteminer("collect", site.base_url, "--committee", "99", "--data", tmp_path)
    assert ran.code == 4
    assert "99" in ran.err


def test_a_site_that_does_not_answer_is_said_so(minuteminer: Command, tmp_path: Path) -> None:
    ran = minuteminer("collect", "http://127.0.0.1:9/", "--committee", "1", "--data", tmp_path)
    assert ran.code == 1
    assert "127.0.0.1:9" in ran.err
    assert "Traceback" not in ran.err
