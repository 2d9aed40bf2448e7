"""From text to facts and topics: words per second, relative to spaCy's blank English tokenizer alone.

2,000 made items of about 600 words (MINUTEMINER_BENCH_ITEMS sets another number). Each contender reads them in
turns with the blank tokenizer, and the medians of the turns are compared. Slow peers read fewer items. Whatever is a
spaCy pipeline, the blank one too, gets them as a stream by `nlp.pipe`, as spaCy advises for many texts; ours is also
measured text by text.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import spacy

import minuteminer
from minuteminer.annotate.pipeline import annotate_many, facts
from minuteminer.samplesite.generator import generate_items

ITEMS = int(os.environ.get("MINUTEMINER_BENCH_ITEMS", "2000"))
TURNS = 5
MEMORY_PARAGRAPHS = int(os.environ.get("MINUTEMINER_BENCH_PARAGRAPHS", "100000"))

# Reads texts in order, and gives something for each.
Reader = Callable[[Iterable[str]], Iterable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """Something that reads texts; `share` of the items is what it is given, because some are very slow."""

    name: str
    read: Reader
    share: float = 1.0


def words_per_s(read: Reader, texts: list[str], words: int) -> float:
    started = time.perf_counter()
    for _ in read(texts):
        pass
    return words / (time.perf_counter() - started)


def entity_ruler() -> Reader:
    """An EntityRuler with token patterns for the same kinds, as one would write them by the manual."""
    nlp = spacy.blank("en")
    number = {"TEXT": {"REGEX": r"^[\d,.]+(m|k|bn)?$"}}
    roles = ["officers", "pcsos", "constables", "sergeants", "detectives", "inspectors", "specials"]
    patterns: list[dict[str, object]] = [
        {"label": "MONEY", "pattern": [{"ORTH": "£"}, number]},
        {"label": "MONEY", "pattern": [{"ORTH": "£"}, number, {"LOWER": {"IN": ["million", "billion", "m", "bn"]}}]},
        {"label": "PERCENT", "pattern": [number, {"LOWER": {"IN": ["%", "percent"]}}]},
        {"label": "PERCENT", "pattern": [number, {"LOWER": "per"}, {"LOWER": "cent"}]},
        {"label": "RESOLUTION", "pattern": [{"ORTH": {"IN": ["RESOLVED", "AGREED", "RECOMMENDED", "NOTED"]}}]},
        {"label": "VOTE", "pattern": [{"LIKE_NUM": True}, {"LOWER": "votes"}, {"LOWER": "to"}, {"LIKE_NUM": True}]},
    ]
    for role in roles:
        patterns.append({"label": "OFFICERS", "pattern": [{"LIKE_NUM": True}, {"OP": "?"}, {"LOWER": role}]})
        partitive = [
            {"LIKE_NUM": True},
            {"LOWER": "of"},
            {"LOWER": "the"},
            {"LIKE_NUM": True},
            {"OP": "?"},
            {"LOWER": role},
        ]
        patterns.append({"label": "OFFICERS", "pattern": partitive})
    from minuteminer.annotate.taxonomy import load_taxonomy

    for topic in load_taxonomy():
        patterns += [{"label": "TOPIC", "pattern": phrase} for phrase in topic.phrases]
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    return nlp.pipe


def quantulum() -> Reader:
    from quantulum3 import classifier, parser

    # Its pickled classifier was made by another scikit-learn and does not load; without it, it is faster.
    classifier.USE_CLF = False
    return partial(map, parser.parse)


def recognizers() -> Reader:
    from recognizers_number_with_unit import Culture, recognize_currency

    return partial(map, lambda text: recognize_currency(text, Culture.English))


def contenders() -> list[Contender]:
    nlp = minuteminer.load()

    found = [
        Contender(name="MinuteMiner, text to facts and topics", read=lambda texts: map(facts, nlp.pipe(texts))),
        Contender(name="MinuteMiner, the same text by text", read=lambda texts: map(facts, map(nlp, texts))),
        Contender(name="MinuteMiner, annotated documents", read=lambda texts: annotate_many((t, {}) for t in texts)),
        Contender(name="spaCy EntityRuler, the same kinds", read=entity_ruler(), share=0.1),
    ]
    for name, make, share in (("quantulum3", quantulum, 0.02), ("Recognizers-Text currency", recognizers, 0.005)):
        try:
            found.append(Contender(name=name, read=make(), share=share))
        except Exception as error:
            print(f"{name}: not measured: {type(error).__name__}: {error}")
    return found


def compare() -> None:
    texts = [item.text for item in generate_items(ITEMS)]
    blank = spacy.blank("en")
    print(
        f"{ITEMS} items, {sum(len(text.split()) for text in texts):,} words; words per second, median of {TURNS} turns"
    )
    print(f"{'':42} {'words/s':>10} {'ratio to blank':>15}")
    every = contenders()
    gc.freeze()  # what is loaded stays, for all alike; the processes of a batch do so too
    for contender in every:
        some = texts[: max(3, int(len(texts) * contender.share))]
        words = sum(len(text.split()) for text in some)
        turns = TURNS if contender.share == 1 else 1
        words_per_s(contender.read, some, words) if turns > 1 else None
        pairs = [(words_per_s(contender.read, some, words), words_per_s(blank.pipe, some, words)) for _ in range(turns)]
        ours = statistics.median(pair[0] for pair in pairs)
        ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
        print(f"{contender.name:42} {ours:>10,.0f} {ratio:>15.3f}", flush=True)


def memory() -> None:
    """Peak memory while paragraphs stream through: flat after the caches have filled."""
    nlp = minuteminer.load()
    seen, number = 0, 0
    peaks = []
    for item in generate_items(MEMORY_PARAGRAPHS):
        doc = nlp(item.text)
        seen += len(doc.spans["paragraphs"])
        if seen >= MEMORY_PARAGRAPHS * (len(peaks) + 1) / 4:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        if seen >= MEMORY_PARAGRAPHS:
            break
        number += 1
    shown = ", ".join(f"{peak:.0f}" for peak in peaks)
    print(f"\npeak memory after each quarter of {seen:,} paragraphs ({number:,} items): {shown} MB")


def main() -> None:
    """Print the comparison and the memory."""
    compare()
    memory()
