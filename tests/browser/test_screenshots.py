"""The README's pictures."""

from __future__ import annotations

import subprocess
import sys

from tests.servers import ROOT


def test_the_screenshots_are_taken_by_a_command(tmp_path, chromium):
    command = [sys.executable, "-m", "tests.browser.screenshots", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["comparison-phone.png", "homes.png", "market.png"]
