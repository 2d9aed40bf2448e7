"""Where the words of a taxonomy stand in a Doc: one pass of the matcher, then a plain tuple for each hit.

There is a hit for every fifteenth word of a text, so that what is done for each is what finding topics costs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minuteminer.annotate.topic_matcher import TopicMatcher

if TYPE_CHECKING:
    from spacy.tokens import Doc

TITLE_WORDS_MAX = 8
COUNT_WORDS_MAX = 3  # between a number and what it counts: "62 extra student officers"
TITLE_JOINTS = frozenset({"and", "&", ",", "of", "the"})
_LINE_IN_SMALL = re.compile(r"\n(?=[^\W\dA-Z_])")  # a line that begins as no sentence does

# Words at the tokens start to end, their weight, and a key that is the same for the same words.
Hit = tuple[int, int, float, int]
Match = tuple[int, int, int]


def find_hits(doc: Doc, text: str, matcher: TopicMatcher) -> dict[int, list[Hit]]:
    """The hits of each topic (by its place in the taxonomy) in reading order, none inside a longer one.

    Of two that overlap the earlier stands, or the later where it is a phrase and the earlier a mere hint.
    Exclusions are among them, with the weight 0. `text` is the text of the doc.
    """
    hits: dict[int, list[Hit]] = {}
    matches = _matches_over_breaks(doc, matcher) if _is_broken(text) else matcher.phrases(doc)
    named = {matcher.titles_before, matcher.titles_after}
    titles = _title_tokens(doc, matcher, matches) if any(key in named for key, _, _ in matches) else frozenset()
    uses_of = matcher.uses.get
    for key, start, end in matches:  # in the order of their starts, of one start the shorter first
        uses = uses_of(key)
        if uses is None or start in titles:
            continue
        for topic, weight, written, counted in uses:
            words = key
            if counted:
                if not (words := _number_before(doc, start)):
                    continue
            elif written is not None and doc[start].text != written:
                continue
            kept = hits.get(topic)
            if kept is None:
                hits[topic] = [(start, end, weight, words)]
                continue
            before = kept[-1]
            if start >= before[1]:
                kept.append((start, end, weight, words))
            elif (start == before[0] and (end, weight) > before[1:3]) or weight > before[2] > 0:
                kept[-1] = (start, end, weight, words)
    return hits


def _number_before(doc: Doc, start: int) -> int:
    """The number that counts the word at `start`, as a key; 0 where there is none."""
    for at in range(start - 1, max(-1, start - 1 - COUNT_WORDS_MAX), -1):
        token = doc[at]
        if token.like_num:
            return int(token.lower)
        if not token.is_alpha:
            break
    return 0


def _is_broken(text: str) -> bool:
    """Whether lines end within sentences (PDF), or words are held together by spaces that never break."""
    if "\xa0" in text:
        return True
    return any(
        text[max(0, line.start() - 3) : line.start()].rstrip()[-1:].islower() for line in _LINE_IN_SMALL.finditer(text)
    )


def _matches_over_breaks(doc: Doc, matcher: TopicMatcher) -> list[Match]:
    """The matches in the words alone, at their tokens in the doc; "Crime\\nPlan" is one phrase."""
    from spacy.tokens import Doc

    tokens = [token.i for token in doc if not token.is_space]
    words = Doc(doc.vocab, words=[doc[at].text for at in tokens])
    return [(key, tokens[start], tokens[end - 1] + 1) for key, start, end in matcher.phrases(words)]


def _title_tokens(doc: Doc, matcher: TopicMatcher, matches: list[Match]) -> set[int]:
    """The tokens of job titles and of named places, in which no word tells a topic."""
    inside: set[int] = set()
    places: set[int] = set()
    for key, start, end in matches:
        if key == matcher.titles_before:
            for at in range(end, min(end + TITLE_WORDS_MAX, len(doc))):
                token = doc[at]
                if not (token.is_title or token.is_upper or token.text in TITLE_JOINTS):
                    break
                inside.add(at)
        elif key == matcher.titles_after and doc[start].is_title:
            places.add(start)
    if places:
        inside.update(start for _, start, end in matches if end in places and doc[start].is_title)
    return inside
