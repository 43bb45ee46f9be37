// A receiver of webhooks that believes only what npm's standardwebhooks verifies.  What it
// answers is in the path.  Says its ports, then a line of JSON for each request.  While
// the file $HOLD is there, /held takes them and says nothing.
"use strict";
const fs = require("fs");
const http = require("http");
const https = require("https");
const { Webhook } = require("standardwebhooks");

const [, , ...secrets] = process.argv;
const say = value => fs.writeSync(1, JSON.stringify(value) + "\n");

// Which of the secrets it can be verified with, and what it then says.
function verified(body, headers) {
    const by = [];
    let event = null;

    secrets.forEach((secret, index) => {
        try {
            event = new Webhook(secret).verify(body, headers);
            by.push(index);
        } catch (error) {
            if (error.name !== "WebhookVerificationError")
                throw error;
        }
    });
    return { by, event };
}

const waiting = [];

const answers = {
    "/ok": response => response.writeHead(204).end(),
    "/gone": response => response.writeHead(410).end("secret words"),
    "/busy": response => response.writeHead(429, { "Retry-After": "30" }).end(),
    "/closed": response => response.writeHead(503, { "Retry-After": "Fri, 24 Jan 2025 17:26:40 GMT" }).end(),
    "/never-until": response => response.writeHead(503, { "Retry-After": "Fri, 31 Feb 2025 17:26:40 GMT" }).end(),
    "/broken": response => response.writeHead(500).end(),
    "/refused": response => response.writeHead(400).end(),
    "/elsewhere": response => response.writeHead(307, { Location: "/ok" }).end(),
    "/cut": response => response.socket.destroy(),
    "/endless": response => {
        response.writeHead(200);
        const more = () => response.write("x".repeat(65536), more);
        more();
    },
    "/held": response => {
        if (fs.existsSync(process.env.HOLD))
            setTimeout(answers["/held"], 20, response);
        else
            response.writeHead(200).end('{"id": "SM17"}');
    },
    "/hang": response => waiting.push(response),
    "/free": response => { // those that hang are answered after this one only
        response.writeHead(200).end();
        waiting.splice(0).forEach(one => one.writeHead(200).end());
    },
};

function serve(request, response) {
    let body = "";

    response.on("error", () => {});
    request.setEncoding("utf8").on("data", part => { body += part; }).on("end", () => {
        say({ path: request.url, method: request.method, headers: request.headers, body,
            ...verified(body, request.headers) });
        answers[request.url](response);
    });
}

const tls = { key: fs.readFileSync("build/tls/server.key"), cert: fs.readFileSync("build/tls/server.pem") };
const servers = [http.createServer(serve), https.createServer(tls, serve)];
servers.forEach(server => server.on("tlsClientError", () => {}));
servers[0].listen(0, "127.0.0.1", () => servers[1].listen(0, "127.0.0.1", () =>
    say(servers.map(server => server.address().port))));
process.stdin.on("end", () => process.exit()).resume();
