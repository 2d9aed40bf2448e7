"""Label Studio: a task as it is imported, and as one is exported (JSON, or the shorter JSON-MIN)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from minuteminer.coding.passages import CodedPassage, Mark
from minuteminer.coding.utf16 import from_utf16

Task = dict[str, Any]
# What JSON-MIN puts beside the fields of the data.
_MIN_OWN = frozenset(("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement"))


def write_task(passage: CodedPassage) -> Task:
    """A passage as a task, with what was read in it as a prediction."""
    regions: list[Task] = [
        {
            "id": f"m{number}",
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": {
                "start": mark.start_char,
                "end": mark.end_char,
                "text": passage.text[mark.start_char : mark.end_char],
                "labels": [mark.label],
            },
        }
        for number, mark in enumerate(passage.marks)
    ]
    if passage.topics:
        choices = {"choices": list(passage.topics)}
        regions.append({"id": "topics", "type": "choices", "from_name": "topics", "to_name": "text", "value": choices})
    return {
        "data": {"passage": passage.id, "text": passage.text, **passage.about},
        "predictions": [{"model_version": "minuteminer", "result": regions}],
    }


def read_task(task: Task) -> Iterator[CodedPassage]:
    """What each annotator of a task left, the last of each last; nothing of a task that was skipped or is not done.

    A task that never was in Label Studio says what was proposed.
    """
    if "annotations" not in task:
        yield _passage(dict(task["data"]), (task.get("predictions") or [{"result": []}])[-1]["result"], None)
        return
    done = [one for one in task["annotations"] if not one.get("was_cancelled")]
    for one in sorted(done, key=lambda one: str(one.get("updated_at") or "")):
        yield _passage(dict(task["data"]), one["result"], _name(one.get("completed_by")))


def read_short_task(task: Task) -> Iterator[CodedPassage]:
    """What one annotator left, of JSON-MIN, where regions stand in fields of the names of the interface."""
    if task["annotation_id"] is None:
        return
    about = {name: value for name, value in task.items() if name not in _MIN_OWN and name not in ("label", "topics")}
    regions = [{"type": "labels", "value": value} for value in task.get("label", ())]
    topics = task.get("topics", [])
    for one in topics if isinstance(topics, list) else [topics]:
        chosen = one if isinstance(one, dict) else {"choices": [one]}
        regions.append({"type": "choices", "from_name": "topics", "value": chosen})
    yield _passage(about, regions, _name(task.get("annotator")))


def _passage(data: Task, regions: Iterable[Task], coder: str | None) -> CodedPassage:
    regions = list(regions)
    text = str(data.pop("text"))
    return CodedPassage(
        id=str(data.pop("passage")),
        text=text,
        marks=tuple(
            _mark(region["value"], label, text)
            for region in regions
            if region["type"] == "labels"
            for label in region["value"].get("labels", ())
        ),
        topics=tuple(
            str(choice)
            for region in regions
            if region["type"] == "choices" and region.get("from_name") == "topics"
            for choice in region["value"]["choices"]
        ),
        about=data,
        coder=coder,
    )


def _mark(value: Task, label: str, text: str) -> Mark:
    """Older versions count UTF-16 units (issue 1347): the marked words, which stand beside, tell."""
    start, end = int(value["start"]), int(value["end"])
    in_units = from_utf16(text, start), from_utf16(text, end)
    words = value.get("text")
    if words is not None and text[start:end] != words and text[slice(*in_units)] == words:
        start, end = in_units
    return Mark(start_char=start, end_char=end, label=str(label))


def _name(coder: Any) -> str | None:
    """An annotator by e-mail address, else by number."""
    if isinstance(coder, dict):
        coder = coder.get("email") or coder.get("id")
    return None if coder in (None, "") else str(coder)
