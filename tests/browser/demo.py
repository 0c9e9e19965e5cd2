#!/usr/bin/env python3
"""What `cargo run -- demo` shows, in Chromium.

    demo.py [--bin PATH] [--screenshots FOLDER]

Starts `postil demo` and goes through it: a visitor reads the article and its thread, a guest writes and makes mistakes, a
moderator signs in with the password that the demo tells. Chromium's own log must have no error that a step does not
expect. With --screenshots it also takes the pictures of the documentation: thread.png, thread-dark.png, desk.png and
account.png.
"""

import argparse
import os
import re
import sys
import time
from pathlib import Path

from browser import SECONDS, must, new_browser

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from harness import Failure, exit_with, private_postil, sign_in, wait_for

MODERATOR = "ines.oakley@example.org"
ADMINISTRATOR = "owen.pascoe@example.org"
# A form that comes back sooner is held.
FORM_SECONDS = 3
TEXT = "I rowed past the bar on Sunday and touched bottom twice, at half tide."


class Demo:
    """What `postil demo` says of itself when it starts."""

    def __init__(self, postil):
        self.base = postil.url
        self.said = postil.log.read_text()
        mails = re.search(r"(/\S+/mail)\b", self.said)
        must(mails, f"the demo does not say where mail is:\n{self.said}")
        self.mails = Path(mails[1])

    @property
    def article(self):
        return f"{self.base}/demo"

    def password_of(self, address):
        line = next((line for line in self.said.splitlines() if address in line), "")
        found = re.search(r"\b(?:[a-z0-9]{4}-){3}[a-z0-9]{4}\b", line)
        must(found, f"the demo does not say the password of {address}:\n{self.said}")
        return found[0]


def open_thread(browser, demo):
    browser.open(demo.article)
    browser.run("document.querySelector('#postil').scrollIntoView()")
    return browser.frame()


def a_visitor_reads(browser, demo):
    browser.open(demo.article)
    must("61,400 cubic metres" in browser.text("h1"), "the headline is there")
    browser.wait("the count beside the headline", lambda: browser.text("[data-postil-count]").isdigit())
    browser.must_be_accessible("the demo's article")
    browser.must_fit("the demo's article")
    with open_thread(browser, demo):
        browser.wait("the comments", lambda: len(browser.all(".comment")) > 5)
        must(re.fullmatch(r"\d+ comments", browser.text("#comments-title")), "the comments are counted")
        thread = browser.text("#list")
        must("The author deleted this comment." in thread, "a deleted comment with replies keeps its place")
        for hidden in ("shifty the lot of them", "pontoon", "quaymuddle", "blue folder on the bridge"):
            must(hidden not in thread, f"{hidden!r}, which is not published, is shown")
        must(browser.all(".replies .replies .comment"), "replies stand below what they reply to")
        must(browser.all(".badge"), "staff can be told from readers")
        browser.must_be_accessible("the demo's thread")
        for key, first in (("oldest", "A correction, I think"), ("top", "gull for harbour surveyor")):
            browser.press(f".thread nav a[href*='sort={key}']")
            browser.sees(first, "#list > li:first-child")
            browser.wait("the order to be said", lambda key=key: browser.all(f"nav a[href*='sort={key}'][aria-current]"))
    browser.expect_clean_log()


def send(browser):
    """Sends the form once it is as old as a person's would be."""
    made = int(browser.one("#write [name=token]").get_attribute("value").split(".")[0])
    wait_for("the form to be old enough", SECONDS, lambda: time.time() >= made + FORM_SECONDS)
    browser.press("#write button:not([name])")


def a_guest_writes(browser, demo):
    with open_thread(browser, demo):
        browser.wait("the form", lambda: browser.all("#body"))
        browser.fill(body=TEXT, name="Ines Oakley", email="guest@example.org")
        send(browser)
        browser.sees("staff", "#name-error")
        must(browser.one("#name").get_attribute("aria-invalid") == "true", "the field says so to screen readers")
        must(browser.one("#body").get_attribute("value") == TEXT, "the text is kept")
        browser.must_be_accessible("a form with something wrong in it")
    browser.expect_clean_log("422")
    with browser.frame():
        browser.fill(body=f"{TEXT} Fishwaffle.", name="A rower")
        send(browser)
        browser.sees("not taken", "#notice")
        must("Fishwaffle" in browser.one("#body").get_attribute("value"), "the text is kept")
    browser.expect_clean_log("422")
    with browser.frame():
        browser.fill(body=TEXT)
        send(browser)
        browser.sees("waits for a moderator", "#notice")
        browser.sees(TEXT, "#list")
    with open_thread(browser, demo):
        browser.wait("the comments", lambda: len(browser.all(".comment")) > 5)
        must(TEXT not in browser.text(), "nobody sees it before a moderator has looked")
        browser.fill(body="kept while nobody is looking")
    browser.open(demo.article)
    with open_thread(browser, demo):
        browser.wait("the draft", lambda: "kept while" in browser.one("#body").get_attribute("value"))
        browser.driver.delete_all_cookies()
        browser.one("#body").clear()
        browser.fill(body=TEXT, name="A rower")
        send(browser)
        browser.sees("once more", "#notice")
        must(browser.one("#body").get_attribute("value") == TEXT, "the text is kept when the form is too old")
    browser.expect_clean_log("403")


def the_network_goes_away(browser, demo):
    with open_thread(browser, demo):
        browser.wait("the form", lambda: browser.all("#body"))
        browser.fill(body="Does anybody know when the beacon is lit again?", name="A rower")
        browser.command("Network.enable")
        network(browser, offline=True)
        send(browser)
        browser.sees("seem to be offline", "#trouble")
        must("beacon" in browser.one("#body").get_attribute("value"), "the text is kept")
        browser.must_be_accessible("a thread without a network")
        network(browser, offline=False)
        browser.press("#trouble button")
        browser.sees("waits for a moderator", "#notice")
        must(not browser.all("#trouble"), "nothing is wrong any more")
    browser.told()


def network(browser, offline):
    browser.command("Network.emulateNetworkConditions", offline=offline, latency=0, downloadThroughput=-1, uploadThroughput=-1)


def a_closed_thread(browser, demo):
    token = sign_in(demo.base, ADMINISTRATOR, demo.password_of(ADMINISTRATOR))
    thread = next(token.items("/sites/harbour-courier/threads"))
    token.must("PATCH", f"/sites/harbour-courier/threads/{thread['id']}", json={"state": "closed"})
    with open_thread(browser, demo):
        browser.sees("Comments are closed", "#respond")
        must(not browser.all("#body"), "nothing can be written")
        must(len(browser.all(".comment")) > 5, "what was written stays")
        browser.must_be_accessible("a closed thread")
    token.must("PATCH", f"/sites/harbour-courier/threads/{thread['id']}", json={"state": "open"})
    browser.expect_clean_log()


def a_moderator_looks(browser, demo):
    browser.open(f"{demo.base}/desk")
    browser.fill(email=MODERATOR, password="not the password")
    browser.press_to_page("main form button.button")
    must("not right" in browser.text("#sign-in-error"), "a wrong password is told")
    must(browser.one("#email").get_attribute("value") == MODERATOR, "the address is kept")
    browser.expect_clean_log("401")
    browser.fill(password=demo.password_of(MODERATOR))
    browser.press_to_page("main form button.button")
    browser.wait("the items", lambda: browser.all(".item"))
    must(browser.all(".item mark"), "the evidence is marked in the text")
    browser.must_be_accessible("the demo's desk")
    browser.expect_clean_log()


def take_pictures(browser, demo, folder):
    """As the documentation shows them: 1280 wide, and the thread in the dark too."""
    browser.open(f"{demo.base}/embed/harbour-courier?sort=top&url={demo_address(browser, demo)}")
    browser.wait("the comments", lambda: len(browser.all(".comment")) > 5)
    browser.resize(1280, 800)
    browser.picture(folder, "thread")
    browser.scheme("dark")
    browser.picture(folder, "thread-dark")
    browser.scheme("light")
    browser.open(f"{demo.base}/account/sign-in?next=/desk")
    browser.fill(email=MODERATOR, password=demo.password_of(MODERATOR))
    browser.press_to_page("main form button.button")
    # The picture shows evidence, not veils.
    browser.press_to_page("form[action$='/veil'] button")
    browser.wait("the items", lambda: browser.all(".item"))
    browser.picture(folder, "desk")
    browser.open(f"{demo.base}/account/mail")
    browser.picture(folder, "account")
    browser.driver.delete_all_cookies()


def demo_address(browser, demo):
    browser.open(demo.article)
    return browser.one("link[rel=canonical]").get_attribute("href")


def main():
    parser = argparse.ArgumentParser(description="Uses the demo's pages in Chromium.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"), help="the postil binary; default: $POSTIL_BIN")
    parser.add_argument("--screenshots", type=Path, help="a folder for the documentation's pictures")
    args = parser.parse_args()
    with private_postil(args.bin) as postil:
        postil.start("demo")
        demo = Demo(postil)
        with new_browser() as browser:
            if args.screenshots:
                take_pictures(browser, demo, args.screenshots)
            for step in (a_visitor_reads, a_guest_writes, the_network_goes_away, a_closed_thread, a_moderator_looks):
                step(browser, demo)
                print(f"ok    {step.__name__.replace('_', ' ')}")
        if postil.stop() != 0:
            raise Failure(f"the demo stops when it is asked to\n{postil.log_tail()}")
        must(not demo.mails.exists(), f"the demo's data is gone, {demo.mails} too")
    return 0


if __name__ == "__main__":
    exit_with(main)
