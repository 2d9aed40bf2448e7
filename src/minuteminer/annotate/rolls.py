"""Recorded votes: names under For, Against and Abstain, as a list or as the table of a page."""

from __future__ import annotations

import re

from minuteminer.findings import Vote

_SIDE = (
    r"(?P<side>For|FOR|In [Ff]avour|IN FAVOUR|Against|AGAINST|Abstain(?:ed|ing|s)?|Abstentions?"
    r"|ABSTAIN(?:ED|ING|S)?|ABSTENTIONS?|(?<=voting )(?:for|in favour|against)(?= ?:))"
)
_MARK = re.compile(
    rf"(?:(?<=[\s(;,.|])|\A)(?:Votes? |Voting |Voted |(?:Members|Councillors|Those) (?:voting )?)?{_SIDE}"
    r"(?: the (?:motion|amendment|proposal|recommendation|precept|substantive motion))?"
    r"(?: ?\((?P<count>\d{1,3})\) ?:?| ?(?P<colon>:|[–-] (?=\d)))"
)
# No roll without this: "Against:", "Against the motion (3)". Two patterns that start with their letters are sought
# in a tenth of the time of one that starts with either.
_LISTED = [re.compile(side + r"(?: the \w+(?: \w+)?)? ?[(:–-]") for side in ("gainst", "AGAINST")]
_COUNT_AFTER = re.compile(r"\((\d{1,3})\)\s*\Z")
_NAME_CUT = re.compile(r",\s*(?:and\s+)?|\s+and\s+|;\s*|\n+")
_TITLES = re.compile(r"\A(?:The )?(?:Cllrs?|Councillors?|Members?|Messrs)\.?\s+")
_NOBODY = re.compile(r"\A(?:none|nil|0|no one|\W*)\Z", re.I)
_FIRST_LETTERS = {"f": 0, "i": 0, "a": 1}
# A roll with all the names of the largest council in it stays below this.
_LONGEST_ROLL = 6000
_MARKED = frozenset(("x", "✓", "✔", "√", "y", "yes", "1", "for", "•"))


def find_rolls(text: str) -> list[Vote]:
    """The recorded votes of `text`, with names where printed."""
    has_side = "gainst" in text or "AGAINST" in text
    rolls = _find_lists(text) if has_side and any(listed.search(text) for listed in _LISTED) else []
    if has_side and "|" in text:
        rolls += _find_tables(text)
    return sorted(rolls, key=lambda vote: vote.start_char)


def _side(mark: str) -> int:
    return 2 if mark[:3].lower() == "abs" else _FIRST_LETTERS[mark[0].lower()]


def _find_lists(text: str) -> list[Vote]:
    marks = list(_MARK.finditer(text))
    votes = []
    index = 0
    while index < len(marks):
        run = [marks[index]]
        while index + len(run) < len(marks) and _goes_on(run, marks[index + len(run)]):
            run.append(marks[index + len(run)])
        if {0, 1} <= {_side(mark["side"]) for mark in run}:
            votes.append(_vote_of_list(text, run))
        index += len(run)
    return votes


def _goes_on(run: list[re.Match[str]], mark: re.Match[str]) -> bool:
    sides = [_side(before["side"]) for before in run]
    return _side(mark["side"]) > sides[-1] and mark.start() - run[0].start() < _LONGEST_ROLL


def _vote_of_list(text: str, run: list[re.Match[str]]) -> Vote:
    counts: list[int | None] = [None, None, None]
    names: list[tuple[str, ...]] = [(), (), ()]
    end = run[-1].end()
    for mark, after in zip(run, [*run[1:], None], strict=True):
        stop = after.start() if after else _end_of_names(text, mark.end())
        words = text[mark.end() : stop].strip(" \n\r\t|.;,")
        counted = _COUNT_AFTER.search(words)
        if counted:
            words = words[: counted.start()]
        side = _side(mark["side"])
        names[side] = names_in(words)
        count = mark["count"] or (counted[1] if counted else None)
        if count is None and (digits := words.strip("() ")).isdigit():
            count, names[side] = digits, ()
        counts[side] = int(count) if count else len(names[side])
        end = mark.end() if after or not words else mark.end() + len(text[mark.end() : stop].rstrip(" \n\r\t|;,"))
    start = run[0].start()
    return Vote(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id="vote.roll.list",
        votes_for=counts[0],
        votes_against=counts[1],
        abstain=counts[2],
        names_for=names[0],
        names_against=names[1],
        names_abstain=names[2],
    )


def _end_of_names(text: str, start: int) -> int:
    """The end of the names after a side; they may stand in a paragraph of their own below it."""
    while text[start : start + 1].isspace():
        start += 1
    ends = [at for mark in ("\n\n", ". ", ".\n") if (at := text.find(mark, start, start + 2000)) >= 0]
    return min(ends, default=min(len(text), start + 2000))


def names_in(words: str) -> tuple[str, ...]:
    """The names in a list of names, without the title that stands before them all; none for "None".

    >>> names_in("Cllrs Ambrose, Birtle and Crake")
    ('Ambrose', 'Birtle', 'Crake')
    """
    words = words.strip(" \n\r\t|:–-")
    if _NOBODY.match(words):
        return ()
    names = (_TITLES.sub("", name.strip()) for name in _NAME_CUT.split(words))
    return tuple(name for name in names if name and name[0].isupper())


def _find_tables(text: str) -> list[Vote]:
    votes = []
    lines = [(at.start(), at.group()) for at in re.finditer(r"[^\n]+", text)]
    columns: dict[int, int] = {}
    rows: list[tuple[int, list[str]]] = []
    for start, line in lines:
        line = line.strip()
        cells = [cell.strip() for cell in (line.strip("|") if line.startswith("|") else line).split("|")]
        if heads := _columns(cells):
            columns, rows = heads, [(start, cells)]
        elif columns and len(cells) > max(columns):
            rows.append((start, cells))
            if cells[0].lower().startswith("total"):
                votes.append(_vote_of_table(text, rows, columns, start + len(line)))
                columns = {}
    return votes


def _columns(cells: list[str]) -> dict[int, int]:
    sides = {
        index: _side(cell)
        for index, cell in enumerate(cells)
        if re.fullmatch(r"(?i:for|in favour|against|abstain(?:ed|ing|s)?|abstentions?)", cell)
    }
    return sides if {0, 1} <= set(sides.values()) else {}


def _vote_of_table(text: str, rows: list[tuple[int, list[str]]], columns: dict[int, int], end: int) -> Vote:
    """The vote of a table: numbers from its total row, names from the rows that are ticked."""
    start, total = rows[-1]
    counts: list[int | None] = [None, None, None]
    names: list[list[str]] = [[], [], []]
    for column, side in columns.items():
        counts[side] = int(total[column]) if total[column].isdigit() else None
        names[side] = [cells[0] for _, cells in rows[1:-1] if cells[column].lower() in _MARKED]
    return Vote(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id="vote.roll.table",
        votes_for=counts[0],
        votes_against=counts[1],
        abstain=counts[2],
        names_for=tuple(names[0]),
        names_against=tuple(names[1]),
        names_abstain=tuple(names[2]),
    )
