"""Two verifiers that share nothing but docs/record.md: whatever is done to what a record
hands out, by a thief or by whoever has its key, both say the same of it."""
import base64
import json
import os
import random
import shutil
import subprocess
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import page

WORK = sys.argv[1]
VKEY = open(f"{WORK}/record/public/vkey", encoding="ascii").read().strip()
KEY = page.Key(VKEY)
SEED = base64.b64decode(open(f"{WORK}/record/keys/log.key", encoding="ascii").read().split("\n")[2])
SECRET = Ed25519PrivateKey.from_private_bytes(SEED)
SEED_OF_CHANCE = os.environ.get("TEST_SEED") or str(random.randrange(10**9))
chance = random.Random(SEED_OF_CHANCE)
VALUES_TRIED = int(os.environ.get("PAGE_VALUES", "9"))
points = 0


def point(holds, name, notes=()):
    global points
    points += 1
    print(("ok" if holds else "not ok"), points, "-", name)
    for note in notes:
        print("#", note)


def ours(path, key, others):
    words = [word for vkey in others for word in ("--leaf-key", vkey)]
    run = subprocess.run([os.environ["VESTIBULE"], "log", "verify", path, "--key", key, *words],
                         capture_output=True, text=True, check=False)
    return run.returncode == 0, " ".join((run.stdout + run.stderr).split())


def compare(what, path, wanted, name, notes, key=VKEY, others=()):
    """Both verdicts must be `wanted`; None: whatever, but the same."""
    theirs, mine = page.judge(what, path, key, *others), ours(path, key, others)
    if theirs[0] != mine[0] or wanted not in (None, mine[0]):
        notes.append(f"{name}: page.py {theirs}, log verify {mine}")


# ---- whole files ----

def flipped(data):
    data, place = bytearray(data), chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    return bytes(data)


def changed(path, data, what, judged, notes):
    before = page.read_file(path)
    with open(path, "wb") as file:
        file.write(data)
    compare(what, judged, False, path, notes)
    with open(path, "wb") as file:
        file.write(before)


def files_are_refused():
    folder, notes = f"{WORK}/copy", []
    names = [os.path.join(root, name) for root, _, files in os.walk(folder) for name in files
             if not name.startswith("vkey")]
    compare("log", folder, True, "the folder", notes)
    for name in names:
        data = page.read_file(name)
        for _ in range(4):
            changed(name, flipped(data), "log", folder, notes)
        changed(name, data[:chance.randrange(len(data))], "log", folder, notes)
        changed(name, data + b"x", "log", folder, notes)
    point(not notes, f"a folder with one of {len(names)} files changed is refused by both", notes)
    notes = []
    proof = f"{WORK}/entry.tlog-proof"
    compare("proof", proof, True, "the proof", notes)
    for name in (proof, f"{WORK}/entry"):
        for _ in range(15):
            changed(name, flipped(page.read_file(name)), "proof", proof, notes)
    point(not notes, "a proof with a bit changed is refused by both", notes)


# ---- bundles ----

def write(bundle):
    path = f"{WORK}/changed.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(bundle, file, ensure_ascii=False)
    return path


def other_letter(text):
    place = chance.randrange(len(text))
    return text[:place] + chance.choice("ABCDxyz019_-~.\n") + text[place + 1:]


def change_bundle(bundle):
    """One change that no honest sender makes; returns its name."""
    events = bundle["events"]
    event = chance.choice(events)
    place = chance.choice(["presentation", "proof", "entry", "withheld", "more", "events", "head", "cut"])
    if place in ("presentation", "proof"):
        event[place] = other_letter(event[place])
    elif place == "entry":
        event["entry"] += chance.choice([-1, 1])
    elif place == "withheld" and event["withheld"]:
        one = chance.choice(event["withheld"])
        way = chance.randrange(3)
        if way == 0:
            event["withheld"].remove(one)
        elif way == 1:
            event["withheld"].append(one)
        else:
            one["digest"] = page.to_base64url(page.sha256(b"another"))
    elif place == "more":
        event["presentation"] += page.to_base64url(b'["AAAAAAAAAAAAAAAAAAAAAA","by","me"]') + "~"
    elif place == "events":
        events.remove(event)
        if chance.random() < 0.5:
            events.append(event)
    elif place == "head":
        bundle[chance.choice(["log", "format", "visit"])] += "x"
    else:
        event["presentation"] = event["presentation"].rsplit("~", 2)[0] + "~"
    return place


def bundles_are_refused():
    whole = page.read_file(f"{WORK}/bundle.json").decode()
    notes = []
    compare("bundle", f"{WORK}/bundle.json", True, "the bundle", notes)
    for _ in range(80):
        bundle = json.loads(whole)
        name = change_bundle(bundle)
        if bundle != json.loads(whole):
            # Leaving out the last events of a visit, only the log shows.
            compare("bundle", write(bundle), None if name == "events" else False, name, notes)
    point(not notes, "a bundle that was changed is refused by both", notes)


# ---- what only whoever has the key can forge ----

def sign_leaf(payload, header=None):
    header = header or '{"alg":"EdDSA","kid":"%s","typ":"vestibule-event+sd-jwt"}' % KEY.id
    signed = page.to_base64url(header.encode()) + "." + page.to_base64url(payload.encode())
    return signed + "." + page.to_base64url(SECRET.sign(signed.encode()))


def one_event(leaf, disclosures, digests):
    """A bundle of a log that has this one entry."""
    root = base64.b64encode(page.leaf_hash(leaf.encode())).decode()
    text = f"{KEY.name}\n1\n{root}\n"
    line = base64.b64encode(bytes.fromhex(KEY.id) + SECRET.sign(text.encode())).decode()
    return {"format": "vestibule-bundle-1", "log": KEY.name, "made": "2025-01-24T18:00:00Z", "events": [{
        "entry": 0, "presentation": "~".join([leaf, *disclosures]) + "~",
        "proof": f"c2sp.org/tlog-proof@v1\nindex 0\n\n{text}\n\u2014 {KEY.name} {line}\n",
        "withheld": [{"digest": digest, "reason": "no reason"} for digest in digests]}]}


def decoys(count):
    return [page.to_base64url(page.sha256(b"%d" % i)) for i in range(count)]


def payload_of(kind, sealed, **more):
    event = {"v": 1, "log": KEY.name, "kind": kind, "at": "2025-01-24T17:40:00Z", "_sd": sorted(sealed),
             "_sd_alg": "sha-256", **more}
    return {name: value for name, value in event.items() if value is not ...}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


CLOSED = {"visit": "AZRKEPEWd_OBbnF5bF9dXg", "n": 0}
HASH = page.to_base64url(page.sha256(b"before"))


def forged_payloads():
    """(name, whether it is sound, payload)"""
    good = payload_of("visit_closed", decoys(8), **CLOSED)
    yield "as it should be", True, canonical(good)
    yield "with a space", False, canonical(good).replace(",", ", ", 1)
    yield "in another order", False, json.dumps(dict(reversed(good.items())), separators=(",", ":"))
    yield "with an escape that is not needed", False, canonical(good).replace("visit_closed", "visit\\u005fclosed")
    yield "with a member twice", False, canonical(good).replace('"v":1', '"v":1,"v":1')
    for name, value, sound in [
            ("v", 2, False), ("v", True, False), ("v", "1", False), ("v", ..., False),
            ("at", "2025-01-24T17:40:00+00:00", False), ("at", "2025-02-30T17:40:00Z", False),
            ("at", "2025-01-24T17:40:60Z", False), ("at", "2025-01-24T24:00:00Z", False),
            ("at", "2025-01-24T17:40:00.5Z", False), ("at", 5, False), ("at", ..., False),
            ("exercise", True, True), ("exercise", False, False), ("exercise", 1, False),
            ("anchor", {"root": HASH, "size": 0}, True), ("anchor", {"root": HASH}, False),
            ("anchor", {"root": HASH, "size": -1}, False), ("anchor", {"root": HASH + "A", "size": 1}, False),
            ("anchor", {"more": 1, "root": HASH, "size": 1}, False), ("anchor", None, False),
            ("visit", "AZRKEPEWd_OBbnF5bF9dXh", False), ("visit", "AZRKEPEWd_OBbnF5bF9d", False),
            ("visit", ..., False), ("n", ..., False), ("n", 1, False), ("n", -1, False), ("n", True, False),
            ("prev", HASH, False), ("_sd_alg", "sha-512", False), ("_sd_alg", ..., False),
            ("_sd", sorted(decoys(7)), False), ("_sd", sorted(decoys(9)), False),
            ("_sd", sorted(decoys(8), reverse=True), False), ("_sd", [HASH] * 8, False),
            ("_sd", sorted(decoys(7)) + ["zz"], False), ("log", "other.example/log", False),
            ("log", KEY.name + "+", False), ("kind", "visit_ended", False), ("kind", "opened_log", False),
            ("more", 1, False), ("end", "left", False), ("by", "me", False)]:
        event = payload_of("visit_closed", decoys(8), **CLOSED)
        event[name] = value
        yield f"{name}: {value}", sound, canonical({k: v for k, v in event.items() if v is not ...})
    yield "a later event", True, canonical(payload_of("visit_closed", decoys(8), **{**CLOSED, "n": 7}, prev=HASH))
    for name, value, sound in [
            ("what", "hold_lifted", True), ("what", "nothing", False), ("what", ..., False), ("what", 1, False)]:
        yield f"what: {value}", sound, canonical(payload_of("overridden", decoys(4), what=value))
    for value, sound in [(0, True), (2**53 - 1, True), (2**53, False), (-1, False), (True, False), ("1", False),
                         (1.5, False), (None, False)]:
        event = payload_of("erased", decoys(4), entry=value, digests=[HASH], schedule="visits")
        yield f"entry: {value}", sound, canonical(event)
    for value, sound in [([HASH], True), ([], False), ([HASH, "x"], False), (HASH, False), ({}, False)]:
        event = payload_of("erased", decoys(4), entry=1, digests=value, schedule="visits")
        yield f"digests: {value}", sound, canonical(event)


def leaves_are_refused():
    notes, count = [], 0
    for name, sound, payload in forged_payloads():
        digests = []
        try:
            digests = json.loads(payload)["_sd"]
        except (ValueError, KeyError):
            pass
        compare("bundle", write(one_event(sign_leaf(payload), [], digests)), sound, name, notes)
        count += 1
    good = canonical(payload_of("visit_closed", decoys(8), **CLOSED))
    for header in ['{"alg":"none","kid":"%s","typ":"vestibule-event+sd-jwt"}' % KEY.id,
                   '{"alg":"EdDSA","kid":"%s"}' % KEY.id,
                   '{"alg":"EdDSA","kid":"%s","typ":"vestibule-event+sd-jwt"}' % "00000000",
                   '{"kid":"%s","alg":"EdDSA","typ":"vestibule-event+sd-jwt"}' % KEY.id]:
        bundle = one_event(sign_leaf(good, header), [], json.loads(good)["_sd"])
        compare("bundle", write(bundle), False, header, notes)
        count += 1
    leaf = sign_leaf(good)
    forged = leaf[:-86] + ("B" if leaf[-86] != "B" else "C") + leaf[-85:]
    compare("bundle", write(one_event(forged, [], json.loads(good)["_sd"])), False, "the signature", notes)
    point(not notes, f"both say the same of {count + 1} leaves that are in a signed tree", notes)


TEXTS = ["a", "", " a", "a ", "a\u00a0", "\u2003a", "a\tb", "a\nb", "a\x7f", "a\x00", "a\x1f", "\u0085a", "\u2028",
         "e\u0301", "\U0001f600" * 120, "\U0001f600" * 121, "x" * 200, "x" * 201, "x" * 500, "x" * 501, "\ufeff"]
VALUES = [*TEXTS, None, True, False, 0, 1, -1, 999, 1000, 2**53 - 1, 2**53, -2**53, 1.0, 1.5, [], ["a"], ["a", "a"],
          ["A"], {}, {"a": 1}, {"a": None}, {"A": 1}, {"a": []}, {"a": 1.5}, [HASH], [HASH + "="], "a_b", "A_b", "_a",
          "a" * 64, "a" * 65, "9a", "2025-01-24", "2025-02-29", "2024-02-29", "2025-1-24", "2025-01-24T11:15:00Z",
          "2025-01-24T11:15:00-06:00", "2025-01-24T11:15:00", "2025-01-24T11:15:00.1Z", "2025-01-24t11:15:00z",
          "2025-01-24T11:15:60Z", "2025-01-24T24:00:00Z", "2025-01-24T11:15Z", "2025-01-24T11:15:00-0600",
          "2025-01-24T11:15:00+24:00", "2025-01-24T11:15:00-23:59", "2025-01-24T11:15:00+05:60",
          "0000-01-01", "0001-01-01", "9999-12-31T23:59:59Z", "sha256:" + "0" * 64, "sha256:" + "A" * 64,
          "sha256:" + "0" * 63, HASH, HASH[:-1], "left", "told", "yes"]


def shown_field(kind, name, value, **more):
    disclosure = page.to_base64url(canonical(["AAAAAAAAAAAAAAAAAAAAAA", name, value]).encode())
    digests = decoys(page.KINDS[kind].digests - 1) + [page.to_base64url(page.sha256(disclosure.encode()))]
    event = payload_of(kind, digests, **more)
    if page.KINDS[kind].in_visit == "a visit":
        event.update(CLOSED)
    leaf = sign_leaf(canonical(event))
    return one_event(leaf, [disclosure], [d for d in digests if d != digests[-1]])


def values_are_of_their_types():
    notes, count, types = [], 0, {}
    for kind, row in page.KINDS.items():
        if any(field.kept == "clear" and field.needed for field in row.fields.values()):
            continue
        for field in row.fields.values():
            if field.kept != "clear" and field.base != "paragraphs":
                types.setdefault(field.type, (kind, field.name))
    for kind, name in types.values():
        for value in chance.sample(VALUES, min(VALUES_TRIED, len(VALUES))):
            compare("bundle", write(shown_field(kind, name, value)), None, f"{kind} {name} {value!r}", notes)
            count += 1
    for name in ("by", "nothing", "_sd", "...", "visit", "v"):
        compare("bundle", write(shown_field("visit_closed", name, "me")), name == "by", name, notes)
    point(not notes, f"both take the same of {count} values for {len(types)} types", notes)


# ---- keys that follow one another ----

def rotate(why):
    record = f"{WORK}/record"
    for words in ([os.environ["VESTIBULE"], "log", "rotate-key", record, "--by", "clerk", "--why", why],
                  ["build/asan/tests/cli/record_peer", "add", record, "2"]):
        subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    return open(f"{record}/public/vkey", encoding="ascii").read().strip()


def keys_follow():
    folder, notes = f"{WORK}/record/public", []
    second = rotate("planned")
    for name, keys, wanted in [("the new key", [second], True), ("the old one beside it", [VKEY], True)]:
        compare("log", folder, wanted, name, notes, keys[0], keys[1:])
    os.remove(f"{WORK}/record/keys/log.key")
    third = rotate("lost")
    for name, keys, wanted in [
            ("the key that vouches for itself", [third], False), ("with the lost one", [third, second], True),
            ("with another", [third, VKEY], False), ("the lost one", [second, third], False),
            ("the first", [VKEY], False), ("all", [VKEY, second, third], True)]:
        compare("log", folder, wanted, name, notes, keys[0], keys[1:])
    point(not notes, "both follow keys, and take people's word for a lost one only", notes)


print(f"# TEST_SEED={SEED_OF_CHANCE}")
files_are_refused()
bundles_are_refused()
leaves_are_refused()
values_are_of_their_types()
keys_follow()
print(f"1..{points}")
shutil.rmtree(f"{WORK}/copy")
