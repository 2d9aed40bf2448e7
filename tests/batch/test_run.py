"""A batch goes on where it was stopped, and does again only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from batch_site import annotator, content, documents_in, row, run_here, write_rows
from minuteminer.batch.formats import PART_FORMATS
from minuteminer.batch.output import LEDGER
from minuteminer.errors import LockedError, MinuteMinerError, UsageError
from minuteminer.run_lock import hold_lock

ROWS = [row(number) for number in range(60)]


@pytest.fixture
def inputs(tmp_path: Path) -> list[str]:
    """Sixty documents in a file of rows."""
    return [write_rows(tmp_path / "in.jsonl", ROWS)]


@pytest.mark.parametrize("format", PART_FORMATS)
def test_the_second_run_passes_over_everything(inputs: list[str], tmp_path: Path, format: str) -> None:
    first = run_here(inputs, tmp_path / "out", format=format)
    before = content(tmp_path / "out")
    second = run_here(inputs, tmp_path / "out", format=format)
    assert first.counts == {"new": 60}
    assert second.counts == {"done": 60}
    assert second.workers.sent == 0
    assert second.standing.facts == first.standing.facts > 60
    assert content(tmp_path / "out") == before


def test_every_document_is_there_once_and_the_manifest_counts_them(inputs: list[str], tmp_path: Path) -> None:
    ran = run_here(inputs, tmp_path / "out")
    assert documents_in(tmp_path / "out") == sorted(one["id"] for one in ROWS)
    manifest = json.loads((tmp_path / "out" / LEDGER / "manifest.json").read_text())
    parts = {file.name: len(file.read_text().splitlines()) for file in (tmp_path / "out").glob("part-*")}
    assert {name: documents for name, documents, _facts in manifest["parts"]} == parts
    assert manifest["facts"] == ran.standing.facts
    assert len(parts) > 3


def changed_rows(change: str) -> list[dict[str, str]]:
    rows = list(ROWS)
    if change == "changed":
        rows[30] = rows[30] | {"text": "The grant was £7m."}
    elif change == "retitled":
        rows[30] = rows[30] | {"title": "Another title"}
    elif change == "new":
        rows.insert(17, row(100))
    elif change == "removed":
        del rows[41]
    elif change == "first removed":
        del rows[0]
    elif change == "moved":
        rows.insert(5, rows.pop(44))
    else:
        rows = [row(200), *rows[10:25], row(201) | {"text": "£1m."}, *rows[25:30], *rows[35:], row(202)]
    return rows


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize(
    ("change", "sent"),
    [("changed", 1), ("retitled", 1), ("new", 1), ("removed", 0), ("first removed", 0), ("moved", 1), ("much", 4)],
)
def test_only_what_changed_is_done_again_and_the_result_is_that_of_a_fresh_run(
    inputs: list[str], tmp_path: Path, format: str, change: str, sent: int
) -> None:
    run_here(inputs, tmp_path / "out", format=format)
    write_rows(Path(inputs[0]), changed_rows(change))
    again = run_here(inputs, tmp_path / "out", format=format)
    fresh = run_here(inputs, tmp_path / "fresh", format=format)
    assert again.workers.sent <= sent
    assert content(tmp_path / "out") == content(tmp_path / "fresh")
    assert again.standing.facts == fresh.standing.facts
    assert again.standing.documents == len(changed_rows(change))


def test_each_document_is_told_why_it_is_done_or_passed_over(inputs: list[str], tmp_path: Path) -> None:
    run_here(inputs, tmp_path / "out")
    rows = [*ROWS[:30], ROWS[30] | {"text": "The grant was £7m."}, *ROWS[31:], row(100)]
    write_rows(Path(inputs[0]), rows)
    reasons = {document: reason for reason, document in run_here(inputs, tmp_path / "out").reasons}
    assert reasons == {one["id"]: "done" for one in ROWS} | {ROWS[30]["id"]: "changed", row(100)["id"]: "new"}


def test_under_new_rules_everything_is_done_again_and_the_old_is_taken_away(inputs: list[str], tmp_path: Path) -> None:
    run_here(inputs, tmp_path / "out", rules="1")
    ran = run_here(inputs, tmp_path / "out", rules="2")
    assert ran.counts == {"new rules": 60}
    assert ran.workers.sent == 60
    assert documents_in(tmp_path / "out") == sorted(one["id"] for one in ROWS)
    assert content(tmp_path / "out") == content_of_fresh(inputs, tmp_path, rules="2")


def content_of_fresh(inputs: list[str], tmp_path: Path, *, rules: str | None = None) -> dict[str, bytes]:
    run_here(inputs, tmp_path / "fresh", rules=rules)
    return content(tmp_path / "fresh")


def test_a_part_that_was_lost_or_cut_is_done_again(inputs: list[str], tmp_path: Path) -> None:
    run_here(inputs, tmp_path / "out")
    before = content(tmp_path / "out")
    lost, cut, *_others = sorted((tmp_path / "out").glob("part-*"))
    lost.unlink()
    cut.write_bytes(cut.read_bytes()[:-10])
    run_here(inputs, tmp_path / "out")
    assert content(tmp_path / "out") == before


def test_a_part_left_without_a_record_is_not_there_twice_after_the_next_run(inputs: list[str], tmp_path: Path) -> None:
    run_here(inputs, tmp_path / "out")
    for record in sorted((tmp_path / "out" / LEDGER).glob("part-*"))[:2]:
        record.unlink()
    write_rows(Path(inputs[0]), changed_rows("much"))
    run_here(inputs, tmp_path / "out")
    assert content(tmp_path / "out") == content_of_fresh(inputs, tmp_path)


def test_one_bad_document_of_a_thousand_stops_no_other(tmp_path: Path) -> None:
    rows = [row(number, words=50) for number in range(1000)]
    path = Path(write_rows(tmp_path / "in.jsonl", rows))
    lines = path.read_bytes().splitlines(keepends=True)
    lines[500] = b'{"id": "bad", "text": 5}\n'
    path.write_bytes(b"".join(lines))
    ran = run_here([str(path)], tmp_path / "out", documents=200)
    (said,) = ran.refused
    assert "in.jsonl:501" in said
    assert (ran.standing.documents, ran.standing.refused) == (1000, 1)
    assert documents_in(tmp_path / "out") == sorted(one["id"] for one in [*rows[:500], *rows[501:]])


def test_a_mistake_in_one_document_is_that_documents_alone(
    inputs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from minuteminer.batch import child

    original = child.annotate_source

    def annotate_source(source: child.SourceDocument, taxonomy: Path | None) -> object:
        if source.id == ROWS[7]["id"]:
            raise RecursionError("too deep")
        return original(source, taxonomy)

    monkeypatch.setattr(child, "annotate_source", annotate_source)
    ran = run_here(inputs, tmp_path / "out")
    assert [ROWS[7]["id"] in said and "too deep" in said for said in ran.refused] == [True]
    assert len(documents_in(tmp_path / "out")) == 59


def test_what_was_refused_is_told_again_and_tried_again_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("A grant of £5m was noted.")
    (tmp_path / "in" / "b.pdf").write_bytes(b"no PDF")
    inputs = [str(tmp_path / "in")]
    first = run_here(inputs, tmp_path / "out")
    second = run_here(inputs, tmp_path / "out")
    third = run_here(inputs, tmp_path / "out", again=True)
    assert first.refused == second.refused == third.refused != []
    assert [ran.workers.sent for ran in (first, second, third)] == [2, 0, 1]
    assert third.counts == {"done": 1, "tried again": 1}


def test_shards_together_do_what_one_run_does(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(12):
        write_rows(tmp_path / "in" / f"{number}.jsonl", ROWS[number * 5 : number * 5 + 5])
        (tmp_path / "in" / f"{number}.txt").write_text(f"A grant of £{number}m was noted.")
    inputs = [str(tmp_path / "in")]
    run_here(inputs, tmp_path / "whole", documents=4)
    shares = [run_here(inputs, tmp_path / "out", documents=4, shard=(n, 3)).standing.documents for n in (2, 3, 1)]
    assert sum(shares) == 72
    assert min(shares) > 0
    parts = {name for name in content(tmp_path / "whole") if "manifest" not in name}
    assert {name for name in content(tmp_path / "out") if "manifest" not in name} == parts
    run_here(inputs, tmp_path / "out", documents=4, shard=(2, 3))
    assert {name for name in content(tmp_path / "out") if "manifest" not in name} == parts


def test_a_folder_keeps_to_its_format_and_its_inputs(inputs: list[str], tmp_path: Path) -> None:
    run_here(inputs, tmp_path / "out")
    other = write_rows(tmp_path / "other.jsonl", ROWS[:3])
    with pytest.raises(UsageError, match="holds parts in jsonl"):
        run_here(inputs, tmp_path / "out", format="csv")
    with pytest.raises(UsageError, match="--replace"):
        run_here([other], tmp_path / "out")
    assert len(documents_in(tmp_path / "out")) == 60
    run_here([other], tmp_path / "out", replace_inputs=True)
    assert len(documents_in(tmp_path / "out")) == 3


def test_an_input_that_is_not_there_today_takes_nothing_away(inputs: list[str], tmp_path: Path) -> None:
    run_here(inputs, tmp_path / "out")
    Path(inputs[0]).unlink()
    with pytest.raises(MinuteMinerError, match=r"in\.jsonl"):
        run_here(inputs, tmp_path / "out")
    assert len(documents_in(tmp_path / "out")) == 60


def test_a_file_that_cannot_be_read_to_its_end_takes_nothing_away(tmp_path: Path) -> None:
    rows = [row(number, words=300) for number in range(60)]
    path = Path(write_rows(tmp_path / "in.jsonl.gz", rows))
    run_here([str(path)], tmp_path / "out")
    path.write_bytes(path.read_bytes()[:-2000])
    ran = run_here([str(path)], tmp_path / "out")
    assert len(ran.refused) == 1
    assert set(documents_in(tmp_path / "out")) == {one["id"] for one in rows}


def test_a_second_run_in_the_same_folder_is_refused(inputs: list[str], tmp_path: Path) -> None:
    with hold_lock(tmp_path / "out" / LEDGER / "manifest.lock"), pytest.raises(LockedError):
        run_here(inputs, tmp_path / "out")


def test_a_worker_with_other_rules_is_refused(
    inputs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions: Iterator[str] = iter(["the client's", *["another"] * 50])
    monkeypatch.setattr("batch_site.HereWorkers.version", lambda _self: next(versions))
    annotator("jsonl")
    with pytest.raises(MinuteMinerError, match="install the same version"):
        run_here(inputs, tmp_path / "out")


def test_a_damaged_record_names_itself(inputs: list[str], tmp_path: Path) -> None:
    run_here(inputs, tmp_path / "out")
    record = min((tmp_path / "out" / LEDGER).glob("part-*"))
    record.write_text("{")
    with pytest.raises(MinuteMinerError, match=record.name):
        run_here(inputs, tmp_path / "out")


def test_inputs_and_outputs_may_be_object_stores(tmp_path: Path) -> None:
    from minuteminer.batch.files import find_files, read_file, write_file

    write_file("memory://run-in/rows.jsonl", "".join(json.dumps(one) + "\n" for one in ROWS).encode())
    first = run_here(["memory://run-in"], "memory://run-out/facts", format="parquet")
    second = run_here(["memory://run-in"], "memory://run-out/facts", format="parquet")
    assert (first.counts, second.counts) == ({"new": 60}, {"done": 60})
    parts = [file for file in find_files("memory://run-out/facts") if file.name.startswith("part-")]
    rows = sum(pq.read_table(pa.BufferReader(read_file(part.path))).num_rows for part in parts)
    assert rows == first.standing.facts


def test_a_folder_of_parquet_parts_is_read_as_one_table(inputs: list[str], tmp_path: Path) -> None:
    ran = run_here(inputs, tmp_path / "out", format="parquet")
    table = pq.read_table(tmp_path / "out")
    assert table.num_rows == ran.standing.facts
    assert set(table.column("document").to_pylist()) <= {one["id"] for one in ROWS}


def test_progress_tells_documents_and_share_of_the_input(inputs: list[str], tmp_path: Path) -> None:
    standing = run_here(inputs, tmp_path / "out").standing
    assert standing.input_bytes == standing.total_bytes == Path(inputs[0]).stat().st_size
    assert standing.annotated_bytes == standing.input_bytes
    assert standing.seconds > 0
