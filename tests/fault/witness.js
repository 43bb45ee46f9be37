// A witness that is killed, or whose disk fails, at any moment: started again it cosigns
// no tree that is older than one it cosigned, and none that does not continue it.
//
// The log here is made to tempt it: after each trouble it offers the tree of before, and
// a fork that begins just below the last tree that was cosigned, with a proof that is
// right for whoever has forgotten that one.
"use strict";

const crypto = require("crypto");
const fs = require("fs");
const { spawn, spawnSync } = require("child_process");

const [work, rounds] = [process.argv[2], Number(process.env.WITNESS_ROUNDS ?? 40)];
const origin = "school.example/vestibule";
const held = `${work}/held/${crypto.createHash("sha256").update(origin).digest("hex")}`;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let points = 0;
const point = (holds, name, notes = []) => {
    console.log(`${holds ? "ok" : "not ok"} ${++points} - ${name}`);
    notes.forEach((note) => console.log(`# ${note}`));
};

// ---- a log, and its forks ----

const sha256 = (...parts) => crypto.createHash("sha256").update(Buffer.concat(parts)).digest();
const node = (left, right) => sha256(Buffer.of(1), left, right);
const { publicKey, privateKey } = crypto.generateKeyPairSync("ed25519");
const raw = Buffer.concat([Buffer.of(1), publicKey.export({ format: "der", type: "spki" }).subarray(-32)]);
const id = sha256(Buffer.from(origin + "\n"), raw).subarray(0, 4);
const vkey = `${origin}+${id.toString("hex")}+${raw.toString("base64")}`;

const leaf = (fork, i) => sha256(Buffer.of(0), Buffer.from(i < fork ? `entry ${i}` : `fork ${fork} ${i}`));
const split = (n) => { let k = 1; while (k * 2 < n) k *= 2; return k; };
const root = (fork, from, to) => {
    if (to - from === 1) return leaf(fork, from);
    const k = split(to - from);
    return node(root(fork, from, from + k), root(fork, from + k, to));
};
const prove = (fork, m, from, to, whole) => { // RFC 6962, section 2.1.2
    const n = to - from;
    if (m === n) return whole ? [] : [root(fork, from, to)];
    const k = split(n);
    return m <= k ? [...prove(fork, m, from, from + k, whole), root(fork, from + k, to)]
        : [...prove(fork, m - k, from + k, to, false), root(fork, from, from + k)];
};
const request = (fork, old, size) => {
    const text = `${origin}\n${size}\n${root(fork, 0, size).toString("base64")}\n`;
    const line = Buffer.concat([id, crypto.sign(null, Buffer.from(text), privateKey)]).toString("base64");
    const proof = old === 0 ? [] : prove(fork, old, 0, size, true);
    return `old ${old}\n${proof.map((h) => h.toString("base64") + "\n").join("")}\n${text}\n\u2014 ${origin} ${line}\n`;
};

// ---- the witness ----

let running = null;
const start = async (...before) => {
    const words = [...before, process.env.VESTIBULE, "witness", work, vkey,
        "--listen", "127.0.0.1:0", "--name", "library.example/w"];
    const child = spawn(words[0], words.slice(1), { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    running = { child, url: null, said: "", done: new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal }))) };
    let ended = false;
    running.done.then(() => { ended = true; });
    child.stdout.on("data", (bytes) => { running.said += bytes; });
    child.stderr.on("data", (bytes) => { running.said += bytes; });
    while (!/^vkey/m.test(running.said) && !ended) await sleep(2);
    const place = running.said.match(/^listening on\s+(\S+)/m);
    running.url = !ended && place ? `http://${place[1]}/add-checkpoint` : null;
    return running.url !== null;
};
const end = async (signal) => {
    try { process.kill(-running.child.pid, signal); } catch {}
    return running.done;
};
const post = async (body) => {
    try {
        const answer = await fetch(running.url, { method: "POST", body });
        return { status: answer.status, text: await answer.text() };
    } catch {
        return { status: 0, text: "" };
    }
};

// ---- what must hold ----

let cosigned = 0; // the size of the largest tree whose cosignature somebody has
const heldSize = () => fs.existsSync(held) ? Number(fs.readFileSync(held, "utf8").split("\n")[1]) : 0;

const grow = async () => {
    const from = heldSize();
    const size = Math.max(from, cosigned) + 1 + Math.floor(Math.random() * 3);
    const answer = await post(request(Infinity, from, size));
    if (answer.status === 200) cosigned = size;
    return answer.status;
};

// Start it as it should be, and tempt it; returns what it did wrong.
const tempt = async (when) => {
    if (!await start()) return [`${when}: it does not start again: ${running.said}`];
    const wrong = [], from = heldSize();
    if (from < cosigned) wrong.push(`${when}: it holds ${from} and has cosigned ${cosigned}`);
    for (const old of new Set([from, cosigned, Math.max(cosigned - 1, 0)])) {
        for (const [fork, size] of [[Math.max(cosigned - 1, 0), cosigned + 1], [Math.max(cosigned - 1, 0), cosigned],
            [Infinity, cosigned - 1]]) {
            if (size < 1 || old > size) continue;
            const { status } = await post(request(fork, old, size));
            if (status === 200) wrong.push(`${when}: old ${old}: it cosigns ${fork === Infinity ? "an older tree" : "a fork"}`);
        }
    }
    const status = await grow();
    if (status !== 200) wrong.push(`${when}: it does not go on: ${status}`);
    await end("SIGKILL");
    return wrong;
};

const killed = async () => {
    let wrong = [];
    for (let i = 0; i < rounds && wrong.length === 0; i++) {
        await start();
        for (let n = Math.floor(Math.random() * 3); n > 0; n--) await grow();
        const growing = grow();
        await sleep(Math.random() * 4);
        await end("SIGKILL");
        await growing;
        wrong = await tempt(`kill ${i}`);
    }
    point(wrong.length === 0 && cosigned > rounds, `killed ${rounds} times it never looks back`, wrong);
};

const calls = ["openat", "write", "fsync", "fdatasync", "rename", "unlink"];
const traced = (...words) => ["strace", "-f", "-o", `${work}/trace`, "-e", `trace=${calls}`, ...words];

// The calls from the lock on: [name, its number].
const places = () => {
    const count = {}, found = [];
    let began = false;
    for (const line of fs.readFileSync(`${work}/trace`, "utf8").split("\n")) {
        const call = line.match(/^\d+ +([a-z0-9]+)\(/);
        if (!call) continue;
        count[call[1]] = (count[call[1]] ?? 0) + 1;
        began ||= line.includes("/lock\"");
        if (began && !/openssl|urandom/.test(line)) found.push([call[1], count[call[1]]]);
    }
    return found;
};

const failed = async () => {
    let wrong = [], tried = 0, failures = 0;
    await start(...traced());
    const good = [await grow(), await grow()];
    await end("SIGTERM");
    const all = places();
    for (const [name, number] of all)
        for (const how of ["error=EIO", "error=ENOSPC", "signal=KILL"]) {
            const up = await start(...traced("-e", `inject=${name}:${how}:when=${number}`));
            if (up) {
                const status = await grow();
                failures += status !== 200;
                await grow();
            }
            await end("SIGKILL");
            tried++;
            wrong.push(...await tempt(`${name} ${number} ${how}`));
        }
    point(good.join() === "200,200" && all.length > 8 && failures > 8 && wrong.length === 0,
        `with each of its ${all.length} calls failing (${tried} ways, ${failures} requests lost) neither`, wrong);
};

const stopped = async () => {
    const wrong = [];
    for (const signal of ["SIGTERM", "SIGINT"]) {
        await start();
        await grow();
        const { code } = await end(signal);
        if (code !== 0 || !/^stopped;/m.test(running.said)) wrong.push(`${signal}: ${code}: ${running.said}`);
    }
    point(wrong.length === 0, "asked to end, it says so and ends", wrong);
};

(async () => {
    await start();
    const first = await grow();
    await end("SIGKILL");
    point(first === 200, "it cosigns");
    await stopped();
    await killed();
    await failed();
    console.log(`1..${points}`);
})();
