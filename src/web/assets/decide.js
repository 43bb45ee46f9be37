// Deciding on the device: the same evaluator as the server's, as WebAssembly, on the same
// image.  What the clock and the calendar know is filled in as app/calendar.c does it.
"use strict";

const UNKNOWN = -2147483648;
const DAY = 86400000;

// A value as people write it, as the evaluator takes it; UNKNOWN when it is none.
function rawOf(fact, value) {
    if (value === "" || value === undefined)
        return UNKNOWN;
    if (fact.kind === "choice")
        return fact.values.includes(value) ? fact.values.indexOf(value) : UNKNOWN;
    if (fact.kind === "yes_no")
        return value === "yes" || value === "true" ? 1 : 0;
    if (fact.kind === "date")
        return /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) / DAY : UNKNOWN;
    if (fact.kind === "time")
        return /^\d\d:\d\d$/.test(value) ? 60 * value.slice(0, 2) + Number(value.slice(3)) : UNKNOWN;
    const number = /^-?\d+$/.test(value) ? Number(value) : UNKNOWN;
    return number >= fact.low && number <= fact.high ? number : UNKNOWN;
}

// The day and the minute by the clocks of the schools.
function clockOf(date, zone) {
    const parts = new Intl.DateTimeFormat("en-CA", {timeZone: zone || undefined, hourCycle: "h23",
        year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit"})
        .formatToParts(date);
    const of = name => Number(parts.find(part => part.type === name).value);
    return {today: Date.UTC(of("year"), of("month") - 1, of("day")) / DAY,
        now: 60 * of("hour") + of("minute")};
}

// School days after `from`, up to and including `to`: Monday to Friday, but for closed ones.
function schoolDays(closed, from, to, most) {
    let count = 0;
    for (let day = from + 1; day <= to && count < most && day - from <= 3660; day++) {
        const weekday = (day % 7 + 10) % 7; // 0 is Monday; 1970-01-01 was a Thursday
        if (weekday < 5 && !closed.some(([first, last]) => day >= first && day <= last))
            count++;
    }
    return count;
}

// All facts as the evaluator takes them: those that were stated, and what the clock adds.
function rawFacts(facts, stated, clock, closed) {
    const raw = new Array(facts.length).fill(UNKNOWN);
    for (const fact of facts)
        raw[fact.index] = fact.clock ? clock[fact.clock] : rawOf(fact, stated.get(fact.name));
    for (const fact of facts)
        if (fact.kind === "school_days" && raw[fact.index] === UNKNOWN && raw[fact.since] !== UNKNOWN)
            raw[fact.index] = schoolDays(closed, raw[fact.since], clock.today, fact.high);
    return raw;
}

// Open an image; returns a function from raw facts to the decision.  What cannot be true
// together throws.
async function evaluatorOf(module, image, digest) {
    const {instance: {exports: wasm}} = await WebAssembly.instantiate(module, {});
    const room = 1 << 18;
    const put = bytes => {
        const place = wasm.vestibule_take(bytes.length);
        new Uint8Array(wasm.memory.buffer).set(bytes, place);
        return place;
    };
    const place = put(new Uint8Array(image));
    if (!wasm.vestibule_open(place, image.byteLength))
        throw new Error("the evaluator refuses the image");
    const name = new TextEncoder().encode(digest);
    const nameAt = put(name);
    const out = wasm.vestibule_take(room);
    const factsAt = wasm.vestibule_take(4096);
    return raw => {
        new Int32Array(wasm.memory.buffer, factsAt, raw.length).set(raw);
        const length = wasm.vestibule_decide(factsAt, nameAt, name.length, out, room);
        if (length < 0)
            throw new Error("these facts cannot be true together");
        return JSON.parse(new TextDecoder().decode(
            new Uint8Array(wasm.memory.buffer, out, length)));
    };
}
