"""The words of what customers write, so that two texts can be compared whatever their language. Pure."""

import re
import unicodedata

SHORTEST = 4  # letters of a word that says something; Japanese has no such rule
STEM = 6  # "lectures" and "lecture", "charged" and "charges" are one word

_WORD = re.compile(r"[^\W\d_]+")
_CJK = re.compile(r"[぀-ヿ㐀-鿿ー]+")
_KANJI_OR_KATAKANA = re.compile(r"[゠-ヿ㐀-鿿ー]{2,}")
# What every message says, in English and French.
_EMPTY = """
about after again also always another anybody anything because been before being could customer customers days
does doing during even every everything from getting going have having hello help here hours into just know
like long made make many minutes more much must need never nothing once only other over please problem really
same seems should since some something still sudden such sure than thank thanks that their them then there
these they thing this those three time times today together took trying tried until very want wants was well
went were what when where which while will with without would years yesterday your yours alors apres aucun
aussi autre avant avec avez avoir avons bien bonjour ceci cela cette chez client clients comme comment dans
depuis deja deux donc elle elles encore entre etais etait etes etre faire fait fois hier ici jamais jour jours
leur leurs lors mais meme merci mes moins mois mon nous notre nos parce pas pendant peut peux plus pour
pourquoi pouvez probleme quand quel quelle quelque rien sans savoir ses soir sont sous suis sur toujours tous
tout toute toutes tres vers veux voir votre vos vous
"""
_STEMS = frozenset(word[:STEM] for word in _EMPTY.split())


def plain(text: str) -> str:
    """Lower case without accents, so that “Vidéo” and “video” are one."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize(
        "NFC", "".join(each for each in apart if not unicodedata.combining(each) or each in "゙゚")
    )


def words(text: str) -> frozenset[str]:
    """The stems of the words that say something; of Japanese the runs of kanji and katakana, in pairs."""
    text = plain(text)
    found = {
        word[:STEM]
        for word in _WORD.findall(_CJK.sub(" ", text))
        if len(word) >= SHORTEST and word[:STEM] not in _STEMS
    }
    for run in _KANJI_OR_KATAKANA.findall(text):
        found |= {run[at : at + 2] for at in range(len(run) - 1)}
    return frozenset(found)
