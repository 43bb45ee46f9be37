// A client of the language server: messages over the program's standard streams,
// documents as an editor keeps them, and TAP points about what comes back.
//
// Columns are UTF-16 units, as JavaScript counts them, unless utf8 is asked for.
"use strict";
const { spawn } = require("child_process");

const program = process.env.VESTIBULE;
let points = 0;
let failed = 0;

function point(passed, name, ...seen) {
  points++;
  console.log(`${passed ? "ok" : "not ok"} ${points} - ${name}`);
  if (!passed) failed++;
  if (!passed) for (const value of seen) console.log("# " + JSON.stringify(value).slice(0, 2000));
}

function ends() {
  console.log(`1..${points}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

let seed = Number(process.env.TEST_SEED || 1);
function random(n) {
  seed = (seed * 48271) % 2147483647;
  return seed % n;
}

class Client {
  // `chunk` is how many bytes are written at once; 0 is all.
  constructor(chunk = 0) {
    this.chunk = chunk;
    this.child = spawn(program, ["lsp"], { stdio: ["pipe", "pipe", "pipe"] });
    this.child.stdin.on("error", () => {});
    this.input = Buffer.alloc(0);
    this.talk = "";
    this.next = 1;
    this.waiting = new Map(); // id: resolve
    this.told = [];           // notifications and answers that nobody waits for
    this.watchers = [];       // {wanted, resolve}
    this.child.stdout.on("data", (data) => this.take(data));
    this.child.stderr.on("data", (data) => { this.talk += data; });
    this.exited = new Promise((resolve) => this.child.on("close", (code) => resolve(code)));
  }

  take(data) {
    this.input = Buffer.concat([this.input, data]);
    for (;;) {
      const head = this.input.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/^Content-Length: (\d+)$/m.exec(this.input.toString("latin1", 0, head))[1]);
      if (this.input.length < head + 4 + length) return;
      const message = JSON.parse(this.input.toString("utf8", head + 4, head + 4 + length));
      this.input = this.input.subarray(head + 4 + length);
      this.receive(message);
    }
  }

  receive(message) {
    if (this.waiting.has(message.id)) {
      this.waiting.get(message.id)(message);
      this.waiting.delete(message.id);
      return;
    }
    this.told.push(message);
    this.watchers = this.watchers.filter(({ wanted, resolve }) => {
      if (!wanted(message)) return true;
      resolve(message);
      return false;
    });
  }

  write(bytes) {
    if (this.chunk === 0) this.child.stdin.write(bytes);
    else for (let i = 0; i < bytes.length; i += this.chunk) this.child.stdin.write(bytes.subarray(i, i + this.chunk));
  }

  static frame(message) {
    const body = Buffer.from(typeof message === "string" ? message : JSON.stringify(message));
    return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
  }

  send(message) { this.write(Client.frame(message)); }
  notify(method, params) { this.send({ jsonrpc: "2.0", method, params }); }

  // The whole answer, result or error.
  ask(method, params) {
    const id = this.next++;
    const answer = new Promise((resolve) => this.waiting.set(id, resolve));
    this.send({ jsonrpc: "2.0", id, method, params });
    return answer;
  }

  async result(method, params) {
    const answer = await this.ask(method, params);
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  }

  wait(wanted) {
    const found = this.told.find(wanted);
    return found ? Promise.resolve(found) : new Promise((resolve) => this.watchers.push({ wanted, resolve }));
  }

  async start(capabilities = {}, utf8 = false) {
    this.utf8 = utf8;
    if (utf8) capabilities = { ...capabilities, general: { positionEncodings: ["utf-8", "utf-16"] } };
    const result = await this.result("initialize", { processId: null, rootUri: null, capabilities });
    this.notify("initialized", {});
    return result;
  }

  async stop() {
    await this.ask("shutdown");
    this.notify("exit");
    return this.exited;
  }
}

// Where lines start in a text, ended as LSP ends them.
function starts(text) {
  const found = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) found.push(i + 1);
  }
  return found;
}

class Document {
  constructor(client, uri, text) {
    Object.assign(this, { client, uri, text, version: 1 });
    client.notify("textDocument/didOpen", { textDocument: { uri, languageId: "markdown", version: 1, text } });
  }

  lines() {
    if (this.of !== this.text) [this.of, this.starts] = [this.text, starts(this.text)];
    return this.starts;
  }

  place(offset) {
    const lines = this.lines();
    let line = lines.length - 1;
    while (lines[line] > offset) line--;
    const before = this.text.slice(lines[line], offset);
    return { line, character: this.client.utf8 ? Buffer.byteLength(before) : before.length };
  }

  offset(place) {
    const start = this.lines()[place.line];
    if (!this.client.utf8) return start + place.character;
    return start + Buffer.from(this.text.slice(start)).toString("utf8", 0, place.character).length;
  }

  range(start, end) { return { start: this.place(start), end: this.place(end) }; }

  // The place `into` characters after the first `words`, or after the first behind `after`.
  at(words, into = 0, after = "") {
    const found = this.text.indexOf(words, after === "" ? 0 : this.text.indexOf(after));
    if (found < 0) throw new Error("not in the text: " + words);
    return this.place(found + into);
  }

  // Replace parts of the text, one change each: [start, end, text].
  edit(...changes) {
    const contentChanges = changes.map(([start, end, text]) => {
      const range = this.range(start, end);
      this.text = this.text.slice(0, start) + text + this.text.slice(end);
      return { range, text };
    });
    this.version++;
    this.client.notify("textDocument/didChange",
      { textDocument: { uri: this.uri, version: this.version }, contentChanges });
  }

  replace(from, to) {
    const at = this.text.indexOf(from);
    if (at < 0) throw new Error("not in the text: " + from);
    this.edit([at, at + from.length, to]);
  }

  // Apply TextEdits as an editor does: all of them to the same text.
  apply(edits) {
    const changes = edits
      .map((edit) => [this.offset(edit.range.start), this.offset(edit.range.end), edit.newText])
      .sort((a, b) => b[0] - a[0]);
    this.edit(...changes);
  }

  async diagnostics() {
    const message = await this.client.wait((told) => told.method === "textDocument/publishDiagnostics" &&
      told.params.uri === this.uri && told.params.version === this.version);
    return message.params.diagnostics;
  }

  ask(method, place, more = {}) {
    return this.client.result("textDocument/" + method, { textDocument: { uri: this.uri }, position: place, ...more });
  }

  async hover(place) {
    const found = await this.ask("hover", place);
    return found === null ? null : found.contents.value;
  }

  async complete(place) { return (await this.ask("completion", place)).items; }

  // The quick fixes offered for a diagnostic.
  fixes(diagnostic) {
    return this.client.result("textDocument/codeAction", { textDocument: { uri: this.uri },
      range: diagnostic.range, context: { diagnostics: [diagnostic], only: ["quickfix"] } });
  }

  editsOf(action) { return (action.edit || action).changes[this.uri]; }
}

module.exports = { Client, Document, point, ends, random, program };
