"""Themes that no topic covers: what the taxonomy should perhaps have next."""

from __future__ import annotations

from pathlib import Path

import pytest

from minuteminer.annotate.discover import Theme, discover_themes, load_texts
from minuteminer.annotate.taxonomy import load_taxonomy
from minuteminer.errors import DocumentError, NothingFoundError

TAXONOMY = load_taxonomy()
HERONS = ("herons nested in the reeds", "the herons left the reeds in flood", "young herons and the reeds")
BELLS = ("bells rang in the tower", "the ringers mended the bells", "ringers climbed the tower to the bells")
FRAUD = ("fraud by callers and fraud by letter", "courier fraud upon widows", "the fraud unit met widows")


def texts() -> list[tuple[str, str]]:
    kinds = {"heron": HERONS, "bell": BELLS, "fraud": FRAUD}
    return [
        (f"{kind}{number}", f"{sentences[number % 3]}, {sentences[(number + 1) % 3]}.")
        for kind, sentences in kinds.items()
        for number in range(6)
    ]


def test_themes_are_shown_with_their_words_and_documents() -> None:
    themes = discover_themes(texts(), TAXONOMY, themes=3)
    by_word = {word: theme for theme in themes for word in theme.words}
    assert {"herons", "reeds"} <= set(by_word)
    assert by_word["herons"] is by_word["reeds"]
    assert all(document.startswith("heron") for document in by_word["herons"].documents)
    assert by_word["herons"].share == pytest.approx(1 / 3, abs=0.001)


def test_a_theme_that_a_topic_covers_is_not_shown() -> None:
    themes = discover_themes(texts(), TAXONOMY, themes=3)
    assert [theme for theme in themes if any(name.startswith("fraud") for name in theme.documents)] == []


def test_the_same_texts_give_the_same_themes() -> None:
    assert discover_themes(texts(), TAXONOMY, themes=4) == discover_themes(texts(), TAXONOMY, themes=4)


def test_more_themes_than_words_are_no_mistake() -> None:
    assert all(isinstance(theme, Theme) for theme in discover_themes(texts(), TAXONOMY, themes=500))


def test_too_few_texts_are_refused() -> None:
    with pytest.raises(NothingFoundError, match="3 texts are too few"):
        discover_themes(texts()[:3], TAXONOMY)


def test_texts_without_common_words_are_refused() -> None:
    with pytest.raises(NothingFoundError, match="share no words"):
        discover_themes([(str(number), f"{number}") for number in range(12)], TAXONOMY)


def test_texts_come_from_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "a.txt").write_text("herons", encoding="utf-8")
    (tmp_path / "inside" / "b.md").write_text("reeds", encoding="utf-8")
    (tmp_path / "inside" / "c.pdf").write_bytes(b"%PDF")
    lines = tmp_path / "d.jsonl"
    lines.write_text('{"id": 4, "text": "bells"}\n\n', encoding="utf-8")
    assert load_texts([tmp_path / "inside", lines]) == [("a.txt", "herons"), ("b.md", "reeds"), ("4", "bells")]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'{"id": 1}', b"[1]", b"{"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"broken\.jsonl"):
        load_texts([path])
