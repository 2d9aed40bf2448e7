"""Makers of the frozen types of `findings` for the finders that make many: the same objects in a third of the time."""

from __future__ import annotations

from dataclasses import MISSING, field, fields, make_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)


def maker_of(kind: type[Record]) -> type[Record]:
    """A callable that takes what the frozen, slotted dataclass `kind` takes and returns a `kind`.

    A frozen dataclass stores each field through `object.__setattr__`, which is most of what it costs to make one of
    many fields. A mutable twin with the same slots stores them directly, and its instance then becomes a `kind`.

    >>> from minuteminer.findings import Evidence
    >>> made = maker_of(Evidence)(reads="role", start_char=0, end_char=4)
    >>> type(made) is Evidence, made == Evidence(reads="role", start_char=0, end_char=4)
    (True, True)
    """

    def become_kind(self: Any) -> None:
        self.__class__ = kind

    specifications = [
        (each.name, each.type, field() if each.default is MISSING else field(default=each.default))
        for each in fields(kind)
    ]
    twin = make_dataclass(
        kind.__name__, specifications, namespace={"__post_init__": become_kind}, slots=True, kw_only=True, eq=False
    )
    return cast("type[Record]", twin)
