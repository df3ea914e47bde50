from rest_framework import serializers


class MendSerializer(serializers.Serializer):
    """Put `text` in place of the letters from `start` to `end`; an empty span is an insertion."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()


class FindingSerializer(serializers.Serializer):
    """`start` and `end` count the letters of `part` as it was written."""

    rule = serializers.CharField()
    practice = serializers.CharField()
    level = serializers.CharField(help_text="warn or block")
    category = serializers.CharField(help_text="wording or needs_signature")
    overridable = serializers.BooleanField(help_text="A blocking one: whether a written reason lets it out.")
    message = serializers.CharField()
    part = serializers.ChoiceField(choices=[("text", "text"), ("subject", "subject")])
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField(allow_blank=True)
    mend = MendSerializer(allow_null=True)


class CheckedSerializer(serializers.Serializer):
    findings = FindingSerializer(many=True)


class RuleSerializer(serializers.Serializer):
    id = serializers.CharField()
    practice = serializers.CharField()
    level = serializers.CharField(help_text="warn or block")
    category = serializers.CharField(help_text="wording or needs_signature")
    overridable = serializers.BooleanField()
    name = serializers.CharField()
    message = serializers.CharField()
    bad = serializers.CharField(allow_blank=True)
    good = serializers.CharField(allow_blank=True)
    phases = serializers.ListField(child=serializers.CharField(), help_text="Empty: every kind of message.")


class RulesSerializer(serializers.Serializer):
    rules = RuleSerializer(many=True)
