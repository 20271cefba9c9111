"""Ready-made questions that hosts offer their people in a menu."""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.prompts import Prompt
from pydantic import Field

PLACE = Field(description="A city, county, zip code or neighborhood, e.g. Portland, OR")
LISTING = Field(description="A listingId, e.g. L001")


async def find_a_home(
    place: Annotated[str, PLACE],
    budget: Annotated[str, Field(description="The most to spend, e.g. $700,000")] = "",
    wishes: Annotated[str, Field(description="What it should have, e.g. 3 bedrooms, garage")] = "",
) -> str:
    """Find homes that fit, compare the best and say what they cost a month."""
    asked = f"Find me a home in {place}"
    asked += f" for at most {budget}" if budget else ""
    asked += f", with {wishes}" if wishes else ""
    return f"""{asked}.

Search with findListings, tell me how many fit and what they cost in the middle, and show the best few with address,
price, size, link and attribution. If nothing fits, say what to give up. Compare the two that fit best with
compareListings. Ask me for a down payment and an interest rate before you work out a monthly cost with
calculateMortgage. Offer to save the search."""


async def market_brief(area: Annotated[str, PLACE]) -> str:
    """A short brief on a market: prices, pace, supply, and how sure that is."""
    return f"""Write a brief on the housing market of {area}.

Use getMarketAnalysis. Give the median price and its change, price a square foot, time on the market, months of supply
and the sale-to-list ratio, each with the period and the number of sales it rests on. Say plainly what cannot be known
and why. Three short paragraphs, no advice on who should live there."""


async def listing_review(listingId: Annotated[str, LISTING]) -> str:
    """How a listing does: its visitors beside comparable homes, its price, what to change."""
    return f"""Review the listing {listingId}.

Read it with getListing, its visitors with getListingMetrics, and what it might sell for with estimateValue, which is
not an appraisal. Say how it does beside comparable homes, where its price stands, and what could be changed in the
text or the price, each with its reason. Name what is not known."""


def add_to(server: MCPServer) -> None:
    """Offer the three of them."""
    server.add_prompt(Prompt.from_function(find_a_home, name="find-a-home", title="Find a home"))
    server.add_prompt(Prompt.from_function(market_brief, name="market-brief", title="Market brief"))
    server.add_prompt(Prompt.from_function(listing_review, name="listing-review", title="Listing review"))
