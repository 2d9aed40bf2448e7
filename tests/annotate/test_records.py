"""Objects from a maker are those that the frozen class itself makes."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import pytest

from minuteminer.annotate.records import maker_of
from minuteminer.findings import Evidence, Money

make_money = maker_of(Money)
GIVEN: dict[str, Any] = {
    "start_char": 8,
    "end_char": 11,
    "text": "£5m",
    "rule_id": "money.symbol",
    "low_pence": 5,
    "high_pence": 5,
}


def test_a_made_object_equals_the_frozen_one_field_by_field() -> None:
    made, frozen = make_money(**GIVEN, role="grant"), Money(**GIVEN, role="grant")
    assert type(made) is Money
    assert made == frozen
    assert hash(made) == hash(frozen)
    assert dataclasses.asdict(made) == dataclasses.asdict(frozen)


def test_a_made_object_cannot_be_changed() -> None:
    made = maker_of(Evidence)(reads="role", start_char=0, end_char=4)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.reads = "period"  # type: ignore[misc]


def test_a_made_object_goes_through_pickle_and_replace() -> None:
    made = make_money(**GIVEN)
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301
    assert dataclasses.replace(made, role="grant") == Money(**GIVEN, role="grant")


@pytest.mark.parametrize("wrong", [{}, {"reads": "role"}, {"reads": "role", "start_char": 0, "end_char": 1, "x": 1}])
def test_a_missing_or_unknown_field_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        maker_of(Evidence)(**wrong)  # type: ignore[arg-type]
