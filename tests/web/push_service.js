// A browser and its push service in one, for scripts: says its port and its subscription,
// each on a line, and then a line of JSON for each message that it could read.  Once
// GONE_FILE is there, the subscription is gone.  Ends with its input.
"use strict";
const crypto = require("crypto");
const fs = require("fs");
const https = require("https");
const ece = require("http_ece");
const jws = require("jws");

const ecdh = crypto.createECDH("prime256v1");
const auth = crypto.randomBytes(16);
ecdh.generateKeys();

function sender(header) {
    const [, token, key] = /^vapid t=([^,]+), k=([\w-]+)$/.exec(header);
    const point = Buffer.from(key, "base64url");
    const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"),
        y: point.subarray(33).toString("base64url") };
    const pem = crypto.createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
    return jws.verify(token, "ES256", pem) && { key, ...jws.decode(token, { json: true }).payload };
}

async function serve(request, response) {
    const pieces = [];
    for await (const piece of request)
        pieces.push(piece);
    const gone = fs.existsSync(process.env.GONE_FILE);
    const by = sender(request.headers.authorization);
    const late = by && by.exp < Date.now() / 1000;
    const said = ece.decrypt(Buffer.concat(pieces), { version: "aes128gcm", privateKey: ecdh,
        authSecret: auth.toString("base64url") }).toString();
    console.log(JSON.stringify({ gone, by, topic: request.headers.topic, said: JSON.parse(said) }));
    response.writeHead(gone ? 410 : by && !late ? 201 : 403).end();
}

const server = https.createServer({ key: fs.readFileSync("build/tls/server.key"),
    cert: fs.readFileSync("build/tls/server.pem") }, serve);
server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    console.log(port);
    console.log(JSON.stringify({ endpoint: `https://127.0.0.1:${port}/ada`, expirationTime: null, keys: {
        p256dh: ecdh.getPublicKey("base64url"), auth: auth.toString("base64url") } }));
});
process.stdin.resume().on("end", () => process.exit(0));
