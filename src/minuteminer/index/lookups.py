"""What compiling a query asks the index: known values, committees, narrower topics, spelling variants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from minuteminer.index.backend import Backend
from minuteminer.index.compile import Lookups
from minuteminer.index.rewording import replace_word
from minuteminer.index.variants import find_variants
from minuteminer.queries import Advice, AdvicePart, All, Any, Node, Phrase, Query, Word

# Words of one or two edits that are told as "did you mean".
_MAX_SUGGESTIONS = 3
# More words than these under one star match nearly every paragraph; what is left out is said.
MAX_EXPANSIONS = 50


def make_lookups(backend: Backend) -> Lookups:
    """The lookups of one index."""

    def values(field: str, slug: str) -> Sequence[str]:
        sql = "SELECT value FROM vocabulary WHERE field = ? AND slug = ? ORDER BY value"
        return [value for (value,) in backend.rows(sql, (field, slug))]

    def committees(words: str) -> Sequence[int]:
        pattern = f"% {words} %"
        return [row for (row,) in backend.rows("SELECT id FROM committee WHERE words LIKE ?", (pattern,))]

    def narrower(topic: str) -> Sequence[str]:
        found, open_topics = dict.fromkeys([topic]), [topic]
        while open_topics:
            sql = "SELECT narrower FROM taxonomy WHERE topic = ? ORDER BY narrower"
            new = [one for (one,) in backend.rows(sql, (open_topics.pop(),)) if one not in found]
            found.update(dict.fromkeys(new))
            open_topics += new
        return list(found)[1:]

    def known(field: str) -> Sequence[str]:
        if field in ("panel", "committee"):
            return [name for (name,) in backend.rows("SELECT DISTINCT name FROM committee ORDER BY name LIMIT 200")]
        sql = "SELECT DISTINCT value FROM vocabulary WHERE field = ? ORDER BY value LIMIT 500"
        return [value for (value,) in backend.rows(sql, (field,))]

    def expand(prefix: str) -> tuple[tuple[str, ...], int]:
        bounds = (prefix, prefix + "\U0010ffff")
        ((total,),) = backend.rows("SELECT count(*) FROM word WHERE word >= ? AND word < ?", bounds)
        sql = "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY occurrences DESC, word LIMIT ?"
        return tuple(word for (word,) in backend.rows(sql, (*bounds, MAX_EXPANSIONS))), int(total)

    return Lookups(
        values=values, committees=committees, narrower=narrower, known=known, variants=find_variants, expand=expand
    )


def say(sentence: str) -> Advice:
    """A sentence that leads nowhere."""
    return Advice(parts=(AdvicePart(words=sentence),))


def suggest(backend: Backend, query: Query) -> tuple[Advice, ...]:
    """“Did you mean …” for the words of a query that occur nowhere, in no form."""
    import difflib

    found = []
    for word in dict.fromkeys(_words(query.conditions)):
        forms = [form[0] for form in find_variants(word) if len(form) == 1]
        if len(word) < 4 or word_counts(backend, [word, *forms]):
            continue
        close = difflib.get_close_matches(word, _similar_words(backend, word), n=_MAX_SUGGESTIONS, cutoff=0.75)
        if close:
            parts = [AdvicePart(words=f"“{word}” occurs nowhere. Did you mean ")]
            for place, other in enumerate(close):
                parts += [AdvicePart(words=" or ")] if place else []
                asked = replace_word(query, word, other)
                parts.append(AdvicePart(words=other, target="query" if asked else "", value=asked))
            found.append(Advice(parts=(*parts, AdvicePart(words="?"))))
    return tuple(found)


def word_counts(backend: Backend, words: Sequence[str]) -> dict[str, int]:
    """How often each word occurs, as far as it does."""
    marks = ", ".join("?" * len(words))
    sql = " ".join(("SELECT word, occurrences FROM word WHERE word IN (", marks, ")"))
    return dict(backend.rows(sql, words)) if words else {}


def _similar_words(backend: Backend, word: str) -> list[str]:
    """Indexed words with the same first letter and nearly the same length."""
    sql = "SELECT word FROM word WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ? ORDER BY word"
    found = backend.rows(sql, (word[0], word[0] + "\U0010ffff", len(word) - 2, len(word) + 2))
    return [one for (one,) in found]


def _words(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Word) and not node.prefix:
            yield node.text
        elif isinstance(node, Phrase):
            yield from node.words
        elif isinstance(node, (All, Any)):
            yield from _words(node.nodes)
