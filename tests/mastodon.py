"""A stand-in for a Mastodon server on the test's HTTP receiver: what its documented API does with statuses.

It is no Mastodon: it keeps the rules our adapter relies on (docs.joinmastodon.org/methods/statuses):
a repeated Idempotency-Key gives the same status, PUT edits and keeps the history, an answer to a
status that is gone is 404, a text over the limit is 422, no token is 401.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from core.text.lengths import Mastodon as Rule
from tests.servers import Receiver


@dataclass
class Mastodon:
    token: str = "mastodon-token"
    limit: int = 500
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def attach(self, receiver: Receiver) -> "Mastodon":
        receiver.behave = self.answer
        self.receiver = receiver
        return self

    @property
    def texts(self) -> list[str]:
        return [status["status"] for status in self.statuses.values()]

    def answer(self, handler: Any) -> bool:
        call = self.receiver.calls[-1]
        if self.receiver.answers:
            return False
        code, body = self.handle(call.method, call.path, call.headers, call.body)
        said = json.dumps(body).encode()
        handler.send_response(code)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(said)))
        handler.end_headers()
        handler.wfile.write(said)
        return True

    def handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        if path == "/api/v2/instance":
            return 200, {"configuration": {"statuses": {"max_characters": self.limit}}}
        if headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {"error": "The access token is invalid"}
        given = json.loads(body)
        if Rule().measure(given["status"]).used > self.limit:
            return 422, {"error": f"Validation failed: Text character limit of {self.limit} exceeded"}
        return self.edit(path, given) if method == "PUT" else self.post(headers, given)

    def edit(self, path: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        status = self.statuses.get(path.rpartition("/")[2])
        if status is None:
            return 404, {"error": "Record not found"}
        status["history"].append(status["status"])
        status["status"] = given["status"]
        return 200, self.shown(status)

    def post(self, headers: dict[str, str], given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if known := self.keys.get(headers.get("Idempotency-Key", "")):
            return 200, self.shown(self.statuses[known])
        answers = given.get("in_reply_to_id")
        if answers and answers not in self.statuses:
            return 404, {"error": "Record not found"}
        pk = str(len(self.keys) + 1001)
        self.statuses[pk] = {"id": pk, "history": [], "in_reply_to_id": answers, **given}
        self.keys[headers["Idempotency-Key"]] = pk
        return 200, self.shown(self.statuses[pk])

    def shown(self, status: dict[str, Any]) -> dict[str, Any]:
        return {"id": status["id"], "url": f"https://social.example/@status/{status['id']}"}
