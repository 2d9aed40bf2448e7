"""How fast the index builds and answers, beside bare FTS5 and tantivy on the same rows in the same run.

MINUTEMINER_BENCH_ROWS sets the sizes ("100000,1000000"; default 100000), MINUTEMINER_BENCH_POSTGRES the address
of an empty PostgreSQL database to measure as well ("{rows}" in it stands for the size), MINUTEMINER_BENCH_CACHE a
folder in which the indexes are kept, so that another run only asks. Each figure is the best of several rounds: other
work on the machine only makes it slower.

A row of bare FTS5 is the text of a paragraph in one column. A row of ours is that paragraph with its filters as terms
in a second column, two facts with their values in tables with indexes, and a tenth of an agenda item: its text, its
record, its title and two resolutions as passages of their own. So the two are not the same work.

Rows are made up from a seed: paragraphs of about 60 words from a Zipfian vocabulary, ten an item, two facts a
paragraph, over twenty years.
"""

from __future__ import annotations

import datetime
import gc
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from minuteminer.findings import AnnotatedDocument, Fact, FactKind, Headcount, Money, Paragraph, Resolution, Topic
from minuteminer.index import Index, open_index
from minuteminer.models import AgendaItem, Meeting

SEED = 20_161_121
VOCABULARY = 30_000
WORDS = 60
PARAGRAPHS = 10
# So many items are made before the clock runs.
_BATCH = 5_000
REPEATS = 7
ROUNDS = 3
ROLES = ("overtime", "budget", "grant", "precept", "saving", "cost", "reserve", "capital")
OFFICERS = ("police officer", "firearms officer", "PCSO", "special constable", "detective")
TOPICS = tuple(f"topic{n}" for n in range(50))
VERBS = ("approve", "note", "agree", "support", "recommend", "endorse", "reject", "request")
Items = list[tuple[Meeting, AgendaItem, AnnotatedDocument]]


def word(rank: int) -> str:
    """The word of a rank: `w0` is in nearly every row, `w29999` in few."""
    return f"w{rank}"


def make_items(rows: int, *, first: int = 0) -> Iterator[tuple[Meeting, AgendaItem, AnnotatedDocument]]:
    """Seeded items with ten paragraphs each."""
    names = [word(rank) for rank in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 20) for rank in range(VOCABULARY)))
    for number in range(first, rows // PARAGRAPHS):
        chance = random.Random(SEED + number)
        yield _make_item(number, chance, chance.choices(names, cum_weights=weights, k=WORDS * PARAGRAPHS))


def _make_item(number: int, chance: random.Random, words: list[str]) -> tuple[Meeting, AgendaItem, AnnotatedDocument]:
    panel = number // 8 % 40
    date = datetime.date(2006, 1, 1) + datetime.timedelta(days=number // 8 * 7 % 7300)
    site = f"https://democracy{panel}.example/"
    meeting = Meeting(
        site=site, meeting_id=str(number // 8), committee_id="1", committee=f"Panel {panel}", date=date, status="final"
    )  # fmt: skip
    text = ""
    paragraphs: list[Paragraph] = []
    facts: list[Fact] = []
    for index in range(PARAGRAPHS):
        start = len(text)
        text += " ".join(words[index * WORDS : (index + 1) * WORDS]) + ". "
        for _ in range(2):
            begin = len(text)
            fact = _make_fact(number, chance, begin, index == PARAGRAPHS - 1)
            text += fact.text + " "
            facts.append(fact)
        paragraphs.append(Paragraph(label=f"{index + 1}.", start_char=start, end_char=len(text), kind="numbered"))
        text += "\n\n"
    item = AgendaItem(
        site=site, item_id=str(number), meeting_id=meeting.meeting_id, position=number % 8, number=f"{number % 8}.",
        title=" ".join(words[:5]), text=text, minutes_text=text, sha256=f"{number:064x}",
    )  # fmt: skip
    topics = tuple(Topic(topic_id=chance.choice(TOPICS), score=1.0, method="rule") for _ in range(3))
    document = AnnotatedDocument(
        id=str(number), source="", title=item.title, text=text, paragraphs=tuple(paragraphs), items=(),
        facts=tuple(facts), topics=tuple(dict.fromkeys(topics)),
    )  # fmt: skip
    return meeting, item, document


def _make_fact(number: int, chance: random.Random, start: int, last: bool) -> Fact:
    kind: FactKind = "resolution" if last else ("money" if chance.random() < 0.6 else "headcount")
    amount = int(10 ** chance.uniform(3, 9))
    text = f"£{amount}" if kind == "money" else (f"{amount % 500} officers" if kind == "headcount" else "RESOLVED so")
    shared: dict[str, Any] = {"start_char": start, "end_char": start + len(text), "text": text, "rule_id": "bench"}
    if kind == "money":
        value: Money | Headcount | Resolution = Money(
            **shared, low_pence=amount * 100, high_pence=amount * 100, role=chance.choice(ROLES)
        )
    elif kind == "headcount":
        value = Headcount(**shared, count=float(amount % 500), role=chance.choice(OFFICERS))
    else:
        value = Resolution(**shared, decision="resolved", verbs=(chance.choice(VERBS),))
    return Fact(id=f"{number}:{kind}:{start}", kind=kind, item=str(number), paragraph=None, value=value, **shared)


def timed(run: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    begin = time.perf_counter()
    run()
    return (time.perf_counter() - begin) * 1000


# Class of query, three of it, and the goal in ms (p95 at 1,000,000 rows in SQLite; twice that in PostgreSQL).
QUERIES: list[tuple[str, list[str], int]] = [
    ("rare term", [word(n) for n in (21_001, 23_456, 27_890)], 50),
    ("two terms", ["w300 w420", "w512 w230", "w350 w610"], 50),
    ("term + filters", ["w250 topic:topic7 date:2012..2015", "w300 topic:topic9 fy:2014/15", "w410 kind:money"], 50),
    ("figure of a role", ["role:overtime amount:>1m", "role:grant amount:100m..200m", "role:PCSO headcount:>490"], 50),
    ("term + figure", ["w250 role:overtime amount:>1m", "w100 amount:>500m", "w310 headcount:<5"], 50),
    ("phrase", ['"w5 w9"', '"w40 w70"', '"w2 w3"'], 100),
    ("common term", ["w0", "w1", "w2"], 200),
    ("common term + facets", ["facets w0", "facets w1", "facets w2"], 200),
    ("prefix", ["w12*", "w299*", "w7*"], 200),
]


def bare(text: str) -> str | None:
    """The FTS5 expression for a query of words, a phrase or a prefix; None for the rest."""
    if ":" in text or text.startswith("facets"):
        return None
    return text


def measure(run: Callable[[str], object], queries: list[str]) -> str:
    """p50 / p95 in ms of the queries when warm: the best of the rounds for each."""
    for query in queries:
        run(query)
    rounds = [sorted(timed(partial(run, query)) for _ in range(REPEATS) for query in queries) for _ in range(ROUNDS)]
    median = min(map(statistics.median, rounds))
    return f"{median:8.1f} /{min(times[int(len(times) * 0.95)] for times in rounds):8.1f}"


def ask(index: Index, query: str) -> object:
    """A search of the first 20 with snippets and total, with facets where asked."""
    if query.startswith("facets "):
        text = query.removeprefix("facets ")
        return index.search(text, limit=20), index.facets(text)
    return index.search(query, limit=20)


def build(index: Index, rows: int, bare_index: sqlite3.Connection) -> tuple[float, float]:
    """Fill both in turns with the same rows; seconds of each, without the making of the rows."""
    ours = theirs = 0.0
    batch: Items = []
    with index.writing():
        bare_index.execute("BEGIN")
        for entry in make_items(rows):
            batch.append(entry)
            if len(batch) == _BATCH:
                one, other = _fill(index, bare_index, batch)
                ours, theirs, batch = ours + one, theirs + other, []
        one, other = _fill(index, bare_index, batch)
        ours, theirs = ours + one, theirs + other
        theirs += timed(lambda: bare_index.execute("COMMIT")) / 1000
        begin = time.perf_counter()
    return ours + time.perf_counter() - begin, theirs


def _fill(index: Index, bare_index: sqlite3.Connection, batch: Items) -> tuple[float, float]:
    texts = [(document.text[p.start_char : p.end_char],) for _, _, document in batch for p in document.paragraphs]
    theirs = timed(lambda: bare_index.executemany("INSERT INTO bare VALUES (?)", texts))
    gc.collect()
    ours = timed(lambda: _add(index, batch))
    return ours / 1000, theirs / 1000


def _add(index: Index, batch: Items) -> None:
    for entry in batch:
        index.add(*entry)
    # A question waits for what is still being written beside us: that is our time too.
    index.has("", "")


def open_tantivy(rows: int) -> Callable[[str], object] | None:
    """A tantivy index of the same rows, or None with a word if it is not installed."""
    try:
        import tantivy
    except ImportError:
        print("tantivy is not installed: its column stays empty")
        return None
    schema = tantivy.SchemaBuilder().add_text_field("text", stored=True).build()
    index = tantivy.Index(schema)
    writer = index.writer(200_000_000, 1)
    for _, _, document in make_items(rows):
        for p in document.paragraphs:
            writer.add_document(tantivy.Document(text=document.text[p.start_char : p.end_char]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def run(text: str) -> object:
        query = index.parse_query(text if text.startswith('"') else " AND ".join(text.split()), ["text"])
        return [searcher.doc(address) for _, address in searcher.search(query, 20, count=True).hits]

    return run


def report(rows: int, folder: Path) -> None:
    """Build and ask at one size, and print both."""
    bare_index = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    bare_index.execute("PRAGMA journal_mode = WAL")
    bare_index.execute("PRAGMA cache_size = -65536")
    with open_index(folder / "index.sqlite") as index:
        print(f"\n{rows:,} paragraphs, {rows * 2:,} facts")
        if not index.stats().items:
            bare_index.execute("CREATE VIRTUAL TABLE bare USING fts5 (text)")
            ours_s, bare_s = build(index, rows, bare_index)
            print(
                f"build: {rows / ours_s:,.0f} rows/s, bare FTS5 {rows / bare_s:,.0f} rows/s, "
                f"ratio {bare_s / ours_s:.2f}; {(folder / 'index.sqlite').stat().st_size / 1e6:,.0f} MB"
            )
        report_searches(index, bare_index, open_tantivy(rows))
    bare_index.close()
    if address := os.environ.get("MINUTEMINER_BENCH_POSTGRES"):
        report_postgres(rows, address.format(rows=rows))


def report_searches(index: Index, bare_index: sqlite3.Connection, tantivy_run: Callable[[str], object] | None) -> None:
    """Times of each class of query, beside the peers where they can say it."""
    sql = "SELECT text, snippet(bare, 0, '[', ']', '…', 20) FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 20"
    print(f"{'ms, p50 / p95':24}{'MinuteMiner':>18}{'bare FTS5':>20}{'tantivy':>20}   goal at 1,000,000")
    for name, queries, goal in QUERIES:
        ours = measure(lambda query: ask(index, query), queries)
        plain = [text for query in queries if (text := bare(query))]
        other = third = ""
        if plain:
            other = measure(lambda query: bare_index.execute(sql, (query,)).fetchall(), plain)
        if plain and tantivy_run and "*" not in plain[0]:
            third = measure(tantivy_run, plain)
        print(f"{name:24}{ours:>18}{other:>20}{third:>20}   {goal}", flush=True)


def report_postgres(rows: int, address: str) -> None:
    """The same in PostgreSQL, in an empty database at `address`."""
    with open_index(address) as index:
        print(f"\nPostgreSQL, {rows:,} paragraphs")
        if not index.stats().items:
            making_s = timed(lambda: sum(1 for _ in make_items(rows))) / 1000
            begin = time.perf_counter()
            with index.writing():
                for entry in make_items(rows):
                    index.add(*entry)
            print(f"build: {rows / (time.perf_counter() - begin - making_s):,.0f} rows/s")
        for name, queries, goal in QUERIES:
            ours = measure(lambda query: ask(index, query), queries)
            print(f"{name:24}{ours:>18}   goal at 1,000,000: {2 * goal}", flush=True)


def main() -> None:
    """Measure each size that is asked for."""
    sizes = [int(one) for one in os.environ.get("MINUTEMINER_BENCH_ROWS", "100000").split(",")]
    for rows in sizes:
        if cache := os.environ.get("MINUTEMINER_BENCH_CACHE"):
            kept = Path(cache) / str(rows)
            kept.mkdir(parents=True, exist_ok=True)
            report(rows, kept)
            continue
        with tempfile.TemporaryDirectory() as folder:
            report(rows, Path(folder))


if __name__ == "__main__":
    main()
