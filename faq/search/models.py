"""The index. A scope is a language and who reads ("en:public"): what one scope holds moves no rank in another."""

from django.db import models

TERM = 42  # letters; a word is cut at 40


class Term(models.Model):
    """What is compared: a stem, or a pair of letters; `df` is in how many documents of the scope it stands."""

    scope = models.CharField(max_length=20)
    text = models.CharField(max_length=TERM)
    df = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "text"], name="faqterm_once")]

    def __str__(self) -> str:
        return f"{self.text} ({self.scope})"


class Word(models.Model):
    """A word as it is written, for what is being typed and for what is typed wrongly."""

    scope = models.CharField(max_length=20)
    surface = models.CharField(max_length=TERM)
    reversed = models.CharField(max_length=TERM)
    length = models.PositiveSmallIntegerField()
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="words", db_index=False)
    df = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "surface"], name="faqword_once")]
        indexes = [models.Index(fields=["scope", "reversed", "length"], name="faqword_reversed")]

    def __str__(self) -> str:
        return f"{self.surface} ({self.scope})"


class Document(models.Model):
    """A document of the index; `id` is its owner's number. `digest` and `version` tell what has to be kept anew."""

    id = models.BigIntegerField(primary_key=True)
    scope = models.CharField(max_length=20, db_index=True)
    words = models.JSONField()  # as they are written, to count them out again
    length = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.pk} ({self.scope})"


class Posting(models.Model):
    """A term stands in a document `tf` times, the title's counted more.

    `weight` is a thousand times BM25's share without the term's rarity, as it was when the document was kept.
    """

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    weight = models.PositiveSmallIntegerField()
    tf = models.PositiveIntegerField()

    class Meta:
        # All that a search reads stands in the index. (A unique constraint that includes more is left out on
        # SQLite; writers hold the scope's lock, so none comes twice.)
        indexes = [models.Index(fields=["term", "document", "weight", "tf"], name="faqposting_covers")]

    def __str__(self) -> str:
        return f"{self.term_id} in {self.document_id}"


class Stat(models.Model):
    """Of a scope: how many documents, how long together. Its row is the lock of whoever writes into the scope."""

    scope = models.CharField(max_length=20, primary_key=True)
    documents = models.PositiveIntegerField(default=0)
    length = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.scope
