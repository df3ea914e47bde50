from django.db import models


class IdempotencyKey(models.Model):
    """The first answer to a POST, replayed to whoever repeats it within 24 hours.

    `status` is empty while the first request is still being worked on.
    """

    owner = models.CharField(max_length=100)  # "token:12", "user:3", "alert-source:4"
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, path and body
    created_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return self.key
