"""Chromium as people use it, an article's site of its own, and the service behind TLS: what the checks of this folder share."""

import asyncio
import contextlib
import http.server
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from harness import Failure, wait_for

SECONDS = 20
SIZE = (1280, 900)
FLAGS = (
    "headless=new",
    "no-sandbox",
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "hide-scrollbars",
    "ignore-certificate-errors",
)


def must(holds, expected):
    if not holds:
        raise Failure(expected)


class Browser:
    """Chromium with a profile of its own, and what a person does with it. Third parties get no cookies but partitioned
    ones, as in browsers that block them."""

    def __init__(self, folder, scripts=True):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for flag in (*FLAGS, f"user-data-dir={folder}"):
            options.add_argument(f"--{flag}")
        preferences = {"profile.block_third_party_cookies": True, "profile.cookie_controls_mode": 1}
        if not scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        options.set_capability("unhandledPromptBehavior", "ignore")
        service = Service(executable_path=shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(SECONDS)
        self.driver.set_script_timeout(60)
        self.scripts = scripts
        self.resize(*SIZE)
        self.scheme("light")

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def resize(self, width, height=SIZE[1]):
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def scheme(self, scheme):
        """Light or dark; without motion, so that no colour is looked at on its way."""
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        self.command("Emulation.setEmulatedMedia", features=[{"name": n, "value": v} for n, v in features.items()])

    def open(self, url):
        self.driver.get(url)

    @property
    def url(self):
        return self.driver.current_url

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        must(len(found) == 1, f"{self.url} has {len(found)} of {selector}, not one")
        return found[0]

    def text(self, selector="body"):
        return self.one(selector).text

    def wait(self, what, probe):
        """Until `probe` says something truthy; what is being replaced meanwhile is not there yet."""

        def careful():
            try:
                return probe()
            except (WebDriverException, Failure):
                return None

        try:
            return wait_for(what, SECONDS, careful)
        except Failure as failure:
            with contextlib.suppress(WebDriverException, Failure):
                failure = Failure(f"{failure}; {self.url} shows:\n{self.text()[:3000]}")
            raise failure from None

    def sees(self, text, selector="body"):
        """Waits until the text is on the page."""
        self.wait(f"{text!r} in {selector}", lambda: any(text in element.text for element in self.all(selector)))

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.one(f"#{name}")
            field.clear()
            field.send_keys(value)

    def press(self, selector):
        """Presses what the selector finds, wherever on the page it is."""
        element = self.wait(f"{selector} to press", lambda: self.one(selector))
        if self.scripts:
            self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def press_to_page(self, selector):
        """Presses something that leads to another page, and waits until that is there."""
        before = self.one("html")
        self.press(selector)

        def replaced():
            try:
                before.is_enabled()
            except WebDriverException:
                return self.all("body")
            return False

        wait_for(f"the page behind {selector} of {self.url}", SECONDS, replaced)

    def keys(self, keys):
        """Types what is no text, as on a page where nothing is being written."""
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    @contextlib.contextmanager
    def frame(self, selector="#postil iframe"):
        """Inside of the frame."""
        self.driver.switch_to.frame(self.wait(selector, lambda: self.one(selector)))
        try:
            yield
        finally:
            self.driver.switch_to.default_content()

    @contextlib.contextmanager
    def other_window(self, selector):
        """In the window that pressing `selector` opens; back in this one afterwards."""
        here, before = self.driver.current_window_handle, set(self.driver.window_handles)
        self.press(selector)
        opened = self.wait("a window to open", lambda: set(self.driver.window_handles) - before)
        self.driver.switch_to.window(opened.pop())
        try:
            yield
        finally:
            self.driver.switch_to.window(here)

    def told(self):
        """What the browser's own log has from now on back to the last time."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def expect_clean_log(self, *expected):
        """Nothing was logged but an entry with each of `expected`."""
        entries = self.told()
        for message in expected:
            at = next((place for place, entry in enumerate(entries) if message in entry), None)
            must(at is not None, f"the browser did not log {message!r}")
            entries.pop(at)
        must(not entries, f"the browser logged {entries}")

    def must_show_no_dialog(self, what):
        try:
            text = self.driver.switch_to.alert.text
        except NoAlertPresentException:
            return
        raise Failure(f"{what} opened a dialog: {text!r}")

    def must_be_accessible(self, state):
        """No violation that axe-core knows of, in the page or frame that is looked at."""
        if not self.scripts:
            return
        self.run(axe())
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {iframes: false}).then((r) => done(r.violations.map((v) =>"
            " `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 200) + ' ' +"
            " n.any.concat(n.all, n.none).map((c) => c.message).join(' ')).slice(0, 4).join(' | ')}`)))"
            ".catch((error) => done([String(error)]));"
        )
        must(not found, f"{state} ({self.url}) is not accessible:\n" + "\n".join(found))

    def must_fit(self, state, widths=(375, 768, 1280)):
        """No page has to be scrolled sideways."""
        for width in widths:
            self.resize(width)
            wide = self.run("return document.documentElement.scrollWidth")
            must(wide <= width, f"{state} ({self.url}) is {wide} px wide in a window of {width}")
        self.resize(*SIZE)

    def picture(self, folder, name):
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            self.driver.save_screenshot(str(folder / f"{name}.png"))


ENTER, TAB, ESCAPE = Keys.ENTER, Keys.TAB, Keys.ESCAPE


def axe():
    path = os.environ.get("POSTIL_TEST_AXE")
    if not path:
        raise Failure("POSTIL_TEST_AXE names no axe.min.js of the npm package axe-core; tests/run fetches it")
    return Path(path).read_text()


@contextlib.contextmanager
def new_browser(scripts=True):
    folder = tempfile.mkdtemp(prefix="postil-browser-")
    browser = Browser(folder, scripts)
    try:
        yield browser
    finally:
        browser.driver.quit()
        shutil.rmtree(folder, ignore_errors=True)


class Articles:
    """A news site: articles on an origin of their own, which include the thread as the documentation says."""

    def __init__(self):
        self.pages = {}
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                page = site.pages.get(self.path.split("?")[0])
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((page or "nothing here").encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # By another name than the service's: for browsers another site, not only another port.
        self.origin = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, path, title, service, site, more=""):
        """The article's address."""
        address = f"{self.origin}{path}"
        self.pages[path] = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="icon" href="data:,"><link rel="canonical" href="{address}"></head>
<body><main><h1>{title}</h1><p>{"What happened at the harbour. " * 40}</p>
<p><a href="#postil"><span data-postil-count="{address}">–</span> comments</a></p>{more}
<script async src="{service}/embed.js" data-site="{site}"></script><div id="postil"></div>
<noscript><a href="{service}/embed/{site}?url={address}">Read the comments</a></noscript>
</main></body></html>"""
        return address

    def close(self):
        self.server.shutdown()


class Tls:
    """Takes TLS connections and passes on what comes in them, as the server in front of the service does."""

    def __init__(self, folder):
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out",
             str(certificate)],
            check=True,
            capture_output=True,
        )  # fmt: skip
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificate, key)
        self.target = None
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(ready,), daemon=True).start()
        must(ready.wait(SECONDS), "the TLS server starts")
        self.url = f"https://127.0.0.1:{self.port}"

    def _serve(self, ready):
        asyncio.set_event_loop(self.loop)
        self.loop.set_exception_handler(lambda *_: None)

        async def begin():
            server = await asyncio.start_server(self._connection, "127.0.0.1", 0, ssl=self.context)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()

        self.loop.run_until_complete(begin())
        self.loop.run_forever()

    async def _connection(self, reader, writer):
        try:
            to_reader, to_writer = await asyncio.open_connection(*self.target)
            await asyncio.gather(_pass_on(reader, to_writer), _pass_on(to_reader, writer))
        except OSError:
            writer.close()


async def _pass_on(source, sink):
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    except OSError:
        pass
    finally:
        with contextlib.suppress(OSError, RuntimeError):
            sink.close()


def strings(variable):
    """A list of strings that tests/run fetched."""
    path = os.environ.get(variable)
    if not path:
        raise Failure(f"{variable} names no file; tests/run fetches it")
    return json.loads(Path(path).read_text())
