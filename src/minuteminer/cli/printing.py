"""Tables and styled text on standard output."""

from __future__ import annotations


def print_table(title: str, head: list[str], rows: list[list[str]]) -> None:
    """Print a table as wide as the terminal; nothing in a cell is taken for a style."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*head, title=title, title_justify="left")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def print_text(lines: list[tuple[str, str]]) -> None:
    """Print lines of pieces (text, style); styles only where a terminal reads them."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    text = Text()
    for piece, style in lines:
        text.append(piece, style=style or None)
    console.print(text, end="")
