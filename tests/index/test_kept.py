"""What a reader of the index keeps between questions, and the titles that are found in the same walk."""

from __future__ import annotations

import datetime
from pathlib import Path

import made_minutes as made
from minuteminer.index import open_index


def test_what_another_writes_is_counted_by_a_reader_that_was_open_before(tmp_path: Path) -> None:
    with open_index(tmp_path) as writer:
        made.put(writer, made.Minutes("1", "Drones").say("The drones were seen."))
        with open_index(tmp_path, read_only=True) as reader:
            before = [one.name for one in reader.committees()]
            facets = reader.facets("drones", ["committee"])
            other = made.make_meeting("77", datetime.date(2018, 3, 1), committee="Heron Lake Panel")
            made.put(writer, made.Minutes("2", "Noise", meeting=other).say("The drones were loud."))
            assert "Heron Lake Panel" not in [*before, *(name for name, _ in facets[0].values)]
            assert "Heron Lake Panel" in [one.name for one in reader.committees()]
            assert "Heron Lake Panel" in dict(reader.facets("drones", ["committee"])[0].values)
        # What the writer wrote itself it counts too.
        assert "Heron Lake Panel" in dict(writer.facets("drones", ["committee"])[0].values)


def test_titles_stand_beside_the_paragraphs_and_are_not_counted_among_them(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        made.put(index, made.Minutes("1", "Drones over the lake").say("The drones were seen.").say("Drones again."))
        found, facets = index.search_with_facets("drones", ["kind", "year"])
        assert (found.total, [hit.unit for hit in found.hits]) == (2, ["paragraph", "paragraph"])
        assert [hit.title for hit in found.titles] == ["Drones over the lake"]
        assert [count for facet in facets if facet.name == "year" for _, count in facet.values] == [2]
        # The same titles as of a search for titles alone.
        assert [hit.id for hit in found.titles] == [hit.id for hit in index.search("drones in:title").hits]
