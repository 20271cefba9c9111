"""Scripts and styles joined to one file each, without a build step."""

from __future__ import annotations

from pathlib import Path

import pytest

from realestate.bundles import BUNDLES, BundleFinder, bundle


@pytest.fixture
def sources(tmp_path, settings, monkeypatch):
    """A folder of sources with a module that imports another."""
    monkeypatch.setitem(BUNDLES, "js/page.bundle.js", ["js/page.js"])
    settings.STATICFILES_DIRS, settings.BASE_DIR = [tmp_path / "static"], tmp_path
    folder = tmp_path / "static" / "js"
    folder.mkdir(parents=True)
    (folder / "page.js").write_text("import { greet } from './words.js';\n\nconst name = 'Ana'\ngreet(name)\n")
    (folder / "words.js").write_text("const name = 'nobody'\nexport function greet(whom) { return [name, whom] }\n")
    return folder


def test_a_module_comes_after_what_it_imports_and_keeps_its_names_to_itself(sources):
    joined = bundle("js/page.bundle.js", sources.parent)

    assert joined == (
        "const $words = (() => {\nconst name = 'nobody'\nfunction greet(whom) { return [name, whom] }\n\n"
        "return { greet }\n})()\n"
        "const $page = (() => {\nconst { greet } = $words\n\nconst name = 'Ana'\ngreet(name)\n\nreturn {  }\n})()\n"
    )


def test_a_changed_source_changes_what_is_found(sources):
    finder = BundleFinder()
    before = Path(finder.find("js/page.bundle.js")).read_text()

    (sources / "words.js").write_text("export const greet = () => 'hello'\n")

    assert "hello" not in before
    assert "hello" in Path(finder.find("js/page.bundle.js")).read_text()


def test_what_is_no_bundle_is_not_found(sources):
    assert BundleFinder().find("js/page.js") == []
    assert BundleFinder().find("js/page.js", find_all=True) == []


@pytest.mark.parametrize("name", BUNDLES)
def test_no_import_is_left_in_a_bundle(name):
    static = Path(__file__).resolve().parent.parent.parent / "static"

    joined = bundle(name, static)

    assert "\nimport " not in joined
    assert "\nexport " not in joined
