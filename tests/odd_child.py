"""What `minuteminer.batch.child` is to whoever watches it, but that some words end it or keep it waiting.

`EndMe` ends it each time, `EndMeOnce-FILE` unless FILE is there, `KeepMe` sleeps. Nothing is annotated: a document's
record is its id, and each of its words a fact.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

from minuteminer.batch.frames import PLACE, read_frame, write_frame


def encode(id: str, text: str) -> bytes:
    """The record of a document, if there is one in the end."""
    once = re.search(r"EndMeOnce-(\S+)", text)
    if once and not Path(once[1]).exists():
        Path(once[1]).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if re.search(r"EndMe\b", text):
        os.kill(os.getpid(), signal.SIGKILL)
    if "KeepMe" in text:
        time.sleep(60)
    return json.dumps({"id": id}).encode() + b"\n"


def main() -> None:
    """As the real one: the setup, then a task a frame."""
    read_frame(sys.stdin.buffer)
    write_frame(sys.stdout.buffer, {"version": "odd"})
    while True:
        try:
            header, bodies = read_frame(sys.stdin.buffer)
        except EOFError:
            return
        pieces, facts, refusals, start = [], [], [], 0
        for number, (id, _source, _title, _suffix, length) in enumerate(header["documents"]):
            text = bodies[start : start + length].decode()
            start += length
            skipped = str(number) in header["skip"]
            if skipped:
                refusals.append((number, "ended", header["skip"][str(number)]))
            else:
                os.pwrite(int(sys.argv[1]), PLACE.pack(number, time.monotonic()), 0)
            pieces.append(b"" if skipped else encode(id, text))
            facts.append(0 if skipped else len(text.split()))
        answer = {
            "extents": [len(piece) for piece in pieces], "facts": facts, "refusals": refusals, "version": "odd",
            "process": os.getpid(), "memory_bytes": 10**6, "seconds": 0.0,
        }  # fmt: skip
        write_frame(sys.stdout.buffer, answer, b"".join(pieces))


if __name__ == "__main__":
    main()
