"""Under which licence the minutes of a site stand, where a job file says so: kept in the data directory, by site."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from minuteminer.errors import UsageError

# By the names of SPDX. Others are told in the words of the site alone, which is linked to.
Licence = Literal["OGL-UK-3.0"]


def load_licences(path: Path) -> dict[str, str]:
    """The licences by site (`democracy.example.gov.uk`); empty where there is no file."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path}: expected licences by site, got: {error}. Delete it; the next run writes it"
        ) from error
    return {str(site): str(licence) for site, licence in told.items()} if isinstance(told, dict) else {}


def keep_licence(path: Path, sites: Iterable[str], licence: Licence | None) -> None:
    """Keep what a job says of its sites; None, which is no statement any more, takes it away."""
    told, named = load_licences(path), dict.fromkeys(sites, licence)
    wanted = {site: name for site, name in (told | named).items() if name}
    if wanted != told:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(wanted, indent=2, sort_keys=True) + "\n", encoding="utf-8")
