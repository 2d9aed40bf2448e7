"""The units that are written work as they are, checked with the tools that will read them."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from minuteminer.cli import app
from minuteminer.errors import JobError, UsageError
from minuteminer.schedule import cron_unit, kubernetes_unit, parse_interval, repeat, systemd_units

ODD_NAMES = ["plain", "with a space", "100% sure", 'a "quoted" one', "dollar $HOME", "it's", "a\\b", "naïve £"]


@pytest.fixture(params=ODD_NAMES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with a job that only parses, and an odd name."""
    folder = tmp_path / request.param
    folder.mkdir()
    text = '[source]\nsite = "https://minutes.example/"\ncommittees = ["1"]\n[run]\nsteps = ["parse"]\n'
    (folder / f"{request.param} job.toml").write_text(text, encoding="utf-8")
    return folder


def job_of(folder: Path) -> Path:
    return next(folder.glob("*.toml"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_service_and_timer(folder: Path, tmp_path: Path) -> None:
    units = tmp_path / "units"
    units.mkdir()
    for unit in systemd_units(job_of(folder), folder / "data"):
        (units / unit.name).write_text(unit.text, encoding="utf-8")
    names = sorted(str(path) for path in units.iterdir())
    ran = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False)
    said = [line for line in ran.stderr.splitlines() if "minuteminer" in line]
    assert said == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_when_the_timer_runs(folder: Path) -> None:
    _, timer = systemd_units(job_of(folder), folder / "data")
    (calendar,) = re.findall(r"OnCalendar=(.*)", timer.text)
    ran = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "02:30:00" in ran.stdout


@pytest.mark.skipif(shutil.which("crontab") is None, reason="crontab is not installed")
def test_cron_takes_the_line(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "table"
    table.write_text(cron_unit(job_of(folder), folder / "data").text, encoding="utf-8")
    ran = subprocess.run(["crontab", "-n", str(table)], capture_output=True, text=True, check=False)
    if "invalid option" in ran.stderr:
        pytest.skip("this crontab cannot check a table without installing it")
    assert ran.returncode == 0, ran.stderr


def test_the_command_of_the_cron_line_runs_the_job(tmp_path: Path) -> None:
    folder = tmp_path / "100% it's a $HOME"
    folder.mkdir()
    job = folder / "job.toml"
    text = '[source]\nsite = "https://minutes.example/"\ncommittees = ["1"]\n[run]\nsteps = ["parse"]\n'
    job.write_text(text, encoding="utf-8")
    (folder / "data").mkdir()
    line = cron_unit(job, folder / "data").text
    command = line.split(None, 5)[5].replace("\\%", "%")  # as cron hands it to the shell
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    log = (folder / "data" / "cron.log").read_text(encoding="utf-8")
    assert ran.returncode == 0, log
    assert log.startswith("job.toml: done")


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kubernetes_reads_three_objects_with_the_job_unchanged(folder: Path, tmp_path: Path) -> None:
    job, place = job_of(folder), tmp_path / "kubernetes"
    place.mkdir()
    (place / "unit.yaml").write_text(kubernetes_unit(job, folder / "data").text, encoding="utf-8")
    (place / "kustomization.yaml").write_text("resources: [unit.yaml]\n", encoding="utf-8")
    ran = subprocess.run(["kubectl", "kustomize", str(place)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert re.findall(r"^kind: (\w+)$", ran.stdout, re.MULTILINE) == ["ConfigMap", "PersistentVolumeClaim", "CronJob"]
    assert all(f"    {line}\n" in ran.stdout for line in job.read_text(encoding="utf-8").splitlines())
    names = re.findall(r"^  name: (\S+)$", ran.stdout, re.MULTILINE)
    assert all(re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", name) for name in names)


def test_a_job_with_a_mistake_is_not_scheduled(tmp_path: Path) -> None:
    job = tmp_path / "job.toml"
    job.write_text("[sauce]\n", encoding="utf-8")
    for make in (systemd_units, cron_unit, kubernetes_unit):
        with pytest.raises(JobError):
            make(job, tmp_path)


@pytest.mark.parametrize("text", ["", "6", "h", "0h", "-1h", "6 weeks", "99999h"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="such as 6h"):
        parse_interval(text)


def test_a_job_is_repeated_until_it_is_ended() -> None:
    runs: list[datetime.datetime] = []

    def run() -> None:
        runs.append(datetime.datetime.now(datetime.UTC))
        if len(runs) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repeat(run, datetime.timedelta(seconds=0.2))
    assert len(runs) == 3


def test_of_several_schedulers_each_is_written_and_told_how_to_install(folder: Path, tmp_path: Path) -> None:
    job = str(job_of(folder))
    ended = CliRunner().invoke(app, ["schedule", job, "--cron", "--systemd", "-o", str(tmp_path / "units")])
    assert ended.exit_code == 0
    assert {file.suffix for file in (tmp_path / "units").iterdir()} == {".service", ".timer", ".cron"}
    assert "systemctl" in ended.output
    assert "crontab -e" in ended.output
