"""Text messages and calls through HTTP gateways of several kinds, some of them unkind."""
import base64
import http.server
import json
import os
import queue
import random
import threading
import urllib.parse
import xml.etree.ElementTree

from tap import NOW, ends, letter, mistake, point, send, settings

NUMBER = "+16515550100"
LINK = "https://desk.hamline.example/calls/u4eqhe5QJkKh4CrKtWQ-XA.12.7.aB3dE6gH9jK2mN5pQ8sT1v"


class Gateway(http.server.ThreadingHTTPServer):
    """Keeps what it is asked, and answers as the path says."""
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = queue.Queue()
        self.others = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    answers = {
        "/sms": (201, '{"sid": "SM1f", "to": "x", "messages": [{"id": 77}]}'),
        "/plain": (200, "OK ID: a-9 queued"),
        "/lies": (200, '{"status": "failed"}'),
        "/dead": (400, '{"code": 21614, "message": "not a mobile number: +16515550100"}'),
        "/bad": (400, "who knows"),
        "/odd": (422, ""),
        "/key": (401, ""),
        "/poor": (402, ""),
        "/lost": (404, ""),
        "/busy": (429, ""),
        "/down": (503, ""),
        "/away": (302, ""),
        "/evil": (200, '{"sid": "a\\nb"}'),
        "/deep": (200, "[" * 60000),
        "/html": (200, "<html>\0\xff"),
    }

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.do_POST()

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        path = self.path.split("?")[0]
        self.server.asked.put((self.command, self.path, self.headers, body))
        if path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"OK " * 20000)
            except OSError:
                self.close_connection = True
                return
        if path == "/hang":
            self.server.others.wait(60)
        elif path == "/free":
            self.server.others.set()
        status, answer = self.answers.get(path, (200, "{}"))
        self.send_response(status)
        self.send_header("Content-Length", len(answer.encode("latin-1")))
        if status in (429, 503):
            self.send_header("Retry-After", "17")
        if status == 302:
            self.send_header("Location", "/sms")
        self.end_headers()
        self.wfile.write(answer.encode("latin-1"))


def one(text, written, **secrets):
    (result,) = send(settings(text, gateway_secret="s3cret\n", **secrets), [written])
    return result


def kinds(gateway):
    twilio = (f"text {gateway.url('/sms')}\n    user AC1\n    secret-file gateway.secret\n"
              "    form To={to}&From=%2B16515550199&Body={words}\n    answer \"sid\"\n    reference sid\n")
    result = one(twilio, letter("text", NUMBER, "k1", subject="Hamline needs Law & Safety", link=LINK))
    method, path, headers, body = gateway.asked.get(timeout=60)
    point(result["state"] == "handed" and result["reference"] == "SM1f" and (method, path) == ("POST", "/sms"),
          "a form is taken, and its name for the message told", result)
    point(urllib.parse.parse_qs(body, strict_parsing=True) == {"To": [NUMBER], "From": ["+16515550199"], "Body": ["Hamline needs Law & Safety " + LINK]},
          "it says who needs whom, and where to answer", body)
    point(headers["Authorization"] == "Basic " + base64.b64encode(b"AC1:s3cret").decode() and headers["Idempotency-Key"] == "k1"
          and headers["Content-Type"] == "application/x-www-form-urlencoded", "it is signed in, and the key goes along", headers)

    words = 'a"b\\c\td & €😀 </Say><Dial>'
    api = (f"text {gateway.url('/sms?k={key}')}\n    header X-Api-Key: {{secret}}\n    header X-Note: {{subject}}\n    secret-file gateway.secret\n"
           '    json {"to": ["{digits}"], "text": {"body": "{words}", "link": "{link}"}, "lang": "{language}"}\n    reference messages.0.id\n')
    result = one(api, letter("text", NUMBER, "visit.1:2", subject=words, link="https://a.example/" + "x" * 9))
    method, path, headers, body = gateway.asked.get(timeout=60)
    got = json.loads(body)
    point(result["state"] == "handed" and result["reference"] == "77" and path == "/sms?k=visit.1%3A2" and headers["Idempotency-Key"] is None,
          "so is JSON, where the key has a place of its own", (result, path))
    point(got == {"to": [NUMBER[1:]], "text": {"body": words + " https://a.example/" + "x" * 9, "link": "https://a.example/" + "x" * 9}, "lang": "en"},
          "whose words cannot be taken for more", body)
    point(headers["X-Api-Key"] == "s3cret" and headers["Content-Type"] == "application/json" and "\t" not in headers["X-Note"],
          "nor those of a header", headers)

    result = one(f"text {gateway.url('/plain?to={to}&text={words}&from=Desk')}\n    method GET\n    answer OK*queued\n    reference-behind ID:\n",
                 letter("text", NUMBER, "k1", subject="a&to=+1900", link=""))
    method, path, headers, body = gateway.asked.get(timeout=60)
    point(result["state"] == "handed" and result["reference"] == "a-9" and method == "GET" and body == ""
          and urllib.parse.parse_qs(path.split("?")[1]) == {"to": [NUMBER], "text": ["a&to=+1900"], "from": ["Desk"]},
          "so is a query", (result, path))

    result = one(f"voice {gateway.url('/sms')}\n    form To={{to}}&Twiml=<Response><Say>{{words|xml}}</Say></Response>\n",
                 letter("voice", NUMBER, "k1", words="Law & \"Safety\"\n</Say><Dial>+1900</Dial>"))
    method, path, headers, body = gateway.asked.get(timeout=60)
    said = xml.etree.ElementTree.fromstring(urllib.parse.parse_qs(body)["Twiml"][0])
    point(result["state"] == "handed" and [e.tag for e in said] == ["Say"] and said[0].text == "Law & \"Safety\"\n</Say><Dial>+1900</Dial>",
          "a call says all the words, and does nothing else", body)


def answers(gateway):
    rows = [
        ("lies", "later", False, 0, "does not say that it took it"),
        ("dead", "never", True, 0, "cannot be reached"),
        ("bad", "never", False, 0, "400"),
        ("odd", "never", False, 0, "422"),
        ("key", "later", False, 0, "401"),
        ("poor", "later", False, 0, "402"),
        ("lost", "later", False, 0, "404"),
        ("busy", "later", False, 17, "429"),
        ("down", "later", False, 17, "503"),
        ("away", "later", False, 0, "302"),
    ]
    for name, state, gone, after, why in rows:
        got = one(f"text {gateway.url('/' + name)}\n    form To={{to}}&Body={{words}}\n    answer sid\n    gone \"code\":*21614\n", letter("text", NUMBER, "k"))
        asked = gateway.asked.get(timeout=60)
        point(got["state"] == state and got["gone"] == gone and got["retry_after"] == after and why in got["why"] and NUMBER not in got["why"]
              and asked[1] == "/" + name and gateway.asked.empty(), f"an answer means what it says: {name}", got)
    for name in ("evil", "deep", "html", "endless"):
        got = one(f"text {gateway.url('/' + name)}\n    form To={{to}}&Body={{words}}\n    reference sid\n", letter("text", NUMBER, "k"))
        gateway.asked.get(timeout=60)
        point(got["state"] == "handed" and got["reference"] == "", f"no name is taken from what is none: {name}", got)
    directory = settings(f"text {gateway.url('/hang')}\n    form To={{to}}&Body={{words}}\nvoice {gateway.url('/free')}\n    form To={{to}}&Body={{words}}\n")
    got = []
    slow = threading.Thread(target=lambda: got.extend(send(directory, [letter("text", NUMBER, f"k{i}") for i in range(8)])))
    slow.start()
    quick = send(directory, [letter("voice", NUMBER, "k")])
    slow.join()
    for _ in range(9):
        gateway.asked.get(timeout=60)
    point([r["state"] for r in got + quick] == ["handed"] * 9, "one that hangs keeps no other waiting", got)


GSM = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
DOUBLE = set("^{}\\[~]|€")


def parts(text):
    """How many parts a message takes, as a telephone network counts."""
    if all(c in GSM or c in DOUBLE for c in text):
        length = sum(2 if c in DOUBLE else 1 for c in text)
        return 1 if length <= 160 else -(-length // 153)
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= 70 else -(-length // 67)


def lengths(gateway):
    """Many messages: never more than two parts, no longer a text would do, the link whole."""
    seed = int(os.environ.get("TEST_SEED", random.randrange(1 << 30)))
    chance = random.Random(seed)
    alphabets = ["abc de", "abcé €{", "áíóú a", "ab😀", "学校 "]
    text = f"text {gateway.url('/sms')}\n    json {{\"to\": \"{{to}}\", \"text\": \"{{words}}\"}}\n"
    subjects = ["".join(chance.choices(chance.choice(alphabets), k=chance.choice([0, 5, 60, 75, 160, 230, 400]))).strip() for _ in range(64)]
    send(settings(text), [letter("text", NUMBER, f"k{i}", subject=s, link=chance.choice([LINK, LINK[:60]])) for i, s in enumerate(subjects)])
    bodies = [json.loads(gateway.asked.get(timeout=60)[3])["text"] for _ in subjects]
    wrong = []
    for body in bodies:
        words, _, link = body.rpartition(" ") if " " in body else ("", "", body)
        if words.endswith("..."):
            whole = [s for s in subjects if s.startswith(words[:-3])]
            good = any(parts(body) <= 2 and (parts(f"{s[:len(words) - 2]}... {link}") > 2 or s[len(words) - 3] == " ") for s in whole)
        else:
            good = words in subjects and parts(body) <= 2
        if not good or link not in (LINK, LINK[:60]):
            wrong.append(body)
    point(not wrong, f"a message has two parts at most, all that fits, and the link whole (seed {seed})", wrong[:3])


def mistakes():
    text = "text https://sms.example.org/send\n"
    fine = "form To={to}&Body={words}\n"
    for source, line, said in [
        (fine, 1, "put it behind `text` or `voice`"),
        ("text nowhere\n", 1, "URL"),
        ("text https://sms.example.org/{to}?a=b\n", 1, "behind the question mark"),
        (text + fine + text, 3, "such a gateway above"),
        (text + "form To={nr}\n", 2, "there is no place {nr}; there are {to}"),
        (text + "json {\"to\": {to}, \"text\": \"{words}\"}\n", 2, "no JSON"),
        (text + "json {\"to\": \"{to}\"\n", 2, "no JSON"),
        (text + "method PUT\n", 2, "`GET` or `POST`"),
        (text + "header X Y: a\n", 2, "X-Api-Key"),
        (text + "header X-Key:\n", 2, "X-Api-Key"),
        (text + "header X: {words|json}{wrods}\n", 2, "no place {wrods}"),
        (text + "header X: a\n" * 9, 10, "at most 8"),
        (text + "gone a\n" * 9, 10, "at most 8"),
    ]:
        told = mistake(source, gateway_secret="s")
        point(f"channels.conf: line {line}: " in told and said in told, f"a mistake is told by its line: {source[-30:]!r}", told)
    for source, said in [
        (text + "form Body={words}\n", "no place for the number"),
        (text + "form To={to}\n", "no place for what is said"),
        (text + fine + "json {\"to\": \"{to}\", \"text\": \"{words}\"}\n", "take away one of them"),
        (text + fine + "method GET\n", "all stands in the URL"),
        (text + fine + "user AC1\n", "`secret-file` goes with `user`"),
        (text + fine + "secret-file gateway.secret\n", "`secret-file` goes with `user`"),
        (text + fine + "header X: {secret}\n", "`secret-file` goes with `user`"),
        (text.replace("https", "http") + fine, "text: everybody on the way"),
        (text.replace("text", "voice") + "form To={to}\n", "voice: it has no place"),
    ]:
        told = mistake(source, gateway_secret="s")
        point("channels.conf: " in told and said in told, f"so is what does not belong together: {source[-40:]!r}", told)


def main():
    gateway = Gateway()
    kinds(gateway)
    answers(gateway)
    lengths(gateway)
    mistakes()
    ends()


main()
