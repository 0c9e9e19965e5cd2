#!/usr/bin/env python3
"""The demo's pages in Chromium, used as people use them.

    demo.py [--bin PATH] [--screenshots FOLDER]

Starts `postil demo` and goes through it: a visitor reads, a guest writes and makes mistakes, a reader signs in, replies
and is held for a word, somebody new opens the link of a mail. Chromium's own log must have no error that a step does not
expect. With --screenshots it also takes the pictures of the documentation, demo.png and demo-comments.png.
"""

import argparse
import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from harness import Client, Failure, exit_with, private_postil, read_mails, token_in, wait_for
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

WINDOW = (1280, 900)
SECONDS = 20
# A form that comes back sooner is held.
FORM_SECONDS = 3
READER = "dot.trewarne@example.org"
NEWCOMER = "wil.harper@example.org"
NEWCOMER_PASSWORD = "nine herring gulls at noon"
GUEST_TEXT = "I rowed past the bar on Sunday and touched bottom twice, at half tide."
REPLY_TEXT = "And the ice house closes at noon in winter, so a late boat lands on Monday's price."
HELD_TEXT = "One quaymuddle after another, that is how it looks from the water."


def must(holds, expected):
    if not holds:
        raise Failure(expected)


class Browser:
    """Chromium with a profile of its own, and what a person does with it."""

    def __init__(self, folder):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for flag in (
            "headless",
            "no-sandbox",
            "disable-gpu",
            "disable-quic",
            "no-first-run",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
            "hide-scrollbars",
            f"user-data-dir={folder}",
        ):
            options.add_argument(f"--{flag}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(SECONDS)
        # The window's own size counts its frame; pictures and layout go by the page's.
        metrics = {"width": WINDOW[0], "height": WINDOW[1], "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def open(self, url):
        self.driver.get(url)

    @property
    def url(self):
        return self.driver.current_url

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        must(len(found) == 1, f"{self.url} has {len(found)} of {selector}, not one")
        return found[0]

    def text(self, selector="main"):
        return self.one(selector).text

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.one(f"#{name}")
            field.clear()
            field.send_keys(value)

    def press(self, selector):
        """Presses something that leads to another page, and waits until that is there."""
        before = self.one("html")
        self.one(selector).click()

        def replaced():
            try:
                before.is_enabled()
            except WebDriverException:
                return self.driver.execute_script("return document.readyState") == "complete"
            return False

        wait_for(f"the page behind {selector} of {self.url}", SECONDS, replaced)

    def send(self):
        """Sends the form once it is as old as a person's would be: one that comes back at once is held."""
        forms = "form[action^='/demo/comments'] [name=token]"
        made = int(self.one(forms).get_attribute("value").split(".")[0])
        wait_for("the form to be old enough", SECONDS, lambda: time.time() >= made + FORM_SECONDS)
        self.press("form[action^='/demo/comments'] button")

    def expect_clean_log(self, *expected):
        """Nothing was logged but an entry with each of `expected`."""
        entries = [entry["message"] for entry in self.driver.get_log("browser")]
        for message in expected:
            at = next((place for place, entry in enumerate(entries) if message in entry), None)
            must(at is not None, f"the browser did not log {message!r}")
            entries.pop(at)
        must(not entries, f"the browser logged {entries}")


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

    def mail_to(self, address, subject):
        def arrived():
            return [mail for mail in read_mails(self.mails) if address in mail.recipients and subject in mail.subject]

        return wait_for(f"a mail to {address} about {subject!r}", SECONDS, arrived)[0]


def a_visitor_reads(browser, demo):
    browser.open(demo.article)
    must("61,400 cubic metres" in browser.text("h1"), "the headline is there")
    must(re.fullmatch(r"\d+ comments", browser.text("#comments-title")), "the comments are counted")
    thread = browser.text(".comments")
    must("The author deleted this comment." in thread, "a deleted comment with replies keeps its place")
    for hidden in ("shifty the lot of them", "pontoon", "quaymuddle", "blue folder on the bridge"):
        must(hidden not in thread, f"{hidden!r}, which is not published, is shown")
    must(browser.all(".replies .replies .comment"), "replies stand below what they reply to")
    must(browser.all(".badge"), "staff can be told from readers")
    unlabelled = [
        field.get_attribute("name")
        for field in browser.all("textarea, input:not([type=hidden])")
        if not browser.all(f"label[for={field.get_attribute('id')}]")
    ]
    must(not unlabelled, f"fields without a label: {unlabelled}")

    for key, first in (("oldest", "A correction, I think"), ("top", "gull for harbour surveyor")):
        browser.press(f"nav a[href^='?sort={key}']")
        must(first in browser.text(".comments > li:first-child"), f"the first comment by {key} is the one with {first!r}")
        must(browser.one("nav [aria-current]").get_attribute("href").endswith(f"?sort={key}#comments"), "the order is said")
    for width in (360, 768, 1280):
        metrics = {"width": width, "height": WINDOW[1], "deviceScaleFactor": 1, "mobile": False}
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        wide = browser.driver.execute_script("return document.documentElement.scrollWidth")
        must(wide <= width, f"at a width of {width} the page is {wide} wide and has to be scrolled sideways")
    browser.expect_clean_log()


def a_guest_writes(browser, demo):
    browser.open(demo.article)
    browser.fill(body=GUEST_TEXT, name="Ines Oakley", email="guest@example.org")
    browser.send()
    must("staff" in browser.text("#name-error"), "a name that looks like a moderator's is refused beside its field")
    must(browser.one("#name").get_attribute("aria-invalid") == "true", "the field says so to screen readers")
    must(browser.one("#body").get_attribute("value") == GUEST_TEXT, "the text is kept")
    must("not sent" in browser.text("#notice"), "the notice says that nothing was sent")
    browser.expect_clean_log("422")

    browser.fill(body=f"{GUEST_TEXT} Fishwaffle.", name="A rower")
    browser.send()
    must("not taken" in browser.text("#notice"), "a banned word is refused")
    must("Fishwaffle" in browser.one("#body").get_attribute("value"), "the text is kept")
    browser.expect_clean_log("422")

    browser.fill(body=GUEST_TEXT)
    browser.send()
    must("waits for a moderator" in browser.text("#notice"), "a first comment is held, and its author told")
    must(GUEST_TEXT in browser.text(".comments"), "its author sees it")
    must(not browser.one("#body").get_attribute("value"), "the form is empty again")
    browser.open(demo.article)
    must(GUEST_TEXT not in browser.text(), "nobody sees it before a moderator has looked")
    browser.expect_clean_log()


def a_form_of_another_browser_is_refused(browser, demo):
    browser.open(demo.article)
    browser.fill(body=GUEST_TEXT, name="A rower")
    browser.driver.delete_all_cookies()
    browser.send()
    must("once more" in browser.text("#notice"), "a form without its cookie is not taken")
    must(browser.one("#body").get_attribute("value") == GUEST_TEXT, "the text is kept")
    browser.expect_clean_log("403")


def a_reader_replies(browser, demo):
    browser.open(demo.article)
    browser.press(".respond .session a")
    browser.fill(email=READER, password="not the password")
    browser.press("main form button")
    must("not right" in browser.text("#sign-in-error"), "a wrong password is told")
    must(browser.one("#email").get_attribute("value") == READER, "the address is kept")
    browser.expect_clean_log("401")
    browser.fill(password=demo.password_of(READER))
    browser.press("main form button")
    must("Signed in as Dot Trewarne" in browser.text(".session"), "the form says who is signed in")
    for cookie in browser.driver.get_cookies():
        must(cookie["httpOnly"] and cookie["sameSite"] == "Lax", f"scripts and other sites could use {cookie['name']}")

    gull = next(item for item in browser.all(".comment") if "gull for harbour surveyor" in item.text)
    parent = gull.get_attribute("id")
    browser.press(f"#{parent} .reply")
    must("Reply to Tomos Lugg" in browser.text("#respond-title"), "the form says whom the reply is for")
    browser.fill(body=REPLY_TEXT)
    browser.send()
    must("#comment-" in browser.url, "the reader is led to the comment")
    own = browser.url.partition("#")[2]
    must(REPLY_TEXT in browser.text(f"#{own}"), "the comment is there")
    must(browser.all(f"li:has(> #{parent}) > .replies > li > #{own}"), "it stands below what it replies to")

    browser.fill(body=HELD_TEXT)
    browser.send()
    must("waits for a moderator" in browser.text("#notice"), "a suspect word is held")
    browser.open(demo.article)
    waiting = [item.text for item in browser.all(".comment") if HELD_TEXT in item.text]
    must(len(waiting) == 1 and "Waiting for a moderator" in waiting[0], "its author alone sees it wait")
    browser.press("form.session button")
    must("writing as a guest" in browser.text(".session"), "the reader is signed out")
    must(HELD_TEXT not in browser.text(), "others do not see what waits")
    browser.expect_clean_log()


def a_mail_leads_to_its_page(browser, demo):
    reply = demo.mail_to("tomos.lugg@example.org", "Dot Trewarne")
    link = re.search(r"http\S+#(comment-\d+)", reply.text)
    must(link, f"the mail about a reply has no link to it:\n{reply.text}")
    browser.open(link[0])
    must(browser.url == f"{demo.article}#{link[1]}", f"the link leads to the comment, not to {browser.url}")
    must(REPLY_TEXT in browser.text(f"#{link[1]}"), "the reply is there")

    wanted = {"email": NEWCOMER, "password": NEWCOMER_PASSWORD, "display_name": "Wil Harper"}
    Client(demo.base).must("POST", "/accounts", json=wanted)
    mail = demo.mail_to(NEWCOMER, "")
    page = f"{demo.base}/account/verify?token={token_in(mail)}"
    must(page in mail.text, f"the mail's link leads to the page:\n{mail.text}")
    browser.open(page)
    browser.press("main form button")
    must("Your account is ready" in browser.text("h1"), "the button makes the account")
    browser.expect_clean_log()
    browser.open(page)
    browser.press("main form button")
    must("doesn’t work any more" in browser.text("h1"), "a link works once")
    browser.expect_clean_log("422")
    browser.open(f"{demo.base}/demo/sign-in")
    browser.fill(email=NEWCOMER, password=NEWCOMER_PASSWORD)
    browser.press("main form button")
    must("Signed in as Wil Harper" in browser.text(".session"), "the new account signs in")
    browser.open(f"{demo.base}/account/verify")
    must("not complete" in browser.text("h1"), "a link that was cut off is explained")
    browser.expect_clean_log("404")


def take_pictures(browser, demo, folder):
    folder.mkdir(parents=True, exist_ok=True)
    browser.open(f"{demo.article}?sort=oldest")
    browser.driver.save_screenshot(str(folder / "demo.png"))
    browser.driver.execute_script("document.querySelector('#comments').scrollIntoView()")
    browser.driver.save_screenshot(str(folder / "demo-comments.png"))


@contextlib.contextmanager
def new_browser():
    folder = tempfile.mkdtemp(prefix="postil-browser-")
    browser = Browser(folder)
    try:
        yield browser
    finally:
        browser.driver.quit()
        shutil.rmtree(folder, ignore_errors=True)


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
            for step in (
                a_visitor_reads,
                a_guest_writes,
                a_form_of_another_browser_is_refused,
                a_reader_replies,
                a_mail_leads_to_its_page,
            ):
                step(browser, demo)
                print(f"ok    {step.__name__.replace('_', ' ')}")
        must(postil.stop() == 0, f"the demo stops when it is asked to\n{postil.log_tail()}")
        must(not demo.mails.exists(), f"the demo's data is gone, {demo.mails} too")
    return 0


if __name__ == "__main__":
    exit_with(main)
