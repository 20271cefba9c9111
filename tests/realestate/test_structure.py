"""The shape of the code, read from its source: who imports whom, how long a file is, what it may be called."""

from __future__ import annotations

import ast
import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ["accounts", "listings", "analytics", "agent"]
# of realestate: may import everything
WIRING = [
    "urls",
    "asgi",
    "mcp_server",
    "health",
    "metrics",
    "openapi",
    "warm",
    "rest",
    "saved_news",
    "views",
    "admin",
    "management",
]
ABOVE = ["views", "api", "tools", "urls", "admin", "management"]  # of services and models
EDGES = ["views", "api", "tools", "urls", "admin", "apps", "management", "migrations", "demo", "templatetags"]


def sources(*folders: str) -> list[Path]:
    """The Python files of these folders, migrations left out."""
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def module_of(path: Path) -> str:
    """agent.llm.openai for agent/llm/openai.py."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    """Every module a file imports, also inside functions: `from a import b` is both a and a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level)
    return found


def importing(paths: list[Path], forbidden: list[str], *, except_for: tuple[str, ...] = ()) -> list[str]:
    """`file imports module` for each import of a forbidden package that no exception (a pattern) allows."""
    return sorted(
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports_of(path)
        if any(name == package or name.startswith(f"{package}.") for package in forbidden)
        and not any(fnmatch.fnmatch(name, allowed) for allowed in except_for)
    )


def kit() -> list[Path]:
    """The modules of realestate that every app may import, and that import no app."""
    return [path for path in sources("realestate") if path.relative_to(ROOT / "realestate").parts[0] not in _wiring()]


def _wiring() -> set[str]:
    return {name for each in WIRING for name in (each, f"{each}.py")}


def test_the_kit_imports_no_app_and_no_wiring():
    forbidden = APPS + [f"realestate.{name}" for name in WIRING]

    assert importing(kit(), forbidden) == []


@pytest.mark.parametrize("app", ["accounts", "listings"])
def test_accounts_and_listings_import_the_kit_only(app):
    others = [each for each in APPS if each != app] + [f"realestate.{name}" for name in WIRING]

    assert importing(sources(app), others) == []


def test_analytics_imports_of_listings_what_a_reader_needs():
    allowed = ("listings.models*", "listings.search*", "listings.places*", "listings.signals*", "listings")

    assert importing(sources("analytics"), ["listings"], except_for=allowed) == []


def test_analytics_imports_no_other_app():
    assert importing(sources("analytics"), ["accounts", "agent"]) == []


def test_the_agent_imports_no_app_with_tools():
    assert importing(sources("agent"), ["accounts", "listings", "analytics"]) == []


def test_no_app_imports_the_agent():
    assert importing(sources("accounts", "listings", "analytics"), ["agent"]) == []


def test_openai_is_imported_in_one_place():
    elsewhere = [path for path in sources("realestate", *APPS) if module_of(path) != "agent.llm.openai"]

    assert importing(elsewhere, ["openai"]) == []


def test_mcp_is_imported_by_the_kit_and_the_toolbox():
    elsewhere = [path for path in sources(*APPS) if module_of(path) != "agent.toolbox"]

    assert importing(elsewhere, ["mcp"]) == []


@pytest.mark.parametrize("app", APPS)
def test_inside_an_app_no_import_goes_upwards(app):
    services = [path for path in sources(app) if path.relative_to(ROOT / app).parts[0].removesuffix(".py") not in EDGES]

    assert importing(services, [f"{app}.{name}" for name in ABOVE]) == []


@pytest.mark.parametrize("app", APPS)
def test_models_import_no_service(app):
    models = [path for path in sources(app) if path.relative_to(ROOT / app).parts[0] == "models.py"]
    allowed = (f"{app}.managers*", f"{app}.statuses*")

    assert importing(models, [app], except_for=allowed) == []


@pytest.mark.parametrize("app", ["realestate", *APPS])
def test_no_import_is_relative(app):
    assert importing(sources(app), ["", "."]) == []


def test_no_file_is_longer_than_400_lines():
    folders = ["realestate", *APPS, "tests", "bench"]
    files = [*sources(*folders), *(ROOT / "static").rglob("*.js"), *(ROOT / "static").rglob("*.css")]

    assert [str(path.relative_to(ROOT)) for path in files if len(path.read_text().splitlines()) > 400] == []


def test_no_module_is_a_drawer_for_everything():
    names = {"utils", "util", "common", "core", "base", "helpers", "misc"}

    assert [module_of(path) for path in sources("realestate", *APPS) if names & set(module_of(path).split("."))] == []


def test_every_module_says_what_it_is_for():
    modules = [path for path in sources("realestate", *APPS) if path.read_text().strip()]

    assert [module_of(path) for path in modules if not ast.get_docstring(ast.parse(path.read_text()))] == []


@pytest.mark.parametrize("app", ["realestate", *APPS])
def test_every_signature_is_annotated(app):
    assert [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources(app)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_annotated(node)
    ] == []


def _is_annotated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    if function.returns is None and function.name != "__init__":
        return False
    return all(each.annotation or each.arg in ("self", "cls") for each in arguments)
