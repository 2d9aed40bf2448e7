"""Saved searches: after a run, what is new or changed for each, told once on each of its channels.

What a channel was told is remembered by digests of the passages, not by time: a clock that jumps, a run that was
killed or a channel that was down neither lose a hit nor tell it twice.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from minuteminer.alert_file import AlertFile, Email, SavedSearch, Stdout, TextFile, Webhook, load_alerts, read_secret
from minuteminer.alert_memory import Passage, load_memory, save_memory
from minuteminer.answers import MARK_END, MARK_START, Hit, IndexedItem
from minuteminer.changes import changed_facts, changed_words
from minuteminer.collect.notify import Mailbox, send_mail, send_webhook
from minuteminer.errors import MinuteMinerError
from minuteminer.index import Index, open_index
from minuteminer.redaction import REDACTED
from minuteminer.run_report import AlertOutcome
from minuteminer.settings import DataPaths

Say = Callable[[str], None]

ALERT_SCHEMA_VERSION = 1
# A search that finds more is none that somebody wants to be told about; the rest is counted.
PAGE, MAX_HITS = 500, 5_000
SHOWN_HITS = 50
DEADLINE_S = 60.0
_MARKED = re.compile(f"{MARK_START}(.*?){MARK_END}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A passage that is new for a search, or changed: why it was found, and what changed in it."""

    item: str
    version: int
    state: str
    date: str
    committee: str
    title: str
    label: str | None
    url: str
    words: tuple[str, ...]
    facts: tuple[str, ...]
    text: str
    changes: tuple[str, ...] = ()

    def describe(self) -> str:
        """The news in words."""
        place = f"{self.title}{f', paragraph {self.label}' if self.label else ''}"
        why = [f"words: {', '.join(self.words)}" if self.words else "", *self.facts]
        lines = [f"- {self.state}: {self.date} {self.committee}: {place}", f"  {self.url}"]
        lines.append(f"  because of {'; '.join(part for part in why if part) or 'its topic or field'}")
        lines += [f"  {change}" for change in self.changes] if self.changes else [f"  {self.text}"]
        return "\n".join(lines)


def check_alerts(path: Path | None) -> None:
    """Read the file of alerts before a run does anything; raises JobError for a mistake in it."""
    if path is not None:
        load_alerts(path)


def baseline_alerts(path: Path | None, paths: DataPaths, *, every: bool = False) -> tuple[AlertOutcome, ...]:
    """Take what the index holds now as known, for every search and channel that was never asked before.

    To be called before a run adds anything: then all that the run brings is news, also for a new search. After the
    first run of a job, `every` search takes all that it finds as known: it is old, however new to the directory.
    The outcomes say how much was taken. Raises JobError for a mistake in the file of alerts.
    """
    if path is None:
        return ()
    alerts = load_alerts(path)
    memory = load_memory(paths.alerts)
    outcomes = []
    for search in alerts.search:
        asked = [channel for channel in search.channels if every or _key(search, channel) not in memory]
        found = [_passage(hit) for hit in _find(paths, search)] if asked else []
        for channel in asked:
            told = memory.get(_key(search, channel), [])
            fresh = [passage for passage in found if passage not in set(told)]
            memory[_key(search, channel)] = [*told, *fresh]
            outcomes += [AlertOutcome(alert=search.name, channel=channel, hits=0, known=len(fresh))] if fresh else []
    save_memory(paths.alerts, memory)
    return tuple(outcomes)


def keep_alerts_quiet(paths: DataPaths) -> None:
    """Take passages that were told, and are other only because words were taken out of them, as told."""
    memory = load_memory(paths.alerts)
    for key, told in memory.items():
        name, query, channel = json.loads(key)
        items = {passage.item for passage in told}
        hits = _find(paths, SavedSearch(name=name, query=query, channels=(channel,)))
        memory[key] = [*told, *(_passage(hit) for hit in hits if REDACTED in hit.text and hit.item in items)]
    if memory:
        save_memory(paths.alerts, memory)


def send_alerts(path: Path | None, paths: DataPaths, *, say: Say) -> tuple[AlertOutcome, ...]:
    """Tell each channel what is new or changed for each search; nothing where nothing is.

    `say` is given what goes to standard output. What could not be delivered is in the outcome, and told next time.
    """
    if path is None or not paths.index.exists():
        return ()
    alerts = load_alerts(path)
    outcomes = []
    memory = load_memory(paths.alerts)
    with open_index(paths.index, read_only=True) as index:
        for search in alerts.search:
            try:
                hits = _find(paths, search)
            except MinuteMinerError as error:
                problem = str(error)
                outcomes += [
                    AlertOutcome(alert=search.name, channel=name, hits=0, problem=problem) for name in search.channels
                ]
                continue
            for channel in search.channels:
                news = _news(index, hits, memory.get(_key(search, channel), []))
                outcome = _tell(alerts, path, search, channel, news, say)
                if not outcome.problem:
                    memory[_key(search, channel)] = [_passage(hit) for hit in hits]
                    save_memory(paths.alerts, memory)  # at once: what was told must not be told again
                if news:
                    outcomes.append(outcome)
    return tuple(outcomes)


def _key(search: SavedSearch, channel: str) -> str:
    return json.dumps([search.name, search.query, channel], ensure_ascii=False)


def _find(paths: DataPaths, search: SavedSearch) -> list[Hit]:
    hits: list[Hit] = []
    if not paths.index.exists():
        return hits
    with open_index(paths.index, read_only=True) as index:
        while len(hits) < MAX_HITS:
            found = index.search(search.query, limit=PAGE, offset=len(hits), deadline_s=DEADLINE_S)
            hits += found.hits
            if not found.hits or len(hits) >= found.total:
                break
    return hits


def _passage(hit: Hit) -> Passage:
    text = " ".join(hit.text.split())
    digest = hashlib.sha256(f"{hit.item}\n{text}".encode()).hexdigest()
    return Passage(hit.item, hit.label or "", digest, hit.version)


def _news(index: Index, hits: Sequence[Hit], told: Sequence[Passage]) -> list[News]:
    digests = {(passage.item, passage.digest) for passage in told}
    places = {(passage.item, passage.label): passage.version for passage in told if passage.label}
    news, seen = [], set()
    for hit in hits:
        passage = _passage(hit)
        if (passage.item, passage.digest) in digests or passage.digest in seen:
            continue
        seen.add(passage.digest)
        before = places.get((passage.item, passage.label))
        news.append(_make_news(index, hit, before if before != hit.version else None))
    return news


def _make_news(index: Index, hit: Hit, before: int | None) -> News:
    changes = _changes(index, hit, before) if before is not None else ()
    figures = tuple(
        f"{figure.kind} {figure.text}{f' ({figure.role})' if figure.role else ''}" for figure in hit.figures
    )
    return News(
        item=hit.item,
        version=hit.version,
        state="changed" if changes else "new",
        date=hit.date.isoformat() if hit.date else "",
        committee=hit.committee,
        title=f"{hit.number} {hit.title}".strip(),
        label=hit.label,
        url=hit.url,
        words=tuple(dict.fromkeys(word.lower() for word in _MARKED.findall(hit.snippet))),
        facts=figures,
        text=" ".join(hit.text.split()),
        changes=changes,
    )


def _changes(index: Index, hit: Hit, before: int) -> tuple[str, ...]:
    """What differs from the version that was told, in words and facts; empty where that is not there any more."""
    try:
        old, new = index.item(f"{hit.item}@{before}"), index.item(f"{hit.item}@{hit.version}")
    except MinuteMinerError:
        return ()
    words = changed_words(_paragraph(old, hit.label), hit.text) if _paragraph(old, hit.label) else ()
    facts = changed_facts(
        [fact for fact in old.facts if fact.paragraph == hit.label],
        [fact for fact in new.facts if fact.paragraph == hit.label],
    )
    shown = [f"… {word.before} [-{word.old}-] {{+{word.new}+}} {word.after} …" for word in words]
    return (*shown, *(fact.describe() for fact in facts))


def _paragraph(item: IndexedItem, label: str | None) -> str:
    texts = [item.item.text[p.start_char : p.end_char] for p in item.paragraphs if p.label == label]
    return texts[0] if len(texts) == 1 else ""


def _tell(alerts: AlertFile, path: Path, search: SavedSearch, name: str, news: list[News], say: Say) -> AlertOutcome:
    if not news:
        return AlertOutcome(alert=search.name, channel=name, hits=0)
    channel = alerts.channel(name)
    message_id = hashlib.sha256("\n".join([search.name, *(n.item + n.text for n in news)]).encode()).hexdigest()[:32]
    subject = f"MinuteMiner: {search.name}: {len(news)} new or changed"
    try:
        if isinstance(channel, Stdout):
            say(_as_text(search, news))
        elif isinstance(channel, TextFile):
            _append(path.parent / channel.path, _as_record(search, news, message_id))
        elif isinstance(channel, Email):
            send_mail(_mailbox(channel), subject=subject, text=_as_text(search, news), message_id=message_id)
        elif isinstance(channel, Webhook):
            secret = read_secret(channel.secret_env, purpose=f"channel {name!r}")
            send_webhook(channel.url, _as_record(search, news, message_id), secret=secret, message_id=message_id)
    except MinuteMinerError as error:
        return AlertOutcome(alert=search.name, channel=name, hits=len(news), problem=str(error))
    return AlertOutcome(alert=search.name, channel=name, hits=len(news))


def _mailbox(channel: Email) -> Mailbox:
    password = read_secret(channel.password_env, purpose=f"e-mail over {channel.host}") if channel.user else ""
    return Mailbox(
        host=channel.host,
        port=channel.port,
        sender=channel.sender,
        recipients=channel.recipients,
        security=channel.security,
        user=channel.user,
        password=password,
    )


def _as_text(search: SavedSearch, news: list[News]) -> str:
    head = f"{search.name} ({search.query}): {len(news)} new or changed"
    rest = [f"… and {len(news) - SHOWN_HITS} more"] if len(news) > SHOWN_HITS else []
    return "\n".join([head, *(one.describe() for one in news[:SHOWN_HITS]), *rest])


def _as_record(search: SavedSearch, news: list[News], message_id: str) -> dict[str, Any]:
    return {
        "schema_version": ALERT_SCHEMA_VERSION,
        "id": message_id,
        "alert": search.name,
        "query": search.query,
        "news": [asdict(one) for one in news],
    }


def _append(path: Path, record: dict[str, Any]) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    except OSError as error:
        raise MinuteMinerError(f"{path} cannot be written: {error.strerror or error}") from error
