"""Stored answers as HTML: the subset is drawn, everything else stays text."""

from __future__ import annotations

import time

import pytest

from agent.markdown import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Two homes.\n\nOne sold.", "<p>Two homes.</p>\n<p>One sold.</p>\n"),
        ("first\nsecond", "<p>first<br>\nsecond</p>\n"),
        ("**bold** *soft* `code`", "<p><strong>bold</strong> <em>soft</em> <code>code</code></p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n'),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("```\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
        ("---", "<hr>\n"),
        ("[a home](/listings/L001/)", '<p><a href="/listings/L001/">a home</a></p>\n'),
        ("", ""),
    ],
)
def test_the_subset_is_drawn(text, html):
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Homes", "<h3>Homes</h3>\n"),
        ("## Homes", "<h3>Homes</h3>\n"),
        ("### Homes", "<h4>Homes</h4>\n"),
        ("###### Homes", "<h4>Homes</h4>\n"),
    ],
)
def test_headings_stay_below_those_of_the_page(text, html):
    assert to_html(text) == html


def test_a_table_has_a_head_and_a_body():
    html = to_html("| Home | Price |\n| :-- | --: |\n| L001 | $825,000 |")

    assert html.replace("\n", "") == (
        "<table><thead><tr><th>Home</th><th>Price</th></tr></thead>"
        "<tbody><tr><td>L001</td><td>$825,000</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](https://evil.example/)",
        "[x](//evil.example/)",
        "[x](/&#47;evil.example/)",
        "[x](mailto:eve@evil.example)",
        "[x](listings/L001/)",
        "[x]( //evil.example)",
        "![x](https://evil.example/a.png)",
        "![x](data:image/svg+xml,x)",
        "<https://evil.example/>",
        "https://evil.example/",
        "[x]: https://evil.example/\n\n[x]",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "<a href='/x' onclick='alert(1)'>x</a>",
        "<style>*{display:none}</style>",
        "<!-- x --><iframe src=/></iframe>",
        "<svg/onload=alert(1)>",
    ],
)
def test_foreign_addresses_and_html_stay_text(text):
    html = to_html(text)

    assert "<a" not in html
    assert "<img" not in html
    assert "<script" not in html
    assert "<style" not in html
    assert "<iframe" not in html
    assert "<svg" not in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[x](/\\evil.example)", 'href="/%5Cevil.example"'),
        ("[x](</\t/evil.example>)", 'href="/%09/evil.example"'),
        ("[x](/&Tab;/evil.example)", 'href="/%09/evil.example"'),
        ('[x](/a"onclick="alert)', 'href="/a%22onclick=%22alert"'),
    ],
)
def test_what_a_browser_would_drop_from_an_address_is_encoded(text, address):
    assert address in to_html(text)


def test_no_picture_is_drawn_of_our_own_address_either():
    assert "<img" not in to_html("![x](/admin/logout/)")


def test_html_in_the_text_of_a_link_stays_text():
    assert to_html("[<b>x</b>](/a)") == '<p><a href="/a">&lt;b&gt;x&lt;/b&gt;</a></p>\n'


@pytest.mark.parametrize(
    "monster",
    [
        "> " * 30_000,
        "- " * 30_000,
        "".join(f"{' ' * depth}- x\n" for depth in range(300)),
        "[" * 30_000,
        "![" * 30_000,
        "[a](" * 10_000,
        "*_" * 20_000,
        "**a *b " * 8_000,
        "`" * 60_000,
        "<" * 60_000,
        "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|\n" * 2_000,
    ],
    ids=["quotes", "lists", "staircase", "brackets", "images", "links", "stars", "emphasis", "ticks", "tags", "table"],
)
def test_a_monster_is_drawn_within_seconds(monster):
    started = time.process_time()

    to_html(monster)

    assert time.process_time() - started < 5
