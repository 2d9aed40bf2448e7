"""Cuts follow the documents' names: a change stays in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch_site import pending
from minuteminer.batch.files import FoundFile
from minuteminer.batch.inputs import Lot, find_shard
from minuteminer.batch.partitions import PARTITION_BYTES, Partition, cut, find_lots, is_of_shard, partition, place_of
from minuteminer.errors import UsageError

names = st.lists(st.text("abcdefgh0123456789", min_size=1, max_size=6), max_size=300)


def cut_names(given: list[str], documents: int = 10) -> list[list[str]]:
    return list(cut(given, name=str, size=len, documents=documents))


@given(names, st.integers(1, 40))
@settings(max_examples=50, deadline=None)
def test_every_document_is_in_one_partition_in_order(given: list[str], documents: int) -> None:
    runs = cut_names(given, documents)
    assert [name for run in runs for name in run] == given
    assert all(0 < len(run) <= 2 * documents for run in runs)


@given(st.integers(0, 499), st.text("xyz", min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_a_document_put_in_changes_a_few_partitions_and_no_others(place: int, name: str) -> None:
    before = [f"G{number:05d}" for number in range(500)]
    after = [*before[:place], name, *before[place:]]
    unchanged = {tuple(run) for run in cut_names(before)} & {tuple(run) for run in cut_names(after)}
    assert len(unchanged) >= len(cut_names(before)) - 4


def test_large_documents_make_partitions_of_fewer() -> None:
    runs = list(cut(range(200), name=str, size=lambda _one: PARTITION_BYTES // 4, documents=1000))
    assert max(map(len, runs)) <= 16
    assert len(runs) > 10


def test_a_file_of_rows_is_a_lot_and_other_files_are_cut_into_lots_by_name() -> None:
    files = [FoundFile(path=f"in/{n}.txt", name=f"{n}.txt", size=10) for n in range(30)]
    rows = FoundFile(path="in/rows.jsonl", name="rows.jsonl", size=10)
    lots = list(find_lots([*files[:15], rows, *files[15:]], documents=5))
    assert [lot.name for lot in lots if lot.holds_rows] == ["in/rows.jsonl"]
    assert sorted(file.name for lot in lots for file in lot.files) == sorted(file.name for file in [*files, rows])
    assert len(lots) > 3


def test_each_lot_is_of_one_shard() -> None:
    for lot in range(1000):
        assert sum(is_of_shard(lot, (number, 7)) for number in range(1, 8)) == 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3"])
def test_a_shard_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(UsageError, match="number/count"):
        find_shard(text)


def test_the_name_of_a_part_tells_words_and_rules_and_its_place_does_not() -> None:
    lot = Lot(name="in.jsonl", files=())
    place = place_of(lot, "a")
    first = Partition(place=place, documents=(pending("a"), pending("b")))
    same = Partition(place=place, documents=(pending("a"), pending("b")))
    other = Partition(place=place, documents=(pending("a"), pending("c")))
    assert first.name("1") == same.name("1")
    assert len({first.name("1"), other.name("1"), first.name("2")}) == 3
    assert first.name("1").startswith(f"part-{place}-")


def test_partitions_are_the_same_in_every_reading(tmp_path: Path) -> None:
    from batch_site import row, write_rows

    path = write_rows(tmp_path / "in.jsonl", [row(number) for number in range(50)])
    (lot,) = find_lots([FoundFile(path=path, name="in.jsonl", size=1000)], documents=10)
    first, second = (list(partition(lot, 10)) for _ in range(2))
    assert first == second
    assert sum(len(one.documents) for one in first) == 50
