"""The command `minuteminer`: surfaces without logic.

Each module holds the commands of one kind of user. They import what they run inside the command, so that
`minuteminer --help` starts without spaCy, scikit-learn or a database.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import tempfile
import traceback
from typing import Annotated

import typer
from typer.core import TyperGroup

from minuteminer import __version__
from minuteminer.cli import (
    asking,
    coding,
    collecting,
    correcting,
    exporting,
    inspecting,
    keeping,
    operating,
    reading,
    scoring,
    serving,
    surveying,
    topics,
)
from minuteminer.cli.options import message
from minuteminer.errors import MinuteMinerError, plain_reason


class _Commands(TyperGroup):
    """All commands: Ctrl-C ends each of them with one line, where typer by itself says nothing."""

    # typer carries a copy of click's Context, which mypy takes for another type.
    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            message("minuteminer: stopped; what was done is kept, and the same command goes on from there")
            raise typer.Exit(128 + signal.SIGINT) from None


app = typer.Typer(
    cls=_Commands,
    name="minuteminer",
    help="Reads what public bodies decided: collect → parse → annotate → index → search.",
    no_args_is_help=True,
    # Rich help would import a Markdown reader and a highlighter: half of the time that --help takes.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (
    collecting,
    reading,
    scoring,
    asking,
    surveying,
    inspecting,
    operating,
    keeping,
    coding,
    serving,
    exporting,
):
    app.add_typer(group.app)
app.add_typer(correcting.app, name="corrections", help="What readers say is wrong: list, accept, refuse.")
app.add_typer(topics.app, name="topics", help="The topic taxonomy: list it, fit the model, discover themes.")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"minuteminer {__version__}")
        raise typer.Exit


VersionOption = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]


@app.callback()
def _root(version: VersionOption = False) -> None:
    """Reads what public bodies decided: collect → parse → annotate → index → search."""


def _refusal(error: OSError | sqlite3.OperationalError) -> str:
    if isinstance(error, sqlite3.OperationalError):
        return str(error)
    return ": ".join(str(part) for part in (error.filename, plain_reason(error)) if part)


def main() -> None:
    """Run the command; every error ends in one plain message and the exit code of its kind."""
    try:
        app(standalone_mode=True)
    except MinuteMinerError as error:
        place = getattr(error, "position", None)
        place = "" if place is None else f" (at character {place + 1})"
        message(f"minuteminer: {error}{place}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output (`| head`) has seen enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (OSError, sqlite3.OperationalError) as error:
        # A full or read-only disk, a file that may not be written: the machine's state and no mistake of ours.
        kept = "What was done is kept; see to it and run the same again"
        message(f"minuteminer: the machine refused: {_refusal(error)}. {kept}")
        sys.exit(1)
    except MemoryError:
        message("minuteminer: there is not enough memory. What was done is kept; allow more and run the same again")
        sys.exit(1)
    except Exception as error:
        with tempfile.NamedTemporaryFile("w", suffix=".log", prefix="minuteminer-", delete=False) as log:
            traceback.print_exc(file=log)
        message(f"minuteminer: a mistake of ours: {type(error).__name__}: {error}. The details are in {log.name}")
        sys.exit(1)
