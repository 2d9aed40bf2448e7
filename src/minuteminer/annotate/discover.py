"""Themes in many texts that no topic of the taxonomy covers: what the taxonomy should perhaps have next.

The texts are factorised (NMF over tf-idf of words, scikit-learn) into themes. A theme is covered where its words
are words of a topic, or where most documents that it is strongest in have a topic that few others have; what is
left is shown with its words and with documents to look at. It proposes; a person decides.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minuteminer.annotate.taxonomy import Taxonomy
from minuteminer.annotate.topic_training import content_words
from minuteminer.annotate.topics import find_topics, read_unmasked
from minuteminer.errors import DocumentError, NothingFoundError

SEED = 20260101
TEXTS_MIN = 10
WORDS_SHOWN = 8
DOCUMENTS_SHOWN = 3
COVERED_SHARE = 0.5  # of a theme's own documents that have one and the same topic
COVERED_LIFT = 3.0  # and how much more often they have it than all documents do


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme: its strongest words, ids of documents that show it best, and the share of documents it leads."""

    words: tuple[str, ...]
    documents: tuple[str, ...]
    share: float


def load_texts(paths: Iterable[Path]) -> list[tuple[str, str]]:
    """Ids and texts of documents: .txt and .md files, .jsonl files (objects with id and text), folders of these.

    Raises DocumentError, naming the file, where one cannot be read.
    """
    texts: list[tuple[str, str]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix in {".txt", ".md", ".jsonl"})
            texts += load_texts(inside)
            continue
        try:
            content = path.read_text(encoding="utf-8")
            if path.suffix == ".jsonl":
                # Only \n ends a row: a text may hold the other line ends of Unicode.
                rows = [json.loads(line) for line in content.split("\n") if line.strip()]
                texts += [(str(row["id"]), row["text"]) for row in rows]
            else:
                texts.append((path.name, content))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DocumentError(
                f"{path}: expected a text, or JSON lines with id and text, got {error!r}", source=str(path)
            ) from error
    return texts


def discover_themes(texts: Sequence[tuple[str, str]], taxonomy: Taxonomy, *, themes: int = 20) -> list[Theme]:
    """Up to `themes` themes of the texts (ids and texts) that no topic covers, the largest first.

    Raises NothingFoundError where there are fewer texts than ten, or no words that several of them share.
    """
    if len(texts) < TEXTS_MIN:
        raise NothingFoundError(
            f"{len(texts)} texts are too few for themes; give at least {TEXTS_MIN}, better hundreds"
        )
    names, words, strengths = _factorise([read_unmasked(text, taxonomy) for _, text in texts], themes)
    topics = [{topic.topic_id for topic in find_topics(text, taxonomy=taxonomy)} for _, text in texts]
    leaders = strengths.argmax(axis=1)
    found = []
    for at in range(strengths.shape[1]):
        own = [row for row in range(len(texts)) if leaders[row] == at and strengths[row, at] > 0]
        if not own or _is_covered([topics[row] for row in own], topics):
            continue
        best = sorted(own, key=lambda row: -strengths[row, at])[:DOCUMENTS_SHOWN]
        strongest = words[at].argsort()[::-1][:WORDS_SHOWN]
        found.append(
            Theme(
                words=tuple(names[column] for column in strongest if words[at, column] > 0),
                documents=tuple(texts[row][0] for row in best),
                share=round(len(own) / len(texts), 4),
            )
        )
    return sorted(found, key=lambda theme: (-theme.share, theme.words))


def _factorise(texts: Sequence[Sequence[str]], themes: int) -> tuple[list[str], Any, Any]:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        vectorizer = TfidfVectorizer(analyzer=content_words, min_df=3, max_df=0.5, sublinear_tf=True)
        matrix = vectorizer.fit_transform(texts)
    except ValueError as error:
        raise NothingFoundError("the texts share no words to find themes by; give more of them") from error
    parts = min(themes, *matrix.shape)
    factors = NMF(n_components=parts, init="nndsvda", random_state=SEED, max_iter=400)
    strengths = factors.fit_transform(matrix)
    return vectorizer.get_feature_names_out().tolist(), factors.components_, strengths


def _is_covered(own: Sequence[set[str]], everywhere: Sequence[set[str]]) -> bool:
    here = Counter(topic for topics in own for topic in topics)
    overall = Counter(topic for topics in everywhere for topic in topics)
    return any(
        count / len(own) >= COVERED_SHARE and count / len(own) >= COVERED_LIFT * overall[topic] / len(everywhere)
        for topic, count in here.items()
    )
