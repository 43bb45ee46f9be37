// Completion: what stands in the real protocols is offered where it stands, also when
// the rest of the line is not written yet; what is offered as a value parses.
"use strict";
const fs = require("fs");
const { Client, Document, point, ends, random } = require("./client.js");

const names = /[a-z_][a-z0-9_]*/g;
const declares = new Set(["fact", "let", "rule", "duty", "role", "outcome", "edition"]);
// Words that are offered as a part of what they belong to.
const parts = { to: ["exception to"], first: ["ask first"], no: ["yes/no"], yes: ["yes/no"], days: ["days of", "days since", "school days"],
  of: ["days of"], since: ["days since"], known: ["until known:", "known:"], until: ["until known:"], exception: ["exception to"],
  answered: ["answered by"], ask: ["ask first"], in: ["in (", "not in ("], school: ["school days", "school days since"] };

// The words of the formal blocks that are written by choice: [offset, word].
function wordsOf(text) {
  const found = [];
  for (const block of text.matchAll(/^```protocol\n([^]*?)^```$/gm)) {
    let at = block.index + "```protocol\n".length;
    for (const line of block[1].split("\n")) {
      const code = line.replace(/"[^"]*"?/g, (quoted) => " ".repeat(quoted.length)).replace(/#.*/, "");
      const isValue = /^\s+[a-z0-9_]+\s*=/.test(line);
      let last = "";
      for (const word of code.matchAll(names)) {
        // `is not` is offered as one, behind the name.
        const isNot = last === "is" && word[0] === "not";
        if (!isValue && !isNot && !(declares.has(last) && code.startsWith(last)) && !code.startsWith("edition")) found.push([at + word.index, word[0]]);
        last = word[0];
      }
      at += line.length + 1;
    }
  }
  return found;
}

const labels = (items) => items.map((item) => item.label);

async function offered(client, name, text, some) {
  const doc = new Document(client, `file:///${name}`, text);
  const words = wordsOf(text).filter(() => random(some) === 0);
  const missing = [];
  for (const [at, word] of words) {
    const line = text.slice(0, at).split("\n").length;
    const end = text.indexOf("\n", at);
    for (const typed of [0, 2]) {
      // Cut off what follows, sometimes after the first letters.
      const rest = text.slice(at, end);
      doc.edit([at, end, word.slice(0, typed)]);
      const items = await doc.complete(doc.place(at + typed));
      const wanted = [word, ...(parts[word] || [])];
      const item = items.find((one) => wanted.includes(one.label));
      if (!item || doc.offset(item.textEdit.range.start) !== at || doc.offset(item.textEdit.range.end) !== at + typed)
        missing.push([line, word, typed, labels(items).slice(0, 8)]);
      doc.edit([at, at + typed, rest]);
    }
  }
  point(doc.text === text && missing.length === 0 && words.length > 40, `${name}: every word is offered where it stands`, words.length, missing.length, ...missing.slice(0, 12));
}

async function values(client, name, text) {
  const doc = new Document(client, `file:///values-${name}`, text);
  const wrong = [];
  let tried = 0;
  for (const match of [...text.matchAll(/^(?:rule|let|never|always|duty|say) .*/gm)].filter(() => random(3) === 0)) {
    const code = match[0].replace(/"[^"]*"/g, (quoted) => " ".repeat(quoted.length));
    for (const is of code.matchAll(/ is ([a-z0-9_]+)(?=[ )]|$)/g)) {
      if (is[1] === "not") continue;
      const at = match.index + is.index + 4;
      const items = await doc.complete(doc.place(at));
      if (!items.some((item) => item.label === is[1])) wrong.push([is[0], labels(items)]);
      for (const item of items) {
        doc.edit([at, at + is[1].length, item.textEdit.newText]);
        const seen = (await doc.diagnostics()).filter((one) => one.severity === 1 && one.code < "P100");
        if (seen.length > 0) wrong.push([is[0], item.label, seen[0].message]);
        doc.edit([at, at + item.textEdit.newText.length, is[1]]);
        tried++;
      }
    }
  }
  point(wrong.length === 0 && tried > 20, `${name}: every value offered after \`is\` parses`, tried, ...wrong.slice(0, 3));
}

async function tables(client, text) {
  const doc = new Document(client, "file:///tables", text);
  const rows = text.split("\n");
  const missing = [];
  let at = 0;
  let columns = null;
  let cells = 0;
  for (let i = 0; i < rows.length; at += rows[i++].length + 1) {
    if (!rows[i].startsWith("|")) { columns = null; continue; }
    const isHeader = rows[i].startsWith("| Example ");
    if (isHeader) columns = rows[i].split("|");
    if (columns === null || /^\|[-|]+$/.test(rows[i]) || (!isHeader && random(8) > 0)) continue;
    let cellAt = at + 1;
    for (const [index, cell] of rows[i].split("|").slice(1, -1).entries()) {
      const said = cell.trim();
      if (index > 0 && said !== "" && !/^[0-9]/.test(said)) {
        // The row as it is written: up to this cell, nothing behind.
        const end = at + rows[i].length;
        const rest = doc.text.slice(cellAt, end);
        doc.edit([cellAt, end, " "]);
        const items = await doc.complete(doc.place(cellAt + 1));
        if (!labels(items).includes(said)) missing.push([i + 1, said, labels(items).slice(0, 8)]);
        doc.edit([cellAt, cellAt + 1, rest]);
        cells++;
      }
      cellAt += cell.length + 1;
    }
  }
  point(doc.text === text && missing.length === 0 && cells > 30, "columns and cells of examples are offered", cells, ...missing.slice(0, 5));
}

async function places(client, text) {
  const doc = new Document(client, "file:///places", text);
  const at = doc.text.indexOf("rule visitors_sign_in");
  const ask = async (line) => {
    doc.edit([at, at, line + "\n"]);
    const items = await doc.complete(doc.place(at + line.length));
    doc.edit([at, at + line.length + 1, ""]);
    return items;
  };
  for (const [line, wanted, unwanted] of [
    ["", ["rule", "fact", "always"], ["agency"]],
    ["rule x, exception to section \"", ["Visitors", "Federal agents"], ["agency"]],
    ["rule x, exception to ", ["visitors_sign_in", "section"], ["x", "agency"]],
    ["rule x: ", ["entry"], ["agency", "rule"]],
    ["rule x: entry is admit if ", ["agency", "federal_agent", "not", "today"], ["entry", "rule"]],
    ["rule x: entry is admit if agency in (ice, ", ["cbp", "fbi"], ["waiting"]],
    ["rule x: entry is admit if issued ", ["before", "within"], ["is"]],
    ["rule x: entry is admit if issued before ", ["execute_by", "today"], ["agency"]],
    ["fact x (", ["fixed", "answered by"], ["agency"]],
    ["fact x (answered by ", ["law_department", "desk"], ["fixed"]],
    ["fact x: ", ["yes/no", "number"], ["agency"]],
    ["duty x: \"y\" to law_department within 5 ", ["school days"], ["agency"]],
    ["assume \"x\": ", ["agency"], ["entry"]],
    ["never \"x\": entry is ", ["admit"], ["agency"]],
    ["say \"agency is ", [], ["ice"]],
    ["# agency is ", [], ["ice"]],
  ]) {
    const found = labels(await ask(line));
    point(wanted.every((label) => found.includes(label)) && !unwanted.some((label) => found.includes(label)),
      `after \`${line}\` stands what can follow`, found.slice(0, 20));
  }
  const [heading] = (await ask("rule x, exception to section \"Vis")).filter((item) => item.label === "Visitors");
  point(heading.textEdit.newText === "Visitors\"", "a heading closes its quote", heading);
  const prose = await doc.complete(doc.at("The front office", 10));
  point(prose.length === 0, "nothing is offered in prose", labels(prose));
}

(async () => {
  const client = new Client();
  await client.start();
  const chicago = fs.readFileSync("protocols/chicago.md", "utf8");
  const records = fs.readFileSync("protocols/chicago-records.md", "utf8");
  await offered(client, "chicago", chicago, 5);
  await offered(client, "records", records, 5);
  await values(client, "chicago", chicago);
  await tables(client, chicago);
  await places(client, chicago);
  await client.stop();
  ends();
})();
