"""Whether words sound like something does not work, in our three languages. Pure.

Only asked of what nobody has sorted yet, so that an answer to a newsletter is not taken for an outage.
"""

import re

from feedback.threads.vocabulary import plain

_SIGNS = re.compile(
    r"\b(?:not|can'?t|cannot|won'?t|doesn'?t|don'?t|isn'?t|unable|never|no longer|stopp?(?:s|ed)?|fail(?:s|ed|ing|ure)?|"
    r"errors?|crash\w*|freez\w*|froze\w*|stuck|broken|down|outage|buffer\w*|black screen|slow\w*|lag\w*|"
    r"charged twice|double charge\w*|missing|lost|wrong|locked|refus\w*|reject\w*|"
    r"pas|plus|impossible|panne|erreurs?|bloque\w*|plante\w*|echou\w*|coup(?:e|ure)\w*|arrete\w*|ecran noir|lent\w*|"
    r"indisponible\w*|debite\w* deux|double(?:ment)? (?:prelev|debit)\w*|perdu\w*)\b"
    r"|できな|できません|ません|ない|エラー|障害|不具合|止ま|停止|切れ|落ち|遅い|重い|固ま|真っ暗|映ら|見られ|見れ|二重|失敗"
)


def sounds_like(text: str) -> bool:
    return bool(_SIGNS.search(plain(text.replace("’", "'"))))
