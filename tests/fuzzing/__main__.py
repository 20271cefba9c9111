"""Starts a server, makes two users and what is the first one's, and lets schemathesis loose on both.

    make fuzz                    # as CI does: at most 50 examples an operation, one seed
    make fuzz EXAMPLES=500 SEED=7

What is looked for: server errors, answers the description does not know, closed routes that open to nobody, and what
is one user's shown to the other.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.servers import ROOT, Server, running

SCHEMATHESIS = ROOT / ".venv" / "fuzz" / "bin" / "schemathesis"  # by itself: it pins what our tests pin otherwise
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
    "object_level_authorization",
]
# Not looked for: positive_data_acceptance, because a place nobody knows and an id nothing has are refused with 400 and
# a sentence although a schema cannot tell them from others.
# These end the token or delete what the rest asks for, so they come last, each as a user of its own.
ENDING = ["POST /auth/signout", "DELETE /auth/account", "DELETE /agents/conversations/{conversation_id}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=50, help="at most so many an operation")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running("uvicorn", folder, homes=60, DEBUG="off", SSE_TIMEOUT="1000", **QUIET) as server:
            return max(_fuzz(server, folder, options, ending) for ending in ("", *ENDING))


QUIET = {"AGENT_MAX_RUNS": "1000", "SSE_OPEN_STREAMS": "100"}


def _fuzz(server: Server, folder: Path, options: argparse.Namespace, ending: str) -> int:
    """One run over everything but ENDING, or over one of these alone; the exit code."""
    owner, stranger = (server.sign_up(f"{who}{abs(hash(ending))}@example.com") for who in ("owner", "stranger"))
    _write_people(folder / "people.yaml", owner=owner, stranger=stranger)
    (folder / "schemathesis.toml").write_text(_ids_of(server, owner))
    command = [str(SCHEMATHESIS), "--config-file", str(folder / "schemathesis.toml"), "run"]
    command += [f"{server.url}/api/schema/?format=json"]
    command += ["--checks", ",".join(CHECKS), "--seed", str(options.seed), "--max-examples", str(options.examples)]
    command += ["--phases", "examples,coverage,fuzzing", "--no-shrink", "--workers", "1", "--warnings", "off"]
    for each in [ending] if ending else ENDING:
        command += ["--include-name" if ending else "--exclude-name", each]
    return subprocess.run(command, cwd=folder, check=False).returncode


def _write_people(path: Path, **tokens: str) -> None:
    people = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token}"}]}
        for name, token in tokens.items()
    ]
    path.write_text(json.dumps({"auth": people}))  # which is YAML too


def _ids_of(server: Server, token: str) -> str:
    """schemathesis's settings: the ids of a conversation, run, question and approval that are this user's."""
    asked = _answered(server, "/agents/chat", {"userMessage": "Tell me about L001"}, token)
    history = server.request("GET", f"/agents/chat-history?conversationId={asked['conversationId']}", token=token)[1]
    messages = {each["role"]: each["id"] for each in history["history"]}
    mail = {"listingIds": ["L001"], "recipientEmail": "ann@example.com"}
    approval = _answered(server, "/api/tools/sendListingReport", mail, token)["approvalId"]
    ids = {"conversation_id": asked["conversationId"], "run_id": asked["runId"], "approval_id": approval}
    ids |= {"message_id": messages["user"], "listing_id": "L001"}
    lines = ["[auth.wfc]", 'path = "people.yaml"', 'peers = ["owner", "stranger"]']
    lines += ["[parameters]", *(f'"path.{name}" = "{value}"' for name, value in ids.items())]
    # Only answers are rated.
    lines += ["[[operations]]", 'include-name = "POST /agents/messages/{message_id}/feedback"']
    return "\n".join([*lines, f'parameters = {{ "path.message_id" = "{messages["assistant"]}" }}', ""])


def _answered(server: Server, path: str, body: dict[str, Any], token: str) -> dict[str, Any]:
    status, answer = server.request("POST", path, body, token=token)
    assert status == 200, answer
    return answer


if __name__ == "__main__":
    sys.exit(main())
