"""What is withdrawn is gone from every file and stays away; what is redacted is gone from all that is read."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import pytest
import time_machine

from job_site import PANEL, JobSite
from minuteminer.collect.archive import open_archive
from minuteminer.doctor import examine
from minuteminer.errors import LockedError, UsageError
from minuteminer.index import open_index
from minuteminer.redaction import add_redaction, load_redactions, redact_text
from minuteminer.removal import redact_words, withdraw
from minuteminer.run_lock import hold_lock

# Words of one meeting of the sample and of no other: of its minutes, and of an item's title.
PURGED = ("fifty-one acknowledgements", "Quibbleworth")
MARK = "Ottoline Quibbleworth"


@pytest.fixture
def filled(job_site: JobSite) -> JobSite:
    """A data directory of two meetings, one of which names somebody whom no other names."""
    item = next(one for one in job_site.site.corpus.meeting_by_id["5288"].items if one.minutes)
    words = (
        f"{item.minutes}\n\n9. Ms {MARK} had sent fifty-one acknowledgements. OTTOLINE  QUIBBLEWORTH's letter was read."
    )
    object.__setattr__(item, "minutes", words)
    job_site.item_id = item.item_id
    report = job_site.run()
    assert report.exit_code == 0
    assert job_site.total("Quibbleworth") > 0
    return job_site


def files_with(root: Path, words: str) -> list[str]:
    """Every file of a folder in which the words stand, unpacked and in any case."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            if words.lower() in content.decode("utf-8", "replace").lower():
                found.append(str(path.relative_to(root)))
    return found


def meeting_url(site: JobSite) -> str:
    return f"{site.site.base_url}ieListDocuments.aspx?CId=318&MId=5288&Ver=4"


def test_a_purged_meeting_is_in_no_file_any_more(filled: JobSite) -> None:
    root = filled.paths.root
    assert len(files_with(root, PURGED[1])) >= 3  # archive, parsed pages, index
    removal = withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked by the council")
    assert removal.done
    assert any("mgMeetingAttendance" in url for url in removal.urls)
    for words in PURGED:
        assert files_with(root, words) == []
    assert filled.total("Quibbleworth") == 0
    assert all(finding.ok for finding in examine(filled.paths))


def test_a_later_run_does_not_bring_it_back(filled: JobSite) -> None:
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    asked = len(filled.site.requests)
    report = filled.run()
    assert report.exit_code == 0
    assert not any("5288" in request.path for request in filled.site.requests[asked:])
    assert files_with(filled.paths.root, PURGED[1]) == []


def test_the_receipt_says_what_and_why_without_the_words(filled: JobSite) -> None:
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked by the council")
    (receipt,) = (filled.paths.root / "receipts").glob("*-withdraw.json")
    content = json.loads(receipt.read_text(encoding="utf-8"))
    assert content["reason"] == "asked by the council"
    assert meeting_url(filled) in content["urls"]
    assert all(len(digest) == 64 for digest in content["sha256s"])


def test_without_purge_it_is_only_told_what_would_go(filled: JobSite) -> None:
    removal = withdraw(filled.paths, meeting_url(filled), purge=False, reason="asked")
    assert not removal.done
    assert removal.urls
    assert filled.total("Quibbleworth") > 0


def test_a_purge_that_was_interrupted_is_finished_by_the_next_run(
    filled: JobSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("minuteminer.removal._finish", lambda *_arguments: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    assert filled.total("Quibbleworth") > 0
    filled.run()
    assert files_with(filled.paths.root, PURGED[1]) == []


def test_an_index_whose_intermediate_results_were_deleted_is_cleaned_too(filled: JobSite) -> None:
    filled.paths.derived.unlink()
    before = filled.total("complaint*")
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    assert files_with(filled.paths.root, PURGED[1]) == []
    assert 0 < filled.total("complaint*") < before


def test_words_in_a_report_about_a_silent_edit_go_too(filled: JobSite) -> None:
    report = filled.paths.reports / "20200101T000000Z-old.json"
    edit = {"item": "x", "title": "t", "url": meeting_url(filled) + "#AI1", "changes": [f"was {MARK}"]}
    problem = f"silent edit: t ({edit['url']}) …: was {MARK}"
    report.write_text(json.dumps({"gains": {"silent_edits": [edit]}, "problems": [problem]}), encoding="utf-8")
    withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")
    assert files_with(filled.paths.root, PURGED[1]) == []


def test_a_list_of_meetings_or_an_unknown_page_cannot_be_withdrawn(filled: JobSite) -> None:
    for page, said in [("ieListMeetings.aspx?CommitteeId=318", "is a list"), ("nothing.aspx", "is not in the archive")]:
        with pytest.raises(UsageError, match=said):
            withdraw(filled.paths, filled.site.base_url + page, purge=True, reason="asked")


def test_an_items_page_goes_with_the_meeting_on_whose_page_its_words_stand(job_site: JobSite) -> None:
    job_site.write_job(PANEL)
    job_site.run()
    with open_archive(job_site.paths.archive, read_only=True) as archive:
        item = next(archive.fetches(kind="item"))
    with pytest.raises(UsageError, match="--whole-meeting"):
        withdraw(job_site.paths, item.url, purge=True, reason="asked")
    removal = withdraw(job_site.paths, item.url, purge=True, whole_meeting=True, reason="asked")
    assert {item.url} < set(removal.urls)


def test_a_removal_waits_for_a_run(filled: JobSite) -> None:
    with hold_lock(filled.paths.root / "run.lock"), pytest.raises(LockedError):
        # flock belongs to the open file, so that a second one in the same process is refused too
        withdraw(filled.paths, meeting_url(filled), purge=True, reason="asked")


def test_a_redacted_name_is_in_nothing_that_is_read(filled: JobSite) -> None:
    removal = redact_words(filled.paths, MARK, item=None, reason="asked by the person")
    assert removal.pages_redacted == 1
    left = files_with(filled.paths.root, "Quibbleworth")
    assert all(name.startswith("archive/objects/") for name in left)  # as published; `withdraw --purge` is for those
    assert filled.total("Quibbleworth") == 0
    with open_index(filled.paths.index, read_only=True) as index:
        text = index.item(filled.item_id).item.text
    assert "Ms [redacted] had sent" in text
    assert "[redacted]'s letter" in text
    assert index is not None
    assert all(finding.ok for finding in examine(filled.paths))


def test_a_redaction_outlives_collecting_and_indexing_anew(filled: JobSite) -> None:
    redact_words(filled.paths, MARK, item=None, reason="asked")
    for path in (filled.paths.derived, filled.paths.index):
        path.unlink()
    item = filled.site.corpus.item_by_id[filled.item_id][1]
    object.__setattr__(item, "minutes", item.minutes + f"\n\n10. {MARK} came once more.")
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=365)):
        filled.run()
    assert filled.total("once more") == 1
    assert filled.total("Quibbleworth") == 0


def test_a_redaction_is_no_news(filled: JobSite) -> None:
    filled.write_job(more='[run]\nalerts = "alerts.toml"\n')
    alerts = '[[search]]\nname = "Letters"\nquery = "acknowledgements"\n'
    (filled.folder / "alerts.toml").write_text(alerts, encoding="utf-8")
    filled.run()
    redact_words(filled.paths, MARK, item=None, reason="asked")
    report = filled.run()
    assert filled.told == []
    assert (report.gains.items_changed, report.gains.facts_gained) == (0, {})


def test_a_redaction_of_one_item_leaves_the_others(tmp_path: Path) -> None:
    add_redaction(tmp_path / "r.json", "Ada Example", item_id="7", reason="asked")
    redactions = load_redactions(tmp_path / "r.json")
    assert redact_text("Ada Example", redactions, item_id="7") == "[redacted]"
    assert redact_text("Ada Example", redactions, item_id="8") == "Ada Example"


def test_the_list_of_redactions_holds_no_names(tmp_path: Path) -> None:
    add_redaction(tmp_path / "r.json", "Ada Example", item_id=None, reason="asked")
    assert "ada" not in (tmp_path / "r.json").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Example spoke", "[redacted] spoke"),
        ("ADA\nEXAMPLE", "[redacted]"),
        ("Ada-Example’s view", "[redacted]’s view"),
        ("(Ada Example)", "([redacted])"),
        ("Adage Example", "Adage Example"),
        ("Ada Examples", "Ada Examples"),
        ("Ada said. Example", "Ada said. Example"),
        ("Ada Example, Ada Example", "[redacted], [redacted]"),
    ],
)
def test_names_are_found_however_they_are_printed(tmp_path: Path, text: str, shown: str) -> None:
    add_redaction(tmp_path / "r.json", "Ada Example", item_id=None, reason="asked")
    assert redact_text(text, load_redactions(tmp_path / "r.json")) == shown


@pytest.mark.parametrize(("text", "reason"), [("…", "asked"), ("Ada", "  ")])
def test_a_redaction_needs_words_and_a_reason(job_site: JobSite, text: str, reason: str) -> None:
    with pytest.raises(UsageError):
        redact_words(job_site.paths, text, item=None, reason=reason)
