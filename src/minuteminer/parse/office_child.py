"""PDF and Word files are read in a process of their own: `python -m minuteminer.parse.office_child pdf SOURCE`.

The libraries that read them are large, one of them in C, and the files are other people's: a file that crashes,
hangs or fills the memory ends the child and is one document that could not be read; the others go on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from typing import Literal

from minuteminer.errors import DocumentError
from minuteminer.parse.office import extract_docx_text, extract_pdf_text

MAX_SECONDS = 60.0
# Address space, of which the interpreter and its libraries take about a quarter.
MAX_MEMORY_BYTES = 1_000_000_000
_COMMAND = (sys.executable, "-m", "minuteminer.parse.office_child")
_READERS = {"pdf": extract_pdf_text, "docx": extract_docx_text}


def read_office(kind: Literal["pdf", "docx"], source: str, body: bytes) -> str:
    """The text of a PDF or Word file; `source` names it in errors.

    Raises DocumentError for what `extract_pdf_text` and `extract_docx_text` refuse, and for a file that crashes
    its reader or takes more than MAX_SECONDS or MAX_MEMORY_BYTES.
    """
    try:
        child = subprocess.run([*_COMMAND, kind, source], input=body, capture_output=True, timeout=MAX_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _error(kind, source, f"one that was not read within {MAX_SECONDS:.0f} s") from error
    except (OSError, ValueError) as error:
        raise _error(kind, source, f"no process to read it in ({error})") from error
    with suppress(ValueError):
        answer = json.loads(child.stdout)
        if "text" in answer:
            return str(answer["text"])
        raise DocumentError(str(answer["error"]), source=source, kind=str(answer["kind"]))
    raise _error(kind, source, f"one that ended its reader (exit code {child.returncode})")


def _error(kind: str, source: str, got: str) -> DocumentError:
    return DocumentError(f"{source}: expected a readable {kind.upper()} file, got {got}", source=source)


def main() -> None:
    """Reads a file from standard input and writes its text, or why there is none, as JSON."""
    _limit_memory()
    kind, source = sys.argv[1:3]
    try:
        answer = {"text": _READERS[kind](source, sys.stdin.buffer.read())}
    except DocumentError as error:
        answer = {"error": str(error), "kind": error.kind}
    sys.stdout.write(json.dumps(answer))


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


if __name__ == "__main__":
    main()
