"""Bodies that the API takes. What a node must have beyond its types is judged by `incidents.playbooks.definition`."""

from rest_framework import serializers

from core.text.translations import Language
from core.web.inputs import Whole
from incidents.playbooks.definition import LONGEST_ANSWER, LONGEST_DEADLINE, LONGEST_TEXT, LONGEST_WAIT, MOST_NODES
from incidents.playbooks.document import LONGEST_BASIS, LONGEST_PURPOSE, LONGEST_TITLE
from incidents.playbooks.states import NodeKind, Outcome, Until
from incidents.playbooks.yamlfile import LONGEST


def _texts(longest: int, **options: object) -> dict[str, serializers.CharField]:
    return {
        code: serializers.CharField(max_length=longest, required=False, allow_blank=True, **options)
        for code in Language.values
    }


def _by_language(name: str, longest: int) -> type[serializers.Serializer]:
    """An object with a text per language."""
    return type(name, (Whole,), {**_texts(longest), "__module__": __name__, "__doc__": "Language → words."})


NodeText = _by_language("PlaybookText", LONGEST_TEXT)
AnswerText = _by_language("PlaybookAnswerText", LONGEST_ANSWER)
TitleText = _by_language("PlaybookTitle", LONGEST_TITLE)
PurposeText = _by_language("PlaybookPurpose", LONGEST_PURPOSE)


def _name(longest: int = 80) -> serializers.CharField:
    return serializers.CharField(max_length=longest, required=False, allow_blank=True)


def _names() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=80), max_length=20, required=False)


class PlaybookAnswer(Whole):
    key = serializers.CharField(max_length=40)
    text = AnswerText(required=False)
    next = _name()


class PlaybookNode(Whole):
    """Which fields a kind has is told in docs/playbooks.md."""

    key = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(NodeKind.choices)
    text = NodeText(required=False)
    roles = _names()
    fact = _name()
    phase = _name()
    audience = _name()
    channels = _names()
    template = _name()
    deadline = serializers.IntegerField(
        min_value=1, max_value=LONGEST_DEADLINE, required=False, help_text="Minutes from its turn"
    )
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_WAIT, required=False)
    until = serializers.ChoiceField(Until.choices, required=False)
    playbook = _name()
    outcome = serializers.ChoiceField(Outcome.choices, required=False)
    answers = PlaybookAnswer(many=True, required=False)
    next = _name()


def _nodes(**options: object) -> PlaybookNode:
    return PlaybookNode(many=True, max_length=MOST_NODES, **options)


class PlaybookHeadingInput(serializers.Serializer):
    """Whatever is left out stays as it is."""

    title = TitleText(required=False)
    purpose = PurposeText(required=False)
    components = _names()
    symptoms = _names()


class PlaybookCreateInput(PlaybookHeadingInput):
    slug = serializers.CharField(max_length=60)
    title = TitleText()
    basis = serializers.CharField(max_length=LONGEST_BASIS, required=False, allow_blank=True)
    nodes = _nodes()


class PlaybookDraftInput(serializers.Serializer):
    revision = serializers.IntegerField(min_value=1, help_text="The one you read; another is a 409")
    nodes = _nodes()
    basis = serializers.CharField(max_length=LONGEST_BASIS, required=False, allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class PlaybookRevisionInput(serializers.Serializer):
    revision = serializers.IntegerField(min_value=1, required=False, help_text="If given, another is a 409")


class PlaybookNodesInput(serializers.Serializer):
    nodes = _nodes(required=False)


class PlaybookCopyInput(serializers.Serializer):
    slug = serializers.CharField(max_length=60)


class PlaybookImportInput(serializers.Serializer):
    yaml = serializers.CharField(max_length=LONGEST, trim_whitespace=False)
    replace_draft = serializers.BooleanField(required=False, default=False)


class PlaybookNoInput(serializers.Serializer):
    """An empty object."""
