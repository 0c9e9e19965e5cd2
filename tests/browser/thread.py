#!/usr/bin/env python3
"""The thread in Chromium, as readers use it: votes, pages, folds, links to comments, languages, and pages that stay.

    thread.py [--bin PATH]
"""

import argparse
import os
import sys
from pathlib import Path

from browser import Articles, must, new_browser

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from harness import Client, exit_with, private_postil, sign_in

SITE = "trial"
READER = "dot@trial.example"


def said(number):
    """Sentences that are not alike."""
    boats = ("Petrel", "Avocet", "Gannet", "Plover", "Curlew", "Fulmar", "Dunlin")
    places = ("the bar", "the ice house", "the north quay", "the fish market", "the lamp", "the slip", "the old crane", "the ferry")
    times = ("before dawn", "at noon", "on Sunday", "in the fog", "last winter", "after the storm")
    return f"The {boats[number % 7]} lay off {places[number % 8]} {times[number % 6]}, and her log has {number * 37 + 11} miles."


class Thread:
    def __init__(self, browser, url, articles):
        self.browser = browser
        self.url = url
        self.articles = articles
        self.anybody = Client(url)

    def post(self, address, count, first=0, parent=None):
        """The ids, oldest first."""
        ids = []
        for number in range(first, first + count):
            comment = {"url": address, "body": said(number), "guest": {"name": f"Hand {number}", "email": f"hand{number}@trial.example"}}
            if parent:
                comment["parent_id"] = parent
            ids.append(self.anybody.must("POST", f"/sites/{SITE}/comments", json=comment)["id"])
        return ids

    def open(self, address, more=""):
        self.browser.open(f"{self.url}/embed/{SITE}?url={address}{more}")

    def shown(self):
        return self.browser.run("return [...document.querySelectorAll('#list > li > article')].map((c) => c.id.slice(8))")

    def pages_and_votes(self):
        browser, address = self.browser, f"{self.articles.origin}/long"
        ids = self.post(address, 45)
        browser.open(f"{self.url}/account/sign-in?next=/account")
        browser.fill(email=READER, password="correct horse battery staple 7")
        browser.press_to_page("main form button.button")
        self.open(address)
        newest = list(reversed(ids))
        must(self.shown() == newest[:20], "the newest twenty stand first")
        # Whoever presses twice gets no more than once.
        browser.run("document.querySelector('#next a').click(); document.querySelector('#next a').click()")
        browser.wait("twenty more", lambda: self.shown() == newest[:40])
        later = newest[30]
        browser.press(f"#up-{later}")
        browser.wait("the vote", lambda: browser.one(f"#up-{later}").get_attribute("aria-pressed") == "true")
        must(browser.text(f"#comment-{later} .score") == "1", "the score is said")
        must(self.shown() == newest[:40], "voting moves nothing")
        browser.press(f"#comment-{later} .reply")
        browser.wait("the form for a reply", lambda: "Reply to" in browser.text("#respond-title"))
        browser.fill(body="The log is right, I kept it.")
        browser.press("#write button:not([name])")
        browser.sees("I kept it", f"li:has(> #comment-{later}) .replies")
        must(self.shown() == newest[:40], "answering moves nothing")
        browser.wait("the reply to be shown", lambda: browser.all(".hit"))
        must("I kept it" in browser.text(".hit"), "one's own comment is shown")
        browser.press(f"#below-{later} > summary")
        browser.press(f"#down-{later}")
        browser.wait("the vote", lambda: browser.one(f"#down-{later}").get_attribute("aria-pressed") == "true")
        must(not browser.one(f"#below-{later}").get_attribute("open"), "what was folded stays folded")
        browser.driver.delete_all_cookies()
        return ids

    def links(self, ids):
        """From the article's own address to the comment, on whatever page of the thread it is."""
        browser = self.browser
        article = self.articles.publish("/long", "A long article", self.url, SITE, "<p>And more. </p>" * 400)
        browser.open(f"{article}#comment-{ids[0]}")
        with browser.frame():
            browser.wait("the comment", lambda: browser.all(f"#comment-{ids[0]}.hit"))
        browser.wait("the page to go there", lambda: browser.run("return scrollY") > 2000)
        browser.open("about:blank")
        browser.open(article)
        must(browser.run("return scrollY") == 0, "the article begins at its beginning")
        browser.run("location.hash = arguments[0]", f"comment-{ids[1]}")
        with browser.frame():
            browser.wait("the other comment", lambda: browser.all(f"#comment-{ids[1]}.hit"))

    def stays(self, ids):
        """An application of one page shows one article after the other."""
        browser = self.browser
        other = f"{self.articles.origin}/other"
        self.post(other, 2, first=100)
        self.articles.publish("/app", "An application", self.url, SITE, f"<postil-thread url='{other}'></postil-thread>")
        browser.open(f"{self.articles.origin}/app")
        with browser.frame("postil-thread iframe"):
            browser.wait("the element's thread", lambda: len(browser.all(".comment")) == 2)
        must(len(browser.all("postil-thread iframe")) == 1, "the element shows one thread")
        browser.run("postil.mount(arguments[0])", f"{self.articles.origin}/long")
        with browser.frame():
            browser.wait("the thread of the next article", lambda: len(browser.all(".comment")) > 10)
        browser.run("postil.mount(arguments[0])", other)
        browser.run("location.hash = arguments[0]", f"comment-{ids[5]}")
        with browser.frame():
            browser.wait("the thread of the one after", lambda: browser.all(".comment"))
        failed = [entry for entry in browser.told() if "TypeError" in entry]
        must(not failed, f"the loader fails: {failed}")

    def language(self):
        """What was chosen for the article holds for what is sent too."""
        browser = self.browser
        self.open(f"{self.articles.origin}/short", "&lang=de")
        browser.fill(body="Der Bagger liegt seit Tagen still, und niemand sagt warum.", name="Rieke")
        browser.press("#write [name=preview]")
        browser.wait("the preview", lambda: browser.all("#preview"))
        must("Vorschau" in browser.text("#preview"), "the preview is in the page's language")
        browser.press("#write button:not([name])")
        browser.wait("the comment", lambda: browser.all(".comment"))
        must("Kommentar" in browser.text("#comments-title"), "so is what comes back")
        browser.press(".comment .one")
        browser.wait("the comment alone", lambda: browser.all("#one"))
        browser.press("#one details summary") if browser.all("#one details summary") else None
        must("Melden" in browser.text("#one") or "melden" in browser.text("#one"), "and what can be done with it")
        copy = browser.one("#one #link + button")
        must(copy.text == "Kopieren", "the link can be copied")


def main():
    parser = argparse.ArgumentParser(description="Uses the thread in Chromium.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"))
    args = parser.parse_args()
    articles = Articles()
    with private_postil(args.bin) as postil, new_browser() as browser:
        postil.must("site", "create", "--slug", SITE, "--name", "Trial", "--origin", articles.origin, "--policy", "open")
        postil.create_user("root@trial.example", "Root", "administrator")
        postil.create_user(READER, "Dot", "moderator", "--site", SITE)
        thread = Thread(browser, postil.start(), articles)
        rules = {"form": {"min_seconds": 0}, "rate": {"per_minute": 1000, "per_hour": 10000}}
        sign_in(postil.url, "root@trial.example").must("PUT", f"/sites/{SITE}/rules", json=rules)
        ids = thread.pages_and_votes()
        print("ok    pages, votes, replies and folds stay where they are")
        thread.links(ids)
        print("ok    a link in the article's address leads to the comment")
        thread.stays(ids)
        print("ok    a page that stays shows one article after the other")
        thread.language()
        print("ok    the language stays")
    articles.close()
    return 0


if __name__ == "__main__":
    exit_with(main)
