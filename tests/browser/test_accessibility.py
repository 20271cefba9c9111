"""axe-core on every page and state: no violation of WCAG 2.2 AA, and nothing it could not decide."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RUN = """async () => {
  const found = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations', 'incomplete'],
  })
  return [...found.violations, ...found.incomplete].flatMap(({ id, nodes }) => (
    nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`)))
}"""
PAGES = [
    "/",
    "/listings/",
    "/listings/?place=Portland&minBedrooms=99",
    "/listings/L001/",
    "/listings/L001/?rate=6.5&down=10&years=30",
    "/insights/",
    "/insights/reports/?ids=L001,L002",
    "/saved/",
    "/profile/",
    "/profile/approvals/",
    "/profile/notifications/",
    "/profile/usage/",
]
LOGGED_OUT = ["/login/", "/signup/", "/password-reset/"]
ASKED = {
    "Find me 3-bedroom homes in Portland under $900,000 with a friendly dragon": ".conditions.unused",
    "Compare L001 and L002": ".comparison",
    "What's the market like in Seattle, WA?": ".found",
    "what would L001 cost me a month with 20 % down at 6.5 %?": ".found",
    "Generate a performance report for L001, L002 and L003": ".found",
    "Send L001 and L002 to ann@example.com": ".letter",
}


def problems(page) -> list[str]:
    """What axe-core finds on the page, seen from its top: text that is cut at an edge it cannot judge."""
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(AXE)
    return page.evaluate(RUN)


@pytest.fixture(params=[(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def ana(request, visit, demo):
    """Ana at a width and in a theme."""
    width, scheme = request.param
    visitor = visit(demo, width=width, color_scheme=scheme, reduced_motion="reduce")
    visitor.name = f"axe-{width}-{scheme}@example.com"
    return visitor


def test_no_page_has_a_problem(ana):
    found = {}
    for path in LOGGED_OUT:
        ana.page.goto(path)
        found[path] = problems(ana.page)
    ana.sign_up(ana.name)
    for path in PAGES:
        ana.page.goto(path)
        found[path] = problems(ana.page)

    assert {path: each for path, each in found.items() if each} == {}


def test_no_answer_has_a_problem(ana):
    ana.sign_up(ana.name.replace("axe", "asked"))
    found = {}
    for number, (question, card) in enumerate(ASKED.items()):
        ana.ask(question)
        ana.page.locator(".turn").nth(number).wait_for()
        ana.answer()
        ana.page.locator(f".turn:last-of-type {card}").first.wait_for()
        ana.page.locator(".turn:last-of-type .actions").wait_for()
        found[question] = problems(ana.page)
    for summary in ana.page.locator(".turn summary:visible").all():
        summary.click()
    found["everything open"] = problems(ana.page)

    assert {asked: each for asked, each in found.items() if each} == {}
