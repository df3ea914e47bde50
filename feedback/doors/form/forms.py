"""What a customer fills in: what it is about, then how we answer. Little is asked, and hardly anything must be."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.text import telephones
from core.text.translations import OWN_NAMES
from feedback.doors.form import subjects
from feedback.doors.form.offer import Offer
from feedback.threads.actions.receive import LONGEST
from feedback.threads.files import BY_ENDING, MOST
from feedback.threads.states import ReplyBy
from incidents.subscribers.addresses import normal_email

WAYS = (
    (ReplyBy.EMAIL, _("By e-mail")),
    (ReplyBy.LINK, _("Only on a private page; I look there myself")),
    (ReplyBy.PHONE, _("Call me back")),
)


class Words(forms.CharField):
    """A text of several lines, with one kind of line end."""

    widget = forms.Textarea(attrs={"rows": 7})

    def clean(self, value: Any) -> str:
        return super().clean(value).replace("\r\n", "\n").replace("\r", "\n")


def words(label: Any, **options: Any) -> Words:
    messages = {
        "required": _("Tell us in a few words; nothing has been sent yet."),
        "max_length": _("This is over %(limit_value)d characters. Shorten it, or send us a file."),
    }
    return Words(label=label, max_length=LONGEST, error_messages=messages, **options)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; what we take is checked when they are kept."""

    def __init__(self) -> None:
        endings = ",".join(f".{each}" for each in BY_ENDING)
        super().__init__(
            label=_("Pictures or files (optional)"),
            help_text=format_lazy(_("Up to {most}, of 5 MB each: PNG, JPEG, GIF, WebP, PDF, TXT or LOG."), most=MOST),
            required=False,
            max_length=None,
            allow_empty_file=True,
            widget=FilesInput(attrs={"accept": endings, "multiple": True}),
        )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        many = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in many if each]


class AboutForm(forms.Form):
    """The first step. `page` is what the form of this page offers."""

    about = forms.ChoiceField(
        label=_("What is it about?"), choices=subjects.CHOICES, required=False, widget=forms.RadioSelect
    )
    text = words(_("Tell us"), help_text=_("In your own words, in your own language."))
    component = forms.ChoiceField(label=_("Which function? (optional)"), required=False)
    region = forms.ChoiceField(label=_("Where are you? (optional)"), required=False)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        named = [(str(name), [(value, str(label)) for value, label in rows]) for name, rows in offer.groups]
        self.fields["component"].choices = [("", _("I am not sure")), *_ungrouped(named)]
        self.fields["region"].choices = [("", "–"), *((value, str(label)) for value, label in offer.regions)]
        for name, there in (("component", offer.component_ids), ("region", offer.region_ids)):
            if not there:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A function or region that has left the page meanwhile is forgotten: it must not cost anybody his words."""
        data = super().clean()
        for name in ("about", "component", "region"):
            if name in self.errors:
                del self.errors[name]
                data[name] = ""
        return data


class ReachForm(forms.Form):
    """By which way the customer hears from us, with what that way needs."""

    reply_by = forms.ChoiceField(label=_("How may we answer you?"), choices=WAYS, widget=forms.RadioSelect)
    email = forms.CharField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    telephone = forms.CharField(
        label=_("Your telephone number"),
        help_text=_("With its country, like +33 6 12 34 56 78."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_email(self) -> str:
        given = self.cleaned_data["email"].strip()
        try:
            return normal_email(given) if given else ""
        except ValidationError:
            raise ValidationError(_("Give an e-mail address like name@example.org.")) from None

    def clean_telephone(self) -> str:
        given = self.cleaned_data["telephone"].strip()
        try:
            return telephones.normal(given) if given else ""
        except ValueError:
            raise ValidationError(_("Give the whole number with its country, like +33 6 12 34 56 78.")) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        way = data.get("reply_by")
        if way == ReplyBy.EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Where may we write to? Or choose the private page above."))
        if way == ReplyBy.PHONE and not data.get("telephone") and "telephone" not in self.errors:
            self.add_error("telephone", _("Which number may we call? Or choose another way above."))
        return data

    @property
    def reach(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("reply_by", "email", "telephone")}


class SendForm(ReachForm):
    """The second step, with the first one's answers carried along. They are looked up in what the page offers and not
    held against every choice again: this form is what a flood is made of."""

    about = forms.CharField(required=False, widget=forms.HiddenInput)
    text = words(_("Your message"), widget=forms.HiddenInput)
    component = forms.CharField(required=False, widget=forms.HiddenInput)
    region = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name (optional)"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of our answer"), choices=OWN_NAMES)
    files = FilesField()
    carried = ("about", "text", "component", "region")
    own = ("reply_by", "email", "telephone", "name", "language")

    def __init__(self, *args: Any, offer: Offer, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        if len(languages) < len(OWN_NAMES):
            self.fields["language"].choices = [each for each in OWN_NAMES if each[0] in languages]

    @property
    def filed(self) -> dict[str, Any]:
        """What an action takes. A function or region that has left the page meanwhile is left out."""
        data = self.cleaned_data
        return {
            **self.reach,
            **{name: data[name] for name in ("text", "name", "language")},
            "register": self.offer.policies.get(subjects.register_of(data["about"]) or ""),
            "component_id": self.offer.component_ids.get(data["component"]),
            "region_id": self.offer.region_ids.get(data["region"]),
        }


class AddForm(forms.Form):
    """More to say in a conversation."""

    text = words(_("Your message"))
    files = FilesField()


def _ungrouped(groups: list[tuple[str, list[tuple[str, str]]]]) -> list[Any]:
    """Components without a group stand by themselves."""
    choices: list[Any] = []
    for name, rows in groups:
        choices += [(name, rows)] if name else rows
    return choices
