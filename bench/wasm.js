// The evaluator as WebAssembly in node: the batch over all states, which is its own speed;
// by calls of 500, which are too few to deal out; a call for each state, which is mostly the way
// from JavaScript and back; and the whole decision as JSON, which a browser asks for.
// Usage: node wasm.js FOLDER MODULE, with FOLDER as decide left it.  Prints nanoseconds.
"use strict";
const fs = require("fs"), path = require("path");

const [folder, module_] = process.argv.slice(2);
const ROUNDS = 15, LEAST_MS = 20;
const file = (name) => fs.readFileSync(path.join(folder, name));
const wasm = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(module_)), {}).exports;
const put = (bytes) => {
  const place = wasm.vestibule_take(bytes.length);
  new Uint8Array(wasm.memory.buffer).set(bytes, place);
  return place;
};

const processor = () => { const { user, system } = process.cpuUsage(); return user + system; };

function time(work, units) {
  let calls = 0, now = processor();
  const start = now;
  for (; now - start < LEAST_MS * 1e3; now = processor(), calls++) work();
  return (now - start) * 1e3 / calls / units;
}

const image = file("image");
if (!wasm.vestibule_open(put(image), image.length)) throw new Error("the module refuses the image");
const figures = {};
for (const way of ["even", "examples"]) {
  const wanted = file(`${way}.leaves`), columns = put(file(`${way}.slots`)), count = wanted.length;
  const leaves = wasm.vestibule_take(count);
  const all = () => wasm.vestibule_batch(0, columns, count, count, leaves);
  const by = (size) => () => {
    for (let i = 0; i < count; i += size)
      wasm.vestibule_batch(0, columns + 2 * i, count, Math.min(size, count - i), leaves + i);
  };
  const each = by(1), walk = by(500);
  const facts = file(`${way}.facts`), states = 500, row = facts.length / states, factsAt = put(facts);
  const digest = put(Buffer.from("bench")), out = wasm.vestibule_take(1 << 16);
  const decisions = () => {
    for (let i = 0; i < states; i++)
      if (wasm.vestibule_decide(factsAt + row * i, digest, 5, out, 1 << 16) < 0) throw new Error("WebAssembly cannot decide");
  };
  const rounds = { batch: [], walk: [], calls: [], json: [] };
  for (const work of [each, walk, all]) {
    work();
    if (Buffer.compare(Buffer.from(wasm.memory.buffer, leaves, count), wanted) !== 0) throw new Error("WebAssembly decides otherwise");
  }
  for (let round = 0; round < ROUNDS; round++) {
    rounds.batch.push(time(all, count));
    rounds.walk.push(time(walk, count));
    rounds.calls.push(time(each, count));
    rounds.json.push(time(decisions, states));
  }
  figures[way] = {};
  for (const name of Object.keys(rounds)) figures[way][name] = rounds[name].sort((a, b) => a - b)[ROUNDS >> 1];
}
console.log(JSON.stringify(figures));
