#!/usr/bin/env python3
"""Runs ftd against ftsim with hooks of several kinds, and lets kept libraries judge what they get.

notices.py BIN_DIRECTORY: needs openai, standardwebhooks, jsonschema, aiosmtpd and apprise.
"""
import email
import email.policy
import http.server
import json
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import jsonschema
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from openai import OpenAI
from standardwebhooks import Webhook

BINARIES = Path(sys.argv[1])
ROOT = Path(__file__).resolve().parents[3]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps every request by its path."""

    calls = {}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.calls.setdefault(self.path, []).append((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Mails:
    """Keeps every mail."""

    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):
        self.kept.append(envelope)
        return "250 OK"


def control(base, path, members):
    request = urllib.request.Request(
        f"{base.removesuffix('/v1')}/_ftsim/{path}", json.dumps(members).encode(), {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))


def wait(what, condition):
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"not within a minute: {what}")
        time.sleep(0.05)


def certificate(place):
    """A certificate for this machine, by 0.0.0.0 too: that address leads here and is not one of loopback's names."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=IP:127.0.0.1,IP:0.0.0.0", "-keyout", place / "tls.key", "-out", place / "tls.pem"],
        check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(place / "tls.pem", place / "tls.key")
    return context


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    mails = Mails()

    def login(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"me", b"a pass"))

    # The controller wants to know its port before it listens.
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    smtp = Controller(mails, "127.0.0.1", port, authenticator=login, auth_required=True, auth_require_tls=False)
    smtp.start()

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        context = certificate(place)
        with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
            tls_port, start_port = first.getsockname()[1], second.getsockname()[1]
        wrapped, upgraded = Mails(), Mails()
        servers = [
            smtp,
            Controller(wrapped, "127.0.0.1", tls_port, ssl_context=context),
            Controller(upgraded, "127.0.0.1", start_port, tls_context=context, require_starttls=True),
        ]
        for controller in servers[1:]:
            controller.start()
        environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8"}

        def write(name, text, mode=0o600):
            (place / name).write_text(text)
            (place / name).chmod(mode)
            return place / name

        write("key", "sk-test-of-the-notices\n")
        write("secret", SECRET + "\n")
        write("login", "me\na pass\n")
        write("apprise.yml", f"urls:\n  - json://127.0.0.1:{server.server_port}/apprise\n")
        apprise = (ROOT / "config/hooks/apprise.conf").read_text().replace("/etc/ftd/apprise.yml", f"{place}/apprise.yml")
        ftsim = subprocess.Popen(
            [BINARIES / "ftsim", "--speed", "1"], stdout=subprocess.PIPE, text=True, env=environment)
        base = ftsim.stdout.readline().strip()
        write("ftd.conf", f"""
[api]
base-url = {base}
key-file = {place}/key
[poll]
active = 100ms
idle = 100ms
[web]
url = https://ftd.example/ui
[hook "signed"]
on = all
webhook = {address}/signed
secret-file = {place}/secret
[hook "mail"]
on = all
smtp = smtp://127.0.0.1:{port}
from = ftd@example.org
to = you@example.org
login-file = {place}/login
[hook "wrapped"]
on = ended
smtp = smtps://127.0.0.1:{tls_port}
from = ftd@example.org
to = you@example.org
[hook "upgraded"]
on = ended
smtp = smtp://0.0.0.0:{start_port}
from = ftd@example.org
to = you@example.org
{apprise}
""")
        environment |= {
            "FTD_CONFIG": f"{place}/ftd.conf", "FTD_STORE": f"{place}/ftd.db", "SSL_CERT_FILE": f"{place}/tls.pem"}
        subprocess.run([BINARIES / "ftd", "--check-config"], env=environment, check=True)
        jobs = {
            status: control(base, "jobs", {"status": "running", "suffix": "sciq"})["data"][0]["id"]
            for status in ("succeeded", "failed", "cancelled")
        }
        ftd = subprocess.Popen([BINARIES / "ftd"], env=environment, stderr=subprocess.PIPE, text=True)
        try:
            wait("ftd has polled", lambda: "last_good_poll" in (
                (place / "live.json").read_text() if (place / "live.json").exists() else ""))
            for status, job in jobs.items():
                members = {"status": status, "finished_at": int(time.time())}
                if status == "succeeded":
                    members["fine_tuned_model"] = "ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz"
                if status == "failed":
                    members["error"] = {"code": "invalid_training_file", "message": "Zeile 3: größer als „erlaubt“",
                                        "param": "training_file"}
                control(base, f"jobs/{job}", members)
            wait("all webhooks came", lambda: len(Receiver.calls.get("/signed", [])) >= 3)
            wait("all mails came", lambda: len(mails.kept) >= 3)
            wait("TLS carried all", lambda: len(wrapped.kept) >= 3 and len(upgraded.kept) >= 3)
            wait("Apprise told of all", lambda: len(Receiver.calls.get("/apprise", [])) >= 3)
        finally:
            ftd.terminate()
            log = ftd.communicate(timeout=20)[1]
            ftsim.terminate()
            ftsim.wait(timeout=20)
            for controller in servers:
                controller.stop()
        judge(jobs, mails, log)


def judge(jobs, mails, log):
    schema = json.loads((ROOT / "config/notice.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    client = OpenAI(api_key="unused", webhook_secret=SECRET)
    seen = set()
    for headers, body in Receiver.calls["/signed"]:
        lowered = {name.lower(): value for name, value in headers.items()}
        event = client.webhooks.unwrap(body, lowered)
        assert json.loads(body) == Webhook(SECRET).verify(body, lowered)
        validator.validate(json.loads(body))
        assert event.data.id in jobs.values(), event
        assert json.loads(body)["data"]["url"].startswith("https://ftd.example/ui/jobs/"), body
        seen.add(event.type)
        for changed in (body + b" ", body.replace(b"fine_tuning", b"fine-tuning")):
            try:
                client.webhooks.unwrap(changed, lowered)
            except Exception:
                continue
            raise SystemExit("a changed body was believed")
    assert seen == {f"fine_tuning.job.{status}" for status in jobs}, seen
    subjects = set()
    for envelope in mails.kept:
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        subjects.add(mail["Subject"])
        assert envelope.rcpt_tos == ["you@example.org"] and not mail.defects, mail.defects
        text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
        assert text.startswith(mail["Subject"] + "\n") and mail["Subject"] in html
        if "failed" in mail["Subject"]:
            assert "größer als „erlaubt“" in text and "größer als „erlaubt“" in html
    assert subjects == {"sciq succeeded", "sciq failed", "sciq was cancelled"}, subjects
    titles = {json.loads(body)["title"] for _, body in Receiver.calls["/apprise"]}
    assert titles == subjects, titles
    assert "delivery failed" not in log, log
    assert "a pass" not in log and SECRET not in log
    print(f"{len(seen)} types through openai and standardwebhooks, {len(mails.kept)} mails through aiosmtpd, "
          f"{len(titles)} titles through Apprise")


if __name__ == "__main__":
    main()
