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

from minuteminer.collect.notify import check_webhook_url
from minuteminer.errors import JobError, QueryError, UsageError
from minuteminer.index.query import parse_query


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
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise JobError(f"{path}: the file of alerts cannot be read: {error}") from error
    try:
        return TypeAdapter(AlertFile).validate_python(raw)
    except ValidationError as error:
        lines = [
            f"{path}: {'.'.join(map(str, problem['loc'])) or 'the file'}: "
            f"{str(problem['msg']).removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise JobError("\n".join(lines)) from error


def read_secret(variable: str, *, purpose: str) -> str:
    """A secret from the environment; raises UsageError if it is not set."""
    value = os.environ.get(variable, "")
    if not value:
        raise UsageError(f"{purpose} needs the environment variable {variable or '(none is named)'}; it is not set")
    return value
