"""Minutes made from a seed, in any number, for benchmarks and load tests.

An item is about 600 words in numbered paragraphs, with about 19 facts and a vocabulary that follows Zipf's law
(a few words very often, a long tail seldom), as the words of real minutes do: a text of few distinct words
would flatter every cache. All names are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

COMMON = (
    "the of to and a in that was for had on be were by as with Commissioner Panel it not is would been from said "
    "which their he she at report police an Members this there noted more have work Force Chief officers Constable "
    "public new asked whether would about also who year Chairman they Council plan through explained other between "
    "time local community number information service response crime area need meeting question support made would "
    "all during being some within across people those future order further last two into process issue taken under "
    "part views before after including view level concern raised welcomed discussed agreed provided considered "
    "partners agencies evidence data figures county district road town centre residents businesses schools "
    "performance resources demand priority progress impact increase reduction change team unit role training "
    "victims offenders reported recorded national regional government Home Office review inspection annual budget"
).split()

FACT_SENTENCES = (
    "The {role} budget for {fy} was £{million}m, of which approximately £{small}m related to {thing}.",
    "A grant of £{thousands},{hundreds} had been received from the Home Office for {thing}.",
    "The precept would rise by £{pounds}.{pence} a year on a Band D property, or {percent}%.",
    "The Chief Constable confirmed that {few} of the {many} additional firearms officers had been recruited.",
    "Officer strength stood at {strength} and there were {pcsos} PCSOs.",
    "Overtime had cost £{thousands},{hundreds} against a budget of £{small}.{digit} million.",
    "Some {percent}% of calls to 101 were answered within {few} seconds, against {other}% in {fy}.",
    "The number of special constables had fallen from {pcsos} to {many}.",
    "Savings of £{small}.{digit}m would be needed by {fy}, on top of the £{million}m already found.",
    "Members asked about domestic abuse and child sexual exploitation (CSE); £{thousands},{hundreds} was spent on it.",
    "Operation Stack had been in force on {few} days and had cost the Force between £{small}m and £{million}m.",
    "There were {few} vacancies for detectives and a further {many} officers would be trained in {thing}.",
)
THINGS = (
    "police overtime", "mental health", "rural crime", "knife crime", "the custody estate", "road safety",
    "victim support", "cyber crime", "body worn video", "the control room", "modern slavery", "stop and search",
    "vehicles", "hate crime", "neighbourhood policing", "youth justice",
)  # fmt: skip
TITLES = (
    "Draft budget and precept proposal", "Police and Crime Plan: quarterly monitoring", "Annual Report",
    "Firearms capability", "Response to child sexual exploitation", "Operation Stack: costs", "Estates strategy",
    "Questions to the Commissioner", "Mental health and policing", "Workforce update", "Complaints", "Rural crime",
)  # fmt: skip
RESOLUTIONS = (
    "RESOLVED that the report be noted.",
    "RESOLVED that the Panel note the report and that the Chairman be authorised to write to the Commissioner.",
    "RESOLVED to support the proposed precept for {fy} by {few} votes to {digit}.",
    "RESOLVED: That the Panel recommend that the Commissioner report again within {few} months.",
)
SYLLABLES = (
    "ba be bo ca co da de di fa fo ga ge gra ha hol ka la len lo ma mer mi na nor o pa per pla ra re ri sa se sha so "
    "sta ta ter ti to tra va ver wa win"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedItem:
    """One made agenda item; `id` counts from 0, `year` and `topic_hint` spread items over time and subject."""

    id: str
    title: str
    text: str
    year: int


@cache
def _vocabulary(size: int = 20_000) -> tuple[tuple[str, ...], tuple[float, ...]]:
    rng = random.Random(20160908)
    words = list(dict.fromkeys(COMMON))
    seen = set(words)
    while len(words) < size:
        word = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))
        if word not in seen:
            seen.add(word)
            words.append(word)
    # Zipf: the word of rank r is used in proportion to 1/r; +2 flattens the very top as real prose does.
    return tuple(words), tuple(accumulate(1 / (rank + 2) for rank in range(1, size + 1)))


def _sentence(rng: random.Random) -> str:
    words, weights = _vocabulary()
    chosen = rng.choices(words, cum_weights=weights, k=rng.randint(12, 28))
    chosen.insert(len(chosen) // 2, rng.choice(("and,", "which,", "but,", "so that,")))
    text = " ".join(chosen)
    return f"{text[0].upper()}{text[1:]}."


def _slots(rng: random.Random) -> dict[str, object]:
    year = rng.randint(2012, 2025)
    return {
        "fy": f"{year}/{(year + 1) % 100:02d}",
        "role": rng.choice(("pay", "capital", "revenue", "net")),
        "thing": rng.choice(THINGS),
        "million": rng.randint(11, 420),
        "small": rng.randint(2, 9),
        "digit": rng.randint(1, 9),
        "thousands": rng.randint(12, 980),
        "hundreds": f"{rng.randint(0, 9)}00",
        "pounds": rng.randint(2, 15),
        "pence": f"{rng.randint(1, 99):02d}",
        "percent": f"{rng.randint(1, 60)}.{rng.randint(1, 9)}",
        "other": rng.randint(61, 99),
        "few": rng.randint(6, 29),
        "many": rng.randint(30, 99),
        "strength": f"{rng.randint(1, 4)},{rng.randint(100, 999)}",
        "pcsos": rng.randint(100, 400),
    }


def generate_item(number: int, *, seed: int = 1, words: int = 600) -> GeneratedItem:
    """The made item `number` of the series `seed`, of about `words` words; the same numbers give the same text.

    >>> generate_item(3) == generate_item(3)
    True
    """
    rng = random.Random(seed * 1_000_003 + number)
    paragraphs: list[str] = []
    written, paragraph = 0, 0
    while written < words - 40:
        paragraph += 1
        sentences = [_sentence(rng) for _ in range(rng.randint(1, 3))]
        sentences.insert(rng.randint(0, len(sentences)), rng.choice(FACT_SENTENCES).format_map(_slots(rng)))
        paragraphs.append(f"{paragraph}.    {' '.join(sentences)}")
        written += len(paragraphs[-1].split())
    paragraphs.append(rng.choice(RESOLUTIONS).format_map(_slots(rng)))
    return GeneratedItem(
        id=f"G{number:07d}",
        title=rng.choice(TITLES),
        text="\n\n".join(paragraphs),
        year=2012 + number % 14,
    )


def generate_items(count: int, *, seed: int = 1, words: int = 600) -> Iterator[GeneratedItem]:
    """`count` made items, one after the other, so that any number fits into memory."""
    return (generate_item(number, seed=seed, words=words) for number in range(count))
