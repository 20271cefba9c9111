"""The README tells the truth: its commands run, its links lead somewhere, its questions are answered."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from realestate.tooling import all_tools
from tests.llm_server import text
from tests.servers import events, running

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
LINKS = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", README)
QUESTIONS = re.findall(r"^- (.+)$", README.split("each also a test:")[1].split("Or over HTTP")[0], re.MULTILINE)
pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A server with the demo market and the offline assistant."""
    with running("uvicorn", tmp_path_factory.mktemp("readme"), homes=300) as server:
        yield server


def run_block(text: str, server) -> str:
    """Run a block of the README in a shell, against this server; its output."""
    script = "set -euo pipefail\n" + text.replace("http://127.0.0.1:8000", server.url)
    script = script.replace(".venv/bin/python", f"{ROOT}/.venv/bin/python")
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def block_with(words: str) -> str:
    """The one block that holds these words."""
    (found,) = [block for block in BLOCKS if words in block]
    return found


@pytest.mark.parametrize(("words", "target"), LINKS)
def test_every_link_leads_to_a_file_that_has_what_it_names(words, target):
    path = ROOT / target
    name = words.strip("`@!")

    assert path.exists()
    assert not words.startswith("`") or re.search(rf"(def|class) {name}\b|{re.escape(name)} =", path.read_text())


def test_the_page_about_tools_names_every_tool_with_its_effect():
    rows = re.findall(r"^\| (`.+?) \|.*\| ([a-z, ]+) \|$", (ROOT / "docs" / "tools.md").read_text(), re.MULTILINE)
    named = {}
    for names, effects in rows:
        tools, each = re.findall(r"`(\w+)`", names), effects.split(", ")
        named |= dict(zip(tools, each * len(tools) if len(each) == 1 else each, strict=False))

    assert named == {name: tool.effect for name, tool in all_tools().items()}


@pytest.mark.parametrize("target", re.findall(r"^make (\w+)", "\n".join(BLOCKS), re.MULTILINE))
def test_every_make_target_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_http_examples_run_as_they_stand(demo):
    output = run_block(block_with("chat-stream"), demo)

    names = [name for _, name, _ in events(output)]
    assert (names[0], names[-1]) == ("thinking", "done")
    assert '"toolCalls"' in output
    assert '"status": "ok"' in output


def test_the_terminal_examples_run_as_they_stand(demo):
    output = run_block(block_with("manage.py ask"), demo)

    assert "Portland" in output
    assert '"event": "done"' in output


def test_the_mcp_example_serves_until_its_client_leaves(demo):
    hello = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},'
    hello += '"clientInfo":{"name":"readme","version":"1"}}}'

    output = run_block(f"{block_with('manage.py mcp').strip()} <<< '{hello}'", demo)

    assert '"serverInfo":{"name":"doorstep"' in output.replace(" ", "")


def test_the_import_example_runs_on_a_file_of_that_shape(demo, tmp_path):
    header = "id,date,price,bedrooms,bathrooms,sqft_living,sqft_lot,floors,waterfront,view,condition,grade,sqft_above,"
    header += "sqft_basement,yr_built,yr_renovated,zipcode,lat,long,sqft_living15,sqft_lot15"
    row = '"0000000001","20141013T000000",1.225e+006,3,1,1180,5650,"1",0,0,3,7,1180,0,1955,0,"98178",47.5,-122.2,1,1'
    (tmp_path / "sales.csv").write_text(f"{header}\n{row}\n")

    output = run_block(block_with("import_listings").replace("sales.csv", str(tmp_path / "sales.csv")), demo)

    assert "created 1," in output


def test_the_questions_are_answered_one_after_the_other(demo):
    token = demo.sign_up("readme@example.com")
    conversation, answers = None, []

    for question in QUESTIONS:
        stream = demo.ask(question, token, conversation)
        conversation = stream[0][2]["conversationId"]
        answers.append([name for _, name, _ in stream])

    assert len(QUESTIONS) == 9
    assert [names[-1] for names in answers] == ["done"] * 9
    assert [names.count("error") for names in answers] == [0] * 9
    assert [names.count("approval") for names in answers] == [0] * 8 + [1]
    assert min(names.count("tool") for names in answers) >= 2


def test_the_model_settings_of_the_readme_are_read(tmp_path, llm_server):
    llm_server.script(text("Hello from the model."))
    environment = {"LLM_BASE_URL": llm_server.url, "LLM_MODEL": "qwen2.5:7b"}

    with running("uvicorn", tmp_path, **environment) as server:
        server.ask("Hello", server.sign_up())

    assert llm_server.requests[0]["model"] == "qwen2.5:7b"


def test_the_demo_log_in_that_is_printed_works(demo):
    printed = demo.manage("seed")
    password = re.search(r"password (\S+)", printed)[1]

    status, _ = demo.request("POST", "/auth/login", {"email": "demo@example.com", "password": password})

    assert status == 200
