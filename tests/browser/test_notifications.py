"""What happened elsewhere reaches every open page, over one stream per browser."""

from __future__ import annotations


def csrf(ana):
    return next(each["value"] for each in ana.context.cookies() if each["name"] == "csrftoken")


def call(ana, path, body):
    """A request of the same person from somewhere else."""
    headers = {"X-CSRFToken": csrf(ana), "Referer": ana.base}
    return ana.page.request.post(path, data=body, headers=headers).json()


def test_a_decision_elsewhere_redraws_the_letter_and_tells_every_tab_over_one_stream(visit, demo, mail):
    ana = visit(demo)
    ana.sign_up()
    ana.ask("Send L001 and L002 to ann@example.com")
    ana.answer()
    letter = ana.page.locator(".letter[data-status=pending]")
    letter.wait_for()
    other, streams = ana.context.new_page(), []
    other.on("request", lambda request: "/events/?" in request.url and streams.append(request.url))
    other.goto("/listings/")
    other.wait_for_load_state()

    call(ana, f"/approvals/{letter.get_attribute('data-approval')}", {"decision": "approve"})

    ana.page.locator(".letter[data-status=done]").wait_for()
    other.locator(".toast", has_text="Sent to ann@example.com").wait_for()
    assert streams == []  # the first tab holds the one stream
    assert ana.complaints == []
    assert ana.foreign == []


def test_the_bell_counts_what_was_missed_and_the_page_forgets_it(visit, demo, mail):
    ana = visit(demo, width=390)
    ana.sign_up()
    filed = call(ana, "/api/tools/sendListingReport", {"listingIds": ["L001"], "recipientEmail": "ann@example.com"})
    call(ana, f"/approvals/{filed['approvalId']}", {"decision": "approve"})
    ana.page.goto("/listings/")
    ana.page.locator(".bell-count", has_text="1").wait_for()

    ana.page.locator(".bell").click()
    ana.page.get_by_text("Sent to ann@example.com").first.wait_for()
    ana.page.get_by_role("button", name="Mark all as read").click()
    ana.page.get_by_role("heading", name="Notifications").wait_for()
    ana.page.goto("/listings/")

    assert ana.page.locator(".bell-count").is_hidden()
    assert ana.fits()
