# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""What asks for homes, areas or tenants by who people are, or for a verdict on an area: found by rules over words.

A word for a group of people is no offence: "a Jewish family of five looking for 4 bedrooms" is an ordinary request,
and White Center is a place. What counts is the word in a frame: who lives somewhere, whom to keep away from, whom a
home is for, or what suits somebody of that group. Vocabulary and frames are the data below; `tests/fair_housing`
measures them. This is no legal judgement.

The classes are those of the Fair Housing Act (42 U.S.C. 3604) and those that many states add: age, source of income,
military service.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A part of a text (characters `start` to `end`) and what it is about: people, safety, schools or quality."""

    topic: str
    start: int
    end: int


_AREA = r"(?:areas?|neighbou?rhoods?|(?:parts?|sides?) of town|towns?|suburbs?|districts?|communit(?:y|ies)|enclaves?|streets?|blocks?|buildings?|complex(?:es)?|sub ?divisions?|zip ?codes?|zips?|places?|barrios?|zonas?|vecindarios?)"
_PERSON = r"(?:people|persons?|ppl|folks?|famil(?:y|ies)|famlies|residents?|neighbou?rs?|households?|populations?|buyers?|owners?|tenn?[ae]nts?|renters?|applicants?|callers?|couples?|crowd|kids|children|men|man|women|woman|guys?|ladies|professionals|students|personas|familias|vecinos|inquilinos|gente)"
_PEOPLE_OR_AREA = rf"(?:{_PERSON}|{_AREA}|church-?goers)"

# Words that may be a colour, a style or a name: people only beside a word for people or an area of them.
_ADJECTIVES = (
    r"(?:white|wite|black|brown|asian|hispanic|latin[oax]|mexican|chinese|indian|pakistani|russian|ukrainian|korean|vietnamese|japanese|filipino|somali|ethiopian|eritrean|haitian|cuban|puerto rican|brazilian|persian|israeli|greek|french|british|european|middle[- ]eastern|south asian|east asian|bangladeshi|punjabi|thai|cambodian|hmong|samoan|pacific islander|hawaiian|jamaican|caribbean|afghan|syrian|lebanese|egyptian|moroccan|norwegian|scandinavian|dutch|anglo|english[- ]speaking|spanish[- ]speaking|non-?white|dark[- ]skinned|light[- ]skinned|colou?red|nigerian|african|arab(?:ic)?|iranian|turkish|polish|italian|irish|german|foreign|immigrant|american|american[- ]born|native|caucasian|mixed[- ]race|ethnic|minority"
    r"|christian|catholick?|protestant|jewish|muslim|musl?im|islamic|hindu|buddhist|mormon|sikh|evangelical|orthodox|religious|church[- ]going|god[- ]fearing"
    r"|gay|lesbian|queer|straight|trans(?:gender)?|lgbtq?\+?|same[- ]sex|hetero(?:sexual)?|single|married|unmarried|divorced|female|male"
    r"|disabled|h[ai]n?dicapped|hadicapped|autistic|able[- ]bodied|mentally ill|healthy|blind|deaf|sick|special needs"
    r"|young|younger|old|older|elderly|senior|mature|aged|middle[- ]aged|childless|childfree|pregnant"
    r"|poor|low[- ]income|subsidi[sz]ed|welfare|homeless|wealthy|rich|working[- ]class|upper[- ]class|military|mill?itary|veteran|enlisted|navy|army)"
)
# Words that mean people by themselves.
_NOUNS = (
    r"(?:whites|blacks|african[- ]americans?|caucasians|asians|hispanics|latin[oax]s|mexicans|arabs|indians|russians|ukrainians|koreans|filipinos|somalis|nigerians|pakistanis|ethiopians|iranians|turks|italians|germans|cubans|haitians|brazilians|vietnamese people|japanese people|chinese people|persians|israelis|greeks|poles|afghans|syrians|americans|illegals|undocumented|migrants|expats|refugee families|negros|people like that|those people|such people|skin colou?r|race|ethnicity|nationality|national origin|immigration status|citizens?|non-?citizens?|africans|immigrants?|inmigrantes|foreigners|extranjeros|refugees|minorities|people of colou?r|newcomers"
    r"|christians|catholics|jews|muslims|musulmanes|hindus|mormons|buddhists|sikhs|atheists|protestants|baptists|evangelicals|jehovah'?s witnesses|believers|non-?believers|heathens|hijabis?|headscar(?:f|ves)|worshippers|religion|faith|amish|hasidic|hasidim|orthodox jews|pagans|satanists|church-?goers"
    r"|gays|lesbians|homosexuals|gay men|gay people|queers|straights|same[- ]sex couples|two dads|two moms|trans people|transgender people|lgbtq?\+?|drag queens|sexual orientation|gay couples?|lesbian couples?|unmarried couples?|divorcees|bachelors|single guys|opposite sex|gender|pronouns"
    r"|kids?|kidz|child|children|childs|ninos|hijos|toddlers?|babies|baby|infants?|newborns?|teenagers|teens|moms?|mothers|parents|stay[- ]at[- ]home moms|families|familias|big families|large families|school[- ]age|strollers|nursing mothers|pregnancy|famil(?:y|ies) with (?:kids|children)|single (?:moms?|mothers?|parents?|women|men)|pregnant (?:women|woman)|young parents|breeders"
    r"|(?:the )?disabled|handicapped|wheelchairs?|addicts|recovering addicts|recovery homes?|special needs|autistics?|the deaf|the blind|the mentally ill|mental illness|mental health|depression|hiv|aids|cripples?|retarded|disabilit(?:y|ies)|discapacitados|minusvalidos|wheelchair users?|service (?:dogs?|animals?)|support animals?|diagnosis|group homes?|halfway houses?|sober (?:living|houses?)|emotional support (?:dogs?|animals?)"
    r"|seniors|senior citizens|elderly|old people|old folks|oldies|boomers|retirees|twenty-?somethings|teenagers|college students|students|estudiantes|millennials|gen z|zoomers|youngsters|young people|young professionals|young adults|the elderly|old-?timers|pensioners|ancianos|jovenes|mayores|grandmas?|grandparents|retired people|empty nesters|older people|younger people"
    r"|section ?8|seccion 8|vouchers?|voucher holders?|welfare|food stamps|government aid|subsid(?:y|ies)|rental assistance|housing assistance|low[- ]income housing|program people|people on (?:welfare|benefits|assistance|disability|section 8)|benefits|ssi|disability checks|public assistance|government (?:help|assistance|checks)|hud tenants|poor people|the poor|rich people|homeless people|homeless|social workers|unemployed|child support|alimony|projects people|riffraff"
    r"|veterans|vets|soldiers|military|servicem[ae]n|service ?members?|armed forces|national guard|va loan people|va buyers|va loans|army (?:guys|families)|navy (?:people|families)|military families|marines|ex-?military|reservists|active duty|militares|veteranos|deployed|deployments?)"
)
_GROUP = rf"(?:{_ADJECTIVES}(?:[- ](?:and|or|y) {_ADJECTIVES})?[- ](?:\w+ )?{_PEOPLE_OR_AREA}|{_NOUNS})"
_TRAIT = rf"(?:{_ADJECTIVES}|{_NOUNS}|muslima?|mujer|hombre|inmigrante|pregnant|kosher|turban|hijab|accent|single mom|single mother|single dad|widow|immigrant|refugee|veteran|senior|christian|\d\d years old|6\d|7\d|8\d)"
_NEAR = r"[^.;!?\n]{0,45}?"
_SHORT = r"[^.;!?,\n]{0,25}?"

_MOSTLY = r"(?:predominantly|predominately|mostly|mainly|primarily|majority|largely|entirely|all|full of|lots of|a lot of|lot of|many|too many|few|fewer|percent(?:age)?|%|share|proportion|number of|how many|largest|biggest|most|concentration|population|demographics?|ratio|average|median age|dominant|full|surrounded by|cuantos|mayoria)"
_AVOID = r"(?:\bno\b|\bnot\b|without|w/o|avoid|away from|far from|exclud\w*|filter\w*|hide|skip|leave out|take \w+ off|don'?t want|do not want|rather not|can'?t stand|not comfortable with|fewer|less|keep \w+ (?:away|out)|\bdrop\b|doesn'?t allow|free of|nothing (?:in|around|near)|nobody|none of|\bsin\b|lejos de|evitar?)"
_ADVERT = r"(?:\bads?\b|advert\w*|listing|remarks|caption|description|write|draft|\bput\b|\bsay\b|screen\w*|polic(?:y|ies)|reject|refuse|turn down|turn away|discourage|decline|deny|rent(?:ing)? (?:only )?to|lease to|prefer(?:red|s)?|tenn?[ae]nts?|applicants?|renters?|reply|excuse|criteria|anuncio|se alquila|inquilinos)"
_WHERE = r"(?:where|which|what|should|recommend|pick|best|right for|fits?|suits?|belong|ok for|good for|places? for|donde|cual|que tipo)"

RULES: list[tuple[str, str]] = [
    # --- Who lives there.
    ("people", rf"\b{_MOSTLY}\b{_SHORT}\b{_GROUP}\b"),
    ("people", rf"\b(?:predominantly|predominately|mostly|mainly|majority|all|too|so|very)[- ](?:the )?(?:{_ADJECTIVES}|{_NOUNS})\b(?! (?:kitchens?|cabinets?|walls|tiles?|brick))"),
    ("people", rf"\b{_GROUP}\b{_SHORT}\b(?:population|majority|enclave|concentration|presence|live|lives|living|settled?|reside)\b"),
    ("people", rf"\b(?:where|donde)\b{_SHORT}\b(?:do|does|are|is|the|viven?|have)?\b{_SHORT}\b{_GROUP}\b{_SHORT}\b(?:live|living|settle|reside|move|people)\b"),
    ("people", rf"\b(?:are|is) (?:the|these|those|there|my) (?:neighbou?rs?|owners?|residents?|people|tenants?)\b{_NEAR}\b(?:{_ADJECTIVES}|{_NOUNS}|normal|respectful|decent|religious)\b"),
    ("people", r"\b(?:ethnic|racial|religious|age) (?:mix|make-?up|composition|breakdown|diversity|groups?|balance)\b|\bdemographics?\b|\bracial(?:ly)?\b(?! covenants?)|\b(?:diverse|integrated|homogen\w+) (?:area|neighbou?rhoods?|communit\w+|sub ?divisions?|suburbs?)\b|\bhow (?:diverse|integrated)\b|\bwhite flight\b|\bdiversity\b"),
    ("people", rf"\bwhat (?:kind|sort|type) of (?:people|neighbou?rs|folks|families|crowd|residents)\b|\bwho (?:typically |mostly |mainly |usually |actually |else )?lives?\b|\bpeople like (?:us|me|you)\b|\b(?:my|our|your) (?:own )?(?:kind|people|own)\b(?! of)|\b(?:our|my|the right|right|better) (?:kind|sort|class|type) of (?:people|neighbou?rs?|buyers|families|residents)\b|\b(?:age|religion|race|faith|dominant religion|nationality|ethnicity) (?:of|in|around) (?:the |these |those |my )?(?:{_AREA}|neighbou?rs|residents|\w+)\b|\b(?:average|median) age\b|\bwhat (?:religion|race|faith)\b"),
    ("people", r"\bfamily[- ](?:friendly|oriented|values)\b|\bkid[- ]friendly\b|\badults?[- ]only\b|\bcouples[- ]only\b|\bchild-?free\b|\bin the right hands\b|\bfit in\b|\b(?:great|good|safe|nice|perfect|suitable|ideal) (?:place |area |neighbou?rhood |spot )?(?:for|to raise) (?:a |my |our )?(?:young |growing |large )*(?:famil(?:y|ies)|kids|children|singles|seniors|retirees|students)\b"),
    ("people", rf"\b(?:homes?|houses?|condos?|apartments?|places?|areas?|neighbou?rhoods?|listings?) for {_ADJECTIVES}(?: (?:and|or) {_ADJECTIVES})? {_PERSON}\b"),
    # --- Whom to keep away from.
    ("people", rf"{_AVOID}(?! (?:shared|pets?|kids'?|hoa))\W+(?:\w+\W+){{0,5}}?{_GROUP}\b(?! (?:communit(?:y|ies)|pool|playground|menu|restricted|discount))"),
    ("people", rf"\bmany {_GROUP}\b|\b{_GROUP}\b{_SHORT}(?:nearby|next door|around (?:here|there)|in (?:the|that|this) (?:building|area|complex|street))\b{_SHORT}\?"),
    ("people", r"\b(?:ghetto|inner[- ]city|urban element|riffraff|the projects|wrong element|undesirables?|thugs?|trailer trash)\b"),
    # --- Whom a home is for: advertisements, targeting, screening.
    ("people", rf"\b{_ADVERT}\b{_NEAR}\b{_GROUP}\b(?! (?:access|friendly|welcome|accessible|complaint))"),
    ("people", rf"\b{_ADVERT}\b{_NEAR}\b(?:under|over|below|above|younger than|older than|aged?|between) \d\d\b(?!\d|,|%|k| ?(?:percent|days|sq|feet|ft|miles|minutes|years old (?:house|home|roof)))|\b(?:seeking|suits?|ideal for|perfect for) {_SHORT}(?:{_ADJECTIVES}|{_NOUNS})\b"),
    ("people", rf"\b(?:{_ADJECTIVES}|{_NOUNS}) (?:tenn?[ae]nts?|applicants?|renters?|couples?|famil(?:y|ies)|people|women|men)? ?(?:only|preferred|need not apply|not (?:welcome|allowed|accepted|su[ti]+a?ble))\b|\bonly (?:rent|lease|sell) to\b|\bsolo a (?:mujeres|hombres)\b|\bno se aceptan\b|\bprefect english\b|\bperfect english\b|\bgraduation year\b|\blive independently\b|\b(?:heavy|strong|foreign) accents?\b|\bdd-?214\b"),
    # --- Advice by what somebody is.
    ("people", rf"\b(?:i'?m|i am|we'?re|we are|as an?|soy|somos|i just turned|i wear|we keep|my (?:wife|husband|partner|family|kind))\b{_NEAR}\b{_TRAIT}\b[^\n]{{0,60}}?\b(?:where|which (?:area|suburb|part|town|neighbou?rhood|one fits|loan|lender)|what (?:area|part of town|town|suburb|lender|loan)|right for me|fits? (?:me|us|in)|belong|should (?:i|we) (?:pick|move|live|choose|look)|you pick|donde|que tipo de prestamo|lenders?|loan officer)\b"),
    ("people", rf"\b(?:where|which|what|donde)\b{_NEAR}\b(?:fits?|suits?|belong|right for|welcome|comfortable for|ok for)\b{_NEAR}\b{_TRAIT}\b|\b(?:is|are) [\w ]{{2,25}}(?:ok|okay|safe|good|welcoming|friendly) (?:for|to|towards?) (?:an? )?{_TRAIT}\b|\bwhere\b{_NEAR}\b{_TRAIT} (?:couple|family|person|man|woman)\b{_NEAR}\b(?:fit|live|go|belong|comfortable)\b"),
    # --- Verdicts on an area.
    ("safety", rf"\b(?:un)?safe(?:r|st|ty)?\b(?: and quiet)? (?:{_AREA}|for (?:kids|children|women|families|my))|\b(?:safest|dangerous|sketchy|rough|shady|bad) {_AREA}|\b(?:where|which|what)\b{_NEAR}\b(?:safest|safer|most dangerous)\b|\b(?:is|are) (?:it|this|that|the) ?(?:{_AREA})?(?: \w+)? safe\b(?! (?:to waive|for a|structur\w+))|\bsafe (?:at night|quiet|there|here)\b|\bsafe\b(?=[^.]*\b(?:night|crime|walk alone)\b)|\bcrime(?:[- ]?(?:rates?|free|stats?|statistics|levels?))?\b|\blow[- ]crime\b|\bwalk (?:there|here|around)? ?alone\b|\block their (?:car )?doors\b"),
    ("schools", r"\b(?:good|great|best|top|excellent|highly rated|better|decent|nice|strong|bad)(?:[- ]rated)? schools?\b(?: districts?)?|\bschools? (?:ratings?|quality|rankings?|scores?)\b|\b(?:are|is) the schools?\b|\bhow (?:good )?are the schools\b|\bschools (?:any good|there)\b|\bschool districts?\b"),
    ("quality", rf"\b(?:good|nice|nicer|best|better|exclusive|respectable|(?:more )?desirable|up[- ]and[- ]coming|trendy|decent|classy|prestigious) {_AREA}|\b(?:up[- ]and[- ]coming|gentrif\w+|exclusive enclave)\b|\brate the {_AREA}|\bashamed of the\b"),
]  # fmt: skip

TAKEN = "¦"  # neither a letter nor a space: no rule reaches across what another has found
_LEET = str.maketrans("0134@$", "oieaas")


def normal(text: str) -> str:
    """The text in lower case without accents, with letters where digits stand inside words: of the same length."""
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)
    plain = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in plain).replace("\u2019", "'")
    return re.sub(
        r"(?<![\w@.])(?=\w*[a-z]\w*[a-z])(?!l\d)[a-z0134@$]+(?![\w@])", lambda word: word[0].translate(_LEET), plain
    )


def findings(text: str) -> list[Finding]:
    """What is found in a request, each part once, in the order of the rules."""
    left, found = normal(text), []
    for topic, pattern in RULES:
        for match in list(_compiled(pattern).finditer(left)):
            found.append(Finding(topic, *match.span()))
            left = left[: match.start()] + TAKEN * len(match.group()) + left[match.end() :]
    return found


@functools.lru_cache(maxsize=len(RULES))
def _compiled(pattern: str) -> re.Pattern:
    return re.compile(pattern)
