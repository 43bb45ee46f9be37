// Edit by edit, the server's text stays the client's: a document edited at random is
// told, outlined and laid out as one that is opened with the whole text.
"use strict";
const fs = require("fs");
const { Client, Document, point, ends, random } = require("./client.js");

const scraps = ["\n", "\r\n", "\r", "\n\n", " ", "é", "😀", "𝔸b", "\u2028", "```", "```protocol\n", "| a |", "rule x: entry is admit\n",
  "\"", "say \"😀 é\" if emergency\n", "ghost ", "# Ünder 😀\n", "> q\n", "\t", "\0", "\ufeff", "if agency is ice", ","];

// A scrap, or a piece of the text itself.
function scrap(text) {
  if (random(3) > 0) return scraps[random(scraps.length)];
  const at = random(text.length + 1);
  return text.slice(at, at + random(60)).replace(/[\ud800-\udfff]/g, "");
}

// A place between characters: never inside a pair of surrogates or a line's end.
function between(text, near) {
  const at = near === undefined ? random(text.length + 1) : Math.min(text.length, near + random(40));
  return /^([\ud800-\udbff][\udc00-\udfff]|\r\n)$/.test(text.slice(at - 1, at + 1)) ? at + 1 : at;
}

const asks = (doc) => Promise.all([doc.diagnostics(),
  ...["documentSymbol", "formatting"].map((method) => doc.client.result("textDocument/" + method, { textDocument: { uri: doc.uri }, options: {} }))]);

async function rounds(utf8, chunk) {
  const client = new Client(chunk);
  await client.start({ textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: utf8 } } }, utf8);
  const worked = fs.readFileSync("tests/data/worked.md", "utf8");
  let wrong = 0;
  let compared = 0;
  for (let start = 0; start < 8 && wrong === 0; start++) {
    const doc = new Document(client, `file:///edited-${start}.md`, start % 2 ? worked : worked.replace(/\n/g, "\r\n"));
    for (let round = 0; round < 10 && wrong === 0; round++) {
      const before = doc.text;
      const edits = Array.from({ length: 1 + random(4) }, () => 0);
      for (const _ of edits) {
        const from = between(doc.text);
        doc.edit([from, between(doc.text, from), scrap(doc.text)]);
      }
      const fresh = new Document(client, `file:///fresh-${start}-${round}.md`, doc.text);
      const [one, other] = await Promise.all([asks(doc), asks(fresh)]);
      const same = JSON.stringify(one).replaceAll(doc.uri, "") === JSON.stringify(other).replaceAll(fresh.uri, "");
      client.notify("textDocument/didClose", { textDocument: { uri: fresh.uri } });
      if (!same && wrong++ === 0) console.log("# " + JSON.stringify([before, doc.text, one, other]).slice(0, 4000));
      compared++;
      // All at once: what an editor sends when it undoes.
      if (random(3) === 0) {
        doc.text = worked;
        doc.version++;
        client.notify("textDocument/didChange", { textDocument: { uri: doc.uri, version: doc.version }, contentChanges: [{ text: worked }] });
      }
    }
    client.notify("textDocument/didClose", { textDocument: { uri: doc.uri } });
  }
  point(wrong === 0 && compared === 80, `edits keep the texts the same, ${utf8 ? "bytes" : "UTF-16 units"} counted`, compared);
  point(await client.stop() === 0 && client.talk === "", "and the session ends well", client.talk);
}

async function large() {
  const client = new Client();
  await client.start();
  const text = "# A\n\n" + "word ".repeat(400000);
  const doc = new Document(client, "file:///large.md", text);
  point((await doc.diagnostics())[0].code === "P001", "a document beyond the compiler's limit is told, not read");
  for (let i = 0; i < 9; i++) doc.edit([0, 0, text]);
  const lost = await client.wait((told) => told.method === "window/showMessage");
  point(lost.params.message.includes("16 MiB") && (await doc.diagnostics()).length === 0, "one beyond what is kept is let go, and said so", lost);
  doc.edit([0, 1, "x"]);
  doc.text = "```protocol\nghost\n```\n";
  doc.version++;
  client.notify("textDocument/didChange", { textDocument: { uri: doc.uri, version: doc.version }, contentChanges: [{ text: doc.text }] });
  point((await doc.diagnostics())[0].code === "P030", "until there is a whole new text");
  client.notify("textDocument/didChange", { textDocument: { uri: doc.uri, version: 99 }, contentChanges:
    [{ range: { start: { line: 77, character: 7 }, end: { line: 1e12, character: -5 } }, text: "\n" }, { range: { start: { line: 1, character: 99 }, end: { line: 0, character: 0 } }, text: "" }, {}] });
  doc.version = 99;
  point((await doc.diagnostics()).length > 0, "places beyond the text are taken as its end");
  point(await client.stop() === 0, "and the session ends well");
}

(async () => {
  await rounds(false, 0);
  await rounds(true, 1000);
  await large();
  ends();
})();
