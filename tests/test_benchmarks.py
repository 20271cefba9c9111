"""The benchmarks run, small, and say what they promise to."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bench import report
from tests.servers import ROOT

pytestmark = pytest.mark.server


def output_of(module: str, *arguments: str, **environment: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    around = os.environ | {"KEEP": ""} | environment
    done = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_streams_are_right_and_compared_with_the_limit():
    printed = output_of("bench.streams", "--streams", "3", "--tokens", "20", "--rate", "200", "--rounds", "1")

    assert "| answers wrong | 0 |" in printed
    assert "| ratio | " in printed


def test_answers_whose_readers_are_cut_arrive_whole_and_in_order():
    printed = output_of("bench.streams.cuts", "--streams", "30", "--at-once", "10", "--tokens", "20", "--rate", "200")

    assert "| answers | 30 |" in printed
    assert "| answers wrong or cut off | 0 |" in printed
    assert "| answers with a gap or a repetition | 0 |" in printed


def test_a_start_is_timed_and_weighed():
    printed = output_of("bench.starting", "--rounds", "1", "--servers", "uvicorn")

    assert "| memory at rest (MiB) | " in printed


def test_sales_that_are_made_up_are_imported_every_one():
    printed = output_of("bench.importing", "--rows", "2000")

    assert "| rows | 2,000 |" in printed


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Where results are kept, by a program that was given a file."""
    monkeypatch.setattr(report, "KEPT", tmp_path / "results")
    monkeypatch.setattr(sys, "argv", ["bench", "--file", "/somewhere/else/sales.csv"])
    return tmp_path / "results"


def printed_by(capsys, monkeypatch, title: str, seconds: float, *, keep: str) -> str:
    monkeypatch.setenv("KEEP", keep)
    report.report(title, {"uvicorn": {"seconds": seconds, "threads": 9}})
    return capsys.readouterr().out


def test_a_result_that_was_kept_is_shown_beside_the_next_one(kept, capsys, monkeypatch):
    first = printed_by(capsys, monkeypatch, "Starting", 2.5, keep="1")
    second = printed_by(capsys, monkeypatch, "Starting", 3.5, keep="")
    third = printed_by(capsys, monkeypatch, "Starting", 4.5, keep="")
    other = printed_by(capsys, monkeypatch, "Something else", 5.5, keep="")

    assert "| seconds | 2.500 |" in first
    assert [("Committed last" in each) for each in (first, second, third, other)] == [False, True, True, False]
    assert third.index("| seconds | 4.500 |") < third.index("Committed last") < third.index("| seconds | 2.500 |")
    assert "3.500" not in third


def test_what_is_kept_names_no_folder_of_this_machine(kept, capsys, monkeypatch):
    printed_by(capsys, monkeypatch, "Starting", 2.5, keep="1")

    (file,) = kept.iterdir()
    assert "--file sales.csv" in file.read_text()
    assert "/somewhere" not in file.read_text()
