# ruff: noqa: E501  (a sentence cut in two is harder to read than a long line)
"""What words of the trade mean, for "what is escrow?". To explain another, add a line."""

from __future__ import annotations

from agent.llm.offline.draft import compiled
from agent.llm.offline.steps import Context, Say

# How people say it -> one or two plain sentences.
_MEANINGS: list[tuple[str, str]] = [
    (r"escrow", "Escrow is a neutral third party that holds money and papers until both sides have done what the contract asks; after the purchase, an escrow account is where a lender collects property tax and insurance month by month."),
    (r"earnest money(?: deposit)?", "Earnest money is the deposit a buyer puts down with an offer to show that it is meant. It counts towards the purchase, and may be lost if the buyer backs out without a reason the contract allows."),
    (r"(?:inspection |financing |loan |appraisal |sale |home sale )?contingenc(?:y|ies)", "A contingency is a condition in an offer, such as an inspection or a loan: if it is not met, the buyer may step back and keep the deposit."),
    (r"closing costs?", "Closing costs are what is paid besides the price when a sale is completed: the lender's fees, title insurance, recording, taxes and prepaid items."),
    (r"(?:discount |mortgage )?points?", "A point is one percent of the loan, paid at the start for a lower interest rate."),
    (r"(?:private )?mortgage insurance|pmi", "PMI, private mortgage insurance, protects the lender when less than 20 % is put down; it is paid by the borrower, usually until enough of the loan is paid back."),
    (r"hoa(?: fees?| dues)?|homeowners'? association|association fees?", "An HOA, a homeowners' association, keeps up what owners share. Its fee is paid every month beside the loan."),
    (r"piti", "PITI is the whole monthly cost of a loan on a home: principal, interest, taxes and insurance."),
    (r"(?:dti|debt[- ]to[- ]income)(?: ratio)?", "The debt-to-income ratio, DTI, is the share of the income before tax that goes to debts each month; lenders limit it."),
    (r"(?:ltv|loan[- ]to[- ]value)(?: ratio)?", "The loan-to-value ratio, LTV, is the loan as a share of what the home is worth."),
    (r"apr", "The APR, the annual percentage rate, is the interest with the lender's fees in it, so that loans can be compared."),
    (r"liens?", "A lien is a claim on a home for a debt; it has to be paid or taken over when the home is sold."),
    (r"pre-?approvals?|pre-?approved", "A pre-approval is a lender's letter that says how much it would lend, after a look at income and credit."),
    (r"amorti[sz]ation(?: schedule| table)?", "Amortization is how a loan is paid back: each payment is interest first and principal for the rest, so the debt falls slowly at first."),
    (r"foreclosures?", "A foreclosure is a home that a lender takes and sells because its loan was not paid."),
    (r"short sales?", "In a short sale a home is sold for less than is owed on it, and the lender agrees to that."),
    (r"(?:an )?appraisals?", "An appraisal is a licensed appraiser's opinion of what a home is worth, made for the lender. An estimate worked out from sales, as I make it, is not one."),
    (r"sq(?:uare)?\.? ?(?:ft|feet|foot(?:age)?)|square footage", "Square feet measure the living area: a square foot is about 0.093 square meters, so 1,000 sq ft are 93 square meters."),
    (r"cap(?:italization)? rates?", "The cap rate is a year's rent after costs as a share of the price; it compares homes bought to let."),
    (r"mls", "An MLS, a multiple listing service, is the database in which agents of an area share their listings."),
    (r"title insurance", "Title insurance covers the owner or the lender if somebody else turns out to have a claim on the property."),
    (r"days on (?:the )?market|dom", "Days on market counts the days from the listing to the accepted offer, or to today where there is none."),
    (r"months? of (?:supply|inventory)|months'? supply", "Months of supply is how long the homes now for sale would last at the pace of recent sales: few months favor sellers, many favor buyers."),
    (r"active(?: listings?| status)?|for sale status", "Active means a home is for sale and no offer was accepted yet."),
    (r"coming soon", "Coming soon means a home is announced but cannot be seen or bought yet."),
    (r"withdrawn|expired|cancell?ed", "A withdrawn or canceled listing was taken off the market by its seller, an expired one ran out unsold."),
    (r"(?:the )?differences? between (?:pending|contingent|under contract) (?:and|or) (?:pending|contingent|under contract)", "Contingent, or under contract, means an offer was accepted and conditions are still open; pending means it is only waiting to close."),
    (r"\d? ?(?:bd|br|ba)s?", "bd and br are bedrooms, ba are bathrooms: 3bd/2ba has three and two."),
    (r"(?:the )?differences? between (?:being )?pre-?qualifi\w+ (?:and|or) (?:being )?pre-?approv\w+", "A pre-qualification is a rough figure from what a buyer says; a pre-approval is a lender's letter after a look at income and credit, and sellers trust it more."),
    (r"pre-?qualif\w+", "A pre-qualification is a lender's rough figure from what a buyer says, before papers are looked at."),
    (r"contingent(?: sales?| offers?| status)?|pending(?: sales?| status)?|under contract", "Under contract or contingent means an offer was accepted and conditions are still open; pending means it is waiting to close."),
    (r"(?:adjustable[- ]rate mortgage|arm)", "An adjustable-rate mortgage has an interest rate that may change after some years; a fixed one keeps it to the end."),
    (r"(?:home )?equity", "Equity is what a home is worth less what is still owed on it."),
    (r"(?:a )?comps?|comparables?|comparable sales", "Comparables are recent sales of homes like the one in question, which its likely price is read from."),
    (r"(?:the )?difference between (?:an? )?condo(?:minium)? and (?:an? )?townho(?:use|me)", "With a condo you own the inside of a unit and share the building and the land; with a townhouse you usually own the walls and the ground under them as well. Both often pay an association fee."),
]  # fmt: skip
# A question about a word: an opening, the word, and nothing behind it that speaks of a home.
_OPENS = (
    r"(?:\W*(?:hi|hello|hey|ok(?:ay)?|so|and|sorry|wait|quick question|btw|by the way|please|one more thing|also|first)[,:.!]?\s)*"
    r"(?:(?:can|could|would|will) (?:you|u|somebody|someone) (?:please |quickly |kindly )?|i (?:don't|do not) (?:know|get|understand) |i(?:'d| would) like to know |i never understood |remind me |help me understand )?"
    r"(?:what(?:'s|s| is| are| does| do)?|define|explain(?: to me| to us| me)?(?: (?:what|how))?(?: (?:is|are|does|an?))?|describe what|what do(?:es)? you mean by"
    r"|(?:what is )?the meaning of|(?:tell|teach) me (?:what|about|how)(?: (?:is|are|does))?|how (?:do(?:es)?|is|are)|meaning of)"
)
_BEHIND = (
    r"(?: (?:is|are|means?|meant|stands? for|do(?:es)?|works?|working|covers?|for|about))*"
    r"(?:,? (?:exactly|please|anyway|again|btw|by the way|though|here|then|actually|really|even|supposed to be|like i'?m (?:five|5)|in (?:plain|simple) (?:english|words|terms)"
    r"|and (?:how|why|when|what|who) [^?\d]{3,50}|to (?:me|us|an? [a-z -]{3,30}|somebody [a-z -]{3,20}|someone [a-z -]{3,20})"
    r"|(?:in|for|with|on|when|if|of) (?:(?!\b(?:it|this|that|one|ones|first|second|third|last|my|our|their)\b)[^?;\d]){0,45}))*\W*"
)
_ASKS = rf"{_OPENS}\s(?:the |an? |term |word )*(?:\"|“|')?(?:{{term}})(?:\"|”|')?{_BEHIND}"


def asks_meaning(context: Context) -> bool:
    """Whether a word of the trade is asked about, and nothing else."""
    return bool(_meaning(context.reading.text))


def meaning(context: Context) -> Say:
    """The word in a sentence or two."""
    return Say(_meaning(context.reading.text))


def _meaning(text: str) -> str:
    said = text.lower().strip()
    return next((told for term, told in _MEANINGS if compiled(_ASKS.replace("{term}", term)).fullmatch(said)), "")
