"""What must be true when the dust has settled."""

from __future__ import annotations

import json
import time
import uuid

from tests.agent.test_server import joined
from tests.chaos.reading import Person
from tests.chaos.site import Site


def problems(site: Site, people: list[Person]) -> list[str]:
    """Every broken promise of these runs, as sentences; none when all held."""
    found = []
    for person in people:
        told = [person.problem] if person.problem else [*_log(site, person), *_mail(site, person)]
        found += [f"{person.question!r} run {person.run_id}: {each}" for each in told]
        # A database that restarts may cost a 500 on the way; one that is only busy may not.
        if len(site.servers) == 1:
            found += person.server_errors
    return found


def _log(site: Site, person: Person) -> list[str]:
    run_id = uuid.UUID(person.run_id)
    rows = site.rows("SELECT seq, type, data FROM agent_runevent WHERE run_id = ? ORDER BY seq", run_id)
    stored = [(seq, kind, json.loads(data)) for seq, kind, data in rows]
    ((status, text),) = site.rows(
        "SELECT r.status, m.text FROM agent_run r LEFT JOIN agent_message m ON m.id = r.answer_id WHERE r.id = ?",
        run_id,
    )
    kinds = [kind for _, kind, _ in stored]
    ended = [data["callId"] for _, kind, data in stored if kind == "tool" and data["status"] != "started"]
    held = {
        "the reader's log is the stored log": person.events == stored,
        "numbers without holes": [seq for seq, _, _ in stored] == list(range(1, len(stored) + 1)),
        "one done, at the end": kinds.count("done") == 1 and kinds[-1] == "done",
        f"completed, not {status}": status == "completed",
        "the joined text is the answer": joined(stored) == text,
        "no tool call ended twice": len(ended) == len(set(ended)),
        "a mail asks for a yes": not person.to or kinds.count("approval") == 1,
    }
    return [f"broken: {promise}" for promise, true in held.items() if not true]


def _mail(site: Site, person: Person) -> list[str]:
    if not person.to:
        return []
    deadline = time.monotonic() + 30
    while True:
        found = site.rows('SELECT status FROM realestate_outboxmail WHERE upper("to") = upper(?)', person.to)
        # Killed while it was being sent: it stays so for two minutes, then nobody knows; never sent by itself.
        if (found and found[0][0] != "queued") or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    sent = len(site.mail_server.sent_to(person.to))
    held = {
        "one yes, one row in the outbox": len(found) == 1 == person.yeses,
        f"a queued mail leaves: {found}": bool(found) and found[0][0] in ("sent", "sending", "unknown"),
        f"at most one mail, not {sent}": sent <= 1,
        "what counts as sent was sent": not found or found[0][0] != "sent" or sent == 1,
    }
    return [f"broken: {promise}" for promise, true in held.items() if not true]


def waits(people: list[Person], moments: list[float], kills: list[float], until: float) -> list[float]:
    """For each run that was open at one of these moments: the seconds to its next event, or to the next kill."""
    found = []
    for moment in moments:
        next_kill = min((kill for kill in kills if kill > moment), default=until)
        for person in people:
            if person.times and person.times[0] < moment < person.times[-1]:
                next_event = next(at for at in person.times if at >= moment)
                found.append(max(0.0, min(next_event, next_kill) - moment))
    return found
