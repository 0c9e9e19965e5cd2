#!/usr/bin/env python3
"""The desk in Chromium, as moderators work there all day: by keys, with others, and without leaving the list.

    desk.py [--bin PATH]
"""

import argparse
import os
import sys
from pathlib import Path

from browser import ENTER, ESCAPE, must, new_browser

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from harness import PASSWORD, Client, exit_with, private_postil, sign_in

SITE = "trial"
ARTICLE = "https://trial.example/harbour"


class Desk:
    """A moderator at the list of what is pending."""

    def __init__(self, browser, url, name):
        self.browser = browser
        self.list = f"{url}/desk/{SITE}/queues/pending"
        browser.open(self.list)
        browser.fill(email=f"{name}@desk.example", password=PASSWORD)
        browser.press_to_page("main form button")

    def items(self):
        return self.browser.run("return [...document.querySelectorAll('.item')].map((item) => item.dataset.item)")

    def focused(self):
        return self.browser.run("return document.activeElement.closest('.item')?.dataset.item")

    def keys(self, *keys):
        for key in keys:
            self.browser.keys(key)

    def goes(self, item):
        self.browser.wait(f"{item} to leave the list", lambda: item not in self.items())

    def comes(self, item):
        self.browser.wait(f"{item} to be on the list", lambda: item in self.items())

    def count(self):
        return {self.browser.text(".size"), self.browser.text("#menu [data-count=pending]")}

    def told(self, text):
        self.browser.sees(text, "#notice")


def by_keys(ines, staff):
    browser = ines.browser
    first, second, *rest = ines.items()
    ines.keys("j", "j")
    must(ines.focused() == second, "j leads to the next")
    ines.keys("k")
    must(ines.focused() == first, "and k back")
    ines.keys("a")
    ines.goes(first)
    ines.told("Approved.")
    must(ines.focused() == second, "after a decision one is at what comes next")
    must(ines.count() == {"5"}, f"the numbers follow, {ines.count()}")
    must(browser.url == ines.list, "the page stays the same")
    ines.keys("u")
    ines.comes(first)
    ines.told("Taken back.")
    must(ines.items() == [first, second, *rest], "what is taken back stands where it was")
    must(status(staff, first) == "pending", "and waits again")

    ines.keys("r", ENTER)
    browser.sees("is needed to reject", f"#item-{second}")
    browser.must_be_accessible("a rejection without a reason")
    ines.keys("2", ENTER)
    ines.goes(second)
    must(status(staff, second) == "rejected", "the second time it is rejected")
    ines.keys("r", ESCAPE)
    must(not browser.all(".item .fold[open]"), "Escape folds the reasons up")
    browser.expect_clean_log("422")
    return first, rest


def switched_off(ines):
    browser = ines.browser
    before = ines.items()
    ines.keys("?")
    browser.press("#keys-on")
    ines.keys(ESCAPE)
    browser.open(ines.list)
    ines.keys("j", "a", "s")
    must(ines.items() == before and not browser.all("#notice"), "keys that are switched off do nothing")
    browser.press("#keys-button")
    browser.press("#keys-on")
    browser.press("#keys form button")
    ines.keys("j")
    must(ines.focused() == before[0], "and again something when they are on")


def with_others(ines, mara, staff):
    mine, his, *_ = ines.items()
    ines.keys("c")
    ines.browser.sees("You are on this", f"#item-{mine}")
    mara.browser.sees("Ines is on this", f"#item-{mine}")
    ines.keys("j")
    mara.browser.wait("the item to be free again", lambda: not mara.browser.text(f"#item-{mine} .on"))

    decide(staff, his, "spam")
    ines.keys("a")
    ines.browser.sees("Somebody was faster", f"#item-{his}")
    ines.browser.sees("Root: taken for spam", f"#item-{his}")
    must(status(staff, his) == "spam", "what was not seen is not decided on")
    ines.browser.must_be_accessible("an item that somebody else has decided on")
    ines.keys("a")
    ines.goes(his)
    must(status(staff, his) == "published", "having seen it, one decides")
    ines.browser.expect_clean_log("409")


def news(ines, anybody):
    before = ines.items()
    # What others have decided is counted off first: one that goes and one that comes at once cannot be told apart.
    ines.browser.wait("the count", lambda: ines.browser.text("h1 .size") == str(len(before)))
    post(anybody, "And one more, while everybody looks.", "Late")
    ines.browser.sees("1 new", "#fresh")
    must(ines.items() == before, "nothing moves by itself")
    ines.browser.press("#fresh button")
    ines.browser.wait("the new one", lambda: len(ines.items()) == len(before) + 1)


def many(ines, staff):
    browser = ines.browser
    browser.open(ines.list)
    first, second, *rest = ines.items()
    ines.keys("j", "x", "j", "x")
    browser.sees("2 chosen", "#many")
    browser.must_be_accessible("two that are chosen")
    browser.press("#many button[value=spam]")
    browser.wait("both to go", lambda: ines.items() == rest)
    ines.told("2 taken for spam.")
    ines.keys("u")
    ines.comes(first)
    ines.comes(second)
    must({status(staff, first), status(staff, second)} == {"pending"}, "both are taken back together")


def post(anybody, body, name):
    comment = {"url": ARTICLE, "title": "The harbour", "body": body, "guest": {"name": name}}
    return anybody.must("POST", f"/sites/{SITE}/comments", json=comment)["id"]


def case(staff, comment):
    return staff.must("GET", f"/moderation/comments/{comment}")


def status(staff, comment):
    return case(staff, comment)["status"]


def decide(staff, comment, action):
    decision = {"action": action, "revision": case(staff, comment)["revision"]}
    staff.must("POST", f"/moderation/comments/{comment}/decisions", json=decision)


def main():
    parser = argparse.ArgumentParser(description="Works at the desk in Chromium.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"))
    args = parser.parse_args()
    with private_postil(args.bin) as postil:
        postil.must("site", "create", "--slug", SITE, "--name", "Trial", "--origin", "https://trial.example", "--policy", "all")
        for name in ("ines", "mara"):
            postil.create_user(f"{name}@desk.example", name.title(), "moderator", "--site", SITE)
        postil.create_user("root@desk.example", "Root", "administrator")
        url = postil.start()
        staff, anybody = sign_in(url, "root@desk.example"), Client(url)
        staff.must("PUT", f"/sites/{SITE}/rules", json={"undo_seconds": 600, "rate": {"per_minute": 100, "per_hour": 100}})
        for number in range(6):
            post(anybody, f"Day {number} at sea, and nobody has seen the beacon.", f"Hand {number}")
        with new_browser() as one, new_browser() as two:
            ines, mara = Desk(one, url, "ines"), Desk(two, url, "mara")
            by_keys(ines, staff)
            print("ok    a moderator decides by keys, and takes it back")
            switched_off(ines)
            print("ok    keys can be switched off")
            with_others(ines, mara, staff)
            print("ok    two moderators see what the other does")
            news(ines, anybody)
            print("ok    what is new waits to be shown")
            many(ines, staff)
            print("ok    many are decided on at once")
    return 0


if __name__ == "__main__":
    exit_with(main)
