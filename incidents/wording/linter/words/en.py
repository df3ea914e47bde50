"""English, British or American."""

from incidents.wording.linter.words import Words, either

PEOPLE = r"(?:customers?|users?|viewers?|subscribers?|members?|people|clients?|accounts?|teams?|organi[sz]ations?)"
THIRD = r"(?:providers?|suppliers?|vendors?|partners?|third[- ]part(?:y|ies)|upstream)"
NUMBER = r"\d[\d.,]{0,12}"
SPAN = r"(?:\d+|an?|one|two|three|five|ten|several|a few|a couple of|fifteen|twenty|thirty|sixty|half an|another)"
TIME = r"(?:minutes?|mins?|m|hours?|hrs?|h|days?)\b"
CLOCK = r"(?<![\d:.])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?!\d)(?::\d\d)?(?: ?(?P<ap>[ap])\.?m\b)?"
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
US = (
    r"(?:we|they|(?:our|the|their) (?:[\w-]+ ){0,3}(?:teams?|engineers|people|specialists|technicians|colleagues|staff|"
    r"providers?|suppliers?|vendors?)|engineers)"
)
# Verbs of seeing, feeling and telling: what somebody does who does nothing about it.
IDLE = (
    r"(?:see|saw|experienc|notic|hear|expect|anticipat|estimat|hop|know|aware|sorry|apolog|regret|writ|wrot|updat|shar|"
    r"publish|post|inform|provid|giv|tell|told|say|said|promis|learn|receiv|been|had|having|being|need|happen|suffer)"
)
COUNTRY = (
    r"(?:spain|italy|portugal|poland|norway|sweden|denmark|finland|ireland|belgium|netherlands|switzerland|austria|greece|"
    r"turkey|mexico|chile|argentina|colombia|peru|china|korea|taiwan|singapore|indonesia|vietnam|thailand|philippines|"
    r"new zealand|egypt|nigeria|kenya|south africa|israel|hungary|romania|ukraine)"
)
ZONE = r"(?:brt|art|clt|cot|pet|wet|west|wat|cat|eat|sast|eet|eest|msk|trt|gst|pkt|wib|sgt|hkt|kst|acst|awst|nzdt|ak[sd]t|hst)"
RECOVERED = r"(?:resolved|restored|recovered|operational|functional|working|fixed|repaired)"


def stem(name: str) -> str:
    """Singular and plural found alike."""
    return name[:-1] if len(name) > 4 and name.endswith("s") and not name.endswith("ss") else name


WORDS = Words(
    sentence_end=either(r"(?<!\b[ap]\.m)(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)[.!?]+[\"')\]]*(?=\s|$)", r"\n+"),
    counts_letters=False,
    longest=(30, 42),
    stem=stem,
    function=either(
        r"\bsign(?:ing)?[- ]?(?:in|up|out)",
        r"\blog(?:ging)?[- ]?(?:in|out|on)\b",
        r"\b(?:payments?|cards?|checkout|orders?|invoices?|billing|subscriptions?|rentals?|refunds?)\b",
        r"\b(?:playback|videos?|films?|series|episodes?|watching|streams?|streaming|channels?|subtitles?|audio)\b",
        r"\b(?:search(?:es|ing)?|downloads?|uploads?|e-?mails?|notifications?|messages?|calls?|profiles?|passwords?)\b",
        r"\b(?:apis?|requests to (?!impacted|affected)|jobs?|runners?|models?|completions?|tokens?|views|logs?|webhooks?)\b",
        r"\b(?:access(?:ing)?|accounts?|match(?:es)?|pictures?|sound|connections?|uploads?|comments?|builds?|workflows?|migrations?)\b",
        r"\b(?:apps?|websites?|site|repos(?:itor(?:y|ies))?|deliver(?:y|ies)|reports?|files?|pages)\b",
    ),
    customer=either(rf"\b{PEOPLE}\b", r"\byou\b", r"\beveryone\b", r"\beverybody\b", r"\bnobody\b"),
    harm=either(
        r"\bfail(?:s|ed|ing|ures?)?\b",
        r"\b(?:cannot|can ?not|can't|could ?n[o']t|unable|impossible|unavailable|inaccessible)\b",
        r"\b(?:do|does|did|is|are|was|were|will)(?:n't| not)\b",
        r"\b(?:may|might|can|could) not\b|\b(?:stall|freez|froze)\w*|\b(?:stuck|empty|reduced|gone|paused|suspended)\b|\b(?:black|blank) (?:screen|page)",
        r"\b(?:successfully|healthy)\b|\b(?:all|are|is) back\b",
        r"\b(?:not|no longer) (?:able|working|loading|available|possible)",
        r"\b(?:down|outage|interrupt\w*|disrupt\w*|degrad\w*|slow(?:ly|er|ness)?|delay(?:s|ed)?|late|broken|wrong|unresponsive|partial)\b",
        r"\b(?:errors?|issues?|problems?|trouble|incident|timeouts?|timing out|latency|impact\w*|affect\w*)\b",
        r"\b(?:stops?|stopped|stutters?|refused|declined|rejected|missing|loses?|lost|twice)\b",
        r"\b(?:returns?|finds?|shows?) (?:nothing|no )",
        r"\bworks? badly\b",
        r"\b(?:works?|working) (?:again|normally|as)|\bback to normal\b|\boperating normally\b",
        r"\b(?:restor|recover)\w*",
    ),
    cannot=either(r"\b(?:cannot|can ?not|can't|could ?n[o']t|unable|not (?:be )?able|impossible|no longer)\b"),
    who=either(
        rf"\b(?:some|most|many|all|every|several|few|half|none|majority|each|any|portion|percentage|number|subset)\b"
        rf"(?: (?:of|the|our|these|those|your|a|small|large|other|paying|active)){{0,3}}(?: \w+){{0,2}} {PEOPLE}\b",
        rf"{NUMBER} ?(?:%|percent|per cent)",
        rf"{NUMBER} (?:\w+ ){{0,2}}{PEOPLE}\b",
        r"\b(?:all|some|most|many|none|each|half|several|few) of you\b|\b\d+ of you\b",
        r"\b(?:primarily|mainly|mostly|chiefly) (?:impact|affect)\w*",
        rf"\b{COUNTRY}\b",
        r"\bone (?:\w+ ){1,2}in \w+",
        r"\b(?:everyone|everybody|nobody|worldwide|everywhere|globally)\b",
        r"\b(?:all|any|every|some|several|one|other) (?:other )?(?:regions?|countr(?:y|ies)|markets?|devices?)\b",
        r"\b(?:europe|asia|africa|australia|oceania|americas?|usa?|uk|eu|france|japan|germany|canada|india|brazil)\b",
        r"\b(?:android|ios|iphones?|ipads?|tvs?|televisions?|browsers?|web|desktop|mobiles?|phones?|tablets?)\b",
        r"\b(?:windows|mac(?:os)?|linux|consoles?)\b",
        r"\b(?:not|un|only)(?: been)? ?(?:affect|impact)(?:ed|s|ing)?\b",
        r"\blimited to\b",
        rf"\b{PEOPLE} (?:with|who|on|in|using|of|attempting|trying|whose)\b",
    ),
    apology=either(
        r"\b(?:sorry|apolog\w+|regret)\b",
        r"\bour (?:own )?(?:mistake|fault|error|doing|failing|failure)\b|\b(?:this|that) (?:one )?is on us\b",
        r"\b(?:take|accept) (?:full )?responsibility\b",
        r"\bwe (?:let you down|were wrong)\b",
    ),
    action=either(
        r"\b(?:we|(?:our|the) (?:\w+ )?(?:teams?|engineers|people|specialists|technicians)|engineers)\b[^.!?]{0,70}?"
        r"\b(?:investigating|investigate|working|work|looking|look|finding|found|searching|checking|repairing|fixing|"
        r"restoring|restarting|building|rebuilding|rolling|reverting|deploying|mitigating|mitigated|switching|moving|sending|"
        r"adding|replacing|monitoring|monitor|watching|watch|observing|verifying|testing|taking (?:it|this|that)|"
        r"applying|applied|identified|correcting|corrected|rotating|analy[sz]ing|identifying|changing|failing over|bringing|"
        r"processing|backfilling|disabling|tracing|closed|deployed|restored|rolled|restarted|replaced|removed)\b",
        r"\bwe(?:'ve| have)? (?:now )?(?:resolved|fixed|repaired)\b",
        rf"\b{US}(?:'re| are| is)(?: (?:\w+ly|now|still|also|already))* (?!{IDLE}|continuing to see)\w+ing\b",
        rf"\b{US}(?:'ve| have| has)(?: (?:\w+ly|now|already|also|just))* (?!{IDLE})(?:\w+(?:ed|en)|put|built|begun|cut|shut|set)\b",
        rf"\b{US} continue to (?!{IDLE}|observe|keep)\w+",
        rf"\b{US}\b[^.!?]{{0,70}}?(?:,|\band) (?:are|is|have|has) (?:\w+ly )?(?!{IDLE})\w+(?:ing|ed|en)\b",
        r"\bin contact with\b|\bat work\b|\bon (?:it|the case)\b|\bkeep an eye\b|\bkeep watching\b",
        r"\b(?:fix|repair|change|investigation|work)\b[^.!?]{0,50}?\b(?:rolling out|continues|under ?way|in progress)\b",
        r"\b(?:is|are) (?:currently |now |already |temporarily )*being (?:\w+ )?(?!seen|experienced|affected|impacted)"
        r"(?:\w+ed|rebuilt|put|cut|taken)\b",
    ),
    expectation=either(
        r"\beta\b",
        r"\b(?:we|they|is|are|was|be|still|and|team|which we) (?:\w+ )?(?:expect|anticipat|estimat|hop)\w*",
        r"\bexpected\b|\bestimated?\b",
        r"\bshould (?:\w+ )?(?:be|work|take|resolve|recover|return|last|start)\b",
        rf"(?:\bwill|'ll) (?:\w+ )?(?:be (?:\w+ )?(?:back|available|sorted|over|done|{RECOVERED})|work|take|last|recover|return)\b",
        r"\b(?:takes?|lasts?) (?:about|around|another|until|up to)\b",
    ),
    when=either(
        rf"{NUMBER} ?(?:to \d+ |- ?\d+ )?{TIME}",
        rf"\b{SPAN} (?:more )?{TIME}",
        r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]\.?m\b",
        r"\b(?:shortly|soon|today|tonight|tomorrow|morning|afternoon|evening|before long|next (?:few )?(?:hours?|days?))\b",
    ),
    unknown_when=either(
        r"(?:\b(?:do|can|could)(?:n't| ?not)|\bunable to|\bcannot)(?: yet)? (?:yet )?(?:know|say|estimate|tell|give|predict|put|name|set)\b"
        r"[^.!?]{0,60}\b(?:when|how long|long|time|eta)\b",
        r"(?:\bno|(?:\bnot|n't) (?:currently |yet )?have (?:an?|any)|\bwithout an?) (?:\w+ )?(?:eta|estimate|timeline|time frame)\b",
        r"\b(?:when|how long)\b[^.!?]{0,40}\b(?:can't|cannot|don't|do not|unable|unknown|unclear|nobody can)\b",
        r"\bno (?:estimate|eta)\b|\beta (?:is )?(?:unknown|not known|pending)\b|"
        r"\btoo early to\b|\bnot (?:yet )?known(?: yet)?\b|\bnot know yet\b",
    ),
    next_update=either(
        r"(?<!us with )\bnext (?:update|message|news|information|report|word|post|note)\b",
        r"\bmore (?:from us|news|here|at|by|in|within|after)\b|\b(?:be )?back (?:here|with)\b|(?<=[.!?] )back (?:at|by|in)\b|\banother (?:note|message|word|post)\b|\bshare (?:it|this|that)\b",
        r"\b(?:post|provide|share|give|send|publish|write|report|speak)\b(?! us\b)[^.!?]{0,40}\b(?:update|again|more|news|back)\b",
        r"\bupdate (?:you|our status|this page|again|by|in|at|within)\b",
        r"\b(?:say|tell you|know|hear) more\b|\bhear from us\b|\bkeep you posted\b",
    ),
    soon=either(
        r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]\.?m\b",
        rf"\b(?:in|within|every|after) (?:the )?(?:next )?(?:about )?{SPAN} ?(?:more )?{TIME}",
        r"\b(?:tomorrow|tonight) (?:at|morning|evening)|\b(?:by|at|before) (?:noon|midday|midnight)\b",
    ),
    moment=either(
        r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{4} ?utc\b",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH}\b|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b",
        rf"\b{SPAN} {TIME} ago\b|\bfor (?:the last |the past |about )?{SPAN} {TIME}",
        r"\b(?:last|since) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        r"\b(?:yesterday|this morning|last night|this afternoon|this evening)\b",
    ),
    clock=either(CLOCK),
    zone=either(
        r"\b(?:utc|gmt|cet|cest|bst|est|edt|cst|cdt|mst|mdt|pst|pdt|jst|ist|aest|aedt|nzst|[ecmp]t)\b",
        r"\d ?z\b|[+-]\d{2}:?\d{2}\b",
        rf"(?:\d|[ap]\.?m\.?) ?\(?{ZONE}\b",
        r"\b\w+ time\b",
    ),
    workaround=either(
        r"\b(?:workaround|instead|meanwhile|in the meantime|alternative(?:ly)?|until then|you can still)\b"
    ),
    data_safe=either(
        r"\baccounts? (?:is|are|remains?) (?:safe|secure|protected)\b",
        r"\b(?:data|information|details|passwords?)\b(?: and (?:your )?\w+)? (?:is|are|was|were|remains?|stays?) "
        r"(?:all |completely |perfectly |still )?(?:safe|secure|protected|intact|"
        r"(?:not|never) (?:at risk|affected|lost|exposed|compromised|touched|accessed))",
        r"\bno (?:\w+ ){0,2}(?:data|information|details|passwords?) (?:\w+ ){0,2}"
        r"(?:lost|affected|exposed|compromised|at risk|leaked|seen|stolen|accessed|touched)",
        r"\bno (?:data (?:loss|breach|leak)|breach|unauthori[sz]ed access)\b",
        r"\bdid(?:n't| not) (?:get|obtain|take|reach|see|access|steal|copy)\b[^.!?]{0,30}\b(?:data|information|details|passwords?)\b",
        r"\b(?:nobody|no one)'s (?:data|information|details|passwords?)\b",
        r"\bnobody has broken in\b|\bnothing was (?:lost|stolen)\b",
    ),
    recovered=either(
        rf"\b(?:fully|completely|entirely|totally) {RECOVERED}\b",
        rf"\b(?:everything|all (?:\w+ )?(?:services?|systems?|features?|functions?|data|users|customers))\b[^.!?]{{0,30}}"
        rf"\b(?:works?|normal|accurate|fine|{RECOVERED})\b",
        r"\b(?:normal|back|again|restored)\b[^.!?]{0,30}\b(?:everywhere|for (?:everyone|everybody)|"
        r"across all|in all regions|for all (?:\w+ )?(?:customers|users))\b",
        r"\b(?:are|is) all (?:back|up|working|restored|fine|good)\b",
        r"\b(?:seen|reached|is|was|made) (?:an? )?(?:full|complete) recovery\b|\b(?:everyone|everybody) can\b[^.!?]{0,20}\bagain\b",
        r"\b100 ?% (?:recovered|operational|restored)\b",
    ),
    not_yet=either(
        r"\b(?:not|never|once|until|when|if|whether|after|expect\w*|should|confirm\w*|before|towards?|progress|many|most|"
        r"nearly|almost|will|hope|some|works as usual)\b|n't\b"
    ),
    number=either(
        rf"{NUMBER} ?(?:%|percent|per cent) (?:of )?(?:\w+ ){{0,4}}?"
        r"(?:users?|customers?|requests?|people|viewers?|accounts?|jobs?|attempts?|payments?|traffic|plays?)\b",
        rf"\b(?:rates?|errors?|failures?)\b[^.!?]{{0,40}}?{NUMBER} ?%",
        rf"{NUMBER} (?:million |thousand )?(?:of )?(?:our )?(?:\w+ )?(?:users|customers|people|viewers|subscribers)\b",
        rf"\b(?:impact|affect)\w* (?:approximately |about |around |some |nearly |up to |over )?{NUMBER}(?! ?:)\b(?! utc)",
        r"\b(?:one|two|three) \w+ (?:in|out of) (?:two|three|four|five|six|ten|twenty|a hundred|\d+)\b",
        rf"\b(?:half|a third|a quarter|two thirds) of (?:\w+ ){{0,3}}{PEOPLE}\b",
    ),
    minimising=either(
        r"\bminor\b|\b(?:glitch|hiccup|blip)\w*|\bslight(?:ly)?\b|\bhandful of\b|\ba (?:little )?bit\b|\bjust a\b",
        r"\b(?:tiny|merely)\b|\bvery few\b|\bsmall (?:number|percentage|portion|subset|group|fraction|proportion|amount|part|share)\b|\bonly a few\b",
        r"\b(?:any )?inconvenience\b",
        rf"\b{PEOPLE} (?:may|might) (?:also |currently |briefly |still )?"
        r"(?:see|experience|notice|encounter|find|face|be |have|not )",
    ),
    firm=either(
        r"\bguarantee\w*|\bwe promise\b|\b(?:our|my) word (?:that|on it)\b|\bwithout fail\b",
        r"\b(?:never|will not|won't) (?:happen|occur|come back|recur|return)\b|\bnot happen again\b",
        r"(?:\bwill|'ll) (?:definitely|certainly|surely)\b|\b100 ?% (?:sure|certain)\b",
        rf"\bwill (?:all |again )?be (?:\w+ )?(?:back|{RECOVERED}) (?:\w+ )?(?:by|within|in|before|at)\b",
    ),
    supplier=either(rf"\b{THIRD}\b"),
    blame=either(
        r"\b(?:outside|beyond|out of) our (?:control|hands)\b|\bnothing we can do\b|\bwe can(?:'t|not) (?:influence|control|help)\b",
        r"\b(?:n't|not) (?:something|anything) we can\b|\bnot our (?:fault|doing|responsibility)\b",
        rf"\b(?:their|(?:{PEOPLE}|{THIRD})(?:'s|s')) (?:own )?(?:fault|mistake|error)\b",
        r"\bfault (?:lies|is) with\b|\blet us down\b|\buser error\b|\bto blame\b|\bblames?\b",
        r"\b(?:users|customers|people) (?:who )?(?:failed|forgot|neglected|misconfigured|ignored)\b",
    ),
    cause=either(
        r"\b(?:due to|because|caused by|causing|as a result of|result of|owing to)\b",
        r"\b(?:issues?|problems?|errors?|failures?|trouble) (?:related to|with|at|in|from|on the side of)\b",
        r"\b(?:went|gone|goes) down\b|\bbreakdown\b|\bbroke down\b",
        r"\b(?:is|are|was|were|went) (?:\w+ )?down\b|\b(?:has|had|have|having) (?:an? )?(?:\w+ )?(?:outage|failure|problem|issue)\b",
    ),
    exposure=either(
        r"\b(?:expos(?:ed|ure)|leaked|disclosed|stolen|unauthori[sz]ed access|data breach|compromised)\b",
        r"\b(?:could|were able to|can|was) (?:see|seen|read|view|viewed|access(?:ed)?)\b[^.!?]{0,40}\b(?:other|others|strangers|someone)\b",
        r"\b(?:see|open|read|view|download)\b[^.!?]{0,40}\b(?:another|other) (?:\w+ )?(?:household|customer|user|member|person|people|subscriber|famil)\w*",
        r"\b(?:hackers?|intruders?|attackers?|thieves|criminals)\b[^.!?]{0,30}\b(?:copied|took|got|obtained|downloaded|read|saw)\b",
        r"\bwrong (?:people|persons?|address(?:es)?|customers?|recipients?|households?)\b|\b(?:someone|somebody) else\b",
        r"\bvisible to (?:other|others|strangers|everyone|anyone|the public)\b",
    ),
    denial=either(r"\b(?:no|not|never|nobody|none|without)\b|n't\b"),
    data=either(
        r"\b(?:data|information|details|e-?mails?|addresses|passwords?|invoices?|names?|cards?|profiles?|accounts?|messages?|"
        r"histor(?:y|ies)|phone numbers?|bills?|billing)\b"
    ),
    compensation=either(
        r"\b(?:compensat\w+|reimburs\w+|vouchers?|goodwill)\b",
        r"\b(?:full|partial|a) refunds?\b|\brefund (?:you|your|all|every|each|the)\b|\bbe refunded\b",
        r"\b(?:free|extra) (?:day|week|month|year)s?\b|\bfree of charge\b",
        r"\bcredit (?:[€$£]|\d)|\b(?:give|pay|send|offer)\b[^.!?]{0,20}(?:[€$£]\d|\d ?(?:€|eur|usd|gbp|euros?|dollars?|pounds?)\b)",
        r"\b(?:gets?|receives?) (?:…|[€$£]?\d[\d.,]*\S*|(?:the|your|their) (?:money|price|fee|amount))(?: \w+)? back\b",
        r"\bcome off your (?:next )?bill\b|\bon the house\b|\bdiscounts?\b",
        r"\bcredit (?:your|you|all|every|each)\b|\bbe credited\b|\bservice credits?\b",
        r"\bextend (?:your|every|each|all)\b[^.!?]{0,40}\b(?:subscription|membership|contract)",
    ),
    blank=either(
        r"\bx{2}[:h ]x{2}\b|\bx{3,}\b|\b(?:tbd|tbc|todo|fixme)\b|_{3,}|\?{3,}|\blorem ipsum\b",
        r"\[[^\]\n]{0,40}\b(?:insert|fill in|enter|add|name|time|date|region|component|number|your|describe)\b[^\]\n]{0,40}\]",
    ),
    jargon={
        either(r"\bdegraded (?:performance|availability|service|experience)s?"): "slow or failing service",
        either(r"\blatenc(?:y|ies)\b"): "slowness",
        either(r"\b(?:mitigat(?:e|es|ed|ing)|remediat(?:e|es|ed|ing))\b"): "",
        either(r"\b(?:mitigations?|remediations?)\b"): "",
        either(r"\b(?:deploy(?:s|ed|ing|ment)?|roll(?:ed|ing)?[- ]?(?:out|back)|roll-?outs?|rollbacks?)\b"): "",
        either(r"\broot cause(?: analysis)?\b"): "cause",
        either(r"\bhot-?fix(?:es)?\b"): "repair",
        either(r"\bupstream\b"): "",
        either(r"\b(?:back-?ends?|front-?ends?|endpoints?|clusters?|nodes?|replicas?|shards?|middleware)\b"): "",
        either(
            r"\b(?:caches?|cach(?:ed|ing)|cdns?|dns|tls|ssl|api|apis|sdk|oauth|saml|vpn|http|bgp|ui|json|sql)\b"
        ): "",
        either(
            r"\b(?:load balancers?|fail(?:ing|ed)?[- ]?over|throughput|backlogs?|queue(?:s|d)?|index(?:ing|es)?)\b"
        ): "",
        either(
            r"\b(?:tokens?|hosts?|mysql|postgres\w*|redis|kafka|provision(?:ing|ed)?|write load|telemetry|port forwarding|cloud resources?|vms?)\b"
        ): "",
        either(r"\b[45]xx\b|\b[45]\d\d errors?\b|\b(?:http )?50[0234]s?\b|\bp9[059]\b|\bhit ratio\b"): "",
        either(r"\b(?:error|failure) rates?\b"): "",
        either(r"\b(?:timing out|timeouts?|time-outs?)\b"): "",
        either(r"\b(?:infrastructure|data ?cent(?:er|re)s?|data ?bases?|data inconsistency|data store)\b"): "",
        either(r"\b(?:us|eu|ap)-(?:east|west|central|north|south)\w*(?:-\d)?\b|\bwestus\d?\b"): "",
        either(
            r"\b(?:regression|feature flags?|config(?:uration)? change|code|time to detection|workflows? jobs?)\b"
        ): "",
    },
    say_scope="You can't use {functions} as usual at the moment ({regions}).",
    say_where="This concerns: {regions}.",
    say_sorry="We are sorry for the trouble this causes you.",
    say_work="We are looking for the cause and working to put it right.",
    say_unknown="We do not know yet when this will be over.",
    say_next="We will write again by {next_update_at}.",
    say_since="It began at {impact_started_at}.",
    say_workaround="Until then: %s",
    utc=" UTC",
)
