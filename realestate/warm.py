"""What the first request would otherwise wait for: tool schemas, the model's client, templates, rules, homes."""

from __future__ import annotations

import gc

from django.template.loader import get_template

from agent.llm.choose import choose
from agent.toolbox import openai_tools
from agent.transcript import prompt_version, system_prompt
from listings import columns
from realestate import fair_housing
from realestate.database import in_database


async def up() -> None:
    """Build once what every request shares."""
    openai_tools()
    model = choose()
    if hasattr(model, "warm_up"):
        await model.warm_up()
    await in_database(system_prompt)
    prompt_version()
    await in_database(fair_housing.judge, "A home?")
    await in_database(fair_housing.AnswerFilter().take, "A home.")
    get_template("agent/chat.html")
    await in_database(columns.keep)  # of many homes they are read in the background; the database answers meanwhile
    # What is there now stays as long as the process; to look through it for garbage took a tenth of a second each time.
    gc.collect()
    gc.freeze()
