"""`python -m tests.grounding [FILE]`: how well the check does; into a file with the misses that may be read."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from tests.grounding.scoring import HELD_BACK, PARTS, THIRD, Score, score


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
        if name in (HELD_BACK, THIRD):
            continue
        lines += ["", f"## Misses: {name} ({len(each.misses)})", ""]
        for case, flagged in each.misses:
            text = case["text"].replace("\n", " ⏎ ")
            lines.append(
                f"- `{case['id']}` {text} — wrong: {case['wrong'] or 'nothing'}; flagged: {flagged or 'nothing'}"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    text = report({name: score(name) for name in PARTS})
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text)
    print("\n".join(text.splitlines()[4:10]))


if __name__ == "__main__":
    main()
