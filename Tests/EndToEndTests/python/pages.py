"""The pages of ftweb in a real browser: Chromium, headless, driven by selenium, looked at by axe-core.

Run it from the package's root after `swift build`:

    pip install selenium axe-selenium-python
    python3 Tests/EndToEndTests/python/pages.py [directory of the programs]

It starts its own simulator, daemon and pages on free loopback ports, and stops them. Exit code 0 when every fact below
holds. SCREENSHOTS names a directory for pictures of every page. Without Chromium it says so and does nothing.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PROGRAMS = sys.argv[1] if len(sys.argv) > 1 else ".build/debug"
PICTURES = os.environ.get("SCREENSHOTS")
SUFFIX = "user_provided_suffix"
HOSTILE = "<img src=x onerror=alert(1)>\u202etxt"

if not shutil.which("chromium") or not shutil.which("chromedriver"):
    print("skipped: no chromium or no chromedriver (apt-get install chromium chromium-driver)")
    sys.exit(0)

from axe_selenium_python import Axe
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait


class Scene:
    """The programs, and a store that they fill."""

    def __init__(self, directory):
        self.directory = directory
        self.running = []
        self.environment = {
            "PATH": "/usr/bin:/bin", "HOME": directory, "TZ": "UTC", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
            "FTD_STORE": directory + "/ftd.db", "FTD_CONFIG": directory + "/ftd.conf",
        }

    def begin(self):
        directory = self.directory
        self.api = self.start("ftsim", "--speed", "20", "--seed", "11")
        self.write("key", "sk-pages-key\n")
        self.write(
            "ftd.conf",
            f"[api]\nbase-url = {self.api}\nkey-file = {directory}/key\n[poll]\nactive = 200ms\nidle = 200ms\n"
            '[hook "deploy"]\non = all\nrun = /bin/true\n[hook "broken"]\non = ended\nrun = /bin/false\nretry = 0s\n')
        self.start("ftd", hears=False)
        self.url = self.start("ftweb", "--listen", "127.0.0.1:0")

    def write(self, name, text):
        with open(os.open(f"{self.directory}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)

    def start(self, name, *arguments, hears=True):
        process = subprocess.Popen(
            [f"{PROGRAMS}/{name}", *arguments], env=self.environment, text=True, stderr=subprocess.DEVNULL,
            stdout=subprocess.PIPE if hears else subprocess.DEVNULL)
        self.running.append(process)
        return process.stdout.readline().strip() if hears else None

    def control(self, *arguments):
        return subprocess.run(
            [f"{PROGRAMS}/ftctl", *arguments], env=self.environment, text=True, capture_output=True, timeout=120)

    def simulate(self, path, body):
        request = urllib.request.Request(
            self.api.rsplit("/", 1)[0] + "/_ftsim/" + path, json.dumps(body).encode(),
            {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=10))

    def jobs(self):
        return json.load(urllib.request.urlopen(self.url + "/api/v1/jobs?limit=1000", timeout=10))["data"]

    def fill(self):
        """Jobs of every kind: trained ones, running ones, failed ones, and many old ones."""
        now = int(time.time())
        rows = [
            {"messages": [{"role": "user", "content": f"question {n}"}, {"role": "assistant", "content": f"answer {n}"}]}
            for n in range(60)
        ]
        self.write("train.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        self.write("valid.jsonl", "".join(json.dumps(row) + "\n" for row in rows[:12]))
        ended = {"created_at": now - 7200, "finished_at": now - 6000}
        self.simulate("jobs", {
            **ended, "status": "succeeded", SUFFIX: "faq-de", "trained_tokens": 4024281,
            "fine_tuned_model": "ft:gpt-4o-mini-2024-07-18:personal:faq-de:A32VfYIz"})
        self.simulate("jobs", {**ended, "status": "cancelled", SUFFIX: "mails"})
        self.simulate("jobs", {
            **ended, "status": "failed", SUFFIX: HOSTILE, "error": {
                "code": "invalid_training_file", "param": "training_file",
                "message": 'Example 100, message 2: role "assitant" is not one of system, user, assistant, tool ' + HOSTILE}})
        self.simulate("jobs", {
            "status": "succeeded", "created_at": now - 86400 * 3, "finished_at": now - 86400 * 2, "count": 70,
            "trained_tokens": 123456, "fine_tuned_model": "ft:gpt-4o-mini-2024-07-18:personal::B0Old"})
        for name in ["sciq", "terms"]:
            self.control(
                "submit", self.directory + "/train.jsonl", "--validation", self.directory + "/valid.jsonl",
                "--suffix", name, "--yes", "--again", "--no-check", "--epochs", "3")
        self.simulate("jobs", {"status": "queued", "created_at": now - 30, SUFFIX: "waits"})
        until("the store knows them", lambda: len(self.jobs()) >= 76, 60)
        until("a job runs", lambda: any((job.get("progress") or {}).get("step") for job in self.jobs()), 90)
        self.one = next(job["id"] for job in self.jobs() if job[SUFFIX] == "waits")
        self.trained = next(job["id"] for job in self.jobs() if job[SUFFIX] == "sciq")

    def stop(self):
        for process in reversed(self.running):
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(timeout=20)


def until(what, holds, seconds=15):
    end = time.monotonic() + seconds
    while True:
        try:
            if holds():
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.1)


def check(what, holds):
    print(("ok      " if holds else "FAILED  ") + what, flush=True)
    if not holds:
        check.failed.append(what)


check.failed = []


class Browser:
    """Chromium and what is asked of it."""

    def __init__(self, url):
        self.url = url
        options = webdriver.ChromeOptions()
        for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"]:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        options.binary_location = shutil.which("chromium")
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.set_page_load_timeout(30)
        self.size(1280, 900)

    def size(self, width, height):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def colors(self, scheme):
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def scripts(self, allowed):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    def open(self, path):
        self.driver.get(self.url + path)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def ask(self, script):
        return self.driver.execute_script("return " + script)

    def wait(self, holds, seconds=15):
        try:
            WebDriverWait(self.driver, seconds, 0.1, ignored_exceptions=[Exception]).until(lambda _: holds())
            return True
        except Exception:
            return False

    def statuses(self):
        return self.ask("[...document.querySelectorAll('tr[data-key]')].map((row) => row.dataset.status)")

    def complaints(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def picture(self, name):
        if not PICTURES:
            return
        os.makedirs(PICTURES, exist_ok=True)
        height = self.ask("Math.min(document.documentElement.scrollHeight, 4000)")
        width = self.ask("innerWidth")
        self.size(width, max(height, 400))
        self.driver.save_screenshot(f"{PICTURES}/{name}.png")
        self.size(width, 900)

    def judge(self, name):
        """axe finds nothing, nothing is wider than the window, and the console is silent."""
        axe = Axe(self.driver)
        axe.inject()
        found = axe.run(options={"resultTypes": ["violations"]})["violations"]
        for one in found:
            print(f"  {one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}")
        check(f"{name}: axe finds nothing", not found)
        fits = self.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        if not fits:
            wide = "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth)"
            print(f"  {self.ask(wide + '.slice(0, 8).map(e => e.outerHTML.slice(0, 160))')}")
        check(f"{name}: nothing is wider than the window", fits)
        complaints = self.complaints()
        check(f"{name}: the browser has nothing to complain of {complaints}", not complaints)


def table(browser, scene):
    browser.open("/")
    check("50 of the jobs are on the first page", len(browser.statuses()) == 50)
    check("hostile text is text", not browser.all("main img") and "onerror" in browser.one("main").text)
    browser.driver.execute_script("window.isSame = true")

    browser.one("#filter-failed").click()
    check("a filter shows its jobs only", browser.wait(lambda: browser.statuses() == ["failed"]))
    check("and is in the address", browser.driver.current_url.endswith("?filter=failed"))
    check("and is marked", browser.one("#filter-failed").get_attribute("aria-current") == "true")
    check("and the focus stays on it", browser.ask("document.activeElement.id") == "filter-failed")
    browser.driver.back()
    check("back shows all again", browser.wait(lambda: len(browser.statuses()) == 50))

    browser.one("#search").send_keys("faq-DE")
    check("search finds a name", browser.wait(lambda: len(browser.statuses()) == 1))
    check("and the text stays in its field", browser.one("#search").get_attribute("value") == "faq-DE")
    check("and the address can be passed on", "search=faq-DE" in browser.driver.current_url)
    browser.one("#search").clear()
    browser.one("#search").send_keys(Keys.ENTER)
    check("without a text all are there", browser.wait(lambda: len(browser.statuses()) == 50))

    browser.one("#sort-status").click()
    sort = "document.querySelector('#sort-status').closest('th').ariaSort"
    check("a head sorts", browser.wait(lambda: browser.ask(sort) == "ascending"))
    check("from A on", browser.statuses() == sorted(browser.statuses()))
    browser.one("#sort-status").click()
    check("and the other way", browser.wait(lambda: browser.ask(sort) == "descending"))
    check("from Z on", browser.statuses() == sorted(browser.statuses(), reverse=True))
    browser.one("#page-next").click()
    check("the next page has the rest", browser.wait(lambda: 0 < len(browser.statuses()) < 50))
    check("all of it on one page of the browser", browser.ask("window.isSame === true"))


def live(browser, scene):
    browser.open("/?search=waits")
    browser.driver.execute_script("window.isSame = true")
    check("a job waits", browser.wait(lambda: browser.statuses() == ["queued"]))
    browser.one("tr[data-key] a").send_keys("")
    browser.driver.execute_script("document.querySelector('tr[data-key] a').focus()")
    scene.simulate(f"jobs/{scene.one}", {"status": "running"})
    check("its change is shown by itself", browser.wait(lambda: browser.statuses() == ["running"], 20))
    check("and said", browser.one("#announcer").get_attribute("textContent") == "waits is running")
    check("the focus is where it was", browser.ask("document.activeElement.textContent") == "waits")
    check("the page was not loaded again", browser.ask("window.isSame === true"))


def curve(browser, scene):
    browser.open(f"/jobs/{scene.trained}")
    check("a curve is drawn", len(browser.all("#curve svg path")) > 0)
    browser.driver.execute_script("window.isSame = true")
    browser.one("#curve svg").click()
    reading = lambda: browser.one(".reading").text
    check("the pointer reads a value", browser.wait(lambda: "training loss" in reading()))
    browser.driver.execute_script("document.querySelector('#curve svg').focus()")
    browser.driver.switch_to.active_element.send_keys(Keys.HOME)
    first = reading()
    browser.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    check("arrow keys read the next one", reading() not in ("", first))
    browser.one("#by-time").click()
    check(
        "the switch draws over time",
        browser.wait(lambda: browser.one("#by-time").get_attribute("aria-current") == "true"))
    check("and says so below", "time since the first step" in browser.one("#curve svg").get_attribute("textContent"))
    check("on the same page", browser.ask("window.isSame === true") and "by=time" in browser.driver.current_url)
    facts = browser.one(".facts").text
    for fact in ["Base model", "Created", "Epochs", "Batch size", "Learning rate multiplier", "Seed"]:
        check(f"the details have {fact}", fact in facts)


def keyboard(browser):
    browser.open("/")
    seen = []
    for _ in range(60):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        seen.append(browser.ask("document.activeElement.id || document.activeElement.className"))
    check("the first stop skips to the content", seen[0] == "skip")
    for stop in ["search", "filter-all", "filter-failed", "sort-created"]:
        check(f"the keyboard reaches {stop}", stop in seen)
    check("and the jobs", any(stop.startswith("to-job-") for stop in seen))
    browser.driver.execute_script("document.querySelector('#filter-succeeded').focus()")
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    check("Enter follows", browser.wait(lambda: set(browser.statuses()) == {"succeeded"}))


def without_scripts(browser):
    browser.scripts(False)
    browser.open("/")
    browser.one("#search").send_keys("faq-de" + Keys.ENTER)
    check("without scripts the form searches", browser.wait(lambda: len(browser.all("tr[data-key]")) == 1))
    browser.open("/")
    browser.one("#filter-failed").click()
    check("without scripts links filter", browser.wait(lambda: len(browser.all("tr[data-key]")) == 1))
    browser.one("tr[data-key] a").click()
    check("without scripts a job has its page", browser.wait(lambda: len(browser.all(".diagnosis")) == 1))
    browser.scripts(True)


def report(browser, scene):
    path = scene.directory + "/report.html"
    scene.control("report", "-o", path)
    browser.driver.get("file://" + path)
    check("the report has a curve", len(browser.all("figure svg path")) > 0)
    browser.one("tr[data-key] a").click()
    check("and its links stay in it", "#job-" in browser.driver.current_url)
    browser.judge("report")
    browser.picture("report")


def main():
    with tempfile.TemporaryDirectory() as directory:
        scene = Scene(directory)
        browser = None
        try:
            scene.begin()
            scene.fill()
            browser = Browser(scene.url)
            table(browser, scene)
            live(browser, scene)
            curve(browser, scene)
            keyboard(browser)
            without_scripts(browser)
            browser.complaints()
            failed = next(job["id"] for job in scene.jobs() if job["status"] == "failed")
            pages = {
                "jobs": "/", "job": f"/jobs/{scene.trained}", "failed": f"/jobs/{failed}", "models": "/models",
                "usage": "/usage", "hooks": "/hooks", "submissions": "/submissions", "nothing": "/?search=zzzz",
            }
            for scheme, width in [("light", 1280), ("dark", 1280), ("light", 360)]:
                browser.colors(scheme)
                browser.size(width, 900)
                for name, path in pages.items():
                    browser.open(path)
                    browser.judge(f"{name}, {scheme}, {width} pixels")
                    browser.picture(f"{name}-{scheme}-{width}")
            browser.size(1280, 900)
            browser.open("/jobs/none")
            browser.complaints()
            browser.judge("a page that is not there")
            report(browser, scene)
        finally:
            if browser:
                browser.driver.quit()
            scene.stop()
    if check.failed:
        sys.exit("failed: " + "; ".join(check.failed))


main()
