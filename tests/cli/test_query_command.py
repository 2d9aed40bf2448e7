"""A query may begin with a minus, and options stay options."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.mark.parametrize(
    "arguments",
    [("search", "-precept", "-n", "2"), ("search", "-n2", "-precept"), ("search", "--limit", "2", "-precept")],
)
def test_a_query_may_begin_with_a_minus(minuteminer: Command, demo_data: Path, arguments: tuple[str, ...]) -> None:
    ran = minuteminer(*arguments, "--data", demo_data, "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert (found["query"], len(found["hits"])) == ("-precept", 2)


def test_help_and_unknown_options_of_a_search_are_still_options(minuteminer: Command) -> None:
    assert minuteminer("search", "-h").code == 0
    assert "No such option: --nowhere" in minuteminer("search", "precept", "--nowhere").err
