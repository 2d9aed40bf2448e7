"""spaCy's English tokenizer with a large cache that fills, and a guard against runs of one sign.

Minutes repeat their words, so a cache of a million chunks makes the tokenizer more than twice as fast. But spaCy
caches nothing that stands after the first special case of a text, and two spaces in a row are one: chunks that were
split anew although they have been seen before are therefore given to it once more, alone. (On real minutes, which
have wide gaps after their labels, this makes the tokenizer three times as fast.)

The stock tokenizer is also quadratic in runs such as a signature line (10,000 brackets take 17 seconds; spaCy issues
1768, 4362, 5440). Here a run of over `GUARD_LENGTH` signs without a space becomes one token. Offsets are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from minuteminer.annotate.doc_texts import remember_text

GUARD_LENGTH = 200
_LONG_RUN = re.compile(rf"\S{{{GUARD_LENGTH + 1},}}")
_BLOCK = GUARD_LENGTH // 2
# How many words are remembered as split before; beyond it, all are forgotten.
_REMEMBERED = 100_000


def has_long_run(text: str) -> bool:
    """True if `text` has a run of more than 200 characters without a space.

    Such a run covers at least one whole aligned block of half its length, so looking for a space in each
    block (some 40 for an agenda item) decides nearly every text without a scan of its characters.
    """
    for start in range(0, len(text) - _BLOCK + 1, _BLOCK):
        if text.find(" ", start, start + _BLOCK) < 0:
            return _LONG_RUN.search(text, max(0, start - _BLOCK)) is not None
    return False


class _NotedSearch:
    """The `search` of the pattern of prefixes; `asked` are the words that it was asked about: those not cached."""

    def __init__(self, search: Any) -> None:
        self.__self__: Any = getattr(search, "__self__", None)  # by which spaCy saves the pattern
        self._search: Callable[[str], Any] = search._search if isinstance(search, _NotedSearch) else search
        self.asked: list[str] = []

    def __call__(self, words: str) -> Any:
        if len(self.asked) < _REMEMBERED:
            self.asked.append(words)
        return self._search(words)


# spaCy marks its tokenizer as not to be subclassed for types; `__reduce__` below keeps copies ours.
# spaCy gives its Tokenizer no types.
class MinutesTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer, except that a very long run without a space is one token."""

    def __init__(self, vocab: Any, rules: Any, prefix_search: Any, *patterns: Any, **settings: Any) -> None:
        self._prefixes = _NotedSearch(prefix_search)
        super().__init__(vocab, rules, self._prefixes, *patterns, **settings)
        self._prefixes.asked.clear()
        self._seen: set[str] = set()
        self._tried: set[str] = set()

    def __call__(self, text: str) -> Doc:
        """The Doc of `text`; `doc.text == text` as with any tokenizer."""
        if not has_long_run(text):
            doc = super().__call__(text)
            if self._prefixes.asked:
                self._cache_again()
            return remember_text(doc, text)
        # Letters are never split, so the run's stand-in of the same length comes back as one token.
        stand_in = _LONG_RUN.sub(lambda run: "x" * len(run.group()), text)
        shape = super().__call__(stand_in)
        words = [text[token.idx : token.idx + len(token)] for token in shape]
        return Doc(self.vocab, words=words, spaces=[bool(token.whitespace_) for token in shape])

    def _cache_again(self) -> None:
        """Have spaCy cache the words that it split although it had seen them before; each is tried but once."""
        asked = self._prefixes.asked
        if self.vocab.in_memory_zone:  # where spaCy caches nothing
            asked.clear()
            return
        for words in [*asked]:
            if words not in self._seen:
                self._seen.add(words)
            elif words not in self._tried:
                self._tried.add(words)
                super().__call__(words)
        asked.clear()
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
            self._tried.clear()

    def from_bytes(self, data: bytes, **settings: Any) -> MinutesTokenizer:
        """The tokenizer with the patterns and rules that `to_bytes` wrote."""
        super().from_bytes(data, **settings)
        self._prefixes = self.prefix_search = _NotedSearch(super().prefix_search)
        return self

    def __reduce__(self) -> Any:
        _, arguments, *rest = super().__reduce__()
        return (_rebuild, (arguments, self.max_cache_size), *rest)


def _rebuild(arguments: tuple[Any, ...], max_cache_size: int) -> MinutesTokenizer:
    return MinutesTokenizer(*arguments, max_cache_size=max_cache_size)


@registry.tokenizers("minuteminer.minutes_tokenizer.v1")
def make_minutes_tokenizer(max_cache_size: int = 1_000_000) -> Callable[[Language], MinutesTokenizer]:
    """The tokenizer of `minutes.cfg`: English rules, a cache of `max_cache_size` chunks, the guard above."""

    def make(nlp: Language) -> MinutesTokenizer:
        defaults = nlp.Defaults
        return MinutesTokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex(defaults.prefixes).search if defaults.prefixes else None,
            suffix_search=compile_suffix_regex(defaults.suffixes).search if defaults.suffixes else None,
            infix_finditer=compile_infix_regex(defaults.infixes).finditer if defaults.infixes else None,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
            max_cache_size=max_cache_size,
        )

    return make
