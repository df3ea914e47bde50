"""A real object store on loopback: moto's server, asked over HTTP as any other."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.request import Request, urlopen

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

BUCKET, PREFIX = "status-page", "live"
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_EC2_METADATA_DISABLED": "true"}


@dataclass
class Shop:
    """`writes` lists each PUT and DELETE; `refuse(method, name, environ)` may wait, or give a status instead."""

    port: int = 0
    writes: list[str] = field(default_factory=list)
    refuse: Callable[[str, str, dict], str | None] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"s3://{BUCKET}/{PREFIX}?endpoint={self.endpoint}&region=eu-west-1"

    @property
    def client(self):
        return boto3.client("s3", endpoint_url=self.endpoint, region_name="eu-west-1")

    def names(self) -> set[str]:
        rows = self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {row["Key"].removeprefix(f"{PREFIX}/") for row in rows}

    def read(self, name: str):
        return self.client.get_object(Bucket=BUCKET, Key=f"{PREFIX}/{name}")

    def body(self, name: str) -> bytes:
        return self.read(name)["Body"].read()


@contextmanager
def serving(shop: Shop) -> Iterator[Shop]:
    store = DomainDispatcherApplication(create_backend_app)

    def application(environ, start_response):
        name = environ["PATH_INFO"].removeprefix(f"/{BUCKET}/{PREFIX}/")
        writes = environ["REQUEST_METHOD"] in {"PUT", "DELETE"} and environ["PATH_INFO"] != f"/{BUCKET}"
        status = shop.refuse(environ["REQUEST_METHOD"], name, environ) if shop.refuse else None
        if status:
            start_response(status, [("Content-Type", "application/xml"), ("Connection", "close")])
            code = "".join(word.capitalize() for word in status.split()[1:])
            return [f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode()]
        if writes:
            shop.writes.append(f"{environ['REQUEST_METHOD']} {name}")
        return store(environ, start_response)

    server = make_server("127.0.0.1", 0, application, threaded=True)
    shop.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    shop.client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    try:
        yield shop
    finally:
        shop.refuse = None
        urlopen(
            Request(f"{shop.endpoint}/moto-api/reset", method="POST"), timeout=5
        ).close()  # its memory is one per process
        server.shutdown()
        server.server_close()
        thread.join(5)
