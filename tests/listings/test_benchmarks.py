"""The benchmarks of searches and markets run on the demo market, so that anybody can try them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def output_of(module: str, *arguments: str) -> str:
    """What a benchmark prints; it makes a database of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", module, "--homes", "300", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.server
def test_searches_are_measured_on_the_demo_market():
    printed = output_of("bench.search", "--count", "30")

    assert "| matching more than a tenth | 10 |" in printed


@pytest.mark.server
def test_medians_of_the_demo_market_are_those_of_a_recount():
    printed = output_of("bench.market")

    assert "| medians that differ | 0 |" in printed
