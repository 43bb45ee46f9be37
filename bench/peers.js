// The entry rule in engines that npm brings, each checked against what Vestibule decides
// and then timed.  Usage: node peers.js FOLDER MODULES, with FOLDER as decide left it.
// Prints nanoseconds a call as JSON; an engine that is not there is null.
"use strict";
const fs = require("fs"), path = require("path");
const { chain, otherwise } = require("./rule.js");

const [folder, modules] = process.argv.slice(2);
const load = (name) => {
  try { return require(path.resolve(modules, "node_modules", name)); } catch { return null; }
};
const STATES = 2000, ROUNDS = 7, LEAST_MS = 60;
const ANSWERS = ["refuse", "object", "wait", "outside", "admit"];
const ASKED = ["admit", "refuse"]; // of engines that answer yes or no

// ---- states: facts as the engines take them, and what Vestibule decided ----

function read(way) {
  const leaves = fs.readFileSync(path.join(folder, `${way}.leaves`));
  const lines = fs.readFileSync(path.join(folder, `${way}.jsonl`), "utf8").split("\n").slice(0, STATES);
  return lines.map((line, i) => {
    const { facts } = JSON.parse(line);
    for (const date of ["today", "issued", "execute_by"]) facts[date] = Date.parse(facts[date]) / 86400000;
    const [hours, minutes] = facts.now.split(":").map(Number);
    facts.now = 60 * hours + minutes;
    return { facts, answer: ANSWERS[leaves[i]] };
  });
}
const ways = { even: read("even"), examples: read("examples") };

// ---- each engine's form of the rule ----

function jsonLogic([kind, ...rest]) {
  const term = (x) => Array.isArray(x) ? { "+": [term(x[1]), x[2]] } : typeof x === "string" ? { var: x } : x;
  switch (kind) {
    case "is": return { "===": [{ var: rest[0] }, rest[1]] };
    case "among": return { in: [{ var: rest[0] }, rest[1]] };
    case "yes": return { var: rest[0] };
    case "most": return { "<=": [term(rest[0]), term(rest[1])] };
    case "not": return { "!": [jsonLogic(rest[0])] };
    default: return { [kind]: rest.map(jsonLogic) };
  }
}

// Cedar and casbin differ in how a fact is named and how a set is asked.
const written = (fact, among) => {
  const term = (x) => Array.isArray(x) ? `(${term(x[1])} + ${x[2]})` : typeof x === "string" ? fact(x) : String(x);
  const write = ([kind, ...rest]) => {
    switch (kind) {
      case "is": return `${fact(rest[0])} == "${rest[1]}"`;
      case "among": return among(fact(rest[0]), rest[1]);
      case "yes": return `${fact(rest[0])}`;
      case "most": return `${term(rest[0])} <= ${term(rest[1])}`;
      case "not": return `!(${write(rest[0])})`;
      default: return rest.map((part) => `(${write(part)})`).join(kind === "and" ? " && " : " || ");
    }
  };
  return write;
};
const cedar = written((name) => `context.${name}`, (fact, values) => `${JSON.stringify(values)}.contains(${fact})`);
const casbin = written((name) => `r.sub.${name}`, (fact, values) => values.map((value) => `${fact} == "${value}"`).join(" || "));

// "Is the answer this one?", as one condition.
const chained = (write, answer, then) =>
  chain.reduceRight((rest, [condition, value]) => then(write(condition), value === answer, rest), String(otherwise === answer));

// ---- engines: name -> decide(facts) => answer, and ask(facts) => is it admit? ----

function logicEngines() {
  const { LogicEngine } = load("json-logic-engine") ?? {};
  if (!LogicEngine) return {};
  const rule = { if: [...chain.flatMap(([condition, value]) => [jsonLogic(condition), value]), otherwise] };
  const engine = new LogicEngine(), built = engine.build(rule);
  return {
    "json-logic-engine, built": { decide: (state) => built(state.facts) },
    "json-logic-engine, interpreted": { decide: (state) => engine.run(rule, state.facts) },
  };
}

function cedarEngine() {
  const wasm = load("@cedar-policy/cedar-wasm/nodejs");
  if (!wasm) return {};
  const policies = ASKED.map((answer) =>
    `permit(principal, action == Action::"${answer}", resource) when { ${chained(cedar, answer, (c, value, rest) => `if ${c} then ${value} else (${rest})`)} };`);
  const parsed = wasm.preparsePolicySet("entry", { staticPolicies: policies.join("\n"), templates: {}, templateLinks: [] });
  if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));
  const ask = ({ facts }, answer) => {
    const call = { principal: { type: "User", id: "visitor" }, action: { type: "Action", id: answer }, resource: { type: "Door", id: "front" },
      context: facts, entities: [], preparsedPolicySetId: "entry" };
    const result = wasm.statefulIsAuthorized(call);
    if (result.type !== "success" || result.response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(result));
    return result.response.decision === "allow";
  };
  return { "cedar-wasm, preparsed, one yes or no": { ask } };
}

async function casbinEngine() {
  const module_ = load("casbin");
  if (!module_) return {};
  const model = module_.newModelFromString(`[request_definition]\nr = sub, act\n[policy_definition]\np = rule, act\n
[policy_effect]\ne = some(where (p.eft == allow))\n[matchers]\nm = r.act == p.act && eval(p.rule)\n`);
  const enforcer = await module_.newEnforcer(model);
  for (const answer of ASKED)
    await enforcer.addPolicy(chained(casbin, answer, (c, value, rest) => `(${c}) ? ${value} : (${rest})`), answer);
  return { "casbin, one yes or no": { ask: ({ facts }, answer) => enforcer.enforceSync(facts, answer) } };
}

// ---- checking and timing ----

function check(name, { decide, ask }) {
  for (const state of Object.values(ways).flat()) {
    const answer = decide ? decide(state) : ASKED.find((wanted) => ask(state, wanted)) ?? "neither";
    const wanted = decide || ASKED.includes(state.answer) ? state.answer : "neither";
    if (answer !== wanted) throw new Error(`${name} says ${answer}, not ${state.answer}: ${JSON.stringify(state.facts)}`);
  }
}

const processor = () => { const { user, system } = process.cpuUsage(); return user + system; };
let waiting = 0; // so that what was asked is really worked out

function time(states, { decide, ask }) {
  const call = decide ?? ((state) => ask(state, "admit"));
  let calls = 0, i = 0;
  const start = processor();
  let now = start;
  for (; now - start < LEAST_MS * 1e3; now = processor())
    for (let n = 0; n < 100; n++, calls++, i = (i + 1) % states.length) waiting += call(states[i]) === "wait" ? 1 : 0;
  return (now - start) * 1e3 / calls;
}

async function main() {
  const found = { ...logicEngines(), ...cedarEngine(), ...await casbinEngine() };
  const figures = {};
  for (const [name, engine] of Object.entries(found)) {
    check(name, engine);
    figures[name] = { even: [], examples: [] };
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, engine] of Object.entries(found))
      for (const way of Object.keys(ways)) figures[name][way].push(time(ways[way], engine));
  for (const rounds of Object.values(figures))
    for (const way of Object.keys(ways)) rounds[way] = rounds[way].sort((a, b) => a - b)[ROUNDS >> 1];
  console.log(JSON.stringify(figures));
}
main();
