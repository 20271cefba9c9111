"""The chat page in real Chromium: the main job, cuts, reloads, stopping, narrow screens, no JavaScript."""

from __future__ import annotations

import pytest

from tests.llm_server import Answer, calls, delta, event, text
from tests.relay import Relay

WORDS = [f"word{n} " for n in range(60)]
WHOLE = "".join(WORDS).strip()


def slowly(*pieces: str) -> Answer:
    """A step that takes about three seconds."""
    body = text(*pieces)
    return Answer(body, write_size=max(1, len(body) // 60), pause=0.05)


@pytest.fixture
def link(scripted):
    """A relay in front of the scripted server that can be cut."""
    relay = Relay(scripted.port)
    yield relay
    relay.close()


def test_a_new_user_finds_refines_compares_and_reads_the_market(visit, demo):
    ana = visit(demo)
    ana.sign_up("browser-ana@example.com")
    page = ana.page

    ana.ask("Find me 3-bedroom homes in Portland under $900,000")
    first = ana.answer()
    assert "Portland" in first
    page.locator(".turn:last-of-type .home-card").first.wait_for()
    assert page.locator(".turn:last-of-type .tool-call[data-state=completed]").count() >= 1

    ana.ask("only those with at least 2 bathrooms")
    page.locator(".turn").nth(1).wait_for()
    assert "bath" in ana.answer()

    ana.ask("compare the two cheapest")
    page.locator(".turn").nth(2).wait_for()
    ana.answer()
    page.locator(".turn:last-of-type .comparison").wait_for()

    ana.ask("What's the market like in Seattle, WA?")
    page.locator(".turn").nth(3).wait_for()
    assert "Seattle" in ana.answer()
    page.locator("#table svg[role=img]").wait_for()

    ana.ask("Show me analytics for listing L001")
    page.locator(".turn").nth(4).wait_for()
    assert "L001" in ana.answer()

    assert ana.complaints == []
    assert ana.foreign == []


def test_a_reload_shows_the_conversation_as_it_was(visit, scripted, llm_server):
    llm_server.script(calls(("getMyProfile", {})), text("You are **Ana**.\n\n", "- one\n- two\n"))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Who am I?")
    before = ana.answer()

    ana.page.reload()

    assert ana.said() == before
    assert ana.page.locator(".turn [data-role=answer] li").all_inner_texts() == ["one", "two"]
    assert ana.page.locator(".turn [data-role=answer] strong").inner_text() == "Ana"


def test_a_reload_midway_goes_on_with_the_same_answer(visit, scripted, llm_server):
    llm_server.script(slowly(*WORDS))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("word5 ").wait_for()

    ana.page.reload()

    assert ana.answer() == WHOLE


@pytest.mark.parametrize("cut", ["reset", "silence"])
def test_a_cut_link_loses_and_doubles_nothing(visit, scripted, llm_server, link, cut):
    llm_server.script(slowly(*WORDS))
    ana = visit(scripted, base=link.url)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("word5 ").wait_for()

    getattr(link, cut)()

    assert ana.answer() == WHOLE
    assert ana.page.locator(".notice[data-level=error]").count() == 0
    assert ana.page.locator("#connection").is_hidden()


def test_a_server_killed_in_mid_answer_restarts_it_in_the_same_page(visit, scripted, llm_server):
    half = event(delta("Half an ")) + event(delta("answer"))
    llm_server.script(Answer(half, then="hang"), text(*WORDS))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("Half an answer").wait_for()

    scripted.kill()
    ana.page.locator("#connection").wait_for()
    scripted.start()

    assert ana.answer() == WHOLE


def test_two_tabs_follow_one_run(visit, scripted, llm_server):
    llm_server.script(slowly(*WORDS))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("word5 ").wait_for()
    second = ana.context.new_page()

    second.goto(ana.page.url)

    second.locator(".turn[data-status=completed]").wait_for()
    assert second.locator("[data-role=answer]").inner_text() == ana.answer() == WHOLE


def test_stopping_keeps_what_was_written(visit, scripted, llm_server):
    llm_server.script(Answer(event(delta("Half an answer")), then="hang"))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("Half an answer").wait_for()

    ana.page.get_by_role("button", name="Stop").click()

    ana.page.get_by_text("Stopped. What was written is kept.").wait_for()
    assert ana.said() == "Half an answer"
    assert llm_server.aborted.wait(3)


def test_a_model_out_of_reach_is_said_plainly(visit, scripted, llm_server):
    llm_server.script(Answer(b"{}", status=401))
    ana = visit(scripted)
    ana.sign_up()

    ana.ask("Hello")

    ana.page.get_by_text("The language model refused the key.").wait_for()
    assert ana.page.locator(".turn[data-status=failed]").count() == 1


def test_what_a_model_writes_runs_nothing_and_loads_nothing(visit, scripted, llm_server):
    attack = (
        '<img src=x onerror="document.title=1"> <script>document.title=2</script> '
        "![a](https://evil.example/a.png) [b](javascript:alert(1)) [c](https://evil.example) [d](//evil.example)"
    )
    llm_server.script(text(attack))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Hello")
    ana.answer()
    live = ana.page.locator("[data-role=answer]").inner_html()

    ana.page.reload()

    stored = ana.page.locator("[data-role=answer]").inner_html()
    assert [tag in html for html in (live, stored) for tag in ("<img", "<script", "<a ")] == [False] * 6
    assert ana.foreign == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(visit, demo, width):
    ana = visit(demo, width=width)
    ana.sign_up(f"browser-{width}@example.com")
    ana.ask("Compare L001, L002 and L003")
    ana.answer()

    assert ana.fits()
    assert ana.page.locator("[data-role=question]").is_visible()


def test_the_composer_keeps_the_focus_and_the_draft(visit, scripted, llm_server):
    llm_server.script(slowly(*WORDS))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.locator("[data-role=question]").press_sequentially("and then")
    ana.answer()

    assert ana.page.evaluate("document.activeElement.dataset.role") == "question"
    ana.page.reload()
    assert ana.page.locator("[data-role=question]").input_value() == "and then"


def test_everything_works_as_plain_forms(visit, demo):
    ana = visit(demo, java_script_enabled=False)
    ana.sign_up("browser-plain@example.com")
    ana.page.locator("[data-role=question]").fill("Tell me about L001")

    ana.page.get_by_role("button", name="Send").click()

    ana.page.locator(".turn[data-status=completed]").wait_for()
    assert "123 Oak Street" in ana.page.locator(".turn").inner_text()


def test_a_session_that_ended_leads_to_the_log_in(visit, scripted, llm_server):
    llm_server.script(text("Hello."))
    ana = visit(scripted)
    ana.page.goto("/")

    assert "/login/" in ana.page.url
