"""Text → the resolutions of this meeting, with clauses, verbs, movers and the vote printed with them.

A resolution starts at its keyword, or with its sentence where the subject of the sentence is what is decided
("The minutes were AGREED"). What another meeting resolved, or what merely happened, is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from minuteminer.annotate.clauses import read_clauses
from minuteminer.annotate.extents import end_of
from minuteminer.annotate.keywords import Keyword, body_start, find_keywords
from minuteminer.annotate.moved import Moved
from minuteminer.annotate.movers import find_movers
from minuteminer.annotate.paragraphs import paragraphs_of
from minuteminer.annotate.records import maker_of
from minuteminer.annotate.verbs import find_reported, find_verbs
from minuteminer.annotate.vote_heads import after_vote
from minuteminer.annotate.votes import find_votes
from minuteminer.annotate.votes_of_decisions import MOST_BETWEEN, end_of_next, vote_on, votes_of
from minuteminer.findings import Decision, Evidence, Paragraph, Resolution, Rival, Vote

_make_record, _make_evidence = maker_of(Resolution), maker_of(Evidence)
# "After a short discussion the Panel unanimously agreed": a keyword further in stands within a narrative.
_LONGEST_HEAD = 60
_LONGEST_BARE = 24
_KEYWORD_VERBS = {"recommended": "recommend", "noted": "note", "agreed": "agree"}


def find_resolutions(
    text: str,
    *,
    trace: list[Rival] | None = None,
    paragraphs: Sequence[Paragraph] | None = None,
    votes: Sequence[Vote] | None = None,
) -> list[Resolution]:
    """The resolutions of `text` in order.

    `paragraphs` and `votes` of the same text can be handed in where they are known; `trace` receives the
    keywords that were refused.

    >>> [(r.decision, r.verbs) for r in find_resolutions("RESOLVED that the report be noted.")]
    [('resolved', ('note',))]
    """
    if paragraphs is None:
        paragraphs = paragraphs_of(text)
    keywords = find_keywords(text, paragraphs, trace)
    if not keywords:
        return []
    if votes is None:
        votes = find_votes(text)
    resolutions: list[Resolution] = []
    decisions = _without_overlaps(text, keywords, paragraphs, trace)
    passed_by = votes_of(text, decisions, paragraphs, votes)
    for index, (keyword, end) in enumerate(decisions):
        since = resolutions[-1].end_char if resolutions else 0
        below = end_of_next(paragraphs, keyword, end)
        if index + 1 < len(decisions):
            below = max(end, min(below, decisions[index + 1][0].sentence))
        vote = passed_by[index]
        moved = find_movers(text, keyword, end, paragraphs, since, below, vote)
        if moved is not None and vote is None:
            vote = vote_on(text, moved, keyword, paragraphs, votes)
        resolutions.append(_make_resolution(text, keyword, end, moved, vote))
    return resolutions


def _without_overlaps(
    text: str, keywords: list[Keyword], paragraphs: Sequence[Paragraph], trace: list[Rival] | None
) -> list[tuple[Keyword, int]]:
    """Keywords with the end of their decisions; those inside another decision, or said again below, go."""
    kept: list[tuple[Keyword, int]] = []
    for keyword in keywords:
        is_inside = bool(kept) and keyword.start < kept[-1][1]
        if is_inside and not _gives_way(text, kept[-1], keyword):
            _refuse(trace, keyword, "it stands inside another decision")
            continue
        end = end_of(text, keyword, paragraphs)
        is_bare = keyword.row["decision"] == "decision" and not (keyword.row.get("alone") or keyword.row.get("verb_of"))
        if is_bare and not _decides(text, keyword.end, end):
            _refuse(trace, keyword, "nothing is decided under it")
            continue
        if is_inside:
            _refuse(trace, kept.pop()[0], "the keyword after it decides")
        if kept and _is_said_again(text, kept[-1][0], keyword, paragraphs):
            _refuse(trace, kept.pop()[0], "the formal resolution below says it again")
        kept.append((keyword, end))
    return kept


def _decides(text: str, start: int, end: int) -> bool:
    """Whether words under a heading "Decision:" decide; what was merely considered stands there as well."""
    words = text[start:end].lstrip(" :\n\r\t–—-.")
    if not words or words.startswith(("That", "that", "To ", "to ", "(", "•", "·")) or not words[0].isalpha():
        return bool(words)
    is_bare = len(words) <= _LONGEST_BARE  # "Approved."
    found = find_reported(words) if is_bare else find_verbs(words, kind="decision")
    return any(weight == "decision" for _, weight in found)


def _gives_way(text: str, before: tuple[Keyword, int], keyword: Keyword) -> bool:
    """Whether an earlier keyword yields to a later one inside its span: "AGREED and it was RESOLVED that"."""
    first = before[0]
    if first.row["decision"] == "decision" and not text[first.end : keyword.start].strip(" :\n\r\t"):
        return text[keyword.start : keyword.start + 4].isupper()
    return bool(first.row.get("subject")) and text[keyword.start : keyword.end] == "RESOLVED"


def _is_said_again(text: str, first: Keyword, keyword: Keyword, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a decision told within a paragraph is followed at once by the formal one."""
    if first.row.get("yields"):
        between = paragraphs[first.paragraph + 1 : min(keyword.paragraph, first.paragraph + MOST_BETWEEN + 1)]
        return (
            keyword.paragraph - first.paragraph <= MOST_BETWEEN
            and not keyword.row.get("yields")
            and not any(text[paragraph.start_char].isdigit() for paragraph in between)
        )
    return (
        first.row.get("extent") == "sentence"
        and first.paragraph + 1 == keyword.paragraph
        and first.start - body_start(text, paragraphs[first.paragraph]) > _LONGEST_HEAD
        and keyword.row["decision"] != "noted"
        and keyword.sentence == body_start(text, paragraphs[keyword.paragraph])
    )


def _refuse(trace: list[Rival] | None, keyword: Keyword, reason: str) -> None:
    if trace is not None:
        trace.append(
            Rival(
                kind="resolution",
                start_char=keyword.start,
                end_char=keyword.end,
                rule_id=keyword.row.id,
                reason=reason,
            )
        )


def _make_resolution(
    text: str,
    keyword: Keyword,
    end: int,
    moved: Moved | None,
    vote: Vote | None,
) -> Resolution:
    decision: Decision = keyword.row["decision"]
    is_subject = keyword.row.get("subject", False)
    content = keyword.start if is_subject else keyword.end
    if is_subject and moved is not None and keyword.start <= moved.start < moved.end < keyword.end:
        content = moved.end  # "Mr A moved and Mr B seconded the proposal, which was AGREED"
    if vote is not None and not is_subject:
        content = after_vote(text, content, end, vote)
    reading = read_clauses(text, content, end, decision, _keyword_verb(text, keyword))
    return _make_record(
        start_char=keyword.start,
        end_char=end,
        text=text[keyword.start : end],
        rule_id=keyword.row.id,
        decision=decision,
        verbs=reading.verbs,
        clauses=reading.clauses,
        proposer=moved.proposer if moved else None,
        seconder=moved.seconder if moved else None,
        vote=vote,
        evidence=(_make_evidence(reads="decision", start_char=keyword.start, end_char=keyword.end),),
        negated_verbs=reading.negated_verbs,
    )


def _keyword_verb(text: str, keyword: Keyword) -> str | None:
    word = text[keyword.start : keyword.end].split()[-1].lower()
    own = keyword.row.get("verb_of", {}).get(word)
    return own or _KEYWORD_VERBS.get(keyword.row["decision"])
