# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""The words of the grammar as tables. To teach the assistant a new phrase, add it here."""

from __future__ import annotations

from agent.llm.offline.amounts import AMOUNT

# What is wanted -> how people ask for it. All that match are taken, in this order.
INTENTS: list[tuple[str, str]] = [
    ("profile", r"\bwhat (?:e-?mail|name|role|phone)\b[^.?!]{0,15}\b(?:do|have) (?:you|u)\b(?: have)?|\bmy (?:own )?(?:profile|account|user|settings|personal details)\b|\b(?:what|which)\b[^.?!]{0,20}\bpreferences\b[^.?!]{0,30}\b(?:have|on file|know|stored?|saved?|kept|keep|got)\b(?:[^.?!]{0,12}\bon file\b)?(?: (?:for|of|about) (?:me|us))?|^(?:show(?: me)?|list|see|view)? ?my preferences\W*$|\bwhat\b[^.?!]{0,30}\b(?:stored?|saved?|kept|keep|noted?|got|remember(?:ed)?)\b[^.?!]{0,20}\bmy (?:preferences|profile|wishes|criteria)\b|\bon file\b(?: (?:for|of|about) (?:me|us))?|\bwhat(?:'s| is| are)\b my (?:saved |stored |preferred |max(?:imum)? |min(?:imum)? )*(?:budget|places|areas|preferences|home types?|price limit|bedrooms)\b|\bwho am i\b|\bknow about me\b"
                r"|\bwhat\b[^.?!]{0,25}\b(?:you|u)\b(?:'ve)? (?:still )?(?:know|remember|have|keep|kept|store[d]?|saved?|got)\b[^.?!]{0,30}\b(?:me|(?:what )?(?:i|we)(?:'m| am)? (?:look(?:ing)?|want|like|need|prefer)(?: for)?)\b"
                r"|\b(?:do|can) (?:you|u) (?:still )?(?:remember|know|recall) what (?:i|we)(?:'m| am|'re| are)? (?:want|need|like|look)\w*(?: for)?"
                r"|\b(?:what|which) (?:e-?mail(?: address)?|name|account|address)\b[^.?!]{0,12}\b(?:am i|did i|was i)\b[^.?!]{0,12}\b(?:sign|regist|log|us|join)\w*(?: (?:up|in))?(?: with)?|\bwhat (?:am|was) i (?:even |again )?looking for\b|\bwhat (?:do|does) (?:you|u|it) think (?:i'm|i am|we're|we are) looking for\b"
                r"|\bwhat have (?:you|u) (?:saved|kept|stored|remembered)\b[^.?!]{0,12}\bme\b"
                r"|\b(?:since when|when|how long|what day|which year)\b[^.?!]{0,20}\b(?:i|we|my account)\b[^.?!]{0,20}\b(?:members?|join(?:ed)?|sign(?:ed)? up|regist\w+|account|created|here|with you)\b(?: here)?|\bmember since\b"
                r"|\bmy (?:name|e-?mail(?: address)?|role)\b|\bam i (?:signed|logged) in\b"),
    ("restart", r"\b(?:start(?:ing)?|begin(?:ning)?) (?:over|again|fresh|anew|from (?:scratch|zero|the (?:start|beginning)))\b|\bfrom scratch\b|\bclean slate\b|\b(?:different|whole new|completely new|totally new|brand new) search\b|\bnew search\b|\bforget (?:that|it|all|everything)(?: of that)?\b"
                r"|\breset\b|\bclear (?:all|everything|the (?:search|filters))\b"),
    ("undo", r"\bundo\b(?: (?:that|it|this|the last (?:one|change|step)|last))?|\bgo(?:ing)? back\b(?: (?:one|a) step)?(?: to (?:the )?(?:previous|last|earlier)(?: (?:one|search|list|results))?)?"
             r"|\b(?:revert|take (?:that|it) back|scratch that|back to (?:the )?(?:previous|last|earlier)(?: (?:one|search|list|results))?)\b(?: that| it)?"
             r"|^(?:the )?previous (?:search|list|results)\W*$|\bback to (?:how|what|the way|where) (?:it|i|we|things|they)\b(?: (?:was|were|had|did|asked for|started|looked at|looked))*(?: (?:before|earlier|previously))?|\b(?:as|like|what|how) (?:it|we|i|they) (?:was|were|had)(?: it)? before\b(?! the)|\bback to (?:before|the (?:search|one|list|homes|results) (?:we had |i had |from )?before)\b|\breverse that\b|\bput it back(?: (?:how|the way|like) it was)?\b"),
    ("compare", r"\b(?:set|put|lay|hold|place|pit|stack|match|weigh)\b(?=[^.?!]{0,40}\b(?:beside|side by side|next to|against|alongside|up against)\b)|\bline (?:them|those|these|both|the|¦+)(?: (?:two|three|2|3|homes|houses))? up\b|\bline up\b(?= (?:¦|#?\d|them|those|these|both|the \w+))|\bnext to (?:each other|one another)\b|\bhead to head\b|\bcontrast(?:ing)?\b(?= ¦| (?:them|those|these|the))|\bstack(?:s|ed)? up\b(?: against)?|\bcompar(?:e|ing|ison|ed)\b(?: (?:of|to|with|between))?|\bside by side\b|\bversus\b|\bvs\b\.?"
                r"|\bdifferences?\b(?: between| of| in)?|\bsets? (?:¦+|it|them|the \w+(?: one)?|number \d) apart\b(?: from)?|\btell (?:¦+|them|those|these|the (?:two|2)) apart\b|\bhow do (?:they|these|those) differ\b"
                r"|\bwhich (?:one )?is (?:the )?(?:better|bigger|cheaper|larger|newer)(?: deal| one)?\b"),
    ("more", r"\bshow (?:me )?(?:some )?more\b(?! about)(?: (?:of )?(?:them|those|these|homes|results|listings|houses))?"
             r"|\b(?:see|list|load|any) more\b(?! about)(?: (?:homes|results|listings|houses))?|\bmore (?:results|like that)\b"
             r"|\bnext (?:page|ones|results|homes|batch|lot|few|set|bunch|handful|couple|\d{1,2})\b|\bwhat else\b(?: is there| do you have)?|\bthe rest\b|^more(?: please)?\W*$"
             r"|\bkeep going\b|^(?:next|continue|go on)\W*$|\bany others\b|\bmore of (?:them|those|these)\b"),
    ("metrics", r"\b(?:more|most|fewer|fewest|less|least|any) (?:page )?(?:views|visits|visitors|saves|clicks|inquiries|page views)\b(?! (?:of|over|to) the (?:lake|water|city|mountain|sound|bay))|\bhow(?:'s| is| are)(?= (?:the )?(?:it|that one|this one|first|second|third|fourth|last|1st|2nd|3rd)(?: one| home| house| listing)? (?:doing|performing)\b)|\bwho(?:'s| has| is)? (?:been )?(?:looked|looking|viewed|viewing|saved|visited|checking)\b(?: (?:at|out))?|(?<=¦) (?:numbers|figures)\b|\b(?:numbers|figures) (?:for|on|of) (?=¦)|\b(?:has|have|did|is|are) (?:any ?(?:one|body)|people|some ?(?:one|body))\b.{0,15}\b(?:looked|looking|viewed|seen|saved?|clicked|inquired|asked|interested)\b|\btraffic\b|\bhow popular\b|\bhow (?:did|have|has)\b[^.?!]{0,20}¦[^.?!]{0,20}\b(?:do|doing|done|fare|fared|perform(?:ed)?)\b|\beyeballs\b|\bhow (?:often|many times)\b[^.?!]{0,30}\b(?:saved?|viewed|looked at|clicked|seen|opened|visited)\b|\b(?:number of )?visit(?:s|ors?)\b(?: (?:numbers|counts?|figures|stats))?(?! (?:it|the|this|that)\b)|\b(?:viewing|view|web|page) (?:numbers|counts?|figures|hits)\b"
                r"|\bgett?(?:ing)? (?:any |much |enough |a lot of )?(?:attention|interest|views|traffic|eyeballs|clicks|saves)\b|\banalytics\b|\bmetrics\b|\bpage[ -]?views?\b|\bengagement\b|\bperformance\b|\bperforming\b"
                r"|\bclick[ -]?through(?: rate)?\b|\bclicks?\b|\bconversion(?: rate)?\b|\binquir(?:y|ies)\b|\benquir(?:y|ies)\b"
                r"|\bhow many (?:people |visitors |buyers |folks )?(?:have )?(?:visited|clicked|checked|opened|views?|viewed|saw|saves?|saved|looked at)\b|\bstatistics (?:for|of|on)\b"
                r"|\bstats\b|\b(?:how(?:'s| is| are| has| have))\b[^.?!¦]{0,20}¦(?:\W|and\b|been\b)* ?\bdoing\b"),
    ("by_month", r"\b(?:by|per|each|every|a|for each) month\b|\bmonthly\b|\bmonth by month\b|\bover time\b"),
    ("price_per_square_foot", r"\b(?:price|cost|dollars?|\$) ?(?:per|a|/|by) ?(?:sq(?:uare)?\.? ?(?:f(?:oo)?t|feet)\b\.?|sqft|sf\b)"
                              r"|\b(?:per|a) (?:sq(?:uare)?\.? ?(?:f(?:oo)?t|feet)\b\.?|sqft|sf\b|foot\b(?! (?:lot|yard)))|\$/ ?(?:sq ?ft|sf)\b|\bppsf\b|\bprice/sq ?ft\b"),
    ("time_on_market", r"\bhow many days\b(?: on average)?(?!.{0,60}\bon (?:the )?market\b)|\b(?:days|how long|time)\b(?=.{0,60}\bon (?:the )?market\b)|\b(?:days|time|long) (?:do (?:homes|houses|they|listings) )?(?:(?:stay|spend|sit|are) )?on (?:the )?market\b"
                       r"|\bhow (?:fast|quickly|long)\b(?=.{0,60}\b(?:sell|sold|selling|moving|move|sit|sitting|go|going|gone|snapped up)\b)|\b(?:average |mean |typical )?days to (?:sell|close|an offer|(?:an )?accepted offer)\b"
                       r"|\b(?:sell|selling|move|moving|go|going)(?:s)? (?:the )?(?:fast(?:er|est)?|quick(?:er|ly|est)?|slow(?:er|ly|est)?)\b|\b(?:fast|quickly|slowly) (?:is|are)\b"),
    ("months_of_supply", r"\bmonths?(?: of|'s?)? (?:supply|inventory)\b|\binventory\b|\bsupply\b"),
    ("sale_to_list", r"\b(?:list|asking) prices?\b(?=.{0,60}\b(?:sale|sold|selling) prices?\b)|\b(?:sale|sold|selling) prices?\b(?=.{0,60}\b(?:list|asking) prices?\b)|\b(?:share|percent(?:age)?|part|%) of (?:the |its |their )?(?:asking|list)(?: price)?\b|\b(?:close to|relative to|versus|vs\.?|compared (?:to|with)) (?:the |its |their )?(?:asking|list)(?: price)?s?\b|\bsale[- ]to[- ]list\b(?: ratio)?|\b(?:over|above|below|under) asking\b(?: price)?"),
    ("competition", r"\b(?:seller|buyer)s?'?s? or (?:a )?(?:buyer|seller)s?'?s?'? market\b|\bbidding wars?\b|\b(?:is|are|still|so|really|too|very|how) (?:¦+ ?)?(?:still |so |really |that |very )*hot\b(?! tub)|\bhott?(?:er|est)\b(?! tub)|\bcompetiti(?:on|ve(?:ness)?)\b|\bupper hand\b|\bcool(?:ed|ing)(?: (?:off|down))?\b|\bhow hot\b|\b(?:buyer|seller)'?s'? market\b|\bhot market\b"),
    ("price_change", r"\bprices?\b(?=.{0,40}\b(?:going|go|went|gone|rising|falling|dropping|rise|fall|risen|fallen|change[ds]?"
                     r"|changing|moving|moved|trending|develop(?:ed|ing)?|doing|behaved?|fared?|evolved?)\b)|\bprice (?:change|growth|trends?|history|development)\b"
                     r"|\bprices?\b(?=[^.?!]{0,40}\bup or down\b)|\bup or down\b|\bappreciat\w+\b|\b(?:getting|becoming|become|got|gotten|gets?|grown?|grow|growing) (?:any )?(?:more |less |much )?(?:expensive|cheaper|costlier|dearer|pricier|affordable)\b|\b(?:rising|falling|dropping|risen|fallen|trending)\b(?! (?:apart|down around|off the))|\b(?:prices?|values?|market)\b[^.?!]{0,30}\bmoved\b|\b(?:going|go|went|gone) (?:up|down)\b(?! to\b)"),
    ("market", r"\b(?:numbers|figures|stats|data) (?:for|of|on|in) (?=[a-z][a-z.' -]{2,30}\W*$)(?!¦|it\b|that\b|this\b|the (?:first|second|third|last)|my\b)|\bhow(?:'s| is| are| has)(?= (?!it\b|that\b|this\b|they\b|things\b|you\b|we\b|i\b|those\b|the (?:search|first|second|third|last|one)|my\b|our\b|¦)(?:the )?[a-z][a-z.' -]{2,24} (?:doing|been doing|holding up)\b)|\bsnapshot\b(?: of| for)?|\bpulse of\b|\b(?:housing |real[- ]estate |property |home )?(?<!on the )(?<!on )(?<!off )(?<!off-)(?<!off the )markets?\b(?: (?:like|doing|analysis|report|trends?|overview|summary"
               r"|data|conditions|update|stats|figures|snapshot))*|\btrends?\b|\bsales (?:volume|numbers?|figures|activity|counts?|stats)\b|\bvolume of sales\b"),
    ("typical_price", r"\bwhat (?:do|did|are|were|have|would)\b(?=(?: the)?(?: \w+){0,3} (?:homes?|houses?|condos?|townho\w+|places?|¦+|propert\w+)[^.?!]{0,40}?\b(?:sell(?:ing)?|sold|go(?:ing|ne)?|went|been selling|been going)\b)"
                      r"|\bhow much (?:do|did|are|were)\b(?=[^.?!]{0,40}?\b(?:homes?|houses?|condos?|townho\w+|places?|¦+)[^.?!]{0,30}?\b(?:sell(?:ing)?|sold|go(?:ing)?)\b)"
                      r"|\bgoing (?:rate|price)\b(?: for)?|\bwhat (?:are|is) prices?(?: like)?\b|\bprices? (?:like|look(?:ing)? like|these days|right now|lately)\b|\bhow(?:'s| are| is)? (?:the )?prices?\b|\bprices? (?:higher|lower|cheaper|steeper)\b|\bhappen(?:ing|ed) (?:with|to) (?:the )?(?:home |house )?prices?\b|^(?:(?:home|house|condo|sale|property|real estate) )*prices? (?:in|for|of)\b|(?<=¦ )(?:home |house |property |real estate |sale )prices?\b(?=\W*(?:please|now|today)?\W*$)|(?<=\d{5} )(?:home |house |property |real estate |sale )?prices?\b(?=\W*$)|\b(?:home |property )?prices?\b(?=[^.?!\d$]{1,30}\b(?:since|during)\b)"),
    ("median", r"\bmedian\b(?: (?:sale|sold|list|home|house(?!s? prices?\b)|asking))?(?: prices?| value)?"),
    ("average", r"\b(?:average|(?<!i )(?<!you )(?<!we )(?<!that )(?<!it )mean|typical|avg\.?)\b(?: (?:sale|sold|list|home|house|asking))?(?: prices?| value| cost)?"),
    ("typical_price", r"\bhow (?:much|expensive) (?:are|is|do|does)\b|\bwhat do\b(?=.{0,60}\bcost\b)|\bcost of (?:a )?(?:home|house)s?\b"
                      r"|\bhow much\b(?=.{0,60}\bcost\b)"),
    ("count", r"\bhow many\b|\bthe number of\b|\bcount\b(?: of)?|\bnumber of (?=homes|houses|listings|sales)"),
    ("detail", r"\btell me (?:some |a bit |a little )?(?:(?:more )?about\b|more\b)|\b(?:more )?(?:details?|info(?:rmation)?|facts) (?:on|about|for|of)\b"
               r"|\bdescribe\b|\bmore (?:about|on)\b|\b(?:details|more info(?:rmation)?|all the facts)\b"
               r"|\bwhat is special about\b|\bopen\b(?= (?:listing|l\d|the))"),
]  # fmt: skip
# Questions about figures of an area: getMarketAnalysis answers them when nothing but place, type and time is set.
MARKET_FIGURES = frozenset(
    {"market", "by_month", "price_per_square_foot", "time_on_market", "months_of_supply", "sale_to_list", "competition",
     "price_change", "median", "average", "typical_price"}
)  # fmt: skip
# Of these, findListings' own statistics know the answer for any search.
SEARCH_FIGURES = frozenset({"median", "average", "price_per_square_foot", "typical_price"})

STATUSES: list[tuple[str, str]] = [
    ("Any", r"\b(?:regardless of|no matter|whatever)(?: the| their| its| what)? status(?:es)?\b|\b(?:of |with |in )?(?:any|every|all|whatever) status(?:es)?\b|\b(?:sold or (?:active|for sale|not)|active or sold)\b"),
    ("Active", r"\b(?:not (?:yet )?sold(?: yet)?|unsold)\b|\b(?:currently |still )?(?:for sale|on the market|active(?: listings)?|available|currently listed)\b"),
    ("Active Under Contract", r"\b(?:went |gone |go |just )*under contract\b|\bcontingent\b"),
    ("Pending", r"\bpending(?: sales?)?\b"),
    ("Coming Soon", r"\bcoming soon\b"),
    ("Withdrawn", r"\bwithdrawn\b|\boff[- ]market\b"),
    ("Expired", r"\bexpired\b"),
    ("Canceled", r"\bcancell?ed\b"),
    ("Sold", r"\b(?:recently |already |just |were |have been |has been |that |which |got |been )*(?:sold|closed)(?: for| at)?\b|\b(?:recent |home |closed )?sales\b"
             r"|\b(?:sell|selling|went|gone) for\b|\bsold prices?\b"),
]  # fmt: skip

# "We finally sold our boat": nothing was asked of homes that were sold.
NOT_A_STATUS = (
    r"\b(?:i|we|he|she|they)(?:'ve| have| had|'d|'s)? (?:just |finally |already |recently )*(?:sold|selling|sell|closed)\b(?: (?:our|my|his|her|their|the|a)(?: \w+)?)?(?! for\b)"
    r"|\b(?:just|finally|already|recently) (?:sold|selling|closed on) (?:our|my|his|her|their)(?: \w+)?(?! for\b)|\b(?:after|before|since|once) (?:selling|we sell|i sell)\b(?: (?:our|my|the)(?: \w+)?)?"
)
HERE = (
    r"\b(?:near|around|close to|close by|by|next to|not far from)(?: to)? (?:me|us|here|(?:my |our )?(?:work(?:place)?|job|office)|my (?:place|location|house|home|kids' school|school)|where (?:i|we) (?:am|are|live))\b"
    r"|\bnearby\b|\b(?:in|around) (?:my|our|this|the) (?:area|neighbou?rhood|town|city|part of town)\b(?! of)"
)
LOWERS = r"\W*(?:lower|reduce|drop|cut|decrease|take|knock|bring)\b(?!.*\bup\b)"
BUDGET_CHANGE = (
    rf"\b(raise|increase|bump|up|lift|lower|reduce|drop|cut|decrease|bring)\b[^.?!\d$]{{0,30}}\bby ({AMOUNT})"
    rf"|\b(?:add|take|knock) ({AMOUNT}) (?:to|onto|off|from)(?: (?:my|our|the))* (?:budget|price|max(?:imum)?|limit)\b"
)
BARE_NUMBER = (
    r"\b(?:make (?:it|that|them)|change (?:it|that) to|(?:no,? )?i meant?|let's say|go (?:up|down) to|bump (?:it|that) (?:up )?to|(?:no,? )?(?:rather|better|actually)"
    r"|(?:and |ok,? |or )?(?:what|how) about|(?:and )?what if (?:i|we) (?:only |just |could |would )*(?:need|want|had|have|did|do|go (?:up |down )?to|went (?:up |down )?to|say|said|take|took)(?: only| just)?)"
    r" (?:at least |only |just )?(\d{1,4}|\d,\d{3}|\d\.\d{1,2})(?=\W*$| (?:instead|please|then|actually)\b)"
    r"|^\W*(?:no,? |nah,? |nope,? |hmm+,? |well,? |so,? |then,? |sorry,? |oops,? |ok(?:ay)?,? |fine,? |alright,? |yeah,? |yes,? |actually,? |or |maybe |perhaps |even |just |only |say |and |try |make |(?:that's|it's|that is|still) (?:a bit |way |far )?too (?:low|high|much|little|few|many|cheap|expensive|small|big),? (?:let's say |say |try |make it )?|let's (?:do|say|try|make it) )*(\d{1,4}|\d,\d{3}|\d\.\d{1,2})(?=\W*$| (?:instead|rather|i meant?|please|then|actually|would do|will do|would be (?:fine|enough|ok(?:ay)?|better|nicer|great|good|perfect|ideal|nice)|is (?:fine|enough|ok(?:ay)?|better|good)|works?|does it|it is)\b)(?: (?:would do|will do|would be (?:fine|enough|ok(?:ay)?|better|nicer|great|good|perfect|ideal|nice)|is (?:fine|enough|ok(?:ay)?|better|good)|works?|does it|it is|instead|rather|i meant?|please|then|actually))*"
)
# "Exactly 2, not more", where the search before asked for as many or more.
EXACT_NUMBER = r"\b(?:exactly|precisely|just|only) ([1-9])\b(?!\+| ?(?:of|k|m|mil|million|cheapest|homes|ones|options|results|\$|%|,\d|\.\d|\w))(?:[\s,]*(?:and )?(?:no|not|nothing)(?: a)?(?: (?:more|bigger|larger|less|fewer)| (?:two|three|four|third|fourth|fifth|1|2|3|4))*)?"
# Said of a home right before the word for it, these are looked for in what is written of it.
DESCRIPTIVE = r"\b(quiet|sunny|historic|craftsman|victorian|tudor|mid[- ]?century|secluded)\b(?=,? (?:[\w-]+ ){0,3}?(?:\d|beds?|bedrooms?|homes?|houses?|condos?|apartments?|flats?|townho\w+|places?|streets?|blocks?|cul-de-sacs?|roads?|lanes?|¦)| (?:in|near|around|under|below|with|on)\b|\W*$)"

# How results are ordered. "{n} cheapest" also limits them.
SUPERLATIVES: list[tuple[str, str]] = [
    (
        "pricePerSquareFoot",
        r"(?:cheapest|lowest|least|best(?: value)?)(?: (?:\w+|\$)){0,2} ?(?:per|by|a|/) ?(?:square foot|sq\.? ?ft|foot)",
    ),
    (
        "distance",
        r"(?:closest|nearest)(?=(?: (?:ones|homes|houses|to (?:it|that|the point)))? first\b|\W*$)(?: (?:ones|homes|houses))?",
    ),
    (
        "oldest",
        r"oldest listings?|longest (?:on the market|listed|for sale)|(?:listed|on the market|been up|been listed|for sale|sitting|up) (?:for )?(?:the )?longest|longest[- ]listed",
    ),
    ("-yearBuilt", r"newest[- ]built|most recently built|newest construction"),
    ("-lotSize", r"(?:biggest|largest) (?:lots?|yards?)"),
    (
        "-price",
        r"most expensive|priciest|dearest|highest[- ]priced?|highest price|top[- ]priced|costliest|(?:highest|biggest|top|record) (?:sales?|selling)(?: prices?)?|highest",
    ),
    (
        "price",
        r"cheapest|least expensive|lowest[- ]priced?|lowest price|most affordable|lowest (?:sales?|selling)(?: prices?)?|lowest",
    ),
    ("newest", r"newest(?: listings?)?|latest|most recent(?:ly (?:listed|sold))?|just listed|most recent sales?"),
    ("-livingArea", r"biggest|largest|roomiest|most spacious|most (?:living )?space|most square (?:feet|footage)"),
    ("livingArea", r"smallest"),
    ("yearBuilt", r"oldest"),
    ("-bedrooms", r"most bedrooms"),
]
SORT_WORDS: list[tuple[str, str]] = [
    ("pricePerSquareFoot", r"(?:price|cost|\$) ?(?:per|a|/|by) ?(?:square foot|sq\.? ?ft|sqft)|ppsf"),
    (
        "-price",
        r"price,? (?:descending|desc|high to low|highest first|from high to low|down)|(?:the )?highest price(?: first)?",
    ),
    ("price", r"(?:the )?(?:lowest )?price(?:,? (?:ascending|asc|low to high|lowest first|up))?(?: first)?|cost"),
    ("-livingArea", r"(?:living )?(?:size|area|space|square (?:feet|footage))(?:,? (?:descending|largest first))?"),
    ("newest", r"date|newest(?: first)?|most recent|time listed|how new"),
    ("-lotSize", r"lot(?: size)?"),
    ("-yearBuilt", r"year(?: built)?|newest built"),
    ("yearBuilt", r"age|oldest(?: first)?"),
    ("-bedrooms", r"(?:number of )?bedrooms"),
    ("-bathrooms", r"(?:number of )?bath(?:room)?s"),
    ("distance", r"distance|how (?:near|close)"),
]
# No tool knows the day a home was listed: the order by it is the best there is.
JUST_LISTED = (
    r"\b(?:anything|something|what'?s|is there anything) new\b(?:[^.?!]{0,40}?\b(?:this|last|past) (?:week|month|year|weekend|\d{1,3} days?))?|\bnew (?:ones|homes|houses|condos|places) (?:this|last|in the last|in the past|from this) (?:week|month|\d{1,3} days)|"
    r"\b(?:recently|newly|just|freshly|new(?=ly)?) (?:listed|listings?)\b|\bnew listings?\b"
    r"|\b(?:listed|came on the market|come on the market|hit the market) (?:in |within |over |during |since )?(?:the )?(?:last|past|this)"
    r"(?: \d{1,3})? (?:days?|weeks?|months?|years?)\b|\blisted (?:today|yesterday|recently)\b"
)
# Adjectives without an amount -> the order they ask for, beside a word for homes.
VAGUE: list[tuple[str, str]] = [
    ("price", r"cheap|affordable|inexpensive|low[- ]cost|low[- ]priced"),
    ("-price", r"luxury|luxurious|upscale|high[- ]end|expensive"),
    ("-livingArea", r"big|large|spacious|roomy|huge"),
    ("livingArea", r"small|tiny|compact"),
]
VAGUE_PLACE = (
    r"\b(?:(?:something|anything|somewhere) (?:\w+ and )?({0})|({0})"
    r"(?=,? (?:\w+ )?(?:homes?|houses?|condos?|apartments?|flats?|townho\w+|places?|listings?|properties)\b))\b"
)
ORDER_WORDS = {"price": "cheapest first", "-price": "most expensive first", "-livingArea": "largest first",
               "livingArea": "smallest first"}  # fmt: skip
# Compared with what was shown before.
COMPARATIVES: list[tuple[str, str]] = [
    ("cheaper", r"\b(?:the )?(?:cheaper|less expensive|more affordable|lower[- ]priced)(?: (?:ones|homes|options|houses|condos))? (?:first|on top|at the top|up front)\b|\b(?:something |anything |any |some |the )?(?:cheaper|less expensive|more affordable|lower[- ]priced)\b(?! (?:is|are|would be|works|will do)(?: \w+)? (?:fine|ok|okay|good|better|welcome))(?: (?:ones|homes|options|houses))?"),
    ("dearer", r"\b(?:the )?(?:more expensive|pricier|higher[- ]priced)(?: (?:ones|homes|options|houses|condos))? (?:first|on top|at the top)\b|\b(?:something |anything |any |some )?(?:more expensive|pricier|dearer|costlier|higher[- ]priced|more upscale)\b(?: (?:ones|homes|options|houses))?"),
    ("bigger", r"(?!\w+ (?:budget|yard|lot|garden|kitchen|garage|payment|loan|amount|family|dog|bath\w*|bed\w*)s?\b)\b(?:the )?(?:bigger|larger|roomier)(?: (?:ones|homes|options|houses|condos))? (?:first|on top|at the top)\b|\b(?:something |anything |any |some )?(?:bigger|larger|more spacious|roomier)\b(?! (?:budget|yard|lot|garden|kitchen|garage|payment|loan|amount|family|dog|bath\w*|bed\w*)s?\b)(?: (?:ones|homes|options|houses))?"),
    ("smaller", r"\b(?:something |anything |any |some )?smaller\b(?: (?:ones|homes|options|houses))?"),
    ("newer", r"\b(?:the )?newer(?: (?:ones|homes|options|houses|condos))? (?:first|on top|at the top)\b|\b(?:something |anything |any |some )?newer\b(?: (?:ones|homes|options|houses))?"),
]  # fmt: skip
# "Getting cheaper" asks how prices move; "cheaper than 500k" and "cheaper than L001" name their own measure.
NO_TREND = "".join(
    rf"(?<!{word} )" for word in ("get", "gets", "grow", "getting", "becoming", "become", "got", "gotten")
)
NO_MEASURE = r"(?! than (?:\$?\s?\d|¦|(?:the|this|that|it)\b))"

# The question goes on from the last search.
REFINING = (
    r"^(?:and|but|also|only|just|now|with|without|no|not|plus|except|make it|under|over|below|above|at least|at most"
    r"|up to|in|or|then|ok(?:ay)?)\b"
    r"|^(?:forget|swap|change|switch|replace|scratch|raise|lower|increase|bump|stretch|widen|expand|extend|include)\b|\b(?:is|are) (?:enough|optional|fine|ok|okay|not needed)\b"
    r"|\b(?:i meant?|wait,? no|no,? wait|sorry|actually)\b|\b(?:instead|those|these|them|ones|of them|what about|how about|too|as well|same|narrow|filter|limit (?:it|them)"
    r"|drop|remove|must have|should have|which of|only with|only those)\b"
)
# The question starts a search of its own.
SEARCHING = (
    r"\b(?:find|search|looking for|look for|show|list|want|need|get me|give me|are there|do you have|is there|any"
    r"|homes?|houses?|listings?|properties|places|somewhere|how many)\b"
)
# "Drop the price limit": what is no longer asked for -> the arguments that go.
LIFTED: list[tuple[str, tuple[str, ...]]] = [
    (r"(?:lower|bottom|min(?:imum)?) (?:price|limit|price limit|bound|end)", ("minPrice",)),
    (r"(?:upper|top|max(?:imum)?) (?:price|limit|price limit|bound|end)", ("maxPrice",)),
    (r"(?:lower limit|lower bound|floor|minimum)(?! (?:of|\d|bed|bath|lot|size|sq))", ("minPrice",)),
    (r"(?:upper limit|upper bound|ceiling|maximum)(?! (?:of|\d|bed|bath|lot|size|sq))", ("maxPrice",)),
    (r"(?:price|budget)(?: limits?| range| cap)?", ("minPrice", "maxPrice")),
    (r"(?:number of )?bed(?:room)?s?(?: limits?)?", ("minBedrooms", "maxBedrooms")),
    (r"(?:number of )?bath(?:room)?s?(?: limits?)?", ("minBathrooms", "maxBathrooms")),
    (r"(?:size|area|square (?:feet|footage))(?: limits?)?", ("minLivingArea", "maxLivingArea")),
    (r"lots?(?: size)?", ("minLotSize",)),
    (r"(?:year(?: built)?|age)(?: limits?)?", ("minYearBuilt", "maxYearBuilt")),
    (r"(?:type|kind)(?: of home)?s?", ("propertyType",)),
    (r"(?:location|place|city|area|neighborhood|where)", ("city", "state", "county", "postalCode", "neighborhood", "near", "excludePlaces")),
    (r"(?:distance|radius|circle|miles)", ("near",)),
    (r"features", ("features", "excludeFeatures")),
    (r"(?:other |of the |all )*(?:conditions?|filters?|limits?|criteria)", (
        "minPrice", "maxPrice", "minBedrooms", "maxBedrooms", "minBathrooms", "maxBathrooms", "minLivingArea", "maxLivingArea",
        "minLotSize", "minYearBuilt", "maxYearBuilt", "propertyType", "features", "excludeFeatures")),
    (r"(?:dates?|period|time)", ("closedAfter", "closedBefore")),
]  # fmt: skip
# "Price doesn't matter": the other way round.
LIFTED_BEHIND = (
    r"(?:s|es)? (?:(?:doesn't|does not|don't|do not|no longer|isn't|is not|aren't)(?: really)? (?:matters?|important|an issue|a problem|a concern)"
    r"|is (?:no|not an?|flexible|open)(?: (?:issue|object|problem|concern))?|can be any(?:thing)?|whatever)\b"
)
LIFTED_PART = r"(?: (?:count|number|requirements?|limits?|minimum|maximum|thing|part|bit|cap|filter|conditions?|restrictions?|range|ceiling|floor|stuff|business))*"
LIFTING = r"(?:remove|drop|forget|ignore|lift|skip|scrap|lose|ditch|cancel|delete|clear|get rid of|take (?:off|away|out)|leave (?:out|off)|relax|do away with|don't worry about|not fussed about|any|never mind|regardless of|no matter|don't care about|don't mind|without|no)(?: about| what)?(?: the| a| an| my)?(?: more| longer)?"
NEGATION = (
    r"\b(?:(?:can|could|'ll|will) (?:live|do|go) without|neither|nor|no|not|without|w/o|(?:any|every)(?:thing|where) but|outside(?: of)?|instead of|hates?|can't stand|can't have|must not have|mustn't have|shouldn't have|steer clear of|stay away from|sans|lacking|(?:is|are|was|were)n't|(?:hasn't|haven't|doesn't come with|don't come with)|other than in|anywhere but|not (?:interested in|looking for)|except(?: for| in)?|excluding|exclude|but not|other than|do(?:es)? ?n[o']t (?:want|need|have)|don't want|needn't have"
    r"|(?:doesn't|does not|needn't|don't|do not) (?:have to|need to|really need|really care about|care about|care if it has) ?(?:be|have)?|no need (?:for|to have)|no longer (?:need|want)|(?:can|could|'ll|will) do the|happy to do the|never|nothing|avoid|minus|rather than|skip|drop|remove|forget|ignore|nothing with|never ?mind|don't bother with|scrap|ditch|lose|get rid of|take out|leave (?:out|off)|leaving out|do away with|not bother with|no point in)(?: an?| any| the| our| my| actual| real| dedicated| in| near| around| from| with| have| like| want)*\s*$"
)
SMALL_TALK: list[tuple[str, str]] = [
    ("greeting", r"(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings)(?: there| doorstep| again)*"),
    ("thanks", r"(?:ok(?:ay)?,? |great,? |perfect,? )?(?:thanks?(?: you)?|thx|ty|cheers|much appreciated)(?: (?:a lot|so much|very much|again|for .*))?"),
    ("bye", r"(?:good ?bye|bye(?: bye)?|see you(?: later)?|that is all|that's all|good night)"),
    ("praise", r"(?:(?:great|nice|perfect|cool|awesome|good|excellent|ok(?:ay)?|fine|got it|i see|understood|wonderful|love it|lol|haha|sweet|alright|all right|very|that's|so)(?:,? |$))+"),
    ("help", r"(?:help(?: me)?|what (?:can|do|could) you do(?: for me)?|how (?:does|do) (?:this|it|you) work|what can i ask(?: you)?"
             r"|who are you|what are you|who (?:made|built|created) you|what(?:'s| is) your name|are you (?:a |an )?(?:human|real|robot|bot|ai|person|real person|machine)|how can you help(?: me)?|options|commands)"),
    ("places", r"(?:what|which|where) (?:neighbou?rhoods|areas|cities|places|towns|markets|locations|regions)? ?(?:do|can|are) (?:you|u) (?:cover(?:ing)?|have|know|serve|search(?: in)?|work in|available in)(?: homes in)?"),
    ("yes", r"(?:yes|yeah|yep|sure|ok(?:ay)? do (?:it|that)|do (?:it|that)|go ahead|please do|yes,? please|sounds good)"),
    ("no", r"(?:no|nope|no,? thanks?(?: you)?|never ?mind|not now)"),
]  # fmt: skip
DECISION = "Whether to buy or sell is yours to decide; I can show prices, sales and how fast homes sell."
# Asked for often, not done here yet: pattern -> what is said. `tool`: the tool that would do it.
NOT_YET: list[tuple[str, str, str]] = [
    ("measureDistances", r"\bhow far (?:is|are|away|from)\b(?! ¦)[^¦]*$|^(?:and |so )?where(?:'s| is| exactly is) (?!it\b|this\b|that\b|the\b|my\b)(?![^?]*\b(?:cheap\w*|expens\w*|pric\w*|dear\w*|most|least|more|less|fast\w*|better|best|hot\w*|one|first|second|third|last)\b)[^¦\d,]{3,40}\W*$",
     "I do not know distances or maps; a home's page shows where it lies."),
    ("knowCommutes", r"^(?:and |so )?(?:what(?:'s| is)|how(?:'s| is| long is| bad is))(?: the| my)? (?:commute|drive|traffic)\b.*",
     "I know nothing of commutes or traffic."),
    ("knowTaxes", r"^(?:and |so )?(?:what|how)\b[^%\d¦]*\bproperty tax(?:es)?\b[^%\d¦]*$",
     "I know what a listing says of its own tax, not an area's rates; the county assessor publishes them."),
    ("sellHomes", r"^(?:hi,? |hello,? |hey,? )?(?:(?:i|we)(?:'d| would)? ?(?:want|like|need|plan|am|are|'m|'re)(?: looking| thinking)?(?: to| of)? (?:sell|list|selling|listing)|how (?:do|can|would) (?:i|we) (?:sell|list)) (?:my|our) (?:home|house|condo|place|property|townhouse)\W*$",
     "I cannot list or sell a home; I can estimate what one might sell for, from its size and zip code."),
    ("contactAgent", r"\b(?:call|contact|message|text|reach|phone|talk to)\b(?: (?:me|the|an?|my|this|their|listing|seller'?s?))* (?:agents?|realtors?|brokers?|sellers?|owners?)\b",
     "I cannot contact anybody; “tell me about L001” names who lists a home."),
    ("makeOffer", r"\b(?:negotiate|make (?:an |them an )?offers?|put in an offer|sign (?:the|a) contract)\b(?: (?:for (?:me|us)|on (?:it|this|¦+)))*",
     "I cannot negotiate or make offers; the agent who lists the home can, and its page names them."),
    ("bookViewing", r"\b(?:book|schedule|arrange)\b.{0,20}\b(?:viewing|showing|tour|visit|appointment)s?\b|\bopen houses?\b",
     "I cannot arrange viewings; the listing's page names who lists it."),
    ("", r"\b(?:legal|tax|financial|investment) advice\b|\bshould (?:i|we) (?:buy|sell|invest|wait|offer)\b|\bgood (?:investment|deal|buy|price|time to (?:buy|sell))\b|\b(?:over|under)priced\b",
     DECISION),
    ("", r"\bwill\b.{0,30}\b(?:prices?|market|rates?|values?)\b.{0,30}|\b(?:predict|forecast)\w*\b(?:.{0,20}\bprices?\b)?",
     "I do not forecast prices; I can show how they moved so far."),
    ("", r"\bcommute\b(?: time)?(?: to \w+)?|\bdrive to\b|\bpublic transit\b|\bwalk(?:able|ability| score(?! (?:of |is |above |over |at least |under |below |more than )*\d))\b|\bbus (?:line|stop)s?\b",
     "The listings say nothing about commutes or transit, so that is not part of the search."),
]  # fmt: skip
# The listings of the agent who asks; the tools of visitors know whose they are.
MY_LISTINGS = (
    r"\b(?:(?:all|any|which|each|every one) of )?(?:my|our) (?:own |active |current |office's )*listings\b(?!\W+(?:[a-z]{1,4}-?\d|¦))"
    r"|\b(?:the )?listings (?:that )?(?:i|we) (?:have|represent|hold|list)\b|\bmy (?:own )?listing\b(?!s?\W+(?:(?:[a-z]{1,4}-?)?\d|¦))"
)
# A street address: its number is no price.
ADDRESS = (
    r"\b\d{1,6} (?:[nsew]{1,2}\.? )?(?:(?!(?:(?:bed|bath|home|house|condo|acre|mile|stor|car|year|sq)[a-z]*|brs?|bds?|ba|on|in|at|near|by|an?|the|for|and|or|k|m|no)\b)[a-z0-9]+ ){1,3}?(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd"
    r"|court|ct|terrace|circle|parkway|pkwy)\b\.?(?! (?:bed|bath))"
)
# Asked for in fun or of another kind of assistant; nothing in such a question is a search.
OFF_TOPIC = (
    r"^(?:so |and |but )?how (?:do|does|can|should|would) (?:i|we|one|somebody|people|you) (?:go about |actually |even )?(?:buy(?:ing)?|sell(?:ing)?|get started|start)\b(?: (?:an?|my|the) (?:\w+ )?(?:home|house|condo|place))?\W*$"
    r"|^what(?:'s| is) \d+(?:\.\d+)? ?(?:%|percent) of \$?\d.*|\b(?:was|is|were) [\w ]{2,20} founded\b.*|\b(?:population|mayor|governor|history) of (?!prices?|price)\w+.*|"
    r"^(?:what(?:'s| is| are)?|how much is|calculate|compute|solve)?\W*\(?\d+(?:\.\d+)?\s*(?:[+*^=]|plus|minus|times|divided by)\s*\(?\d.*"
    r"|^(?:what(?:'s| is)|calculate|compute|solve)\s+\d+\s*[-/x]\s*\d+\W*$"
    r"|\b(?:tell|write|sing|make up|compose|draw|paint|code|generate|recite)\b(?: me| us)?(?: an?| some| the| another)?(?: [\w-]+)?"
    r" (?:jokes?|poems?|stor(?:y|ies)|songs?|haikus?|essays?|limericks?|recipes?|raps?|riddles?|pictures?|code|scripts?|programs?|ads?|descriptions?)\b.*"
    r"|\b(?:plumbers?|electricians?|handym[ae]n|locksmiths?|dentists?|doctors?|restaurants?|pizza|recipes?|lasagna|movies?|football|basketball|concerts?|flights?|airlines?|horoscopes?|homework|dating|lottery|exchange rate)\b(?=.*\?|.*\b(?:should|call|know|recommend|find|good|best|tell|who|which|what|where|need)\b).*|^.*\b(?:which|what|recommend|good|best|know|need|call) (?:an? |me an? |some |of an? )*(?:plumbers?|electricians?|handym[ae]n|locksmiths?|dentists?|doctors?|restaurants?|recipes?|movies?)\b.*"
    r"|\b(?:translate|who (?:won|invented|wrote|is the (?:president|king|queen|ceo))|capital (?:city )?of|stock (?:price|market)|crypto|bitcoin|weather|(?:will|does|did|is) it (?:going to |gonna )?(?:rain|snow|be (?:sunny|cold|hot|warm|windy))(?:ing|y)?|news today)\b.*"
)
# These are a kind of home only where a noun can stand: "a flat", "2-bed flat", not "is the earth flat".
NOUN_ONLY = frozenset({"flat", "unit"})
# Words that carry no condition; every other word that no rule took is named in the answer.
STOP = frozenset(
    """
    a able about above actually add afternoon again all also am an and answer any anything anyway approximately
    are area areas around as ask at available be been being below best between bit both budget but buy buyer
    buying by can change check come comes considering cost costs could couple currently data day days decent did
    different do does doing dollars don't dont dream drop each else er estate etc ever every exactly exist
    exists fast few figure figures filter find first for found from get gimme give go goes going gonna good got guess
    had has has-been have having hello help her here hey hi him his hmm home homes house how however i i'd i'll
    i'm i've ideally if in include including info instead instead's interested into is it it'd it's its just
    keep kind kinds know last least let let's like limit list listed listing listings little live located look
    looking looks lot lots love make many match matches matching may maybe me mean means might money more most
    move moving much must my narrow near need needs new-to no not now number numbers of off oh ok okay on
    one ones only open option options or order ordered other our out over per pick place places
    please pls plus plz possible possibly preferably price priced prices properties property purchase
    put question questions quickly range real really regarding relocating remove residence residential results
    right s same search searching see seem sell selling should show shown since size so some something somewhere
    sorry sort sorted spend stay stays sit spend still stuff such suggest sure switch take tell than thank thanks that that's the
    their them then there there's these they thing things think this those though to today too total towards try
    type types um under up us usd use very wanna want wanted was way we we'd we'll we're well were what what's
    when where where's which while who why will wish with within without work would yes yet you you're your
    bump raise stretch requirement requirements never nevermind keep bother scrap ditch lose
    zip zips code codes zipcode zipcodes send mail email forward rate report absolutely agent agents asap fine high low meant time wait changed close finding girlfriend boyfriend kids loves mind needed prefers similar wants
    comps pulling lol haha whatever whole entire entirely throughout across boss sending honestly stuff
    sister brother mother father mum dad parents son daughter cousin aunt uncle colleague client clients lender neighbor she's he's they're
    she he whenever every each once rid anymore ago later today tonight tomorrow
    ballpark top say widen throw enough expand extend toss include
    doing develop developed happened none luck everything against beside alongside versus next ain't almost another anybody anyone anywhere aren't back basically because bet both building bunch by
    can't couldn't curious dear didn't doesn't either else eventually everywhere far folks friend fyi guys hasn't haven't
    hopefully husband isn't kindly later lmk mainly market markets mine mom mostly nah naturally nowhere obviously oops
    overall partner person ppl preferable quick quite rather recently roughly self shouldn't someone somewhat soon super
    thinking totally ultimately understand wasn't wife willing won't wondering wouldn't yo yeah yep
    """.split()  # noqa: SIM905  (a list of so many strings would be as many lines)
)
# After "in" these are no places.
NOT_PLACES = frozenset(
    """
    a addition advance all an area bad both budget case cash common comparison condition contrast detail details
    each fact full general good great it market mind my need order our particular person price progress question
    search short stock terms zip zips code codes zipcode zipcodes that the them this total town use view your
    """.split()  # noqa: SIM905  (a list of so many strings would be as many lines)
)
# Places counted from the end of a list, and its middle (0).
FROM_END = {
    r"(?:second|2nd|next)[- ](?:to|from)[- ](?:the )?(?:last|bottom|end)": -2, r"penultimate": -2, r"last but (?:one|1)": -2,
    r"(?:third|3rd)[- ](?:to|from)[- ](?:the )?(?:last|bottom|end)": -3, r"(?:middle|mid) (?:one|home|house|listing|condo|option)|one in the middle|in the middle\b": 0,
}  # fmt: skip
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "10th": 10,
    "last": -1,
}  # fmt: skip
STATES = {
    "AL": "alabama", "AK": "alaska", "AZ": "arizona", "AR": "arkansas", "CA": "california", "CO": "colorado",
    "CT": "connecticut", "DE": "delaware", "DC": "district of columbia", "FL": "florida", "GA": "georgia",
    "HI": "hawaii", "ID": "idaho", "IL": "illinois", "IN": "indiana", "IA": "iowa", "KS": "kansas", "KY": "kentucky",
    "LA": "louisiana", "ME": "maine", "MD": "maryland", "MA": "massachusetts", "MI": "michigan", "MN": "minnesota",
    "MS": "mississippi", "MO": "missouri", "MT": "montana", "NE": "nebraska", "NV": "nevada", "NH": "new hampshire",
    "NJ": "new jersey", "NM": "new mexico", "NY": "new york", "NC": "north carolina", "ND": "north dakota",
    "OH": "ohio", "OK": "oklahoma", "OR": "oregon", "PA": "pennsylvania", "RI": "rhode island", "SC": "south carolina",
    "SD": "south dakota", "TN": "tennessee", "TX": "texas", "UT": "utah", "VT": "vermont", "VA": "virginia",
    "WA": "washington", "WV": "west virginia", "WI": "wisconsin", "WY": "wyoming",
}  # fmt: skip
