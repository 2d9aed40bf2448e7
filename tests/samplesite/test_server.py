"""The sample site answers as a ModernGov site does, lives through its meetings' life, and shows faults when told."""

# ruff: noqa: E501 - pages stand here in the product's own shape
from __future__ import annotations

import datetime
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from minuteminer.errors import UsageError
from minuteminer.samplesite import SampleSite, make_switches, open_sample_site, serve_forever
from minuteminer.samplesite.word import CUT_AFTER_WORDS, cut_text, word_body

LONG = "\n\n".join(f"{number}.   " + "The Commissioner spoke of the budget. " * 20 for number in range(1, 8))


def make_item(item_id: str, agenda_number: str, number: str, title: str, **more: object) -> dict[str, object]:
    return {"item_id": item_id, "agenda_number": agenda_number, "number": number, "title": title, **more}


MEETINGS = [
    {
        "meeting_id": "91", "agenda_id": "95", "committee_id": "3", "date": "2025-05-01", "time": "10:30", "title": "Annual Meeting",
        "venue": "Moot Hall", "contact": "Clerk 01999 555000", "webcast": True,
        "life": [{"from": "2025-01-01", "status": "scheduled"}, {"from": "2025-04-20", "status": "agenda"},
                 {"from": "2025-05-10", "status": "draft"}, {"from": "2025-07-01", "status": "final"}],
        "attendance": [{"member_id": "7", "name": "Councillor Ada Brook", "role": "Chair", "status": "Present"}],
        "items": [
            make_item("501", "1.", "24.", "Officers", minutes="501.txt", draft_minutes="501.draft.txt", decision="That it be noted.",
                      lead_report=True, issue_id="8",
                      documents=[{"attachment_id": "71", "title": "Officers' strength & cost", "text": "Report (one)."},
                                 {"attachment_id": "72", "title": "Secret", "restricted": True, "text": "no"}],
                      recorded_vote={"for": ["Councillor Ada Brook"], "against": [], "abstain": []}),
            make_item("502", "2.", "25.", "Budget", minutes="502.txt", markup="ol", agenda_text="To receive it."),
        ],
    },
    {
        "meeting_id": "92", "agenda_id": "96", "committee_id": "3", "date": "2025-09-01", "time": "14:00",
        "life": [{"from": "2025-01-01", "status": "scheduled"}, {"from": "2025-06-01", "status": "cancelled"}], "items": [],
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two meetings."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "meetings").mkdir()
    (folder / "minutes").mkdir()
    committees = [
        {
            "committee_id": "3",
            "name": "Tarn Panel",
            "category": "Panels",
            "purpose": "To scrutinise.",
            "members": [{"member_id": "7", "name": "Councillor Ada Brook", "role": "Chair"}],
        },
        {"committee_id": "4", "name": "Shadow Panel", "category": "Panels", "expired": True},
    ]
    site = {
        "schema_version": 1,
        "notice": "Invented.",
        "council": "Tarn Council",
        "site_title": "Tarn Council",
        "committees": committees,
    }
    (folder / "site.json").write_text(json.dumps(site), encoding="utf-8")
    for meeting in MEETINGS:
        (folder / "meetings" / f"{meeting['meeting_id']}.json").write_text(json.dumps(meeting), encoding="utf-8")
    texts = {
        "501.txt": "1.   There were 37 officers – at £9m.",
        "501.draft.txt": "1.   There were 24 officers.",
        "502.txt": LONG,
    }
    for name, text in texts.items():
        (folder / "minutes" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[SampleSite]:
    with open_sample_site(corpus=folder, today=datetime.date(2025, 8, 1)) as site:
        yield site


@pytest.fixture
def site(running: SampleSite) -> SampleSite:
    """The site as it stands on 1 August 2025, without faults."""
    running.today = datetime.date(2025, 8, 1)
    running.switches = None
    running.requests.clear()
    return running


def get(site: SampleSite, address: str, **options: object) -> requests.Response:
    return requests.get(site.base_url + address, timeout=10, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "mgListCommittees.aspx?bcr=1", "mgCommitteeDetails.aspx?ID=3", "ieListMeetings.aspx?CommitteeId=3", "ieListMeetings.aspx?CId=3&Year=2025",
        "ieListDocuments.aspx?CId=3&MId=91&Ver=4", "mgAi.aspx?ID=501", "mgMeetingAttendance.aspx?ID=91", "ieDecisionDetails.aspx?AIId=501",
        "mgIssueHistoryHome.aspx?IId=8", "mgCalendarMonthView.aspx?M=5&DD=2025", "mgChooseDocPack.aspx?ID=95", "ieSearchResults2.aspx?SS=officers",
        "mgReasonsRestricted.aspx?ID=72", "mgRss.aspx?bcr=1",
    ],
)  # fmt: skip
def test_every_page_has_the_products_block(site: SampleSite, address: str) -> None:
    answer = get(site, address, allow_redirects=False)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<div id="modgov">' in answer.text
    assert answer.text.rstrip().endswith("</html>")


@pytest.mark.parametrize(
    "address",
    [
        "nosuch.aspx",
        "mgAi.aspx?ID=9",
        "ieListDocuments.aspx?MId=9",
        "documents/g95/Printed minutes.pdf",
        "documents/s72/Secret.pdf",
    ],
)
def test_what_is_not_known_leads_to_the_error_page_with_status_200(site: SampleSite, address: str) -> None:
    answer = get(site, address)
    assert answer.url.endswith("mgError.aspx")
    assert answer.status_code == 200


@pytest.mark.parametrize("address", ["IELISTDOCUMENTS.ASPX?mid=91", "ielistdocuments.aspx?CID=999&MEETINGID=91"])
def test_names_count_in_any_letter_case_and_the_committee_asked_for_does_not(site: SampleSite, address: str) -> None:
    assert "mgCommitteeDetails.aspx?ID=3" in get(site, address).text


@pytest.mark.parametrize(
    ("day", "heading", "number", "words"),
    [
        ("2025-02-01", "Meeting", None, "No documents are available for this meeting"),
        ("2025-04-25", "Agenda", "1.", "To receive it."),
        ("2025-05-20", "Agenda, decisions and draft minutes", "24.", "24 officers"),
        ("2025-08-01", "Agenda, decisions and minutes", "24.", "37 officers"),
    ],
)
def test_a_meeting_lives_from_booking_to_confirmed_minutes(
    site: SampleSite, day: str, heading: str, number: str | None, words: str
) -> None:
    site.today = datetime.date.fromisoformat(day)
    page = get(site, "ieListDocuments.aspx?MId=91").text
    assert f'<h1  class="mgMainTitleTxt" >{heading}</h1>' in page
    assert words in " ".join(page.split())
    assert (number is None) == ("AI501" not in page)
    assert number is None or f"</a>{number}</p>" in page


def test_a_cancelled_meeting_stays_listed(site: SampleSite) -> None:
    assert ", CANCELLED" in get(site, "ieListDocuments.aspx?MId=92").text
    assert " - CANCELLED</li>" in get(site, "ieListMeetings.aspx?CId=3").text


def test_long_texts_are_cut_on_the_meeting_page_only(site: SampleSite) -> None:
    page = get(site, "ieListDocuments.aspx?MId=91").text
    assert "&nbsp;...&nbsp;" in page
    assert page.count('href="mgAi.aspx?ID=') == 1
    assert "view the full minutes text for item 25." in " ".join(page.split())
    assert "&nbsp;...&nbsp;" not in get(site, "mgAi.aspx?ID=502").text


def test_a_year_can_be_posted(site: SampleSite) -> None:
    answer = requests.post(
        site.base_url + "ieListMeetings.aspx", data={"YearSelect": "2025", "hCommitteeId": "3"}, timeout=10
    )
    assert answer.text.count('class="mgMeetingTableLnk"') == 2


def test_lists_hold_fifteen_meetings_and_lead_on() -> None:
    with open_sample_site(today=datetime.date(2026, 11, 21)) as bundled:
        page = get(bundled, "ieListMeetings.aspx?CommitteeId=311").text
        assert page.count('class="mgMeetingTableLnk"') == 15
        assert page.count("Act=earlier") == 2


def test_files_are_real_pdfs_and_keep_one_number_under_two_addresses(site: SampleSite) -> None:
    first = get(site, "documents/s71/Officers%27 strength %26 cost.pdf")
    second = get(site, "mgConvert2PDF.aspx?ID=71")
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-1.4")
    assert first.content == second.content


def test_printed_minutes_need_t_and_come_as_marked_html_too(site: SampleSite) -> None:
    assert get(site, "documents/g95/Printed minutes.pdf?T=1").content.startswith(b"%PDF")
    converted = get(site, "documents/g95/Printed minutes.htm?T=1&CT=2").text
    assert "&lt;AI1&gt;" in converted
    assert "&lt;/AI2&gt;" in converted


def test_the_web_service_has_the_products_habits(site: SampleSite) -> None:
    service = "mgWebService.asmx/"
    meeting = get(site, f"{service}GetMeeting?lMeetingId=91").content
    assert b"\r\n" in meeting
    assert b"<meetingstatus>Confirmed; Annual Meeting</meetingstatus>" in meeting
    assert b"<meetingroom>\r\n</meetingroom>" in meeting
    assert b"Officers&amp;#39; strength &amp;amp; cost" in meeting
    assert b"&lt;div class=" in meeting
    assert b"<committeeexpired>True</committeeexpired>" in get(site, f"{service}GetCommittees").content
    dated = f"{service}GetMeetings?lCommitteeId=3&sFromDate={{}}&sToDate={{}}"
    assert b"<meetingscount> 1</meetingscount>" in get(site, dated.format("01/05/2025", "02/05/2025")).content
    assert b"<meetingscount> 2</meetingscount>" in get(site, dated.format("2025-05-01", "2025-05-02")).content
    by_date = f"{service}GetAllMeetingsByDate?lCommitteeId={{}}&sFromDate=&sToDate="
    assert b"<meetingscount> 0</meetingscount>" in get(site, by_date.format("0")).content
    assert b"<meetingscount> 2</meetingscount>" in get(site, by_date.format("-1")).content


def test_the_web_service_takes_forms_and_soap_and_refuses_rubbish(site: SampleSite) -> None:
    form = requests.post(site.base_url + "mgWebService.asmx/GetMeeting", data={"lMeetingId": "91"}, timeout=10)
    assert b"<meetingid>91</meetingid>" in form.content
    soap = (
        '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        '<GetMeeting xmlns="http://moderngov.co.uk/namespaces"><lMeetingId>91</lMeetingId></GetMeeting></soap:Body></soap:Envelope>'
    )
    enveloped = requests.post(
        site.base_url + "mgWebService.asmx", data=soap, headers={"Content-Type": "text/xml"}, timeout=10
    )
    assert b"<GetMeetingResult><meeting>" in enveloped.content
    assert get(site, "mgWebService.asmx/GetMeeting").status_code == 500
    assert get(site, "mgWebService.asmx/DropTables").status_code == 500


def test_robots_and_feed(site: SampleSite) -> None:
    assert "Disallow: /mgRss.aspx" in get(site, "robots.txt").text
    assert "<rss" in get(site, "mgRss.aspx?CID=3").text


def test_requests_are_logged_with_time_and_user_agent(site: SampleSite) -> None:
    get(site, "mgAi.aspx?ID=501", headers={"User-Agent": "tester/1"})
    (request,) = site.requests
    assert (request.method, request.path, request.user_agent) == ("GET", "/mgAi.aspx?ID=501", "tester/1")
    assert 0 <= time.monotonic() - request.at_s < 10


@pytest.mark.parametrize(
    ("fault", "address", "shows"),
    [
        ({"banner": True}, "mgAi.aspx?ID=501", "branding could not be loaded"),
        ({"link_always": True}, "ieListDocuments.aspx?MId=91", "view the full agenda text"),
        ({"item_added": True}, "ieListDocuments.aspx?MId=91", "Urgent item added late"),
        ({"restricted": True}, "ieListDocuments.aspx?MId=91", "Restricted enclosure 2"),
        ({"legacy_row": True}, "ieListMeetings.aspx?CId=3", "ceListDocuments.aspx"),
        ({"layout": True}, "ieListDocuments.aspx?MId=91", 'class="modItemTable"'),
        ({"welsh": True}, "ieListDocuments.aspx?MId=91", "Cofnodion:"),
        ({"challenge": True}, "ieListDocuments.aspx?MId=91", "_challenge"),
        ({"pdf_is_html": True}, "documents/s71/x.pdf", "Please log in"),
        ({"webservice_empty": True}, "mgWebService.asmx/GetMeetings", "<getmeetings>"),
        ({"webservice_html": True}, "mgWebService.asmx/GetMeetings", "<!DOCTYPE html>"),
        ({"robots": {"value": "User-agent: *\nDisallow: /"}}, "robots.txt", "Disallow: /"),
        ({"error_page": "mgAi*"}, "mgAi.aspx?ID=501", "An error has occurred"),
    ],
)
def test_faults_of_content(site: SampleSite, fault: dict, address: str, shows: str) -> None:
    assert address == "robots.txt" or shows not in " ".join(get(site, address).text.split())
    site.switches = fault  # type: ignore[assignment]
    assert shows in " ".join(get(site, address).text.split())


def test_faults_that_take_something_away(site: SampleSite) -> None:
    site.switches = {"no_truncation": True}  # type: ignore[assignment]
    assert "...&nbsp;" not in get(site, "ieListDocuments.aspx?MId=91").text
    site.switches = {"no_minutes": True}  # type: ignore[assignment]
    assert "37 officers" not in get(site, "ieListDocuments.aspx?MId=91").text


def test_a_request_may_ask_for_welsh(site: SampleSite) -> None:
    assert "Cofnodion:" in get(site, "ieListDocuments.aspx?MId=91&LLL=1").text


def test_faults_of_encoding(site: SampleSite) -> None:
    site.switches = {"windows_1252": True}  # type: ignore[assignment]
    answer = get(site, "mgAi.aspx?ID=501")
    assert answer.headers["Content-Type"] == "text/html"
    assert "officers – at".encode("windows-1252") in b" ".join(answer.content.split())
    assert b"charset" not in answer.content


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("http_403", 403),
        ("http_404", 404),
        ("http_429", 429),
        ("http_500", 500),
        ("http_503", 503),
        ("webservice_off", 404),
        ("webservice_500", 500),
    ],
)
def test_faults_of_status(site: SampleSite, name: str, status: int) -> None:
    site.switches = {name: {"value": "7"}}  # type: ignore[assignment]
    answer = get(site, "mgWebService.asmx/GetCommittees")
    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == ("7" if status in (429, 503) else None)


def test_a_fault_shows_as_often_and_where_it_is_told(site: SampleSite) -> None:
    site.switches = {"http_503": {"on": "mgai.aspx*", "times": 2}}  # type: ignore[assignment]
    assert [get(site, "mgAi.aspx?ID=501").status_code for _ in range(3)] == [503, 503, 200]
    assert get(site, "ieListDocuments.aspx?MId=91").status_code == 200


def test_cut_bodies(site: SampleSite) -> None:
    whole = len(get(site, "mgAi.aspx?ID=501").content)
    site.switches = {"cut_body": True}  # type: ignore[assignment]
    assert len(get(site, "mgAi.aspx?ID=501").content) == whole // 2
    site.switches = {"short_body": True}  # type: ignore[assignment]
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(site, "mgAi.aspx?ID=501")


def test_a_server_that_hangs(site: SampleSite) -> None:
    site.switches = {"hang": {"value": "0.4"}}  # type: ignore[assignment]
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(site.base_url, timeout=0.1)


def test_redirects_under_a_doubled_slash_still_arrive(site: SampleSite) -> None:
    site.switches = {"redirect": True}  # type: ignore[assignment]
    answer = get(site, "mgAi.aspx?ID=501")
    assert "//mgAi.aspx" in answer.url
    assert "37 officers" in answer.text


def test_a_site_may_lie_under_a_prefix(folder: Path) -> None:
    with open_sample_site(corpus=folder, prefix="moderngov", today=datetime.date(2025, 8, 1)) as mounted:
        assert mounted.base_url.endswith("/moderngov/")
        assert "37 officers" in get(mounted, "mgAi.aspx?ID=501").text
        root = mounted.base_url.removesuffix("moderngov/")
        assert requests.get(f"{root}mgAi.aspx?ID=501", timeout=10).status_code == 404
        assert requests.get(f"{root}robots.txt", timeout=10).status_code == 200


def test_a_port_that_is_taken_is_said_so(site: SampleSite) -> None:
    port = int(site.base_url.rstrip("/").rpartition(":")[2])
    with pytest.raises(UsageError, match=f"cannot listen on port {port}"), open_sample_site(port=port):
        pass


def test_serving_for_a_person_says_where(folder: Path) -> None:
    said: list[str] = []

    def stop(base_url: str) -> None:
        said.append(base_url)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve_forever(0, corpus=folder, announce=stop)
    assert said[0].startswith("http://127.0.0.1:")


def test_unknown_faults_are_refused_by_name() -> None:
    with pytest.raises(UsageError, match="no fault 'gremlins'"):
        make_switches({"gremlins": True})
    with pytest.raises(UsageError, match="takes true"):
        make_switches({"hang": 3})


def test_word_and_tidy_leave_their_traces() -> None:
    body = word_body(
        ("1.   The Commissioner said that the reorganisation would cost £5m & more.", "·  a bullet", "A | B\nC | D")
    )
    assert "&nbsp;&nbsp;&nbsp;</span>" in body
    assert '<p class="MsoNormal">&nbsp;</p>' in body
    assert "&pound;5m &amp; more" in " ".join(body.split())
    assert "<td" in body
    assert max(len(line) for line in body.split("\n") if "<" not in line) <= 68


def test_a_list_that_does_not_start_at_one_says_so() -> None:
    body = word_body(("3.   three", "4.   four", "7.   seven"), markup="ol")
    assert '<ol style="margin-top:0cm" start="3" type="1">' in body
    assert body.count("value=") == 1


def test_texts_are_cut_at_words() -> None:
    cut = cut_text(LONG)
    assert cut.cut
    assert sum(len(paragraph.split()) for paragraph in cut.paragraphs) == CUT_AFTER_WORDS
    assert not cut_text("one two").cut
