"""MinuteMiner reads what public bodies decided.

>>> import minuteminer
>>> [m.low_pence for m in minuteminer.find_money("a budget of £258m, overtime approximately £5m")]
[25800000000, 500000000]
"""

from __future__ import annotations

import importlib
from typing import Any

from minuteminer import errors

__version__ = "0.1.0"

# Public names and where they live. Imported on first use: everyone who has MinuteMiner installed imports
# this module with every spacy.blank(), and the command line starts without spaCy.
_PUBLIC = {
    "load": "minuteminer.annotate.pipeline",
    "facts": "minuteminer.annotate.pipeline",
    "find_money": "minuteminer.annotate.money",
    "find_percents": "minuteminer.annotate.percents",
    "find_headcounts": "minuteminer.annotate.headcounts",
    "find_resolutions": "minuteminer.annotate.resolutions",
    "find_votes": "minuteminer.annotate.votes",
    "find_paragraphs": "minuteminer.annotate.paragraphs",
    "find_items": "minuteminer.annotate.items",
    "find_notes": "minuteminer.annotate.notes",
    "find_topics": "minuteminer.annotate.topics",
    "find_acronyms": "minuteminer.annotate.acronyms",
    "open_index": "minuteminer.index",
    "to_pandas": "minuteminer.frames",
    "to_polars": "minuteminer.frames",
    "show": "minuteminer.notebook",
    "plot": "minuteminer.notebook",
}

__all__ = ["errors", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'minuteminer' has no attribute {name!r}")
    value = getattr(importlib.import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
