// A large protocol, the same every time: 2,000 rules over 60 facts, as a handbook has
// them.  Usage: node large.js handbook|tangle
//
// handbook  forty sections, each about one matter; a section has its rule, exceptions
//           to it and exceptions to those; two sections that hold for all others.
// tangle    the same facts, but no sections: each rule joins facts at random and is an
//           exception to all before it.  No order of its facts keeps that small.
"use strict";

const [kind] = process.argv.slice(2);
const RULES = 2000, SECTIONS = 40;
let seed = 7;
const random = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };

const product = (left, right) => left.flatMap((a) => right.map((b) => [a, b]));
const matters = product(["visit", "record", "interview", "delivery", "search", "meeting", "repair", "event"],
  ["student", "staff", "agency", "parent", "vendor"]).map((pair) => pair.join("_"));
const aspects = product(["paper", "badge", "signature", "court", "place", "reason", "escort", "consent"],
  ["kind", "state", "source"]).map((pair) => pair.join("_")).concat("entrance", "building", "language", "weekday", "supervisor");
const marks = ["copy", "original", "sealed", "signed", "dated", "complete", "named", "verified", "filmed", "urgent",
  "repeated", "accompanied", "announced", "insured", "minor", "resident", "employed", "licensed"];
const numbers = ["pages", "age", "minutes_waited", "persons", "visits_this_year", "days_of_notice"];
const dates = ["issued", "expires", "requested"];
const values = ["none", "first", "second", "third", "fourth", "fifth"];
const answers = ["refuse", "wait", "admit"];
const choices = aspects.map((name, i) => ({ name, values: values.slice(0, 5 + (i % 2)) }));

const lines = [];
const say = (line = "") => lines.push(line);
let rules = 0;
const rule = (name, beats, value, condition) => {
  say(`rule ${name}${beats ? ", exception to " + beats : ""}: entry is ${answers[value]}${condition ? " if " + condition : ""}`);
  rules++;
  return name;
};

function facts() {
  say("# A large handbook\n\n## Facts\n\n```protocol");
  say("edition 2026-01-01, in force from 2026-01-01\n");
  say('fact emergency (ask first): yes/no "Is it an emergency?"');
  say('fact matter: "What is it about?"');
  matters.forEach((name) => say(`  ${name} = "${name.replace("_", ", ")}"`));
  say('fact agency: "Who are they?"');
  values.forEach((name) => say(`  ${name} = "The ${name}"`));
  choices.forEach((choice) => {
    say(`fact ${choice.name}: "What is the ${choice.name.replace("_", "'s ")}?"`);
    choice.values.forEach((name) => say(`  ${name} = "The ${name}"`));
  });
  marks.forEach((name) => say(`fact ${name}: yes/no "Is it ${name}?"`));
  numbers.forEach((name) => say(`fact ${name}: number 0 to 60 "How many ${name.replaceAll("_", " ")}?"`));
  dates.forEach((name) => say(`fact ${name}: date "When was it ${name}?"`));
  say('fact arrival: time "When did they come?"');
  say('\noutcome entry: "May they come in?"');
  answers.forEach((name) => say(`  ${name} = "${name}"`));
  say("  until known: wait\n\nrule otherwise: entry is wait\n```");
  rules++;
}

// What a paragraph adds to what it is an exception to; details of two kinds fit together.
function detail(kind) {
  const mark = random(marks.length);
  return [
    () => marks[mark],
    () => `${among(numbers)} >= ${10 * (1 + random(5))}`,
    () => `${among(dates)} within ${7 * (1 + random(4))} days of today`,
    () => `arrival between 0${6 + random(3)}:00 and 1${5 + random(4)}:00`,
    () => `not ${marks[mark]} and ${marks[(mark + 1 + random(marks.length - 1)) % marks.length]}`,
  ][kind]();
}

const among = (list) => list[random(list.length)];

// A section: its rule, an exception for each value of one fact, an exception to that
// for each value of another, and what a number, a date or a mark changes about it.
function section(matter, count) {
  const lead = `matter is ${matter}`, end = rules + count;
  const first = random(choices.length), second = (first + 1 + random(choices.length - 1)) % choices.length;
  const outer = choices[first], inner = choices[second];
  const next = (beats, condition) => rules < end && rule(`${matter}_${count - end + rules}`, beats, random(3), condition);
  say(`\n## About a ${matter.replace("_", ": ")}\n\n> The words of the handbook.\n\n\`\`\`protocol`);
  const general = next("otherwise", lead);
  for (const a of outer.values.slice(1)) {
    const exception = next(general, `${lead} and ${outer.name} is ${a}`);
    for (const b of inner.values.slice(1)) {
      const both = `${lead} and ${outer.name} is ${a} and ${inner.name} is ${b}`;
      const deeper = next(exception, both);
      const some = `${both} and ${detail(random(2))}`;
      next(next(deeper, some), `${some} and ${detail(2 + random(2))}`);
    }
  }
  say("```");
}

function overall(heading, name, beaten, value, condition) {
  say(`\n## ${heading}\n\n\`\`\`protocol`);
  rule(name, beaten.map((other) => `section "${other}"`).join(", "), value, condition);
  say("```");
  return [heading, ...beaten];
}

function handbook() {
  facts();
  matters.forEach((matter, i) => section(matter, Math.ceil((RULES - 3 - rules) / (SECTIONS - i))));
  let all = matters.map((matter) => `About a ${matter.replace("_", ": ")}`);
  all = overall("Agencies", "agencies", all, 1, "agency in (fourth, fifth) and not announced");
  all = overall("Papers that have run out", "run_out", all, 0, "paper_kind is not none and expires before today");
  overall("Emergencies", "emergencies", all, 2, "emergency");
}

function tangle() {
  facts();
  say("\n## Rules\n\n```protocol");
  for (let last = "otherwise"; rules < RULES;) {
    const [a, b] = [among(choices), among(choices)];
    last = rule(`rule_${rules}`, last, random(3), `${a.name} is ${among(a.values)} and ${b.name} is ${among(b.values)} and ${detail(random(5))}`);
  }
  say("```");
}

({ handbook, tangle })[kind]();
process.stdout.write(lines.join("\n") + "\n");
