"""A small site made for tests of the walk, and the reader that understands it.

Its pages carry what they say as JSON in a script element, so that the walk is tested apart from any parsing.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from minuteminer.errors import ParseError
from minuteminer.models import (
    AgendaItem,
    Attendee,
    Committee,
    DocumentLink,
    Meeting,
    MeetingList,
    MeetingPage,
    PageKind,
    RawPage,
)

# A meeting so recent that it is visited every time.
RECENT = (datetime.date.today() - datetime.timedelta(days=40)).isoformat()
_DATA = re.compile(rb"<script id=\"data\" type=\"application/json\">(.*?)</script>", re.DOTALL)


def make_html(data: dict[str, Any], *, volatile: str = "") -> bytes:
    """A page that says `data`; `volatile` stands for what changes at every visit."""
    script = json.dumps(data, sort_keys=True)
    return (
        '<!DOCTYPE html>\n<html><head><title>Sample</title></head><body><div id="modgov">'
        f'<p>Seen {volatile}</p><script id="data" type="application/json">{script}</script>'
        "</div></body></html>\n"
    ).encode()


class MadeReader:
    """Reads the pages that `make_html` writes."""

    def _data(self, page: RawPage) -> dict[str, Any]:
        found = _DATA.search(page.body)
        if found is None:
            kind = "blocked" if b"challenge" in page.body else "unreadable"
            raise ParseError(f"{page.url}: no page of the made site", source=page.url, kind=kind)
        data: dict[str, Any] = json.loads(found[1])
        return data

    def kind(self, page: RawPage) -> PageKind:
        kind: PageKind = self._data(page)["kind"]
        return kind

    def fingerprint(self, page: RawPage) -> str:
        return sha256(json.dumps(self._data(page), sort_keys=True).encode()).hexdigest()

    def committee_list(self, page: RawPage) -> tuple[Committee, ...]:
        rows = self._data(page)["committees"]
        return tuple(Committee(site="", committee_id=number, name=name) for number, name in rows)

    def meeting_list(self, page: RawPage) -> MeetingList:
        data = self._data(page)
        return MeetingList(
            site="",
            committee_id=data["committee_id"],
            committee=data["committee"],
            meetings=tuple(_make_meeting(row) for row in data["meetings"]),
            earlier_url=data.get("earlier"),
            later_url=data.get("later"),
            years=tuple(data.get("years", ())),
        )

    def meeting(self, page: RawPage) -> MeetingPage:
        data = self._data(page)
        items = tuple(
            AgendaItem(
                site="",
                item_id=row["item_id"],
                meeting_id=data["meeting"]["meeting_id"],
                position=position,
                number=f"{position}.",
                title="Item",
                text=row["text"],
                minutes_text=row["text"],
                full_text_url=row.get("full"),
                documents=tuple(DocumentLink(**link) for link in row.get("documents", ())),
            )
            for position, row in enumerate(data["items"], start=1)
        )
        return MeetingPage(meeting=_make_meeting(data["meeting"]), items=items, attendance_url=data.get("attendance"))

    def item(self, page: RawPage) -> AgendaItem:
        data = self._data(page)
        return AgendaItem(
            site="", item_id=data["item_id"], meeting_id="", position=0, number="", title="Item", text=data["text"]
        )

    def attendance(self, page: RawPage) -> tuple[Attendee, ...]:
        return tuple(Attendee(name=name) for name in self._data(page)["names"])

    def decision(self, page: RawPage) -> object:
        return self._data(page)["decision"]


def _make_meeting(row: dict[str, Any]) -> Meeting:
    date = datetime.date.fromisoformat(row["date"]) if row.get("date") else None
    return Meeting(
        site="",
        meeting_id=row["meeting_id"],
        committee_id=row.get("committee_id", ""),
        committee=row.get("committee", ""),
        date=date,
        status=row.get("status", "final"),
        documents=tuple(DocumentLink(**link) for link in row.get("documents", ())),
    )


@dataclass
class MadeSite:
    """The site: change its parts between two collections; `log` has every path that was asked for."""

    server: HTTPServer
    robots: str = "User-agent: *\nDisallow: /private"
    committees: list[tuple[str, str]] = field(default_factory=lambda: [("7", "Wold Police and Crime Panel")])
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    meetings: dict[str, dict[str, Any]] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    overrides: dict[str, Response] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    visits: int = 0

    def start(self) -> str:
        """Serve; returns the base URL."""
        self.server.expect_request(re.compile(".*")).respond_with_handler(self._answer)
        return self.server.url_for("/")

    def add_meeting(self, number: str, date: str, *, texts: tuple[str, ...] = ("1. Noted.",), **more: Any) -> None:
        """A meeting of committee 7 with one item per text; each has its full text on a page of its own."""
        rows = [
            {"item_id": f"{number}0{position}", "text": text[:200], "full": f"mgAi.aspx?ID={number}0{position}"}
            for position, text in enumerate(texts)
        ]
        head = {"meeting_id": number, "committee_id": "7", "committee": "Wold Panel", "date": date} | more
        self.meetings[number] = {"meeting": head, "items": rows}
        for row, text in zip(rows, texts, strict=True):
            self.items[row["item_id"]] = {"text": text}

    def list_page(self, names: list[str], **more: Any) -> dict[str, Any]:
        """A list of meetings by number."""
        rows = [self.meetings[name]["meeting"] for name in names]
        return {"committee_id": "7", "committee": "Wold Panel", "meetings": rows} | more

    def _answer(self, request: Request) -> Response:
        self.visits += 1
        path = request.full_path.rstrip("?")
        self.log.append(path)
        if path in self.overrides:
            return self.overrides[path]
        if path == "/robots.txt":
            return Response(self.robots, content_type="text/plain")
        data = self._find(request.path.lower(), request.query_string.decode())
        if data is None:
            return Response("", status=302, headers={"Location": "/mgError.aspx"})
        body = make_html(data, volatile=str(self.visits))
        return Response(body, content_type="text/html; charset=utf-8")

    def _find(self, path: str, query: str) -> dict[str, Any] | None:
        asked = {name.lower(): values[0] for name, values in parse_qs(query).items()}
        if path == "/mglistcommittees.aspx":
            return {"kind": "committee_list", "committees": self.committees}
        if path == "/ielistmeetings.aspx":
            window = asked.get("d") or asked.get("year") or asked.get("committeeid") or ""
            return {"kind": "meeting_list"} | self.lists[window] if window in self.lists else None
        if path == "/ielistdocuments.aspx" and asked.get("mid") in self.meetings:
            return {"kind": "meeting"} | self.meetings[asked["mid"]]
        if path == "/mgai.aspx" and asked.get("id") in self.items:
            return {"kind": "item", "item_id": asked["id"]} | self.items[asked["id"]]
        return None
