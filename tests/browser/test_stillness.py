"""Nothing that is being read moves or freezes: layout shifts and long tasks while an answer comes."""

from __future__ import annotations

import pytest

from tests.llm_server import Answer, calls, text

WATCH = """() => {
  window.moved = []
  window.froze = []
  const watch = (type, kept, what) => {
    new PerformanceObserver((list) => list.getEntries().forEach((each) => kept.push(each[what]))).observe({ type })
  }
  watch('layout-shift', window.moved, 'value')
  watch('longtask', window.froze, 'duration')
}"""


def moved(page) -> float:
    """How much has shifted since it is watched, whether or not the person had just typed."""
    return sum(page.evaluate("window.moved"))


@pytest.mark.parametrize("width", [390, 1280])
def test_no_card_moves_the_words(visit, demo, width):
    ana = visit(demo, width=width)
    ana.sign_up(f"still{width}@example.com")
    ana.page.evaluate(WATCH)

    for number, question in enumerate(["Homes in Portland, OR", "Compare L001 and L002"]):
        ana.ask(question)
        ana.page.locator(".turn").nth(number).wait_for()
        ana.answer()
        ana.page.locator(".turn:last-of-type .actions").wait_for()
        ana.page.locator("#next button").first.wait_for()

    assert moved(ana.page) <= 0.01


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_answer_with_twenty_cards_comes_in_without_moving_what_is_read(visit, scripted, llm_server, width):
    words = text("# Homes\n\n", *[f"A **word** {n}, \n" if n % 15 == 0 else f"word{n} " for n in range(4000)])
    asked = [("getListing", {"listingId": f"L{n:03}"}) for n in range(1, 21)]
    spoken = Answer(words, write_size=len(words) // 60, pause=0.02)
    llm_server.script(calls(*asked[:10], piece=40), calls(*asked[10:], piece=40), spoken)
    ana = visit(scripted, width=width)
    ana.sign_up()
    ana.page.evaluate(WATCH)

    ana.ask("Tell me all")
    ana.answer()
    ana.page.locator(".actions").wait_for()

    assert ana.page.locator(".turn .home-card").count() == 20
    assert moved(ana.page) <= 0.01


def test_what_is_marked_stays_marked_while_words_come(visit, scripted, llm_server):
    body = text("The first paragraph.\n\n", *[f"word{n} " for n in range(60)])
    llm_server.script(Answer(body, write_size=len(body) // 40, pause=0.05))
    ana = visit(scripted, width=390)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("word3 ").wait_for()

    ana.page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-role=answer] p'))")
    ana.answer()

    assert ana.page.evaluate("String(getSelection()).trim()") == "The first paragraph."
