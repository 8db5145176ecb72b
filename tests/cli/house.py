"""The command line as an office uses it: in this process, or as a program of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Runs commands in an empty folder over one database."""

    folder: Path
    url: str
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str) -> Ran:
        """Run a command in this process."""
        try:
            code = main(list(words))
        except SystemExit as ended:
            code = int(ended.code or 0)
        shown = self.capsys.readouterr()
        assert "Traceback" not in shown.err
        return Ran(code, shown.out, shown.err)

    def program(self, *words: str, given: str = "") -> Ran:
        """Run it as its own program, with `given` on standard input."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)
