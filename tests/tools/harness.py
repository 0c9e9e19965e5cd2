#!/usr/bin/env python3
"""What the checks of this folder share: a private server, its mails and a small API client.

    harness.py serve [--bin PATH] -- COMMAND...

starts a server with file mail and an administrator, runs COMMAND with POSTIL_TEST_URL and POSTIL_TEST_TOKEN (the
administrator's access token) in its environment, and stops the server. Exits with 1 unless COMMAND exits with 0.
"""

import argparse
import contextlib
import email
import email.policy
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

import requests

SECRET = "tests-tests-tests-tests-tests-tests-tests"
PASSWORD = "correct horse battery staple 7"
START_SECONDS = 60
STOP_SECONDS = 30
COMMAND_SECONDS = 120
REQUEST_SECONDS = 30
REPOSITORY = Path(__file__).resolve().parents[2]


class Failure(Exception):
    """A check that did not hold, said in one sentence."""


def wait_for(what, seconds, probe):
    """The first truthy answer of `probe`, asked again and again for `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        answer = probe()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failure(f"waited {seconds} s in vain for {what}")
        time.sleep(0.05)


class Postil:
    """The program on data of its own: its commands, and one server that can be killed and started again."""

    def __init__(self, binary, folder, database_url=None, smtp_url=None):
        self.binary = str(Path(binary).resolve())
        self.folder = folder
        self.mail_folder = folder / "mail"
        self.mail_folder.mkdir(exist_ok=True)
        self.log = folder / "server.log"
        self.url = None
        self.process = None
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("POSTIL_")}
        self.environment = inherited | {
            "POSTIL_DATABASE_URL": database_url or f"sqlite://{folder}/postil.db",
            "POSTIL_LISTEN": "127.0.0.1:0",
            "POSTIL_SECRET": SECRET,
            "POSTIL_SMTP_URL": smtp_url or f"file://{self.mail_folder}",
            "POSTIL_MAIL_FROM": "Postil <postil@postil.example>",
            "POSTIL_RATE_LIMITS": "off",
        }

    def run(self, *arguments, stdin=""):
        """The finished command, whatever its exit code."""
        return subprocess.run(
            [self.binary, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            cwd=self.folder,
            env=self.environment,
            check=False,
        )

    def must(self, *arguments, stdin=""):
        """What the command printed. Raises Failure unless it exits with 0."""
        done = self.run(*arguments, stdin=stdin)
        if done.returncode != 0:
            said = f"{done.stdout}{done.stderr}".strip()
            raise Failure(f"`postil {' '.join(arguments)}` exited with {done.returncode}: {said}")
        return done.stdout

    def start(self, command="serve"):
        """Starts serving, by another command than `serve` if wanted, and returns when the server says where. A second start takes the address of the first."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.binary, command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self.folder,
                env=self.environment,
                text=True,
            )
        announced = threading.Event()
        reader = threading.Thread(target=self._read_stdout, args=(self.process, announced), daemon=True)
        reader.start()
        try:
            wait_for("the server's `listening on`", START_SECONDS, lambda: announced.is_set() or self._ended())
        except Failure as failure:
            raise Failure(f"{failure}\n{self.log_tail()}") from None
        if not announced.is_set():
            raise Failure(f"the server ended with {self.process.returncode} before it listened\n{self.log_tail()}")
        address = urllib.parse.urlsplit(self.url)
        self.environment["POSTIL_LISTEN"] = f"{address.hostname}:{address.port}"
        return self.url

    def _read_stdout(self, process, announced):
        with self.log.open("a") as log:
            for line in process.stdout:
                log.write(line)
                log.flush()
                match = re.search(r"listening on (https?://\S+)", line)
                if match and not announced.is_set():
                    self.url = match[1].rstrip("/")
                    announced.set()

    def _ended(self):
        return self.process.poll() is not None

    def kill(self):
        """As a power cut would: no warning, no clean-up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Asks it to end and returns its exit code; kills it when it takes too long (then the code is negative)."""
        if self.process is None:
            return 0
        if not self._ended():
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def log_tail(self, lines=30):
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(["last lines of the server's log:", *text.splitlines()[-lines:]])

    def create_user(self, address, name, role, *options):
        self.must(
            "user",
            "create",
            "--email",
            address,
            "--name",
            name,
            "--role",
            role,
            *options,
            "--password-stdin",
            stdin=PASSWORD + "\n",
        )


@contextlib.contextmanager
def private_postil(binary, **options):
    """A Postil in a folder of its own, which is removed afterwards unless something failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not binary or not os.access(binary, os.X_OK):
        raise Failure(
            f"{binary!r} is no program; name one by --bin or POSTIL_BIN (cargo build makes target/debug/postil)"
        )
    folder = Path(tempfile.mkdtemp(prefix="postil-check-"))
    postil = Postil(binary, folder, **options)
    try:
        yield postil
    except BaseException:
        print(f"the data, mails and the server's log are kept in {folder}", file=sys.stderr)
        raise
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        postil.stop()


class Client:
    """One caller of the API. Not for use by several threads at once."""

    def __init__(self, url, token=None):
        self.url = url
        self.session = requests.Session()
        # Proxies and .netrc of the machine are none of the test's business.
        self.session.trust_env = False
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def send(self, method, path, **options):
        """The response, whatever its status. Raises requests.RequestException when there is none."""
        options.setdefault("timeout", REQUEST_SECONDS)
        return self.session.request(method, f"{self.url}/api/v1{path}", allow_redirects=False, **options)

    def must(self, method, path, expected=(200, 201, 202, 204), **options):
        """The answer's JSON, or None when it has no body. Raises Failure on a status that is not `expected`."""
        response = self.send(method, path, **options)
        if response.status_code not in expected:
            raise Failure(f"{method} {path} answered {describe(response)}; expected {' or '.join(map(str, expected))}")
        return response.json() if response.content else None

    def items(self, path, **query):
        """Every item of a list, page by page."""
        query.setdefault("limit", 100)
        while True:
            page = self.must("GET", path, params=query)
            yield from page["items"]
            if not page.get("next"):
                return
            query["cursor"] = page["next"]


def is_later(response):
    """An answer that asks to come again: overloaded, starting, or the same key still being worked on."""
    busy_key = response.status_code == 409 and "Retry-After" in response.headers
    return busy_key or response.status_code in (429, 502, 503)


def comment_of(item):
    """The comment in an answer to a moderator, where it may stand beside its context."""
    return {"revision": item.get("revision")} | item["comment"] if "comment" in item else item


def describe(response):
    return f"{response.status_code} {response.text[:400]}"


def sign_in(url, address, password=PASSWORD):
    answer = Client(url).must("POST", "/sessions", expected=(201,), json={"email": address, "password": password})
    return Client(url, answer["access_token"])


@dataclass(frozen=True)
class Mail:
    path: Path
    recipients: tuple
    subject: str
    text: str
    """The plain text part."""
    everything: str
    """Subject and every text part."""


def read_mail(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    recipients = tuple(address.addr_spec for field in message.get_all("To", []) for address in field.addresses)
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    plain = message.get_body(preferencelist=("plain",))
    subject = str(message["Subject"])
    return Mail(path, recipients, subject, plain.get_content() if plain else "", "\n".join([subject, *parts]))


def read_mails(folder):
    return [read_mail(path) for path in sorted(folder.glob("*.eml"))]


def token_in(mail):
    """The value of `token=` in the text part, or None."""
    match = re.search(r"[?&#]token=([^\s&>\"')\]]+)", mail.text)
    return urllib.parse.unquote(match[1].rstrip(".,")) if match else None


def exit_with(main):
    """Runs `main`; a Failure, or a server that does not answer, becomes one message and exit code 1."""
    try:
        sys.exit(main())
    except (Failure, requests.RequestException) as error:
        print(f"FAIL: {error}", file=sys.stderr)
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description="Runs a command beside a private server.")
    parser.add_argument("action", choices=["serve"])
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"), help="the postil binary; default: $POSTIL_BIN")
    parser.add_argument("command", nargs="+", help="what to run; put -- before it")
    args = parser.parse_args()
    with private_postil(args.bin) as postil:
        postil.must("migrate")
        postil.must("site", "create", "--slug", "trial", "--name", "Trial", "--origin", "https://trial.example")
        postil.create_user("administrator@trial.example", "Administrator", "administrator")
        postil.start()
        token = sign_in(postil.url, "administrator@trial.example").session.headers["Authorization"].split()[1]
        done = subprocess.run(
            args.command, env=os.environ | {"POSTIL_TEST_URL": postil.url, "POSTIL_TEST_TOKEN": token}, check=False
        )
        if postil.process.poll() is not None:
            raise Failure(f"the server ended with {postil.process.returncode} on its own\n{postil.log_tail()}")
        if done.returncode != 0:
            raise Failure(f"{args.command[0]} exited with {done.returncode}")
    return 0


if __name__ == "__main__":
    exit_with(main)
