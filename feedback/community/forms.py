"""What a customer fills in to ask the others, or to answer one of them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.community import words
from feedback.doors.form.forms import words as long_text
from incidents.subscribers.addresses import normal_email

ASKED = ("question", "problem", "idea")
EMAIL = forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"})


class SignedForm(forms.Form):
    """A name for everybody, and an address for us alone."""

    name = forms.CharField(
        label=_("Your name, as everybody reads it"),
        help_text=_("A first name is enough."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Which name shall stand there? A first name is enough.")},
    )
    email = forms.CharField(label=_("Your e-mail address (optional)"), required=False, max_length=254, widget=EMAIL)

    def clean_email(self) -> str:
        given = self.cleaned_data["email"].strip()
        try:
            return normal_email(given) if given else ""
        except ValidationError:
            raise ValidationError(_("Give an e-mail address like name@example.org.")) from None


class AnswerForm(SignedForm):
    text = long_text(
        _("Your answer"), help_text=_("Everybody reads it. Leave out addresses, telephone and card numbers.")
    )
    field_order = ("text", "name", "email")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Nobody sees it. We use it to thank you, and to know you the next time.")


class AskForm(SignedForm):
    about = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(slug, words.REGISTERS[slug]) for slug in ASKED],
        initial="question",
        widget=forms.RadioSelect,
    )
    subject = forms.CharField(
        label=_("In one sentence"),
        max_length=150,
        error_messages={"required": _("Put it in one sentence, so that others see whether they can help.")},
    )
    text = long_text(
        _("Tell more"), help_text=_("Everybody reads it. Leave out addresses, telephone and card numbers.")
    )
    component = forms.ChoiceField(label=_("Which function? (optional)"), required=False)
    field_order = ("about", "subject", "text", "component", "name", "email")

    def __init__(self, *args: object, components: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Nobody sees it. We tell you there when somebody answers.")
        self.fields["component"].choices = [("", _("I am not sure")), *components]
        if not components:
            del self.fields["component"]
