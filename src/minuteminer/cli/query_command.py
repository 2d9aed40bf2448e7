"""A command whose query may begin with a minus: `minuteminer search '-precept'` is no option."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand

# One minus and more than a letter; "-n5" is how many to show.
_QUERY = re.compile(r"-(?!n\d+$)[^\s-].+", re.DOTALL)


class QueryCommand(TyperCommand):
    """Reads what begins with one minus and is no short option as words to search for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put such words behind the options, where a minus means nothing to the command line."""
        if "--" not in args and (words := [one for one in args if _QUERY.fullmatch(one)]):
            args = [*(one for one in args if one not in words), "--", *words]
        return super().parse_args(ctx, args)
