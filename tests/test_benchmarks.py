"""The benchmarks run, small, and say what they promise to."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.servers import ROOT

pytestmark = pytest.mark.server


def output_of(module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
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
