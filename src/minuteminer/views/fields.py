"""The fields of a fact's value in words, one by one, for the page that explains it."""

from __future__ import annotations

from minuteminer.findings import Clause, Fact, Headcount, Money, Percent, Resolution, Vote, verbs_in_words
from minuteminer.index.records import plain_value
from minuteminer.index.value_words import vote_in_words
from minuteminer.index.words import single_spaced

_HIDDEN = frozenset("start_char end_char text rule_id evidence low_pence high_pence derived clauses vote".split())
_NAMES = {
    "fte": "full-time equivalents",
    "per": "paid per",
    "of": "out of",
    "negated": "denied in the text",
    "negated_verbs": "verbs denied in the text",
}


_TOLD = {
    "per": "what each of it is paid for", "fte": "that full-time equivalents are counted", "of": "out of how many",
    "negated": "that the text denies it",
}  # fmt: skip


def field_name(name: str) -> str:
    """A field as the end of a sentence: what a word of the text tells.

    >>> field_name("per"), field_name("role")
    ('what each of it is paid for', 'the role')
    """
    return _TOLD.get(name, f"the {_NAMES.get(name, name.replace('_', ' '))}")


def field_words(fact: Fact) -> tuple[tuple[str, str], ...]:
    """Names and values of the fields that say something: sums in pounds, clauses in their own words."""
    value = fact.value
    fields = [("amount", _amount(value))] if isinstance(value, Money) else []
    for name, one in plain_value(value).items():
        if name not in _HIDDEN and one not in (None, [], False, "", "exact"):
            fields.append((_NAMES.get(name, name.replace("_", " ")), _plainly(one)))
    clauses: tuple[Clause, ...] = getattr(value, "clauses", ())
    fields += [(f"clause {number}", single_spaced(one.text)) for number, one in enumerate(clauses, 1)]
    vote: Vote | None = getattr(value, "vote", None)
    if vote is not None:
        counts = (vote.votes_for, vote.votes_against, vote.abstain)
        fields.append(("vote", vote_in_words(*counts, vote.unanimous, single_spaced(vote.text))))
    return tuple(pair for pair in fields if pair[1])


_QUALIFIERS = {
    "approx": "about", "at_least": "at least", "more_than": "more than", "at_most": "at most",
    "less_than": "less than",
}  # fmt: skip


def value_in_brief(fact: Fact) -> str:
    """What a fact says in one line, as a person would: "about £23,000 a year (cost)"."""
    value = fact.value
    if isinstance(value, Money):
        return _money_in_brief(value)
    if isinstance(value, Headcount):
        return _headcount_in_brief(value)
    if isinstance(value, Percent):
        said = " to ".join(f"{_plainly(one)}%" for one in (value.value, value.high) if one is not None)
        return _qualified(value.qualifier, said)
    if isinstance(value, Vote):
        return vote_in_words(value.votes_for, value.votes_against, value.abstain, value.unanimous)
    if isinstance(value, Resolution):
        return ", ".join((value.decision, *verbs_in_words(value)))
    return f"corrects paragraph {value.corrects}" if value.corrects else ""


def _money_in_brief(value: Money) -> str:
    words = _qualified(value.qualifier, _amount(value))
    words += f" a {value.period}" if value.period else ""
    words += f" per {value.per}" if value.per else ""
    words += f" for {value.years} years" if value.years else ""
    return words + _in_brackets(value.role, value.change, value.status, "denied in the text" if value.negated else "")


def _headcount_in_brief(value: Headcount) -> str:
    numbers = " to ".join(_plainly(one) for one in (value.count, value.high) if one is not None)
    words = _qualified(value.qualifier, numbers) + (f" of {_plainly(value.of)}" if value.of is not None else "")
    words += f" {value.role}" + ("" if value.count == 1 or value.role.endswith(("s", "f")) else "s")
    measure = "" if value.measure == "other" else value.measure
    full_time = "full-time equivalents" if value.fte else ""
    return words + _in_brackets(measure, full_time, value.status, "denied in the text" if value.negated else "")


def _qualified(qualifier: str, words: str) -> str:
    return " ".join(part for part in (_QUALIFIERS.get(qualifier, ""), words) if part)


def _in_brackets(*words: str | None) -> str:
    said = ", ".join(word for word in words if word)
    return f" ({said})" if said else ""


def _amount(value: Money) -> str:
    if value.low_pence is None or value.high_pence is None:
        return "not given: the unit is in doubt"
    said = dict.fromkeys(pounds(pence) for pence in (value.low_pence, value.high_pence))
    return " to ".join(said)


def pounds(pence: int) -> str:
    """A sum in full, with pence where there are any.

    >>> pounds(120_000_000), pounds(995), pounds(-50)
    ('£1,200,000', '£9.95', '-£0.50')
    """
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}" + (f".{rest:02d}" if rest else "")


def _plainly(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plainly, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.15g}" if isinstance(value, (int, float)) else str(value)
