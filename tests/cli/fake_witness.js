// A witness that misbehaves, on a free port of 127.0.0.1, which goes to the file PORT:
//
//     node fake_witness.js KIND PORT [REAL]
//
// Whatever it does not do itself, it asks the witness at the URL REAL.
const { createServer, request } = require("http");
const { writeFileSync, renameSync } = require("fs");
const [kind, file, real] = process.argv.slice(2);

const ask = (req, body, then) => {
    const out = request(real + req.url, { method: req.method }, res => {
        let text = "";
        res.on("data", x => text += x).on("end", () => then(res.statusCode, text));
    });
    out.end(body);
};
const flip = text => text.trimEnd().replace(/.{20}$/, x =>
    [...x].reverse().join("")).padEnd(1) + "\n";
let first;

const server = createServer((req, res) => {
    let body = "";
    req.on("data", x => body += x).on("end", () => {
        const say = (status, text) => { res.statusCode = status; res.end(text); };

        if (req.method === "GET")
            return say(404, "nothing\n");
        switch (kind) {
        case "silent": return;                            // never answers
        case "ahead": return say(409, "999999\n");        // holds more than there is
        case "moving": return say(409, body.startsWith("old 1\n") ? "2\n" : "1\n");
        case "broken": return say(500, "x".repeat(200000));
        case "binary": return say(200, "\u2014 \0\n");
        case "forged": return ask(req, body, (status, text) => say(status, status === 200 ? flip(text) : text));
        case "replayed": return ask(req, body, (status, text) => {
            if (status === 200)
                first = first ?? text;
            say(status, status === 200 ? first : text);
        });
        }
    });
});
server.listen(0, "127.0.0.1", () => {
    writeFileSync(file + ".new", String(server.address().port));
    renameSync(file + ".new", file);
});
