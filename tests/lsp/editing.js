// Whole editing sessions on the real protocols: break it, mend it by what is offered,
// ask about it, rename in it, lay it out.
"use strict";
const fs = require("fs");
const { execFileSync } = require("child_process");
const { Client, Document, point, ends, random, program } = require("./client.js");

const chicago = fs.readFileSync("protocols/chicago.md", "utf8");
const records = fs.readFileSync("protocols/chicago-records.md", "utf8");
const worked = fs.readFileSync("tests/data/worked.md", "utf8");
const small = "# Door\n\n```protocol\nedition 2025-01-24, in force from 2025-01-24\n" +
  "fact paper: \"Paper?\"\n  none  = \"None\"\n  court = \"A court's\"\n" +
  "fact danger: yes/no \"Danger?\"\nfact day: date \"Day?\"\n" +
  "outcome entry: \"In?\"\n  refuse = \"No.\"\n  admit  = \"Yes.\"\n  until known: refuse\n```\n\n" +
  "## Rules\n\n> Words.\n\n```protocol\nrule usual: entry is refuse\n" +
  "rule court, exception to usual: entry is admit if paper is court and day before today\n" +
  "rule help, exception to usual, court: entry is admit if danger\n```\n\n" +
  "| Example | danger | → entry |\n|---|---|---|\n| help | yes | admit |\n";

const errors = (list) => list.filter((diagnostic) => diagnostic.severity === 1);
let number = 0;
const open = (client, text) => new Document(client, `file:///${++number}.md`, text);

// One mistake each: what is replaced, by what, the code, how many fixes.
const mistakes = [
  [small, "until known: refuse", "", "P066", 1],
  [small, "paper is court", "court", "P042", 1],
  [small, "paper is court", "paper is curt", "P043", 1],
  [small, "day before today", "day < today", "P044", 1],
  [small, "admit if danger", "admit when danger", "P034", 1],
  [small, "exception to usual: entry is admit if p", "exception to usal: entry is admit if p", "P045", 1],
  [small, ", exception to usual: entry is admit if p", ": entry is admit if p", "P101", 1],
  [small, small.slice(small.indexOf("rule court"), small.indexOf(": entry is admit if danger")),
    "rule court: entry is refuse if paper is court\nrule help, exception to court", "P101", 1],
  [small, "rule usual: entry is refuse\n", "rule usual: entry is refuse if not danger and paper is none\n", "P100", 0],
  [small, "entry is refuse\n", "entry is refuse if paper is court\n", "P100", 1],
  [small, "\n\n| Example", "\n> Quoted.\n| Example", "P011", 1],
  [small, "\n\n| Example", "\nWords.\n| Example", "P014", 1],
  [small, "|---|---|---|", "|---|---|", "P012", 1],
  [small, "|---|---|---|\n", "", "P013", 1],
  [small, "admit |\n", "admit |\nMore words.\n", "P022", 1],
  [small, "| help |", "| `he|lp` |", "P007", 1],
  [small, "> Words.\n", "> Words.\n\nSome words\n---\n", "P028", 1],
  [small, "yes | admit", "yess | admit", "P082", 1],
  [small, "| → entry", "| entry", "P080", 1],
  [worked, "rule agents_need_a_warrant, exception to visitors_sign_in:", "rule agents_need_a_warrant:", "P101", 1],
];

async function mends(client) {
  for (const [text, from, to, code, count] of mistakes) {
    const at = text.indexOf(from);
    const broken = text.slice(0, at) + to + text.slice(at + from.length);
    const seen = [];
    let mended = at >= 0;
    for (let choice = 0; choice < Math.max(count, 1); choice++) {
      const doc = open(client, broken);
      const before = await doc.diagnostics();
      const mistake = before.find((diagnostic) => diagnostic.code === code);
      const fixes = mistake ? (await doc.fixes(mistake)).filter((fix) => fix.diagnostics[0].code === code) : [];
      const same = fixes.filter((fix) => fix.diagnostics[0].message === mistake.message);
      seen.push(before, same.map((fix) => fix.title));
      mended = mended && mistake && same.length === count && new Set(same.map((fix) => fix.title)).size === count &&
        same.every((fix) => fix.kind === "quickfix");
      if (!mended || count === 0) break;
      doc.apply(doc.editsOf(same[choice].edit));
      const after = await doc.diagnostics();
      seen.push(after);
      mended = !after.some((diagnostic) => diagnostic.code === code && diagnostic.message === mistake.message) &&
        errors(after).length <= errors(before).length;
    }
    point(mended, `${code} is ${count === 0 ? "told" : "mended by what is offered"}: ${JSON.stringify(to.slice(0, 40))}`, ...seen);
  }
}

async function lifeOfAnEdit(client) {
  const doc = open(client, chicago);
  point((await doc.diagnostics()).length === 0, "the real protocol has no diagnostics");
  doc.replace("if federal_agent\n", "if federal_agnet\n");
  const [first] = await doc.diagnostics();
  point(first.code === "P042" && first.severity === 1 && first.source === "vestibule" &&
    first.message.includes("did you mean `federal_agent`?") &&
    doc.text.slice(doc.offset(first.range.start), doc.offset(first.range.end)) === "federal_agnet",
    "a slip is told where it is, with what was meant", first);
  const [fix] = await doc.fixes(first);
  point(fix.isPreferred && fix.title === "Replace by `federal_agent`", "the fix is preferred and says what it does", fix);
  point((await client.result("textDocument/codeAction", { textDocument: { uri: doc.uri }, range: first.range,
    context: { diagnostics: [first], only: ["refactor"] } })).length === 0, "other kinds of actions are not offered");
  doc.apply(doc.editsOf(fix.edit));
  point((await doc.diagnostics()).length === 0 && doc.text === chicago, "after it the document is as it was");

  // Gaps are closed one state at a time, and no conflict comes of it.
  doc.replace("rule visitors_sign_in: entry is admit\n", "rule visitors_sign_in: entry is admit if reason\n");
  let rounds = 0;
  let seen = await doc.diagnostics();
  const codes = new Set();
  while (errors(seen).length > 0 && rounds++ < 30) {
    const mistake = errors(seen).find((diagnostic) => diagnostic.code === "P100") || errors(seen)[0];
    const [mend] = await doc.fixes(mistake);
    if (!mend) break;
    doc.apply(doc.editsOf(mend.edit));
    seen = await doc.diagnostics();
    errors(seen).forEach((diagnostic) => codes.add(diagnostic.code));
  }
  point(rounds > 0 && !errors(seen).some((diagnostic) => diagnostic.code === "P100") && !codes.has("P101"),
    "a gap is closed by the rules offered, without a conflict", rounds, seen.slice(0, 2), [...codes]);
}

async function hovers(client) {
  const doc = open(client, chicago);
  const checked = JSON.parse(execFileSync(program, ["check", "protocols/chicago.md", "--json"], { encoding: "utf8" }));
  const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  const states = grouped(checked.states);
  const refused = grouped(checked.outcomes.entry.refuse);
  const admitted = grouped(checked.outcomes.entry.admit);
  for (const [place, words, name] of [
    [doc.at("agents_need_a_warrant"), ["Do not let them in.", "An exception to `visitors_sign_in`", "Gives way to", "emergencies_pass",
      "Stands in ", ` of ${states} states`, "Federal agents", "](<https://"], "a rule"],
    [doc.at("visitors_sign_in"), ["> \"Use this form to document"], "a rule's quote"],
    [doc.at("fact agency", 6), ["Which agency does the credential name", "fixed", "`ice`: Immigration", "Answered by Front desk"], "a fact"],
    [doc.at("fact law ", 5), ["Answered by Law Department"], "a fact that a role answers"],
    [doc.at("hsi, cbp"), ["**value** `hsi`", "Homeland Security Investigations"], "a value"],
    [doc.at("federal_agent", 0, "let official"), ["let federal_agent   = agency in (task_force"], "a let"],
    [doc.at("role law_department", 6), ["Law Department", "Answers `law`", "Receives `call_law`"], "a role"],
    [doc.at("outcome entry", 9), [refused, "until known, `wait`"], "an outcome"],
    [doc.at("entry is admit", 10), [`Decided so in ${admitted}`, "`emergencies_pass`"], "an outcome's value"],
    [doc.at("duty call_law", 6), ["Within 5 minutes, otherwise Network chief", "Arises in"], "a duty"],
    [doc.at("\"a federal agent enters unidentified\"", 4), ["**never**", "**Proved**"], "a property"],
    [doc.at("exception to"), ["exception"], "a word of the language"],
    [doc.at("answered by"), ["only this role may state"], "an attribute"],
    [doc.at("| emergency ", 4), ["**fact** `"], "a column of examples"],
  ]) {
    const said = await doc.hover(place);
    point(said !== null && words.every((word) => said.includes(word)), `hover says what ${name} is`, said, words);
  }
  point(await doc.hover(doc.at("The front office")) === null, "prose says nothing");
  point(await doc.hover(doc.at("Is someone's life", 20)) === null, "nor does a word inside a text");
}

async function refuted(client) {
  const doc = open(client, small.replace("| Example", "```protocol\nnever \"a court opens\": entry is admit and paper is court\n" +
    "rule idle, exception to help: entry is admit if danger and not danger\n```\n\n| Example"));
  await doc.diagnostics();
  const said = await doc.hover(doc.at("a court opens", 3));
  point(said.includes("**Refuted**") && said.includes("paper is court"), "a refuted property shows a state", said);
  doc.replace("never \"a court opens\": entry is admit and paper is court\n", "");
  const idle = await doc.hover(doc.at("rule idle", 6));
  point(idle.includes("Never stands"), "a rule that never stands says so", idle);
}

async function outline(client) {
  const tree = open(client, chicago);
  const symbols = await client.result("textDocument/documentSymbol", { textDocument: { uri: tree.uri } });
  const headings = symbols.filter((symbol) => symbol.kind === 15);
  point(symbols.every((symbol) => symbol.location) && headings.length > 5 &&
    ["agency", "visitors_sign_in", "federal_agent", "call_law", "a federal agent enters unidentified"]
      .every((name) => symbols.some((symbol) => symbol.name === name)), "the outline, flat, names everything", symbols.length);

  const nested = new Client();
  await nested.start({ textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } });
  const doc = open(nested, chicago);
  const roots = await nested.result("textDocument/documentSymbol", { textDocument: { uri: doc.uri } });
  const inside = (outer, inner) => doc.offset(outer.start) <= doc.offset(inner.start) && doc.offset(inner.end) <= doc.offset(outer.end);
  let all = 0;
  const sound = (symbol) => (all++, inside(symbol.range, symbol.selectionRange) &&
    (symbol.children || []).every((child) => inside(symbol.range, child.range) && sound(child)));
  point(roots.every(sound) && all === symbols.length && roots.length === 1, "as a tree, every part lies inside its whole", all, symbols.length);
  await nested.stop();
  return symbols;
}

async function names(client, symbols) {
  const doc = open(client, chicago);
  const seen = [];
  let renamed = 0;
  for (const { name, kind, location } of symbols) {
    if (kind === 15 || kind === 17) continue;
    const line = doc.offset({ line: location.range.start.line, character: 0 });
    const place = doc.place(doc.text.indexOf(name, line) + 1);
    const uses = await doc.ask("references", place, { context: { includeDeclaration: true } });
    const shown = await doc.ask("documentHighlight", place);
    for (const use of uses) {
      const target = await doc.ask("definition", use.range.start);
      if (!target || target.range.start.line !== place.line || doc.text.slice(doc.offset(use.range.start), doc.offset(use.range.end)) !== name)
        seen.push([name, use, target]);
    }
    if (shown.length !== uses.length || uses.length < 1) seen.push([name, shown, uses]);
    const edit = await doc.ask("rename", place, { newName: name + "_renamed" });
    doc.apply(doc.editsOf(edit));
    if ((await doc.diagnostics()).length > 0) seen.push([name, await doc.diagnostics()]);
    const back = await doc.ask("rename", doc.place(doc.text.indexOf(name + "_renamed", line)), { newName: name });
    doc.apply(doc.editsOf(back));
    if (doc.text !== chicago) { seen.push([name, "not as before"]); break; }
    renamed++;
  }
  point(seen.length === 0 && renamed > 60, "every name leads to its declaration, and can be renamed and renamed back", renamed, ...seen.slice(0, 3));

  const value = doc.at("hsi, cbp");
  doc.apply(doc.editsOf(await doc.ask("rename", value, { newName: "homeland" })));
  point((await doc.diagnostics()).length === 0 && !/\bhsi\b/.test(doc.text.match(/```protocol[^]*?```/g).join("")) && /\| homeland /.test(doc.text),
    "a value is renamed in conditions and in examples");
  const refusals = [["agency", "paper", "declared already"], ["agency", "if", "meaning of its own"], ["agency", "Agency Name", "small letters"],
    ["The front", "x", "only names"]];
  for (const [words, newName, why] of refusals) {
    const place = words === "agency" ? doc.at("fact agency", 6) : doc.at(words);
    const answer = await client.ask("textDocument/rename", { textDocument: { uri: doc.uri }, position: place, newName });
    point(answer.error && answer.error.message.includes(why), `renaming ${words} to ${newName} is refused`, answer);
  }
  doc.replace("if federal_agent\n", "if federal_agent and\n");
  const answer = await client.ask("textDocument/rename", { textDocument: { uri: doc.uri }, position: doc.at("fact agency", 6), newName: "who" });
  point(answer.error && answer.error.message.includes("mistakes first"), "in a document with mistakes nothing is renamed", answer);
  const heading = open(client, worked);
  const section = await heading.ask("definition", heading.at("section \"Visitors\"", 11));
  point(heading.text.split("\n")[section.range.start.line] === "## Visitors", "a section leads to its heading", section);
}

// Spoil the layout of formal lines; what formatting makes must be what `fmt` makes.  A
// statement is laid out as a whole, and stands on two lines at most where it is spoilt.
async function layout(client) {
  for (const text of [chicago, records, worked]) {
    const doc = open(client, text);
    const lines = text.split("\n");
    let formal = false;
    let spoilt = 0;
    for (let i = 0; i < lines.length; i++) {
      if (lines[i].startsWith("```")) formal = !formal;
      else if (formal && /^(rule|let|fact|duty)/.test(lines[i]) && random(4) === 0) {
        const at = doc.offset({ line: i, character: lines[i].indexOf(" ") });
        doc.edit([at, at, " ".repeat(1 + random(3))]);
        spoilt++;
      }
    }
    const edits = await client.result("textDocument/formatting", { textDocument: { uri: doc.uri }, options: { tabSize: 2, insertSpaces: true } });
    const touched = edits.reduce((sum, edit) => sum + edit.range.end.line - edit.range.start.line, 0);
    doc.apply(edits);
    const wanted = execFileSync(program, ["fmt", "-"], { input: text }).toString();
    point(doc.text === wanted && (wanted !== text || touched <= 2 * spoilt), "formatting is `fmt`, and touches only what differs", spoilt, touched);
    const again = await client.result("textDocument/formatting", { textDocument: { uri: doc.uri }, options: {} });
    point(again.length === 0, "formatting again does nothing", again);
  }
  const doc = open(client, small.replace("fact  danger", "fact danger").replace("fact paper", "fact   paper").replace("rule usual", "rule   usual"));
  const part = await client.result("textDocument/rangeFormatting", { textDocument: { uri: doc.uri }, range: doc.range(0, doc.text.indexOf("## Rules")), options: {} });
  doc.apply(part);
  point(doc.text.includes("fact paper") && doc.text.includes("rule   usual"), "a range is laid out, and nothing else", part);
}

(async () => {
  const client = new Client();
  await client.start();
  await lifeOfAnEdit(client);
  await mends(client);
  await hovers(client);
  await refuted(client);
  await names(client, await outline(client));
  await layout(client);
  const readme = open(client, "# Any Markdown\n\n| Example | Other |\n|--|--|\n| a | b |\n\nWords.\n");
  point((await readme.diagnostics()).length === 0, "Markdown without anything formal is left alone");
  const edits = await client.result("textDocument/formatting", { textDocument: { uri: readme.uri }, options: {} });
  point(edits.length === 0, "also by formatting", edits);
  point(await client.stop() === 0 && client.talk === "", "the session ends well", client.talk);
  ends();
})();
