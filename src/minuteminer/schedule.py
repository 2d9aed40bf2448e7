"""Running a job regularly: units for systemd, cron and Kubernetes that work as they are, or our own clock."""

from __future__ import annotations

import datetime
import re
import shlex
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from minuteminer.errors import MissingExtraError, UsageError
from minuteminer.job_file import load_job

# Half past two at night: council sites are quiet, and backups of most machines have not begun.
HOUR, MINUTE = 2, 30
# systemd spreads the starts of many machines over this long, so that a site is not met by all at once.
SPREAD_S = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A file to install: its `name` and `text`; `hint` says how."""

    name: str
    text: str
    hint: str


def _command(job: Path, data: Path) -> list[str]:
    """The command of this very installation: a timer has neither our PATH nor our virtual environment."""
    return [sys.executable, "-m", "minuteminer", "run", str(job.resolve()), "--data", str(data.resolve())]


def _name(job: Path) -> str:
    return "minuteminer-" + (re.sub(r"[^a-z0-9]+", "-", job.stem.lower()).strip("-") or "job")


def systemd_units(job: Path, data: Path) -> tuple[Unit, Unit]:
    """A service and a timer (daily at 02:30 London time, made up for if the machine slept).

    Raises JobError if the job file has a mistake. `systemd-analyze verify` accepts both.
    """
    load_job(job)
    name = _name(job)
    # systemd reads % as a specifier and $ as a variable.
    command = " ".join(_systemd_quote(word) for word in _command(job, data))
    service = f"""[Unit]
Description=MinuteMiner job {job.name.replace("%", "%%")}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}
# 3: done in part, 5: another run holds the lock. Both are in the report and no reason to call the service failed.
SuccessExitStatus=3 5
Nice=10
NoNewPrivileges=true
PrivateTmp=true
"""
    timer = f"""[Unit]
Description=Run the MinuteMiner job {job.name.replace("%", "%%")} daily

[Timer]
OnCalendar=*-*-* {HOUR:02}:{MINUTE:02}:00 Europe/London
RandomizedDelaySec={SPREAD_S}
Persistent=true

[Install]
WantedBy=timers.target
"""
    hint = f"put both into ~/.config/systemd/user/ and run: systemctl --user enable --now {name}.timer"
    return Unit(name=f"{name}.service", text=service, hint=hint), Unit(name=f"{name}.timer", text=timer, hint=hint)


def _systemd_quote(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"""[\s"'\\;]""", word) else escaped


def cron_unit(job: Path, data: Path) -> Unit:
    """A crontab line (daily at 02:30 in the machine's time); raises JobError if the job file has a mistake."""
    load_job(job)
    # In a crontab an unescaped % ends the command.
    command = shlex.join(_command(job, data)).replace("%", r"\%")
    log = shlex.quote(str(data.resolve() / "cron.log")).replace("%", r"\%")
    text = f"{MINUTE} {HOUR} * * * {command} >>{log} 2>&1\n"
    return Unit(name=f"{_name(job)}.cron", text=text, hint="add the line with: crontab -e")


def kubernetes_unit(job: Path, data: Path) -> Unit:
    """A CronJob with the job file in a ConfigMap and the data on a volume claim; raises JobError likewise."""
    load_job(job)
    name = _name(job)
    content = "".join(f"    {line}\n" if line else "\n" for line in job.read_text(encoding="utf-8").splitlines())
    text = f"""apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
data:
  job.toml: |
{content}---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {name}-data
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 10Gi
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {name}
spec:
  schedule: "{MINUTE} {HOUR} * * *"
  timeZone: Europe/London
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 36000
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: minuteminer
              image: minuteminer:latest
              args: ["run", "/job/job.toml", "--data", "/data"]
              volumeMounts:
                - {{name: job, mountPath: /job, readOnly: true}}
                - {{name: data, mountPath: /data}}
          volumes:
            - name: job
              configMap: {{name: {name}}}
            - name: data
              persistentVolumeClaim: {{claimName: {name}-data}}
"""
    hint = "build an image whose entry point is minuteminer, set its name, then: kubectl apply -f FILE"
    return Unit(name=f"{name}.yaml", text=text, hint=hint)


_INTERVAL = re.compile(r"(\d{1,4})\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_interval(text: str) -> datetime.timedelta:
    """The time between two runs; raises UsageError for what is none or no time at all.

    >>> parse_interval("6h"), parse_interval("1d")
    (datetime.timedelta(seconds=21600), datetime.timedelta(days=1))
    """
    match = _INTERVAL.fullmatch(text.strip().lower())
    if match is None or not int(match[1]):
        raise UsageError(f"{text!r} is no time between two runs: expected a number with s, m, h or d, such as 6h")
    return datetime.timedelta(**{_UNITS[match[2]]: int(match[1])})


def repeat(run: Callable[[], None], interval: datetime.timedelta) -> None:
    """Call `run` now and then after each interval, never twice at once, until the process is ended.

    A run that takes longer than the interval makes the next one start late, not twice. Raises MissingExtraError
    without the extra `schedule`.
    """
    try:
        from apscheduler.executors.debug import DebugExecutor
        from apscheduler.jobstores.base import JobLookupError
        from apscheduler.schedulers.blocking import BlockingScheduler
    except ImportError:
        raise MissingExtraError(
            "running at intervals needs the extra `schedule`: pip install 'minuteminer[schedule]'"
        ) from None
    # In the main thread, which alone is told of signals. The scheduler keeps what a run raises to itself.
    scheduler = BlockingScheduler(timezone=datetime.UTC, executors={"default": DebugExecutor()})
    ends: list[BaseException] = []

    def guarded() -> None:
        try:
            run()
        except BaseException as end:
            ends.append(end)
            scheduler.shutdown(wait=False)

    now = datetime.datetime.now(datetime.UTC)
    options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler.add_job(guarded, "interval", seconds=interval.total_seconds(), next_run_time=now, **options)
    with suppress(JobLookupError):  # shut down from within, it misses the job that it has just dropped
        scheduler.start()
    for end in ends:
        raise end
