"""Recorded votes: names under For, Against and Abstain, as a list or as the table of a page."""

from __future__ import annotations

import re

from minuteminer.findings import Vote

# A side in small letters counts behind a word of voting or of those who did.
_SIDE = (
    r"(?P<side>For|FOR|In [Ff]avour|IN FAVOUR|Against|AGAINST|Abstain(?:ed|ing|s)?|Abstentions?"
    r"|ABSTAIN(?:ED|ING|S)?|ABSTENTIONS?|(?:Ayes|AYES|Noes|NOES|Yes|YES|No|NO)(?= ?[:–-] ?\d)"
    r"|(?<=oting )(?:for|in favour|against)|(?<=oted )(?:for|in favour|against)|(?<=ose )(?:in favour|for|against)"
    r"|(?<=ere )abstained)"
)
_WHO = (
    r"(?:Votes? |Voting |Voted |(?:There|Those|Members|Councillors|The following(?: Members| Councillors)?)"
    r" (?:present )?(?:voting |voted )?)?"
)
_WHAT = r"(?: from voting)?(?: (?:of )?(?:the|it|this)(?: (?!and\b|to\b)[\w’'-]+){0,6})?"
_MARK = re.compile(
    rf"(?:(?<=[\s(;,.|])|\A){_WHO}{_SIDE}{_WHAT}(?: ?\((?P<count>\d{{1,3}})\) ?:?| ?(?P<colon>:|[–-] (?=\d)))"
)
# No roll without this: "Against:", "Against the motion (3)". Two patterns that start with their letters are sought
# in a tenth of the time of one that starts with either.
_LISTED = [re.compile(side + r"(?: (?:the|it|this)(?: [\w’'-]+){0,6})? ?[(:–-]") for side in ("gainst", "AGAINST")]
_NOES = re.compile(r"(?:No|Noes|NO|NOES) ?[:–-] ?\d")
# "Yes" has "no" beside it, "ayes" has "noes": a number of a document is no side of a vote.
_OTHER_SIDE = {"yes": "no", "ayes": "noes"}
_COUNT_AFTER = re.compile(r"(?:\((\d{1,3})\)|[.…]*(?:\.\.|…)[.…]* ?(\d{1,3}))[\s.]*\Z")
_LEADING_COUNT = re.compile(r"\(?(\d{1,3})\)?(?=[^\w.,]|[.,](?!\d)|\Z)")
# "ABSTAIN - 2" over its names.
_COUNT_ALONE = re.compile(r"\(?\d{1,3}\)?[.:]?\s*\n(?=[A-Z][^\n]{0,80}?(?:,|;| and |\n|\Z))\s*")
_NAME_CUT = re.compile(r",\s*(?:and\s+)?|\s+and\s+|;\s*|\n+")
_TITLES = re.compile(r"\A(?:The )?(?:Cllrs?|Councillors?|Members?|Messrs)\.?\s+")
_NOBODY = re.compile(r"\A(?:none|nil|0|no one|\W*)\Z", re.I)
_AYES = ("Yes", "YES", "Ayes", "AYES")
_FIRST_LETTERS = {"f": 0, "i": 0, "y": 0, "a": 1, "n": 1}
# "..... 9" leads to a count.
_END_OF_NAMES = re.compile(r"\n\n|(?<!\.)\.(?=[ \n](?!\())")
_LONGEST_NAMES = 2000
# A roll with all the names of the largest council in it stays below this.
_LONGEST_ROLL = 6000
_MARKED = frozenset(("x", "✓", "✔", "√", "y", "yes", "1", "for", "•"))


def find_rolls(text: str) -> list[Vote]:
    """The recorded votes of `text`, with names where printed."""
    has_side = "gainst" in text or "AGAINST" in text
    is_listed = has_side and any(listed.search(text) for listed in _LISTED)
    has_noes = any(ayes in text for ayes in _AYES) and _NOES.search(text) is not None
    rolls = _find_lists(text) if is_listed or has_noes else []
    if has_side:
        if "|" in text:
            rolls += _find_tables(text)
        if _PERSON_AGAINST.search(text) is not None:
            rolls += find_by_person(text)
    return sorted(rolls, key=lambda vote: vote.start_char)


def _side(mark: str) -> int:
    """0 for those in favour, 1 for those against, 2 for who abstained."""
    start = mark[:3].lower()
    return 2 if start == "abs" else 0 if start == "aye" else _FIRST_LETTERS[start[0]]


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
    if mark.start() - run[0].start() >= _LONGEST_ROLL or _side(mark["side"]) <= _side(run[-1]["side"]):
        return False
    if _side(mark["side"]) != 1:
        return True
    first, own = run[0]["side"].lower(), mark["side"].lower()
    return own == _OTHER_SIDE[first] if first in _OTHER_SIDE else own not in _OTHER_SIDE.values()


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
        count = mark["count"] or (counted[1] or counted[2] if counted else None)
        if count is None and (digits := _LEADING_COUNT.match(words)):
            count, names[side] = digits[1], _counted_names(words[digits.end() :], int(digits[1]))
            if not names[side]:
                stop = text.index(digits[1], mark.end()) + len(digits[1])
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


def _counted_names(words: str, count: int) -> tuple[str, ...]:
    """The names behind a count ("3 Ambrose, Birtle and Crake"), or none where they are other words."""
    names = names_in(words)
    return names if len(names) == count else ()


def _end_of_names(text: str, start: int) -> int:
    """The end of the names after a side; they may stand in a paragraph of their own below it."""
    while text[start : start + 1].isspace():
        start += 1
    if counted := _COUNT_ALONE.match(text, start):
        start = counted.end()
    found = _END_OF_NAMES.search(text, start, start + _LONGEST_NAMES)
    return found.start() if found else min(len(text), start + _LONGEST_NAMES)


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
    sides: list[tuple[int, int, list[str]]] = []
    for start, line in lines:
        line = line.strip()
        cells = [cell.strip() for cell in (line.strip("|") if line.startswith("|") else line).split("|")]
        if heads := _columns(cells):
            columns, rows = heads, [(start, cells)]
        elif len(cells) > 2 and cells[-1].isdigit() and _SIDE_CELL.fullmatch(cells[0]):
            sides.append((start, start + len(line), cells))
        elif columns and len(cells) > max(columns):
            rows.append((start, cells))
            if cells[0].lower().startswith("total"):
                votes.append(_vote_of_table(text, rows, columns, start + len(line)))
                columns = {}
    return votes + _votes_by_side(text, sides)


def _votes_by_side(text: str, rows: list[tuple[int, int, list[str]]]) -> list[Vote]:
    """The votes of tables with a row for each side: "For | Ambrose, Birtle and Crake | 3"."""
    tables: list[list[tuple[int, int, list[str]]]] = []
    for row in rows:
        if tables and _side(tables[-1][-1][2][0]) < _side(row[2][0]):
            tables[-1].append(row)
        else:
            tables.append([row])
    votes = []
    for table in tables:
        counts = {_side(cells[0]): int(cells[-1]) for _, _, cells in table}
        names = {_side(cells[0]): names_in(cells[1]) for _, _, cells in table}
        if {0, 1} <= set(counts):
            start, end = table[0][0], table[-1][1]
            votes.append(
                Vote(
                    start_char=start, end_char=end, text=text[start:end], rule_id="vote.roll.sides",
                    votes_for=counts[0], votes_against=counts[1], abstain=counts.get(2), names_for=names[0],
                    names_against=names[1], names_abstain=names.get(2, ()),
                )
            )  # fmt: skip
    return votes


# "Ambrose – For; Birtle – Against", "Ambrose | For".
_PERSON = re.compile(
    r"(?P<name>(?:(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|The)\.? )?(?:[A-Z][\w'’.-]* ?){1,4})"
    r"(?<! ) ?(?P<sign>[:|–-]) ?(?P<side>For|FOR|Against|AGAINST|Abstain(?:ed|s)?|ABSTAIN(?:ED)?)(?= ?(?:[;,.|\n]|\Z))"
)
_PERSON_AGAINST = re.compile(r"A(?:(?<=[:|–-]A)|(?<=[:|–-] A))(?:gainst|GAINST)")
_FEWEST_PEOPLE = 3
_BETWEEN_PEOPLE = re.compile(r"[\s;,.|]{0,6}(?:and )?")


def find_by_person(text: str) -> list[Vote]:
    """The votes of a list or table that gives for each person how he or she voted.

    >>> found = find_by_person("Mr Crake – For; Mrs Dray – For; Mr Eel – Against.")
    >>> [(vote.votes_for, vote.votes_against, vote.names_against) for vote in found]
    [(2, 1, ('Mr Eel',))]
    """
    runs: list[list[re.Match[str]]] = []
    for found in _PERSON.finditer(text):
        if runs and _BETWEEN_PEOPLE.fullmatch(text, runs[-1][-1].end(), found.start()):
            runs[-1].append(found)
        else:
            runs.append([found])
    votes = []
    for run in runs:
        names: list[list[str]] = [[], [], []]
        for found in run:
            names[_side(found["side"])].append(_TITLES.sub("", found["name"].strip()))
        if len(run) >= _FEWEST_PEOPLE and names[0] and (names[1] or names[2]):
            votes.append(_vote_of_people(text, run[0].start(), run[-1].end(), names, "vote.roll.people"))
    return votes


def _vote_of_people(text: str, start: int, end: int, names: list[list[str]], rule_id: str) -> Vote:
    return Vote(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id=rule_id,
        votes_for=len(names[0]),
        votes_against=len(names[1]),
        abstain=len(names[2]) or None,
        names_for=tuple(names[0]),
        names_against=tuple(names[1]),
        names_abstain=tuple(names[2]),
    )


_SIDE_CELL = re.compile(r"(?i:for|in favour|against|abstain(?:ed|ing|s)?|abstentions?)")


def _columns(cells: list[str]) -> dict[int, int]:
    sides = {index: _side(cell) for index, cell in enumerate(cells) if _SIDE_CELL.fullmatch(cell)}
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
