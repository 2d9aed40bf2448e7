"""The files of annotation tools: doccano, Label Studio and Prodigy; and gold passages, which can be compared.

doccano and Prodigy take one JSON object a line, Label Studio one JSON list of tasks; each tool has a module of its own.
What the tools do not know of a passage (panel, year, weight) travels in their free fields.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from minuteminer.coding import doccano, label_studio, prodigy
from minuteminer.coding.passages import GOLD_FIELDS, CodedPassage, Mark, checked
from minuteminer.errors import DocumentError, UsageError, plain_reason

Task = dict[str, Any]
# What a gold passage has besides what tells where it is from.
_GOLD_OWN = frozenset((*GOLD_FIELDS.values(), "id", "text", "paragraphs", "items", "topics", "schema_version"))
TOOLS = ("doccano", "label-studio", "prodigy")


def _from_gold(passage: Task) -> Iterator[CodedPassage]:
    """A gold passage: its facts carry their words and no offsets, and stand in reading order."""
    text = str(passage["text"])
    marks: list[Mark] = []
    for label, name in GOLD_FIELDS.items():
        at = 0
        for fact in passage.get(name, ()):
            start = text.find(fact["text"], at)
            start = text.find(fact["text"]) if start < 0 else start
            if start < 0:
                raise ValueError(f"the words {fact['text'][:40]!r} are not in its text")
            marks.append(Mark(start_char=start, end_char=start + len(fact["text"]), label=label))
            at = start + 1
    yield CodedPassage(
        id=str(passage["id"]),
        text=text,
        marks=tuple(marks),
        topics=tuple(passage["topics"]) if "topics" in passage else None,
        about={name: value for name, value in passage.items() if name not in _GOLD_OWN},
    )


_WRITERS: Mapping[str, Callable[[CodedPassage], Task]] = {
    "doccano": doccano.write_row,
    "label-studio": label_studio.write_task,
    "prodigy": prodigy.write_task,
}
_READERS: Mapping[str, Callable[[Task], Iterator[CodedPassage]]] = {
    "doccano": doccano.read_row,
    "label-studio": label_studio.read_task,
    "label-studio short": label_studio.read_short_task,
    "prodigy": prodigy.read_task,
    "gold": _from_gold,
}


def dump_passages(passages: Iterable[CodedPassage], tool: str) -> str:
    """Passages as a file for an annotation tool, one of TOOLS."""
    if tool not in TOOLS:
        raise UsageError(f"unknown annotation tool {tool!r}; expected one of {', '.join(TOOLS)}")
    tasks = [_WRITERS[tool](passage) for passage in passages]
    if tool == "label-studio":
        return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    return "".join(json.dumps(task, ensure_ascii=False) + "\n" for task in tasks)


def load_passages(path: Path, *, coder: str | None = None) -> list[CodedPassage]:
    """The passages of a file that an annotation tool exported, or of a gold file; told apart by their fields.

    Each passage once, as its coder left it last; passages that were skipped or rejected are left out. Of a file in
    which several coders did one passage, `coder` names the one to take. Raises DocumentError naming the passage that
    cannot be read, or the coders to choose from.
    """
    passages: list[CodedPassage] = []
    for number, task in enumerate(_tasks(path), start=1):
        where = f"{path}, passage {number}"
        try:
            passages += (checked(passage, where) for passage in _READERS[_format_of(task, where)](task))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DocumentError(
                f"{where}: expected an exported passage of {', '.join(TOOLS)} or a gold passage, got {error!r}",
                source=str(path),
            ) from error
    if not passages:
        raise DocumentError(f"{path}: expected coded passages, the file has none", source=str(path))
    return _of_coder(passages, coder, path)


def _of_coder(passages: Iterable[CodedPassage], coder: str | None, path: Path) -> list[CodedPassage]:
    """Each passage once."""
    last = {(passage.id, passage.coder): passage for passage in passages}
    coders = sorted({passage.coder for passage in last.values() if passage.coder is not None})
    if coder is not None:
        last = {key: passage for key, passage in last.items() if key[1] == coder}
        if not last:
            known = ", ".join(coders) or "no names of coders"
            raise DocumentError(f"{path}: nothing was coded by {coder}; the file has {known}", source=str(path))
    elif len({passage.id for passage in last.values()}) < len(last):
        raise DocumentError(
            f"{path}: several coders did the same passages ({', '.join(coders)}); choose one of them", source=str(path)
        )
    return list(last.values())


def _tasks(path: Path) -> list[Task]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = json.loads(text) if text.lstrip().startswith("[") else _lines(text)
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {plain_reason(error)}", source=str(path)) from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: expected coded passages, got no text in UTF-8", source=str(path)) from error
    except ValueError as error:
        raise DocumentError(
            f"{path}: expected JSON Lines or a JSON list of coded passages, got {error}", source=str(path)
        ) from error
    if not all(isinstance(task, dict) for task in found):
        raise DocumentError(f"{path}: expected every coded passage to be a JSON object", source=str(path))
    return list(found)


def _lines(text: str) -> list[Any]:
    # Not splitlines(): it also breaks at characters that JSON allows inside a text.
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def _format_of(task: Task, where: str) -> str:
    if "data" in task:
        return "label-studio"
    if "annotation_id" in task:
        return "label-studio short"
    if "meta" in task and "passage" in task["meta"]:
        return "prodigy"
    if "passage" in task:
        return "doccano"
    if "id" in task and "text" in task and any(name in task for name in GOLD_FIELDS.values()):
        return "gold"
    raise DocumentError(
        f"{where}: cannot tell which tool wrote this: expected data (Label Studio), meta.passage (Prodigy), passage "
        f"(doccano) or gold fields, got the fields {', '.join(sorted(task))[:80]}",
        source=where,
    )
