"""An agenda item as its page shows it: the marked text, the facts beside it, decisions, topics, versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from minuteminer.answers import IndexedItem, Version
from minuteminer.corrections.correction import RULE_PREFIX
from minuteminer.findings import AnnotatedDocument, Fact, Resolution, Topic, Vote, verbs_in_words
from minuteminer.index.passages import find_passages
from minuteminer.index.value_words import vote_in_words
from minuteminer.index.words import single_spaced
from minuteminer.views.fields import value_in_brief
from minuteminer.views.marked_text import Passage, fact_anchor, in_passages, mark_text, paragraph_anchor
from minuteminer.views.words import KINDS, STATES, day_in_words, instant_in_words, path_of, topic_name, web_address

# Evidence beyond this says nothing new.
_MAX_EVIDENCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """A fact in the list beside the text; `anchor` is its place in the text, `list_anchor` that in the list.

    `by_hand` says that a person corrected it: whoever reads the value should not have to ask where it is from.
    """

    fact_id: str
    anchor: str
    list_anchor: str
    kind: str
    kind_words: str
    text: str
    value: str
    paragraph: str
    explain_path: str
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDecision:
    """A resolution with its clauses (words and verbs), who moved and seconded it, its vote, and who voted how."""

    anchor: str
    kind: str
    paragraph: str
    clauses: tuple[tuple[str, tuple[str, ...]], ...]
    proposer: str
    seconder: str
    vote: str
    voters: tuple[tuple[str, str], ...]
    explain_path: str
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTopic:
    """A topic with the words that show it, each with the anchor of its paragraph."""

    topic_id: str
    name: str
    by_rule: bool
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """A published version; `changes_path` leads to what changed since the one before."""

    number: int
    status: str
    seen: str
    until: str
    path: str
    changes_path: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocument:
    """A document that the item links to; `address` is "" where it may not be linked to."""

    title: str
    address: str
    restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """All that the page of an item shows."""

    key: str
    path: str
    heading: str
    committee: str
    day: str
    meeting_path: str
    status: str
    source: str
    collected: str
    is_current: bool
    truncated: bool
    restricted: bool
    version: int
    passages: tuple[Passage, ...]
    facts: tuple[ShownFact, ...]
    decisions: tuple[ShownDecision, ...]
    topics: tuple[ShownTopic, ...]
    versions: tuple[ShownVersion, ...]
    documents: tuple[ShownDocument, ...]
    sha256: str


def show_item(found: IndexedItem, meeting_key: str) -> ShownItem:
    """The page of an item, in the version that was found."""
    item, meeting = found.item, found.meeting
    passages = find_passages(_document(found))
    newest = found.versions[-1].version if found.versions else item.version
    return ShownItem(
        key=found.key,
        path=path_of("item", found.key if item.version == newest else f"{found.key}@{item.version}"),
        heading=heading_of(found),
        committee=meeting.committee,
        day=day_in_words(meeting.date),
        meeting_path=path_of("meeting", meeting_key),
        status=STATES.get(item.status, item.status),
        source=web_address(item.url or meeting.url),
        collected=instant_in_words(item.fetched_at),
        is_current=item.version == newest,
        truncated=item.truncated,
        restricted=item.restricted,
        version=item.version,
        passages=in_passages(mark_text(item.text, passages, found.facts)),
        facts=tuple(_fact(fact) for fact in found.facts),
        decisions=tuple(_decisions(found)),
        topics=tuple(_topic(found, topic) for topic in found.topics),
        versions=tuple(_versions(found)),
        documents=tuple(
            ShownDocument(title=one.title, address=web_address(one.url), restricted=one.restricted)
            for one in item.documents
        ),
        sha256=item.sha256,
    )


def heading_of(found: IndexedItem) -> str:
    """The item's number and title."""
    words = " ".join(part for part in (found.item.number, found.item.title) if part)
    return single_spaced(words).strip() or "Agenda item without a title"


def _document(found: IndexedItem) -> AnnotatedDocument:
    return AnnotatedDocument(
        id=found.key, source=found.item.url, title=found.item.title, text=found.item.text,
        paragraphs=found.paragraphs, items=(), facts=found.facts, topics=found.topics,
    )  # fmt: skip


def explain_path(fact_id: str) -> str:
    """The page that says why a fact was read as it was.

    >>> explain_path("democracy.example.gov.uk:20894#money-120-124")
    '/explain?fact=democracy.example.gov.uk%3A20894%23money-120-124'
    """
    return f"/explain?{urlencode({'fact': fact_id})}"


def _fact(fact: Fact) -> ShownFact:
    return ShownFact(
        fact_id=fact.id,
        anchor=fact_anchor(fact),
        list_anchor=f"about-{fact_anchor(fact)}",
        kind=fact.kind,
        kind_words=KINDS[fact.kind],
        text=single_spaced(fact.text),
        value=value_in_brief(fact),
        paragraph=fact.paragraph or "",
        explain_path=explain_path(fact.id),
        by_hand=fact.rule_id.startswith(RULE_PREFIX),
    )


def _decisions(found: IndexedItem) -> Iterator[ShownDecision]:
    for fact in found.facts:
        if isinstance(fact.value, Resolution):
            value = fact.value
            clauses = tuple((single_spaced(one.text), verbs_in_words(one)) for one in value.clauses)
            vote = _vote(found, fact, value)
            yield ShownDecision(
                anchor=fact_anchor(fact),
                kind=value.decision,
                paragraph=fact.paragraph or "",
                clauses=clauses or ((single_spaced(fact.text), verbs_in_words(value)),),
                proposer=value.proposer or "",
                seconder=value.seconder or "",
                vote=_vote_in_words(vote) if vote else "",
                voters=voters_of(vote) if vote else (),
                explain_path=explain_path(fact.id),
                by_hand=fact.rule_id.startswith(RULE_PREFIX),
            )


def _vote(found: IndexedItem, fact: Fact, value: Resolution) -> Vote | None:
    """The vote of a resolution, or else one in its words; another in its paragraph may be that on an amendment."""
    votes = (one.value for one in found.facts if isinstance(one.value, Vote))
    inside = (vote for vote in votes if fact.start_char <= vote.start_char < fact.end_char)
    return value.vote or next(inside, None)


def _vote_in_words(vote: Vote) -> str:
    counts = (vote.votes_for, vote.votes_against, vote.abstain)
    return vote_in_words(*counts, vote.unanimous, single_spaced(vote.text))


def voters_of(vote: Vote) -> tuple[tuple[str, str], ...]:
    """Who voted how, where names are printed.

    >>> voters_of(Vote(start_char=0, end_char=1, text="", rule_id="", names_for=("Cllr A", "Cllr B")))
    (('For', 'Cllr A, Cllr B'),)
    """
    sides = (("For", vote.names_for), ("Against", vote.names_against), ("Abstained", vote.names_abstain))
    return tuple((side, ", ".join(names)) for side, names in sides if names)


def _topic(found: IndexedItem, topic: Topic) -> ShownTopic:
    starts = sorted(paragraph.start_char for paragraph in find_passages(_document(found)))
    evidence: dict[str, str] = {}
    for start, end in topic.evidence:
        before = [one for one in starts if one <= start]
        words = single_spaced(found.item.text[start:end])
        if words and before:
            evidence.setdefault(words.lower(), paragraph_anchor(before[-1]))
    return ShownTopic(
        topic_id=topic.topic_id,
        name=topic_name(topic.topic_id),
        by_rule=topic.method == "rule",
        evidence=tuple(evidence.items())[:_MAX_EVIDENCE],
    )


def _versions(found: IndexedItem) -> Iterator[ShownVersion]:
    before: Version | None = None
    for one in found.versions:
        yield ShownVersion(
            number=one.version,
            status=STATES.get(one.status, one.status),
            seen=instant_in_words(one.fetched_at),
            until=f"until {day_in_words(one.superseded_at)}" if one.superseded_at else "",
            path=path_of("item", f"{found.key}@{one.version}"),
            changes_path=changes_path(found.key, before.version, one.version) if before else "",
            is_shown=one.version == found.item.version,
        )
        before = one


def changes_path(key: str, old: int, new: int) -> str:
    """The page that says what changed between two versions."""
    return f"{path_of('changes', key)}?{urlencode({'old': old, 'new': new})}"
