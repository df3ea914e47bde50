"""What our own receiving server found out about who sent a mail (RFC 8601, Authentication-Results). Pure.

Anybody can write anybody's name into From, and an Authentication-Results header as well: only one that bears the name
of a server of ours counts (that server takes away others that claim its name, RFC 8601 section 5).
"""

import re
from collections.abc import Iterable, Iterator

COMMENT = re.compile(r"\([^()]*\)")
VERDICT = re.compile(r"(dmarc|spf|dkim)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
SENT_BY = re.compile(r"smtp\.(?:mailfrom|helo)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
MOST = 20  # servers on a mail's way; the ones nearest to us stand first


def doubt(results: Iterable[str], sender: str, trusted: Iterable[str]) -> str:
    """Why From is not to be believed, for staff to read; "" where no server of ours says so.

    `dmarc=fail` decides: it is about the domain in From. `spf=fail` does so for that very domain where nothing was said
    about DMARC, for a list or a forwarder breaks SPF and not DKIM.
    """
    domain = sender.rpartition("@")[2].lower()
    found = list(_verdicts(results, {each.lower() for each in trusted}))
    said = {(method, result) for method, result, _about, _server in found}
    for method, result, about, server in found:
        if method == "dmarc" and result == "fail":
            return f"dmarc=fail at {server}"
        no_better = not any(each[0] == "dmarc" for each in said) and ("dkim", "pass") not in said
        if method == "spf" and result == "fail" and no_better and about == domain:
            return f"spf=fail at {server}"
    return ""


def _verdicts(results: Iterable[str], trusted: set[str]) -> Iterator[tuple[str, str, str, str]]:
    """Method, result, the domain it is about, and the server that says so."""
    for raw in list(results)[:MOST]:
        server, *rest = COMMENT.sub(" ", " ".join(raw.split())[:4_000]).split(";")
        name = (server.split() or [""])[0].lower()
        if name not in trusted:
            continue
        for each in rest:
            if verdict := VERDICT.match(each.strip()):
                about = SENT_BY.search(each)
                domain = about[1].rpartition("@")[2].lower() if about else ""
                yield verdict[1].lower(), verdict[2].lower(), domain, name[:100]
