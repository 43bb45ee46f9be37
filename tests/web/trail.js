// Print what the record tells of one visit's calls, and what screens said meanwhile:
//
//     node trail.js TAIL SCREEN-HH-MM-SS.html...
//
// Things of one moment are put in an order of their own: which of two letters arrived first
// is nobody's promise.
const fs = require("fs");
const [tail, ...screens] = process.argv.slice(2);
const events = fs.readFileSync(tail, "utf8").trim().split("\n").map(line => JSON.parse(line))
    .filter(event => event.visit);
const lanes = {}, words = [];
const add = (at, rank, text) => words.push({at, rank, text});

const clock = at => new Date(at).toLocaleTimeString("en-GB", {timeZone: "America/Chicago"});
const list = items => (items ?? []).join("; ");
const ORDER = ["visit_opened", "fact_stated", "decision_made", "duty_raised", "duty_expired",
    "callout_opened", "callout_acknowledged", "duty_acknowledged", "callout_step",
    "call_attempted", "visit_closed"];

for (const {kind, at, n, fields: f} of events) {
    const rank = ORDER.indexOf(kind);
    const lane = lanes[f.callout];
    const say = text => add(clock(at), rank, text);
    if (kind === "callout_opened")
        lanes[n] = f.lane;
    if (kind === "duty_raised")
        say(`asked of ${f.to}: ${f.text}${f.due ? ` (by ${f.due.slice(11, 16)})` : ""}`);
    else if (kind === "duty_expired")
        say(`not answered in time: ${f.duty}${f.next ? `; next: ${f.next}` : ""}`);
    else if (kind === "callout_opened")
        say(`${f.lane}: is called by ${f.order.filter(line => line.startsWith("step")).length} steps`);
    else if (kind === "callout_step")
        say(`${lane}: ${f.what} ${f.round}.${f.step}: ${list(f.called)}` +
            (f.instruction ? `; the desk is told: ${f.instruction}` : ""));
    else if (kind === "call_attempted")
        say(`${lane}: to ${f.to} by ${f.channel}, try ${f.attempt}: ${f.result}${f.why ? `, ${f.why}` : ""}`);
    else if (kind === "duty_acknowledged")
        say(`answered: ${f.duty} by ${f.by}, ${f.channel}${f.done ? ", done" : ""}`);
    else if (kind === "visit_closed")
        say(`over: ${f.end}`);
    else if (kind === "fact_stated")
        say(`stated: ${f.fact} is ${f.value}`);
    else if (kind === "decision_made")
        say(`decided: ${f.outcomes.entry}${f.open ? ", which is not settled" : ""}`);
}

const text = html => html.replace(/<svg.*?<\/svg>/gs, "").replace(/<[^>]+>/g, " ")
    .replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ").trim();
for (const file of screens) {
    const page = fs.readFileSync(file, "utf8");
    const at = /screen-([\d-]+)\.html$/.exec(file)[1].replace(/-/g, ":");
    const say = line => add(at.length === 5 ? `${at}:00` : at, 90, `          | ${line}`);
    say(text(/<h1 class="word".*?<\/h1>/s.exec(page)[0]));
    for (const [duty] of page.matchAll(/<li class="duty.*?<\/li>/gs)) {
        const parts = [/<h3>.*?<\/h3>/s, /<p class="state">.*?<\/p>/s, /<p class="by">Called.*?<\/p>/s,
            /<p class="no telephone">.*?<\/p>/s];
        say(parts.map(part => part.exec(duty)).filter(Boolean).map(found => text(found[0])).join(" | "));
    }
}

// A sort that keeps the order of what a screen says, from above.
words.sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : a.rank - b.rank ||
    (a.rank === 90 ? 0 : a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
for (const {at, text: line} of words)
    console.log(`${at}  ${line}`);
