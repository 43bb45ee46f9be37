// Which texts may be recorded, by String.prototype.normalize: the scripts that people
// write names in, their combining marks in any order, and Hangul in parts.
//
// Only ranges that were full when Unicode 5 came out: later versions, which engines have
// or do not have yet, change nothing in them.
"use strict";

const { spawnSync } = require("child_process");

let seed = BigInt(process.env.TEST_SEED ?? Date.now());
console.log(`# TEST_SEED=${seed}`);
const chance = (below) => {
    seed = (seed * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number((seed >> 33n) % BigInt(below));
};

const ranges = [
    [0x61, 0x7a], [0xc0, 0x17f], [0x1a0, 0x1b0], [0x300, 0x34e], [0x350, 0x36f],
    [0x391, 0x3a1], [0x3b1, 0x3ce], [0x410, 0x44f], [0x5b0, 0x5b9], [0x5d0, 0x5ea],
    [0x621, 0x63a], [0x64b, 0x655], [0x915, 0x939], [0x93c, 0x94d], [0x9be, 0x9be],
    [0x9c7, 0x9c7], [0xbc6, 0xbc8], [0xbbe, 0xbbe], [0xf71, 0xf7d], [0x1025, 0x1025],
    [0x102e, 0x102e], [0x1100, 0x1112], [0x1161, 0x1175], [0x11a7, 0x11c2],
    [0xac00, 0xac80], [0x1e00, 0x1e99], [0x1ea0, 0x1ef9], [0x1f00, 0x1f15],
    [0x2126, 0x212b], [0x2260, 0x2285], [0x304b, 0x3062], [0x3099, 0x309a],
    [0xf900, 0xf930], [0xfb1d, 0xfb4e], [0xff21, 0xff3a], [0x1d15e, 0x1d16e],
    [0x2f800, 0x2f820],
];
const any = () => {
    const [low, high] = ranges[chance(ranges.length)];
    return String.fromCodePoint(low + chance(high - low + 1));
};

const texts = [];
for (const [low, high] of ranges)
    for (let c = low; c <= high; c++)
        for (const text of [String.fromCodePoint(c), "e" + String.fromCodePoint(c),
            "\uac00" + String.fromCodePoint(c), "a\u0323" + String.fromCodePoint(c)])
            texts.push("x" + text + "x", "x" + text.normalize("NFC") + "x",
                "x" + text.normalize("NFD") + "x");
for (let i = 0; i < 20000; i++) {
    let text = "x";
    for (let n = chance(6); n >= 0; n--)
        text += any();
    texts.push(text + "x", text.normalize("NFC") + "x");
}

const peer = spawnSync("build/asan/tests/interop/normal_peer",
    { input: texts.join("\n") + "\n", maxBuffer: 1 << 26 });
const answers = peer.stdout.toString().trim().split("\n");
const wrong = texts.filter((text, i) =>
    answers[i] !== (text === text.normalize("NFC") ? "yes" : "no"));
const good = peer.status === 0 && answers.length === texts.length && wrong.length === 0 &&
    answers.includes("yes") && answers.includes("no");

console.log(`# ${texts.length} texts, ${answers.filter((a) => a === "no").length} refused`);
for (const text of wrong.slice(0, 10))
    console.log("# " + [...text].map((c) => c.codePointAt(0).toString(16)).join(" "));
console.log(`${good ? "ok" : "not ok"} 1 - a new text must be as normalize("NFC") has it`);
console.log("1..1");
