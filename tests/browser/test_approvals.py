"""A report by e-mail in a real browser: asked for, read, sent or not, once."""

from __future__ import annotations

import pytest

from tests.llm_server import calls, text

QUESTION = "Send L001 and L002 to ann@example.com"


@pytest.fixture
def asked(visit, demo, mail):
    """Ana has asked for the report and sees the letter."""
    ana = visit(demo)
    ana.sign_up()
    ana.ask(QUESTION)
    ana.answer()
    ana.page.locator(".letter[data-status=pending]").wait_for()
    return ana


def test_yes_in_the_chat_sends_one_mail_and_stamps_the_letter(asked, mail):
    letter = asked.page.locator(".letter")
    before = letter.inner_text()

    letter.get_by_role("button", name="Send", exact=True).click()
    asked.page.locator(".letter[data-status=done]").wait_for()

    assert "ann@example.com" in before
    assert "L001" in before
    assert len(mail.sent_to("ann@example.com")) == 1
    assert "Sent" in asked.page.locator(".stamp").inner_text()
    asked.page.reload()
    asked.page.locator(".letter[data-status=done]").wait_for()
    assert asked.complaints == []
    assert asked.foreign == []


def test_no_in_the_chat_sends_nothing(asked, mail):
    asked.page.locator(".letter").get_by_role("button", name="Don’t send").click()
    asked.page.locator(".letter[data-status=rejected]").wait_for()

    assert mail.sent_to("ann@example.com") == []


def test_two_tabs_say_yes_and_one_mail_goes_out(asked, mail):
    other = asked.context.new_page()
    other.goto(asked.page.url)
    other.locator(".letter[data-status=pending]").wait_for()

    asked.page.locator(".letter").get_by_role("button", name="Send", exact=True).click()
    other.locator(".letter").get_by_role("button", name="Send", exact=True).click()
    asked.page.locator(".letter[data-status=done]").wait_for()
    other.locator(".letter[data-status=done]").wait_for()

    assert len(mail.sent_to("ann@example.com")) == 1


def test_the_whole_mail_can_be_read_and_sent_on_its_page(asked, mail):
    page = asked.page
    page.get_by_role("link", name="Read the whole mail").click()
    page.get_by_role("heading", name="Send this?").wait_for()
    written = page.locator(".mail-text").inner_text()

    page.get_by_role("button", name="Send", exact=True).click()
    page.locator(".letter[data-status=done]").wait_for()

    assert "listing L001" in written
    assert len(mail.sent_to("ann@example.com")) == 1


def test_without_javascript_the_letter_is_a_form_that_leads_back(chromium, asked, mail):
    address, cookies = asked.page.url, asked.context.cookies()
    plain = chromium.new_context(java_script_enabled=False, base_url=asked.base)
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto(address)

    page.locator(".letter").get_by_role("button", name="Send", exact=True).click()
    page.locator(".letter[data-status=done]").wait_for()
    plain.close()

    assert page.url == address
    assert len(mail.sent_to("ann@example.com")) == 1


def test_a_real_model_asks_for_the_same_letter(visit, scripted, llm_server):
    report = {"listingIds": ["L001"], "recipientEmail": "ann@example.com"}
    llm_server.script(calls(("sendListingReport", report)), text("It waits for your yes."))
    ana = visit(scripted, width=390)
    ana.sign_up()

    ana.ask(QUESTION)

    assert ana.answer() == "It waits for your yes."
    ana.page.locator(".letter[data-status=pending]").wait_for()
    assert ana.fits()
