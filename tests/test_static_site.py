"""The static site: every page leads somewhere, words of the source stay words, and the search has every word."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from minuteminer.annotate.pipeline import annotate
from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.export.files import query_of
from minuteminer.index import Index, open_index
from minuteminer.models import AgendaItem, Meeting
from minuteminer.static_site.search_files import shard_of
from minuteminer.static_site.write import write_site

SITE = "https://democracy.saltmarsh.example/"
HOSTILE = '<script>alert(1)</script> & "quotes" </p><img src=x onerror=alert(1)> \u2028 caf\u00e9 bud\u00adget'
TEXTS = {
    "101": ("Precept proposal", "1. The precept would rise by £5m.\n\nRESOLVED that the precept be supported."),
    "102": (HOSTILE, f"1. {HOSTILE} cost £3m."),
    "104": ("Bands", "1. The bands <are>:\n\nBand | Now\nA | £152\nD | £228\n\n2. Members spoke."),
    "103": ("Longline", "1. Lorry queues had cost £410,000.\n\n2. The Chair thanked 12 special constables."),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_index(tmp_path_factory.mktemp("index")) as made:
        with made.writing():
            for number, (title, text) in TEXTS.items():
                meeting = Meeting(
                    site=SITE, meeting_id=number, committee_id="7", committee="Saltmarsh <Panel>", status="final",
                    date=datetime.date(2016, 1, 1) + datetime.timedelta(days=int(number)), url="javascript:alert(1)",
                )  # fmt: skip
                item = AgendaItem(
                    site=SITE, item_id=number, meeting_id=number, position=1, number="5.", title=title, text=text,
                    minutes_text=text, sha256=number, url=f"{SITE}mgAi.aspx?ID={number}" if number != "102" else "",
                )  # fmt: skip
                made.add(meeting, item, annotate(text, id=f"democracy.saltmarsh.example:{number}@1"))
        yield made


@pytest.fixture(scope="module")
def site(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "public"
    assert write_site(index, query_of(None), folder)[0] == 4
    return folder


class Reader(HTMLParser):
    """Collects tags, ids and addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def pages(site: Path) -> dict[Path, Reader]:
    return {path: Reader(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def test_every_link_leads_to_a_file_and_a_place_in_it(site: Path) -> None:
    read = pages(site)
    ids = {path: {about.get("id") for _, about in page.tags} for path, page in read.items()}
    checked = 0
    for path, page in read.items():
        for _, about in page.tags:
            address = about.get("href") or about.get("src")
            if address and not address.startswith("https://"):
                file, _, anchor = unquote(address).partition("#")
                target = (path.parent / file).resolve() if file else path
                assert target.is_file(), (path, address)
                assert not anchor or anchor in ids[target], (path, address)
                checked += 1
    assert checked > 20


def test_nothing_is_loaded_from_elsewhere_and_no_address_is_tied_to_a_prefix(site: Path) -> None:
    for path, page in pages(site).items():
        for tag, about in page.tags:
            loaded = about.get("src") or (about.get("href") if tag == "link" else None)
            assert not loaded or not re.match(r"[a-z]+:|/", loaded), (path, loaded)


def test_the_words_of_the_source_stay_words(site: Path) -> None:
    for path, page in pages(site).items():
        assert [about.get("src") for tag, about in page.tags if tag == "script"] in ([], ["search.js"]), path
        assert not [tag for tag, _ in page.tags if tag == "img"]
        assert not [name for _, about in page.tags for name in about if name.startswith("on")]
        assert "javascript:" not in [str(about.get("href"))[:11] for _, about in page.tags]


def test_a_table_of_the_minutes_is_a_table_with_its_facts_marked(site: Path) -> None:
    (path,) = (site / "items").glob("*-104-*.html")
    text = path.read_text(encoding="utf-8")
    assert '<tr><th scope="col">Band</th><th scope="col">Now</th></tr>' in re.sub(r' id="p-\d+"', "", text)
    assert re.search(r'<td><span id="money-\d+-\d+"></span><a class="fact money" href="#[^"]+">£152</a></td>', text)
    assert 'aria-label="Table after paragraph 1 (scrolls sideways)"' in text
    assert "Band |" not in text


def test_an_item_shows_its_facts_marked_and_in_words(site: Path) -> None:
    (path,) = (site / "items").glob("*-101-*.html")
    text = path.read_text(encoding="utf-8")
    assert '<a class="fact money" href="#about-money-29-32">£5m</a>' in text
    assert '<tr id="about-money-29-32"><td>sum of money</td>' in text
    assert 'href="https://democracy.saltmarsh.example/mgAi.aspx?ID=101"' in text
    assert "Open Government Licence" in text


def part(site: Path, name: str) -> Any:
    text = (site / "search" / f"{name}.js").read_text(encoding="utf-8")
    matched = re.fullmatch(r'minuteMiner\("([^"]+)",(.*)\);\n', text, re.DOTALL)
    assert matched
    assert matched[1] == name
    return json.loads(matched[2])


def passages_with(site: Path, word: str) -> list[str]:
    about = part(site, "about")
    if shard_of(word) not in about["files"]:
        return []
    places = accumulate(part(site, f"words/{shard_of(word)}").get(word, []))
    return [part(site, f"texts/{n // about['in_a_file']}")[n % about["in_a_file"]][0] for n in places]


def test_the_search_has_every_word_with_the_place_it_stands_in(site: Path) -> None:
    assert [address.partition("#")[2] for address in passages_with(site, "precept")] == ["", "p-0", "p-35"]
    assert len(passages_with(site, "budget")) == 2
    assert len(passages_with(site, "cafe")) == 2
    assert [address.partition("#")[2] for address in passages_with(site, "constables")] == ["p-36"]
    assert passages_with(site, "zeppelin") == []
    assert passages_with(site, "kind:vote") == []
    assert [address.partition("#")[2] for address in passages_with(site, "kind:resolution")] == ["p-35"]
    assert len(passages_with(site, "year:2016")) == part(site, "about")["passages"]


def test_the_addresses_of_hits_are_those_of_pages(site: Path) -> None:
    ids = {path.name: {about.get("id") for _, about in page.tags} for path, page in pages(site).items()}
    for address in passages_with(site, "committee:0"):
        file, _, anchor = address.partition("#")
        assert not anchor or anchor in ids[file]


def test_very_common_words_are_left_out_and_named(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minuteminer.static_site.search_files._FEW_PASSAGES", 2)
    monkeypatch.setattr("minuteminer.static_site.search_files.PASSAGES_IN_A_FILE", 3)
    write_site(index, query_of(None), tmp_path / "public")
    about = part(tmp_path / "public", "about")
    assert "1" in about["common"]
    assert "lorry" not in about["common"]
    assert len(list((tmp_path / "public" / "search" / "texts").iterdir())) == -(-about["passages"] // 3)


def test_the_same_content_gives_the_same_files_and_a_new_site_takes_the_place_of_the_old(
    index: Index, site: Path, tmp_path: Path
) -> None:
    output = tmp_path / "public"
    write_site(index, query_of("lorry"), output)
    assert len(list((output / "items").iterdir())) == 1
    write_site(index, query_of(None), output)
    names = [path.relative_to(site) for path in sorted(site.rglob("*")) if path.is_file()]
    assert names == [path.relative_to(output) for path in sorted(output.rglob("*")) if path.is_file()]
    assert all((site / name).read_bytes() == (output / name).read_bytes() for name in names)
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_folder_with_other_things_is_left_alone(index: Index, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds something else than a site"):
        write_site(index, query_of(None), tmp_path)
    with pytest.raises(NothingFoundError, match="Nothing matches"):
        write_site(index, query_of("zeppelin"), tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
