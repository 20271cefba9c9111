"""Figures that could not be verified, marked in a real browser: as the answer ends, and after a reload."""

from __future__ import annotations

from tests.llm_server import text

SAID = ("The **one** at 12 Elm Street costs $535,000, ", "two thousand dollars under $537,000: ", "**345** sq ft.")


def test_the_figures_are_marked_live_and_the_same_after_a_reload(visit, scripted, llm_server):
    llm_server.script(text(*SAID))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("What would $537,000 buy?")
    ana.answer()
    marks = ana.page.locator(".turn mark.ungrounded")
    marks.first.wait_for()
    live = marks.all_inner_texts()

    ana.page.reload()
    marks.first.wait_for()

    assert marks.all_inner_texts() == live
    marked = [each.splitlines()[0].strip() for each in live]
    assert marked == ["12 Elm Street", "$535,000", "two thousand dollars", "345", "sq ft"]
    assert "could not be verified" in ana.page.locator(".turn .notice").inner_text()
    assert ana.complaints == []
