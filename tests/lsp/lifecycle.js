// How a session begins, goes wrong and ends.
"use strict";
const { Client, Document, point, ends } = require("./client.js");

// Send bytes to a fresh program; what it answered, said and exited with.
async function run(...bytes) {
  const client = new Client();
  for (const part of bytes) client.write(typeof part === "string" ? Buffer.from(part) : part);
  client.child.stdin.end();
  const status = await client.exited;
  return { status, told: client.told, talk: client.talk };
}

const request = (id, method, params) => Client.frame({ jsonrpc: "2.0", id, method, params });
const notification = (method, params) => Client.frame({ jsonrpc: "2.0", method, params });
const codes = (told) => told.map((message) => (message.error ? message.error.code : "result"));
const start = request(1, "initialize", { capabilities: {} });

(async () => {
  let seen = await run(request("first", "textDocument/hover", {}), start, start, notification("initialized", {}),
    request(2, "no/such"), notification("no/such"), Client.frame("{ not JSON"), Client.frame("[]"),
    Client.frame({ jsonrpc: "2.0", id: 1.5, method: "shutdown" }), Client.frame({ jsonrpc: "2.0", id: 9, result: null }),
    request(3, "textDocument/hover", { textDocument: { uri: "file:///not/open" } }), request(4, "textDocument/hover"),
    request(5, "shutdown"), request(6, "textDocument/hover", {}), notification("exit"));
  const wanted = ["first -32002", "1 result", "1 -32600", "2 -32601", "null -32700", "null -32600", "null -32600",
    "3 -32602", "4 -32602", "5 result", "6 -32600"];
  // What is no JSON is answered before the rest of its batch.
  const got = seen.told.map((message, i) => message.id + " " + codes(seen.told)[i]);
  point(wanted.every((line) => got.includes(line)) && got.length === wanted.length,
    "each kind of request gets its answer, and notifications none", got);
  point(seen.status === 0, "after shutdown, exit is status 0", seen);
  point(seen.told.every((message) => message.jsonrpc === "2.0" && (message.error === undefined || message.error.message)),
    "every error has words", seen.told);

  seen = await run(start, notification("exit"));
  point(seen.status === 1, "exit without shutdown is status 1", seen);
  seen = await run(start);
  point(seen.status === 1, "so is an editor that has gone", seen);
  seen = await run(notification("exit"));
  point(seen.status === 1, "and exit before initialize", seen);

  seen = await run(start, Buffer.concat([request(7, "shutdown"), request(8, "textDocument/hover", {}),
    notification("$/cancelRequest", { id: 7 }), notification("$/cancelRequest", { id: "8" })]));
  const eight = seen.told.find((message) => message.id === 8);
  point(seen.told.find((message) => message.id === 7).error.code === -32800 && eight.error.code === -32602,
    "a request cancelled before its turn is not done", seen.told);

  for (const [bytes, status, words, name] of [
    ["GET / HTTP/1.1\r\n\r\n", 3, "header line has no colon", "another protocol"],
    ["Content-Length: many\r\n\r\n{}", 3, "no number", "a length that is no number"],
    ["Content-Length: -1\r\n\r\n{}", 3, "no number", "a length below zero"],
    ["Content-Type: text\r\n\r\n{}", 3, "no Content-Length", "no length"],
    ["x: " + "y".repeat(5000), 3, "4096", "a header without an end"],
    ["Content-Length: 99999999\r\n\r\n", 7, "16 MiB", "a message too large"],
    ["Content-Length: 10\r\n\r\n{}", 3, "middle of a message", "an end in the middle"],
  ]) {
    seen = await run(start, bytes);
    point(seen.status === status && seen.talk.includes(words) && seen.talk.split("\n").length <= 3 &&
      codes(seen.told)[0] === "result", `${name} ends with status ${status} and says why`, seen);
  }

  seen = await run("content-length: " + (start.length - String(start).indexOf("{")) + "\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n" +
    String(start).slice(String(start).indexOf("{")), notification("exit"));
  point(codes(seen.told)[0] === "result", "headers in small letters, and others beside, are read", seen);

  for (const utf8 of [false, true]) {
    const client = new Client(1);
    const { capabilities, serverInfo } = await client.start({}, utf8);
    point(capabilities.positionEncoding === (utf8 ? "utf-8" : "utf-16") && serverInfo.name === "vestibule",
      `columns are ${utf8 ? "bytes if the client can" : "UTF-16 units otherwise"}`, capabilities);
    // A letter of two bytes, and one of two UTF-16 units, before the mistake.
    const doc = new Document(client, "file:///%C3%A9.md", "# É\n\n```protocol\nsay \"é😀\" if ghost\n```\n");
    const mistake = (await doc.diagnostics()).find((diagnostic) => diagnostic.code === "P042");
    point(doc.text.slice(doc.offset(mistake.range.start), doc.offset(mistake.range.end)) === "ghost",
      "a mistake is marked exactly, a byte read at a time", mistake);
    client.notify("textDocument/didClose", { textDocument: { uri: doc.uri } });
    const closed = await client.wait((told) => told.params && told.params.diagnostics && told.params.diagnostics.length === 0);
    point(closed.params.uri === doc.uri, "closing clears the diagnostics", closed);
    point(await client.stop() === 0 && client.talk === "", "and nothing was said on standard error", client.talk);
  }
  ends();
})();
