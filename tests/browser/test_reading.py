"""Reading while it is written: where the page stands, what is announced, what can be pressed next."""

from __future__ import annotations

from tests.llm_server import Answer, calls, delta, event, text

LONG = "".join(f"Paragraph {n}, long enough to need a line of its own on any screen.\n\n" for n in range(40))


def test_a_reader_who_scrolled_up_stays_where_they_are(visit, scripted, llm_server):
    body = text(LONG, *[f"word{n} " for n in range(40)])
    llm_server.script(Answer(body, write_size=len(body) // 20, pause=0.05))
    ana = visit(scripted, width=390)
    ana.sign_up()
    ana.ask("Tell me a lot")
    ana.page.get_by_text("Paragraph 20,").wait_for()

    ana.page.mouse.move(200, 300)
    ana.page.mouse.wheel(0, -400)
    ana.page.locator("#newest").wait_for()
    stood = ana.page.evaluate("scrollY")
    ana.answer()

    assert ana.page.evaluate("scrollY") == stood
    ana.page.locator("#newest").click()
    ana.page.locator("#newest").wait_for(state="hidden")


def test_streamed_text_is_followed_and_not_hidden_by_the_composer(visit, scripted, llm_server):
    llm_server.script(Answer(event(delta(LONG)) + event(delta("The newest words.")), then="hang"))
    ana = visit(scripted, width=390)
    ana.sign_up()

    ana.ask("Tell me a lot")

    ana.page.get_by_text("The newest words.").wait_for()
    ana.page.wait_for_function(
        """() => {
          const last = [...document.querySelectorAll('[data-role=answer] p')].at(-1).getBoundingClientRect()
          return last.bottom <= document.querySelector('.composer-area').getBoundingClientRect().top
        }"""
    )


def test_the_announcer_says_the_steps_and_the_end_only(visit, scripted, llm_server):
    llm_server.script(calls(("getMyProfile", {})), text("You ", "are ", "Ana."))
    ana = visit(scripted)
    ana.sign_up()
    ana.page.evaluate(
        """() => {
          const announcer = document.getElementById('announcer')
          window.said = []
          new MutationObserver(() => window.said.push(announcer.textContent)).observe(announcer, { childList: true })
        }"""
    )

    ana.ask("Who am I?")
    ana.answer()

    said = ana.page.evaluate("window.said")
    assert said[-1] == "Answer complete"
    assert set(said) <= {"Reading your question", "Reading your profile", "Reading what was found", "Answer complete"}


def test_a_failed_answer_can_be_asked_again(visit, scripted, llm_server):
    llm_server.script(Answer(b"{}", status=401), text("You are Ana."))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Who am I?")

    ana.page.get_by_role("button", name="Try again").click()

    assert ana.answer() == "You are Ana."
    assert ana.page.locator(".turn").count() == 1
    ana.page.get_by_text("Answer 2 of 2").wait_for()


def test_a_suggestion_asks_the_next_question(visit, demo):
    ana = visit(demo)
    ana.sign_up("browser-next@example.com")
    ana.page.get_by_role("button", name="Find me 3-bedroom homes").click()
    ana.answer()

    ana.page.get_by_role("button", name="Compare the two cheapest").click()

    ana.page.locator(".turn").nth(1).wait_for()
    ana.page.locator(".turn:last-of-type .comparison").wait_for()
    assert ana.page.evaluate("document.activeElement.dataset.role") == "question"


def test_what_could_not_be_used_is_a_chip_before_and_after_a_reload(visit, demo):
    ana = visit(demo, width=390)
    ana.sign_up()
    ana.ask("Find me 3-bedroom homes in Portland with a friendly dragon")
    ana.answer()
    chips = ana.page.get_by_role("list", name="Could not be used")
    live = chips.inner_text()

    ana.page.reload()
    chips.wait_for()

    assert chips.inner_text() == live == "not used: friendly dragon"
    assert ana.fits()
    assert ana.complaints == []


def test_a_done_step_folds_into_one_line_that_opens_to_what_was_asked(visit, demo):
    ana = visit(demo)
    ana.sign_up("browser-step@example.com")
    ana.ask("Tell me about L001")
    ana.answer()
    step = ana.page.locator(".tool-call[data-state=completed]")

    step.locator("summary").click()

    assert step.locator(".title").inner_text() == "Looked at a home"
    assert "L001" in step.locator(".arguments").inner_text()


def test_an_answer_that_came_at_once_is_read_from_its_question(visit, demo):
    ana = visit(demo, width=390)
    ana.sign_up("browser-top@example.com")
    ana.ask("Find me 3-bedroom homes in Portland under $900,000")
    ana.answer()

    ana.page.reload()

    ana.page.wait_for_function("document.querySelector('.question').getBoundingClientRect().top >= 0")
    assert ana.page.locator(".question").evaluate("(e) => e.getBoundingClientRect().top") < 200


def test_the_skip_link_leads_to_the_conversation(visit, scripted):
    ana = visit(scripted)
    ana.sign_up()

    ana.page.keyboard.press("Tab")
    ana.page.keyboard.press("Enter")

    ana.page.wait_for_url("**/#main")
