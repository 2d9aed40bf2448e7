"""Collecting processes for tests that kill them: `collect_many.py BASE_URL`.

Each line on standard input is an archive's folder; for each a process is started that collects into it. Its
number is printed, then how it ended. All is loaded before, so that a start costs next to nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from made_site import MadeReader

from minuteminer.collect.archive import open_archive
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.walk import collect_committee


def collect(base: str, folder: Path) -> None:
    settings = FetchSettings(contact="tests@wold.example", delay_s=0, backoff_s=0.01, allow_loopback=True)
    with open_archive(folder) as archive:
        collect_committee(base, "7", fetcher=Fetcher(settings), archive=archive, reader=MadeReader())


for line in sys.stdin:
    child = os.fork()
    if child == 0:
        collect(sys.argv[1], Path(line.strip()))
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
