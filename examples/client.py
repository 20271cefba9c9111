# Signs up, asks, cuts the stream, resumes it where it was, and says yes to a mail. Standard library alone.
# python3 examples/client.py http://127.0.0.1:8000 ann@example.com correct-horse-9

import json
import sys
import urllib.request
from collections.abc import Iterator
from typing import Any

SITE, EMAIL, PASSWORD = sys.argv[1:4]
token = ""


def call(method: str, path: str, body: Any = None, **headers: str) -> Any:
    """The open response; raises urllib.error.HTTPError, whose body is {"error": {"code", "message"}}."""
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    content = None if body is None else json.dumps(body).encode()
    return urllib.request.urlopen(urllib.request.Request(SITE + path, content, headers, method=method), timeout=120)


def answer(method: str, path: str, body: Any = None) -> Any:
    with call(method, path, body) as response:
        return json.load(response)


def events(response: Any) -> Iterator[tuple[int, str, Any]]:
    """(number, name, data) of each event; heartbeats and comments have no number and are passed over."""
    fields: dict[str, str] = {}
    for line in response:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if not name and "id" in fields:
            yield int(fields["id"]), fields["event"], json.loads(fields["data"])
        fields = fields | {name: value} if name else {}


def ask(question: str) -> Iterator[tuple[str, Any]]:
    """Every event of the answer once, whatever becomes of the connection; this one is cut on purpose after two."""
    response, seen, cut_after = call("POST", "/agents/chat-stream", {"userMessage": question}), 0, 2
    run = response.headers["X-Run-Id"]
    while True:
        for number, name, data in events(response):
            seen = number
            yield name, data
            if name == "done":
                return
            if seen == cut_after:
                break
        response.close()
        response = call("GET", f"/agents/runs/{run}/events", **{"Last-Event-ID": str(seen)})


token = answer("POST", "/auth/signup", {"email": EMAIL, "password": PASSWORD})["access_token"]
for name, data in ask("Find me 3-bedroom homes in Portland under $900,000"):
    print(data["chunk"] if name == "content" else f"[{name}]", end="" if name == "content" else "\n")

for name, data in ask(f"Send L001 to {EMAIL}"):
    if name == "approval":
        decided = answer("POST", f"/approvals/{data['approvalId']}", {"decision": "approve"})
        print(f"[{decided['status']}] {decided.get('result', {}).get('message', '')}")
