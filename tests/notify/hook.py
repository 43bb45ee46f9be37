"""Webhooks to a receiver that verifies them by npm's standardwebhooks, and to unkind ones."""
import base64
import json
import os
import subprocess
import time

from tap import NOW, ends, letter, mistake, point, send, settings

OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEW = "whsec_" + base64.b64encode(bytes(range(64))).decode()
HERE = "allow-private 127.0.0.0/8\n"


class Receiver:
    def __init__(self):
        self.process = subprocess.Popen(
            ["node", "tests/notify/hook.js", OLD, NEW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "NODE_PATH": os.path.abspath("build/npm/node_modules")})
        self.plain, self.secure = json.loads(self.process.stdout.readline())

    def next(self):
        return json.loads(self.process.stdout.readline())

    def hook(self, name, path, secrets=("old",), more=""):
        files = "".join(f"    secret-file {one}.secret\n" for one in secrets)
        return f"webhook {name}\n    url http://127.0.0.1:{self.plain}{path}\n{files}{more}"


def told(text, letters, now=NOW, **more):
    return send(settings(text, old_secret=OLD + "\n", new_secret=NEW), letters, now=now, **more)


def verifies(receiver):
    now = int(time.time())
    key = "u4eqhe5QJkKh4CrKtWQ-XA.12.0"
    one = letter("webhook", "office", key, about="u4eqhe5QJkKh4CrKtWQ-XA", topic="callout.call",
                 link="https://desk.hamline.example/board/visits/u4eqhe5QJkKh4CrKtWQ-XA")
    (result,) = told(HERE + receiver.hook("office", "/ok"), [one], now=now)
    got = receiver.next()
    point(result["state"] == "handed" and got["method"] == "POST" and got["by"] == [0],
          "a webhook is verified by its secret", (result, got))
    point(got["event"] == {"type": "callout.call", "timestamp": "2025-01-24T17:24:00+00:00",
                           "data": {"id": one["about"], "link": one["link"]}},
          "it tells what kind of event, when, of what, and where to look", got)
    point(not any(word in json.dumps(got) for word in ("Hamline.", "officer", "door")), "and no words of the letter", got)
    point(got["headers"]["webhook-timestamp"] == str(now) and got["headers"]["webhook-id"] == result["reference"]
          and "." not in got["headers"]["webhook-id"] and got["headers"]["content-type"] == "application/json",
          "its headers are those of Standard Webhooks", got["headers"])
    (again,) = told(HERE + receiver.hook("office", "/ok"), [one], now=now + 7)
    more = receiver.next()
    point(more["headers"]["webhook-id"] == got["headers"]["webhook-id"] and more["body"] == got["body"] and more["by"] == [0]
          and more["headers"]["webhook-timestamp"] == str(now + 7), "tried again it is the same, of a new time", (again, more))
    told(HERE + receiver.hook("office", "/ok", ("old", "new")), [one], now=now)
    got = receiver.next()
    point(got["by"] == [0, 1] and len(got["headers"]["webhook-signature"].split(" ")) == 2,
          "two secrets give two signatures, either of which is believed", got)
    told(HERE + receiver.hook("office", "/ok"), [one], now=now - 3600)
    point(receiver.next()["by"] == [], "one of an hour ago is not")
    (result,) = told(HERE + receiver.hook("office", "/ok"), [{**one, "link": ""}], now=now)
    point("link" not in receiver.next()["event"]["data"], "where there is nowhere to look, none is told")


def answers(receiver):
    rows = [
        ("ok", "handed", False, 0, ""),
        ("endless", "handed", False, 0, ""),
        ("gone", "never", True, 0, "410"),
        ("busy", "later", False, 30, "429"),
        ("closed", "later", False, 100, "503"),
        ("never-until", "later", False, 0, "503"),
        ("broken", "later", False, 0, "500"),
        ("refused", "later", False, 0, "400"),
        ("elsewhere", "later", False, 0, "307"),
        ("cut", "later", False, 0, "the webhook"),
    ]
    text = HERE + "".join(receiver.hook(name, f"/{name}") for name, *_ in rows)
    results = told(text, [letter("webhook", name, f"k{i}") for i, (name, *_) in enumerate(rows)] + [letter("webhook", "other", "k")])
    seen = {receiver.next()["path"] for _ in rows}
    for (name, state, gone, after, why), got in zip(rows, results):
        point(got["state"] == state and got["gone"] == gone and got["retry_after"] == after and why in got["why"]
              and (got["why"] == "") == (state == "handed") and "127.0.0.1" not in got["why"].split("(")[0]
              and "secret" not in got["why"], f"an answer means what the standard says: {name}", got)
    point(seen == {f"/{name}" for name, *_ in rows}, "each is asked once, and no redirect is followed", seen)
    point(results[-1]["state"] == "never" and "no webhook of this name" in results[-1]["why"], "one that is not set up is told nothing", results[-1])

    text = HERE + "".join(receiver.hook(name, f"/{name}") for name in ("hang", "free"))
    results = told(text, [letter("webhook", "hang", f"h{i}") for i in range(6)] + [letter("webhook", "free", "f")])
    point([got["state"] for got in results] == ["handed"] * 7, "none waits for one that hangs", results)
    for _ in range(7):
        receiver.next()


def hangs(receiver):
    (result,) = told(HERE + receiver.hook("hang", "/hang"), [letter("webhook", "hang", "h")], deadline_ms=700)
    point(result["state"] == "later" and "in time" in result["why"], "one that never answers is for later", result)


def outside(receiver):
    """What leads into our own network is asked only when the operator says so."""
    one = letter("webhook", "office", "k1")
    secure = f"webhook office\n    url https://%s:{receiver.secure}/ok\n    secret-file old.secret\n"
    for host, allowed in [("127.0.0.1", ""), ("localhost", ""), ("[::1]", ""), ("127.0.0.1", "allow-private 10.0.0.0/8\n"),
                          ("0.0.0.0", "allow-private 10.0.0.0/8\n"), ("[::ffff:127.0.0.1]", "")]:
        (result,) = told(allowed + secure % host, [one])
        point(result["state"] == "later" and "private address" in result["why"], f"a private address is not asked: {host} {allowed.strip()}", result)
    (result,) = told(HERE + secure % "127.0.0.1", [one])
    point(result["state"] == "later" and "certificate" in result["why"], "a certificate of nobody known is not believed", result)
    authorities = f"    authorities {os.path.abspath('build/tls/%s.pem')}\n"
    (result,) = told(HERE + secure % "127.0.0.1" + authorities % "other", [one])
    point(result["state"] == "later" and "certificate" in result["why"], "nor a wrong one", result)
    (result,) = told(HERE + secure % "127.0.0.1" + authorities % "server", [one])
    got = receiver.next()
    point(result["state"] == "handed" and got["path"] == "/ok", "nothing came of all these, and the right one is told", got)


def mistakes():
    hook = "webhook office\n    url https://hooks.example.org/in\n"
    for text, line, said in [
        ("url https://a.example\n", 1, "put it behind `webhook`"),
        ("webhook Office\n", 1, "small letters"),
        (hook + "webhook office\n", 3, "above"),
        (hook + "url https://a.example\n", 3, "twice"),
        (hook + "url ftp://a.example\n", 3, "twice"),
        ("webhook a\nurl ftp://a.example\n", 2, "only http and https"),
        (hook + "secret-file short.secret\n", 3, "whsec_ and 24 to 64 bytes"),
        (hook + "secret-file plain.secret\n", 3, "whsec_ and 24 to 64 bytes"),
        (hook + "secret-file old.secret\n" * 3, 5, "two secrets at most"),
        (hook + "secret-file none.secret\n", 3, "none.secret"),
        (hook + "from Desk <desk@a.example>\n", 3, "put it behind `mail`"),
    ]:
        got = mistake(text, old_secret=OLD, short_secret="whsec_AAAA", plain_secret="A" * 32)
        point(f"channels.conf: line {line}: " in got and said in got, f"a mistake is told by its line: {text[-30:]!r}", got)
    for text, said in [
        ("webhook office\nsecret-file old.secret\n", "webhook: office: it needs `url`"),
        (hook, "needs `url` and `secret-file`"),
        ("webhook office\nurl http://hooks.example.org/in\nsecret-file old.secret\n", "write https://"),
        ("webhook office\nurl http://127.0.0.1.example.org/in\nsecret-file old.secret\n", "write https://"),
    ]:
        got = mistake(text, old_secret=OLD)
        point("channels.conf: " in got and said in got, f"so is what does not belong together: {text[:50]!r}", got)
    directory = settings(hook + "    secret-file old.secret\n", old_secret=OLD)
    os.chmod(os.path.join(directory, "old.secret"), 0o640)
    peer = subprocess.run(["build/asan/tests/notify/notify_peer", directory, "settings"], capture_output=True, text=True, timeout=60)
    point(peer.returncode == 1 and "old.secret" in peer.stderr, "a secret that others can read is not used", peer.stderr)


def main():
    receiver = Receiver()
    verifies(receiver)
    answers(receiver)
    outside(receiver)
    hangs(receiver)
    receiver.process.stdin.close()
    receiver.process.wait()
    mistakes()
    ends()


main()
