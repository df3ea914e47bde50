"""A store that speaks S3, through django-storages (`pip install .[s3]`): the few calls the export needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlsplit

CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 8, 2


class StoreAway(Exception):
    """The store did not do it; the text is its error code, fit to be shown."""


class Overtaken(StoreAway):
    """Somebody else has written this object since we looked, or is writing now."""


@dataclass(frozen=True, slots=True)
class Found:
    """`mark` changes with every write of the object (its ETag)."""

    data: bytes
    mark: str


@dataclass(frozen=True, slots=True)
class Address:
    """What `s3://bucket/prefix?endpoint=https://…&region=…` says."""

    bucket: str
    prefix: str
    endpoint: str
    region: str


def parse(url: str) -> Address:
    """Raises ValueError, with what is wrong, for anything but such an address."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else {}
    endpoint = options.pop("endpoint", "")
    region = options.pop("region", "")
    if parts.scheme != "s3" or not parts.hostname or parts.netloc != parts.hostname:
        raise ValueError("it must begin with s3:// and the name of a bucket")
    if options:
        raise ValueError(f"it has {', '.join(sorted(options))}; only endpoint and region are known")
    if endpoint and (urlsplit(endpoint).scheme not in {"http", "https"} or not urlsplit(endpoint).hostname):
        raise ValueError("its endpoint is no http:// or https:// address")
    return Address(parts.hostname, parts.path.strip("/"), endpoint, region)


class Store:
    """Objects below one prefix of one bucket. Threads may share it."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client, self._bucket, self._prefix = client, bucket, f"{prefix}/" if prefix else ""
        self._knows_conditions = True

    def get(self, name: str) -> Found | None:
        try:
            with _told():
                answer = self._client.get_object(**self._object(name))
                return Found(answer["Body"].read(), answer["ETag"])
        except _Missing:
            return None

    def put(self, name: str, data: bytes, *, kind: str, cache: str, only_if: str | None = None) -> str:
        """The object's new mark. `only_if` is the mark it must have, "" for none yet; raises `Overtaken`."""
        wanted = {**self._object(name), "Body": data, "ContentType": kind, "CacheControl": cache}
        if only_if is not None and self._knows_conditions:
            try:
                with _told():
                    condition = {"IfMatch": only_if} if only_if else {"IfNoneMatch": "*"}
                    return self._client.put_object(**wanted, **condition)["ETag"]
            except _NotKnown:
                self._knows_conditions = False
        with _told():
            return self._client.put_object(**wanted)["ETag"]

    def delete(self, name: str) -> None:
        with _told():
            self._client.delete_object(**self._object(name))

    def _object(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + name}


class _Missing(StoreAway):
    """There is no such object."""


class _NotKnown(StoreAway):
    """This store does not know what it was asked: older ones have no conditions."""


@contextmanager
def _told() -> Iterator[None]:
    """The errors of the library as ours."""
    errors = import_module("botocore.exceptions")
    try:
        yield
    except errors.ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "")) or "Error"
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code == "NoSuchKey":
            raise _Missing(code) from error
        if code == "NotImplemented" or status == 501:
            raise _NotKnown(code) from error
        if status in {409, 412}:
            raise Overtaken(code) from error
        raise StoreAway(code) from error
    except (errors.BotoCoreError, errors.HTTPClientError, OSError) as error:
        raise StoreAway(type(error).__name__) from error


@lru_cache(maxsize=4)
def open_store(url: str) -> Store:
    """The store behind EXPORT_URL; keys come from the environment as boto3 reads them (AWS_ACCESS_KEY_ID …).

    Raises ImportError where the extra is not installed.
    """
    address = parse(url)
    config = import_module("botocore.config").Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        max_pool_connections=10,
        s3={"addressing_style": "path" if address.endpoint else "auto"},
        # Checksums only where the protocol asks for them: other makers' stores refuse the new headers.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    storage = import_module("storages.backends.s3").S3Storage(
        bucket_name=address.bucket,
        endpoint_url=address.endpoint or None,
        region_name=address.region or None,
        client_config=config,
    )
    return Store(storage.connection.meta.client, address.bucket, address.prefix)
