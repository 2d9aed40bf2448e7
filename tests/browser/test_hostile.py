"""Minutes that are an attack stay words: nothing in a browser runs, loads or complains."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest

from made_minutes import Minutes, make_meeting
from minuteminer.findings import Money
from minuteminer.index import open_index
from minuteminer.index.records import storable

from .conftest import OpenPage, serving

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)",
    "</title></textarea></style></script><svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "{{ 7 * 7 }} {% raw %} ${alert(1)} #{alert(1)}",
    "<a href='javascript:alert(1)'>click</a>",
    "\x02<b>\x03 <base href=//attacker.example/> <meta http-equiv=refresh content=0;url=//attacker.example/>",
    "]]><!--<script>alert(1)//--></script>",
    "</script><script src=//attacker.example/x.js></script>",
    "\u202etxet desrever\u202c \u2066\u2069",
)


def hostile(number: int, attack: str) -> Minutes:
    """An item that says the attack everywhere it can."""
    attack = storable(attack)
    made = Minutes(
        str(500 + number), attack, meeting=make_meeting(str(500 + number), datetime.date(2016, 4, 28), attack)
    )
    made.say(f"The zeppelin said {attack} to the Panel.", attack[:40])
    start, end = made.span(attack)
    value = Money(
        start_char=start, end_char=end, text=attack, rule_id=attack, low_pence=100, high_pence=100, role=attack,
        period=attack, per=attack, reason=attack,
    )  # fmt: skip
    made.fact("money", attack, value)
    made.say(f"RESOLVED that {attack} be noted.", None, "resolution")
    made.resolved(f"RESOLVED that {attack} be noted.", attack, clauses=(f"{attack} be noted",))
    return made.about("firearms")


def make_index(folder: Path, attacks: Sequence[str]) -> list[str]:
    """An index of hostile items; returns their keys."""
    keys = []
    with open_index(folder / "index.sqlite") as index, index.writing():
        for number, attack in enumerate(attacks):
            meeting, item, document = hostile(number, attack).built()
            item = dataclasses.replace(item, number=storable(attack)[:60], url=f"javascript:alert({number})")
            index.add(dataclasses.replace(meeting, url="javascript:alert(1)", venue=storable(attack)), item, document)
            keys.append(f"democracy.saltmarsh.example:{item.item_id}")
    return keys


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    folder = tmp_path_factory.mktemp("hostile")
    keys = make_index(folder, ATTACKS)
    with serving(folder) as address:
        yield address, keys


def test_no_page_of_a_hostile_item_runs_or_loads_anything(open_page: OpenPage, attacked: tuple[str, list[str]]) -> None:
    address, keys = attacked
    page = open_page()
    for number, key in enumerate(keys):
        for path in (f"/item/{key}", f"/meeting/democracy.saltmarsh.example:{500 + number}", f"/report?item={key}"):
            page.goto(address + path)
            assert page.locator("main").inner_text()
        page.goto(f"{address}/item/{key}")
        page.locator("#facts .mm-about__more a").first.click()
        assert page.locator("a[href^='javascript:'], main iframe, main img").count() == 0


def test_no_list_of_hostile_items_does(open_page: OpenPage, attacked: tuple[str, list[str]]) -> None:
    address, _ = attacked
    page = open_page()
    for path in (
        "/search?q=zeppelin", "/search?q=in%3Aresolution", "/search?q=in%3Afact+kind%3Amoney", "/committees",
        "/register", "/money", "/topics", "/topic/firearms", "/coverage", "/trail?thing=zeppelin",
    ):  # fmt: skip
        page.goto(address + path)
        assert page.locator("a[href^='javascript:'], main iframe, main img").count() == 0
    page.goto(f"{address}/search?q=zeppelin")
    assert page.locator(".mm-result").count() == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_asked_for_is_words_too(open_page: OpenPage, attacked: tuple[str, list[str]], attack: str) -> None:
    address, _ = attacked
    page = open_page()
    for path in ("/search?q=", "/trail?thing=", "/register?q=", "/report/sent?number=", "/search?sort="):
        page.goto(address + path + quote(attack))
        assert page.locator("main img, main iframe").count() == 0


@pytest.mark.shared
def test_naughty_strings_in_every_field(shared: Path, tmp_path: Path, open_page: OpenPage) -> None:
    lists = list((shared / "bad-input").glob("*naughty*/blns.json"))
    strings = [text for text in json.loads(lists[0].read_text(encoding="utf-8")) if text.strip() and len(text) < 2_000]
    # Ten to an item: what opens a tag or a quotation in one must not in the next either.
    keys = make_index(tmp_path, ["\n".join(strings[first : first + 10]) for first in range(0, len(strings), 10)])
    page = open_page()
    with serving(tmp_path) as address:
        for key in keys:
            page.goto(f"{address}/item/{key}")
        for number in range(1, 2 + len(keys) // 20):
            page.goto(f"{address}/search?q=zeppelin&page={number}")
