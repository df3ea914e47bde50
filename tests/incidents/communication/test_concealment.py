import pytest

from incidents.communication.concealment import Secret, conceal

ACME = Secret(names=("Acme CDN", "Acme"), alias="one of our third-party service providers")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We blame ACME cdn.", "We blame one of our third-party service providers."),
        ("Acme-CDN is down", "One of our third-party service providers is down"),
        ("down at AcmeCDN, sorry", "down at one of our third-party service providers, sorry"),
        ("We use Acme **CDN** here", "We use one of our third-party service providers** here"),
        ("see https://status.acme.com/", "see https://status.one of our third-party service providers.com/"),
        ("Acmeの障害", "One of our third-party service providersの障害"),
    ],
)
def test_no_spelling_of_the_name_leaves(text, told):
    assert conceal(text, [ACME]) == told


def test_words_that_only_contain_the_name_stay():
    assert conceal("The acmeist placement", [ACME]) == "The acmeist placement"


def test_a_name_in_japanese_is_found_between_other_letters():
    secret = Secret(names=("東京回線",), alias="外部の事業者")
    assert conceal("本日、東京回線の障害が発生", [secret]) == "本日、外部の事業者の障害が発生"


@pytest.mark.parametrize("names", [(), ("",), ("  ",), ("-",)])
def test_an_empty_name_hides_nothing(names):
    assert conceal("We are sorry", [Secret(names=names, alias="x")]) == "We are sorry"
