# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""What a question asks to be done beside searching: mail, keep, remove, remember, report, value. Words kept verbatim.

A note for a mail and a name for a search are cut from the question before anything else reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agent.llm.offline.act_phrases import PHRASES, PREFERENCES
from agent.llm.offline.draft import TAKEN, Draft, compiled
from agent.llm.offline.words import ORDINALS

EMAIL = r"(?<![\w.+@-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b"
_HALF_ADDRESS = r"(?<![\w.+@-])[\w.+-]{1,64}@[\w-]*(?![\w.]*\w@)"
_SENDS = (
    r"\b(?:e-?mail(?:ed)?|mail(?:ed)?|send|(?<!going )(?<!moving )(?<!looking )(?<!look )forward(?:ed)?|shoot|share)\b"
)
_NOTE = re.compile(
    r"(?:,|\band\b|\bwith\b|;|\.|^)?\s*(?:\b(?:an?|the|this|my|following)\s+)*\b(?:(?:note|message|comment)\b(?:\s+(?:that says|saying|which says|reading))?|(?:and\s+)?(?:saying|say|tell (?:him|her|them)|telling (?:him|her|them)|write(?: to)?(?: (?:him|her|them))?))\s*[:,\-]?\s*[\"“'‘]?(?P<said>.+?)[\"”'’]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_HOME_NOTE = re.compile(
    r"[,;]?\s*\b(?:(?:with|and|add|put|attach|leave)\s+)*(?:(?:an?|the|this|my)\s+)?(?:note|comment|reminder)\b(?P<on>\s+(?:to|on|for)\s+(?:it|this|that|the \w+(?: one)?|[a-z]{1,4}-?\d+)\b)?"
    r"(?:\s+(?:that says|saying|says|that|reading))?\s*[:,\-]?\s*[\"“'‘]?(?P<said>.+?)[\"”'’]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
# "Write to lee@example.com about L010: is this one too small?"
_AFTER_COLON = re.compile(
    r"@[\w.-]+\w(?:\s+about\b[^:]{0,40}|\s+(?:re|on|regarding)\b[^:]{0,40})?\s*:\s*(?P<said>\S[^:]{3,})$", re.DOTALL
)
_CALLS_IT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|please|now|can you|let's|actually),? )*(?:call|name|rename|title)\s+(?:it|this|that|this search|the search)\s+(?:to |as )?[\"“'‘]?(?P<name>[^\"”’.!?]{1,200}?)[\"”'’]?\W*$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:as|called|named|under (?:the )?(?:name|label|title)(?: of)?|under(?=\s+[\"“'‘])|(?:re)?name it|call it|with the name|title[d]?)\s*:?\s+(?!(?:well|soon|possible|is|usual|before|much|many|long|far|opposed|of)\b|(?:an?|my|our|the) (?:saved |new |absolute |top |upper )?(?:search|max|maximum|min|minimum|limit|budget|favou?rites?|price|cap|area|preference)s?\b)(?:[\"“'‘](?P<quoted>[^\"”’]{1,200}?)[\"”'’]|(?P<bare>[^\"“,;.!?]{1,200}?))\s*(?=$|[.!?,;:]|\band (?:tell|notify|let|alert)\b|\b(?:for|with|of) (?:an? |any |the |all )?(?:\d|homes|houses|condos|townho|places)|- )",
    re.IGNORECASE,
)
# Save search "Lake dream": waterfront homes; a new saved search "Close to mom"
_QUOTED_SEARCH = re.compile(
    r"\b(?:(?:save|keep|store|remember|bookmark|create|make|add|set up|start)\b[^.?!\"“]{0,30}\bsearch|new (?:saved )?search|saved search)\s*(?:called|named|as|:)?\s*[\"“](?P<quoted>[^\"”]{1,200})[\"”]\s*(?:[:,-]|for\b|with\b)*",
    re.IGNORECASE,
)
_DESCRIBED = r"\b(?:homes?|houses?|condos?|townho\w+|apartments?|flats?|places?|anything|everything|bed\w*|\d ?b[dr]|bath\w*|under|below|up to|waterfront)\b"
_SAVES = re.compile(r"\b(?:save|keep|store|remember|bookmark)\b", re.IGNORECASE)
_KEEPS = re.compile(
    r"\b(?:save|keep|store|remember|bookmark|star|heart|favou?rite|shortlist|pin|flag|mark|(?:hang|hold) on to|put|add|stick)\b",
    re.IGNORECASE,
)
# "My brother forwarded me L174", "which email am I signed up with": a mail is spoken of, none is asked for.
_TOLD_OF = (
    r"\b(?!please\b|to\b|and\b|get\b|be\b)[a-z']+ (?:just |already |also |once |had |has )*(?:forwarded|e-?mailed|mailed|shared|texted) (?:me|us|it|this|that|over)\b"
    r"|\b(?:what|which)(?:'s| is)?\b[^.?!]{0,30}\be-?mail\b[^.?!]{0,12}\b(?:am i|did i|was i|do i|have i|in (?:your|the) system|on (?:file|record))\b|\bmy name and e-?mail\b|^\W*(?:what(?:'s| is) |and )?my (?:own )?e-?mail(?: address)?\W*$"
)
_IT = rf"(?:{TAKEN}+|it|this|that|these|those|them|both)"
_PREFERENCES = PREFERENCES
# The first that matches is what is asked; its words are taken.
_ACTS: list[tuple[str, str]] = [
    ("listSavedSearches", r"\b(?:run|open|use|repeat|re-?run|search|show(?: me)?)\b(?: again)?(?: the| my)?(?: homes (?:of|in|for))? (?:first|second|third|fourth|fifth|last|1st|2nd|3rd) (?:saved )?search\b(?: again)?"),
    ("deleteSavedSearch", r"\b(?:delete|remove|drop|get rid of|stop watching|unsave|erase|cancel|clear)\b(?=.{0,60}\bsearch(?:es)?\b).{0,40}?(?:\b(?:saved )?search(?:es)?\b(?: (?:called|named))?)|\bforget\b.{0,30}\bsaved search(?:es)?\b"),
    ("unsaveListing", rf"\bunsave\b|\btake (?:it|that|this|them|{TAKEN}+)(?: one)? (?:back )?off\b|\b(?:remove|delete|drop|take|kick)\b(?=.{{0,60}}\b(?:from|out of|off)\b.{{0,12}}\b(?:saved|favou?rites?|shortlist|list)\b)|\bunfavou?rite\b|\b(?:remove|delete)\b (?:saved )?(?:home |listing )?(?={TAKEN})|\bno longer (?:save|want)\b (?={TAKEN})"),
    ("listSavedSearches", r"\b(?:show|list|see|view|open|check|which|what(?:'s| is| are)?|any(?:thing)?|get|do i have)\b.{0,40}\b(?:(?:my|the|of) )?saved search(?:es)?\b(?: (?:do i have|are there))?|\b(?:my )?saved search(?:es)?\b|\bmy searches\b|\b(?:what|which|my|show|list)\b.{0,12}\balerts\b(?: do i have| have i set)?|\bwhat searches (?:have|did) i save[d]?\b|\b(?:what|which) searches do i have\b|\bsearches\b[^.?!]{0,12}\b(?:have|did|do) i (?:have )?(?:saved?|stored?|kept|keep)\b(?: so far)?|\b(?:my|which|what) (?:stored|kept) searches\b|\bsearches (?:that )?i(?:'ve| have)? saved\b(?: so far)?"),
    ("saveSearch", r"\b(?:save|keep|store|remember|bookmark)\b (?:(?:this|that|it|these|those|them) )?(?:as|like|in) (?:an? |my )?(?:saved |new )?search(?:es)?\b(?: for)?|\b(?:save|remember|keep|store|bookmark|watch|follow|track)\b (?:(?:this|that|the|my|a|an|it as a|last|current|new|these|those) )*(?:search\b|results\b|filters\b|criteria\b)(?: for)?"
                   r"|\b(?:notify|alert|e-?mail|ping|message|tell|inform|let)\b (?:me|us)\b (?:know )?(?:(?:when|if|once|as soon as|about|of|what'?s?)\b.{0,30}\b(?:new|comes? (?:up|on)|(?:be)?comes available|pops? up|hits? the market)\b(?: (?:homes?|listings?|ones?|houses?))*(?: (?:comes?|pops?|shows?|turns?|match(?:es)?|fits?|is|are)\b(?: (?:up|on|available|listed|in))?)*(?: (?:this|that|it))?)"
                   r"|\b(?:watch|keep an eye on|set (?:up )?an? alert(?: for)?|create an? alert(?: for)?)\b(?: (?:this|that|it|these|for)\b)*|\bsave (?:a )?search\b"),
    ("saveListing", r"\b(?:add|put|stick|throw|pop)\b(?=[^.?!]{1,40}\b(?:to|in|into|on|onto|with|among)\b (?:my |the )?(?:saved|favou?rites?|faves?|shortlist|list|bookmarks|saves)\b)(?:[^.?!]*?\b(?:to|in|into|on|onto|with|among)\b (?:my |the )?(?:saved(?: homes| listings| ones)?|favou?rites?|faves?|shortlist|list|bookmarks|saves)\b)?"),
    ("saveListing", rf"(?={TAKEN})(?:{TAKEN}|[\s,&]|\band\b|\bboth\b)+\b(?:should |can |could |must )?(?:go(?:es)?|belongs?|to go|be added|added?)\b (?:on|to|in|into|onto|among|with) (?:my |the )?(?:saved(?: list| homes| listings| ones)?|favou?rites?|faves?|shortlist|list|bookmarks|saves)\b"),
    ("saveListing", rf"\b(?:hold on to|hang on to|mark|flag|pin|set aside|keep hold of|remember|put a (?:star|heart|pin|bookmark) (?:on|next to|by))\b (?=(?:{TAKEN}|(?:it|this one|that one|this home|that home|both|the (?:first|second|third|fourth|fifth|last|top)(?: one| two)?)\b(?! (?:in|for) (?:mind|later|next))))(?: as (?:an? )?favou?rites?)?"),
    ("listSavedListings", r"\b(?:show|list|see|view|open|what|which|get|are)\b.{0,30}\b(?:saved|favou?rite|shortlisted|bookmarked) (?:homes|houses|listings|properties|ones|places)\b|\b(?:my|the) (?:saved (?:homes|houses|listings|properties|ones)|favou?rites|favou?rite homes|shortlist|bookmarks|list(?= ?\W*$))\b(?<!to my favorites)|\b(?:what|which)\b.{0,20}\b(?:have|did) i (?:saved?|bookmark(?:ed)?|star(?:red)?|ke(?:ep|pt)|favou?rite[d]?|heart(?:ed)?|flag(?:ged)?|pin(?:ned)?|shortlist(?:ed)?)\b|\b(?:homes|houses|listings|places|ones)\b.{0,12}\bi(?:'ve)? (?:have )?(?:saved|favou?rited|bookmarked|starred|kept)\b|\b(?:homes|houses|listings|places) (?:do |did )i (?:have )?save[d]?\b|\b(?:everything|all|anything|stuff|things) (?:that )?i(?:'ve| have)? (?:saved|bookmarked|starred|kept|shortlisted)\b|\bfavou?rite (?:listings|houses|places|ones)\b|\bi have saved\b|\bsaved homes\b"),
    ("saveListing", rf"\b(?!keep (?:it|that|this|them|those) (?:under|below|over|above|at|to|around|between|within|in|simple|going)\b)(?:save|bookmark|favou?rite|shortlist|star|heart|keep|add)\b(?=[^.?!]{{0,40}}(?:{TAKEN}|\b(?:it|this one|that one|this home|that home|this house|that house|the (?:first|second|third|fourth|fifth|last|cheapest|top|bottom|newest|biggest|1st|2nd|3rd)|number \d|both|them|these|those|all)\b))(?![^.?!]{{0,60}}\b(?:profile|preferences|search)\b)"),
    ("saveListing", r"\b(?:save|bookmark|keep)\b (?=(?:the|that|this) (?:\w+ )?(?:one|home|house|condo|place)\b)"),
    ("saveSearch", r"^(?:please |can you |ok(?:ay)? )*(?:save|remember|bookmark)(?: (?:this|that|it|these|those|them))?(?: please| for (?:me|later))?\W*$"),
    ("forget", rf"\b(?:don't|do not|needn't|no longer|stop|no need to|not) (?:(?:need|have|want) (?:you )?(?:to )?)?(?:remember|keep|stor|sav|know)(?:e|ing)?\b(?=[^.?!]*\b{_PREFERENCES}\b)|\b(?:forget|clear|delete|remove|erase|drop)\b(?=[^.?!]{{0,40}}\b{_PREFERENCES}\b[^.?!]{{0,20}}\b(?:from|in|out of|off) (?:my )?(?:profile|preferences|account)\b)|\b(?:forget|clear|erase) (?=(?:those|these|the|all|all the|all those) (?:saved |remembered |preferred )?(?:places|preferences)\b)"),
    ("updateMyProfile", r"\bcorrection\W+(?:please )?(?:remember|note|keep)\b|(?:^|[.!;,]\s*)(?:please |now |ok(?:ay)?,? |also,? |and |just |can you |could you |for next time,? |from now on,? )*\b(?:remember|keep in mind|bear in mind|note(?: down)?|memori[sz]e|make a note|jot down|write down)\b(?:[:,]| that\b)?(?! (?:this|that|it|these|those|them|both|the (?:first|second|third|last|top|cheapest))\b)(?=[^?]*(?:\d|\b(?:only|always|never|condos?|houses?|townho\w+|homes?|homes|places?|budget|want|like|need|prefer|look)\b))"),
    ("updateMyProfile", rf"\b(?:remember|keep|store|save|note|put|add|write down|set|update|change)\b(?=[^.?!]*\b{_PREFERENCES}\b)(?:(?: (?:that|it|this|down|in mind))* (?:in|to|on|into) my (?:profile|preferences|account|places)\b)?|\bremember (?:that )?(?:i|we|i'm|we're|my)\b|\b(?:keep|remember) (?:that|this|it) (?:in|for) (?:mind|later|next time)\b|\bnote (?:down )?(?:that )?(?:i|we|i'm|we're|my)\b|(?<!what's )(?<!what is )(?<!whats )(?<!is )(?<!are )\b(?:in|to) my (?:profile|preferences)\b|(?=\b(?:my|the|our) (?:max(?:imum)? )?budget\b[^?!]*?\b(?:remember|save|note|store|update) (?:that|it|this)\b)"),
    ("forget", rf"\b(?:forget|clear|delete|remove|erase|reset)\b(?= (?:everything |all )?(?:about )?(?:all )?(?:of )?my (?:saved |preferred |max(?:imum)? |min(?:imum)? |old )*{_PREFERENCES}\b)"
               rf"|\b(?:forget|clear|delete|erase)\b(?=[^.?!]{{0,20}}\b{_PREFERENCES}\b[^.?!]{{0,15}}\b(?:you|u) (?:remember(?:ed)?|know|have|kept|keep|saved|stored)\b)"),
    ("generatePerformanceReport", rf"\bperformance (?:of|for)\b(?=[^.?!]{{0,20}}{TAKEN})"),
    ("generatePerformanceReport", r"\b(?:generate|create|make|write|build|prepare|produce|give me|run|show me|get|i need|want|do)?\s?(?:an? |the |me )*(?:full |detailed )?(?:performance |activity |seller |marketing )?(?<!market )reports?\b(?: card)?(?: (?:for|on|of|about))?(?! on the market)|\btop performer\b"),
    ("estimateValue", rf"\b(?:zestimate|cma)\b(?: (?:for|of|on|around))?|(?<!pulling )(?<!pull )(?<!need )(?<!doing )(?<!running )\b(?:comps?|comparables|comparable sales)\b(?: (?:for|of|on|around))?(?!\W*$|:)|\b(?:what|how much)(?:'s| is| are| would| could| might| can| will| do you think| should)?\b(?! did)(?:[^.?!]|\.\d){{0,90}}\b(?:worth|sell for|go for|fetch|bring(?: in)?)\b|\b(?:what|how much) (?:can|could|would|should|might) (?:i|we) (?:get|ask|expect|list|sell|charge)\b(?=[^?]*(?:\b(?:my|our|it|this|that)\b|\d ?sq|{TAKEN}))(?: (?:for|at))?|\bballpark (?:value|price|figure|number|estimate)\b(?: (?:of|for|on))?|\b(?:worth|value)\b\s*\?|\bestimates?\b\s*(?:\?|$|[:,]|please\b|for\b|of\b|on\b)|\b(?:estimate|appraise|valuate|value)\b(?= |$)(?! in\b)(?:(?: (?:the|a|an|my|our|its|of|for|value|price|worth|home|house|market)\b)*)|\b(?:estimated|fair|(?<!median )(?<!average )(?<!typical )(?:market|home)) (?:value|worth)\b(?: of| for)?|\b(?:what|how much) (?:i|we) (?:could|can|might|would|should) (?:get|ask|expect|list|sell|charge)\b(?=[^?]*(?:\b(?:my|our|it|this|that)\b|\d ?sq|{TAKEN}))(?: (?:for|at))?|^\W*(?:please |can you |ok |and )*price (?=(?:my|our|this)\b)|\bfair (?:ask(?:ing)?|number|figure|shake|offer)\b|(?<={TAKEN})[^.?!]{{0,30}}\btoo (?:much|high|steep|pricey|expensive|low)\b|\btoo (?:much|high|steep|pricey|expensive|low)\b(?: for| on)?(?=[^.?!]{{0,12}}{TAKEN})|(?<={TAKEN})[^.?!]{{0,25}}\b(?:pricey|steep|overpriced|underpriced|overvalued|undervalued)\b|(?<={TAKEN})[^.?!]{{0,6}}\bworth\b(?! (?:a|seeing|looking|visiting|it)\b)|\bfair (?:market )?price\b(?: of| for)?|\bvaluation\b(?: of| for)?|\bappraisal\b(?: of| for)?|\bis\b[^.?!]{{0,40}}\b(?:over|under|fairly |fair |well )-?\s?priced\b|\bis\b[^.?!]{{0,30}}{TAKEN}[^.?!]{{0,10}}\b(?:worth it|a (?:good|fair) (?:price|deal|value)|worth (?:the|its) (?:price|money))|\bworth (?:the|its|that|what)(?: \w+){{0,2}} (?:price|money|ask(?:ing)?)|\bpriced (?:fairly|right|well|correctly|reasonably|too (?:high|low))\b|\b(?:asking )?(?:price|priced) (?:(?:of|for|on) [^.?!]{{0,14}})?(?:right|fair|realistic|reasonable)\b"),
]  # fmt: skip
_ESTIMATE_ONLY = compiled(
    r"\b(?:what|how much) (?:did|was|were|has|have)\b|\b(?:what|how much) (?:do|did|are|were) (?:[a-z0-9-]+ ){0,3}?(?:homes|houses|condos|townho\w+|duplexes|apartments|places|lots|they|people|sellers|units)\b|\b(?:homes|houses|condos|average|median|typical)\b[^.?!]{0,30}\b(?:sell|go|sold|went) for\b"
)


# Words inside "is the third house fairly priced" that say which home is meant, or of which kind.
_POINTS = compiled(
    rf"(?:{'|'.join(ORDINALS)}|one|it|this|that|these|those|them|both|number|the|in|at|near|houses?|condos?|townho(?:us|m)es?|duplex(?:es)?"
    r"|apartments?|land|cheapest|priciest|newest|biggest|largest|smallest|expensive|most)"
)
# Of "what is a 3 bed house in Ballard worth" only these words ask; the rest describes the home.
_OF_VALUE = compiled(
    r"(?:what(?:'?s)?|how|much|is|are|would|could|might|worth|sell|go|fetch|for|of|on|around|estimated?|apprais(?:e|al)|valuat(?:e|ion)|values?|market|fair(?:ly)?"
    r"|price[d]?|over(?:priced)?|under(?:priced)?|well|asking|right|realistic|reasonable|good|deal|money|its?|zestimate|cma|comps?|comparables?|sales|my|our|an?)"
)
# After a wish was kept: "and add 3 bedrooms to it".
_MORE_WISHES = r"^(?=.*\b(?:add|include|also|as well|change)\b)(?!.*\b(?:find|show|search|save|saved|list|homes?|listings?|what|how|which|compare)\b)"
_FORGETS_OWN = r"\b(?:my|preferred|saved|stored|remembered|preferences|profile)\b"
_LISTED = ("findListings", "saveSearch", "getMarketAnalysis")
_TAKES_BACK = (
    r"\b(?:remove|delete|drop|unsave|undo|take (?:it|that|them) (?:back|off|out))\b(?= (?:it|that|this|them)\b|\W*$)"
)
_OF_ONE = ("getListing", "getListingMetrics", "estimateValue", "calculateMortgage", "sendListingReport")
_BARE_SAVE = r"(?:^|[.!,;]\s*|\band )(?:ok(?:ay)?,? |so |please |just |then )*(?:save|bookmark|favou?rite|keep|shortlist)(?: please| for (?:me|later)| now)*\W*$"
_ADVICE = r"\b(?:with |any |some |and )*(?:recommendations?|recommend|suggestions?|tips|advice|what (?:should|could|can) (?:i|we) (?:change|improve|do)\b|how (?:can|do|could) (?:i|we) (?:get|boost|improve|increase))\b(?! on (?:the )?(?:law|tax))"


@dataclass
class Asides:
    """Words of a question that are passed on as they are."""

    question: str
    note: str = ""
    name: str = ""
    emails: list[str] = field(default_factory=list)


def set_aside(text: str) -> Asides:
    """The question without its note and name; both as the person wrote them."""
    found = Asides(text)
    told = compiled(_TOLD_OF).search(text.lower()) and not re.search(EMAIL, text)
    sends = not told and (
        re.search(_SENDS, text, re.IGNORECASE)
        or re.search(EMAIL, text)
        or re.search(r"\bnote\b\s*:", text, re.IGNORECASE)
    )
    if sends and not re.match(r"\s*send\w*\s+(?:a )?(?:note|message)\W*$", text, re.IGNORECASE):
        if (match := _NOTE.search(text)) and match.start() > 0:
            note = match["said"].strip()
            # "Send them with a note to ann@example.com": what follows is the address, not the note.
            if note and not re.fullmatch(rf"(?:to )?(?:{EMAIL})\W*", note) and not note.lower().startswith("to "):
                found.note, found.question = note, text[: match.start()]
        elif match := _AFTER_COLON.search(text):
            found.note, found.question = match["said"].strip(" \"'“”"), text[: match.start("said")].rstrip(" :")
    elif match := _CALLS_IT.search(text):
        found.name, found.question = match["name"].strip(), "save this search"
    elif (match := _HOME_NOTE.search(text)) and (_KEEPS.search(text[: match.start()]) or match["on"]):
        found.note, found.question = match["said"].strip(), f"{text[: match.start()]}{match['on'] or ''}"
        if not _KEEPS.search(found.question):
            found.question = f"save {match['on'] or 'it'}"
    elif match := _QUOTED_SEARCH.search(text):
        found.name = match["quoted"].strip()
        found.question = f"{text[: match.start()]} save search {text[match.end() :]}"
    elif _SAVES.search(text) and (match := _NAME.search(text)):
        found.name = (match["quoted"] or match["bare"]).strip()
        found.question = _of_search(f"{text[: match.start()]} {text[match.end() :]}")
    elif match := re.search(
        r"\b(?:delete|remove|drop|run|open|rename)\b.*?[\"“'‘](?P<quoted>[^\"”’]{1,200})[\"”'’]", text, re.IGNORECASE
    ):
        found.name = match["quoted"].strip()
        found.question = text.replace(match["quoted"], " search ")
    return found


def _of_search(question: str) -> str:
    """ "Save condos in Kirkland as ...": what has conditions beside its name is a search, however it was called."""
    described = compiled(_DESCRIBED).search(question.lower())
    pointed = compiled(rf"\b(?:search|it|them|those|these|{'|'.join(ORDINALS)})\b|\b[a-z]{{1,4}}-?\d{{3,}}\b").search(
        question.lower()
    )
    return _SAVES.sub("save search", question, count=1) if described and not pointed else question


def take_emails(draft: Draft) -> list[str]:
    """The addresses, as written; one that is not whole is named, never mended."""
    emails = list(dict.fromkeys(draft.said(*match.span()).rstrip(".") for match in draft.take(EMAIL)))
    for match in draft.take(_HALF_ADDRESS):
        draft.unusable.append(f"“{draft.said(*match.span())}”, which is no whole e-mail address")
    return emails


def take_act(draft: Draft, emails: list[str], topic: str) -> str:
    """What is to be done, as the tool that does it, or ""."""
    if _mails(draft, emails, topic):
        draft.take(
            rf"{_SENDS}|\b(?:e-?mailed|mailed|sent|forwarded|shared|details?|report|copy|to (?:me|us|myself|my ?self|my (?:own )?(?:e-?mail|inbox)(?: address)?)|my (?:own )?inbox)\b"
        )
        return "sendListingReport"
    if (
        draft.take(_ADVICE)
        if TAKEN in draft.rest or topic in ("getListingMetrics", "generatePerformanceReport")
        else []
    ):
        return "generatePerformanceReport"
    if topic == "updateMyProfile" and draft.take(r"\b(?:and |also |please |oh )*remember\b(?! (?:me|when|that time))"):
        return "updateMyProfile"
    if topic == "updateMyProfile" and compiled(_MORE_WISHES).search(draft.rest):
        return topic
    if topic in _OF_ONE and draft.take(_BARE_SAVE):
        return "saveListing"
    if topic == "saveListing" and draft.take(_TAKES_BACK):
        return "unsaveListing"
    for name, pattern in (*PHRASES, *_ACTS):
        if (
            name == "forget"
            and pattern is PHRASES[-1][1]
            and not compiled(_FORGETS_OWN).search(draft.rest)
            and topic in _LISTED
        ):
            continue  # "forget the bedrooms", while searching, lifts the search's limit
        match = compiled(pattern).search(draft.rest)
        if match is None or (name == "estimateValue" and _ESTIMATE_ONLY.search(draft.rest)):
            continue
        if (
            name == "forget"
            and topic == "findListings"
            and not compiled(r"\b(?:places|preferences|profile)\b").search(draft.rest)
        ):
            continue  # "forget my budget", while searching, lifts the search's limit
        _blank_words(draft, *match.span(), only=_OF_VALUE if name == "estimateValue" else None)
        if name in ("saveListing", "unsaveListing"):
            draft.take(
                r"\b(?:among |in |to |into |on |onto )?(?:my |the )?(?:saved|favou?rites?|shortlist|bookmarks?|saves)\b(?: (?:homes|houses|list|listings|ones))?"
            )
        return name
    return ""


def ids_of_act(text: str, act: str, ids: list[str]) -> list[str]:
    """ "L012 it is. Take L040 off my list": the homes of the sentence that asks, where not all are in it."""
    for sentence in re.split(r"(?<=[.!?;])\s+", text):
        named = [each for each in ids if each.lower() in sentence.lower()]
        said = sentence.lower()
        for each in named:
            said = said.replace(each.lower(), TAKEN * len(each))
        if named and any(name == act and compiled(pattern).search(said) for name, pattern in (*PHRASES, *_ACTS)):
            return named
    return ids


def _blank_words(draft: Draft, start: int, end: int, only: re.Pattern | None = None) -> None:
    """Take the words of a match, but not its figures, nor what says which home is meant: others read that."""
    for word in re.finditer(r"(?<!\w)[a-z][a-z'-]*", draft.rest[start:end]):
        if only.fullmatch(word[0]) if only else not _POINTS.fullmatch(word[0]):
            draft.blank(start + word.start(), start + word.end())


def _mails(draft: Draft, emails: list[str], topic: str) -> bool:
    verb = compiled(_SENDS).search(draft.rest)
    asks = compiled(
        r"\b(?:what|which|who|how|did|was|were|has|have|is)\b[^.?!]{0,20}\b(?:my e-?mail|e-?mail address|e-?mail (?:do|have|is)|sent)\b"
    ).search(draft.rest)
    alerts = compiled(r"\be-?mail me (?:when|if|about new|as soon)\b").search(draft.rest)
    told = compiled(_TOLD_OF).search(draft.rest) and not emails
    if asks or alerts or told:
        return False
    if emails:
        return bool(verb) or topic == "sendListingReport" or bool(compiled(rf"{TAKEN}").search(draft.rest))
    if verb is None:
        return False
    if verb[0] in ("share", "shoot"):
        return bool(
            compiled(rf"\b(?:share|shoot) (?:{_IT}|the (?:first|second|last|listings?|homes?))\b").search(draft.rest)
        )
    # "Send me condos in Seattle" wants to see them; "send me those" wants them by mail.
    shows = compiled(
        rf"\b(?:send|forward) (?:me|us) (?!{_IT}|the (?:first|second|third|last|report|list|top|\d)|a (?:report|mail|copy))"
    ).search(draft.rest)
    return not (shows and not compiled(r"\be-?mail\b|\bmail\b|\binbox\b").search(draft.rest))
