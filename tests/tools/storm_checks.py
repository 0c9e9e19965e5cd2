"""What must hold after a storm: nothing lost, nothing double, every mail owed delivered. See storm.py."""

import collections
import re
import time

from harness import Client, comment_of, describe, sign_in
from storm_plan import SITE, URLS, marker

# No new mail for this long after all owed ones arrived: then none is still on its way.
QUIET_SECONDS = 3
OUTCOMES = {"approve": "published", "reject": "rejected", "spam": "spam"}


class StormChecks:
    """Looks at a server after a storm. Ends with stopping it."""

    def __init__(self, storm):
        self.storm = storm
        self.postil = storm.postil
        self.by_id = storm.by_id
        self.decided = storm.decided
        self.reader_of = {storm.reader_address(index): index for index in storm.verify_mails}
        self.figures = {}
        client = sign_in(self.postil.url, "moderator@storm.example")
        self.answers = {
            comment_id: client.send("GET", f"/moderation/comments/{comment_id}") for comment_id in self.by_id
        }
        self.final = {
            comment_id: comment_of(answer.json())
            for comment_id, answer in self.answers.items()
            if answer.status_code == 200
        }
        queue = client.items("/moderation/queues/pending", site=SITE)
        self.pending = [comment_of(item)["id"] for item in queue]
        self.public = {url: self.thread(url) for url in URLS}

    def thread(self, url):
        """The ids of all comments that everybody sees."""
        roots = Client(self.postil.url).items(f"/sites/{SITE}/comments", url=url, sort="oldest")
        return [comment["id"] for comment in walk(roots)]

    def run(self):
        """Pairs of what must hold and the problems found."""
        yield "at least nine of ten posts were taken", self.refusals()
        yield "everything acknowledged is there", self.missing()
        yield "with the text that was sent", self.wrong_texts()
        yield "and nothing is there twice", self.doubles()
        yield "a repeated Idempotency-Key makes nothing new", self.replays()
        yield "decisions stand as made", self.lost_decisions()
        yield "the public threads show what is published", self.thread_differences()
        yield "the counts agree with the threads", self.count_differences()
        yield "every mail owed came, at most twice, and no other", self.mail_problems()
        code = self.postil.stop()
        yield "the server stops when asked", [f"it ended with {code}"] if code else []
        doctor = self.postil.run("doctor")
        said = f"{doctor.stdout}{doctor.stderr}".strip()
        yield "postil doctor finds nothing", [f"exit code {doctor.returncode}: {said}"] if doctor.returncode else []

    def refusals(self):
        taken, posted = len(self.by_id), len(self.storm.posts)
        return [] if taken >= 0.9 * posted else [f"{taken} of {posted}", *self.storm.tally.refusals]

    def missing(self):
        return [
            f"{comment_id} ({marker(self.by_id[comment_id].number)}): {describe(answer)}"
            for comment_id, answer in self.answers.items()
            if answer.status_code != 200
        ]

    def wrong_texts(self):
        # Only the marker is compared, since the server may trim and normalise the rest.
        return [
            f"{comment_id} is not {marker(self.by_id[comment_id].number)}"
            for comment_id, comment in self.final.items()
            if not comment["body"].startswith(marker(self.by_id[comment_id].number))
        ]

    def doubles(self):
        """A double of a post would be new, and with every comment held it stays pending: nobody decided it."""
        shown = [comment_id for comments in self.public.values() for comment_id in comments]
        acknowledged = [post.id for post in self.storm.posts if post.id]
        return [
            *(f"{comment_id} was never acknowledged" for comment_id in {*self.pending, *shown} - self.by_id.keys()),
            *(f"{comment_id} is listed twice" for comment_id in repeated(self.pending) + repeated(shown)),
            *(f"{comment_id} was the answer to two posts" for comment_id in repeated(acknowledged)),
        ]

    def replays(self):
        taken = [post for post in self.storm.posts if post.id]
        client = Client(self.postil.url)
        problems = []
        for post in self.storm.chance.sample(taken, min(10, len(taken))):
            path = f"/sites/{SITE}/comments"
            answer = client.send("POST", path, json=post.payload(), headers=self.storm.headers(post))
            if answer.status_code != post.code or answer.json().get("id") != post.id:
                problems.append(f"{post.id}, first answered {post.code}, was then answered {describe(answer)}")
        return problems

    def lost_decisions(self):
        return [
            f"{comment_id} was decided {action} and is {self.final[comment_id]['status']}"
            for comment_id, action in self.decided.items()
            if comment_id in self.final and self.final[comment_id]["status"] != OUTCOMES[action]
        ]

    def thread_differences(self):
        problems = []
        for url, comments in self.public.items():
            expected = {
                comment_id
                for comment_id, comment in self.final.items()
                if comment["status"] == "published" and self.by_id[comment_id].url == url
            }
            absent, extra = sorted(expected - set(comments)), sorted(set(comments) - expected)
            if absent or extra:
                problems.append(f"{url}: missing {absent}, too many {extra}")
        return problems

    def count_differences(self):
        query = [("url", url) for url in self.public]
        answer = Client(self.postil.url).must("GET", f"/sites/{SITE}/counts", params=query)
        counts = {item["url"]: item["count"] for item in answer["items"]}
        return [
            f"{url}: count {counts.get(url)}, shown {len(comments)}"
            for url, comments in self.public.items()
            if counts.get(url) != len(comments)
        ]

    def owed(self):
        """(recipient, kind, comment id or "") of every mail that must be sent."""
        owed = {(address, kind, "") for address in self.reader_of for kind in ("verify", "welcome")}
        for comment_id, comment in self.final.items():
            post = self.by_id[comment_id]
            if post.reader is not None and self.decided.get(comment_id) in ("approve", "reject"):
                owed.add((self.storm.reader_address(post.reader), "decision", comment_id))
            target = reply_target(post)
            if comment["status"] == "published" and target is not None:
                owed.add((self.storm.reader_address(target), "reply", comment_id))
        return owed

    def mail_problems(self):
        owed = self.owed()
        self.await_mails(owed)
        delivered, strange = self.delivered()
        self.figures["mails owed"] = len(owed)
        self.figures["mails delivered"] = len(owed & delivered.keys())
        self.figures["mails doubled"] = sum(count == 2 for count in delivered.values())
        return [
            *(f"missing: {name(mail)}" for mail in sorted(owed - delivered.keys())),
            *(f"not owed: {name(mail)}" for mail in sorted(delivered.keys() - owed)),
            *(f"{count} times: {name(mail)}" for mail, count in delivered.items() if count > 2),
            *(f"about nothing known: {mail.subject!r} to {mail.recipients}, {mail.path}" for mail in strange),
        ]

    def await_mails(self, owed):
        """Until all owed are there and it has been quiet for a while, or nothing has come for --mail-wait seconds."""
        count, changed, complete = -1, time.monotonic(), False
        while True:
            mails = self.storm.mails()
            if len(mails) != count:
                count, changed = len(mails), time.monotonic()
                complete = owed <= self.delivered()[0].keys()
            quiet = time.monotonic() - changed
            if (complete and quiet > QUIET_SECONDS) or quiet > self.storm.args.mail_wait:
                return
            time.sleep(0.2)

    def delivered(self):
        """How often each mail came, and the mails that tell of nothing this script knows."""
        counter, strange = collections.Counter(), []
        for mail in self.storm.mails():
            meanings = self.meanings(mail)
            counter.update(meanings)
            if not meanings:
                strange.append(mail)
        return counter, strange

    def meanings(self, mail):
        """What a mail tells of, by the comments it links to or quotes."""
        address = mail.recipients[0] if mail.recipients else ""
        reader = self.reader_of.get(address)
        if reader is None:
            return []
        if mail.text == self.storm.verify_mails[reader].text:
            return [(address, "verify", "")]
        if mail.subject.startswith("Welcome to "):
            return [(address, "welcome", "")]
        mentioned = self.mentioned(mail)
        replies = [post for post in mentioned if reply_target(post) == reader]
        if replies:
            return [(address, "reply", post.id) for post in replies]
        return [(address, "decision", post.id) for post in mentioned if post.reader == reader]

    def mentioned(self, mail):
        ids = set(re.findall(r"\d{10,19}", mail.everything))
        numbers = {int(number) for number in re.findall(r"storm-(\d{5})", mail.everything)}
        by_number = [post.id for post in self.storm.posts if post.number in numbers and post.id]
        return [self.by_id[comment_id] for comment_id in {*ids, *by_number} if comment_id in self.by_id]


def reply_target(post):
    """The reader to be told of a reply: the parent's author, unless that is a guest or the replier."""
    target = post.parent.reader if post.parent else None
    return None if target == post.reader else target


def walk(comments):
    for comment in comments:
        yield comment
        yield from walk(comment.get("replies") or [])


def repeated(values):
    return [value for value, count in collections.Counter(values).items() if count > 1]


def name(mail):
    recipient, kind, comment_id = mail
    return f"{kind} to {recipient}" + (f" about {comment_id}" if comment_id else "")
