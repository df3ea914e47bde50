"""A stand-in for a Mastodon server on the test's HTTP receiver: what its documented API does with statuses.

It is no Mastodon: it keeps the rules our adapter relies on (docs.joinmastodon.org/methods/statuses):
a repeated Idempotency-Key gives the same status, PUT edits and keeps the history, an answer to a
status that is gone is 404, a text over the limit is 422, no token is 401. Of methods/notifications:
newest first, `min_id` gives the ones right after it, a token without the right is 403.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from core.text.lengths import Mastodon as Rule
from tests.servers import Receiver


@dataclass
class Mastodon:
    token: str = "mastodon-token"
    limit: int = 500
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    account: str = "candor"
    notifications: list[dict[str, Any]] = field(default_factory=list)  # oldest first
    may_read: bool = True

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
        if method == "GET":
            return self.read(path)
        given = json.loads(body)
        if Rule().measure(given["status"]).used > self.limit:
            return 422, {"error": f"Validation failed: Text character limit of {self.limit} exceeded"}
        return self.edit(path, given) if method == "PUT" else self.post(headers, given)

    def read(self, path: str) -> tuple[int, Any]:
        if not self.may_read:
            return 403, {"error": "This action is outside the authorized scopes"}
        if path == "/api/v1/accounts/verify_credentials":
            return 200, {"id": "1", "acct": self.account, "bot": False}
        asked = parse_qs(urlsplit(path).query)
        limit, after = int(asked["limit"][0]), int(asked.get("min_id", ["0"])[0])
        if "min_id" in asked:
            found = [each for each in self.notifications if int(each["id"]) > after][:limit]
        else:
            found = self.notifications[-limit:]
        return 200, list(reversed(found))

    def mention(self, text: str, **more: Any) -> dict[str, Any]:
        """Somebody writes to our account. `acct`, `bot`, `visibility`, `answers`, `language`, `at` may be given."""
        number = str(len(self.notifications) + 501)
        acct, host = more.get("acct", "ana@elsewhere.example"), "elsewhere.example"
        named = f'<span class="h-card"><a href="https://social.example/@{self.account}" class="u-url mention">'
        status = {
            "id": f"9{number}",
            "url": f"https://{host}/@{acct}/{number}",
            "content": f"<p>{named}@<span>{self.account}</span></a></span> {text}</p>",
            "visibility": more.get("visibility", "public"),
            "language": more.get("language", "en"),
            "in_reply_to_id": more.get("answers"),
            "created_at": (more.get("at") or datetime.now(UTC)).isoformat().replace("+00:00", "Z"),
            "spoiler_text": "",
        }
        account = {"acct": acct, "display_name": more.get("name", "Ana"), "bot": more.get("bot", False)}
        self.notifications.append({"id": number, "type": "mention", "account": account, "status": status})
        return status

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
        if answers and answers not in {*self.statuses, *(each["status"]["id"] for each in self.notifications)}:
            return 404, {"error": "Record not found"}
        pk = str(len(self.keys) + 1001)
        self.statuses[pk] = {"id": pk, "history": [], "in_reply_to_id": answers, **given}
        self.keys[headers["Idempotency-Key"]] = pk
        return 200, self.shown(self.statuses[pk])

    def shown(self, status: dict[str, Any]) -> dict[str, Any]:
        return {"id": status["id"], "url": f"https://social.example/@status/{status['id']}"}
