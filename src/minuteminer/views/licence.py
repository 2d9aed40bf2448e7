"""A licence as pages state it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLicence:
    """The name of a licence, where it stands, and the sentence by which it asks to be told."""

    name: str
    address: str
    attribution: str


_KNOWN = {
    "OGL-UK-3.0": ShownLicence(
        name="Open Government Licence v3.0",
        address="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        attribution="Contains public sector information licensed under the",
    )
}


def licence_of(name: str) -> ShownLicence | None:
    """The licence of a name; None where none is stated, or one that these pages do not know.

    >>> licence_of("OGL-UK-3.0").name, licence_of("")
    ('Open Government Licence v3.0', None)
    """
    return _KNOWN.get(name)
