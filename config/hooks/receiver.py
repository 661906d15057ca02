#!/usr/bin/env python3
"""receiver.py SECRET_FILE PORT: takes webhooks, believes what is signed, and prints each event once."""
import base64, hmac, http.server, json, sys, time

keys = [base64.b64decode(line.strip().removeprefix("whsec_")) for line in open(sys.argv[1]) if line.strip()]
seen = set()

class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        id, when, offered = (self.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), 100_000))
        right = [b"v1," + base64.b64encode(hmac.digest(k, f"{id}.{when}.".encode() + body, "sha256")) for k in keys]
        good = any(hmac.compare_digest(word.encode(), code) for word in offered.split() for code in right)
        good = good and abs(time.time() - int(when)) <= 300
        self.send_response(204 if good else 401)
        self.end_headers()
        if good and id not in seen:  # the same event may come twice, under the same id
            seen.add(id)
            print(json.loads(body)["type"], json.loads(body)["data"]["id"], flush=True)

http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Receiver).serve_forever()
