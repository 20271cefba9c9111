"""What a hostile model writes does nothing in a real browser, while it streams and after a reload."""

from __future__ import annotations

import pytest

from tests.hostile.test_effects import CONTENT
from tests.llm_server import Answer, calls, text

MORE = {
    "a picture of a reference": "![x][p]\n\n[p]: https://evil.example/p.png\n\n<https://evil.example/auto>",
    "a form": '<form action="https://evil.example"><input name=password><button>Go on</button></form>',
    "a style": "<style>body{display:none}</style><link rel=stylesheet href=https://evil.example/x.css>",
    "a frame with a page": "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe><base href=//evil.example>",
    "an entity": "&lt;img src=x onerror=alert(1)&gt; <a href='&#106;avascript:alert(1)'>x</a>",
    "invisible": "pay\u202emoc.elpmaxe\u202c \u200b\ufeff now",
}
HARMLESS = """() => [...document.querySelectorAll('[data-role=answer] *')].filter(each =>
    ['script', 'iframe', 'img', 'svg', 'style', 'link', 'form', 'input', 'base', 'object'].includes(each.localName)
    || [...each.attributes].some(a => a.name.startsWith('on') || /^\\s*(javascript|data|vbscript):/i.test(a.value)))
    .map(each => each.outerHTML)"""


@pytest.fixture
def ana(visit, scripted):
    visitor = visit(scripted)
    visitor.dialogs = []
    visitor.page.on("dialog", lambda dialog: (visitor.dialogs.append(dialog.message), dialog.dismiss()))
    visitor.sign_up()
    return visitor


def nothing_happened(visitor) -> None:
    assert visitor.page.evaluate(HARMLESS) == []
    assert (visitor.dialogs, visitor.foreign) == ([], [])
    assert visitor.complaints == []
    assert visitor.page.locator("[data-role=question]").is_enabled()


def test_no_script_runs_and_no_request_leaves(ana, llm_server):
    for said in (CONTENT | MORE).values():
        llm_server.script(Answer(text(*[said[at : at + 40] for at in range(0, min(len(said), 8000), 40)])))
        ana.ask("Hello?")
        ana.answer()
        nothing_happened(ana)
        ana.page.reload()
        ana.answer()
        nothing_happened(ana)
        ana.page.goto("/")


def test_a_card_shows_what_a_tool_was_asked_as_text(ana, llm_server):
    evil = "<img src=https://evil.example/x.png onerror=alert(1)>"
    llm_server.script(calls(("findListings", {"city": evil}), (evil, {evil: evil})), text("Nothing."))
    ana.ask("Hello?")
    ana.answer()

    nothing_happened(ana)
    ana.page.reload()
    nothing_happened(ana)
    assert ana.page.locator("img[src*=evil]").count() == 0
