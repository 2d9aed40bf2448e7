"""Tables and styled text on standard output. Nothing is cut: addresses and ids are there to be copied."""

from __future__ import annotations

# Wider than any table: where no terminal reads, no line needs to be broken.
_PIPED_WIDTH = 10_000


def print_table(title: str, head: list[str], rows: list[list[str]]) -> None:
    """Print a table as wide as the terminal, in a pipe as wide as it is; nothing in a cell is taken for a style."""
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    # Without "fold" a long word that does not fit ends in dots.
    table = Table(*(Column(name, overflow="fold") for name in head), title=title, title_justify="left")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def print_text(lines: list[tuple[str, str]]) -> None:
    """Print lines of pieces (text, style), none broken or cut; styles only where a terminal reads them."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    text = Text()
    for piece, style in lines:
        text.append(piece, style=style or None)
    console.print(text, end="")
