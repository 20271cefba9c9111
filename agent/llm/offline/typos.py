"""Misspelt words of the grammar -> how they are spelt: "undr", "bedrom", "avrage". Places are corrected elsewhere."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from rapidfuzz.distance import OSA

# The words that carry meaning here, as they are spelt.
KEYWORDS = tuple(
    """
    add again compare comparison delete details description email emailed favorite favorites favourite find forget
    forward forwarded hearted keep listing mail preferences profile recipient remember remove removed save saved saves
    search searching send shortlist show unsave watch which appraisal analytics inquiries payment recommend
    similar sorry update
    above acres afford after bookmark analytics anything apartment apartments around available average basement bathroom
    bathrooms baths bedroom bedrooms before below between bigger biggest budget built cheap cheaper cheapest
    compare comparison condo condos county dollars downtown duplex eight eighty either email estimate except
    exclude expensive family fifty fireplace first forty fourth garage homes house houses hundred income instead
    interest inventory kitchen larger largest least level listing listings looking market maximum median metrics
    million minimum month monthly months mortgage neighborhood neither newer newest ninety parking payment
    pending percent performance please price priced prices priciest properties property remodeled report rising
    saved search searches second seven seventy similar since single sixty smaller smallest something square
    story studio supply third thirty thousand three townhome townhomes townhouse townhouses trend trends twenty
    under updated value views waterfront within without worth years
    """.split()  # noqa: SIM905  (a list of so many strings would be as many lines)
)
# English words one slip away from those: they are meant as they stand.
NOT_TYPOS = frozenset(
    """
    sales pricier shortest undated slaves staves descriptor descriptors descriptive inquire inquired inquires percents
    chelp soria surly story worry
    remote remover removers removes deleted deletes delate detail detailed detains retails forges forged forger forgot
    forgets forge forefoot froward forwards foreword favored favorable favorably favourable favorited favourites
    profiled profiles profits remembers remembered renumber renumbered preference reference references recipients
    recipes witch winch hich watches watched swatch match catch hatch patch latch wretch batch natch watt unsafe
    recommends recommended updated updates updater approval appraisals similarly listings shortlisted shortlists
    descriptions hearten hearts hearty hearth heated searched search starch agin again against gain agape
    emailed emails searchings payments repayment inquires enquiries research researching
    ballpark comp comps
    abode abound aces aches acre affords aground alter analysis analytic analytical anythings ares aster
    averaged averages avoidable backroom bagger ballroom ballrooms barroom baseman basements bates bath bathe
    bathes bathrobe bathrobes bats bellow blow brooms budge budged budgets bugger build chap cheapen cheapens
    cheapness cheapo cheat cheater cheep cleanest clearest compadre companion compared compares comparisons
    compassion condor condors congo count country counts dollar downturn eighth eights emails emil estate esther
    estimable estimated estimates ether excerpt excessive excluded excludes expansive expense expensively
    explosive expressive extensive fifth fireplaces firs firsts fist footy foray fort forte forth forts garages
    garbage holes holmes home homed homer homers hones hopes horse horses hose hoses housed hundreds incomes
    inherent interact intercept intercut interested interests interject interment internet internist interns
    intersect inventor inventors investor investors kitchens lager larder large larges lashings last lasting
    leapt lease leash lest levee levels lever lifting lilting linings lisping listens livings locking looming
    looping looting lusting marked marker markets media medial medina metric midian millions minimums mont
    montage monte monty mortgaged mortgages moth moths mouth mouths neighborhoods nether never packing paring
    parsing parting payments pease penning performances perking pleas pleased pleases poverty pricey pricy pride
    prided prides pried pries priest prime primed primes prince princes prize prized prizes proper properly
    prosperity raising remodel remodelled reports resort retort riding riling rinsing risking sated save saver
    saves sawed scorches searched searcher searchers seconds seen seething sevens seventh sever shaved shingle
    sine singe singled singles singly sixth smallish smallness smalls smartest smelliest smoothing snatches
    somethings soothing squared squares squire starch starched staved steven stony stor store storey stork storm
    stormy studios supple sven swatches swellest tend tends thee there thirds thirsty thousands thousandth
    threes threw tread treads tree treed trendy trent udder update updates vague vale valued values valve view
    wort worthy year yearn yearns yeas yeats
    """.split()  # noqa: SIM905
)
_WORD = re.compile(r"(?<![\w@.'/-])[A-Za-z]{4,14}(?![\w@'/-]|\.\w)")
_FREE = 6  # letters from which on any one slip is forgiven; a shorter word may lack, double or swap letters of its own
_LONG = 8  # letters from which on two slips are forgiven


def corrected(text: str, known: Container[str]) -> str:
    """The question with its misspelt keywords mended; what is in `known` (words of the apps) is left alone."""
    return _WORD.sub(lambda match: _mended(match[0]) if match[0].lower() not in known else match[0], text)


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    said = word.lower()
    if said in NOT_TYPOS or said in KEYWORDS:
        return word
    if len(said) < _FREE:
        return _respelt(word)
    near = [(OSA.distance(said, each, score_cutoff=2), each) for each in KEYWORDS if _could_be(said, each)]
    near = sorted((slips, each) for slips, each in near if slips <= (1 if len(each) < _LONG else 2))
    if not near or (len(near) > 1 and near[0][0] == near[1][0] and near[0][1].rstrip("s") != near[1][1].rstrip("s")):
        return word
    return near[0][1]


def _respelt(word: str) -> str:
    """A short word: any other letter makes another word ("safe"), so only its own letters may be out of place."""
    said = word.lower()
    swapped = [each for each in KEYWORDS if len(each) == len(said) and sorted(each) == sorted(said)]
    near = [each for each in swapped if OSA.distance(said, each) == 1 and _could_be(said, each)]
    near += [each for each in KEYWORDS if each != said and _undoubled(said) == _undoubled(each)]
    near += [
        each for each in KEYWORDS if len(each) >= _FREE - 1 and OSA.distance(said, each) == 1 and _could_be(said, each)
    ]
    return near[0] if near and len({each.rstrip("s") for each in near}) == 1 else word


def _undoubled(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", text)


def _could_be(said: str, keyword: str) -> bool:
    """People slip on later letters, or swap the first two."""
    same_start = said[0] == keyword[0] or (said[0] == keyword[1] and said[1] == keyword[0])
    return same_start and abs(len(said) - len(keyword)) <= 2
