"""The table beside a conversation: homes and where they are, figures, and the sheet it is on a phone."""

from __future__ import annotations

import pytest

SEARCH = "Find me 3-bedroom homes in Portland under $900,000"


@pytest.fixture
def desk(visit, demo, request):
    """Somebody at a desk who has searched."""
    return searched(visit(demo), request)


@pytest.fixture
def phone(visit, demo, request):
    """Somebody with a phone who has searched."""
    return searched(visit(demo, width=390, has_touch=True), request)


def searched(visitor, request):
    visitor.loaded = []
    visitor.page.on("request", lambda each: visitor.loaded.append(each.url))
    visitor.sign_up(f"{request.node.name.replace('_', '-')[:50]}@example.com")
    visitor.ask(SEARCH)
    visitor.answer()
    visitor.page.locator(".turn:last-of-type .home-card").first.wait_for()
    return visitor


def test_the_homes_of_an_answer_lie_on_the_table_with_a_map(desk):
    table = desk.page.get_by_role("complementary", name="On the table")
    table.locator(".home-point span").first.wait_for()

    rows = table.locator(".home-row").count()
    assert rows == table.locator(".home-point").count() >= 5
    assert table.locator(".place-name").count() >= 1
    assert desk.complaints == []
    assert desk.foreign == []


def test_a_card_its_line_and_its_point_are_one_home(desk):
    page = desk.page
    page.locator("#table .home-point span").first.wait_for()
    listing = page.locator(".turn .home-card").first.get_attribute("data-listing")

    page.locator(".turn .home-card").first.hover()

    page.locator(f'#table .home-row[data-listing="{listing}"][data-marked]').wait_for()
    page.locator(f'#table .home-point [data-listing="{listing}"][data-marked]').wait_for()


def test_the_table_follows_the_conversation_unless_it_is_pinned(desk):
    page = desk.page
    desk.ask("What's the market like in Seattle, WA?")
    page.locator(".turn").nth(1).wait_for()
    page.locator("#table .market-chart").wait_for()
    page.locator("#table").get_by_role("button", name="Pin").click()

    desk.ask("what would L001 cost me a month with 20 % down at 6.5 %?")
    page.locator(".turn").nth(2).wait_for()
    tile = page.locator(".turn:last-of-type .tile")
    tile.wait_for()
    assert page.locator("#table .market-chart").is_visible()

    tile.click()
    page.locator("#table .payment-parts").wait_for()
    assert tile.get_attribute("aria-pressed") == "true"


def test_on_a_phone_it_is_a_sheet_behind_a_bar_that_says_what_is_on_it(phone):
    page = phone.page
    bar = page.locator("#table-bar")
    bar.wait_for()
    before = [each for each in phone.loaded if "leaflet" in each]

    bar.click()
    page.locator("#table .home-point span").first.wait_for()
    page.keyboard.press("Escape")

    assert "homes on a map" in bar.inner_text()
    assert before == []
    assert page.locator("#table").is_hidden()
    assert page.evaluate("document.activeElement.id") == "table-bar"
    assert phone.fits()


def test_a_condition_is_taken_away_by_asking_again(desk):
    page = desk.page
    page.get_by_role("button", name="at most $900,000").click()

    page.locator(".turn").nth(1).wait_for()
    answer = desk.answer()
    page.locator(".turn:last-of-type .conditions").wait_for()

    assert "Portland" in answer
    words = page.locator(".turn:last-of-type .conditions").inner_text()
    assert "3 or more bedrooms" in words
    assert "$900,000" not in words


def test_without_javascript_every_card_stands_in_the_text(chromium, desk):
    desk.ask("What's the market like in Seattle, WA?")
    desk.page.locator("#table .market-chart").wait_for()
    plain = chromium.new_context(java_script_enabled=False, base_url=desk.base, viewport={"width": 1280, "height": 800})
    plain.add_cookies(desk.context.cookies())
    page = plain.new_page()

    page.goto(desk.page.url)

    assert page.locator(".turn .market-chart").is_visible()
    assert page.locator(".home-card").first.is_visible()
    assert page.locator("#table").is_hidden()
    plain.close()
