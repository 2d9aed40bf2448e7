"""Precedents: earlier resolutions like a text or an item, by their words, verbs and topics, with the reasons."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from typing import Any

from minuteminer.answers import Precedent
from minuteminer.errors import NothingFoundError
from minuteminer.findings import Resolution, verbs_in_words
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.items import find_item
from minuteminer.index.lookups import word_counts
from minuteminer.index.match import And, Or, Term, Without
from minuteminer.index.terms import ASIDE, slug
from minuteminer.index.variants import find_variants
from minuteminer.index.words import single_spaced, words_of
from minuteminer.queries import Query, Word

# The word index names the likeliest; only these are compared in full.
CANDIDATES = 2_000
_MAX_WORDS = 40
# Latent dimensions tell more than the words themselves only where there are texts enough to learn them from.
_DIMENSIONS = 100
_LEAST_TEXTS_FOR_LSA = 200
# Shares of the likeness: words, verbs, topics. Where the asked text has no verb or topic, words count for all.
_WORDS_SHARE, _VERBS_SHARE, _TOPICS_SHARE = 0.6, 0.2, 0.2
# Words that nearly every resolution has.
_FORMULA = frozenset(
    "resolved that the be of and to in for a an by on with it was is are as at from this which panel committee "
    "agreed noted recommended decision members report".split()
)


# "20270", "20270@2", "host:8776:20270": nobody asks so for words, not even for a year or a telephone number.
_LIKE_AN_ID = re.compile(r"(?:[\w.-]+:)*\d{5,}(?:@\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    text: str
    verbs: frozenset[str]
    topics: frozenset[str]
    before: datetime.date | None
    item: str | None


def find_precedents(backend: Backend, text_or_item: str, *, limit: int = 10) -> tuple[Precedent, ...]:
    """Resolutions like a text, or like the resolutions of an item and earlier than it; likest first."""
    asked = _asked(backend, text_or_item)
    rows = _candidates(backend, asked)
    if not rows:
        return ()
    likenesses, shared = _text_likeness(asked.text, [row[5] for row in rows])
    found = []
    for row, likeness, terms in zip(rows, likenesses, shared, strict=True):
        verbs = asked.verbs & set(json.loads(row[6]))
        topics = asked.topics & set(json.loads(row[7]))
        parts = [(_WORDS_SHARE, likeness)]
        parts += [(_VERBS_SHARE, len(verbs) / len(asked.verbs))] if asked.verbs else []
        parts += [(_TOPICS_SHARE, len(topics) / len(asked.topics))] if asked.topics else []
        total = sum(share * value for share, value in parts) / sum(share for share, _ in parts)
        if total > 0:
            found.append(_precedent(row, round(total, 4), _reasons(verbs, topics, terms)))
    return tuple(sorted(found, key=lambda one: (-one.likeness, str(one.date)))[:limit])


def _asked(backend: Backend, text_or_item: str) -> _Asked:
    if " " not in text_or_item.strip():
        try:
            found = find_item(backend, text_or_item)
        except NothingFoundError:
            if _LIKE_AN_ID.fullmatch(text_or_item.strip()):
                raise
        else:
            decided = [fact.value for fact in found.facts if isinstance(fact.value, Resolution)]
            return _Asked(
                text=" ".join(one.text for one in decided) or found.item.text[:4_000],
                verbs=frozenset(verb for one in decided for verb in verbs_in_words(one)),
                topics=frozenset(topic.topic_id for topic in found.topics),
                before=found.meeting.date,
                item=found.key,
            )
    words = set(words_of(text_or_item))
    words |= {form[0] for word in tuple(words) for form in find_variants(word) if len(form) == 1}
    known = backend.rows("SELECT field, value FROM vocabulary WHERE field IN ('verb', 'topic')")
    return _Asked(
        text=text_or_item,
        verbs=frozenset(value for field, value in known if field == "verb" and value in words),
        topics=frozenset(value for field, value in known if field == "topic" and set(words_of(value)) <= words),
        before=None,
        item=None,
    )


def _candidates(backend: Backend, asked: _Asked) -> list[tuple[Any, ...]]:
    words = [word for word in dict.fromkeys(words_of(asked.text)) if word not in _FORMULA and len(word) > 1]
    counts = word_counts(backend, words)
    rare = sorted((word for word in words if word in counts), key=lambda word: counts[word])[:_MAX_WORDS]
    alternatives = [Word(text=word) for word in rare] + [
        Term(text=f"verb:{slug(verb)}") for verb in sorted(asked.verbs)
    ]
    if not alternatives:
        return []
    match = And(matches=(Or(matches=tuple(alternatives)), Without(match=Term(text=ASIDE))))
    ids = Asked(backend, Query(unit="resolution")).by_match(match, CANDIDATES)
    marks = ", ".join("?" * len(ids))
    sql = " ".join(
        ("SELECT r.id, r.date, r.committee, r.title, r.label, r.text, r.verbs, r.topic, i.key, i.url",
         "FROM resolution AS r",
         "JOIN item AS i ON i.id = r.item WHERE r.id IN (", marks, ")")
    )  # fmt: skip
    day = asked.before.isoformat() if asked.before else None
    return [
        row
        for row in (backend.rows(sql, ids) if ids else [])
        if row[8] != asked.item and (day is None or row[1] is None or row[1] <= day)
    ]


def _text_likeness(text: str, others: list[str]) -> tuple[list[float], list[list[str]]]:
    """The cosine of each other text to the text, and the words that they share, weightiest first."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_similarity

    vectorizer = TfidfVectorizer(tokenizer=_stems, token_pattern=None, lowercase=False, sublinear_tf=True)
    try:
        matrix = vectorizer.fit_transform([text, *others])
    except ValueError:
        return [0.0] * len(others), [[] for _ in others]
    likeness = cosine_similarity(matrix[:1], matrix[1:])[0]
    if len(others) >= _LEAST_TEXTS_FOR_LSA and matrix.shape[1] > _DIMENSIONS:
        latent = TruncatedSVD(_DIMENSIONS, random_state=0).fit_transform(matrix)
        likeness = (likeness + cosine_similarity(latent[:1], latent[1:])[0].clip(0.0)) / 2
    names = vectorizer.get_feature_names_out()
    products = matrix[1:].multiply(matrix[:1]).tocsr()
    shared = []
    for row in range(len(others)):
        start, end = products.indptr[row], products.indptr[row + 1]
        weighted = sorted(zip(products.data[start:end], products.indices[start:end], strict=True), reverse=True)
        shared.append([str(names[index]) for _, index in weighted[:5]])
    return [float(one) for one in likeness], shared


def _stems(text: str) -> list[str]:
    """The words of a text, plurals as their singular, without those of every resolution and the s of "Panel's"."""
    return [_singular(word) for word in words_of(text) if word not in _FORMULA and len(word) > 1]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


def _reasons(verbs: set[str] | frozenset[str], topics: set[str] | frozenset[str], terms: list[str]) -> tuple[str, ...]:
    reasons = []
    if verbs:
        reasons.append(f"same verb: {', '.join(sorted(verbs))}")
    if topics:
        reasons.append(f"same topic: {', '.join(sorted(topics))}")
    if terms:
        reasons.append(f"shared words: {', '.join(terms)}")
    return tuple(reasons)


def _precedent(row: tuple[Any, ...], likeness: float, reasons: tuple[str, ...]) -> Precedent:
    _, day, committee, title, label, text, _, _, key, url = row
    return Precedent(
        likeness=likeness,
        reasons=reasons,
        date=datetime.date.fromisoformat(day) if day else None,
        committee=committee,
        title=title,
        label=label,
        text=single_spaced(text),
        item=key,
        url=url,
    )
