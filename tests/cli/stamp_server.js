// A timestamp server (RFC 3161) of OpenSSL's, on a free port of 127.0.0.1:
//
//     node stamp_server.js FOLDER PORT
//
// FOLDER holds its certificate and settings, tsa.cnf.  What is asked of it at /refuse
// it answers with the stamp of another request.
const { createServer } = require("http");
const { execFileSync } = require("child_process");
const { writeFileSync, renameSync, readFileSync } = require("fs");
const [folder, file] = process.argv.slice(2);

const server = createServer((req, res) => {
    const parts = [];
    req.on("data", x => parts.push(x)).on("end", () => {
        const right = req.headers["content-type"] === "application/timestamp-query";
        writeFileSync(folder + "/query", Buffer.concat(parts));
        if (req.url === "/refuse")
            execFileSync("openssl", ["ts", "-query", "-data", __filename, "-sha256", "-out", folder + "/query"], { stdio: "ignore" });
        execFileSync("openssl", ["ts", "-reply", "-config", folder + "/tsa.cnf", "-queryfile", folder + "/query",
            "-out", folder + "/reply"], { stdio: "ignore" });
        res.statusCode = right ? 200 : 415;
        res.end(readFileSync(folder + "/reply"));
    });
});
server.listen(0, "127.0.0.1", () => {
    writeFileSync(file + ".new", String(server.address().port));
    renameSync(file + ".new", file);
});
