"""Small words of a sentence ("have we decided on the precept before"), which a search need not insist on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from minuteminer.index.nodes import LONGEST_NAME, known_name
from minuteminer.queries import Node, Word


@lru_cache(maxsize=1)
def small_words() -> frozenset[str]:
    """The words of `small_words.json`."""
    lexicon = json.loads(Path(__file__).with_name("small_words.json").read_text(encoding="utf-8"))
    return frozenset(lexicon["words"])


def drop_small_words(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The conditions without small words; all of them where nothing else is asked.

    Those of a known name ("Office of the Police and Crime Commissioner") stay, as it finds its acronym.

    >>> [node.text for node in drop_small_words([Word(text="motion"), Word(text="to"), Word(text="veto")])]
    ['motion', 'veto']
    """
    kept: list[Node] = []
    at = 0
    while at < len(nodes):
        length = known_name(nodes[at : at + LONGEST_NAME])[0]
        kept += [node for node in nodes[at : at + length] if length > 1 or not _is_small(node)]
        at += length
    return tuple(kept) if any(not _is_small(node) for node in kept) else tuple(nodes)


def is_dropped(word: str, conditions: Sequence[Node]) -> bool:
    """Whether a typed word is a small one that is none of the conditions."""
    folded = word.lower()
    return folded in small_words() and Word(text=folded) not in conditions


def _is_small(node: Node) -> bool:
    return isinstance(node, Word) and not node.prefix and node.text in small_words()
