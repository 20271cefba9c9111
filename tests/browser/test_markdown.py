"""Streamed Markdown in real Chromium: live and stored pages show the same, however it was cut."""

from __future__ import annotations

import pytest

from tests.llm_server import calls, text

TORTURE = """# First heading
Right under it **bold**, *italic*, `code` and [a home](/listings/L001/).
Second line after a line break.
## Second heading ##
### Third *heading*

**$489,950** · 3 bd (**L168**), “**quoted**”, **bold**: then *em*. 1*2*3, snake_case_word and _under_.
***both*** and **bold with *em* inside** and 5 * 3 * 2.

- one
- two **bold**
  - nested one
  - nested two
    - third level
- three
  continued line
* star list

1. first
2. second
   - mixed

3. third after a blank line

5) another list

| Fact | L698 | L1593 |
| --- | ---: | :---: |
| Price | **$440,000** | $444,000 |
| Built | 2009 | 1984 \\| est. |

|  | A |
|---|---|
| x |

> quoted **text**
> second line

```python
def f(a):
    return "<b>" + a
```

---

Escapes: \\*not em\\* 1\\. and a < b & c > d. [out](https://evil.example) <b>html</b> https://bare.example
Spaces at the end{spaces}
next. `a*b*c` and ``some`ticks``.

Last paragraph with [link **bold**](/listings/?city=Seattle&min=1) end
""".replace("{spaces}", "  ")
# What a reader can tell apart: elements, addresses, numbering and words, not the white space between blocks.
SHAPE = """(answer) => {
  const walk = (node) => [...node.childNodes].map((child) => {
    if (child.nodeType === 3) return node.closest('pre') ? child.data : child.data.replace(/\\s+/g, ' ').trim()
    const more = (child.getAttribute('href') ?? '') + (child.getAttribute('start') ?? '')
    return `<${child.nodeName} ${more}>${walk(child)}</>`
  }).filter(Boolean).join('')
  answer.normalize()
  return walk(answer)
}"""
PIECEMEAL = """async ([text, size]) => {
  const { MarkdownStream } = await import('/static/js/markdown.js')
  const root = document.createElement('div')
  const stream = new MarkdownStream(root)
  for (let at = 0; at < text.length; at += size) { stream.append(text.slice(at, at + size)); stream.draw() }
  return root.innerHTML
}"""


def test_a_reload_draws_what_was_streamed(visit, scripted, llm_server):
    llm_server.script(text(*TORTURE.splitlines(keepends=True)))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("Write everything")
    ana.answer()
    live = ana.page.locator("[data-role=answer]").evaluate(SHAPE)

    ana.page.reload()

    assert live == ana.page.locator("[data-role=answer]").evaluate(SHAPE)
    assert "<H3 >First heading</>" in live
    assert "<A /listings/L001/>a home</>" in live
    assert "<LI ><P >third after a blank line</></>" in live


@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_text_is_drawn_the_same_however_it_is_cut(visit, scripted, size):
    ana = visit(scripted)
    ana.page.goto("/login/")

    drawn = ana.page.evaluate(PIECEMEAL, [TORTURE, size])

    assert drawn == ana.page.evaluate(PIECEMEAL, [TORTURE, len(TORTURE)])


def test_marked_text_survives_what_is_written_after_it(visit, scripted):
    ana = visit(scripted)
    ana.page.goto("/login/")

    marked = ana.page.evaluate(
        """async () => {
          const { MarkdownStream } = await import('/static/js/markdown.js')
          const root = document.createElement('div')
          document.body.append(root)
          const stream = new MarkdownStream(root)
          stream.append('- one\\n- two **bo')
          stream.draw()
          getSelection().selectAllChildren(root.querySelector('li'))
          stream.append('ld** and\\n- three\\n\\nAfter')
          stream.draw()
          return getSelection().toString()
        }"""
    )

    assert marked == "one"


def test_a_table_without_a_corner_has_no_empty_heading(visit, scripted, llm_server):
    llm_server.script(calls(("getMyProfile", {})), text("|  | A |\n|---|---|\n| x | 1 |\n"))
    ana = visit(scripted)
    ana.sign_up()
    ana.ask("A table, please")
    ana.answer()

    assert ana.page.locator("[data-role=answer] th").all_inner_texts() == ["A"]
