# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Further ways to ask for what is kept: alerts, favorites, wishes. Tried before the plainer ones in `acts`."""

from __future__ import annotations

from agent.llm.offline.draft import TAKEN

PREFERENCES = r"(?:profile|preferences?|preferred (?:area|place|city|neighbou?rhood|location)|budgets?|places|locations?|areas|account|bed(?:room)?s?|bath(?:room)?s?|price (?:limit|range|ceiling)|max(?:imum)? price|types? of home|home types?|property types?)"
_LISTS = r"(?:(?:maybe|yes|keep|short) ?(?:pile|stack)|saved(?: list| homes| listings| ones)?|favou?rites?|faves?|shortlist|(?:saved |wish ?)?list|bookmarks|saves|collection)"
_ONE = rf"(?:{TAKEN}+|it|that(?: one| home| house)?|this(?: one| home| house)?|them|those|these|both|the (?:first|second|third|fourth|fifth|last|top|bottom)(?: one| two)?)"
_NEWS = (
    r"(?:new|comes?|coming|available|listed|lists|pops?|shows?|turns?|appears?|hits?|goes|drops?|matches?|fits?|is put)"
)
_MINE = (
    r"(?:my |the |all |those |these |any )*(?:preferred |saved |stored |remembered |old |max(?:imum)? |min(?:imum)? )*"
)

# Ways to speak of what was kept: "did I save any houses", "what's on my list now".
_KEPT = r"(?:saved?|heart|flag(?:ged)?|pin(?:ned)?|kept|keep|bookmark(?:ed)?|star(?:red)?|favou?rite[d]?|shortlist(?:ed)?|hearted|liked)"
_NOW = r"(?: (?:now|right now|currently|today|so far|yet|at the moment|atm|again|please|these days|already))*"
_RUNS = r"(?:follow(?:ing)?|watch(?:ing)?|track(?:ing)?|run(?:ning)?|monitor(?:ing)?|stored?|saved?|kept|keeping|set up|active|on file)"

_KEEP = r"(?:save|keep|store|bookmark|favou?rite|shortlist|star|heart|pin)"
_FILLER = r"(?: (?:please|kindly|the|both|all|homes?|houses?|condos?|townhouses?|listings?|propert(?:y|ies)|also|just|of|me|us|now|too|up))*"
_MAKE = r"(?:set (?:me |us )?up|create|make|start|add|keep|store|open|build|file|save(?: me)?|(?:i|we)(?:'d like| want| need| would like))"

PHRASES: list[tuple[str, str]] = [
    ("saveSearch", rf"\b{_MAKE}\b (?:me |us |up )?(?:an?|another|one|new)(?: new| named)? (?:saved )?search\b(?: (?:for|of|on|called|that|which|so (?:that )?(?:i|we) (?:can )?(?:hear|know|learn|am told|get told|find out)(?: (?:about|of|when))?))*(?: new)?|\b{_KEEP}\b(?=[^.?!]{{3,}}\bas an? (?:saved |new )?search\b)"),
    ("saveListing", rf"\b{_KEEP}\b{_FILLER}(?= ?{TAKEN})(?![^.?!]{{0,60}}\b(?:profile|preferences|search)\b)(?![^.?!]{{0,20}}\b(?:under|below|over|above)\b)"),
    ("unsaveListing", rf"\b(?:drop|take)\b{_FILLER}(?= ?{TAKEN}+(?:\W|again\b|please\b)*$)"),
    ("listSavedSearches", r"\bsearch(?:es)?\b[^.?!]{0,12}\bi(?:'ve| have| had)? (?:got |already )*(?:saved?|stored|kept|set up)\b(?:, please)?(?: show (?:it |them )?to me)?"),
    ("listSavedListings", rf"\b(?:what|which|how many|any|show|list|see)\b(?![^.?!]*\bsearch)[^.?!]{{0,40}}?\b(?:have|had|did|do) (?:i|we) (?:got |gotten |already |ever |actually )*{_KEPT}\b(?: up| down)?{_NOW}|\b(?:homes?|houses?|condos?|townhouses?|places?|listings?|propert(?:y|ies)|ones|stuff|things|everything)\b(?: that| which)? (?:i|we)(?:'ve| have| had)? (?:already |got |just )*{_KEPT}\b(?: up)?{_NOW}"),
    ("listSavedSearches", rf"\b(?:what|which|any|my|how many|list|show)\b[^.?!]{{0,15}}\bsearches\b[^.?!]{{0,25}}\b{_RUNS}\b(?: for me)?|\b(?:am i|are you|do i|do you|did i|have i)\b[^.?!]{{0,20}}\b{_RUNS}\b[^.?!]{{0,12}}\bsearch(?:es)?\b"),
    ("listSavedListings", rf"^\W*(?:show|list|see|view|open)(?: me| us)?(?: my| the| all)* (?:saved|saves|favou?rites|faves|shortlist){_NOW}\W*$"),
    ("forget", rf"\bforget (?:what|that|everything|anything|whatever) (?:i|we)(?:'ve| had| have)? (?:told|said|mentioned|asked)\b(?: (?:you|to you))?(?: about)?(?=[^.?!]{{0,20}}\b{PREFERENCES}\b)"),
    ("saveListing", rf"\bdon't (?:lose|let me (?:lose|forget)|forget)(?: about| track of)? (?={TAKEN})|\b(?:put|add|throw|stick)\b(?=[^.?!]{{1,30}}\b(?:on|in|onto|into)\b (?:my |the |our )?(?:maybe|yes|keep|short) ?(?:pile|stack|list)\b)"),
    ("unsaveListing", rf"\bun-?(?:favou?rite|bookmark|star|heart|save|pin|shortlist)\b(?: (?={_ONE}))?|\b(?:nix|ditch|bin|dump|lose|get rid of|cross out)\b (?={TAKEN})|{TAKEN}[^.?!]{{0,12}}\b(?:is out|can go)\b(?:,? (?:and )?(?:get rid of|drop|remove|lose|delete) (?:it|that))?|\b(?:no longer|not) (?:interested in|care (?:for|about)|keen on) (?={TAKEN})"),
    ("listSavedListings", rf"\b(?:did|have|do|had) (?:i|we) (?:have |already |ever )*{_KEPT}\b(?: (?:any|some|a few))?(?: (?:homes?|houses?|condos?|listings?|places?|propert(?:y|ies)|thing|ones?|anything|something))*{_NOW}|\bwhat(?:'s| is| do i have)? (?:still )?(?:on|in) (?:my|our|the) {_LISTS}{_NOW}(?=\W*$)"),
    ("deleteSavedSearch", r"\b(?:done|finished|through) with\b(?=[^.?!]{0,40}\bsearch\b)[^.?!]{0,40}?\bsearch\b(?:[^.?!]{0,12}\b(?:get rid of|delete|remove|drop) (?:it|that))?"),
    ("deleteSavedSearch", r"\b(?:get rid of|delete|stop|cancel|turn off|switch off|remove|kill|end|drop)\b[^.?!]{0,40}\b(?:alerts?|notifications?)\b(?: for| about)?|\bstop (?:telling|notifying|alerting|e-?mailing|watching|tracking|following)\b(?: (?:me|us))?(?: (?:about|for|when))?"),
    ("unsaveListing", rf"\b(?:get|pull|knock|strike|cross|scratch|bump|throw|clear|toss) (?={_ONE}\b|{_ONE})(?=[^.?!]{{0,40}}\b(?:off|out of|from)\b[^.?!]{{0,12}}\b{_LISTS}\b)[^.?!]*?\b(?:off|out of|from)\b (?:of )?(?:my |the )?{_LISTS}"),
    ("unsaveListing", rf"\b(?:doesn't|does not|shouldn't|no longer|don't want|do not want|needn't)\b(?=[^.?!]{{0,40}}\b(?:on|in|among)\b (?:my |the )?{_LISTS}\b)[^.?!]*?\b(?:on|in|among)\b (?:my |the )?{_LISTS}"),
    ("deleteSavedSearch", r"\bunsubscribe\b(?: me)?(?: from)?(?:[^.?!]{0,40}?\b(?:alerts?|search|notifications?)\b)?"),
    ("saveSearch", r"\b(?:be|get) (?:told|notified|alerted|informed|pinged|e-?mailed|messaged)\b(?: (?:when(?:ever)?|if|once|as soon as|about|of|the moment))?(?: (?:there's|there is|an?|any|some|something|anything|new|more|other|another|one|ones|homes?|listings?)\b)*"),
    ("saveSearch", r"\b(?:set (?:me |us )?up|create|make|give (?:me|us)|get (?:me|us)|add|put (?:me|us) down for|turn on|start|i want|i'd like|i need)\b (?:me |us |an? |some |the )*(?:e-?mail |price |new listing |listing |search )*(?:alerts?|notifications?|watch(?:list)?)\b(?: for| on| about| when| if)?"),
    ("saveSearch", rf"\b(?:let|tell|notify|alert|ping|inform|message|text|e-?mail)\b (?:me|us)\b(?: know)?,? (?:whenever|every time|each time|any ?time|when(?:ever)?|if|once|as soon as|should)\b(?=[^?]*\b{_NEWS}\b)(?: (?:there's|there is|an?|any|some|something|anything|new|more|other|another|one|ones|homes?|listings?)\b)*"),
    ("saveSearch", r"\bkeep (?:me|us) (?:posted|informed|updated|in the loop|notified)\b(?: (?:about|on|of|when|if|for))*|\b(?:keep an eye out|look ?out|watch|be on the lookout)\b (?:for )(?:me |us )?(?:for )?|\bkeep (?:looking|searching|watching) for\b"),
    ("saveSearch", r"\b(?:keep|store|hold on to|remember|save) (?:me )?(?:this|that|the|my) (?:current |last |whole )?(?:search|filters?|query|set of filters)\b(?: (?:for (?:me|later)|as is))?"),
    ("updateMyProfile", r"\b(?:(?:for|from) (?:next time|now on|here on|(?:all )?future searches|the future|later)|(?:going|moving) forward)\b(?=[^?]*(?:\d|\b(?:only|always|never|want|need|prefer|like|budget)\b))(?![^?]*\b(?:show|find|search|list)\b)"),
    ("updateMyProfile", r"(?<=[\w%+])[\s,;.:!-]+(?:and |so |now )*(?:please |kindly |just )*(?:note|remember|record|make a note of) (?:that|this|it)(?: (?:down|for (?:me|later|next time)|in mind|please))*\W*$"),
    ("forget", r"\b(?:forget|drop|delete|erase|remove|take|cross|strike)\b(?=[^.?!]{1,40}\b(?:from|off|out of) (?:my|our) (?:saved |preferred )?(?:profile|places|areas|cities|locations|preferences|neighbou?rhoods)\b)"),
    ("updateMyProfile", r"^(?=(?![^?]*\b(?:show|find|search|list|see)\b)[^?]*\d[^?]*\b(?:(?:going|moving) forward|from (?:now|here) on(?: out)?|for (?:next time|future searches|later))\W*$)"),
    ("forget", r"\b(?:delete|forget|erase|clear|wipe|remove)\b (?:out )?(?:everything|all|anything|whatever)(?: that)? (?:you|u)(?:'ve| have)? (?:know|have|stored?|saved?|remember(?:ed)?|kept|keep|noted)\b[^.?!]*"),
    ("forget", rf"\b(?:wipe|clear|forget|drop|delete|erase|remove|reset|empty)\b (?:out )?(?={_MINE}{PREFERENCES}\b(?! (?:filter|limit|cap|condition|requirement)s?\b))"),
]  # fmt: skip
