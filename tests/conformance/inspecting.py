"""The Inspector's command line, as a developer would try the tools: over HTTP with a token, and over stdio."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.servers import ROOT, Server, migrated

# Not among the locked packages: it names an optional one for Windows that no registry has.
INSPECTOR = "@modelcontextprotocol/inspector@2.12.0"
EMAIL = "demo@example.com"
CALL = ["--method", "tools/call", "--tool-name", "findPlaces", "--tool-arg", "text=Portland"]
# --strict: a schema that some host cannot read is an error.
LIST = ["--method", "tools/list", "--strict"]


def inspected(node: Path) -> int:
    """List and call over both ways; 0 when each answers as it should. node: the folder of Node 22's program."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server("daphne", Path(folder))
        migrated(server)
        server.manage("seed", "--listings", "60")
        server.start()
        try:
            token = server.api_token(EMAIL, ["read"])
            web = [f"{server.url}/mcp", "--transport", "http", "--header", f"Authorization: Bearer {token}"]
            local = [sys.executable, str(ROOT / "manage.py"), "mcp", "--user", EMAIL]
            return max(_tried("http", web, node, {}), _tried("stdio", local, node, server.environment))
        finally:
            server.stop()


def _tried(way: str, target: list[str], node: Path, environment: Mapping[str, str]) -> int:
    names = {tool["name"] for tool in _answer(target, LIST, node, environment).get("tools", [])}
    places = _answer(target, CALL, node, environment).get("structuredContent", {}).get("places", [])
    right = "findListings" in names and [place["label"] for place in places] == ["Portland, OR"]
    print(
        f"inspector over {way}: {len(names)} tools listed, findPlaces found {len(places)}{'' if right else ': WRONG'}"
    )
    return int(not right)


def _answer(target: list[str], method: list[str], node: Path, environment: Mapping[str, str]) -> dict:
    """What the Inspector printed; {} (and its complaint on the screen) when it failed."""
    own = {name: value for name, value in environment.items() if value and os.environ.get(name) != value}
    given = [part for name, value in own.items() for part in ("-e", f"{name}={value}")]
    command = ["npx", "--yes", INSPECTOR, "--cli", *target, *method, *given]
    path = {"PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command, env=os.environ | path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180
    )
    if done.returncode:
        print(done.stdout[-1000:], done.stderr[-2000:])
        return {}
    return json.loads(done.stdout)
