"""The fields of a fact's value in words, one by one, for the page that explains it."""

from __future__ import annotations

from minuteminer.findings import Clause, Fact, Money, Vote
from minuteminer.index.records import plain_value
from minuteminer.index.value_words import vote_in_words
from minuteminer.index.words import single_spaced

_HIDDEN = frozenset("start_char end_char text rule_id evidence low_pence high_pence derived clauses vote".split())
_NAMES = {"fte": "full-time equivalents", "per": "paid per", "of": "out of", "negated": "denied in the text"}


def field_words(fact: Fact) -> tuple[tuple[str, str], ...]:
    """Names and values of the fields that say something: sums in pounds, clauses in their own words."""
    value = fact.value
    fields = [("amount", _amount(value))] if isinstance(value, Money) else []
    for name, one in plain_value(value).items():
        if name not in _HIDDEN and one not in (None, [], False, ""):
            fields.append((_NAMES.get(name, name.replace("_", " ")), _plainly(one)))
    clauses: tuple[Clause, ...] = getattr(value, "clauses", ())
    fields += [(f"clause {number}", single_spaced(one.text)) for number, one in enumerate(clauses, 1)]
    vote: Vote | None = getattr(value, "vote", None)
    if vote is not None:
        counts = (vote.votes_for, vote.votes_against, vote.abstain)
        fields.append(("vote", vote_in_words(*counts, vote.unanimous, single_spaced(vote.text))))
    return tuple(pair for pair in fields if pair[1])


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
