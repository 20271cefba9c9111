"""What a page costs to load for the first time."""

from __future__ import annotations

import pytest


@pytest.fixture
def weighed(visit, demo):
    """Opens a page with nothing cached: (compressed KiB over the wire, requests)."""

    def weigh(visitor, path: str) -> tuple[float, int]:
        page = visitor.context.new_page()
        browser = visitor.context.new_cdp_session(page)
        sizes: list[int] = []
        asked: list[str] = []
        browser.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        browser.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
        browser.send("Network.enable")
        browser.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.goto(path)
        page.wait_for_function("document.readyState === 'complete'")
        return sum(sizes) / 1024, len(asked)

    return weigh


def test_the_log_in_page_is_light(visit, demo, weighed):
    size, requests = weighed(visit(demo, width=390), "/login/")

    assert size <= 15
    assert requests <= 4


def test_the_chat_page_is_light(visit, demo, weighed):
    ana = visit(demo, width=390)
    ana.sign_up("weight@example.com")

    size, requests = weighed(ana, "/")

    assert size <= 45
    assert requests <= 8
    assert ana.foreign == []
