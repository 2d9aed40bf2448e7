"""The file formats of annotation tools: doccano, Label Studio and Prodigy; and gold passages, which can be compared.

doccano and Prodigy take one JSON object a line, Label Studio one JSON list of tasks. Offsets count Unicode
characters in all of them. What the tools do not know of a passage (panel, year, weight) travels in their free fields.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from minuteminer.coding.passages import GOLD_FIELDS, CodedPassage, Mark, checked
from minuteminer.errors import DocumentError, UsageError, plain_reason

Task = dict[str, Any]
# What a doccano row, or a gold passage, has besides what tells where it is from.
_DOCCANO_OWN = frozenset(("id", "passage", "text", "label", "labels", "entities", "relations", "cats", "Comments"))
_GOLD_OWN = frozenset((*GOLD_FIELDS.values(), "id", "text", "paragraphs", "items", "topics", "schema_version"))
TOOLS = ("doccano", "label-studio", "prodigy")


def _spans(passage: CodedPassage) -> list[tuple[int, int, str]]:
    return [(mark.start_char, mark.end_char, mark.label) for mark in passage.marks]


def _marks(spans: Iterable[tuple[Any, Any, Any]]) -> tuple[Mark, ...]:
    return tuple(Mark(start_char=int(start), end_char=int(end), label=str(label)) for start, end, label in spans)


def _to_doccano(passage: CodedPassage) -> Task:
    # doccano gives rows ids of its own, so that ours goes as a field beside; `cats` is its name for labels of a text.
    about = {name: value for name, value in passage.about.items() if name not in _DOCCANO_OWN}
    return {
        "passage": passage.id,
        "text": passage.text,
        "label": [list(span) for span in _spans(passage)],
        "cats": list(passage.topics),
        **about,
    }


def _from_doccano(row: Task) -> CodedPassage:
    spans = row.get("label", row.get("labels"))
    if spans is None:
        spans = [(one["start_offset"], one["end_offset"], one["label"]) for one in row["entities"]]
    return CodedPassage(
        id=str(row["passage"]),
        text=str(row["text"]),
        marks=_marks(spans),
        topics=tuple(map(str, row.get("cats", ()))),
        about={name: value for name, value in row.items() if name not in _DOCCANO_OWN},
    )


def _to_label_studio(passage: CodedPassage) -> Task:
    regions: list[Task] = [
        {
            "id": f"m{number}",
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": {"start": start, "end": end, "text": passage.text[start:end], "labels": [label]},
        }
        for number, (start, end, label) in enumerate(_spans(passage))
    ]
    if passage.topics:
        choices = {"choices": list(passage.topics)}
        regions.append({"id": "topics", "type": "choices", "from_name": "topics", "to_name": "text", "value": choices})
    return {
        "data": {"passage": passage.id, "text": passage.text, **passage.about},
        "predictions": [{"model_version": "minuteminer", "result": regions}],
    }


def _from_label_studio(task: Task) -> CodedPassage:
    """A finished task: what the last annotator who did not skip it left; a task nobody did says what was proposed."""
    done = [one for one in task.get("annotations", ()) if not one.get("was_cancelled")]
    regions = (done or task.get("predictions") or [{"result": []}])[-1]["result"]
    labels = [region for region in regions if region["type"] == "labels"]
    data = dict(task["data"])
    return CodedPassage(
        id=str(data.pop("passage")),
        text=str(data.pop("text")),
        marks=_marks(
            (region["value"]["start"], region["value"]["end"], label)
            for region in labels
            for label in region["value"]["labels"]
        ),
        topics=tuple(
            choice for region in regions if region["type"] == "choices" for choice in region["value"]["choices"]
        ),
        about=data,
    )


def _to_prodigy(passage: CodedPassage) -> Task:
    return {
        "text": passage.text,
        "spans": [{"start": start, "end": end, "label": label} for start, end, label in _spans(passage)],
        "accept": list(passage.topics),
        "meta": {"passage": passage.id, **passage.about},
    }


def _from_prodigy(task: Task) -> CodedPassage:
    meta = dict(task["meta"])
    return CodedPassage(
        id=str(meta.pop("passage")),
        text=str(task["text"]),
        marks=_marks((span["start"], span["end"], span["label"]) for span in task.get("spans", ())),
        topics=tuple(map(str, task.get("accept", ()))),
        about=meta,
    )


def _from_gold(passage: Task) -> CodedPassage:
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
    about = {name: value for name, value in passage.items() if name not in _GOLD_OWN}
    return CodedPassage(
        id=str(passage["id"]), text=text, marks=tuple(marks), topics=tuple(passage.get("topics", ())), about=about
    )


_WRITERS: Mapping[str, Callable[[CodedPassage], Task]] = {
    "doccano": _to_doccano,
    "label-studio": _to_label_studio,
    "prodigy": _to_prodigy,
}
_READERS: Mapping[str, Callable[[Task], CodedPassage]] = {
    "doccano": _from_doccano,
    "label-studio": _from_label_studio,
    "prodigy": _from_prodigy,
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


def load_passages(path: Path) -> list[CodedPassage]:
    """The passages of a file that an annotation tool exported, or of a gold file; told apart by their fields.

    Of Prodigy's tasks only the accepted ones count. Raises DocumentError naming the passage that cannot be read.
    """
    passages = []
    for number, task in enumerate(_tasks(path), start=1):
        if task.get("answer", "accept") != "accept":
            continue
        where = f"{path}, passage {number}"
        try:
            passages.append(checked(_READERS[_format_of(task, where)](task), where))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DocumentError(
                f"{where}: expected an exported passage of {', '.join(TOOLS)} or a gold passage, got {error!r}",
                source=str(path),
            ) from error
    if not passages:
        raise DocumentError(f"{path}: expected coded passages, the file has none", source=str(path))
    return passages


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
