"""A verifier of all that a record hands out, written from docs/record.md alone.

    page.py log FOLDER KEY [LEAF-KEY...]      what `log export` wrote, or the folder public
    page.py proof FILE.tlog-proof KEY         an entry, in FILE, and its proof
    page.py bundle FILE KEY [LEAF-KEY...]     what `log disclose` wrote

The kinds of events and their fields come from the page's own tables.  Prints what holds;
exits with 1 and "no: ..." at the first thing that does not.  Python's standard library,
and cryptography (OpenSSL) for Ed25519.
"""
import base64
import datetime
import hashlib
import json
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    pass


def need(holds, why):
    if not holds:
        raise Refused(why)


# ---- spellings ----

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(leaf):
    return sha256(b"\0", leaf)


def node(left, right):
    return sha256(b"\1", left, right)


def base64_of(text, size=None):
    need(re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text), "not Base64")
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "Base64 that is not canonical")
    need(size in (None, len(data)), "Base64 of another length")
    return data


def base64url_of(text, size=None):
    need(re.fullmatch(r"[A-Za-z0-9_-]*", text), "not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(to_base64url(data) == text, "base64url that is not canonical")
    need(size in (None, len(data)), "base64url of another length")
    return data


def to_base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def number_of(text):
    need(re.fullmatch(r"0|[1-9][0-9]{0,15}", text), "not a number")
    return int(text)


def no(value):
    raise Refused("a number that is not whole")


def once(pairs):
    need(len(dict(pairs)) == len(pairs), "a name that occurs twice")
    return dict(pairs)


def json_of(data):
    return json.loads(data, object_pairs_hook=once, parse_float=no, parse_constant=no)


def whole(value, most=2**53 - 1):
    return type(value) is int and 0 <= value <= most


# ---- the page's tables ----

class Field:
    def __init__(self, row):
        self.name, self.type, self.kept, self.needed = row[0].strip("`"), row[1], row[2], row[3] == "yes"
        limit = re.search(r"at most (\d+)|to (\d+)$", self.type)
        self.most = int(limit[1] or limit[2]) if limit else 2**53 - 1
        self.words = re.findall(r"`([a-z_]+)`", self.type)
        self.base = "choice" if self.words else re.match(
            r"(an? )?([a-zA-Z0-9-]+( number| or false)?)", self.type)[2]


class Kind:
    def __init__(self, text):
        place = re.search(r"Part of (a visit or of none|a visit|no visit); (\d+) digests\.", text)
        self.in_visit, self.digests = place[1], int(place[2])
        rows = [re.split(r" *\| *", line)[1:-1] for line in text.split("\n") if line.startswith("| `")]
        self.fields = {row[0].strip("`"): Field(row) for row in rows}


def read_kinds(page):
    body = page.split("<!-- kinds:")[1].split("<!-- end of kinds -->")[0]
    return {part.split("`")[1]: Kind(part) for part in body.split("\n### ")[1:]}


with open("docs/record.md", encoding="utf-8") as page:
    KINDS = read_kinds(page.read())
COMMON = {"v", "log", "kind", "at", "visit", "n", "prev", "anchor", "exercise", "_sd", "_sd_alg"}


# ---- values ----

def is_text(value, most, lines=False):
    control = r"[\x00-\x08\x0b-\x1f\x7f]" if lines else r"[\x00-\x1f\x7f]"
    return (isinstance(value, str) and 0 < len(value) <= most and not re.search(control, value)
            and value.strip(" \t\n\v\f\r") == value)


def is_name(value):
    return isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,63}", value) is not None


def is_date(value):
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return False
    try:
        return datetime.date.fromisoformat(value) is not None
    except ValueError:
        return False


def is_moment(value):
    match = isinstance(value, str) and re.fullmatch(
        r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:Z|[+-](\d\d):(\d\d))", value, re.ASCII)
    return bool(match and is_date(match[1]) and int(match[2]) < 24 and int(match[3]) < 60
                and int(match[4]) <= 60 and int(match[5] or 0) < 24 and int(match[6] or 0) < 60)


def is_value(value):
    if isinstance(value, str):
        return is_text(value, 200)
    return value is None or isinstance(value, bool) or type(value) is int and abs(value) < 2**53


def is_digest(value):
    if not isinstance(value, str) or len(value) != 43:
        return False
    return base64url_of(value, 32) is not None


def is_list(value, most, of):
    return isinstance(value, list) and len(value) <= most and all(of(item) for item in value)


def fits(field, value):
    most = field.most
    checks = {
        "choice": lambda: value in field.words,
        "text": lambda: is_text(value, most),
        "name": lambda: is_name(value),
        "moment": lambda: is_moment(value),
        "date": lambda: is_date(value),
        "SHA-256": lambda: isinstance(value, str) and re.fullmatch(r"sha256:[0-9a-f]{64}", value),
        "digest": lambda: is_digest(value),
        "whole number": lambda: whole(value, most),
        "true or false": lambda: isinstance(value, bool),
        "value": lambda: is_value(value),
        "facts": lambda: isinstance(value, dict) and len(value) <= most
        and all(is_name(k) and is_value(v) for k, v in value.items()),
        "names": lambda: is_list(value, most, is_name),
        "digests": lambda: is_list(value, most, is_digest) and value,
    }
    return bool(checks[field.base]())


# ---- keys and checkpoints ----

class Key:
    def __init__(self, vkey):
        self.name, self.id, text = vkey.strip().split("+", 2)
        data = base64_of(text, 33)
        need(data[0] == 1, "the key is not Ed25519")
        need(sha256(self.name.encode() + b"\n", data)[:4].hex() == self.id, "the key's id")
        self.vkey, self.bytes = vkey.strip(), data[1:]

    def verify(self, message, signature, what):
        try:
            Ed25519PublicKey.from_public_bytes(self.bytes).verify(signature, message)
        except InvalidSignature:
            raise Refused(what) from None


class Checkpoint:
    def __init__(self, note, key):
        text, blank, lines = note.rpartition("\n\n")
        need(blank and lines.endswith("\n"), "the checkpoint has no signatures")
        origin, size, root, *rest = (text + "\n").split("\n")
        need(rest == [""] and origin == key.name, "the checkpoint's text")
        self.origin, self.size, self.root = origin, number_of(size), base64_of(root, 32)
        signed = False
        for line in lines[:-1].split("\n"):
            dash, name, signature = line.split(" ")
            need(dash == "\u2014", "a signature line")
            data = base64_of(signature)
            if name == key.name and data[:4].hex() == key.id:
                key.verify((text + "\n").encode(), data[4:], "the checkpoint's signature")
                signed = True
        need(signed, "the checkpoint is not signed by this key")


# ---- leaves ----

class Leaf:
    """The payload, its digests, and what it takes to verify the signature."""

    def __init__(self, text):
        need(len(text) <= 65535, "the leaf is too long")
        header, payload, signature = text.split(".")
        head = re.fullmatch(r'{"alg":"EdDSA","kid":"([0-9a-f]{8})","typ":"vestibule-event\+sd-jwt"}',
                            base64url_of(header).decode())
        need(head, "the header")
        self.kid, self.signed = head[1], (header + "." + payload).encode()
        self.signature = base64url_of(signature, 64)
        data = base64url_of(payload).decode()
        self.event = json_of(data)
        need(json.dumps(self.event, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == data,
             "the payload is not canonical")
        self.check_members()
        self.check_visit()
        self.check_digests()

    def check_members(self):
        e = self.event
        need(e["v"] == 1 and type(e["v"]) is int and e["_sd_alg"] == "sha-256", "v or _sd_alg")
        need(re.fullmatch(r"[!-*,-~]{1,120}", e["log"]), "log")
        need(is_moment(e["at"]) and e["at"].endswith("Z") and e["at"][17:19] != "60", "at")
        need("exercise" not in e or e["exercise"] is True, "exercise")
        if "anchor" in e:
            need(set(e["anchor"]) == {"root", "size"} and is_digest(e["anchor"]["root"])
                 and whole(e["anchor"]["size"]), "anchor")
        self.kind = KINDS[e["kind"]]
        for name, value in e.items():
            if name not in COMMON:
                field = self.kind.fields[name]
                need(field.kept == "clear" and fits(field, value), "the field " + name)
        for field in self.kind.fields.values():
            need(field.kept != "clear" or not field.needed or field.name in e, field.name + " is missing")

    def check_visit(self):
        e, place = self.event, self.kind.in_visit
        need(("visit" in e) == ("n" in e), "visit and n")
        need("visit" in e or (place != "a visit" and "prev" not in e), "visit is missing")
        if "visit" in e:
            need(place != "no visit" and len(base64url_of(e["visit"])) == 16, "visit")
            need(whole(e["n"]) and ("prev" in e) == (e["n"] > 0), "n and prev")
            need("prev" not in e or is_digest(e["prev"]), "prev")

    def check_digests(self):
        self.digests = self.event["_sd"]
        need(len(self.digests) == self.kind.digests and all(map(is_digest, self.digests)), "_sd")
        need(self.digests == sorted(set(self.digests)), "_sd is not ascending")

    def verify(self, key):
        need(self.kid == key.id, "the leaf is signed by another key")
        key.verify(self.signed, self.signature, "the leaf's signature")


# ---- presentations ----

class Presentation:
    """`fields`: what is laid open; `withheld`: digest -> (field, paragraph), where known."""

    def __init__(self, text):
        need(text.endswith("~"), "something behind the last ~")
        self.text, *disclosures = text[:-1].split("~")
        self.leaf = Leaf(self.text)
        self.given = {to_base64url(sha256(d.encode())): self.read(d) for d in disclosures}
        need(len(self.given) == len(disclosures), "a disclosure is given twice")
        self.seen, self.fields, self.withheld = set(), {}, {}
        need(not any(self.see(digest) for digest in self.leaf.digests), "a digest stands twice")
        for digest in self.leaf.digests:
            if digest in self.given:
                self.open(self.given.pop(digest))
            else:
                self.withheld[digest] = (None, None)
        need(not self.given, "a disclosure that no digest refers to")

    def see(self, digest):
        again = digest in self.seen
        self.seen.add(digest)
        return again

    @staticmethod
    def read(text):
        parts = json_of(base64url_of(text))
        need(isinstance(parts, list) and len(parts) in (2, 3), "a disclosure's elements")
        need(isinstance(parts[0], str) and len(parts[0].encode()) >= 22, "a salt")
        return parts

    def open(self, parts):
        need(len(parts) == 3 and isinstance(parts[1], str), "a paragraph in the place of a field")
        name, value = parts[1:]
        need(name not in ("_sd", "...") and name not in self.leaf.event and name not in self.fields
             and name not in COMMON, "a field that is there already")
        field = self.leaf.kind.fields[name]
        need(field.kept != "clear", "a clear field that is disclosed")
        if field.base == "paragraphs":
            need(isinstance(value, list) and 0 < len(value) <= field.most, name)
            value = [self.open_paragraph(name, number, item) for number, item in enumerate(value, 1)]
        else:
            need(fits(field, value), name)
        self.fields[name] = value

    def open_paragraph(self, name, number, item):
        need(isinstance(item, dict) and list(item) == ["..."] and is_digest(item["..."]), name)
        digest = item["..."]
        need(not self.see(digest), "a digest stands twice")
        if digest not in self.given:
            self.withheld[digest] = (name, number)
            return None
        parts = self.given.pop(digest)
        need(len(parts) == 2 and is_text(parts[1], 4000, lines=True), name)
        return parts[1]


# ---- a whole log ----

def root_of(hashes):
    if not hashes:
        return sha256()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node(root_of(hashes[:k]), root_of(hashes[k:]))


def tile_path(folder, level, index, width):
    groups = re.findall(r"\d{3}", str(index).zfill((len(str(index)) + 2) // 3 * 3))
    name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"{folder}/tile/{level}/{name}" + (f".p/{width}" if width < 256 else "")


def read_file(path):
    with open(path, "rb") as file:
        return file.read()


def read_entries(folder, size):
    entries = []
    for index in range(0, size, 256):
        width = min(256, size - index)
        data, at = read_file(tile_path(folder, "entries", index // 256, width)), 0
        for _ in range(width):
            length = int.from_bytes(data[at:at + 2], "big")
            need(at + 2 + length <= len(data), "a bundle ends too early")
            entries.append(data[at + 2:at + 2 + length])
            at += 2 + length
        need(at == len(data), "a bundle goes on behind its last entry")
    return entries


def check_tiles(folder, hashes):
    level = 0
    while hashes:
        above = []
        for index in range(0, len(hashes), 256):
            part = hashes[index:index + 256]
            path = tile_path(folder, level, index // 256, len(part))
            need(read_file(path) == b"".join(part), path)
            if len(part) == 256:
                above.append(root_of(part))
        hashes, level = above, level + 1


def next_key(leaf, key, known):
    """The key behind a key_rotated; a lost key is replaced by the word of people."""
    event, new = leaf.event, Key(leaf.event["key"])
    need(new.name == event["log"], "a key of another log")
    if event["why"] == "lost" and event["old_key"] == key.vkey and leaf.kid == new.id:
        need({key.vkey, new.vkey} <= {each.vkey for each in known}, "a lost key, and not both were given")
        leaf.verify(new)
    else:
        leaf.verify(key)
    return new


def check_anchor(event, number, roots, hashes):
    """The checkpoint that an event names was there before it, with this root."""
    if "anchor" in event:
        size = event["anchor"]["size"]
        need(size <= number, f"entry {number}: anchor")
        if size not in roots:
            roots[size] = to_base64url(root_of(hashes[:size]))
        need(event["anchor"]["root"] == roots[size], f"entry {number}: the root of its anchor")


def check_leaves(entries, hashes, origin, known):
    visits, roots, key = {}, {}, None
    for number, entry in enumerate(entries):
        leaf = Leaf(entry.decode("ascii"))
        event = leaf.event
        need((event["kind"] == "opened_log") == (number == 0), f"entry {number}: opened_log")
        if number == 0:
            key = Key(event["key"])
            need(key.name == origin, "the first key is another log's")
        if event["kind"] == "key_rotated":
            key = next_key(leaf, key, known)
        else:
            leaf.verify(key)
        need(event["log"] == origin, f"entry {number}: log")
        check_anchor(event, number, roots, hashes)
        if "visit" in event:
            n, newest = visits.get(event["visit"], (0, None))
            need(event["n"] == n and event.get("prev") == newest, f"entry {number}: its visit")
            visits[event["visit"]] = (n + 1, to_base64url(leaf_hash(entry)))
    return key, len(visits)


def check_log(folder, key, *others):
    checkpoint = Checkpoint(read_file(folder + "/checkpoint").decode(), key)
    entries = read_entries(folder, checkpoint.size)
    hashes = [leaf_hash(entry) for entry in entries]
    check_tiles(folder, hashes)
    need(root_of(hashes) == checkpoint.root, "the entries do not lead to the root")
    last, visits = check_leaves(entries, hashes, checkpoint.origin, (key, *others))
    Checkpoint(read_file(folder + "/checkpoint").decode(), last)
    return f"{len(entries)} entries, {visits} visits"


# ---- proofs and bundles ----

def check_proof(text, leaf, key):
    head, blank, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    need(blank and first == "c2sp.org/tlog-proof@v1", "not a proof file")
    if lines and lines[0].startswith("extra "):
        base64_of(lines.pop(0)[len("extra "):])
    need(lines and lines[0].startswith("index "), "a proof without an index")
    index, checkpoint = number_of(lines[0][len("index "):]), Checkpoint(note, key)
    r, i, s = leaf_hash(leaf), index, checkpoint.size - 1
    need(index < checkpoint.size, "the index is not in the tree")
    for line in lines[1:]:
        h = base64_of(line, 32)
        need(s > 0, "the proof is too long")
        if i % 2 == 1 or i == s:
            r = node(h, r)
            while i % 2 == 0 and i != 0:
                i, s = i // 2, s // 2
        else:
            r = node(r, h)
        i, s = i // 2, s // 2
    need(s == 0 and r == checkpoint.root, "the proof does not lead to the root")
    return index, checkpoint, note


def check_proof_file(path, key):
    need(path.endswith(".tlog-proof"), "not the name of a proof")
    index, checkpoint, _ = check_proof(
        read_file(path).decode(), read_file(path[:-len(".tlog-proof")]), key)
    return f"entry {index} of {checkpoint.size}"


def check_withheld(listed, shown):
    reasons = {}
    for item in listed:
        need(set(item) <= {"digest", "field", "paragraph", "reason"} and is_digest(item["digest"])
             and isinstance(item["reason"], str) and item["reason"], "what is withheld")
        need(item["digest"] not in reasons, "a reason is given twice")
        reasons[item["digest"]] = (item.get("field"), item.get("paragraph"))
    need(set(reasons) == set(shown.withheld), "what is withheld is not what is listed")
    for digest, (field, paragraph) in shown.withheld.items():
        need(reasons[digest][1] == paragraph, "a reason for another paragraph")
        need(field is None or reasons[digest][0] == field, "a reason for another field")


def check_bundle(path, key, *others):
    bundle = json_of(read_file(path).decode())
    need(set(bundle) - {"visit"} == {"format", "log", "made", "events"}, "the bundle's members")
    need(bundle["format"] == "vestibule-bundle-1", "another format")
    checkpoint_text, before, entry_before, keys = None, None, -1, {k.id: k for k in (key, *others)}
    for count, item in enumerate(bundle["events"]):
        need(set(item) == {"entry", "presentation", "proof", "withheld"}, "an event's members")
        shown = Presentation(item["presentation"])
        event = shown.leaf.event
        index, checkpoint, note = check_proof(item["proof"], shown.text.encode(), key)
        need(index == item["entry"] and index > entry_before, "the entry")
        need(checkpoint_text in (None, note), "two checkpoints")
        need(bundle["log"] == event["log"] == checkpoint.origin, "another log")
        need(shown.leaf.kid in keys and keys[shown.leaf.kid].name == bundle["log"], "an unknown key")
        shown.leaf.verify(keys[shown.leaf.kid])
        check_withheld(item["withheld"], shown)
        if "visit" in bundle:
            need(event.get("visit") == bundle["visit"] and event["n"] == count, "a visit with a gap")
        if before and event.get("visit") == before.leaf.event.get("visit") is not None \
                and event["n"] == before.leaf.event["n"] + 1:
            need(event["prev"] == to_base64url(leaf_hash(before.text.encode())), "prev")
        checkpoint_text, before, entry_before = note, shown, index
    return f"{len(bundle['events'])} events"


def judge(what, path, *vkeys):
    check = {"log": check_log, "proof": check_proof_file, "bundle": check_bundle}[what]
    try:
        return True, check(path, *map(Key, vkeys))
    except Refused as refused:
        return False, str(refused)
    except (ValueError, KeyError, TypeError, AttributeError, OSError, IndexError) as malformed:
        return False, f"malformed: {malformed!r}"


if __name__ == "__main__":
    holds, words = judge(*sys.argv[1:])
    print(("yes: " if holds else "no: ") + words)
    sys.exit(0 if holds else 1)
