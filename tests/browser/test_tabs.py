"""One conversation in several tabs, and a page that was asleep."""

from __future__ import annotations

from tests.llm_server import Answer, text

WORDS = [f"word{n} " for n in range(60)]
WHOLE = "".join(WORDS).strip()


def slowly(*pieces: str) -> Answer:
    """A step that takes about three seconds."""
    body = text(*pieces)
    return Answer(body, write_size=max(1, len(body) // 60), pause=0.05)


def test_a_question_asked_in_one_tab_is_followed_in_the_other(visit, scripted, llm_server):
    llm_server.script(text("The first answer."), slowly(*WORDS))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Hello?")
    ana.answer()
    other = ana.context.new_page()
    other.goto(ana.page.url)

    ana.ask("Tell me a lot")
    other.get_by_text("word5 ").wait_for()
    other.locator(".turn:nth-of-type(2)[data-status=completed]").wait_for()

    assert ana.page.locator(".turn").nth(1).locator("[data-role=answer]").inner_text() == WHOLE
    assert other.locator(".turn").nth(1).locator("[data-role=answer]").inner_text() == WHOLE
    assert other.locator(".question").all_inner_texts() == ["Hello?", "Tell me a lot"]


def test_a_page_that_was_frozen_goes_on_where_it_was(visit, scripted, llm_server):
    llm_server.script(slowly(*WORDS))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("word5 ").wait_for()
    browser = ana.context.new_cdp_session(ana.page)

    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    browser.send("Page.setWebLifecycleState", {"state": "active"})

    assert ana.answer() == WHOLE


def test_a_question_that_could_not_be_sent_goes_out_once_when_the_network_is_back(visit, scripted, llm_server):
    llm_server.script(text("Hello, Ana."))
    ana = visit(scripted)
    ana.sign_up()
    ana.context.set_offline(True)
    ana.ask("Hello?")
    ana.page.get_by_text("Reconnecting").wait_for()

    ana.context.set_offline(False)

    assert ana.answer() == "Hello, Ana."
    assert ana.page.locator("#connection").is_hidden()
    assert len(llm_server.requests) == 1


def test_escape_stops_and_the_arrow_up_changes_the_last_question(visit, scripted, llm_server):
    llm_server.script(slowly(*WORDS))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("word5 ").wait_for()

    ana.page.keyboard.press("Escape")
    ana.page.get_by_text("Stopped. What was written is kept.").wait_for()
    ana.page.locator(".actions").wait_for()
    ana.page.keyboard.press("ArrowUp")

    ana.page.wait_for_function("document.activeElement.value === 'Tell me a lot'")
