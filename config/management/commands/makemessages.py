from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Gather the sentences to translate; guesses ("fuzzy") are never taken for translations."""

    msgmerge_options = ["-q", "--backup=none", "--previous", "--update", "--no-fuzzy-matching"]
