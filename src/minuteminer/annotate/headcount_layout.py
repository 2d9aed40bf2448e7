"""Roles that stand before their number: "officers (1,522)", "Specials: 240", and the cells of a table's row."""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_memory import MOVEMENTS, Discourse, Reading, make_reading, refuse
from minuteminer.annotate.headcount_numbers import Candidate, looks_like_year
from minuteminer.annotate.headcount_roles import MENTION, MENTIONED, head_of
from minuteminer.annotate.money_table_units import is_of_other_things
from minuteminer.findings import Measure

_BETWEEN = re.compile(
    r"(?: (?:strength|numbers|establishment|headcount|in post|posts|\((?:fte|headcount)\)|fte))? ?(?:\(|:|–|-|=) {0,3}"
)
# "Sergeants 240", "constables 1,402 (1,430), PCSOs 140": nothing but the number behind the role, as an item of a list.
_BEFORE_ROLE = re.compile(
    r"(?:^|[\n:;,(•·*–-]|\d\)?,?|\band|\bwere|\bwas) *(?:(?:for|of|among|in) )?(?:police |the )?$"
)
_BEHIND_ROLE = re.compile(
    r"(?: \(?(?:fte|headcount|strength|numbers|in post|establishment)\)?)?[ .]*(?:\d[\d,.]*[ (]+){0,3}"
)
_ITEM_ENDS = re.compile(r"(?: fte)?(?:[,;)\n]|\.?$|\.[\s]| ?\(|[ ]+\d| (?:and|in|at|against)\b)")
# The last words of roles, one of which stands right before such a number.
ROLE_ENDS = frozenset(form.split()[-1] for form in MENTIONED) | {"fte"}
_SIGNS = frozenset("(:–-=")
_ALONE = re.compile(
    r"(?: (?:fte|in post|officers))?(?:[),.;\n]|$| \("
    r"| (?:in|at|and|by|on|budgeted|filled|funded|established|authorised|vacant)\b)"
)
_ROLE = re.compile(MENTION)
# What the heading of a column makes of its cells; the first that fits counts.
_COLUMNS: tuple[tuple[re.Pattern[str], Measure], ...] = (
    (re.compile(r"vacan|under|shortfall|\bgap\b|unfilled"), "vacancy"),
    (re.compile(r"leaver|leaving|left|reduction|fewer|retire|resign|dismiss|redundan|\bloss(?:es)?\b"), "decrease"),
    (re.compile(r"absen|restricted|recuperat|maternity|suspended|seconded|trained|training|on duty|deployed"), "other"),
    (re.compile(r"increase|join|recruit|additional|\bnew\b|starter|intake|appointed|transferees in"), "increase"),
)
# What a table without a role may count of the people that its caption names.
_OF_STRENGTH = re.compile(
    r"establishment|strength|in post|actual|budgeted|headcount|vacanc|leaver|joiner|recruit|retire|resign|dismiss"
)
# What the line above a table says where its rows are districts or years.
_OF_NUMBERS = re.compile(
    r"\b(?:numbers?|figures|in post|strength|establishment|headcount|workforce|vacancies|leavers|joiners)\b"
    r"|\bby (?:district|area|rank|division|team|year|region|month|quarter)\b"
)
_LONGEST_CAPTION = 120
_OTHER_COLUMN = re.compile(r"£|cost|pay|budget \(|%|per cent|\bdays|hours|change|sick")
# "140 (155)": what a cell adds in brackets; "1.99%", "£188.41": figures that head a row.
_BRACKETED, _FIGURES = re.compile(r" ?\([^()|]*\)"), re.compile(r"£?\d[\d.,]*(?:%|m\b)?")
# A heading further up than this belongs to another table.
_LONGEST_TABLE = 40
_LONGEST_ROW = 1000


def read_layout(discourse: Discourse, number: Candidate) -> Reading | None:
    """The count whose role stands before it, or None where the layout shows none."""
    lowered, start = discourse.lowered, number.start
    line = lowered.rfind("\n", 0, start) + 1
    if discourse.has_table and lowered.rfind("|", line, start) >= 0:
        return _read_cell(lowered, line, number)
    if (reading := _read_item(discourse, line, number)) is not None:
        return reading
    if lowered[start - 4 : start].rstrip(" ")[-1:] not in _SIGNS or _ALONE.match(lowered, number.end) is None:
        return None
    named = next(discourse.mentions_between(max(line, number.start - 60), number.start), None)
    if named is None or _BETWEEN.fullmatch(lowered, named.end, number.start) is None:
        return None
    measure = head_of(named.words).measure or "strength"
    return make_reading(number, number.end, named.role, "headcounts.rule.role_before", measure)


def _read_item(discourse: Discourse, line: int, number: Candidate) -> Reading | None:
    """ "officers 1,402, PCSOs 140": the role stands right before its number, and both are an item of a list."""
    lowered, start = discourse.lowered, number.start
    if _ITEM_ENDS.match(lowered, number.end) is None:
        return None
    mention = next(discourse.mentions_between(max(line, start - 50), start), None)
    if mention is None or _BEHIND_ROLE.fullmatch(lowered, mention.end, start) is None:
        return None
    if _BEFORE_ROLE.search(lowered, max(0, line - 1), mention.start) is None:
        return None
    measure = head_of(mention.words).measure or "strength"
    role = mention.role
    if mention.words in MOVEMENTS and (last := discourse.last(line)) is not None and last.role is not None:
        role = last.role  # "Specials: strength 96; joiners 11; leavers 19"
    return make_reading(number, number.end, role, "headcounts.rule.role_before", measure)


def _read_cell(lowered: str, line: int, number: Candidate) -> Reading | None:
    """A table cell that holds nothing but the number, in a row headed by a role."""
    end = lowered.find("\n", line)
    end = end if end >= 0 else len(lowered)
    if end - line > _LONGEST_ROW:
        return None
    cells = lowered[line:end].split("|")
    column = lowered.count("|", line, number.start)
    first = next((place for place, cell in enumerate(cells) if cell.strip()), 0)
    if column == first or _BRACKETED.sub("", cells[column]).strip() != lowered[number.start : number.end]:
        return None
    heading = _heading(lowered, line, column, len(cells))
    if not heading and looks_like_year(cells[column].strip()):
        return refuse(number, "a year")
    # Roles head the columns of some tables, and the rows of most.
    mention = _ROLE.search(heading) or _ROLE.fullmatch(heading + "s")
    # "1.99% | 1,126" below "Option | Officers": the option is no share of them.
    row = cells[first] if mention is None else _FIGURES.sub("", cells[first])
    mention = mention or _ROLE.search(row) or _ROLE.search(row.strip() + "s")
    heading = f"{heading} {row}"
    if mention is None:
        mention, told = _caption(lowered, line, _OF_STRENGTH.search(heading) is not None, _OF_STRENGTH.search(row))
        heading += told
    if mention is None:
        return None
    # "PCSOs (number) | 210" is no money below "£000" either.
    if _OTHER_COLUMN.search(heading.replace("£", "") if is_of_other_things(row) else heading):
        return refuse(number, "a table cell of something else")
    measure = _measure_of(heading) or _measure_of(_heading(lowered, line, first, len(cells))) or "strength"
    reading = make_reading(number, number.end, head_of(mention[0]).role, "headcounts.rule.table", measure)
    reading.fte = reading.fte or "fte" in heading or "full-time" in heading or "full time" in heading
    return reading


def _measure_of(heading: str) -> Measure | None:
    return next((measure for pattern, measure in _COLUMNS if pattern.search(heading)), None)


def _caption(
    lowered: str, line: int, of_strength: bool, of_row: re.Match[str] | None
) -> tuple[re.Match[str] | None, str]:
    """The role that a table's rows belong to, and the words that say so.

    The line above the table names it ("Police officers", and then "Establishment | 1,866"; "PCSO numbers:", and then
    "2019 | 212"), or a row above does ("Officer establishment | 1,420", and then "Actual strength | 1,402").
    """
    for _ in range(_LONGEST_TABLE):
        above = lowered.rfind("\n", 0, max(0, line - 1)) + 1
        words = lowered[above : max(0, line - 1)]
        if words.strip() and "|" not in words:
            if len(words) > _LONGEST_CAPTION or not (of_strength or _OF_NUMBERS.search(words)):
                return None, ""
            return _ROLE.search(words), "" if of_strength else f" {words}"
        if of_row and (named := _ROLE.search(words[: words.find("|") + 1])) is not None:
            return named, ""
        if above == 0:
            break
        line = above
    return None, ""


def _heading(lowered: str, line: int, column: int, width: int) -> str:
    """The heading of a column: the topmost of the lines above that have as many cells."""
    heading = ""
    for _ in range(_LONGEST_TABLE):
        if line == 0:
            break
        above = lowered.rfind("\n", 0, line - 1) + 1
        cells = lowered[above : line - 1].split("|")
        if len(cells) != width:
            break
        heading, line = cells[column].strip(), above
    return heading
