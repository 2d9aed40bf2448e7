"""What is wrong with a job file, in plain words: where, what is expected, what stands there, and what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

# Of each key what it holds, and how that is written.
_EXPECTED = {
    "panel": ("the name of a panel in quotation marks", 'panel = "kent"'),
    "site": ("the address of a site in quotation marks", 'site = "https://democracy.a-council.example/"'),
    "committees": ("a list of committee numbers, each in quotation marks", 'committees = ["776"]'),
    "contact": ("an address at which you can be reached, in quotation marks", 'contact = "you@a-council.example"'),
    "since": ("a day as year-month-day without quotation marks", "since = 2016-01-31"),
    "until": ("a day as year-month-day without quotation marks", "until = 2016-12-31"),
    "documents": ('"none", "minutes" or "all"', 'documents = "minutes"'),
    "other_hosts": ("a list of hosts, each in quotation marks", 'other_hosts = ["minutes.a-council.example"]'),
    "licence": ('"OGL-UK-3.0", or no line for it', 'licence = "OGL-UK-3.0"'),
    "delay_s": ("a number of seconds, 0 or more", "delay_s = 2.0"),
    "max_requests": ("a whole number above 0", "max_requests = 2000"),
    "max_bytes": ("a whole number of bytes above 0", "max_bytes = 500000000"),
    "window": ("two times of day with a hyphen between them", 'window = "22:00-06:00"'),
    "steps": ("a list of collect, parse, annotate and index", 'steps = ["collect", "parse", "annotate", "index"]'),
    "taxonomy": ("the name of a file beside the job file, in quotation marks", 'taxonomy = "topics.json"'),
    "alerts": ("the name of a file beside the job file, in quotation marks", 'alerts = "alerts.toml"'),
    "canary": ("true or false without quotation marks", "canary = true"),
    "keep_reports": ("a whole number above 0", "keep_reports = 400"),
}
_SECTION = ("a section with lines of its own", '[source]\nsite = "https://…/"\ncommittees = ["776"]')
# What Python's reader of TOML complains of, and what is wrong then.
_TOML = (
    (r"Illegal character|Unterminated string|Expected '\"|Expected \"'",
     "a text is not closed: put a quotation mark at its end"),
    (r"Cannot overwrite|Duplicate|Cannot declare", "this stands in the file twice: leave one of the two out"),
    (r"Expected '='", "a line is a key and a value with = between them, such as delay_s = 2.0"),
    (r"Unclosed array|Expected '\]' at the end of a table", "a bracket is not closed: put ] at its end"),
    (r"Expected newline|after a statement",
     "more stands behind the value than belongs to it: one key and value a line"),
    (r"Invalid initial character", "a key is expected here, made of letters, digits, - and _"),
    (r"Invalid statement", "a key, = and a value are expected here, or a section such as [source]"),
    (r"Invalid (?:value|date|hex|number)",
     'a value is expected here: "text in quotation marks", 5, 2.0, true, 2016-01-31 or ["a", "list"]'),
)  # fmt: skip
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)\Z")
_LONGEST_SHOWN = 60


def toml_mistake(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    """Which line of a file cannot be read as TOML, and what is probably wrong with it.

    >>> try:
    ...     tomllib.loads('site = "https://x.example')
    ... except tomllib.TOMLDecodeError as error:
    ...     print(toml_mistake(Path("job.toml"), 'site = "https://x.example', error))
    job.toml:1: a text is not closed: put a quotation mark at its end. It reads: site = "https://x.example
    """
    said = str(error)
    place = _PLACE.search(said)
    lines = text.splitlines() or [""]
    number = int(place["line"]) if place and place["line"] else len(lines)
    plain = next(
        (words for pattern, words in _TOML if re.search(pattern, said)), f"this is not TOML: {_PLACE.sub('', said)}"
    )
    shown = lines[min(number, len(lines)) - 1].strip()
    return f"{path}:{number}: {plain}. It reads: {shown[:_LONGEST_SHOWN]}"


def mistakes(path: Path, text: str, problems: Iterable[Mapping[str, Any]], allowed: Mapping[str, list[str]]) -> str:
    """The mistakes that the check of a file's values found, one a line, in the order of the file.

    `allowed` are the keys by section, "" for the sections themselves.
    """
    told = []
    for problem in problems:
        place = [part for part in problem["loc"] if isinstance(part, str)]
        line = line_of(text, place)
        told.append((line, f"{path}:{line}: {'.'.join(place) or 'the file'}: {_words(problem, place, allowed)}"))
    return "\n".join(dict.fromkeys(words for _, words in sorted(told, key=lambda one: one[0])))


def _words(problem: Mapping[str, Any], place: list[str], allowed: Mapping[str, list[str]]) -> str:
    kind, name = problem["type"], place[-1] if place else ""
    if kind == "extra_forbidden":
        keys = allowed.get(".".join(place[:-1]), [])
        return f"unknown; allowed here: {', '.join(keys)}{_meant(name, keys, allowed)}"
    if kind == "missing":
        return "missing; a job needs a [source] section that says what to collect"
    got = _shown(problem["input"])
    if kind == "value_error":
        reason = str(problem["msg"]).removeprefix("Value error, ")
        if len(place) < 2:
            return reason  # it speaks of several keys, and says what they hold
        example = _EXPECTED[name][1] if name in _EXPECTED else ""
        return f"{reason}, got {got}{_write(example)}"
    what, example = _EXPECTED.get(name, _SECTION)
    return f"expected {what}, got {got}{_write(example)}"


def _meant(name: str, keys: list[str], allowed: Mapping[str, list[str]]) -> str:
    """A guess at what a misspelt key should be, or the section that it belongs to."""
    if near := get_close_matches(name, keys, n=1):
        return f"; did you mean {near[0]}?"
    section = next((section for section, known in allowed.items() if section and name in known), None)
    return f"; it belongs below [{section}]" if section else ""


def _shown(value: object) -> str:
    """A value as it is written in TOML, more or less."""
    if isinstance(value, bool):
        return str(value).lower()
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


def _write(example: str) -> str:
    return f"; write {example}" if example else ""


def line_of(text: str, place: list[str]) -> int:
    """The line of `section.key` in the text: TOML's reader does not keep it."""
    section, line_of_section = "", 1
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([\w.]+)\]", line):
            section = header[1]
            if place[:1] == [section]:
                line_of_section = number
                if len(place) == 1:
                    return number
        elif (
            place
            and (key := re.match(r'\s*"?([\w-]+)"?\s*=', line))
            and [*filter(None, [section]), key[1]] == place[:2]
        ):
            return number
    return line_of_section
