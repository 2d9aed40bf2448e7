"""Commands about topics: list the taxonomy, fit the model, discover themes that it does not cover."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from minuteminer.cli.options import JsonOption, message, print_json

app = typer.Typer(no_args_is_help=True)

TaxonomyOption = Annotated[Path | None, typer.Option(metavar="FILE", help="A topic taxonomy of your own.")]


@app.command("list")
def list_topics(taxonomy: TaxonomyOption = None, as_json: JsonOption = False) -> None:
    """The topics of the taxonomy: id, name, what is meant, how they nest. A wrong file is refused with its row.

    Example: minuteminer topics list --taxonomy my-topics.json
    """
    from minuteminer.annotate.taxonomy import WORD_LISTS, load_taxonomy

    topics = load_taxonomy(taxonomy)
    if as_json:
        about = ("id", "label", "broader", "scope_note")
        fields = (*about, *WORD_LISTS, "large_sums", "rivals")
        print_json({"topics": [{name: getattr(topic, name) for name in fields} for topic in topics]})
        return
    for topic in topics:
        under = f" (under {topic.broader})" if topic.broader else ""
        print(f"{topic.id:22} {topic.label}{under}: {topic.scope_note}")


@app.command()
def fit(
    texts: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", help="Passages to learn from: .jsonl with topics, or plain .txt."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    test: Annotated[
        Path | None, typer.Option(metavar="GOLD.jsonl", help="Passages to report on, never to learn from.")
    ] = None,
    taxonomy: TaxonomyOption = None,
) -> None:
    """Fit the model that adds topics which no phrase gives away, and say what it adds and what that costs.

    Without FILEs it learns from the bundled corpus: the annotated dev passages and the sample's minutes. Without
    --output and a taxonomy of your own it first fits, to the same passages, what tells topics that are discussed from
    those that are merely named.

    Example: minuteminer topics fit --output my-model.json --test corpus/gold/test.jsonl
    """
    from minuteminer.annotate.taxonomy import load_taxonomy
    from minuteminer.annotate.topic_model import BUNDLED_MODEL, load_topic_model
    from minuteminer.annotate.topic_needs import BUNDLED_NEEDS, load_need_weights
    from minuteminer.annotate.topic_needs_training import fit_needs
    from minuteminer.annotate.topic_training import corpus_files, fit_topic_model, load_passages

    topics = load_taxonomy(taxonomy)
    passages = load_passages(texts or corpus_files())
    if output is None and taxonomy is None:
        needs = fit_needs(passages, topics)
        _write(BUNDLED_NEEDS, needs)
        load_need_weights.cache_clear()
        message(f"{BUNDLED_NEEDS}: fitted to {needs['passages']} passages")
    target = output or BUNDLED_MODEL
    content = fit_topic_model(passages, topics)
    _write(target, content)
    message(f"{target}: fitted to {len(passages)} passages, threshold {content['threshold']}")
    if test is not None:
        load_topic_model.cache_clear()
        print(_report(test, target, taxonomy))


@app.command()
def discover(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Texts (.txt, .md, .jsonl) or folders of them.")
    ],
    themes: Annotated[int, typer.Option(help="How many themes to look for.")] = 20,
    taxonomy: TaxonomyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Themes that no topic of the taxonomy covers, each with its words and documents to look at.

    Example: minuteminer topics discover minutes/ --themes 10
    """
    from dataclasses import asdict

    from minuteminer.annotate.discover import discover_themes, load_texts
    from minuteminer.annotate.taxonomy import load_taxonomy

    found = discover_themes(load_texts(paths), load_taxonomy(taxonomy), themes=themes)
    if as_json:
        print_json({"themes": [asdict(theme) for theme in found]})
        return
    for theme in found:
        print(f"{theme.share:5.1%}  {', '.join(theme.words)}\n       e.g. {', '.join(theme.documents)}")


def _write(target: Path, content: dict[str, Any]) -> None:
    import json

    from minuteminer.errors import UsageError

    try:
        target.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{target}: the model cannot be written here ({error.strerror}); name another file with --output"
        ) from error


def _report(test: Path, model: Path, taxonomy: Path | None) -> str:
    from minuteminer.annotate.taxonomy import load_taxonomy
    from minuteminer.annotate.topic_model import load_topic_model
    from minuteminer.annotate.topic_training import compare, load_passages

    topics = load_taxonomy(taxonomy)
    return compare(load_passages([test]), topics, load_topic_model(model, topics)).table()
