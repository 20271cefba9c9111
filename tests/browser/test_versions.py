"""Answers tried again, questions edited, ratings and the list of conversations, in a real browser."""

from __future__ import annotations

import pytest

from tests.llm_server import text


@pytest.fixture
def asked(visit, scripted, llm_server):
    """Ana has asked one question and read its answer."""
    llm_server.script(text("The first answer."), text("The second answer."), text("The third answer."))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Which home?")
    ana.answer()
    ana.page.get_by_role("button", name="Try again").wait_for()
    return ana


def test_trying_again_shows_the_new_answer_and_keeps_the_old_one(asked):
    asked.page.get_by_role("button", name="Try again").click()
    asked.page.get_by_text("Answer 2 of 2").wait_for()
    newest = asked.said()

    asked.page.get_by_role("link", name="The answer before").click()
    asked.page.get_by_text("Answer 1 of 2").wait_for()

    assert newest == "The second answer."
    assert asked.said() == "The first answer."
    assert asked.complaints == []


def test_from_an_older_answer_the_conversation_goes_on_there(asked, llm_server):
    asked.page.get_by_role("button", name="Try again").click()
    asked.page.get_by_text("Answer 2 of 2").wait_for()
    asked.page.get_by_role("link", name="The answer before").click()
    asked.page.get_by_text("Answer 1 of 2").wait_for()
    asked.page.wait_for_load_state()

    asked.ask("And then?")
    asked.page.locator(".turn").nth(1).wait_for()
    asked.answer()

    said = [each["content"] for each in llm_server.requests[-1]["messages"][1:]]
    assert said == ["Which home?", "The first answer.", "And then?"]


def test_an_edited_question_stands_beside_the_old_one(asked):
    asked.page.get_by_text("Edit question").click()
    asked.page.get_by_label("The question, changed").fill("Which house?")
    asked.page.get_by_role("button", name="Ask this instead").click()
    asked.page.get_by_text("Version 2 of 2").wait_for()

    assert asked.answer() == "The second answer."
    assert asked.page.locator(".question").all_inner_texts() == ["Which house?"]
    asked.page.get_by_role("link", name="The version before").click()
    asked.page.get_by_text("Version 1 of 2").wait_for()
    assert asked.said() == "The first answer."


@pytest.mark.parametrize("width", [390, 1280])
def test_a_question_to_be_edited_is_seen_whole_and_asked_with_enter(visit, scripted, llm_server, width):
    llm_server.script(
        text("\n\n".join(f"Paragraph {n} of a long answer." for n in range(30))), text("The second answer.")
    )
    ana = visit(scripted, width=width)
    ana.sign_up(f"edit{width}@example.com")
    ana.ask("Which home?")
    ana.answer()
    ana.page.get_by_text("Edit question").click()
    field = ana.page.get_by_label("The question, changed")
    field.wait_for()
    bottom = "document.querySelector('.edit button').getBoundingClientRect().bottom"
    top = "document.querySelector('.composer-area').getBoundingClientRect().top"
    ana.page.wait_for_function(f"{bottom} <= {top}")

    field.fill("Which house?")
    field.press("Enter")
    ana.page.get_by_text("Version 2 of 2").wait_for()

    assert ana.answer() == "The second answer."
    assert ana.page.locator(".question").all_inner_texts() == ["Which house?"]


def test_a_rating_stays_with_its_reason(asked):
    page = asked.page
    page.get_by_role("button", name="Bad answer").click()
    page.get_by_label("What was wrong with the answer").fill("No figure")
    page.get_by_role("button", name="Keep").click()
    page.locator(".reason:not([open])").wait_for(state="attached")
    page.reload()

    assert page.get_by_role("button", name="Bad answer").get_attribute("aria-pressed") == "true"
    page.get_by_text("What was wrong?").click()
    assert page.get_by_label("What was wrong with the answer").input_value() == "No figure"


def test_a_conversation_is_renamed_exported_found_and_deleted(asked):
    page = asked.page
    page.reload()
    page.get_by_text("Rename, export or delete").click()
    page.get_by_label("Title").fill("Our house hunt")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("link", name="Our house hunt").wait_for()
    page.get_by_text("Rename, export or delete").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Export as a file").click()
    assert "The first answer." in saved.value.path().read_text()
    page.get_by_label("Search conversations").fill("castle")
    page.get_by_label("Search conversations").press("Enter")
    page.get_by_text("No conversation has “castle” in it.").wait_for()

    page.get_by_label("Search conversations").fill("first answer")
    page.get_by_label("Search conversations").press("Enter")
    page.get_by_role("link", name="Our house hunt").click()
    page.get_by_text("Rename, export or delete").click()
    page.get_by_role("button", name="Delete this conversation").click()
    page.get_by_text("The conversation is deleted.").wait_for()

    assert page.get_by_role("link", name="Our house hunt").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_what_the_house_can_do_is_asked_in_one_conversation(visit, demo, width):
    ana = visit(demo, width=width)
    ana.sign_up(f"house{width}@example.com")
    asked = [
        ("Find me 3-bedroom homes in Portland under $900,000", ".home-card"),
        ("save this search", ".tool-call"),
        ("what would L001 cost me a month with 20 % down at 6.5 %?", ".tool-call"),
        ("Generate a performance report for L001, L002 and L003", ".tool-call"),
        ("Send L001 and L002 to ann@example.com", ".letter[data-status=pending]"),
    ]
    said = []

    for number, (question, card) in enumerate(asked):
        ana.ask(question)
        ana.page.locator(".turn").nth(number).wait_for()
        said.append(ana.answer())
        ana.page.locator(f".turn:last-of-type {card}").first.wait_for()

    assert "$4,171.65" in said[2]  # 660,000 at 6.5 % over 30 years
    assert all(home in said[3] for home in ("L001", "L002", "L003"))
    assert "ann@example.com" in said[4]
    ana.page.goto("/saved/")
    assert "Portland" in ana.page.locator("main").inner_text()
    assert ana.fits()
    assert ana.complaints == []
    assert ana.foreign == []
