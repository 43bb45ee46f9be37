// Serves the files of a folder on a free port of 127.0.0.1, which goes to the file PORT:
//
//     node serve_files.js FOLDER PORT
const { createServer } = require("http");
const { readFileSync, writeFileSync, renameSync } = require("fs");
const [folder, file] = process.argv.slice(2);

const server = createServer((req, res) => {
    try {
        res.end(readFileSync(folder + new URL(req.url, "http://x").pathname));
    } catch {
        res.statusCode = 404;
        res.end();
    }
});
server.listen(0, "127.0.0.1", () => {
    writeFileSync(file + ".new", String(server.address().port));
    renameSync(file + ".new", file);
});
