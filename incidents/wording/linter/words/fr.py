"""French. Patterns allow for accents left out on capitals as little as the language does: they are expected."""

from incidents.wording.linter.words import Words, either

PEOPLE = (
    r"(?:clients?|clientes?|utilisateurs?|utilisatrices?|abonnés?|abonnées?|personnes?|membres?|comptes?|"
    r"spectateurs?|internautes?)"
)
THIRD = r"(?:fournisseurs?|prestataires?|partenaires?|sous-traitants?|tiers|en amont)"
NUMBER = r"\d[\d., ]{0,12}"
SPAN = r"(?:\d+|une?|deux|trois|cinq|dix|quinze|vingt|trente|une demi-?)"
TIME = r"(?:minutes?|min\b|heures?|h\b|jours?)"
CLOCK = r"(?<![\d:])(?P<h>[01]?\d|2[0-3]) ?(?:h|:) ?(?P<m>[0-5]\d)(?!\d)"
MONTH = r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
COUNTRY = (
    r"(?:espagne|italie|portugal|pologne|norvège|suède|danemark|finlande|irlande|pays-bas|autriche|grèce|turquie|mexique|"
    r"chili|argentine|brésil|colombie|pérou|chine|corée|taïwan|singapour|indonésie|viêt nam|thaïlande|philippines|inde|"
    r"nouvelle-zélande|égypte|maroc|tunisie|algérie|sénégal|nigeria|kenya|afrique du sud|israël|hongrie|roumanie|ukraine|"
    r"(?:canadien|italien|norvégien|brésilien|chilien|australien|indien|belg|suiss|britanniqu)(?:ne|e)?s|"
    r"(?:françai|japonai|allemand|espagnol|portugai|polonai|irlandai)(?:e?s))"
)
# Verbs of seeing, feeling and telling: what somebody does who does nothing about it.
IDLE = (
    r"(?:constat|voy|sav|ignor|regrett|attend|espér|pens|prévoy|présent|pri|demand|publi|écri|donn|inform|communiqu|"
    r"reven(?!ons à)|dis|dir|ten|remerci|ét|av|pouv|excus|compren|connaiss|estim|rest|subiss|rencontr|dev|vous|ser|aur)"
)
ZONE = r"(?:brt|art|clt|cot|pet|wet|west|wat|cat|eat|sast|eet|eest|msk|trt|gst|pkt|wib|sgt|hkt|kst|acst|awst|nzdt|ak[sd]t|hst)"
WHOLE = r"(?:entièrement|totalement|complètement|pleinement|intégralement)"
RECOVERED = r"(?:rétabli|résolu|réparé|réglé|opérationnel|fonctionnel|restauré|corrigé|revenu)(?:le)?e?s?"


def stem(name: str) -> str:
    return name[:-1] if len(name) > 4 and name[-1] in "sx" else name


WORDS = Words(
    sentence_end=either(r"(?<!\bp\. ex)(?<!\bm)[.!?]+[\"')»\]]*(?=\s|$)", r"\n+"),
    counts_letters=False,
    elision=either(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)"),
    longest=(36, 48),
    stem=stem,
    function=either(
        r"\b(?:connexions?|inscriptions?|inscrire|connecter|déconnecter)\b",
        r"\b(?:paiements?|cartes?|factures?|commandes?|abonnements?|locations?|remboursements?)\b",
        r"\b(?:lecture|vidéos?|films?|séries?|épisodes?|chaînes?|sous-titres?|pistes?|diffusion)\b",
        r"\b(?:recherches?|téléchargements?|envois?|e-?mails?|courriels?|notifications?|messages?|profils?|mots? de passe)\b",
        r"\b(?:accès|migrations?|api|complétions|jetons|modèles|comptes?|matchs?|images?|son|décodeurs?|résultats|exécuteurs)\b",
        r"\b(?:applications?|sites?|dépôts?|livraisons?|fichiers?|appels?)\b",
    ),
    customer=either(rf"\b{PEOPLE}\b", r"\bvous\b", r"\btout le monde\b", r"\bpersonne ne\b"),
    harm=either(
        r"\béchou\w+|\béchecs?\b",
        r"\baucune?\b[^.!?]{0,40}\bne\b|\bne\b[^.!?]{0,40}\b(?:aucune?|rien|jamais)\b",
        r"\b(?:de|à) nouveau\b|\bsuspend\w*|\bécran noir\b|\bréduite?s?\b|\bfig(?:e|ent|er|é\w*)\b|\breven(?:u|ue|us|ues)\b|\bde retour\b|\barrêt\w*",
        r"\bimpossibles?\b|\bindisponib\w+|\binaccessib\w+|\bne (?:peu(?:t|vent)|puissent|pouv\w+)\b",
        r"\bn(?:e |')[^.!?]{0,40}\b(?:pas|plus|rien)\b",
        r"\b(?:pannes?|interromp\w+|interruptions?|dégrad\w+|lent(?:e|s|es|eurs?)?|retards?|retardé\w*|cass\w+|bloqu\w+)\b",
        r"\b(?:erreurs?|problèmes?|incidents?|difficultés?|perturb\w+|saccad\w+|manqu\w+|refus\w+|s'arrêt\w+|coup\w+)\b",
        r"\b(?:touch|affect|concern)(?:e|ent|é|ée|és|ées|ant)\b",
        r"\b(?:fonctionn\w+) (?:de nouveau|à nouveau|mal|normalement)|\brefonctionn\w+",
        r"\b(?:rétabl\w+|retour à la normale|rentré\w* dans l'ordre)\b",
        r"\bà deux reprises\b|\bdeux fois\b|\bmal\b",
    ),
    cannot=either(
        r"\bimpossible\b|\bne (?:peu(?:t|vent)|puissent|pouv\w+|parvien\w+)\b|\bvous ne pouvez\b|\bn'arriv\w+|\bincapables?\b"
    ),
    who=either(
        rf"\b(?:certaine?s|tou(?:te)?s(?: les| nos)?|la plupart(?: des| de)?|plusieurs|quelques|chaque|aucun|la moitié des|"
        rf"(?:un )?(?:petit |grand )?nombre d(?:e|'|')|une (?:petite |grande |faible |infime )?(?:partie|part|minorité|majorité|proportion) d(?:e|es|')) ?(?:\w+ )?{PEOPLE}\b",
        rf"{NUMBER}%",
        rf"{NUMBER} (?:millions? de |mille )?(?:\w+ )?{PEOPLE}\b",
        r"\b(?:certaine?s|beaucoup|tous|toutes|plusieurs|la plupart|chacun|\d+) d'entre vous\b|\bpour tous\b(?! les)",
        rf"\b{COUNTRY}\b",
        r"\bun \w+ sur \w+",
        r"\b(?:tout le monde|partout|dans le monde|monde entier)\b",
        r"\b(?:toutes les|plusieurs|certaines|quelques|une|zone|les) ?(?:autres )?(?:régions?|pays)\b|\bzone europe\b",
        r"\b(?:tous les|certains|plusieurs) appareils?\b",
        r"\b(?:europe|asie|afrique|australie|océanie|amériques?|états-unis|royaume-uni|france|japon|allemagne|canada|suisse|belgique)\b",
        r"\b(?:android|ios|iphones?|ipads?|télévis\w+|navigateurs?|web|bureau|mobiles?|téléphones?|tablettes?|consoles?)\b",
        r"\b(?:ne sont|n'est|n'étai(?:t|ent)|n'ont|seul\w*)(?: pas)?(?: été)? ?(?:touch|affect|concern)é\w*",
        r"\blimité\w* (?:à|aux?)\b",
        rf"\b{PEOPLE} (?:qui|au|en|aux|dont|du|de(?! \w+(?:er|ir|re)\b))\b",
    ),
    apology=either(
        r"\bdésolée?s?\b|\bexcus\w+|\bpardon\b|\bregrett\w+|\bnavrée?s?\b",
        r"\b(?:notre (?:propre )?(?:erreur|faute)|(?:erreur|faute|changement) de notre part|l'erreur vient de nous)\b",
        r"\bassum\w+ (?:\w+ )?(?:l'entière |la pleine )?responsabilité\b",
    ),
    action=either(
        r"\b(?:nous|nos (?:\w+ )?(?:équipes|ingénieurs|techniciens)|notre (?:\w+ )?équipe)\b[^.!?]{0,70}?"
        r"\b(?:enquêt\w+|cherch\w+|examin\w+|étudi\w+|travaill\w+|vérifi\w+|répar(?:ons|ent|er|ant|é\w*)|corrig(?:eons|ent|er)|rétabliss(?:ons|ent)|"
        r"redémarr\w+|reconstrui\w+|annul\w+|déploy\w+|bascul\w+|ajout\w+|remplaç\w+|remplacent|surveill\w+|suivons|testons|"
        r"analys\w+|appliqu\w+|identifions|faisons passer|passons|poursuiv\w+|mobilis\w+|en contact|à l'œuvre|au travail|"
        r"résorb\w+|réinstall\w+|restaur\w+|restons attentifs|avons (?:corrigé|réparé|remplacé|redémarré|annulé|résolu))\b",
        rf"\bnous (?:(?:les?|la|l'|y|en) ?)?(?!{IDLE}|continuer|mettr)\w+ons\b",
        r"\bnous\b[^.!?]{0,70}?\bavons (?:(?:\w+ment|déjà|aussi|bien|tout) )?"
        r"(?!constaté|vu|appris|reçu|su\b|eu\b|été|prévu|annoncé|publié|écrit|dit)\w+(?:é|i|u|is|it|ert)e?s?\b",
        r"\bnous sommes (?:passés|revenus à|en train|en contact)|\b(?:re)?mettons\b",
        r"\b(?:nos|notre|leurs?|l'|le|les) ?(?:[\w-]+ )?(?:équipes?|ingénieurs|techniciens|collègues|spécialistes|fournisseurs?|"
        r"prestataires?)\b[^.!?]{0,70}?\b(?:ont|a|continu\w+|(?:re)?cherch\w+|s'emploi\w+|trait\w+|corrig\w+) ",
        r"\b(?:est|sont) (?:temporairement|provisoirement|actuellement) (?:désactivé|limité|remplacé|réparé|corrigé)\w*",
        r"\bréparation est\b|\ben cours de (?:reconstruction|déploiement|analyse|installation|restauration|réparation|rétablissement|correction|remplacement|traitement)\b",
        r"\bs'en occupe\b|\by travaill\w+",
    ),
    expectation=either(
        r"\b(?:prévo\w+|prévu\w*|attend(?:ons|u|ue|us)?|estim\w+|pens(?:ons|e)|espér\w+|escompt\w+)\b",
        r"\b(?:devrai(?:t|ent)|sera|seront|refonctionner\w*|prendra)\b",
        r"\bdélai (?:estimé|prévu)\b|\bencore (?:environ )?(?:une|\d+)",
    ),
    when=either(
        rf"{NUMBER}(?:à \d+ |- ?\d+ )?{TIME}",
        rf"\b{SPAN} {TIME}|\b\d+ (?:prochaines )?(?:minutes|heures)\b",
        r"\b\d{1,2} ?(?:h|:) ?\d{2}\b|\b\d{1,2} ?h\b",
        r"\b(?:sous peu|bientôt|aujourd'hui|ce soir|demain|ce matin|cet après-midi|prochaines? (?:heures?|minutes?))\b",
    ),
    unknown_when=either(
        r"\b(?:ne (?:savons|pouvons|connaissons)|sans (?:pouvoir|savoir))\b[^.!?]{0,60}"
        r"\b(?:quand|combien|durée|heure|délai|terminé\w*)\b",
        r"\b(?:pas encore|aucun\w*|pas) d(?:e |')(?:horaire|estimation|délai|échéance)\b|\baucune estimation\b",
        r"\b(?:durée|délai|heure|échéance)\b[^.!?]{0,15}\binconnue?\b|\bimpossible de (?:dire|savoir|prévoir|estimer)\b|\bignor\w+\b[^.!?]{0,30}\b(?:quand|combien)\b",
        r"\btrop tôt pour\b|\bpas encore (?:connu|d'horaire)\w*",
    ),
    next_update=either(
        r"\bprochaine?s? (?:mise à jour|point|informations?|message|nouvelles?|communication)\b",
        r"\b(?:publi|donn|écri|envo|diffus|revien|partag|communiqu|tien)\w*\b[^.!?]{0,50}"
        r"\b(?:mise à jour|point|de nouveau|à nouveau|nouvelles|vers vous|informés|davantage)\b",
        r"\bnouveaux? (?:message|point)s?\b|\b(?:la )?suite (?:à|vers|avant|dans)\b|\b(?:des|nos) nouvelles\b",
        r"\b(?:la|le|les|l') ?(?:donn|dir|partag|communiqu|indiqu)\w*ons\b",
        r"\bmettr\w+ à jour\b|\bmettons à jour\b|\bdirons plus\b|\binformerons\b",
    ),
    soon=either(
        r"\b\d{1,2} ?(?:h|:) ?\d{2}\b|\b\d{1,2} ?h\b",
        rf"\b(?:dans|d'ici|sous|toutes) (?:les |une? |environ )?{SPAN}? ?(?:prochaines )?{TIME}",
        r"\b(?:à|avant|d'ici|vers) (?:midi|minuit)\b",
        r"\bd'ici (?:\w+ )?(?:minutes|une heure)\b|\bdemain (?:matin|à)\b",
    ),
    moment=either(
        r"\b\d{1,2} ?(?:h|:) ?\d{2}\b|\b\d{1,2} ?h\b|\b\d{4}-\d{2}-\d{2}\b",
        rf"\b(?:\d{{1,2}}|1er) {MONTH}\b",
        rf"\bil y a (?:environ )?{SPAN} {TIME}|\b(?:depuis|pendant) (?:environ )?{SPAN} {TIME}",
        r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) dernier\b",
        r"\bhier\b|\bce matin\b|\bcette nuit\b|\bla nuit dernière\b",
    ),
    clock=either(CLOCK),
    zone=either(
        r"\b(?:utc|gmt|cet|cest|jst|est|pst|tu)\b(?! (?:un|une|le|la|en|dû|de|pas|toujours|résolu))",
        rf"\d ?\(?{ZONE}\b",
        r"\bheures? (?:de|d'|locale|du)",
        r"[+-]\d{2}:?\d{2}\b",
    ),
    workaround=either(
        r"\b(?:contournement|en attendant|à la place|entre-temps|d'ici là|solution provisoire|vous pouvez)\b"
    ),
    data_safe=either(
        r"\b(?:données|informations|coordonnées|mots? de passe|comptes?)\b(?: \w+)?(?: et (?:vos|votre) \w+)? "
        r"(?:est|sont|restent?|demeurent?) (?:bien |toutes |parfaitement )?(?:en sécurité|en sûreté|protégé\w*|intact\w*|sûr\w*|à l'abri)",
        r"\baucune? (?:\w+ )?(?:données?|informations?|mots? de passe)\b[^.!?]{0,30}"
        r"\b(?:touché|perdu|exposé|compromis|volé|affecté|consulté|divulgué)\w*",
        r"\baucune? (?:de (?:vos|nos) )?(?:données?|informations?|mots? de passe|comptes?)\b[^.!?]{0,20}\b(?:tombé|mauvaises mains)",
        r"\bn'a (?:\w+ )?(?:obtenu|volé|pris|vu|lu|consulté|dérobé|copié) aucune? (?:donnée|information|mot de passe)",
        r"\bmoyens de paiement (?:sont|restent) (?:\w+ )?(?:protégés|sûrs|en sécurité)",
        r"\b(?:aucune|pas eu d') ?(?:fuite|intrusion|perte de données|violation)\b",
        r"\bn'ont (?:pas|jamais) été (?:touchées|exposées|compromises|perdues|consultées)\b",
    ),
    recovered=either(
        rf"\b{WHOLE} {RECOVERED}\b|\b{RECOVERED} {WHOLE}\b",
        r"\b(?:tout|tous les services|toutes les (?:fonctions|chaînes))\b[^.!?]{0,30}"
        r"\b(?:reven(?:u|ue|us|ues)|fonctionn\w+|rentré dans l'ordre|rétabli\w*|normal\w*|réparé)\b",
        r"\b(?:constat|obten|observ)\w+ un rétablissement complet\b|\btout le monde peut (?:de|à) nouveau\b",
        r"\b(?:normal|normalement|de nouveau|à nouveau|rétabli\w*)\b[^.!?]{0,30}"
        r"\b(?:partout|pour (?:tout le monde|tous)|toutes les (?:fonctions|régions))\b",
    ),
    not_yet=either(
        r"\b(?:ne|pas|si|quand|lorsque|dès|tant que|jusqu'à|avant|presque|attend\w*|prévo\w*|devrait|devraient|sera|seront|"
        r"espér\w*|plupart|une fois|confirmé|certains)\b|\bn'"
    ),
    number=either(
        rf"{NUMBER}% (?:\w+ |d'|de l'|l'){{0,4}}?(?:utilisa\w+|clients?|requêtes?|personnes?|comptes?|paiements?|tentatives?|abonnés?)",
        rf"\b(?:taux|erreurs?|échecs?)\b[^.!?]{{0,50}}?{NUMBER}%",
        rf"{NUMBER} ?(?:millions? (?:de |d')|mille )?(?:nos )?(?:utilisateurs|clients|personnes|abonnés|spectateurs)\b",
        rf"\b(?:touch|affect|concern)\w* (?:environ |près de |plus de |quelque )?{NUMBER}\w",
        r"\bune? \w+ sur (?:deux|trois|quatre|cinq|six|dix|vingt|cent|\d+)\b",
        rf"\b(?:la moitié|un tiers|un quart) de(?:s| nos)? {PEOPLE}\b",
    ),
    minimising=either(
        r"\b(?:mineure?s?|légers?|légères?|légèrement|minimes?)\b|\bpetite?s? (?:bug|souci|problème|couac|désagrément|nombre|partie|part)",
        r"\b(?:faible|petit|infime|minime)s? (?:pourcentage|part|partie|proportion|nombre|fraction)\b",
        r"\bpoignée d(?:e|')|\bun peu (?!de temps|plus)|\bjuste un\b",
        r"\b(?:gêne|désagréments?) (?:occasionnée?|éventuel|que cela)\w*|\bla gêne\b",
        rf"\b{PEOPLE} (?:peuvent|pourraient) (?:rencontrer|constater|voir|subir|avoir|être|ne pas)",
        rf"\bil se peut que\b[^.!?]{{0,40}}{PEOPLE}",
        r"\bpeuvent être (?:légèrement|un peu)",
    ),
    firm=either(
        r"\bgaranti\w+|\bnous (?:vous )?promet\w+",
        r"\bne se (?:re)?produira (?:plus )?jamais\b|\bne se reproduira (?:plus|pas)\b|\bplus jamais\b",
        rf"\bser(?:a|ont) (?:\w+ )?{RECOVERED} (?:à|avant|d'ici|dans|sous)\b",
        r"\bnotre parole\b|\bc'est (?:certain|sûr)\b|\bn'arrivera (?:plus|jamais|pas)\b|\bne (?:reviendra|recommencera) (?:plus|pas)\b",
        r"\bsans faute\b|\bà coup sûr\b",
    ),
    supplier=either(rf"\b{THIRD}\b"),
    blame=either(
        r"\b(?:échappe|échappent) à notre contrôle\b|\bindépendante?s? de notre volonté\b|\bhors de notre contrôle\b",
        r"\b(?:par|de) la faute d(?:e|u|es|')|\bpas (?:de )?notre (?:faute|responsabilité)\b|\ben est responsable\b",
        r"\bfautes? (?:des|de nos) (?:utilisateurs|clients)\b|\berreur (?:des|de nos) (?:utilisateurs|clients)\b",
        r"\b(?:utilisateurs|clients) (?:qui )?(?:n'ont pas|ont (?:omis|oublié|négligé))\b",
        r"\bnous n'y pouvons rien\b|\bla faute (?:est|vient|incombe)\b|\bpas (?:chez|à) nous\b",
        r"\bnous a (?:lâchés|fait défaut)\b",
    ),
    cause=either(
        r"\b(?:dû|due|dus|dues) (?:à|aux?)\b|\b(?:à cause d|causée?s? par|en raison d|provoquée?s? par|suite à)",
        r"\bcaus(?:e|ent|ant)\b|\b(?:problèmes?|erreurs?|incidents?|pannes?)\b[^.!?]{0,20}\b(?:liée?s? à|chez|auprès d)",
        r"\bà l'arrêt\b|\bsuite à\b",
        r"\b(?:est|sont|était) (?:de nouveau |encore )?en panne\b|\b(?:subit|connaît|a) une (?:panne|défaillance)\b",
    ),
    exposure=either(
        r"\b(?:exposé|divulgué|fuité|volé|dérobé|compromis|consulté)\w*|\bfuite de données\b|\baccès non autorisé\b",
        r"\b(?:ont pu|pouvaient|pouvait|peuvent) (?:voir|lire|consulter|accéder)\b[^.!?]{0,40}\b(?:autres?|d'autrui|tiers)\b",
        r"\b(?:ouvrir|voir|lire|consulter|accéder)\b[^.!?]{0,40}\b(?:d'une? autre|d'autres|d'autrui)\b",
        r"\b(?:pirates?|intrus|attaquants?|voleurs?)\b[^.!?]{0,30}\b(?:copié|obtenu|pris|téléchargé|lu|vu)\b",
        r"\bmauvaise?s? (?:adresses?|personnes?|destinataires?)\b|\bquelqu'un d'autre\b|\bd'autres qu(?:'|e )",
        r"\bvisibles? (?:par|pour) (?:d'autres|tous|tout le monde|des tiers)\b",
    ),
    denial=either(r"\b(?:aucune?|pas|jamais|ni|sans|personne)\b"),
    data=either(
        r"\b(?:données|informations|coordonnées|e-?mails?|courriels?|adresses?|mots? de passe|factures?|noms?|cartes?|profils?|comptes?|"
        r"historiques?|numéros?)\b"
    ),
    compensation=either(
        r"\b(?:rembours(?:é\w*|er\w*|ons)|dédommag\w+|indemnis\w+|compens(?:ation|er\w*|ons)|un avoir|des avoirs|bons? d'achat)\b",
        r"\b(?:est|sera) pour nous\b|\bà nos frais\b|\boffr\w+ \d|\bremises? (?:de|sur)\b|\b(?:recev|rend|vers)\w+\b[^.!?]{0,25}(?:\ben retour\b|€|\beuros\b)",
        r"\b(?:mois|semaines?|jours?) (?:gratuit|offert|supplémentaire)\w*|\bgeste commercial\b|\bgratuitement\b",
        r"\bprolong\w+\b[^.!?]{0,40}\babonnement\b|\babonnement\b[^.!?]{0,60}\bprolong\w+",
        r"\bcrédit\w+ (?:votre|vos|sur votre)\b",
    ),
    blank=either(
        r"\bx{2} ?[h:] ?x{2}\b|\bx{3,}\b|\b(?:tbd|à définir)\b|_{3,}|\?{3,}|\blorem ipsum\b",
        r"\[[^\]\n]{0,40}(?:à compléter|à remplir|insérer|indiquer|renseigner|préciser|nom d|heure|région|date)[^\]\n]{0,40}\]",
    ),
    jargon={
        either(r"\b(?:disponibilité|performances?|service) dégradée?s?"): "service lent ou en panne",
        either(r"\blatences?\b"): "lenteur",
        either(r"\b(?:mitig|atténu)\w+"): "",
        either(
            r"\b(?:jetons?|hôtes?|mysql|postgres\w*|redis|provisionnement|complétions?|télémétrie|charge en écriture|redirection de ports|ressources? cloud)\b"
        ): "",
        either(r"\b(?:déplo(?:ie|y)\w*|rollbacks?|roll-?outs?)\b"): "",
        either(r"\bcauses? racines?\b"): "cause",
        either(r"\bhot-?fix(?:es)?\b"): "réparation",
        either(r"\ben amont\b"): "",
        either(r"\b(?:back-?ends?|front-?ends?|endpoints?|clusters?|grappes?|nœuds?|réplicas?|middleware)\b"): "",
        either(r"\b(?:caches?|cdn|dns|tls|ssl|api|sdk|oauth|saml|vpn|http|bgp|json|sql|ui)\b"): "",
        either(r"\b(?:répartiteurs? de charge|basculement|débit|files? d'attente|arriérés?|indexation)\b"): "",
        either(r"\b[45]xx\b|\bp9[059]\b"): "",
        either(r"\btaux (?:d'erreurs?|d'échecs?|élevé d'erreurs)\b"): "",
        either(r"\b(?:requêtes?(?! api)|expir(?:ée?s?|ations?)|timeouts?|délais? d'attente)\b"): "",
        either(r"\b(?:infrastructures?|centres? de données|bases? de données)\b"): "",
        either(r"\b(?:us|eu|ap)-(?:east|west|central|north|south)\w*(?:-\d)?\b"): "",
        either(r"\b(?:régression|feature flags?|code fautif|code source)\b"): "",
    },
    say_scope="L’utilisation de {functions} est actuellement perturbée ({regions}).",
    say_where="Sont concernés : {regions}.",
    say_sorry="Nous sommes désolés des difficultés que cela vous cause.",
    say_work="Nous cherchons la cause et travaillons au rétablissement.",
    say_unknown="Nous ne savons pas encore quand ce sera terminé.",
    say_next="Nous vous écrirons de nouveau d’ici {next_update_at}.",
    say_since="Début du problème : {impact_started_at}.",
    say_workaround="En attendant : %s",
    utc=" UTC",
)
