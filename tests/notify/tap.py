"""What the scripts here share: TAP points, a folder of settings, the peer that sends."""
import json
import os
import subprocess
import sys
import tempfile

PEER = "build/asan/tests/notify/notify_peer"
NOW = 1737739500  # 2025-01-24T17:25:00Z
PATIENCE_MS = 60000  # no test waits so long, unless what it tests is broken

work = tempfile.TemporaryDirectory(prefix="notify-")
points = 0
failed = 0


def point(good, name, more=""):
    global points, failed
    points += 1
    print(f"{'ok' if good else 'not ok'} {points} - {name}")
    if not good:
        failed += 1
        for line in str(more).splitlines()[:30]:
            print(f"#   {line}")
    sys.stdout.flush()


def settings(text, **secrets):
    """Write channels.conf and files beside it, as their owner's alone."""
    directory = tempfile.mkdtemp(dir=work.name)
    for name, value in {"channels.conf": text, **secrets}.items():
        path = os.path.join(directory, name.replace("_", "."))
        with open(path, "w", encoding="utf-8") as file:
            file.write(value)
        os.chmod(path, 0o600)
    return directory


def letter(channel, to, key, **more):
    return {
        "channel": channel, "to": to, "key": key, "topic": "callout.step", "about": "visit-1",
        "subject": "Somebody is at the door", "words": "An officer waits at Hamline.",
        "link": "https://desk.hamline.example/c/Zx9", "language": "en", "lives": 3600,
        "written": NOW - 60, "urgent": True, **more,
    }


def send(directory, letters, deadline_ms=PATIENCE_MS, now=NOW):
    peer = subprocess.run([PEER, directory, str(deadline_ms), str(now)], input=json.dumps(letters),
                          capture_output=True, text=True, timeout=120)
    if peer.returncode != 0 or peer.stderr:
        point(False, "the peer works", peer.stderr)
    return [json.loads(line) for line in peer.stdout.splitlines()]


def mistake(text, **secrets):
    """What is said of settings that are wrong, on one line."""
    directory = settings(text, **secrets)
    peer = subprocess.run([PEER, directory, "settings"], capture_output=True, text=True, timeout=60)
    return peer.stderr.strip() if peer.returncode == 1 else f"(accepted, status {peer.returncode}) {peer.stderr}"


def ends():
    print(f"1..{points}")
    work.cleanup()
    sys.exit(1 if failed else 0)
