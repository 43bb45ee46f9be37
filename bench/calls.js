// From a fact to the hand-over of each letter that it causes, while so many call-outs are
// open: a program is called by webhook, and says when it was asked.
//
//     node bench/calls.js PORT HOOK-PORT OPEN ROUNDS <SESSIONS
//
// The time runs from before the form is sent to when the webhook has the whole request, so
// the answer to the form, the disk and the worker's way are in it.
"use strict";
const fs = require("fs");
const http = require("http");

const [port, hookPort, open, rounds] = process.argv.slice(2).map(Number);
const place = `http://127.0.0.1:${port}`;
const desks = fs.readFileSync(0, "utf8").trim().split("\n").map(line => line.split(" "));
const LANES = 3, AIM_MS = 1000;

function key() {
    const bytes = require("crypto").randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = bytes[6] & 15 | 112;
    bytes[8] = bytes[8] & 63 | 128;
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

async function post([token, csrf], path, fields) {
    const answer = await fetch(place + path, {method: "POST", redirect: "manual",
        headers: {cookie: `vestibule-session=${token}`},
        body: new URLSearchParams({token: csrf, key: key(), ...fields})});
    if (answer.status !== 303)
        throw new Error(`${path}: ${answer.status}: ${await answer.text()}`);
    return answer.headers.get("location");
}

// ---- what is called ----

const came = new Map();
let arrived = 0;
const hook = http.createServer((request, answer) => {
    let body = "";
    request.on("data", piece => { body += piece; });
    request.on("end", () => {
        const {type, data} = JSON.parse(body);
        if (type === "callout.call") {
            arrived++;
            came.set(data.id, [...came.get(data.id) ?? [], performance.now()]);
        }
        answer.writeHead(204).end();
    });
});

const pause = ms => new Promise(done => { setTimeout(done, ms); });
async function until(said) {
    for (let i = 0; i < 6000 && !said(); i++)
        await pause(10);
    if (!said())
        throw new Error("letters did not come within a minute");
}

// Open a visit as far as the fact for which people are called; then that fact.
async function begin(desk) {
    const visit = await post(desk, "/visits", {way: "door"});
    await post(desk, `${visit}/ask/emergency`, {answer: "no", basis: "seen"});
    await post(desk, `${visit}/ask/where`, {answer: "desk", basis: "seen"});
    return visit;
}
const call = (desk, visit) => post(desk, `${visit}/ask/agency`, {answer: "ice", basis: "read"});

async function run() {
    await new Promise(done => { hook.listen(hookPort, "127.0.0.1", done); });
    const standing = Math.ceil(open / LANES);
    for (let i = 0; i < standing; i++)
        await call(desks[i % desks.length], await begin(desks[i % desks.length]));
    await until(() => arrived >= standing * LANES);
    const times = [];
    for (let i = 0; i < rounds; i++) {
        const desk = desks[i % desks.length];
        const visit = await begin(desk);
        const id = visit.split("/").pop();
        const began = performance.now();
        await call(desk, visit);
        await until(() => (came.get(id) ?? []).length >= LANES);
        times.push(...came.get(id).map(at => at - began));
    }
    times.sort((a, b) => a - b);
    const at = share => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    console.log(`from a fact to a webhook, ${standing * LANES} call-outs open: median ${at(0.5).toFixed(0)} ms, ` +
        `99 % ${at(0.99).toFixed(0)} ms, most ${at(1).toFixed(0)} ms of ${times.length}  ` +
        `${at(0.99) < AIM_MS ? "reached" : "missed"}: 99 % under ${AIM_MS} ms`);
    hook.close();
    hook.closeAllConnections();
}

run().catch(error => {
    console.error(error);
    process.exit(1);
});
