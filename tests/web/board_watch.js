// Listens to a board with so many streams until all have heard WORDS:
//
//     node board_watch.js ADDRESS COOKIE COUNT READY WORDS [LAST-EVENT-ID]
//
// An address may only have so many, so they come from eight.  The file READY is made once
// all have heard "hello"; then it prints, in one line, how many heard the words, how many
// heard anything besides them, and the last id.
const http = require("http");
const { writeFileSync } = require("fs");
const [address, cookie, count, ready, words, since] = process.argv.slice(2);
const agent = new http.Agent({ maxSockets: Infinity });
const headers = since ? { cookie, "last-event-id": since } : { cookie };
let greeted = 0, heard = 0, more = 0, last = "";

for (let i = 0; i < Number(count); i++) {
    let text = "", done = false;
    const localAddress = `127.0.0.${2 + i % 8}`;
    const ask = http.get(address, { agent, headers, localAddress }, answer => {
        if (answer.statusCode !== 200) {
            console.log("refused", answer.statusCode);
            process.exit(1);
        }
        answer.setEncoding("utf8");
        answer.on("data", piece => {
            text += piece;
            for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2))
                take(text.slice(0, end));
        });
    });
    const take = event => {
        if (event.includes("event: hello") && ++greeted === Number(count))
            writeFileSync(ready, "");
        if (!event.includes("event: visit") && !event.includes("event: stale"))
            return;
        if (done || !event.includes(words)) {
            more++;
            return;
        }
        done = true;
        last = /id: (\d+)/.exec(event)[1];
        if (++heard === Number(count))
            setImmediate(() => {
                console.log(heard, more, last);
                process.exit(0);
            });
    };
    ask.on("error", error => {
        console.log(error.message);
        process.exit(1);
    });
}
