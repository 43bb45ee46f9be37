// make bench: every figure of the README, measured on this machine, as ratios taken in
// one run with the absolute numbers beside them.
"use strict";
const fs = require("fs"), os = require("os");
const { execFileSync, spawnSync } = require("child_process");

const BUILD = "build/bench", STATES = 60000;
const PROGRAM = "build/vestibule";
const DOCS = { chicago: "protocols/chicago.md", records: "protocols/chicago-records.md" };
const WAYS = { even: "facts drawn evenly", examples: "its examples, completed at random" };

const say = (line = "") => console.log(line);
const run = (command, words, options) => execFileSync(command, words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"], ...options });
const json = (command, ...words) => JSON.parse(run(command, words));
const number = (x) => x >= 100 ? Math.round(x).toLocaleString("en-US") : x.toFixed(x >= 10 ? 1 : 2);
const ns = (x) => x >= 1e6 ? `${number(x / 1e6)} ms` : x >= 1e4 ? `${number(x / 1e3)} us` : `${number(x)} ns`;

function head(title) {
  say(`\n${title}`);
}

// A figure, its ratio to another, and whether that is what is aimed at.
function line(name, absolute, ratio = "", aim = "") {
  say(`  ${name.padEnd(44)}${absolute.padStart(12)}  ${ratio.padEnd(34)}${aim}`.trimEnd());
}
const aim = (reached, words) => `${reached ? "reached" : "missed"}: ${words}`;

// ---- building ----

function build() {
  const flags = ["-std=c17", "-D_POSIX_C_SOURCE=200809L", "-O2", "-ffp-contract=off", "-Isrc"];
  const folders = ["base", "diagram", "eval", "policy"].map((folder) => `build/release/src/${folder}`);
  const objects = run("find", [...folders, "-name", "*.o"]).trim().split("\n");
  const libraries = ["-lcmark-gfm-extensions", "-lcmark-gfm"];
  fs.mkdirSync(BUILD, { recursive: true });
  run("gcc", [...flags, "-c", "bench/twin.c", "-o", `${BUILD}/twin.o`]);
  run("gcc", [...flags, "-o", `${BUILD}/decide`, "bench/decide.c", "bench/states.c", `${BUILD}/twin.o`, ...objects, ...libraries]);
  run("gcc", [...flags, "-o", `${BUILD}/measure`, "bench/measure.c"]);
  run("gcc", [...flags, "-o", `${BUILD}/floor`, "bench/floor.c", "-ljansson"]);
}

function machine() {
  const cpu = os.cpus()[0].model, compiler = run("gcc", ["--version"]).split("\n")[0];
  say(`Vestibule, measured on ${cpu.trim()} (${os.cpus().length} processors), ${os.type()} ${os.release()}`);
  say(`${compiler}; node ${process.version}; one thread; processor time; medians of rounds taken in turns`);
  const load = os.loadavg()[0];
  if (load > os.cpus().length / 2) say(`The machine is busy (load ${load.toFixed(1)}): on a quiet one all is faster, and the ratios are steadier.`);
}

// ---- deciding ----

function decide(name, doc) {
  const folder = `${BUILD}/${name}`;
  fs.mkdirSync(folder, { recursive: true });
  const figures = json(`${BUILD}/decide`, doc, folder, String(STATES));
  head(`${doc}: ${figures.rules} rules over ${figures.facts} facts`);
  line("image", `${number(figures.image)} B`);
  line("opening it, every word checked", ns(figures.open), "", aim(figures.open < 50e3, "under 50 us"));
  for (const [way, words] of Object.entries(WAYS)) {
    const f = figures[way], { twin } = f;
    const to = (x) => twin ? `${number(x / twin)} x hand-written C` : "";
    say(`  ${words}: ${number(f.states)} states, ${f.steps.toFixed(1)} facts looked at`);
    if (twin) line("  the same rule hand-written in C", ns(twin), "1");
    line("  one decision", ns(f.single), to(f.single), twin ? aim(f.single <= 1.5 * twin, "at most 1.5 x") : "");
    line("  in batch, by column", ns(f.batch), to(f.batch), twin ? aim(f.batch < twin, "under 1 x") : "");
    line("  one decision from facts, not yet slots", ns(f.facts), to(f.facts));
    line("  a whole decision as JSON, with its ground", ns(f.json), `${number(f.json / f.single)} x one decision`);
    line("  exact, half of the answers unknown", ns(f.unknown), `${number(f.unknown / f.single)} x one decision`, aim(f.unknown < 200, "under 200 ns"));
  }
  return figures;
}

function wasm(name, figures) {
  const inside = json("node", "bench/wasm.js", `${BUILD}/${name}`, "build/vestibule.wasm");
  head(`WebAssembly in node, ${DOCS[name]}`);
  for (const [way, words] of Object.entries(WAYS)) {
    const one = figures[way].single / inside[way].walk, whole = figures[way].json / inside[way].json, batch = figures[way].batch / inside[way].batch;
    say(`  ${words}`);
    line("  one decision, 500 to a call", ns(inside[way].walk), `${number(one)} of the native speed`, aim(one >= 0.5, "at least 0.5"));
    line("  a whole decision as JSON", ns(inside[way].json), `${number(whole)} of the native speed`, aim(whole >= 0.5, "at least 0.5"));
    line("  in batch", ns(inside[way].batch), `${number(batch)} of the native speed`, aim(batch >= 0.5, "at least 0.5"));
    line("  the same, a call from JavaScript each", ns(inside[way].calls), `${number(inside[way].calls / figures[way].single)} x one native decision`);
  }
}

// ---- peers ----

function install() {
  const folder = `${BUILD}/npm`;
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync("bench/package.json", `${folder}/package.json`);
  const done = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"], { cwd: folder });
  if (done.error) say("  npm is not here: no peers from it");
  else if (done.status !== 0) say("  npm could not install all of bench/package.json: what is missing is left out");
  return folder;
}

function peers(figures) {
  head(`The entry rule of ${DOCS.chicago} in other engines, each checked to give the same answers`);
  const folder = install();
  const found = json("node", "bench/peers.js", `${BUILD}/chicago`, folder);
  const wanted = { "json-logic-engine, built": 10, "cedar-wasm, preparsed, one yes or no": 10000 };
  for (const way of Object.keys(WAYS)) {
    say(`  ${WAYS[way]}`);
    for (const [name, f] of Object.entries(found)) {
      const ratio = f[way] / figures[way].single;
      const least = wanted[name];
      line(`  ${name}`, ns(f[way]), `${number(ratio)} x one decision of ours`, least ? aim(ratio >= least, `at least ${number(least)} x`) : "");
    }
  }
  for (const name of ["json-logic-engine", "@cedar-policy/cedar-wasm", "casbin"])
    if (!fs.existsSync(`${folder}/node_modules/${name}`)) say(`  ${name} is not installed: not measured`);
  say("  All but cedar-wasm run in this process's memory as ours does; cedar-wasm takes its request as JSON.");
  say("  cerbos answers over HTTP only and is not measured until there is a server to hold against it.");
}

// ---- the program ----

const measured = (...words) => JSON.parse(run(`${BUILD}/measure`, words));

function check() {
  head("Compiling, proving and running the examples: the whole program, from a file");
  for (const doc of Object.values(DOCS)) {
    const runs = Array.from({ length: 15 }, () => measured(PROGRAM, "check", doc)).sort((a, b) => a.processor - b.processor);
    const said = json(PROGRAM, "check", "--json", doc);
    line(`check ${doc}`, `${number(1000 * runs[7].processor)} ms`, `${said.properties.length} properties, ${said.examples.passed} examples`, aim(runs[7].processor < 0.1, "under 100 ms"));
    for (const [outcome, cost] of Object.entries(said.interview))
      line(`  questions about ${outcome}`, `${cost.average.toFixed(2)}`, `on average; ${cost.worst} at worst`);
  }
  say("  tests/property/fewest_test.c searches every way of asking: on average no other asks 5 % fewer.");
}

function replay() {
  head(`replay --summary ${DOCS.chicago}: a line of JSON a case`);
  const all = `${BUILD}/chicago/examples.jsonl`, tenth = `${BUILD}/chicago/tenth.jsonl`;
  const bytes = fs.statSync(all).size;
  fs.writeFileSync(tenth, fs.readFileSync(all, "utf8").split("\n").slice(0, STATES / 10).join("\n") + "\n");
  const median = (...words) => Array.from({ length: 5 }, () => measured(...words)).sort((a, b) => a.processor - b.processor)[2];
  const whole = median(PROGRAM, "replay", "--summary", DOCS.chicago, all), part = median(PROGRAM, "replay", "--summary", DOCS.chicago, tenth);
  const lines = median("wc", "-l", all), floor = median("sh", "-c", `${BUILD}/floor <${all}`);
  const rate = (r) => `${number(STATES / r.processor / 1000)} k/s`;
  line("lines a second", rate(whole), `${number(bytes / whole.processor / 1e6)} MB/s of processor time`);
  line("  jansson, parsing each line and no more", rate(floor), `${number(whole.processor / floor.processor)} of its time is ours`);
  line("  wc -l", rate(lines), `${number(whole.processor / lines.processor)} x its time is ours`);
  line("memory", `${number(whole.memory / 1024)} MiB`, `${number(part.memory / 1024)} MiB for a tenth of the lines`);
  const terminal = spawnSync("script", ["-qec", `for i in 1 2 3 4 5 6 7 8; do cat ${all}; done | ${PROGRAM} replay --summary ${DOCS.chicago} - >/dev/null`, "/dev/null"], { encoding: "utf8" });
  line("progress on a terminal", terminal.error ? "not tried: there is no script command" : / cases /.test(terminal.stdout) ? "shown" : "not shown");
}

function large() {
  head("A handbook made up: 2,000 rules over 60 facts (bench/large.js)");
  for (const [kind, words] of Object.entries({ handbook: "in sections, each about one matter", tangle: "a tangle: each an exception to all before" })) {
    const file = `${BUILD}/${kind}.md`;
    fs.writeFileSync(file, run("node", ["bench/large.js", kind]));
    const took = measured(PROGRAM, "check", file);
    const said = JSON.parse(spawnSync(PROGRAM, ["check", "--json", file], { encoding: "utf8", maxBuffer: 1 << 28 }).stdout);
    line(words, `${number(took.processor)} s`, `${number(took.memory / 1024)} MiB`, aim(took.processor < 10 && took.memory < 1 << 20, "under 10 s and 1 GiB"));
    if (said.ok) line("  compiles; its image", `${number(said.image.bytes)} B`);
    const why = said.diagnostics.find((d) => d.code === "P107");
    if (why) say(`    ${file}:${why.line}: ${why.message}`);
  }
}

build();
machine();
const chicago = decide("chicago", DOCS.chicago);
wasm("chicago", chicago);
const records = decide("records", DOCS.records);
wasm("records", records);
peers(chicago);
check();
replay();
large();
