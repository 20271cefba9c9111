"""The homes' pages in a real browser: filters, list and map, one home, what it costs, and the way into the chat."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("width", [390, 1280])
def test_homes_are_filtered_seen_on_a_map_and_opened(visit, demo, width):
    ana = visit(demo, width=width)
    page = ana.page
    page.goto("/listings/")
    page.get_by_label("Where").fill("Portland, OR")
    page.get_by_label("Price to").fill("600k")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="at most $600,000").wait_for()
    if width < 1024:
        page.get_by_role("button", name="Show on a map").click()

    page.locator(".home-point span").first.wait_for()
    points, cards = page.locator(".home-point").count(), page.locator(".home-card").count()
    page.get_by_role("link", name="Next page").click()
    page.get_by_role("link", name="First page").wait_for()
    page.locator(".home-card a").first.click()
    page.get_by_role("heading", name="Facts").wait_for()

    assert points == cards == 24
    assert ana.fits()
    assert ana.complaints == []
    assert ana.foreign == []


def test_a_point_on_the_map_leads_to_its_home(visit, demo):
    ana = visit(demo)
    ana.page.goto("/listings/?place=Portland%2C+OR&maxPrice=300000")
    point = ana.page.locator(".home-point span").first
    listing = point.get_attribute("data-listing")

    point.click(force=True)

    assert ana.page.evaluate("document.activeElement.closest('[data-listing]').dataset.listing") == listing


COVERED = """() => {
  const seen = '.leaflet-bar, .place-name span, .home-point span:not([data-dot])'
  const all = [...document.querySelectorAll(seen)].map((each) => each.getBoundingClientRect())
  const boxes = all.filter((box) => box.width)
  const cover = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  return boxes.filter((box, at) => boxes.slice(at + 1).some((other) => cover(box, other))).length
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_on_the_map_covers_anything_else(visit, demo, width):
    page = visit(demo, width=width).page
    page.goto("/listings/")
    if width < 1024:
        page.get_by_role("button", name="Show on a map").click()
    page.locator(".home-point span").first.wait_for()

    names = page.locator(".place-name span").evaluate_all("(all) => all.map((each) => each.dataset.words)")

    assert len(names) > 1
    assert page.evaluate(COVERED) == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_a_home_is_worked_out_saved_and_asked_about(visit, demo, width):
    ana = visit(demo, width=width)
    page = ana.page
    ana.sign_up(f"home{width}@example.com")
    page.goto("/listings/L001/")
    page.get_by_label("Interest rate, %").fill("6.5")
    page.get_by_role("button", name="Work out").click()
    page.get_by_text("a month", exact=True).wait_for()

    paid = page.locator(".monthly-payment").inner_text()
    page.locator(".home-actions .save button").click()
    page.locator(".home-actions .save button[aria-pressed=true]").wait_for()
    page.get_by_role("link", name="Ask about this home").click()
    page.wait_for_url("**/?q=*")

    assert "$4,171.65" in paid  # 660,000 at 6.5 % over 30 years
    assert "listing L001" in page.locator("#question").input_value()
    page.locator("#question").press("Enter")
    assert "123 Oak Street" in ana.answer()
    assert ana.complaints == []


def test_a_message_to_the_listing_agent_is_sent_from_the_page(visit, demo):
    ana = visit(demo, width=390)
    ana.sign_up("inquiry@example.com")
    ana.page.goto("/listings/L001/")

    ana.page.get_by_role("link", name="Write to the listing agent").click()
    ana.page.get_by_label("Name").fill("Ana Alvarez")
    ana.page.get_by_label("Message").fill("May I see it on Saturday?")
    ana.page.get_by_role("button", name="Send message").click()

    ana.page.get_by_text("Your message is with the listing agent").wait_for()
