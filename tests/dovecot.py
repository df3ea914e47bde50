"""A private Dovecot: a real IMAP server with mailboxes of its own, for as long as a test lasts.

Any name is a user, the password is `PASSWORD`; what is delivered to name+anything@ lies in that name's INBOX.
"""

import getpass
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from imap_tools import MailBoxUnencrypted

from tests.ports import free_ports

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
AGENT = "/usr/lib/dovecot/dovecot-lda"
PASSWORD = "not+a/secret%20"  # with letters that an address must escape
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
disable_plaintext_auth = no
ssl = {ssl}
{tls}
auth_mechanisms = plain login
auth_username_format = %Ln
recipient_delimiter = +
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%Ln allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Kept {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service auth {{
  unix_listener auth-userdb {{
    mode = 0666
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    root: Path
    imap: int
    imaps: int

    def deliver(self, to: str, raw: bytes, sender: str = "somebody@example.org") -> None:
        """As a mail server hands it to Dovecot's own agent; `sender` "" is the null path of a bounce."""
        top = f"Return-Path: <{sender}>\r\nDelivered-To: {to}\r\n".encode()
        user = to.partition("@")[0].partition("+")[0]
        agent = [AGENT, "-c", str(self.root / "dovecot.conf"), "-d", user, "-e"]
        subprocess.run(agent, input=top + raw, check=True, capture_output=True, timeout=20)

    @contextmanager
    def opened(self, user: str, folder: str = "INBOX") -> Iterator[MailBoxUnencrypted]:
        """The mailbox, as another mail program of its owner sees it."""
        with MailBoxUnencrypted("127.0.0.1", self.imap, timeout=10).login(user, PASSWORD, folder) as box:
            yield box

    def count(self, user: str, folder: str = "INBOX", criteria: str = "ALL") -> int:
        with self.opened(user, folder) as box:
            return len(box.uids(criteria))


def tls_files(root: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself."""
    key, certificate = root / "tls.key", root / "tls.crt"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    return key, certificate


@contextmanager
def running() -> Iterator[Dovecot]:
    """A server in a folder of its own: pytest's may be entered by one user alone, and mail is another's."""
    with TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        yield from _running(Path(folder))


def _running(root: Path) -> Iterator[Dovecot]:
    server = Dovecot(root, *free_ports(2))
    key, certificate = tls_files(root)
    as_root = os.geteuid() == 0
    owner = pwd.getpwnam("nobody") if as_root else pwd.getpwuid(os.geteuid())
    (root / "mail").mkdir()
    os.chmod(root, 0o755)
    if as_root:
        os.chown(root / "mail", owner.pw_uid, owner.pw_gid)
    me = getpass.getuser()
    config = root / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            root=root,
            internal="dovecot" if as_root else me,
            group="dovecot" if as_root else owner.pw_gid,
            login="dovenull" if as_root else me,
            ssl="yes",
            tls=f"ssl_cert = <{certificate}\nssl_key = <{key}",
            password=PASSWORD.replace("%", "%%"),
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            imap=server.imap,
            imaps=server.imaps,
        )
    )
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(server: Dovecot, process: subprocess.Popen) -> None:
    ends_at = time.monotonic() + 20
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            server.count("probe")
            return
        except OSError:
            time.sleep(0.1)
    log = server.root / "log"
    raise AssertionError(f"Dovecot does not answer: {log.read_text() if log.exists() else ''}")
