"""Parameters that have to be written in one way: the refusal says in words how, and shows no regular expression."""

from __future__ import annotations

import re

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def written_like(pattern: str, words: str) -> AfterValidator:
    """Refuse a text that does not match `pattern`, and say `words`, a sentence; the API's description is given both."""
    matches = re.compile(pattern.removesuffix("$"), re.ASCII).fullmatch

    def check(value: str | None) -> str | None:
        if value is not None and not matches(value):
            raise PydanticCustomError("spelling", "{words}", {"words": words})
        return value

    return AfterValidator(check)
