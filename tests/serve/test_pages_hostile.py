"""Minutes are data: whatever stands in them, a page shows it and is not changed by it."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_minutes import Minutes, make_meeting
from minuteminer.findings import Topic
from minuteminer.index import open_index
from minuteminer.models import Attendee, DocumentLink
from minuteminer.serve.app import create_app
from minuteminer.serve.settings import ServeSettings

HTML = {"accept": "text/html"}
ATTACKS = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "\x02<b>\x03marked\x02",
    "&lt;script&gt;&#x3c;",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<style>*{display:none}</style>",
    "\u202e<i>\u2028\u2029",
    "]]><![CDATA[<u>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
)  # fmt: skip
ALLOWED_SCRIPTS = re.compile(r'<script (src="/static/minuteminer\.js\?v=[0-9a-f]+" defer|type="application/ld\+json")>')
# Everything that a template of ours writes, and nothing else.
OURS = frozenset(
    "html head meta title link script body a header footer div nav ul ol li main h1 h2 h3 p span strong form label "
    "input button select option fieldset legend details summary textarea mark svg path rect line text circle polyline "
    "desc figure figcaption table caption thead tbody tr th td dl dt dd section time code blockquote ins del br".split()
)


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def assert_harmless(text: str) -> None:
    found = Tags(text)
    assert found.tags <= OURS, found.tags - OURS
    assert not [name for name in found.attributes if name.startswith("on") or name == "style"]
    assert len(re.findall(r"<script", text)) == len(ALLOWED_SCRIPTS.findall(text))
    for address in found.addresses:
        assert address.startswith(("/", "#", "http://", "https://")), address
        assert not address.startswith(("//", "/\\")), address


def hostile(words: str, number: int) -> Minutes:
    """Minutes with the words in every field that a page shows."""
    meeting = replace(
        make_meeting(str(500 + number), datetime.date(2020, 1, 1 + number), committee=f"Committee {words}"),
        title=words, venue=words, url=words, time=words, committee_id=f"9{number}",
        documents=(DocumentLink(title=words, url=words),),
        attendees=(Attendee(name=words, role=words, status=words),),
    )  # fmt: skip
    minutes = Minutes(str(1000 + number), f"Title {words}", meeting=meeting)
    minutes.say(f"firearms {words} cost £5m, {words}", words[:12]).money("£5m", 5_000_000, role=words)
    minutes.say(f"RESOLVED that {words} be noted.", "2.", "resolution")
    minutes.resolved(f"RESOLVED that {words} be noted.", words, clauses=(f"{words} be noted",))
    minutes.headcount("noted", 3, role=words, measure="strength")
    minutes.topics.append(Topic(topic_id=f"t{number}", score=1.0, method="rule", evidence=((0, 20),)))
    return minutes


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = Path(tmp_path_factory.mktemp("hostile")) / "index.sqlite"
    with open_index(path) as index, index.writing():
        for number, words in enumerate(ATTACKS):
            meeting, item, document = hostile(words, number).built()
            item = replace(item, url=words, number=words, documents=(DocumentLink(title=words, url=words),))
            index.add(meeting, item, document)
    chosen = ServeSettings(index=str(path), requests_per_s=0.0, cache_mb=0.0)
    return TestClient(create_app(chosen), base_url="http://localhost", raise_server_exceptions=False)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/search?q=firearms", "/search?q=firearms&page=1&in=resolution", "/search?q=cost+in:fact",
        "/search?q=title+in:title", "/search?q=zzzz", "/committees", "/topics", "/register?panel=committee",
        "/trail?thing=strength", "/money?q=firearms", "/coverage",
    ],
)  # fmt: skip
def test_hostile_minutes_never_become_markup(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200
    assert_harmless(answer.text)


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_every_page_of_a_hostile_item_shows_its_words(client: TestClient, number: int) -> None:
    host = "democracy.saltmarsh.example"
    key = f"{host}:{1000 + number}"
    item = client.get(f"/item/{key}", headers=HTML)
    assert item.status_code == 200
    shown = " ".join(unescape(re.sub(r"<[^>]*>", "", item.text)).split())
    words = " ".join(ATTACKS[number].replace("\x02", "\ufffd").replace("\x03", "\ufffd").split())
    assert words in shown
    for path in (
        f"/item/{key}", f"/meeting/{host}:{500 + number}", f"/committee/{host}:9{number}", f"/topic/t{number}",
        f"/report?item={key}", f"/explain?fact={1000 + number}:money:14-17",
    ):  # fmt: skip
        answer = client.get(path, headers=HTML)
        assert answer.status_code in (200, 404), path
        assert_harmless(answer.text)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_asked_is_shown_as_words_or_not_at_all(client: TestClient, attack: str) -> None:
    asked = {
        "/search": ("q", "topic", "year", "committee", "sort", "in", "page"),
        "/register": ("q", "panel", "from", "page"),
        "/trail": ("thing", "panel"), "/money": ("q",), "/explain": ("fact",), "/report": ("item", "fact"),
        f"/item/{quote(attack, safe='')}": ("x",), f"/{quote(attack, safe='')}": ("x",),
    }  # fmt: skip
    for path, names in asked.items():
        for name in names:
            answer = client.get(path, params={name: attack}, headers=HTML)
            assert answer.status_code < 500, (path, name)
            assert_harmless(answer.text)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    values=st.fixed_dictionaries(
        {},
        optional={name: st.text(max_size=30) for name in ("q", "year", "topic", "verb", "in", "sort", "page")},
    )
)
def test_any_search_is_answered(client: TestClient, values: dict[str, str]) -> None:
    answer = client.get("/search", params=values, headers=HTML)
    assert answer.status_code in (200, 302, 400)
    assert_harmless(answer.text)
