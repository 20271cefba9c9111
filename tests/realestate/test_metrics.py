"""The metrics: true counts, in a format that a monitor parses, for those who may read them."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families

from agent.models import Feedback
from realestate import lateness
from tests.agent.conftest import ScriptedModel, play, request


@pytest.fixture
def read(client, admin):
    """The metrics as an administrator reads them: {name: {label values: value}}."""
    client.force_login(admin)

    def samples():
        families = text_string_to_metric_families(client.get("/metrics").content.decode())
        found = {}
        for sample in (sample for family in families for sample in family.samples):
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
        return found

    return samples


def test_they_count_what_happened(read, ana, home):
    run = play(ScriptedModel([request("getListing", listingId="L1")], ["A home."]), user=ana).run
    play(ScriptedModel([request("getListing", listingId="L9")], ["None."]), user=ana)
    Feedback.objects.create(message=run.answer, rating=1)

    found = read()

    assert found["doorstep_runs_total"] == {("completed",): 2}
    assert found["doorstep_tool_calls_total"] == {("getListing", "completed"): 1, ("getListing", "failed"): 1}
    assert found["doorstep_tokens_total"] == {("prompt",): 40, ("completion",): 20}
    assert found["doorstep_ratings"] == {("1",): 1}
    assert found["doorstep_open_streams"] == {(): 0}
    assert found["doorstep_approvals_waiting"] == {(): 0}
    assert found["process_resident_memory_bytes"][()] > 0


def test_they_count_the_figures_that_nothing_supports(read, ana, home):
    play(ScriptedModel(["It costs $1 or $2."]), user=ana)
    play(ScriptedModel(["It costs $3."]), user=ana)

    assert read()["doorstep_ungrounded_figures_total"] == {(): 3}


def test_they_show_how_late_the_event_loop_is(read):
    before = read()["doorstep_event_loop_lateness_seconds_bucket"]

    async def held_up() -> None:
        loop, looks = asyncio.get_running_loop(), asyncio.create_task(lateness.watch())
        await asyncio.sleep(0)
        busy_until = loop.time() + lateness.LOOK_SECONDS + 0.03
        while loop.time() < busy_until:
            pass
        for _ in range(10):  # the timer, its future, its task: each takes a turn of the loop
            await asyncio.sleep(0)
        looks.cancel()

    asyncio.run(held_up())

    after = read()["doorstep_event_loop_lateness_seconds_bucket"]
    assert after[("+Inf",)] == before[("+Inf",)] + 1
    assert after[("0.02",)] == before[("0.02",)]


def test_nobody_and_users_may_not_read_them(client, ana):
    assert client.get("/metrics").status_code == 401
    client.force_login(ana)
    assert client.get("/metrics").status_code == 403


@pytest.mark.parametrize(
    ("listed", "status"), [(["10.0.0.0/8"], 200), (["10.1.2.3"], 200), (["10.1.2.4"], 401), (["::/0"], 401), ([], 401)]
)
def test_a_listed_address_may_read_them(client, db, settings, listed, status):
    settings.METRICS_ADDRESSES = listed

    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == status


def test_a_made_up_address_opens_nothing(client, db, settings):
    settings.METRICS_ADDRESSES = ["10.0.0.0/8"]

    answer = client.get("/metrics", REMOTE_ADDR="203.0.113.5", headers={"x-forwarded-for": "10.1.2.3"})

    assert answer.status_code == 401
