#!/usr/bin/env python3
"""The whole story in Chromium, on an article's site and a service of another origin, with scripts and without.

    story.py [--bin PATH] [--pictures FOLDER] [--only with|without]

A reader signs up by the mailed link, comments and is held; a moderator approves by the keyboard; the author is told, is
answered, edits, is reported and rejected, appeals, and another moderator overturns it. The service stands behind TLS, the
browser keeps third parties' cookies apart, and every page and state that is met must be free of what axe-core knows to be
a barrier, and must fit into a phone's window.
"""

import argparse
import os
import re
import sys
from pathlib import Path

from browser import ENTER, ESCAPE, Articles, Tls, must, new_browser

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from harness import PASSWORD, Failure, exit_with, private_postil, read_mails, sign_in, wait_for

SITE = "trial"
AUTHOR, AUTHOR_NAME = "wil.harper@example.org", "Wil Harper"
SECRET = "nine herring gulls at noon"
# With scripts and without, before and after the edit: what was said before, or nearly so, would be held.
TEXTS = {
    True: (
        "I rowed past the bar on Sunday and touched bottom twice, at half tide.",
        "I rowed past the bar on Saturday and touched bottom twice, at half tide.",
    ),
    False: (
        "My brother crews on the ferry. They wait for water every other morning now.",
        "My brother crews on the ferry. They wait for water nearly every morning now.",
    ),
}
REPLIES = {
    True: "Which side of the beacon was that? The chart is from before the dredging.",
    False: "The timetable says otherwise, but who has ever believed a timetable in winter?",
}
STATEMENT = "Nothing in it is about a person; it is about the depth of water."


class Desk:
    """A moderator in a browser."""

    def __init__(self, browser, url, name):
        self.browser = browser
        self.url = url
        browser.open(f"{url}/desk")
        must("/account/sign-in" in browser.url, f"who is not signed in is led to sign in, not to {browser.url}")
        browser.must_be_accessible("signing in")
        browser.fill(email=f"{name}@desk.example", password=PASSWORD)
        browser.press_to_page("main form button")
        must(f"/desk/{SITE}/queues/pending" in browser.url, f"signing in leads on to the desk, not to {browser.url}")

    def queue(self, queue, text):
        """The item's id in that queue."""
        self.browser.open(f"{self.url}/desk/{SITE}/queues/{queue}")
        self.browser.wait("an item", lambda: self.browser.all(".item"))
        for veil in self.browser.all(".veil:not([open]) summary"):
            veil.click()
        self.browser.sees(text)
        self.browser.must_be_accessible(f"the queue {queue}")
        self.browser.must_fit(f"the queue {queue}")
        item = next(item for item in self.browser.all(".item") if text in item.text)
        return item.get_attribute("data-item")

    def approve(self, queue, text):
        item = self.queue(queue, text)
        if self.browser.scripts:
            self.reach(item)
            self.browser.keys("a")
        else:
            self.browser.press_to_page(f"#item-{item} .quick [value=approve]")
        self.browser.wait("the item to go", lambda: not self.browser.all(f"#item-{item}"))
        must(self.browser.all("#notice .undo"), "what was decided can be undone")
        self.browser.must_be_accessible("a queue after a decision")

    def takes_back(self, text):
        """Approves, and undoes it by the key."""
        item = self.queue("pending", text)
        self.reach(item)
        self.browser.keys("a")
        self.browser.wait("the item to go", lambda: not self.browser.all(f"#item-{item}"))
        self.browser.keys("u")
        self.browser.wait("the item to come back", lambda: self.browser.all(f"#item-{item}"))

    def sees_claims(self, colleague, text):
        """What a colleague takes is shown while the list is open, and again when it is given back."""
        item = self.queue("pending", text)
        [taken] = colleague.must("POST", "/moderation/queues/pending/claims", json={"site": SITE, "limit": 1})["items"]
        self.browser.wait("the claim", lambda: "Mara" in self.browser.text(f"#item-{item} [data-claim]"))
        self.browser.must_be_accessible("an item that somebody works on")
        colleague.must("DELETE", f"/moderation/claims/{taken['claim']['id']}")
        self.browser.wait("the claim to end", lambda: not self.browser.text(f"#item-{item} [data-claim]"))

    def reject(self, queue, text):
        item = self.queue(queue, text)
        if self.browser.scripts:
            self.reach(item)
            self.browser.keys("r")
            self.browser.wait("the reasons", lambda: self.browser.all(f"#reject-{item}[open]"))
            self.browser.must_be_accessible("choosing a reason")
            self.browser.keys("3")
            self.browser.keys(ENTER)
        else:
            self.browser.press(f"#reject-{item} summary")
            self.browser.press(f"#reject-{item} [name=reason][value=abuse]")
            self.browser.press_to_page(f"#reject-{item} button[value=reject]")
        self.browser.wait("the item to go", lambda: not self.browser.all(f"#item-{item}"))

    def reach(self, item):
        """Steps to the item by the key alone."""
        for _ in range(20):
            self.browser.keys("j")
            if self.browser.run("return document.activeElement.closest('.item')?.dataset.item") == item:
                return
        must(False, f"the key j does not lead to the item {item}")

    def keys_are_shown(self):
        self.browser.keys("?")
        self.browser.wait("the map of the keys", lambda: self.browser.all("#keys[open]"))
        self.browser.must_be_accessible("the map of the keys")
        self.browser.keys(ESCAPE)
        self.browser.wait("the map to close", lambda: not self.browser.all("#keys[open]"))


class Reader:
    """Somebody who reads the article and writes below it: inside of it, or where nothing is run, on the thread's own page."""

    def __init__(self, browser, article):
        self.browser = browser
        self.article = article

    def thread(self):
        """Leads to the thread, and says how to be in it."""
        self.browser.open(self.article)
        if not self.browser.scripts:
            self.browser.press_to_page("noscript a")
            return Here()
        self.browser.run("document.querySelector('#postil').scrollIntoView()")
        return self.browser.frame()

    def write(self, text, **guest):
        self.browser.fill(body=text, **guest)
        self.browser.press("#write button:not([name])")

    def open_one(self, text):
        """Opens what can be done with the comment that says so."""
        article = self.browser.wait(text, lambda: next((c for c in self.browser.all(".comment") if text in c.text), None))
        comment = article.get_attribute("id")
        (self.browser.press if self.browser.scripts else self.browser.press_to_page)(f"#{comment} .one")
        self.browser.wait("the comment alone", lambda: self.browser.all("#one"))
        self.browser.must_be_accessible("one comment")
        return comment


class Here:
    def __enter__(self):
        return None

    def __exit__(self, *_):
        return None


class Story:
    def __init__(self, postil, url, articles, scripts, pictures):
        self.postil = postil
        self.url = url
        self.scripts = scripts
        self.pictures = pictures
        how = "with" if scripts else "without"
        self.author = f"{how}.{AUTHOR}"
        self.name = f"{AUTHOR_NAME} {how}"
        self.reply = REPLIES[scripts]
        self.text, self.edited_text = TEXTS[scripts]
        self.article = articles.publish(f"/{how}", "The bar at half tide", url, SITE)

    def tell(self, what):
        print(f"ok    {what}{'' if self.scripts else ', without scripts'}", flush=True)

    def mail(self, address, words):
        def arrived():
            mails = [mail for mail in read_mails(self.postil.mail_folder) if address in mail.recipients]
            return [mail for mail in mails if words in mail.everything]

        return wait_for(f"a mail to {address} that says {words!r}", 30, arrived)[-1]

    def run(self):
        with new_browser(self.scripts) as one, new_browser(self.scripts) as two, new_browser(self.scripts) as three:
            author, neighbour = Reader(one, self.article), Reader(two, self.article)
            self.sign_up(author)
            self.comment_is_held(author)
            ines = Desk(three, self.url, "ines")
            if self.scripts:
                ines.keys_are_shown()
                ines.sees_claims(sign_in(self.postil.url, "mara@desk.example"), self.text)
                self.tell("a moderator sees at once what a colleague works on")
                ines.takes_back(self.text)
                self.tell("a decision is undone by the keyboard")
            ines.approve("pending", self.text)
            self.tell("a moderator approves" + (" by the keyboard" if self.scripts else ""))
            self.is_told(author)
            self.replied(neighbour, ines, author)
            self.edited(author)
            self.reported(neighbour)
            ines.reject("reported", self.edited_text)
            self.tell("a moderator rejects what was reported")
            self.appealed(author)
            two.driver.delete_all_cookies()
            mara = Desk(two, self.url, "mara")
            mara.approve("appealed", self.edited_text)
            self.mail(self.author, "published")
            self.published(author)
            self.tell("another moderator overturns it, and it is published again")
            self.every_page(three, one)

    def sign_up(self, author):
        browser = author.browser
        with author.thread():
            browser.sees("Write a comment")
            browser.must_be_accessible("an empty thread")
        browser.picture(self.pictures, f"empty-{self.scripts}")
        browser.open(f"{self.url}/account/sign-up")
        browser.must_be_accessible("signing up")
        browser.must_fit("signing up")
        browser.fill(display_name=self.name, email=self.author, password=SECRET)
        browser.press_to_page("main form button.button")
        browser.must_be_accessible("a mail was sent")
        link = re.search(rf"{re.escape(self.url)}/account/verify\?token=\S+", self.mail(self.author, "/account/verify").text)
        browser.open(link[0])
        browser.must_be_accessible("a mailed link")
        browser.press_to_page("main form button")
        browser.must_be_accessible("an account that is ready")
        with author.thread():
            if self.scripts:
                with browser.other_window(".session .sign-in"):
                    browser.wait("the window to be a page", lambda: browser.all("#email"))
                    browser.must_be_accessible("signing in beside the article")
                    browser.fill(email=self.author, password=SECRET)
                    browser.press("main form button.button")
            else:
                browser.press_to_page(".session .sign-in")
                browser.fill(email=self.author, password=SECRET)
                browser.press_to_page("main form button.button")
        if self.scripts:
            with browser.frame():
                browser.sees(f"signed in as {self.name}", "#respond")
            must(len(browser.driver.window_handles) == 1, "the window in which one signs in closes itself")
        else:
            browser.sees(f"signed in as {self.name}", "#respond")
        for cookie in browser.driver.get_cookies():
            must(cookie["httpOnly"] and cookie["secure"], f"scripts or plain HTTP could read {cookie['name']}")
            must(cookie["name"].startswith("__Host-"), f"{cookie['name']} is not bound to its host")
        self.tell("a reader signs up by the mailed link, and signs in beside the article")

    def comment_is_held(self, author):
        browser = author.browser
        with author.thread():
            browser.sees(f"signed in as {self.name}", "#respond")
            browser.fill(body=self.text)
            browser.press("#write [name=preview]")
            browser.sees(self.text, "#preview")
            must(not browser.all(".comment"), "a preview is not sent")
            browser.must_be_accessible("a preview")
            browser.press("#write button:not([name])")
            browser.sees("waits for a moderator", "#notice")
            browser.sees(self.text, ".comment")
            browser.must_be_accessible("a comment that is held")
            must(not browser.one("#body").get_attribute("value"), "the form is empty again")
        browser.picture(self.pictures, f"held-{self.scripts}")
        self.tell("a first comment is held, and its author sees why")

    def is_told(self, author):
        browser = author.browser
        self.mail(self.author, "published")
        browser.open(f"{self.url}/account/news")
        browser.sees(self.text, "main")
        browser.must_be_accessible("the news")
        browser.must_fit("the news")
        must(browser.all(".unread"), "what was not read is marked")
        browser.press_to_page("main [name=up_to]")
        must(not browser.all(".unread"), "read is read")
        self.tell("the author is told, on the page and by mail")

    def replied(self, neighbour, ines, author):
        browser = neighbour.browser
        with neighbour.thread():
            comment = browser.wait(self.text, lambda: next((c for c in browser.all(".comment") if self.text in c.text), None))
            comment = comment.get_attribute("id")
            (browser.press if self.scripts else browser.press_to_page)(f"#{comment} .reply")
            browser.sees(f"Reply to {self.name}", "#respond-title")
            neighbour.write(self.reply, name="Tomos", email=f"tomos.{self.author}")
            browser.sees("waits for a moderator", "#notice")
        with author.thread():
            author.browser.sees(self.text, ".comment")
            ines.approve("pending", self.reply)
            if self.scripts:
                author.browser.wait("the news of it", lambda: author.browser.all("#fresh button"))
                must(self.reply not in author.browser.text("#list"), "what is new does not come in between")
                author.browser.must_be_accessible("a thread with something new")
                author.browser.press("#fresh button")
                author.browser.sees(self.reply, "#list")
        with neighbour.thread():
            browser.sees(self.reply, f"li:has(> #{comment}) .replies")
            browser.must_be_accessible("a thread with a reply")
            browser.must_fit("a thread with a reply")
        self.mail(self.author, self.reply)
        if self.scripts:
            browser.wait("the article's count", lambda: browser.text("[data-postil-count]") == "2")
        self.tell("somebody replies, and the author is told")

    def edited(self, author):
        browser = author.browser
        with author.thread():
            author.open_one(self.text)
            body = browser.one("#one #edit-body")
            body.clear()
            body.send_keys(self.edited_text)
            browser.press("#one [value=edit]")
            browser.sees(self.edited_text)
        with author.thread():
            browser.sees(self.edited_text, ".comment")
            browser.sees("edited", ".comment .edited")
            author.open_one(self.edited_text)
            browser.sees(self.text, ".history")
        self.tell("the author edits, and the thread says so")

    def reported(self, neighbour):
        browser = neighbour.browser
        with neighbour.thread():
            neighbour.open_one(self.edited_text)
            if self.scripts:
                browser.run("document.querySelector('#reason').value = 'abuse'")
            else:
                browser.one("#reason option[value=abuse]").click()
            browser.fill(detail="It is rude to those who dredge.")
            browser.press("#one [value=report]")
            browser.sees("A moderator looks at it")
            browser.must_be_accessible("a report that was sent")
        self.tell("somebody reports it")

    def appealed(self, author):
        browser = author.browser
        self.mail(self.author, "Taken down")
        browser.open(f"{self.url}/account/comments")
        browser.must_be_accessible("one's own comments")
        browser.must_fit("one's own comments")
        own = next(item for item in browser.all(".own-comment") if self.edited_text in item.text).get_attribute("id")
        number = own.removeprefix("comment-")
        if not browser.all(f"#{own} details[open] textarea"):
            browser.press(f"#{own} details:has(textarea) > summary")
        browser.one(f"#statement-{number}").send_keys(STATEMENT)
        browser.press_to_page(f"#{own} button[name=id]")
        browser.sees("Your appeal", "main")
        with author.thread():
            browser.sees("Write a comment")
            must(not any(self.edited_text in c.text and "Waiting" not in c.text for c in browser.all(".comment:not(.held)")),
                 "what was rejected is not shown")  # fmt: skip
        self.tell("the author sees why, and appeals")

    def published(self, author):
        browser = author.browser
        with author.thread():
            browser.sees(self.edited_text, ".comment")

    def every_page(self, staff, reader):
        """What the story did not meet."""
        reader_pages = ("/account", "/account/sessions", "/account/mail", "/account/news", "/account/export",
                        "/account/delete", "/account/tokens", "/account/forgot", "/account/nowhere", "/account/verify")  # fmt: skip
        desk = ("search", "search?q=bar", "reports", "appeals", "sanctions", "log", "figures", "texts", "rules", "site",
                "second-looks", "queues/unreviewed", "queues/spam", "queues/reported")  # fmt: skip
        admin = ("members", "sites", "mail")
        wrong = []

        def look(browser, url):
            browser.open(url)
            try:
                must(browser.all("h1"), f"{url} has a heading")
                browser.must_be_accessible(url)
                browser.must_fit(url)
                browser.scheme("dark")
                browser.must_be_accessible(f"{url} in the dark")
            except Failure as failure:
                wrong.append(str(failure))
            browser.scheme("light")

        for browser, pages in ((reader, reader_pages), (staff, [f"/desk/{SITE}/{page}" for page in desk])):
            for page in pages:
                look(browser, self.url + page)
        staff.open(f"{self.url}/desk/{SITE}/search?q=bar")
        links = [link.get_attribute("href") for link in staff.all("a[href*='/authors/'], a[href*='/comments/']")]
        links = [next(link for link in links if kind in link) for kind in ("/authors/", f"/desk/{SITE}/comments/")]
        staff.driver.delete_all_cookies()
        Desk(staff, self.url, "root")
        for link in [*links, *(f"{self.url}/desk/{SITE}/{page}" for page in admin)]:
            look(staff, link)
        must(not wrong, "\n\n".join(wrong))
        self.tell("every page of the account and the desk can be used by everybody, light and dark, on a phone too")


def main():
    parser = argparse.ArgumentParser(description="Goes through the whole story in Chromium.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"))
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--only", choices=["with", "without"])
    args = parser.parse_args()
    articles = Articles()
    with private_postil(args.bin) as postil:
        tls = Tls(postil.folder)
        postil.environment["POSTIL_PUBLIC_URL"] = tls.url
        postil.must("site", "create", "--slug", SITE, "--name", "The Trial", "--origin", articles.origin)
        for name in ("ines", "mara"):
            postil.create_user(f"{name}@desk.example", name.title(), "moderator", "--site", SITE)
        postil.create_user("root@desk.example", "Root", "administrator")
        plain = postil.start()
        host, port = plain.removeprefix("http://").split(":")
        tls.target = (host, int(port))
        # People type more slowly than a test: a form that comes back at once would be held. Mails wait while a decision can be
        # undone.
        rules = {"form": {"min_seconds": 0}, "undo_seconds": 5}
        sign_in(plain, "root@desk.example").must("PUT", f"/sites/{SITE}/rules", json=rules)
        for scripts in (True, False):
            if args.only in (None, "with" if scripts else "without"):
                Story(postil, tls.url, articles, scripts, args.pictures).run()
    articles.close()
    return 0


if __name__ == "__main__":
    exit_with(main)
