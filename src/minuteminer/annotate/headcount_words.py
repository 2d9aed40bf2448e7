"""The words of the headcount lexicons as sets, and as patterns that are quick to search for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from minuteminer.annotate.lexicon import load_lexicon

WORDS: dict[str, tuple[str, ...]] = {row["kind"]: tuple(row["words"]) for row in load_lexicon("headcounts_words")}
WORD_SETS = {kind: frozenset(words) for kind, words in WORDS.items()}


SMALL_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, that shares their beginnings.

    >>> alternation(["staff", "sergeant", "sergeants"])
    's(?:ergeant(?:s)?|taff)'
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: dict[str, Any]) -> str:
    parts = [re.escape(letter) + _branch(child) for letter, child in sorted(node.items()) if letter]
    if not parts:
        return ""
    if len(parts) == 1 and "" not in node:
        return parts[0]
    return "(?:" + "|".join(parts) + ")" + ("?" if "" in node else "")
