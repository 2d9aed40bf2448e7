"""Builders of small made-up minutes of an invented place, for tests that write their own."""

from __future__ import annotations

import datetime
import hashlib

from minuteminer.findings import (
    AnnotatedDocument,
    Clause,
    Fact,
    Headcount,
    Money,
    Paragraph,
    Resolution,
    Topic,
    Value,
    Vote,
)
from minuteminer.index import Index
from minuteminer.models import AgendaItem, Meeting

SITE = "https://democracy.saltmarsh.example/"
PANEL = "Saltmarsh Police and Crime Panel"
UTC = datetime.UTC


def make_meeting(
    meeting_id: str = "10", date: datetime.date | None = datetime.date(2016, 4, 28), committee: str = PANEL
) -> Meeting:
    return Meeting(
        site=SITE,
        meeting_id=meeting_id,
        committee_id="7",
        committee=committee,
        date=date,
        status="final",
        url=f"{SITE}ieListDocuments.aspx?CId=7&MId={meeting_id}",
    )


class Minutes:
    """Builds an annotated document: `say` adds a paragraph, the others add facts in the last one."""

    def __init__(self, item_id: str, title: str, *, meeting: Meeting | None = None, version: int = 1) -> None:
        self.meeting = meeting or make_meeting()
        self.item_id, self.title, self.version = item_id, title, version
        self.text = ""
        self.fetched_at = datetime.datetime(2020, 1, version, tzinfo=UTC)
        self.paragraphs: list[Paragraph] = []
        self.facts: list[Fact] = []
        self.topics: list[Topic] = []

    def say(self, words: str, label: str | None = None, kind: str = "numbered") -> Minutes:
        start = len(self.text)
        self.text += (f"{label} " if label else "") + words
        paragraph = Paragraph(label=label, start_char=start, end_char=len(self.text), kind=kind)  # type: ignore[arg-type]
        self.paragraphs.append(paragraph)
        self.text += "\n\n"
        return self

    def span(self, words: str) -> tuple[int, int]:
        start = self.text.rindex(words)
        return start, start + len(words)

    def fact(self, kind: str, words: str, value: Value) -> Minutes:
        start, end = self.span(words)
        inside = [p for p in self.paragraphs if p.start_char <= start < p.end_char]
        identifier = f"{self.item_id}:{kind}:{start}-{end}"
        self.facts.append(
            Fact(
                id=identifier, kind=kind, item=self.item_id, start_char=start, end_char=end, text=words,  # type: ignore[arg-type]
                paragraph=inside[0].label if inside else None, rule_id="test", value=value,
            )
        )  # fmt: skip
        return self

    def money(self, words: str, low: int, high: int | None = None, role: str | None = None, **more: object) -> Minutes:
        start, end = self.span(words)
        value = Money(
            start_char=start, end_char=end, text=words, rule_id="test", low_pence=low * 100,
            high_pence=(low if high is None else high) * 100, role=role, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return self.fact("money", words, value)

    def headcount(self, words: str, count: float, role: str = "police officer", **more: object) -> Minutes:
        start, end = self.span(words)
        value = Headcount(start_char=start, end_char=end, text=words, rule_id="test", count=count, role=role, **more)  # type: ignore[arg-type]
        return self.fact("headcount", words, value)

    def vote(
        self, words: str, votes_for: int | None = None, votes_against: int | None = None, unanimous: bool = False
    ) -> Minutes:
        start, end = self.span(words)
        value = Vote(
            start_char=start, end_char=end, text=words, rule_id="test", votes_for=votes_for,
            votes_against=votes_against, unanimous=unanimous,
        )  # fmt: skip
        return self.fact("vote", words, value)

    def resolved(self, words: str, *verbs: str, clauses: tuple[str, ...] = (), vote: Vote | None = None) -> Minutes:
        start, end = self.span(words)
        parts = tuple(
            Clause(start_char=self.span(one)[0], end_char=self.span(one)[1], text=one, verbs=(verb,))
            for one, verb in zip(clauses, verbs, strict=False)
        )
        value = Resolution(
            start_char=start, end_char=end, text=words, rule_id="test", decision="resolved", verbs=verbs,
            clauses=parts, proposer="Cllr Example", vote=vote,
        )  # fmt: skip
        return self.fact("resolution", words, value)

    def about(self, *topics: str) -> Minutes:
        self.topics += [Topic(topic_id=topic, score=1.0, method="rule") for topic in topics]
        return self

    def built(self) -> tuple[Meeting, AgendaItem, AnnotatedDocument]:
        item = AgendaItem(
            site=SITE, item_id=self.item_id, meeting_id=self.meeting.meeting_id, position=1,
            number=f"{int(self.item_id) % 50}." if self.item_id.isdecimal() else "", title=self.title,
            text=self.text, minutes_text=self.text, url=f"{self.meeting.url}#AI{self.item_id}",
            sha256=hashlib.sha256(self.text.encode(errors="replace")).hexdigest(), page_sha256="ab" * 32,
            fetched_at=self.fetched_at, version=self.version,
        )  # fmt: skip
        document = AnnotatedDocument(
            id=self.item_id, source=item.url, title=self.title, text=self.text,
            paragraphs=tuple(self.paragraphs), items=(), facts=tuple(self.facts), topics=tuple(self.topics),
        )  # fmt: skip
        return self.meeting, item, document


def put(index: Index, *all_minutes: Minutes, rules_version: str = "1") -> None:
    with index.writing():
        for minutes in all_minutes:
            index.add(*minutes.built(), rules_version=rules_version)


def sample() -> list[Minutes]:
    """Five items over three years."""
    older = make_meeting("10", datetime.date(2015, 2, 3))
    spring = make_meeting("11", datetime.date(2016, 4, 28))
    later = make_meeting("12", datetime.date(2017, 9, 7), committee="Saltmarsh Scrutiny Committee")
    firearms = Minutes("101", "Firearms uplift", meeting=spring)
    firearms.say("The Chief Constable said that 34 more firearms officers would be recruited.", "1.")
    firearms.headcount("34 more firearms officers", 34, "firearms officer", measure="increase", status="recruited")
    firearms.say("Overtime had cost £1.5m, and the budget for 2016/17 was £258m.", "2.")
    firearms.money("£1.5m", 1_500_000, role="overtime").money("£258m", 258_000_000, role="budget")
    firearms.say("RESOLVED that the firearms uplift be supported and the budget be noted.", "3.", "resolution")
    firearms.resolved(
        "RESOLVED that the firearms uplift be supported and the budget be noted.", "support", "note",
        clauses=("the firearms uplift be supported", "the budget be noted"),
    ).about("firearms", "budget")  # fmt: skip
    precept = Minutes("102", "Precept proposal", meeting=older)
    precept.say("The precept would rise by £5m to £6m; overtime would cost £90,000.", "(1)")
    precept.money("£5m to £6m", 5_000_000, 6_000_000, role="precept").money("£90,000", 90_000, role="overtime")
    precept.say("The motion was carried by 9 votes to 3.", "(2)").vote("9 votes to 3", 9, 3)
    precept.say("AGREED that the precept be approved.", "(3)", "resolution")
    precept.resolved("AGREED that the precept be approved.", "approve").about("precept")
    stack = Minutes("103", "Operation Stack", meeting=later)
    stack.say("Lorry queues grew; anti-social behaviour rose and body-worn video helped.", "8.")
    stack.say("Post meeting note: the firearms figure was 36.", None, "note").about("operation_stack", "vehicles")
    apologies = Minutes("104", "Apologies and Substitutes", meeting=spring)
    apologies.say("Apologies were received from a member who knows about firearms.", "1.")
    knives = Minutes("105", "Knife crime", meeting=later)
    knives.say("The PCC wanted to organise neighbourhood policing against knives.", "1.").about("knife_crime")
    return [firearms, precept, stack, apologies, knives]
