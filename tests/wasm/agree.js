// Decide natively and as WebAssembly: the answers must be the same bytes.  Every
// example of the document, every case of `vestibule cases`, and random facts.
// Usage: node agree.js PROGRAM MODULE DOCUMENT ROUNDS
"use strict";
const fs = require("fs"), os = require("os"), path = require("path");
const { execFileSync } = require("child_process");
const crypto = require("crypto");

const [program, module_, doc, rounds] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vestibule-"));
const file = path.join(folder, "image");
execFileSync(program, ["build", doc, "-o", file]);
const image = fs.readFileSync(file);
fs.rmSync(folder, { recursive: true });
const words = new Uint32Array(image.buffer.slice(image.byteOffset, image.byteOffset + image.length));

// The image's head and its first two sections: see docs/image.md.
const COUNTS = 9, SECTIONS = 13, WORDS = [13, 4, 5, 1, 8, 12, 9, 3, 4, 4, 4, 1];
const starts = [COUNTS + SECTIONS];
WORDS.forEach((n, i) => starts.push(starts[i] + n * words[COUNTS + i]));
const strings = starts[12] * 4;
const text = (at) => image.toString("utf8", strings + words[at], strings + words[at] + words[at + 1]);
const facts = [];
for (let f = 0; f < words[COUNTS]; f++) {
  const at = starts[0] + 13 * f;
  const [kind, low, high, first, count] = [4, 6, 7, 10, 11].map((i) => words[at + i]);
  const names = [];
  for (let c = 0; c < count; c++) names.push(text(starts[1] + 4 * (first + c)));
  facts.push({ name: text(at), kind, low: low | 0, high: high | 0, names });
}

let seed = Number(process.env.TEST_SEED || 1);
const random = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
const pad = (n) => String(n).padStart(2, "0");
const UNKNOWN = -2147483648;

// A value in its JSON form, as the evaluator takes it.
function rawOf(fact, json) {
  if (json === undefined) return UNKNOWN;
  if (fact.kind === 0) return fact.names.indexOf(json);
  if (fact.kind === 1) return json ? 1 : 0;
  if (fact.kind === 3) return Date.parse(json) / 86400000;
  if (fact.kind === 4) return 60 * json.slice(0, 2) + Number(json.slice(3));
  return json;
}

function randomValue(fact) {
  const day = 20600 + random(60), minute = random(1440);
  if (fact.kind === 0) return fact.names[random(fact.names.length)];
  if (fact.kind === 1) return random(2) === 1;
  if (fact.kind === 3) return new Date(day * 86400000).toISOString().slice(0, 10);
  if (fact.kind === 4) return pad(Math.floor(minute / 60)) + ":" + pad(minute % 60);
  return fact.low + random(fact.high - fact.low + 1);
}

// What a cell of an example table says of a fact.
function valueIn(fact, cell) {
  if (fact.kind === 1) return cell === "yes";
  return fact.kind === 2 || fact.kind > 4 ? Number(cell) : cell;
}

// The facts of every row of the document's example tables.
function examples() {
  const found = [];
  let columns = [];
  for (const line of fs.readFileSync(doc, "utf8").split("\n")) {
    const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
    if (cells[0] === "Example") columns = cells;
    else if (cells.length === 0) columns = [];
    else if (columns.length > 0 && !/^-+$/.test(cells[0])) {
      const json = {};
      for (const fact of facts) {
        const cell = cells[columns.indexOf(fact.name)];
        if (cell) json[fact.name] = valueIn(fact, cell);
      }
      found.push(json);
    }
  }
  return found;
}

function randomFacts() {
  const json = {};
  for (const fact of facts) if (fact.kind === 6 || random(3) > 0) json[fact.name] = randomValue(fact);
  return json;
}

// School days are counted by the host, from its calendar: given here wherever it could.
function withSchoolDays(json) {
  for (const fact of facts)
    if (fact.kind === 6 && json.today !== undefined && json[fact.name] === undefined) json[fact.name] = randomValue(fact);
  return json;
}

const listed = JSON.parse(execFileSync(program, ["cases", doc, "--json"])).cases;
const rows = examples();
if (rows.length === 0 || listed.length === 0) throw new Error("the document has no examples or no cases");
const asked = rows.concat(listed.map((c) => c.facts)).map(withSchoolDays);
for (let i = 0; i < Number(rounds); i++) asked.push(randomFacts());
const cases = asked.map((json) => facts.map((fact) => rawOf(fact, json[fact.name])));
const lines = asked.map((json) => JSON.stringify({ facts: json }));
const native = execFileSync(program, ["replay", doc, "-"], { input: lines.join("\n") + "\n", maxBuffer: 1 << 30 })
  .toString().trimEnd().split("\n");

const wasm = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(module_)), {}).exports;
const place = wasm.vestibule_take(image.length);
new Uint8Array(wasm.memory.buffer).set(image, place);
if (!wasm.vestibule_open(place, image.length)) throw new Error("the module refuses the image");
const digest = Buffer.from("sha256:" + crypto.createHash("sha256").update(image).digest("hex"));
const digestAt = wasm.vestibule_take(digest.length), factsAt = wasm.vestibule_take(4 * facts.length);
const out = wasm.vestibule_take(1 << 20);
let wrong = 0;
cases.forEach((raw, i) => {
  new Uint8Array(wasm.memory.buffer).set(digest, digestAt);
  new Int32Array(wasm.memory.buffer).set(raw, factsAt / 4);
  const length = wasm.vestibule_decide(factsAt, digestAt, digest.length, out, 1 << 20);
  const answer = length < 0 ? null : Buffer.from(wasm.memory.buffer, out, length).toString();
  const same = answer === null ? "error" in JSON.parse(native[i]) : answer === native[i];
  if (!same && wrong++ < 3) console.error(lines[i] + "\n" + native[i] + "\n" + answer);
});
console.error(`${rows.length} examples, ${listed.length} cases, ${rounds} random: ${wrong} differ`);
process.exit(wrong === 0 && native.length === cases.length ? 0 : 1);
