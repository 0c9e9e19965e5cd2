#!/usr/bin/env python3
"""Whether every owed mail leaves, once, signed and well formed, whatever happens.

    mail_flood.py [--bin PATH] [--mails N] [--kill-every SECONDS] [--post-seconds SECONDS]

1. Mails of real events go to a real SMTP server: each is read by Python's parser without a defect, its DKIM signatures (RSA and
   Ed25519) hold, its Message-ID is its own.
2. N owed mails are all delivered, none twice.
3. N owed mails while Postil is killed again and again: none is lost, at most one in a hundred comes twice, and then with the same
   Message-ID.
4. 1,000 mails a minute go to postfix's smtp-sink while 50 comments a second are posted; the figures are printed.
"""

import argparse
import collections
import concurrent.futures
import email
import email.policy
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import dkim
import requests

from harness import Failure, Postil, exit_with, wait_for

TOOLS = Path(__file__).resolve().parent
DOMAIN = "comments.example"
SECONDS = 240


def must(holds, what):
    if not holds:
        raise Failure(what)


class Receiver:
    """tests/tools/smtp_server.py, and what it was given."""

    def __init__(self, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, str(TOOLS / "smtp_server.py"), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.url = f"smtp://127.0.0.1:{int(self.process.stdout.readline())}"

    def message_ids(self):
        found = []
        for path in self.folder.glob("*.eml"):
            head = path.read_bytes().split(b"\r\n\r\n", 1)[0].decode("ascii")
            found.append(re.search(r"^Message-ID: (\S+)", head, re.M)[1])
        return found

    def count(self):
        return sum(1 for _ in self.folder.glob("*.eml"))

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Sink:
    """Postfix's smtp-sink, which takes everything and keeps nothing."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        program = shutil.which("smtp-sink", path=os.environ["PATH"] + ":/usr/sbin")
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen([program, *user, f"127.0.0.1:{port}", "200"], stderr=subprocess.DEVNULL)
        self.url = f"smtp://127.0.0.1:{port}"
        wait_for("smtp-sink", 10, lambda: self._listens(port))

    @staticmethod
    def _listens(port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def stop(self):
        self.process.terminate()
        self.process.wait()


def rows(postil, sql):
    with sqlite3.connect(f"file:{postil.folder}/postil.db?mode=ro", uri=True, timeout=30) as connection:
        return connection.execute(sql).fetchall()


def owe(postil, count):
    """Mails as a change of somebody's password owes them, to many domains."""
    postil.must("migrate")
    now = int(time.time() * 1_000_000)
    with sqlite3.connect(f"{postil.folder}/postil.db", timeout=30) as connection:
        for number in range(count):
            domain = f"domain{number % 40}.example"
            notice = json.dumps({"kind": "password_changed", "name": f"Reader {number}"})
            connection.execute(
                "INSERT INTO outbox (id, recipient, kind, notice, state, attempts, next_attempt_at, created_at, domain)"
                " VALUES (?, ?, 'password_changed', ?, 'queued', 0, ?, ?, ?)",
                (1_000_000 + number, f"reader{number}@{domain}", notice, now, now, domain),
            )


def fresh(args, folder, smtp_url, **more):
    folder.mkdir()
    postil = Postil(args.bin, folder, smtp_url=smtp_url)
    postil.environment |= {"POSTIL_PUBLIC_URL": f"https://{DOMAIN}", "POSTIL_MAIL_FROM": f"Comments <mail@{DOMAIN}>"} | more
    return postil


def every_mail_is_signed_and_well_formed(args, folder):
    keys = []
    for name, options in (("rsa", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]), ("ed", ["-algorithm", "ed25519"])):
        path = folder / f"{name}.pem"
        subprocess.run(["openssl", "genpkey", *options, "-out", str(path)], check=True, capture_output=True)
        keys.append(f"{name}:{path}")
    receiver = Receiver(folder / "signed")
    bounces = f"bounces@{DOMAIN}"
    postil = fresh(args, folder / "signing", receiver.url, POSTIL_DKIM_KEYS=",".join(keys), POSTIL_BOUNCE_ADDRESS=bounces)
    records = dict(
        re.match(r'(\S+) IN TXT "(.*)"$', line).groups() for line in postil.must("mail", "dkim-record").splitlines()
    )
    must(len(records) == 2, f"two keys have two records: {records}")
    postil.must("site", "create", "--slug", "news", "--name", "Die Zeitung – Überblick", "--origin", "https://news.example",
                "--policy", "all")
    postil.must("user", "create", "--email", "ines@desk.example", "--name", "Inès Ökonom", "--role", "moderator", "--site", "news",
                "--password-stdin", stdin="correct horse battery staple 7\n")
    url = postil.start() + "/api/v1"
    try:
        for name in ("Žižek", "Ada \"Quote\" O'Neil", "田中", "Otto"):
            asked = {"email": f"reader{len(name)}@reader.example", "password": "correct horse battery staple 7", "display_name": name}
            must(requests.post(f"{url}/accounts", json=asked, timeout=30).status_code == 202, f"{name} signs up")
        guest = {"name": "Gästin", "email": "guest@reader.example"}
        body = {"url": "https://news.example/brücke", "title": "Wer zahlt die Brücke? „Alle“ 🌉", "body": "Grüße.", "guest": guest,
                "follow": True}
        must(requests.post(f"{url}/sites/news/comments", json=body, timeout=30).status_code == 202, "a guest comments")
        wait_for("6 mails", 60, lambda: receiver.count() >= 6)
    finally:
        postil.stop()
        receiver.stop()

    def dns(name, timeout=5):
        name = name.decode() if isinstance(name, bytes) else name
        return records[name].encode()

    for path in receiver.folder.glob("*.eml"):
        raw = path.read_bytes()
        message = email.message_from_bytes(raw, policy=email.policy.SMTP + email.policy.strict)
        signatures = message.get_all("DKIM-Signature")
        must(len(signatures) == 2, f"{path.name} has two signatures")
        for index in range(2):
            must(dkim.DKIM(raw).verify(idx=index, dnsfunc=dns), f"{path.name}: signature {index} does not hold")
        must(not dkim.verify(raw.replace(b"Subject: ", b"Subject: x", 1), dnsfunc=dns), "a changed subject would be noticed")
        envelope = json.loads(path.with_suffix(".json").read_text())
        number = re.fullmatch(rf"<postil\.(\d+)@{DOMAIN}>", message["Message-ID"])[1]
        must(envelope["mail_from"].startswith(f"bounces+{number}-"), f"{envelope} says which mail it is")
        if "List-Unsubscribe" in message:
            must(message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click", "one click is offered")
            must(re.fullmatch(r"<https://\S+>", message["List-Unsubscribe"]), f"{message['List-Unsubscribe']} is an address")
    subjects = [email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP)["Subject"]
                for path in receiver.folder.glob("*.eml")]
    must(any("Überblick" in subject for subject in subjects), f"subjects keep their letters: {subjects}")
    print(f"{receiver.count()} mails: well formed, both signatures of each hold")


def all_are_delivered_once(args, folder):
    receiver = Receiver(folder / "once")
    postil = fresh(args, folder / "sending", receiver.url)
    owe(postil, args.mails)
    begun = time.monotonic()
    postil.start()
    try:
        wait_for(f"{args.mails} mails", SECONDS, lambda: receiver.count() >= args.mails)
        took = time.monotonic() - begun
        wait_for("the outbox to be done", 60, lambda: rows(postil, "SELECT count(*) FROM outbox WHERE state <> 'sent'") == [(0,)])
    finally:
        postil.stop()
    ids = receiver.message_ids()
    must(len(ids) == args.mails and len(set(ids)) == args.mails, f"{len(ids)} delivered, {len(set(ids))} different ones")
    receiver.stop()
    print(f"{args.mails} mails delivered, none twice, {args.mails / took * 60:.0f} a minute")


def none_is_lost_when_it_is_killed(args, folder):
    receiver = Receiver(folder / "killed")
    postil = fresh(args, folder / "dying", receiver.url)
    owe(postil, args.mails)
    kills = 0
    deadline = time.monotonic() + SECONDS + 75 + args.mails / 50
    while rows(postil, "SELECT count(*) FROM outbox WHERE state <> 'sent'") != [(0,)]:
        must(time.monotonic() < deadline, "it takes too long")
        postil.start()
        until = time.monotonic() + args.kill_every
        while time.monotonic() < until and rows(postil, "SELECT count(*) FROM outbox WHERE state <> 'sent'") != [(0,)]:
            time.sleep(0.05)
        if receiver.count() < args.mails * 0.98:
            postil.kill()
            kills += 1
        else:
            # What it held when it was killed waits for its lease to run out.
            wait_for("the last ones", 120, lambda: rows(postil, "SELECT count(*) FROM outbox WHERE state <> 'sent'") == [(0,)])
            postil.stop()
            break
    counted = collections.Counter(receiver.message_ids())
    receiver.stop()
    twice = sum(count - 1 for count in counted.values())
    must(kills >= 1, "it was killed")
    must(len(counted) == args.mails, f"{args.mails - len(counted)} mails are lost")
    must(twice * 100 <= args.mails, f"{twice} of {args.mails} came twice")
    print(f"{args.mails} mails delivered over {kills} kills, {twice} twice and with the same Message-ID")


def mail_leaves_while_comments_come(args, folder):
    sink = Sink()
    postil = fresh(args, folder / "busy", sink.url)
    postil.must("site", "create", "--slug", "news", "--name", "News", "--origin", "https://news.example", "--policy", "open")
    mails = int(1_000 * args.post_seconds / 60) + 1
    owe(postil, mails)
    url = postil.start() + "/api/v1/sites/news/comments"
    times, failures = [], []
    stop = threading.Event()

    def post(number):
        body = {"url": f"https://news.example/{number % 50}", "body": f"Remark {number} of many: {number * 7919 % 10007}.",
                "guest": {"name": f"Guest {number % 997}"}}
        begun = time.monotonic()
        answer = requests.post(url, json=body, timeout=30)
        times.append(time.monotonic() - begun)
        if answer.status_code not in (201, 202):
            failures.append(answer.text[:200])

    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        number = 0
        while time.monotonic() - begun < args.post_seconds and not stop.is_set():
            pool.submit(post, number)
            number += 1
            time.sleep(max(0.0, begun + number / 50 - time.monotonic()))
    try:
        left = lambda: rows(postil, "SELECT count(*) FROM outbox WHERE state <> 'sent'")[0][0]  # noqa: E731
        sent = mails - left()
        wait_for("the rest", 60, lambda: left() == 0)
    finally:
        postil.stop()
        sink.stop()
    must(not failures, f"{len(failures)} comments were not taken: {failures[:2]}")
    must(sent >= mails * 0.99, f"only {sent} of {mails} mails left in {args.post_seconds} s")
    times.sort()
    print(f"{number} comments at {number / args.post_seconds:.0f} a second: median {times[len(times) // 2] * 1000:.1f} ms, "
          f"slowest {times[-1] * 1000:.0f} ms; meanwhile {sent} mails in {args.post_seconds} s to smtp-sink")


def main():
    parser = argparse.ArgumentParser(description="Sends many mails under bad conditions.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN", "target/debug/postil"))
    parser.add_argument("--mails", type=int, default=2000, help="owed at once; default 2000")
    parser.add_argument("--kill-every", type=float, default=8.0, help="seconds; default 8")
    parser.add_argument("--post-seconds", type=int, default=10, help="of comments beside mails; default 10")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for part in (every_mail_is_signed_and_well_formed, all_are_delivered_once, none_is_lost_when_it_is_killed,
                     mail_leaves_while_comments_come):
            part(args, Path(folder))


if __name__ == "__main__":
    exit_with(main)
