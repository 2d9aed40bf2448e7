"""What the operator of `minuteminer serve` may set, and how the settings reach every worker process."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from minuteminer.settings import data_paths

ENVIRONMENT = "MINUTEMINER_SERVE"
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """The settings of one server.

    `data` is the data directory; `index` the address of the index where it is not in that directory.
    `root_path` is the prefix under which a proxy shows the pages ("/minutes"); `public_url` how the world names
    the server, for links in feeds, "" to take the name that was asked for. `hosts` are the names it answers to,
    ("*",) for any. `connections` are those of one process to the index. `requests_per_s` is what one client may
    ask of one process in the long run, 0 for no limit, `burst` at once. `cache_mb` is how much of the answers
    one process remembers until the index changes. `max_age_s` is how long a browser or proxy may show an answer
    without asking whether it still holds; 0, so that what is withdrawn is gone at once, costs a question each time.
    `cross_origin_api` lets pages of other sites read the API.
    `takes_corrections` offers the form by which readers say what is wrong.
    """

    data: Path | None = None
    index: str = ""
    root_path: str = ""
    public_url: str = ""
    hosts: tuple[str, ...] = LOOPBACK_NAMES
    connections: int = 4
    wait_s: float = 5.0
    query_s: float = 1.0
    long_query_s: float = 10.0
    requests_per_s: float = 20.0
    burst: int = 100
    max_body_bytes: int = 65_536
    max_address_chars: int = 4_096
    cache_mb: float = 32.0
    freshness_s: float = 0.5
    max_age_s: int = 0
    hsts: bool = True
    cross_origin_api: bool = False
    access_log: bool = False
    takes_corrections: bool = True

    @property
    def address(self) -> str:
        """The path or the address of the index."""
        return self.index or str(data_paths(self.data).index)

    @property
    def corrections_folder(self) -> Path:
        """Where what readers say is wrong is kept."""
        return data_paths(self.data).corrections


def to_environment(settings: ServeSettings) -> str:
    """The settings as text for worker processes.

    >>> settings_from(to_environment(ServeSettings(connections=2))).connections
    2
    """
    return json.dumps(asdict(replace(settings, data=None)) | {"data": settings.data and str(settings.data)})


def settings_from(text: str) -> ServeSettings:
    """The settings that `to_environment` wrote; "" gives the defaults."""
    values = json.loads(text or "{}")
    if values.get("data"):
        values["data"] = Path(values["data"])
    if "hosts" in values:
        values["hosts"] = tuple(values["hosts"])
    return ServeSettings(**values)


def settings_from_environment() -> ServeSettings:
    """The settings that the command left for its worker processes."""
    return settings_from(os.environ.get(ENVIRONMENT, ""))
