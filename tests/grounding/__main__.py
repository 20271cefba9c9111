"""`python -m tests.grounding [--held-back] [FILE]`: how well the check does, into a file with the misses.

The held-back part is scored only where that is asked for: every look at its score is a step towards tuning on it.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from tests.grounding.scoring import HELD_BACK, PARTS, Score, score


def report(scores: dict[str, Score]) -> str:
    """The table and the misses as Markdown; those held back are counted, not shown, so that nobody reads them."""
    lines = [f"# Grounding, {date.today().isoformat()}", "", "Written by `python -m tests.grounding`.", ""]
    lines += [
        "| part | sentences | wrong ones | recall | figures flagged | precision |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, each in scores.items():
        lines.append(
            f"| {name} | {each.sentences} | {each.wrong_sentences} | {each.recall:.3f} | {each.flagged} "
            f"| {each.precision:.3f} |"
        )
    for name, each in scores.items():
        if name in HELD_BACK:
            continue
        lines += ["", f"## Misses: {name} ({len(each.misses)})", ""]
        for case, flagged in each.misses:
            text = case["text"].replace("\n", " ⏎ ")
            lines.append(
                f"- `{case['id']}` {text} — wrong: {case['wrong'] or 'nothing'}; flagged: {flagged or 'nothing'}"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.grounding")
    options.add_argument("--held-back", action="store_true", help="score the part that nobody looks at, too")
    options.add_argument("file", nargs="?", type=Path, help="where the report goes, with the misses that may be read")
    chosen = options.parse_args()
    text = report({name: score(name) for name in PARTS if chosen.held_back or name not in HELD_BACK})
    if chosen.file:
        chosen.file.write_text(text)
    print("\n".join(line for line in text.splitlines() if line.startswith("|")))


if __name__ == "__main__":
    main()
