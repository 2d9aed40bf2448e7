"""What a reader finds on the pages of the sample: every link leads somewhere, every page can be used as it is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

from made_minutes import Minutes, put
from minuteminer.findings import Vote
from minuteminer.index import Index, open_index
from minuteminer.serve.pages.rendering import NAVIGATION
from minuteminer.settings import data_paths

STATIC = Path(__file__).parents[2] / "src" / "minuteminer" / "serve" / "static"
HTML = {"accept": "text/html"}


class Page(HTMLParser):
    """A page's ids, links, headings, labels and fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []
        self.title = ""
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes.update(given)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label":
            self.labelled.add(str(given["for"]))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(str(given["id"]))
        self._in_title = tag == "title" and "svg" not in self.tags

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False


@pytest.fixture(scope="module")
def sample_index(demo_data: Path) -> Iterator[Index]:
    with open_index(data_paths(demo_data).index, read_only=True) as index:
        yield index


@pytest.fixture(scope="module")
def addresses(sample_index: Index) -> dict[str, str]:
    """One address of every kind of page."""
    hit = sample_index.search("firearms in:resolution").hits[0]
    meeting = next(one for one in sample_index.meetings() if dict(one.facts))
    fact = next(one for one in sample_index.item(hit.item).facts if one.kind == "resolution")
    return {
        "start": "/", "search": "/search?q=firearms", "nothing": "/search?q=zzzz", "mistake": "/search?q=amount:lots",
        "filtered": "/search?q=police&topic=budget&topic=staffing&year=2026", "item": f"/item/{hit.item}",
        "explain": f"/explain?fact={fact.id.replace('#', '%23')}", "meeting": f"/meeting/{meeting.key}",
        "committees": "/committees", "committee": f"/committee/{meeting.committee_key}", "topics": "/topics",
        "topic": "/topic/firearms", "register": "/register", "trail": "/trail", "money": "/money",
        "coverage": "/coverage", "about": "/about", "accessibility": "/accessibility", "report": "/report",
        "missing": "/no-such-page",
    }  # fmt: skip


KINDS = (
    "start", "search", "nothing", "mistake", "filtered", "item", "explain", "meeting", "committees", "committee",
    "topics", "topic", "register", "trail", "money", "coverage", "about", "accessibility", "report", "missing",
)  # fmt: skip
STATUS = {"mistake": 400, "missing": 404}


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_whole(kind: str, addresses: dict[str, str], demo_client: TestClient) -> None:
    answer = demo_client.get(addresses[kind], headers=HTML)
    page = Page(answer.text)
    assert answer.status_code == STATUS.get(kind, 200)
    assert len(page.ids) == len(set(page.ids)), "an id twice"
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False) if before)
    assert set(page.fields) <= page.labelled, "a field without a label"
    assert page.title.endswith("MinuteMiner")
    assert "style" not in page.attributes | set(page.tags), "the policy forbids styles in a page"
    assert not [name for name in page.attributes if name.startswith("on")], "the policy forbids scripts in a page"
    assert '<html lang="en-GB"' in answer.text
    assert page.links[0] == "#main-content"


def test_every_link_within_leads_somewhere(addresses: dict[str, str], demo_client: TestClient) -> None:
    links = {
        urljoin(address, link)
        for kind, address in addresses.items()
        for link in Page(demo_client.get(address, headers=HTML).text).links
        if not urlsplit(link).scheme and kind not in STATUS
    }
    assert len(links) > 300
    anchors: dict[str, set[str]] = {}
    for address, anchor in sorted(map(urldefrag, links)):
        if address not in anchors:
            answer = demo_client.get(address, headers=HTML)
            assert answer.status_code == 200, address
            is_page = "text/html" in answer.headers["content-type"]
            anchors[address] = {"", *(Page(answer.text).ids if is_page else ())}
        assert anchor in anchors[address], f"{address}#{anchor}"


def test_links_to_other_sites_tell_them_nothing(addresses: dict[str, str], demo_client: TestClient) -> None:
    text = demo_client.get(addresses["item"]).text
    outward = re.findall(r'<a [^>]*href="https?://[^>]*>', text)
    assert outward
    assert all('rel="noopener noreferrer' in link for link in outward)


def test_a_result_leads_to_its_paragraph_its_meeting_and_its_source(demo_client: TestClient) -> None:
    page = Page(demo_client.get("/search?q=firearms").text)
    assert [link for link in page.links if re.fullmatch(r"/item/[^#]+#p-\d+", link)]
    assert [link for link in page.links if link.startswith("/meeting/")]
    assert [link for link in page.links if "ieListDocuments.aspx" in link]
    assert '<mark class="mm-found">firearm' in page.text


def test_filters_count_and_can_be_taken_off(demo_client: TestClient) -> None:
    text = demo_client.get("/search?q=police&year=2025&topic=budget").text
    assert "Remove the filter Year: " in text
    assert 'href="/search?q=police&amp;topic=budget"' in text
    assert re.search(r'name="year" type="checkbox" value="2025" form="search-form" checked', text)
    # Other years keep their counts, so that one more can be ticked.
    assert re.search(r'name="year" type="checkbox" value="2024" form="search-form">', text)


def test_a_page_that_is_no_longer_there_leads_to_the_first(demo_client: TestClient) -> None:
    answer = demo_client.get("/search?q=police&page=400", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/search?q=police")
    assert "(page 2 of " in Page(demo_client.get("/search?q=police&page=2").text).title


def test_a_mistake_is_one_sentence_with_its_place(demo_client: TestClient) -> None:
    answer = demo_client.get("/search?q=drones+amount:lots")
    assert answer.status_code == 400
    assert '<a href="#q">“lots” is no number' in answer.text
    assert "<code>drones amount:<mark>l</mark>ots</code>" in answer.text
    assert 'aria-describedby="q-hint q-error"' in answer.text
    assert Page(answer.text).title.startswith("Error: ")


def test_nothing_found_says_what_was_searched(demo_client: TestClient) -> None:
    text = demo_client.get("/search?q=fiream").text
    assert 'Did you mean <a class="govuk-link" href="/search?q=firearm' in text
    assert "2 committees, with meetings from 3 February 2023" in text
    assert "not collected here" in text


def test_an_item_shows_its_facts_both_ways(addresses: dict[str, str], demo_client: TestClient) -> None:
    page = Page(demo_client.get(addresses["item"]).text)
    lists = [name for name in page.ids if name.startswith("about-")]
    assert lists
    for name in lists:
        anchor = name.removeprefix("about-")
        assert anchor in page.ids
        assert f"#{anchor}" in page.links
        assert f"#{name}" in page.links


def test_an_item_states_what_it_is_to_programs(addresses: dict[str, str], demo_client: TestClient) -> None:
    text = demo_client.get(addresses["item"]).text
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert match
    stated = json.loads(match[1])
    assert stated["@type"] == "DigitalDocument"
    assert stated["recordedAt"]["organizer"]["name"] == "Westmarch and Hollin Police and Crime Panel"


def test_an_explanation_names_the_rule_and_the_words(sample_index: Index, demo_client: TestClient) -> None:
    hit = sample_index.search("role:budget amount:>=1m").hits[0]
    text = demo_client.get("/explain", params={"fact": hit.figures[0].fact_id}).text
    assert "Because of these words" in text
    assert "tells the role" in text


def test_a_picture_stands_beside_a_table_of_its_values(demo_client: TestClient) -> None:
    text = demo_client.get("/trail?thing=officer+strength").text
    dots = re.findall(r'class="mm-chart__dot', text.split('class="mm-legend"')[0])
    rows = re.findall(r'<th scope="row"', text.split('id="left-out"')[0])
    assert len(dots) == len(rows) > 5
    assert '<svg class="mm-chart"' in text
    assert 'role="img" aria-labelledby="trail-title trail-words"' in text


def test_full_time_equivalents_and_promises_are_told_apart_in_legend_and_table(demo_client: TestClient) -> None:
    text = demo_client.get("/trail?thing=officer+strength").text
    assert "People, only asked for or promised (not joined)</li>" in text
    assert '<td class="govuk-table__cell" data-label="Counts">full-time equivalents</td>' in text
    assert '<td class="govuk-table__cell" data-label="Counts">people, promised</td>' in text


@pytest.mark.parametrize("path", ["/trail?thing=officer+strength", "/coverage", "/register"])
def test_cells_of_a_stacked_table_bear_the_name_of_their_column(demo_client: TestClient, path: str) -> None:
    text = demo_client.get(path).text
    found = re.search(r'<table class="govuk-table [^"]*mm-stack".*?</table>', text, re.DOTALL)
    assert found
    table = found[0]
    named = re.findall(r'<td [^>]*data-label="([^"]+)"', table)
    assert len(named) == table.count("<td ")
    assert set(named) <= set(re.findall(r'<th scope="col"[^>]*>([^<]+)<', table))


def test_the_register_begins_with_the_last_year_and_takes_days(demo_client: TestClient) -> None:
    assert 'name="from" type="date" value="2025-11-01"' in demo_client.get("/register").text
    whole = demo_client.get("/register?panel=Westmarch&from=2023-01-01&to=2023-12-31").text
    days = re.findall(r'data-label="Day">\d+ [A-Z][a-z]+ (\d{4})<', whole)
    assert set(days) == {"2023"}
    assert "from 1 January 2023 to 31 December 2023" in whole
    assert 'name="to" type="date" value="2023-12-31"' in whole
    refused = demo_client.get("/register?from=yesterday")
    assert refused.status_code == 400
    assert "“yesterday” is no date; write 2016, 2016-04 or 2016-04-01" in refused.text
    turned = demo_client.get("/register?from=2024&to=2023")
    assert turned.status_code == 400
    assert "The last day, 2023, lies before the first, 2024." in turned.text


def test_a_trail_is_asked_for_by_the_name_of_the_page_or_of_the_api(demo_client: TestClient) -> None:
    by_thing, by_q = (demo_client.get(f"/trail?{name}=PCSO+strength").text for name in ("thing", "q"))
    assert 'value="PCSO strength"' in by_q
    assert by_q == by_thing


@pytest.mark.parametrize("address", ["/register?from=2024&to=2024", "/register?from=2024-01&to=2024-12"])
def test_the_register_takes_years_and_months_as_the_command_does(demo_client: TestClient, address: str) -> None:
    page = demo_client.get(address)
    assert page.status_code == 200
    assert "from 1 January 2024 to 31 December 2024" in page.text
    assert 'name="from" type="date" value="2024-01-01"' in page.text
    assert demo_client.get(f"/api/v1{address}").status_code == 200


def test_versions_are_listed_and_compared(small_index: str, serve) -> None:  # type: ignore[no-untyped-def]
    with open_index(small_index) as index:
        put(index, Minutes("102", "Precept proposal", version=2).say("The precept would rise by £7m.", "(1)"))
    client = serve(small_index)
    key = "democracy.saltmarsh.example:102"
    text = client.get(f"/item/{key}").text
    assert f'href="/item/{key}@1"' in text
    assert f"/changes/{key}?old=1&amp;new=2" in text
    changed = client.get(f"/changes/{key}?old=1&new=2").text
    assert "<ins>" in changed
    assert "is gone" in changed
    assert "The minutes were final before" in changed
    assert "which was replaced" in client.get(f"/item/{key}@1").text
    assert client.get(f"/changes/{key}?old=1&new=9", headers=HTML).status_code == 404


def test_behind_a_prefix_every_link_has_it(small_index: str, serve) -> None:  # type: ignore[no-untyped-def]
    client = serve(small_index, root_path="/minutes")
    for path in ("/", "/search?q=firearms", "/item/democracy.saltmarsh.example:101", "/committees"):
        text = client.get(path, headers=HTML).text
        inner = re.findall(r'(?:href|src|action)="(/[^"]*)"', text)
        assert inner
        assert [link for link in inner if not link.startswith("/minutes/")] == []


def test_an_error_repeats_nothing(demo_client: TestClient) -> None:
    for path in ("/zebra-9", "/item/zebra-9", "/topic/zebra-9", "/meeting/zebra-9", "/explain?fact=zebra-9"):
        answer = demo_client.get(path, headers=HTML)
        assert answer.status_code == 404, path
        assert "zebra" not in answer.text


def test_the_navigation_says_where_one_is(demo_client: TestClient) -> None:
    for path, words in NAVIGATION:
        text = demo_client.get(path).text
        assert re.search(rf'href="{path}" aria-current="page"><strong[^>]*>{words}<', text), path


def test_the_committed_style_is_the_one_that_was_compiled() -> None:
    for line in (STATIC / "govuk" / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest, name


def test_the_look_is_nobodys_but_ours() -> None:
    style = (STATIC / "govuk" / "govuk.min.css").read_text(encoding="utf-8")
    assert not re.search(r"GDS Transport|crown|crest|url\(", style, re.IGNORECASE)


def test_a_filter_alone_is_a_search(demo_client: TestClient) -> None:
    answer = demo_client.get("/search?topic=firearms")
    assert answer.status_code == 200
    assert re.search(r'name="topic" type="checkbox" value="budget" form="search-form">', answer.text)


def test_a_meeting_that_is_found_is_called_a_meeting(demo_client: TestClient) -> None:
    text = demo_client.get("/search?q=firearms&in=meeting").text
    assert re.search(r'mm-result__heading"><a [^>]*>Meeting of \d+ \w+ 20\d\d: ', text)


def test_without_an_index_there_is_a_page_in_words(tmp_path: Path, serve) -> None:  # type: ignore[no-untyped-def]
    answer = serve(str(tmp_path / "none.sqlite")).get("/search?q=firearms", headers=HTML)
    assert answer.status_code == 503
    assert "Not available at the moment" in answer.text
    assert str(tmp_path) not in answer.text


def test_what_is_typed_is_not_undone_by_the_lists_below_the_box(demo_client: TestClient) -> None:
    usual = demo_client.get("/search?q=firearms").text
    assert '<option value="" selected>Paragraphs</option>' in usual
    typed = demo_client.get("/search?q=firearms+in:resolution&in=&sort=").text
    assert "Resolutions that mention firearms" in typed
    assert '<option value="" selected>Decisions (as typed)</option>' in typed
    chosen = demo_client.get("/search?q=firearms+in:resolution&in=paragraph").text
    assert "Paragraphs that mention firearms" in chosen
    assert '<option value="paragraph" selected>' in chosen
    assert '<input type="hidden" name="shown-in" value="paragraph" form="search-form">' in chosen
    # The list stands as it stood, and something else is typed.
    typed = demo_client.get("/search?q=firearms+in:resolution&in=paragraph&shown-in=paragraph").text
    assert "Resolutions that mention firearms" in typed
    changed = demo_client.get("/search?q=firearms+in:resolution&in=item&shown-in=paragraph").text
    assert "Agenda items with a paragraph that mention firearms" in changed
    assert 'value="firearms"' in changed  # what the list says is said by the words no more


def test_an_item_says_who_moved_and_who_voted_how(tmp_path: Path, serve) -> None:  # type: ignore[no-untyped-def]
    vote = Vote(
        start_char=0, end_char=1, text="2 to 1", rule_id="test", votes_for=2, votes_against=1,
        names_for=("Cllr Reed", "Cllr Sedge"), names_against=("Cllr Marram",),
    )  # fmt: skip
    minutes = Minutes("301", "Precept").say("RESOLVED that the precept be supported.", "1.", "resolution")
    with open_index(tmp_path / "index.sqlite") as index:
        put(index, minutes.resolved("RESOLVED that the precept be supported.", "support", vote=vote))
    text = serve(str(tmp_path / "index.sqlite")).get("/item/democracy.saltmarsh.example:301").text
    assert "Moved by Cllr Example." in text
    assert "Vote: 2 for, 1 against." in text
    assert "For: Cllr Reed, Cllr Sedge." in text
    assert "Against: Cllr Marram." in text


def test_an_item_can_be_cited_in_several_styles(addresses: dict[str, str], demo_client: TestClient) -> None:
    page = Page(demo_client.get(addresses["item"]).text)
    assert {"citation", "citation-oscola", "citation-bibtex", "citation-ris"} <= set(page.ids)
    assert "@misc{" in page.text


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("firearms zebra", '<a class="govuk-link" href="/search?q=firearms">Without “zebra”</a> there would be'),
        ("who moved the precept", '<a class="govuk-link" href="/register">the register</a>, or proposer:NAME.'),
        ("recruited overtime", '<a class="govuk-link" href="/item/democracy.saltmarsh.example:101">'),
    ],
)
def test_advice_is_a_link_and_names_no_command(kept_client: TestClient, query: str, link: str) -> None:
    text = kept_client.get("/search", params={"q": query}).text
    advice = "".join(re.findall(r'<div class="govuk-inset-text mm-remark">(.*?)</div>', text, re.DOTALL))
    assert link in advice
    assert "minuteminer register" not in advice
    assert ">democracy.saltmarsh.example" not in advice
