"""Jobs in processes for tests that kill them: `run_many.py JOB.toml`.

"ready" is printed once all is loaded, so that a start costs next to nothing. Then each line on standard input is a
data directory; for each a process is started that runs the job in it. Its number is printed, then how it ended.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from minuteminer.annotate.pipeline import annotate_many
from minuteminer.run_job import run_job
from minuteminer.settings import data_paths

list(annotate_many([("A grant of £5m was noted.", {})]))  # loads the models
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        code = run_job(Path(sys.argv[1]), data_paths(Path(line.strip())), say=lambda _text: None).exit_code
        os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
