"""Accuracy beside other libraries: sums of money and percentages in the same gold passages.

Each reader gets the text of a passage and gives numbers; a range counts as its two ends, as in the published suites.
Precision, recall and F1 over the multiset of values of each passage. The four-line regular expression is what many
would write first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from minuteminer.annotate.money import find_money
from minuteminer.annotate.percents import find_percents
from minuteminer.evaluate import Score, count_hits, load_gold

GOLD = Path(__file__).parents[1] / "corpus" / "gold"
FILES = ("test.jsonl", "seed_dev.jsonl")
Reader = Callable[[str], Iterable[float]]

_SCALE = {"": 1, "k": 1e3, "m": 1e6, "bn": 1e9, "million": 1e6, "billion": 1e9, "thousand": 1e3}


def regular_expression(text: str) -> Iterable[float]:
    """Sums by a regular expression of four lines."""
    pattern = r"£(\d[\d,]*(?:\.\d+)?)\s*(k|m|bn|million|billion|thousand)?\b"
    for number, scale in re.findall(pattern, text, re.IGNORECASE):
        yield float(number.replace(",", "")) * _SCALE[scale.lower()]


def ours(text: str) -> Iterable[float]:
    for money in find_money(text):
        if money.low_pence is not None and money.high_pence is not None:
            yield money.low_pence / 100
            if money.high_pence != money.low_pence:
                yield money.high_pence / 100


def our_percents(text: str) -> Iterable[float]:
    for percent in find_percents(text):
        yield percent.value


def quantulum(units: str) -> Reader:
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False

    def read(text: str) -> Iterable[float]:
        for quantity in parser.parse(text):
            if re.search(units, quantity.unit.name):
                yield quantity.value

    return read


def recognizers(kind: str) -> Reader:
    from recognizers_number import recognize_percentage
    from recognizers_number_with_unit import Culture, recognize_currency

    recognize = recognize_currency if kind == "money" else recognize_percentage

    def read(text: str) -> Iterable[float]:
        for result in recognize(text, Culture.English):
            value = (result.resolution or {}).get("value")
            if value:
                pence = (result.resolution or {}).get("unit") == "Pence"
                yield float(value.rstrip("%")) / (100 if pence else 1)

    return read


def readers(kind: str) -> dict[str, Callable[[], Reader]]:
    """The readers of a kind, each made when its turn comes, so that one that does not load costs only itself."""
    if kind == "money":
        return {
            "MinuteMiner": lambda: ours,
            "a regular expression": lambda: regular_expression,
            "quantulum3": lambda: quantulum("pound sterling|penny"),
            "Recognizers-Text": lambda: recognizers("money"),
        }
    return {
        "MinuteMiner": lambda: our_percents,
        "quantulum3": lambda: quantulum("percent"),
        "Recognizers-Text": lambda: recognizers("percent"),
    }


def expected(passage: dict[str, object], kind: str) -> Counter[float]:
    values: list[float] = []
    for mark in passage.get(kind, ()):  # type: ignore[attr-defined]
        if kind == "money":
            values += {float(mark["low"]), float(mark["high"])}
        else:
            values.append(float(mark["value"]))
    return Counter(round(value, 4) for value in values)


def compare(kind: str) -> None:
    passages = [passage for name in FILES for passage in load_gold(GOLD / name)]
    count = sum(expected(passage, kind).total() for passage in passages)
    print(f"\n{kind}: {count} values in {len(passages)} passages ({', '.join(FILES)})")
    print(f"{'':24} {'precision':>9} {'recall':>7} {'F1':>7}")
    for name, make in readers(kind).items():
        try:
            read = make()
        except Exception as error:
            print(f"{name:24} not measured: {type(error).__name__}: {error}")
            continue
        score = Score()
        for passage in passages:
            found = Counter(round(value, 4) for value in read(str(passage["text"])))
            score = score.plus(count_hits(expected(passage, kind), found))
        print(f"{name:24} {score.precision:9.3f} {score.recall:7.3f} {score.f1:7.3f}", flush=True)


def main() -> None:
    """Print the comparison for money and percentages."""
    for kind in ("money", "percent"):
        compare(kind)
