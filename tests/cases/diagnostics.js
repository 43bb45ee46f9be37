// Every code of `vestibule codes` has a document that shows it, and only it.
//
// A case is CODE.md, or CODE.sh that writes a document too large or too odd to keep.
// CODE.txt is what is said about it: as the terminal shows it, then as JSON.  The page
// docs/codes.md is made of these and of about.txt.  With BLESS=1 all are written anew.
// Usage: node diagnostics.js PROGRAM
"use strict";
const fs = require("fs"), os = require("os"), path = require("path");
const { execFileSync, spawnSync } = require("child_process");

const program = process.argv[2], bless = Boolean(process.env.BLESS);
const cases = "tests/cases/diagnostics", page = "docs/codes.md";
const work = fs.mkdtempSync(path.join(os.tmpdir(), "vestibule-"));
process.on("exit", () => fs.rmSync(work, { recursive: true }));

// No document shows this one: it is a fault of the compiler.
const UNSEEN = ["P116"];
// These are about no place: too much in all, or more than are listed.
const NOWHERE = ["P001", "P063", "P068"];
// These come only after 200 others.
const CROWDED = ["P063", "P068"];

let points = 0;
function point(holds, name, why) {
  console.log(`${holds ? "ok" : "not ok"} ${++points} - ${name}`);
  if (!holds && why) console.log(why.replace(/^/gm, "# "));
}

const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
const check = (...words) => spawnSync(program, ["check", ...words], { cwd: work, maxBuffer: 1 << 26 }).stdout.toString();

function writeDocument(code) {
  const made = path.join(cases, code + ".sh"), kept = path.join(cases, code + ".md");
  fs.writeFileSync(path.join(work, code + ".md"),
    fs.existsSync(made) ? execFileSync("sh", [made], { maxBuffer: 1 << 26 }) : fs.readFileSync(kept));
}

// The parts of the terminal's words that are about one code.
function shownOf(code) {
  const shown = [];
  let inside = false;
  for (const line of check(code + ".md").split("\n")) {
    if (line === "") break;
    if (line[0] !== " ") inside = new RegExp(`(error|warning|info) ${code}:`).test(line);
    if (inside) shown.push(line.trimEnd());
  }
  return shown.join("\n") + "\n";
}

const members = ["code", "severity", "line", "column", "message", "hint"];
const about = Object.fromEntries(read(path.join(cases, "about.txt")).split("\n").filter(Boolean)
  .map((line) => [line.slice(0, 4), line.slice(5)]));

function entry({ code, severity, title }, shown) {
  const clipped = shown.split("\n").map((line) => (/^ {4}(?!hint)/.test(line) && line.length > 110 ? line.slice(0, 110).trimEnd() + " ..." : line));
  const words = shown === "" ? "" : "```text\n" + clipped.join("\n").trimEnd() + "\n```\n\n";
  return `## ${code}: ${title}\n\n*${severity[0].toUpperCase() + severity.slice(1)}.* ${about[code]}\n\n${words}`;
}

const codes = JSON.parse(execFileSync(program, ["codes", "--json"])).codes;
let text = "# Codes\n\nWhat each code of `vestibule check` means, an example as the terminal shows it, and how to mend it. " +
  "Codes keep their\nmeaning for good; `vestibule codes` lists them. An error must be mended; a warning probably should be; " +
  "an info is only said.\n\n";
for (const row of codes) {
  const { code } = row, expected = path.join(cases, code + ".txt");
  point(about[code], `${code} is explained`, "about.txt has no line for it");
  if (UNSEEN.includes(code)) {
    text += entry(row, "");
    continue;
  }
  if (!fs.existsSync(path.join(cases, code + ".md")) && !fs.existsSync(path.join(cases, code + ".sh"))) {
    point(false, `${code} has a case`);
    continue;
  }
  writeDocument(code);
  const all = JSON.parse(check("--json", code + ".md")).diagnostics, shown = shownOf(code);
  const said = shown + all.filter((d) => d.code === code).map((d) => JSON.stringify(d, members) + "\n").join("");
  if (bless) fs.writeFileSync(expected, said);
  point(said === read(expected), `${code} is said as expected`, said);
  point(CROWDED.includes(code) || all.every((d) => d.code === code), `${code} is all that is said`,
    [...new Set(all.map((d) => d.code))].join(" "));
  point(all.every((d) => d.hint), `${code} says what to do`);
  point(NOWHERE.includes(code) || all.every((d) => d.code !== code || (d.line > 0 && d.column > 0 && d.length > 0)), `${code} says where`);
  text += entry(row, shown);
}
text = text.trimEnd() + "\n";
if (bless) fs.writeFileSync(page, text);
point(text === read(page), `${page} is up to date`, "make bless writes it");
const strays = fs.readdirSync(cases).filter((file) => file !== "about.txt" && !codes.some(({ code }) => code === file.slice(0, 4)));
point(strays.length === 0, "no case is of another code", strays.join(" "));
console.log(`1..${points}`);
