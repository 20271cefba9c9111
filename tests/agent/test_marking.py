"""Marks around figures in stored answers: the right occurrence, over tags, nothing else."""

from __future__ import annotations

from agent.markdown import to_html
from agent.marking import Marks


def marked(markdown: str, figure: str, occurrence: int = 0) -> str:
    """The HTML of an answer in which one figure is marked, the marks as brackets."""
    notice = {"kind": "grounding", "figures": [figure], "occurrences": [occurrence]}
    html = Marks([notice]).mark(to_html(markdown))
    html = html.replace('<mark class="ungrounded" title="Not found in what the tools returned">', "[")
    return html.replace('<span class="visually-hidden"> (not verified)</span></mark>', "]").strip()


def test_only_the_occurrence_that_is_meant_is_marked():
    assert marked("two homes, two baths", "two", 1) == "<p>two homes, [two] baths</p>"


def test_a_figure_inside_a_longer_one_is_another():
    assert marked("$350 and $35", "$35") == "<p>$350 and [$35]</p>"


def test_a_figure_may_go_over_bold_text():
    assert marked("**345** sq ft", "345 sq ft") == "<p><strong>[345]</strong>[ sq ft]</p>"


def test_cells_beside_each_other_make_no_figure():
    assert "[" not in marked("| a | b |\n|---|---|\n| 3 | 45 |", "345")


def test_what_a_model_writes_stays_text():
    assert marked("<b>$1</b> & $2", "$2") == "<p>&lt;b&gt;$1&lt;/b&gt; &amp; [$2]</p>"


def test_occurrences_count_on_over_the_steps_of_an_answer():
    marks = Marks([{"kind": "grounding", "figures": ["$5"], "occurrences": [1]}])

    assert "<mark" not in marks.mark(to_html("First $5."))
    assert "<mark" in marks.mark(to_html("Then $5."))


def test_other_notices_mark_nothing():
    assert Marks([{"kind": "limit", "message": "5 steps"}]).mark(to_html("5 steps")) == to_html("5 steps")
