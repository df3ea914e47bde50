"""What counts as a person's own words: the gate alone, without a database."""

import pytest

from feedback.answering import gate
from feedback.answering.defaults import shipped

ENGLISH = (
    "Hello {name},\n\nthank you for telling us, and we are sorry that playback stopped. We are looking into it now "
    "and will write again by {next_update}.\n\n{agent}"
)
FRENCH = (
    "Bonjour {name},\n\nmerci de nous l’avoir signalé ; toutes nos excuses pour cette coupure. Nous cherchons et "
    "vous réécrirons avant {next_update}."
)
JAPANESE = (
    "{name}様\n\nご連絡ありがとうございます。再生が止まってしまい、申し訳ございません。ただいま調べております。"
    "{next_update}までにあらためてご連絡いたします。"
)
CANNED = (ENGLISH, FRENCH, JAPANESE)
ANA = ("Ana Dupont", "Ana", "Dupont", "Sam", "アナ")


def filled(text: str) -> str:
    for name, value in (("name", "Ana"), ("next_update", "15:00 UTC"), ("agent", "Sam")):
        text = text.replace(f"{{{name}}}", value)
    return text


def why(text: str) -> str | None:
    refusal = gate.check(text, canned=CANNED, personal=ANA)
    return refusal and refusal.why


@pytest.mark.parametrize("text", CANNED)
def test_a_canned_reply_with_its_fields_filled_is_still_a_canned_reply(text):
    assert why(filled(text)) == "untouched"


@pytest.mark.parametrize(
    "text",
    [
        filled(ENGLISH).upper().replace("\n", " "),
        filled(ENGLISH).replace(",", "").replace(".", "!!"),
        filled(ENGLISH).replace(" ", "\u00a0 "),
        filled(ENGLISH).replace("telling", "tell\u200bing"),  # letters nobody sees
        filled(ENGLISH).replace("Ana", "Ms Papadopoulos"),
        filled(ENGLISH).replace("sorry", "very, very sorry"),
        filled(ENGLISH).replace("15:00", "18:30"),
        filled(ENGLISH).partition("We are looking")[0],  # shortened
        "We are looking into it now and will write again by 15:00. Thank you for telling us.",  # moved about
        filled(ENGLISH) + "\n\n" + filled(FRENCH),  # two of them
        filled(FRENCH).replace("’", "'").replace(" ;", ","),
        filled(FRENCH).replace("é", "e\u0301"),  # the same accents, written otherwise
        filled(JAPANESE).replace("。", ""),
        filled(JAPANESE).replace("アナ", "田中"),
    ],
)
def test_punctuation_blanks_case_figures_order_and_names_are_no_edit(text):
    assert why(text) == "untouched"


@pytest.mark.parametrize(
    "text",
    [
        filled(ENGLISH) + "\n\nYour television needs the update of last Tuesday.",
        filled(FRENCH) + " Votre téléviseur attend encore la mise à jour de mardi.",
        filled(JAPANESE) + "お使いのテレビに火曜日の更新を入れてください。",
        "We are sorry. Restart it once.",  # words of everybody, and short
        "Thank you for telling us. It works again since nine.",
        "",
    ],
)
def test_words_about_this_very_case_are_a_persons_own(text):
    assert why(text) is None


@pytest.mark.parametrize("gap", ["{name}", "{ next_update }", "{}", "{{name}}", "{prénom}", "{名前}", "｛name｝"])
def test_what_looks_unfilled_is_named(gap):
    own = "Hello, your television needs the update of last Tuesday, then restart it once "

    refusal = gate.check(own + gap, canned=CANNED)

    assert refusal.why == "gap"
    assert refusal.gaps[0].strip("{} ") == gap.strip("{} ｛｝")


def test_a_short_canned_reply_is_caught_as_a_whole():
    assert gate.untouched("thanks a lot", gate.known(["Thanks a lot!"]))
    assert not gate.untouched("thanks a lot for the picture", gate.known(["Thanks a lot!"]))


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
@pytest.mark.parametrize("row", shipped(), ids=lambda row: row["key"])
def test_every_canned_reply_we_ship_is_caught_and_lets_a_persons_sentence_through(row, language):
    texts = [words["text"] for each in shipped() for words in each["texts"].values()]
    own = {
        "en": "Your receiver in the kitchen lost its certificate on Tuesday night.",
        "fr": "Le décodeur de votre cuisine a perdu son certificat mardi soir.",
        "ja": "台所の受信機の証明書が火曜日の夜に失効していました。",
    }[language]
    text = filled(row["texts"][language]["text"]).replace("{component}", "Playback").replace("{reference}", "F-2")

    assert gate.check(text, canned=texts, personal=[*ANA, "Playback", "15:00 UTC", "F-2"]).why == "untouched"
    assert gate.check(f"{text}\n\n{own}", canned=texts, personal=ANA) is None
