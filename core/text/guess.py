"""Which of our languages a text is in, by its letters and smallest words. Pure; a guess that people correct."""

import re

KANA = re.compile(r"[\u3040-\u30ff]")
HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[^\W\d_]+")
_FRENCH = (
    "le la les un une des du de et est sont pas ne je tu il elle nous vous on que qui dans sur avec pour mon ma mes "
    "votre vos notre au aux ce cette ces depuis plus mais bonjour merci très été avoir fait quand comme"
)
_ENGLISH = (
    "the a an and is are was not i you he she we they that which in on with for my your our this these since but "
    "hello thanks thank please have has been it to of when how can do does at from there"
)
FRENCH, ENGLISH = frozenset(_FRENCH.split()), frozenset(_ENGLISH.split())
LOOKED_AT = 4_000


def language(text: str, default: str = "en") -> str:
    """ "en", "fr" or "ja"; `default` where nothing tells."""
    looked = text[:LOOKED_AT]
    if KANA.search(looked) or len(HAN.findall(looked)) > 3:
        return "ja"
    words = [word.lower() for word in WORD.findall(looked)]
    french, english = sum(word in FRENCH for word in words), sum(word in ENGLISH for word in words)
    french += len(re.findall(r"[àâçéèêëîïôùûœ]", looked.lower())) // 2
    if french == english:
        return default
    return "fr" if french > english else "en"
