#!/usr/bin/env python3
"""Whether looking at a link in a mail changes anything: mail programs and scanners follow links.

    mail_links.py [--bin PATH]

Makes the mails of a service that is used, takes every link out of every one of them, fetches each three times by GET and by
HEAD and once in Chromium, and compares the database before and after.
"""

import argparse
import os
import re
import sqlite3
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from harness import PASSWORD, Client, Failure, Postil, exit_with, read_mails, sign_in, token_in, wait_for  # noqa: E402

ARTICLE = "https://news.example/harbour"
COMMENTS = "/sites/news/comments"


def must(holds, what):
    if not holds:
        raise Failure(what)


def dump(postil):
    """Every row of every table but those of the search index, which is made of them."""
    with sqlite3.connect(f"file:{postil.folder}/postil.db?mode=ro", uri=True) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        names = [name for (name,) in tables if not name.startswith(("sqlite_", "search_", "comment_index"))]
        return [f"{name} {row}" for name in sorted(names) for row in sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))]


class Story:
    def __init__(self, postil, url):
        self.postil = postil
        self.url = url
        self.ines = self.staff("ines")
        self.root = self.staff("root")
        self.anybody = Client(url)

    def staff(self, name):
        return sign_in(self.url, f"{name}@desk.example")

    def reader(self, name):
        address = f"{name.lower()}@reader.example"
        self.anybody.must("POST", "/accounts", json={"email": address, "password": PASSWORD, "display_name": name})

        def mailed():
            mails = [mail for mail in read_mails(self.postil.mail_folder) if address in mail.recipients and token_in(mail)]
            return mails and "/account/verify?" in mails[0].text and token_in(mails[0])

        self.anybody.must("POST", "/accounts/verify", json={"token": wait_for(f"the mail to {name}", 30, mailed)})
        return sign_in(self.url, address)

    def comment(self, who, body, **more):
        return who.must("POST", COMMENTS, json={"url": ARTICLE, "title": "Harbour", "body": body, **more})

    def decide(self, comment, action, **more):
        case = self.ines.must("GET", f"/moderation/comments/{comment['id']}")
        decision = {"action": action, "revision": case["revision"], **more}
        return self.ines.must("POST", f"/moderation/comments/{comment['id']}/decisions", json=decision)

    def policy(self, policy):
        self.root.must("PATCH", "/sites/news", json={"policy": policy})

    def told(self):
        """Makes as many sorts of mail as there are without waiting for hours."""
        ada, ben = self.reader("Ada"), self.reader("Ben")
        self.root.must("PUT", "/sites/news/rules", json={"undo_seconds": 0, "rate": {"per_minute": 1000}})
        ada.must("PATCH", "/me/notifications", json={"follows": "at_once"})
        own = self.comment(ada, "Who paid for the crane?", follow_thread=True)
        self.comment(ben, "The town did.", parent_id=own["id"])
        self.comment(ben, "Is that so, @Ada?")
        self.comment(ben, "The quay is wet today.")
        guest = {"name": "Gus", "email": "gus@guests.example"}
        self.comment(self.anybody, "May a guest ask?", guest=guest, follow=True)
        taken = self.comment(ada, "Rather rude words.")
        ben.must("POST", f"/comments/{taken['id']}/reports", json={"reason": "abuse"})
        self.decide(taken, "reject", reason="abuse", note="Please be kind.")
        ada.must("POST", f"/comments/{taken['id']}/appeals", json={"statement": "It was meant well."})
        edited = self.comment(ada, "With a wrong word.")
        self.ines.must("PATCH", f"/moderation/comments/{edited['id']}", json={"body": "With a right word.", "revision": 1})
        self.policy("all")
        held = [self.comment(ada, f"May I say the {number}th thing?") for number in range(5)]
        self.decide(held[0], "approve")
        self.decide(held[1], "reject", reason="off_topic")
        self.decide(held[2], "ask_edit", note="Without the name, please.")
        self.decide(held[3], "escalate", note="Ask the lawyer.")
        account = ben.must("GET", "/me")["id"]
        self.ines.must("POST", f"/moderation/accounts/{account}/sanctions",
                       json={"site": "news", "kind": "warn", "reason": "No names, please."})
        ben.must("PATCH", "/me", json={"email": {"new": "ben.new@reader.example", "password": PASSWORD}})
        self.anybody.must("POST", "/password-resets", json={"email": "ada@reader.example"})


def links_of(postil, url):
    links = set()
    for mail in read_mails(postil.mail_folder):
        links.update(re.findall(re.escape(url) + r"/[^\s<>\"]+", mail.text))
    for path in postil.mail_folder.glob("*.eml"):
        head = path.read_text().split("\n\n", 1)[0]
        links.update(re.findall(r"^List-Unsubscribe: <(\S+)>", head, re.M))
    return sorted(links)


def browser():
    options = webdriver.ChromeOptions()
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync"):
        options.add_argument(switch)
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def main():
    parser = argparse.ArgumentParser(description="Follows every link of every mail, and looks whether anything changed.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN", "target/debug/postil"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        postil = Postil(args.bin, Path(folder))
        postil.must("site", "create", "--slug", "news", "--name", "News", "--origin", "https://news.example", "--policy", "open")
        for name, options in (("ines", ("--role", "moderator", "--site", "news")), ("root", ("--role", "administrator"))):
            postil.must("user", "create", "--email", f"{name}@desk.example", "--name", name.title(), *options, "--password-stdin",
                        stdin=PASSWORD + "\n")
        url = postil.start()
        try:
            Story(postil, url).told()

            def quiet():
                with sqlite3.connect(f"file:{postil.folder}/postil.db?mode=ro", uri=True) as connection:
                    [(due,)] = connection.execute(
                        "SELECT (SELECT count(*) FROM outbox WHERE state = 'queued' AND next_attempt_at < CAST(strftime('%s', 'now') AS INTEGER) * 1000000)"
                        " + (SELECT count(*) FROM fan_outs)")
                return due == 0

            wait_for("all mails", 60, lambda: quiet() and len(list(postil.mail_folder.glob("*.eml"))) >= 20)
            links = links_of(postil, url)
            kinds = {re.sub(r"[?].*|/u/[^c?w].*", "", link.removeprefix(url)) for link in links}
            for kind in ("/account/verify", "/account/address", "/account/reset", "/desk/decide", "/desk/waiting", "/u/comment",
                         "/u/confirm", "/u/warning"):
                must(kind in kinds, f"there is a link to {kind}: {sorted(kinds)}")
            must(len(links) > 25, f"only {len(links)} links")
            before = dump(postil)
            caller = Client(url)
            for link in links:
                for method in ("GET", "HEAD") * 3:
                    answer = caller.session.request(method, link, timeout=30, allow_redirects=False)
                    # A used link says so by 422; none of them fails.
                    must(answer.status_code in (200, 404, 422), f"{method} {link} answered {answer.status_code}")
                    must(answer.status_code != 404 or "/account/" in link, f"{method} {link} leads nowhere")
            driver = browser()
            try:
                for link in links:
                    driver.get(link)
                    must(driver.title, f"{link} is a page with a title")
            finally:
                driver.quit()
            after = dump(postil)
            if before != after:
                changed = sorted(set(after) ^ set(before))
                raise Failure("looking changed something:\n" + "\n".join(line[:300] for line in changed[:10]))
        finally:
            postil.stop()
        print(f"{len(links)} links of {len(list(Path(folder, 'mail').glob('*.eml')))} mails looked at, and nothing changed")


if __name__ == "__main__":
    exit_with(main)
