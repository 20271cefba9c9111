"""Bodies of requests that run as they stand on the demo market: in the API description, and played by a test."""

from __future__ import annotations

from typing import Any

# By route; {message_id} and the like are filled with one's own.
EXAMPLES: dict[str, dict[str, Any]] = {
    "/auth/signup": {"email": "ann@example.com", "password": "correct-horse-9", "name": "Ann"},
    "/auth/login": {"email": "ann@example.com", "password": "correct-horse-9"},
    "/auth/signin": {"email": "ann@example.com", "password": "correct-horse-9"},
    "/agents/chat": {"userMessage": "Compare L001 and L002"},
    "/agents/chat-stream": {"userMessage": "Find me 3-bedroom homes in Portland under $900,000"},
    "/agents/chat/stream": {"userMessage": "What's the market like in Seattle, WA?"},
    "/agents/messages/{message_id}/edit": {"userMessage": "Find me homes in Seattle"},
    "/agents/messages/{message_id}/feedback": {"rating": 1, "reason": "Just what I needed"},
    "/agents/conversations/{conversation_id}": {"title": "Homes in Portland"},
    "/approvals/{approval_id}": {"decision": "approve"},
    "/api/tools/getMyProfile": {},
    "/api/tools/updateMyProfile": {"maxPrice": 900_000, "places": ["Portland, OR"], "minBedrooms": 3},
    "/api/tools/findListings": {"city": "Portland", "maxPrice": 900_000, "minBedrooms": 3, "features": ["garage"]},
    "/api/tools/getListing": {"listingId": "L001"},
    "/api/tools/compareListings": {"listingIds": ["L001", "L002"]},
    "/api/tools/findPlaces": {"text": "Capitol Hill"},
    "/api/tools/saveListing": {"listingId": "L001", "note": "The porch"},
    "/api/tools/unsaveListing": {"listingId": "L001"},
    "/api/tools/listSavedListings": {"limit": 5},
    "/api/tools/saveSearch": {"name": "Ours", "city": "Portland", "maxPrice": 900_000},
    "/api/tools/listSavedSearches": {"limit": 5},
    "/api/tools/deleteSavedSearch": {"searchId": "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1"},
    "/api/tools/sendListingReport": {"listingIds": ["L001", "L002"], "recipientEmail": "ann@example.com"},
    "/api/tools/getMarketAnalysis": {"area": "Seattle, WA"},
    "/api/tools/compareMarkets": {"areas": ["Portland, OR", "Seattle, WA"]},
    "/api/tools/getListingMetrics": {"listingIds": ["L001"]},
    "/api/tools/generatePerformanceReport": {"listingIds": ["L001", "L002"]},
    "/api/tools/calculateMortgage": {"price": 825_000, "downPaymentPercent": 20, "annualRatePercent": 6.5},
    "/api/tools/calculateAffordability": {"annualIncome": 120_000, "downPayment": 80_000, "annualRatePercent": 6.5},
    "/api/tools/estimateValue": {"listingId": "L001"},
}
