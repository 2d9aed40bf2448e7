"""What goes into the store of intermediate results comes out of it the same."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.codec import decode, encode
from minuteminer.findings import (
    AnnotatedDocument,
    Clause,
    Derived,
    Evidence,
    Fact,
    Headcount,
    ItemHeading,
    Money,
    Paragraph,
    Resolution,
    Topic,
    Vote,
)
from minuteminer.models import AgendaItem, DocumentLink, Meeting, MeetingPage

SPAN = {"start_char": 3, "end_char": 6, "text": "£5m", "rule_id": "a.b"}


def test_a_meeting_page_comes_back_with_dates_instants_and_documents() -> None:
    instant = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
    link = DocumentLink(title="Report", url="https://minutes.example/documents/s1/r.pdf", attachment_id="1")
    item = AgendaItem(
        site="https://minutes.example/", item_id="2", meeting_id="1", position=0, number="3/13", title="T",
        text="words", documents=(link,), fetched_at=instant,
    )  # fmt: skip
    meeting = Meeting(
        site="https://minutes.example/",
        meeting_id="1",
        committee_id="9",
        committee="Panel",
        date=datetime.date(2026, 3, 4),
    )
    page = MeetingPage(meeting=meeting, items=(item,))
    assert decode(MeetingPage, encode(page)) == page


def test_an_annotated_document_comes_back_with_every_kind_of_fact() -> None:
    vote = Vote(**SPAN, votes_for=9, votes_against=2, names_for=("Cllr Ardle",))
    values = [
        ("money", Money(**SPAN, low_pence=5, high_pence=None, derived=(Derived(total_pence=9, formula="3 × 3"),))),
        ("headcount", Headcount(**SPAN, count=8.5, evidence=(Evidence(reads="role", start_char=0, end_char=2),))),
        ("vote", vote),
        (
            "resolution",
            Resolution(
                **SPAN,
                decision="resolved",
                verbs=("note",),
                vote=vote,
                clauses=(Clause(start_char=0, end_char=3, text="abc", verbs=("note",), negated_verbs=("note",)),),
            ),
        ),
    ]
    facts = tuple(
        Fact(id=f"x#{kind}", kind=kind, item="x", start_char=3, end_char=6, text="£5m", paragraph=None,
             rule_id="a.b", value=value)
        for kind, value in values
    )  # fmt: skip
    document = AnnotatedDocument(
        id="x",
        source="",
        title=None,
        text="of £5m",
        paragraphs=(Paragraph(label=None, start_char=0, end_char=6, kind="plain"),),
        items=(ItemHeading(number="1.", title="T", start_char=0, end_char=6),),
        facts=facts,
        topics=(Topic(topic_id="budget", score=0.5, method="rule", evidence=((0, 2), (3, 6))),),
    )
    assert decode(AnnotatedDocument, encode(document)) == document


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.floats(0, 1))
def test_any_words_and_scores_come_back(text: str, score: float) -> None:
    topic = Topic(topic_id=text, score=score, method="rule")
    assert decode(Topic, encode(topic)) == topic
