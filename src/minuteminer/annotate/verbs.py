"""A clause of a resolution → the verbs of what is decided, in base form and in order.

"be noted" gives note, "To note" gives note, "the Panel notes" gives note; "be authorised to approve" gives
only authorise, because what is decided is the authority. Verbs that rather name a task ("be circulated") count
only where a resolution has no verb of decision. The verbs are rows of `lexicons/verbs.json`.
"""

from __future__ import annotations

import re

from minuteminer.annotate.lexicon import Row, load_lexicon

_ROWS = load_lexicon("verbs")


def _forms(row: Row) -> tuple[str, ...]:
    return (row["base"], row["third"], *row["past"], *row.get("also", ()))


_BASE = {form: row for row in _ROWS for form in (row["base"], *row.get("also", ())[:1])}
_THIRD = {form: row for row in _ROWS for form in (row["third"], *row.get("also", ())[1:2])}
_PAST = {form: row for row in _ROWS for form in (*row["past"], *row.get("also", ())[2:])}

_ADVERBS = r"(?:(?:hereby|not|now|also|both|all|duly|formally|further|strongly|[a-z]+ly) ){0,2}"
_WORD = r"[a-z]+(?:-[a-z]+)?"
# "be noted", "be duly noted"; "to be noted" only after is/are, since "a date to be agreed" decides nothing.
_PASSIVE = re.compile(
    rf"(?:(?P<modal>\b(?:to|would|could|may|might|can|must)) (?=be ))?\b(?P<be>be|is|are|was|were) {_ADVERBS}(?P<verb>{_WORD})"
)
_IS_TO = re.compile(r"\b(?:is|are|was|were|it) \Z")
# What goes on from a passive: ", noted", "and signed by the Chair", "as a correct record and signed".
_AND_PAST = re.compile(
    rf"(?:,|\band|\bor) (?:(?:be|were|was|is|are) )?{_ADVERBS}(?P<verb>{_WORD})(?= by\b| as\b| and\b| to\b| in\b| for\b| on\b|[.,;:]|\s*\Z)"
)
# "to note": at the start, after punctuation or "and".
_TO = re.compile(
    rf"(?:\A|[:;,.–—(-] ?|\d\)? ?|\b(?:and|or|also|agreed|resolved|decided|recommended|unanimously|further|[ivx]+\)|[a-z]\)) )to {_ADVERBS}(?P<verb>{_WORD})"
)
_AND_BASE = re.compile(
    rf"(?:,|\band) (?:to )?{_ADVERBS}(?P<verb>{_WORD})(?= (?:the|its|that|their|this|to|a|an|any|all)\b)"
)
_BODY = (
    r"(?:panel|committee|sub-committee|subcommittee|board|council|cabinet|executive|authority|forum|group|"
    r"assembly|members|councillors|commission|cabinet member|it)"
)
# A clause of a list begins with its verb: "notes the report", "Requests that".
_LEADING = re.compile(
    rf"\W*(?:that )?{_ADVERBS}(?P<verb>{_WORD})(?= (?:the|its|that|their|this|these|those|an?|any|all|and|with|to|his|her|both|authority|further|for|on|that|of|councillors?|officers?|members)\b)"
)
_PERSON = (
    r"(?:chair(?:man|woman|person)?|commissioner|clerk|officers?|director|constable|treasurer|solicitor|"
    r"secretary|leader|mayor|delegates|they|monitoring officer)"
)
_BODY_ACTS = re.compile(rf"\b{_BODY} {_ADVERBS}(?P<verb>{_WORD})(?P<after> (?:to|that|back)\b)?")
_PERSON_ACTS = re.compile(rf"\b{_PERSON} (?:(?:should|shall|will) )?(?P<verb>{_WORD})(?P<after> (?:to|that|back)\b)?")


def find_verbs(clause: str, *, reports: bool = False) -> list[tuple[str, bool]]:
    """The verbs of what a clause decides, in order: base form, and whether it is a decision (or but a task).

    `reports` says that the clause tells of the decision in the past or present ("The sale is approved"), so
    that "is", "are", "was" and "were" decide as "be" does.

    >>> find_verbs("that the report be noted and the Clerk be asked to sign it")
    [('note', True), ('ask', True)]
    """
    words = " ".join(clause.lower().split())
    found: dict[int, Row] = {}
    _find_passives(words, reports, found)
    _find_active(words, found)
    return [
        (row["base"], not row.get("only_without_others", False))
        for _, row in sorted(found.items(), key=lambda item: item[0])
    ]


def _find_passives(words: str, reports: bool, found: dict[int, Row]) -> None:
    for match in _PASSIVE.finditer(words):
        if not reports and match["be"] != "be":
            continue
        if match["modal"] and not (
            match["modal"] == "to" and _IS_TO.search(words, max(0, match.start() - 6), match.start())
        ):
            continue
        row = _PAST.get(match["verb"])
        if row is None:
            continue
        found[match.start("verb")] = row
        end = words.find(";", match.end())
        for more in _AND_PAST.finditer(words, match.end(), end if end >= 0 else len(words)):
            further = _PAST.get(more["verb"])
            if further is not None and not further.get("only_without_others"):
                found[more.start("verb")] = further


def _find_active(words: str, found: dict[int, Row]) -> None:
    leading = _LEADING.match(words)
    if leading is not None:
        for forms in (_BASE, _THIRD, _PAST):
            row = forms.get(leading["verb"])
            if row is not None:
                found[leading.start("verb")] = row
                _find_coordinated(words, leading.end("verb"), forms, found)
    for match in _TO.finditer(words):
        row = _BASE.get(match["verb"])
        if row is not None:
            found[match.start("verb")] = row
            _find_coordinated(words, match.end(), _BASE, found)
    for match in _BODY_ACTS.finditer(words):
        for forms in (_BASE, _THIRD, _PAST):
            row = forms.get(match["verb"])
            if row is not None and not (row.get("noun") and forms is _BASE and match["after"] is None):
                found[match.start("verb")] = row
                _find_coordinated(words, match.end("verb"), forms, found)
    for match in _PERSON_ACTS.finditer(words):
        row = _BASE.get(match["verb"])
        if row is not None and not (row.get("noun") and match["after"] is None):
            found[match.start("verb")] = row


def _find_coordinated(words: str, start: int, forms: dict[str, Row], found: dict[int, Row]) -> None:
    end = words.find(";", start)
    for more in _AND_BASE.finditer(words, start, end if end >= 0 else len(words)):
        row = forms.get(more["verb"])
        if row is not None and not row.get("only_without_others"):
            found[more.start("verb")] = row
