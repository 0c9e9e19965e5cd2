#!/usr/bin/env python3
"""The main job under load, through a crash: sign up, comment, moderate, be told.

    storm.py --bin PATH --texts FILE.csv.gz [--database-url URL]
    storm.py                                   small, with texts of its own, on $POSTIL_BIN

Readers sign up, confirm their addresses by mail and sign in. They and guests then post distinct texts over many
connections while a moderator decides; in the middle the server is killed and started again, and every caller repeats
what it got no answer to, with the same Idempotency-Key. At the end everything acknowledged must be there exactly once,
and every mail owed must have been delivered once or, across the crash, twice. A database given must be empty.
"""

import argparse
import collections
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import requests

from harness import (
    PASSWORD,
    Client,
    Failure,
    comment_of,
    describe,
    exit_with,
    is_later,
    private_postil,
    read_mail,
    sign_in,
    token_in,
    wait_for,
)
from storm_checks import OUTCOMES, StormChecks
from storm_plan import ORIGIN, READERS, SITE, marker, plan

GIVE_UP_SECONDS = 120


@dataclass
class Tally:
    """Figures of the posting."""

    codes: collections.Counter = field(default_factory=collections.Counter)
    latencies: list = field(default_factory=list)
    retried: int = 0
    conflicts: int = 0
    refusals: list = field(default_factory=list)
    errors: list = field(default_factory=list)


class Storm:
    """The posters, the moderator and the crash."""

    def __init__(self, args, postil, posts, chance):
        self.args = args
        self.postil = postil
        self.posts = posts
        self.chance = chance
        self.waiting = collections.deque(posts)
        self.tally = Tally()
        self.by_id = {}
        self.decided = {}
        """Comment id -> action, once acknowledged or seen in the comment's status."""
        self.roots = []
        """Approved comments that replies can be made to."""
        self.lock = threading.Lock()
        self.posting_done = threading.Event()
        self.verify_mails = {}
        """Reader -> the mail that confirmed the address."""
        self.authorizations = {}
        """Reader -> headers of a signed-in request; a guest, who is None, has none."""
        self.read_mails = {}

    def reader_address(self, index):
        return f"reader{index}@storm.example"

    def prepare(self):
        postil = self.postil
        postil.must("migrate")
        postil.must("site", "create", "--slug", SITE, "--name", "Storm", "--origin", ORIGIN, "--policy", "all")
        postil.create_user("moderator@storm.example", "Moderator", "moderator", "--site", SITE)
        postil.create_user("administrator@storm.example", "Administrator", "administrator")
        url = postil.start()
        administrator = sign_in(url, "administrator@storm.example")
        rules = {"rate": {"per_minute": 1_000, "per_hour": 10_000}, "length": {"min": 1, "max": 5_000}}
        administrator.must("PUT", f"/sites/{SITE}/rules", expected=(200, 204), json=rules)
        # How many of the mails about waiting comments there are depends on the time it all takes.
        for client in (administrator, sign_in(url, "moderator@storm.example")):
            client.must("PATCH", "/me/notifications", expected=(200, 204), json={"waiting": "off"})
        self.sign_up_readers(url)

    def sign_up_readers(self, url):
        client = Client(url)
        for index in range(READERS):
            account = {"email": self.reader_address(index), "password": PASSWORD, "display_name": f"Reader {index}"}
            key = {"Idempotency-Key": str(uuid.uuid4())}
            client.must("POST", "/accounts", expected=(202,), json=account, headers=key)
        wait_for(f"the mails that confirm {READERS} addresses", GIVE_UP_SECONDS, self.all_verify_mails)
        for index in range(READERS):
            token = token_in(self.verify_mails[index])
            client.must("POST", "/accounts/verify", expected=(204,), json={"token": token})
            signed_in = sign_in(url, self.reader_address(index)).session.headers
            self.authorizations[index] = {"Authorization": signed_in["Authorization"]}
        self.authorizations[None] = {}

    def all_verify_mails(self):
        for mail in self.mails():
            for index in range(READERS):
                if self.reader_address(index) in mail.recipients and token_in(mail):
                    self.verify_mails.setdefault(index, mail)
        return len(self.verify_mails) == READERS

    def mails(self):
        for path in self.postil.mail_folder.glob("*.eml"):
            if path not in self.read_mails:
                self.read_mails[path] = read_mail(path)
        return list(self.read_mails.values())

    # Posting

    def post_everything(self):
        """Runs the posters, the moderator and the crash; returns (seconds, seconds without a server)."""
        # Before the crash can come.
        self.moderator = sign_in(self.postil.url, "moderator@storm.example")
        started = time.monotonic()
        posters = [
            threading.Thread(target=self.guarded, args=(self.post_while_there_is_some,))
            for _ in range(self.args.connections)
        ]
        decider = threading.Thread(target=self.guarded, args=(self.decide_enough,))
        for thread in [*posters, decider]:
            thread.start()
        down = self.crash_in_the_middle()
        for thread in posters:
            thread.join()
        seconds = time.monotonic() - started
        self.posting_done.set()
        decider.join()
        if self.tally.errors:
            raise Failure("\n".join([*self.tally.errors[:5], self.postil.log_tail()]))
        return seconds, down

    def guarded(self, work):
        try:
            work()
        except Exception as error:
            with self.lock:
                self.tally.errors.append(f"{type(error).__name__}: {error}")
                self.waiting.clear()

    def crash_in_the_middle(self):
        half = len(self.posts) // 2
        wait_for(
            "half of the posts",
            GIVE_UP_SECONDS * 5,
            lambda: sum(self.tally.codes.values()) >= half or self.tally.errors,
        )
        if self.tally.errors:
            return 0.0
        began = time.monotonic()
        self.postil.kill()
        self.postil.start()
        return time.monotonic() - began

    def post_while_there_is_some(self):
        client = Client(self.postil.url)
        while True:
            try:
                post = self.waiting.popleft()
            except IndexError:
                return
            self.keep_pace_with_the_moderator(post)
            if post.wants_parent:
                self.choose_parent(post)
            response, seconds = self.insist(client, f"/sites/{SITE}/comments", post.payload(), self.headers(post))
            self.note(post, response, seconds)

    def headers(self, post):
        return {"Idempotency-Key": post.key, **self.authorizations[post.reader]}

    def keep_pace_with_the_moderator(self, post):
        """Lets the moderator's part advance with the posting, so that replies find approved comments."""
        due = self.args.decide * (post.number / len(self.posts) - 0.5)
        wait_for(f"{due:.0f} decisions", GIVE_UP_SECONDS, lambda: len(self.decided) >= due or self.tally.errors)

    def choose_parent(self, post):
        with self.lock:
            candidates = [root for root in self.roots if root.url == post.url] or self.roots
            if candidates:
                post.parent = self.chance.choice(candidates)
                post.url = post.parent.url

    def insist(self, client, path, payload, headers):
        """Sends until there is an answer that is not `later`; returns it with its seconds."""
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while True:
            began = time.monotonic()
            try:
                response = client.send("POST", path, json=payload, headers=headers)
            except requests.RequestException as error:
                answer, pause = f"{type(error).__name__}: {error}", 0.1
            else:
                if not is_later(response):
                    return response, time.monotonic() - began
                answer, pause = describe(response), min(float(response.headers.get("Retry-After", 0.1)), 2)
            if time.monotonic() > deadline:
                raise Failure(f"POST {path} got no final answer within {GIVE_UP_SECONDS} s; the last was {answer}")
            with self.lock:
                self.tally.retried += 1
            time.sleep(pause)

    def note(self, post, response, seconds):
        with self.lock:
            self.tally.codes[response.status_code] += 1
            self.tally.latencies.append(seconds)
            post.code = response.status_code
            if post.code in (201, 202):
                post.id = response.json()["id"]
                self.by_id[post.id] = post
            elif post.code == 422:
                self.tally.refusals.append(describe(response))
            else:
                self.tally.errors.append(f"{marker(post.number)} was answered {describe(response)}")

    # Deciding

    def decide_enough(self):
        client = self.moderator
        deadline = time.monotonic() + GIVE_UP_SECONDS * 5
        while len(self.decided) < self.args.decide and not self.tally.errors:
            if time.monotonic() > deadline:
                raise Failure(f"only {len(self.decided)} of {self.args.decide} decisions could be made")
            for item in self.pending(client):
                if len(self.decided) < self.args.decide:
                    self.decide(client, item)

    def pending(self, client):
        """A handful of the queue, replies first, so that the next look at it is a fresh one."""
        try:
            items = [comment_of(item) for item in client.items("/moderation/queues/pending", site=SITE)]
        except requests.RequestException:
            time.sleep(0.1)
            return []
        with self.lock:
            items = [item for item in items if item["id"] in self.by_id and item["id"] not in self.decided]
        self.chance.shuffle(items)
        items.sort(key=lambda item: item.get("parent_id") is None)
        if not items:
            if self.posting_done.is_set():
                raise Failure(f"the pending queue is empty after {len(self.decided)} of {self.args.decide} decisions")
            time.sleep(0.05)
        return items[: max(3, self.args.decide // 12)]

    def decide(self, client, item):
        action = self.chance.choices(["approve", "reject", "spam"], weights=[6, 3, 1])[0]
        decision = {"action": action, "revision": item["revision"]}
        if action == "reject":
            decision |= {"reason": "off_topic", "note": "Please keep to the subject."}
        path = f"/moderation/comments/{item['id']}/decisions"
        response, _ = self.insist(client, path, decision, {"Idempotency-Key": str(uuid.uuid4())})
        if response.status_code == 409:
            # The answer to an earlier try may have been lost in the crash: then the comment already stands as decided.
            self.tally.conflicts += 1
            if self.moderated(client, item["id"])["status"] != OUTCOMES[action]:
                return
        elif response.status_code not in (200, 201, 204):
            raise Failure(f"POST {path} with {decision} answered {describe(response)}")
        with self.lock:
            self.decided[item["id"]] = action
            post = self.by_id[item["id"]]
            if action == "approve" and post.parent is None:
                self.roots.append(post)

    def moderated(self, client, comment_id):
        return comment_of(client.must("GET", f"/moderation/comments/{comment_id}", expected=(200,)))

    def figures(self, seconds, down):
        latencies = sorted(self.tally.latencies) or [0]
        percentiles = statistics.quantiles(latencies, n=100) if len(latencies) > 1 else latencies * 99
        return {
            "posted": sum(self.tally.codes.values()),
            "201 / 202 / 422": " / ".join(str(self.tally.codes[code]) for code in (201, 202, 422)),
            "replies": sum(post.parent is not None for post in self.posts),
            "decided": len(self.decided),
            "retried": self.tally.retried,
            "decisions found already made": self.tally.conflicts,
            "posts/s": f"{len(latencies) / seconds:.0f}",
            "seconds (without a server)": f"{seconds:.1f} ({down:.2f})",
            "latency p50 / p99, ms": f"{percentiles[49] * 1000:.0f} / {percentiles[98] * 1000:.0f}",
        }


def start_smtp_server(folder):
    """The process, which ends when its stdin is closed, and its port."""
    script = Path(__file__).with_name("smtp_server.py")
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    port = process.stdout.readline().strip()
    if not port:
        raise Failure("smtp_server.py did not start; its message is above")
    return process, port


def report(figures, results):
    print()
    for what, figure in figures.items():
        print(f"  {what:<30} {figure}")
    print()
    for what, problems in results:
        print(f"  {'FAIL' if problems else 'ok  '}  {what}")
        for problem in problems[:5]:
            print(f"          {problem}")
        if len(problems) > 5:
            print(f"          and {len(problems) - 5} more")
    print(flush=True)


def arguments():
    parser = argparse.ArgumentParser(description="The main job under load, through a crash.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"), help="the postil binary; default: $POSTIL_BIN")
    parser.add_argument("--texts", help="gzipped CSV with a column `text`; default: texts made up here")
    parser.add_argument("--database-url", help="an empty database; default: a new SQLite file")
    parser.add_argument("--count", type=int, help="posts; default: 1000, without --texts 60")
    parser.add_argument("--decide", type=int, help="decisions; default: 300, without --texts 20")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--mail-wait", type=float, default=120, help="give up after so many seconds without a mail")
    parser.add_argument("--seed", type=int, default=1, help="of every choice made here")
    args = parser.parse_args()
    args.count = args.count or (1000 if args.texts else 60)
    args.decide = args.decide or (300 if args.texts else 20)
    if args.decide > args.count // 2:
        parser.error("--decide must be at most half of --count, since decisions go on while posting does")
    return args


def main():
    args = arguments()
    chance = random.Random(args.seed)
    posts = plan(args.texts, args.count, chance)
    with private_postil(args.bin, database_url=args.database_url) as postil:
        smtp, port = start_smtp_server(postil.mail_folder)
        postil.environment["POSTIL_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        try:
            storm = Storm(args, postil, posts, chance)
            storm.prepare()
            seconds, down = storm.post_everything()
            checks = StormChecks(storm)
            results = list(checks.run())
        finally:
            smtp.stdin.close()
            smtp.wait()
        report(storm.figures(seconds, down) | checks.figures, results)
        failed = sum(bool(problems) for _, problems in results)
        if failed:
            raise Failure(f"{failed} of {len(results)} checks of the storm")
    print("PASS: storm")
    return 0


if __name__ == "__main__":
    exit_with(main)
