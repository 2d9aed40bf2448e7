"""The licence of a site's minutes, as its job file states it, stands on the pages of its items."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from job_site import JobSite
from minuteminer.errors import UsageError
from minuteminer.index import open_index
from minuteminer.job_file import JobError, load_job
from minuteminer.jobs import index_step
from minuteminer.licences import keep_licence, load_licences

STATED = 'licence = "OGL-UK-3.0"\n'
ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def page_of_an_item(site: JobSite, address: Path | str, serve: Callable[..., Any]) -> str:
    with open_index(address, read_only=True) as index:
        key = index.published().items(limit=1)[0].key
    return str(serve(str(address)).get(f"/item/{key}").text)


def test_a_job_states_the_licence_and_another_run_takes_it_away(job_site: JobSite, serve: Callable[..., Any]) -> None:
    job_site.write_job(more=STATED)
    assert job_site.run().exit_code == 0
    text = page_of_an_item(job_site, job_site.paths.index, serve)
    assert "Contains public sector information licensed under the" in text
    assert f'"license": "{ADDRESS}"' in text
    assert "Not stated in what was collected" not in text
    # The index can be made anew, or in another place, and says so still.
    elsewhere = job_site.folder / "elsewhere.sqlite"
    index_step(job_site.paths, into=elsewhere)
    assert "Contains public sector information" in page_of_an_item(job_site, elsewhere, serve)
    job_site.write_job()
    assert job_site.run().exit_code == 0
    assert "Not stated in what was collected" in page_of_an_item(job_site, job_site.paths.index, serve)


def test_a_licence_that_is_not_known_is_refused(job_site: JobSite) -> None:
    with pytest.raises(JobError, match=r"source\.licence"):
        load_job(job_site.write_job(more='licence = "mine"\n'))


def test_what_other_jobs_say_stays(tmp_path: Path) -> None:
    path = tmp_path / "data" / "licences.json"
    keep_licence(path, ["a.example"], None)
    assert not path.exists()
    keep_licence(path, ["a.example", "b.example"], "OGL-UK-3.0")
    keep_licence(path, ["b.example"], None)
    assert load_licences(path) == json.loads(path.read_text(encoding="utf-8")) == {"a.example": "OGL-UK-3.0"}


def test_a_damaged_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "licences.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="expected licences by site"):
        load_licences(path)
