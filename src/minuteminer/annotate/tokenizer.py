"""spaCy's English tokenizer with a large cache and a guard against runs of one sign.

Why: minutes repeat their words, so a cache of a million chunks makes the tokenizer more than twice as fast; and
the stock tokenizer is quadratic in runs such as a signature line (10,000 brackets take 17 seconds; spaCy issues
1768, 4362, 5440). Here a run of over `guard_length` signs without a space becomes one token. Offsets are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from minuteminer.annotate.last_doc import remember_text

GUARD_LENGTH = 200
_LONG_RUN = re.compile(rf"\S{{{GUARD_LENGTH + 1},}}")
_BLOCK = GUARD_LENGTH // 2


def has_long_run(text: str) -> bool:
    """True if `text` has a run of more than 200 characters without a space.

    Such a run covers at least one whole aligned block of half its length, so looking for a space in each
    block (some 40 for an agenda item) decides nearly every text without a scan of its characters.
    """
    for start in range(0, len(text) - _BLOCK + 1, _BLOCK):
        if text.find(" ", start, start + _BLOCK) < 0:
            return _LONG_RUN.search(text, max(0, start - _BLOCK)) is not None
    return False


# spaCy marks its tokenizer as not to be subclassed for types; `__reduce__` below keeps copies ours.
class MinutesTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer, except that a very long run without a space is one token."""

    def __call__(self, text: str) -> Doc:
        """The Doc of `text`; `doc.text == text` as with any tokenizer."""
        if not has_long_run(text):
            return remember_text(super().__call__(text), text)
        # Letters are never split, so the run's stand-in of the same length comes back as one token.
        stand_in = _LONG_RUN.sub(lambda run: "x" * len(run.group()), text)
        shape = super().__call__(stand_in)
        words = [text[token.idx : token.idx + len(token)] for token in shape]
        return Doc(self.vocab, words=words, spaces=[bool(token.whitespace_) for token in shape])

    def __reduce__(self) -> Any:
        _, arguments, *rest = super().__reduce__()
        return (_rebuild, (arguments,), *rest)


def _rebuild(arguments: tuple[Any, ...]) -> MinutesTokenizer:
    return MinutesTokenizer(*arguments)


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
