"""Job files: what to collect, how politely, which steps. Read from TOML, checked, errors with file and line.

[source]
site = "https://democracy.kent.gov.uk/"
committees = ["776"]
contact = "research@a-council.example"
since = 2016-01-01

[politeness]
delay_s = 2.0
max_requests = 2000
window = "22:00-06:00"
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from minuteminer.collect.addresses import is_loopback_host, is_public_address, make_clean_url, split_origin
from minuteminer.collect.probe import Probe
from minuteminer.errors import FetchError, JobError, UsageError
from minuteminer.job_mistakes import mistakes, toml_mistake
from minuteminer.licences import Licence

Step = Literal["collect", "parse", "annotate", "index"]
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_WINDOW = rf"^{_TIME}-{_TIME}$"
STEPS: tuple[Step, ...] = ("collect", "parse", "annotate", "index")


# What a resolver would take for a numeric address: 2130706433, 0x7f.1, 10.1.
_NUMERIC_HOST = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", re.I)


def _check_host(host: str) -> None:
    if is_loopback_host(host):
        return
    if ":" in host or _NUMERIC_HOST.fullmatch(host):
        try:
            public = is_public_address(host)
        except ValueError:
            public = False
        if not public:
            raise ValueError("a name or an address of the public internet is allowed, or this machine (127.0.0.1)")


def _check_site(site: str) -> str:
    if not site.isprintable() or " " in site:
        raise ValueError("an http or https address without spaces or control characters is allowed")
    try:
        _check_host(split_origin(make_clean_url(site, site))[1])
    except FetchError as error:
        raise ValueError("an http or https address with a host and no user name is allowed") from error
    return site


def _check_other_host(text: str) -> str:
    match = re.fullmatch(r"([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)(?::\d{1,5})?", text)
    if match is None:
        raise ValueError("host or host:port is allowed, such as minutes.a-council.example")
    _check_host(match[1])
    return text


def _check_file(path: Path) -> Path:
    if path.is_absolute() or ".." in path.parts or not str(path).isprintable():
        raise ValueError("a file in the folder of the job file, or in a folder of that, is allowed")
    return path


Site = Annotated[str, AfterValidator(_check_site)]
OtherHost = Annotated[str, AfterValidator(_check_other_host)]
# ModernGov numbers its committees.
CommitteeId = Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
OwnFile = Annotated[Path, AfterValidator(_check_file)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Section):
    """What to collect: a panel from the list, or a site with committees; meetings between two days.

    `other_hosts` (`host` or `host:port`) serve the same site: links to them are followed on the site itself.
    `licence` is the one that the site states for its minutes: the pages say so, and name the council.
    """

    panel: str | None = None
    site: Site | None = None
    committees: tuple[CommitteeId, ...] = ()
    contact: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    documents: Literal["none", "minutes", "all"] = "minutes"
    other_hosts: tuple[OtherHost, ...] = ()
    licence: Licence | None = None

    @model_validator(mode="after")
    def _names_a_source(self) -> Source:
        if self.panel is None and (self.site is None or not self.committees):
            raise ValueError('give panel = "NAME", or site = "URL" with committees = ["ID", …]')
        if self.panel is not None and self.site is not None:
            raise ValueError("give panel or site, not both: a panel has its site from the list")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ValueError(f"since must not be after until, got {self.since} and {self.until}")
        return self


class Politeness(_Section):
    """How gently to ask; times in seconds, budgets for each site and run.

    Outside `window` (this machine's time, also over midnight) nothing is collected. Without `delay_s` the pause is
    two seconds, none for this machine's own servers.
    """

    delay_s: Annotated[float, Field(ge=0)] | None = None
    max_requests: Annotated[int, Field(gt=0)] | None = None
    max_bytes: Annotated[int, Field(gt=0)] | None = None
    window: Annotated[str, Field(pattern=_WINDOW)] | None = None

    @property
    def hours(self) -> tuple[datetime.time, datetime.time] | None:
        """The window as two times of day."""
        if self.window is None:
            return None
        start, _, end = self.window.partition("-")
        return datetime.time.fromisoformat(start), datetime.time.fromisoformat(end)


class Run(_Section):
    """Which steps to do, the topic taxonomy, the alerts to send afterwards, how many run reports to keep.

    `canary` asks for one known page of each type before collecting, to see whether the site is as it was.
    """

    steps: tuple[Step, ...] = STEPS
    taxonomy: OwnFile | None = None
    alerts: OwnFile | None = None
    canary: bool = True
    keep_reports: Annotated[int, Field(gt=0)] = 400


class Job(_Section):
    """A whole job file."""

    source: Source
    politeness: Politeness = Politeness()
    run: Run = Run()


def load_job(path: Path) -> Job:
    """The job in a TOML file; raises JobError naming file, line and what is allowed."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise JobError(f"{path}: there is no such job file") from error
    except UnicodeDecodeError as error:
        raise JobError(f"{path}: this is no text in UTF-8; save the job file again in that encoding") from error
    except OSError as error:
        raise JobError(f"{path}: the job file cannot be read: {error.strerror or error}") from error
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise JobError(toml_mistake(path, text, error)) from error
    try:
        job = Job.model_validate(raw)
    except ValidationError as error:
        raise JobError(mistakes(path, text, error.errors(), _allowed())) from error
    return job.model_copy(update={"run": _beside(path, job.run)})


def _beside(path: Path, run: Run) -> Run:
    """Files that a job names are relative to the job file."""
    named = {name: getattr(run, name) for name in ("taxonomy", "alerts")}
    return run.model_copy(update={name: path.parent / file for name, file in named.items() if file is not None})


def _allowed() -> dict[str, list[str]]:
    """The keys of each section, and under "" the sections."""
    sections = {"": list(Job.model_fields)}
    for name, field in Job.model_fields.items():
        assert isinstance(field.annotation, type)
        assert issubclass(field.annotation, BaseModel)
        sections[name] = list(field.annotation.model_fields)
    return sections


def write_job(path: Path, found: Probe, *, committee: str | None, contact: str) -> str:
    """Write a job file for a site that was probed; returns the name of the committee that it is for.

    Without `committee` the site must have one that is a police and crime panel, or only one at all. Raises
    UsageError where there is no telling which, or where the file exists.
    """
    running = [one for one in found.committees if not one.expired]
    panels = [one for one in running if "crime panel" in one.name.lower()]
    chosen = [one for one in found.committees if one.committee_id == committee] if committee else panels or running
    if len(chosen) != 1:
        raise UsageError(
            f"which committee of {found.site} shall the job collect? Give its number with --committee; "
            f"{len(chosen)} would fit"
        )
    text = f"""# {chosen[0].name}
[source]
site = {json.dumps(found.site)}
committees = [{json.dumps(chosen[0].committee_id)}]
contact = {json.dumps(contact)}
documents = "minutes"

[politeness]
delay_s = {found.delay_s:g}
max_requests = 2000
# window = "22:00-06:00"
"""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already and was left as it is; name another file, or delete it") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
    return chosen[0].name
