"""The file of alerts: saved searches, and where word of them goes. Read from TOML, checked.

[[search]]
name = "Firearms decisions"
query = "topic:firearms in:resolution"
channels = ["desk"]

[channels.desk]
kind = "email"
host = "smtp.a-council.example"
sender = "minuteminer@a-council.example"
recipients = ["clerk@a-council.example"]

Passwords and secrets never stand in the file; it names the environment variables that hold them.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import ErrorDetails

from minuteminer.collect.notify import check_webhook_url
from minuteminer.errors import JobError, QueryError, UsageError
from minuteminer.index.query import parse_query
from minuteminer.job_mistakes import toml_mistake

_KINDS = ("stdout", "file", "email", "webhook")
# What is expected of keys that are no plain text.
_EXPECTED = {
    "search": "at least one section [[search]] with name and query",
    "name": 'a name in quotation marks, such as name = "Firearms decisions"',
    "query": 'a search in quotation marks, such as query = "topic:firearms"',
    "channels": 'a list of names of channels, such as channels = ["desk"], or sections [channels.desk]',
    "kind": 'kind = "file", "email" or "webhook"',
    "port": "a whole number from 1 to 65535, such as port = 587",
    "security": '"starttls", "tls" or "none"',
    "recipients": 'a list of addresses, such as recipients = ["clerk@a-council.example"]',
}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Stdout(_Section):
    """Printed by the command that ran the job."""

    kind: Literal["stdout"] = "stdout"


class TextFile(_Section):
    """Appended to a file, one JSON object a line; relative to the file of alerts."""

    kind: Literal["file"]
    path: Path


class Email(_Section):
    """Sent by e-mail; `password_env` names the environment variable with the password."""

    kind: Literal["email"]
    host: str
    port: Annotated[int, Field(gt=0, lt=65_536)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str
    recipients: Annotated[tuple[str, ...], Field(min_length=1)]
    user: str = ""
    password_env: str = ""


class Webhook(_Section):
    """Posted as signed JSON; `secret_env` names the environment variable with the secret."""

    kind: Literal["webhook"]
    url: str
    secret_env: str


Channel = Annotated[Stdout | TextFile | Email | Webhook, Field(discriminator="kind")]


class SavedSearch(_Section):
    """A search that is asked again after each run, and the channels on which its news go."""

    name: Annotated[str, Field(min_length=1)]
    query: Annotated[str, Field(min_length=1)]
    channels: tuple[str, ...] = ("stdout",)


class AlertFile(_Section):
    """A whole file of alerts."""

    search: Annotated[tuple[SavedSearch, ...], Field(min_length=1)]
    channels: dict[str, Channel] = {}

    @model_validator(mode="after")
    def _fits(self) -> AlertFile:
        names = [search.name for search in self.search]
        if len(set(names)) < len(names):
            raise ValueError("two searches have the same name")
        known = {"stdout", *self.channels}
        for search in self.search:
            if unknown := set(search.channels) - known:
                raise ValueError(
                    f"search {search.name!r}: no channel {min(unknown)!r}; there are {', '.join(sorted(known))}"
                )
            try:
                parse_query(search.query)
            except QueryError as error:
                raise ValueError(f"search {search.name!r}: {error}") from error
        for name, channel in self.channels.items():
            if isinstance(channel, Webhook):
                try:
                    check_webhook_url(channel.url)
                except UsageError as error:
                    raise ValueError(f"channel {name!r}: {error}") from error
        return self

    def channel(self, name: str) -> Stdout | TextFile | Email | Webhook:
        """The channel of a name; "stdout" is always there."""
        return self.channels.get(name, Stdout())


def load_alerts(path: Path) -> AlertFile:
    """The alerts in a TOML file; raises JobError that names file, place and what is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise JobError(f"{path}: there is no such file of alerts; the job's [run] section names it") from error
    except tomllib.TOMLDecodeError as error:
        raise JobError(toml_mistake(path, path.read_text(encoding="utf-8"), error)) from error
    except UnicodeDecodeError as error:
        raise JobError(f"{path}: this is no text in UTF-8; save the file of alerts again in that encoding") from error
    except OSError as error:
        raise JobError(f"{path}: the file of alerts cannot be read: {error.strerror or error}") from error
    try:
        return TypeAdapter(AlertFile).validate_python(raw)
    except ValidationError as error:
        # A search with a mistake is also counted as none: that is told only where there is no other.
        found = [one for one in error.errors() if not (one["type"] == "too_short" and one["input"])]
        lines = [f"{path}: {_place(problem['loc'])}: {_words(problem)}" for problem in found]
        raise JobError("\n".join(lines)) from error


def _place(keys: tuple[int | str, ...]) -> str:
    """Where a mistake stands, searches counted from 1 as people do.

    >>> _place(("search", 0, "query")), _place(("channels", "desk", "email", "port"))
    ('search 1: query', 'channel desk: port')
    """
    if keys[:1] == ("search",) and len(keys) > 1:
        return ": ".join((f"search {int(keys[1]) + 1}", *map(str, keys[2:3])))
    if keys[:1] == ("channels",) and len(keys) > 1:
        rest = [str(key) for key in keys[2:] if key not in _KINDS]
        return ": ".join((f"channel {keys[1]}", *rest[:1]))
    return ".".join(map(str, keys)) or "the file"


def _words(problem: ErrorDetails) -> str:
    kind = problem["type"]
    name = next((str(key) for key in reversed(problem["loc"]) if isinstance(key, str) and key not in _KINDS), "")
    if kind == "value_error":
        return str(problem["msg"]).removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return "unknown here; leave it out, or see docs/operating.md for what there is"
    if kind.startswith("union_tag"):
        name = "kind"
    what = _EXPECTED.get(name, "a text in quotation marks")
    return f"missing; expected {what}" if kind == "missing" else f"expected {what}, got {problem['input']!r}"


def read_secret(variable: str, *, purpose: str) -> str:
    """A secret from the environment; raises UsageError if it is not set."""
    value = os.environ.get(variable, "")
    if not value:
        raise UsageError(f"{purpose} needs the environment variable {variable or '(none is named)'}; it is not set")
    return value
