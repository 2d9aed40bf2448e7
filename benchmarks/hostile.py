"""Queries that nobody means: 100,000 of them, each answered or refused in one sentence within the time limit.

They are put together from what query languages, SQL and Unicode trip over; of the strings in the files of
MINUTEMINER_HOSTILE (folders, separated by colons); and of any text at all. MINUTEMINER_HOSTILE_QUERIES sets how many,
MINUTEMINER_BENCH_POSTGRES the address of an empty database in which the same are asked.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.search import make_items
from minuteminer.errors import QueryError
from minuteminer.index import Index, open_index
from minuteminer.index.query import FIELDS
from minuteminer.index.search import DEADLINE_S

SEED = 20_161_121
COUNT = 100_000
ROWS = 2_000
_SPACED = (
    "w1 w250 w299* the a * fire* \" ' ( ) - OR AND NOT NEAR( NEAR(w1,w2) , : .. > <= £ 1e999 0 -1 2016 2016-02-30 "
    "'; DROP ' OR 1=1 -- UNION SELECT % _ \\ + ^ ~ | & ! <-> :* $1 %s ? /* */ @ {words}: words: terms:x rowid:1 x:any "
    "x:aside NULL 24/25 a.b é ß ſ İ ² ½ ﬁ ＂ （ ） \u200b \u202e \U0001f46e 999999999999999999999999999999"
).split()
PIECES = [*_SPACED, "\x00", "\ud800", "\t", "\n", "\u3000", "\u0301", '"w1 w2"', "NEAR(w1 w2, 3)"]
VALUES = (
    "w1 >1m 5m..10m <0 >=1e9 2016 2015..2017 2016-13 2016/17 overtime topic7 approve note resolution all fact item "
    'against>0 unanimous any final Panel yes date -date "police officer" \' .. ,'
).split()


def made_up(chance: random.Random) -> str:
    """Pieces and fields in a row, with brackets and OR between them."""
    pieces = chance.choices(PIECES, k=chance.randrange(1, 9))
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        value = chance.choice(VALUES + PIECES) if chance.random() < 0.3 else chance.choice(VALUES)
        field = f"{chance.choice(FIELDS)}:{value}"
        pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(("", "", "-", "(", "OR ")) + field)
    return chance.choice(("", " ", " ")).join(pieces)


def any_text(chance: random.Random) -> str:
    """Signs of all of Unicode, some of them very many times."""
    if chance.random() < 0.05:
        return chance.choice(PIECES) * chance.randrange(1, 20_000)
    ends = (128, 0x250, 0x3000, 0x110000)
    return "".join(chr(chance.randrange(chance.choice(ends))) for _ in range(chance.randrange(1, 200)))


def lines(folders: str) -> list[str]:
    """The lines of all text files in the folders."""
    files = [path for folder in folders.split(":") if folder for path in sorted(Path(folder).rglob("*"))]
    kept = [path for path in files if path.suffix in (".txt", ".dict", ".json", ".csv")]
    return [line for path in kept for line in path.read_text("utf-8", "replace").splitlines() if line]


def make_queries(count: int) -> Iterator[str]:
    """The queries, the same each time."""
    chance = random.Random(SEED)
    found = lines(os.environ.get("MINUTEMINER_HOSTILE", ""))
    yield from found[: count // 2]
    for number in range(max(count - len(found), count // 2)):
        yield any_text(chance) if number % 4 == 0 else made_up(chance)


def ask_all(index: Index, count: int) -> bool:
    """Ask them all and print what came of it; whether each had an answer or a sentence in time."""
    answered = refused = slow = failed = 0
    slowest_s, began = 0.0, time.perf_counter()
    for query in make_queries(count):
        start = time.perf_counter()
        try:
            index.search(query)
            answered += 1
        except QueryError as error:
            in_words = "\n" not in str(error) and str(error).endswith(".")
            refused, failed = refused + in_words, failed + (not in_words)
        except Exception as error:  # any other exception is what is looked for
            failed += 1
            print(f"{type(error).__name__} on {query[:200]!r}", file=sys.stderr)
        spent_s = time.perf_counter() - start
        slow += spent_s > DEADLINE_S + 1
        slowest_s = max(slowest_s, spent_s)
    print(
        f"{answered + refused + failed:,} queries in {time.perf_counter() - began:,.0f} s: {answered:,} answered, "
        f"{refused:,} refused in a sentence, {failed} failed, {slow} past the limit; "
        f"slowest {slowest_s * 1000:,.0f} ms",
        flush=True,
    )
    return not failed and not slow


def main() -> None:
    """Ask both back ends."""
    count = int(os.environ.get("MINUTEMINER_HOSTILE_QUERIES", str(COUNT)))
    with tempfile.TemporaryDirectory() as folder:
        addresses = [str(Path(folder) / "index.sqlite"), os.environ.get("MINUTEMINER_BENCH_POSTGRES", "")]
        for address in filter(None, addresses):
            with open_index(address) as index:
                with index.writing():
                    for entry in make_items(ROWS):
                        index.add(*entry)
                print("PostgreSQL" if "://" in address else "SQLite", end=": ", flush=True)
                if not ask_all(index, count):
                    raise SystemExit(1)
