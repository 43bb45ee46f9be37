// A site as a browser without eyes sees it: cookies of several people, forms, bytes.
"use strict";
const http = require("http");
const zlib = require("zlib");

// Which pattern of a list a path belongs to: words come before "{name}".
function matcher(patterns) {
    const rows = patterns.map(pattern => ({
        pattern,
        names: pattern.split("{").length,
        expression: new RegExp(`^${pattern.replace(/[.]/g, "\\.").replace(/\{[a-z]+\}/g, "[^/]+")}(\\?|$)`),
    })).sort((a, b) => a.names - b.names);
    return path => rows.find(row => row.expression.test(path))?.pattern;
}

const unescaped = text => text.replaceAll("&quot;", "\"").replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const attribute = (tag, name) => {
    const found = new RegExp(` ${name}="([^"]*)"`).exec(tag);
    return found ? unescaped(found[1]) : undefined;
};

class Site {
    // `people` has a line for each: a role, perhaps @ a school, and the token of a session.
    constructor(place, people) {
        this.place = place;
        this.jars = new Map();
        for (const line of people.trim().split("\n")) {
            const [, role, token] = /^([a-z]+).* (\S+)$/.exec(line);
            this.jars.set(role, new Map([["vestibule-session", token]]));
        }
    }
    jar(role) {
        if (!this.jars.has(role))
            this.jars.set(role, new Map());
        return this.jars.get(role);
    }
    cookies(role) {
        return [...this.jar(role)].map(([name, value]) => ({ name, value, url: this.place }));
    }
    ask(role, method, path, form) {
        const headers = { "accept-encoding": "gzip",
            cookie: [...this.jar(role)].map(pair => pair.join("=")).join("; ") };
        if (form)
            headers["content-type"] = form.type || "application/x-www-form-urlencoded";
        return new Promise((resolve, reject) => {
            const asked = http.request(new URL(path, this.place), { method, headers }, answer => {
                const pieces = [], type = answer.headers["content-type"] || "";
                const done = () => {
                    const sent = Buffer.concat(pieces);
                    const plain = answer.headers["content-encoding"] === "gzip" ? zlib.gunzipSync(sent) : sent;
                    resolve({ status: answer.statusCode, type, location: answer.headers.location,
                        bytes: sent.length + answer.rawHeaders.join("").length, body: plain.toString() });
                };
                for (const cookie of answer.headers["set-cookie"] || []) {
                    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
                    this.jar(role).set(name, value);
                }
                if (/event-stream/.test(type)) {
                    answer.destroy();
                    done();
                    return;
                }
                answer.on("data", piece => pieces.push(piece));
                answer.on("end", done);
            });
            asked.on("error", reject);
            asked.end(form && (form.bytes || String(new URLSearchParams(form))));
        });
    }
    get(role, path) {
        return this.ask(role, "GET", path);
    }
    post(role, path, form) {
        return this.ask(role, "POST", path, form);
    }
    forms(html) {
        return [...html.matchAll(/<form[^]*?<\/form>/g)].map(([form]) => {
            const inputs = form.match(/<(?:input|textarea|select)[^>]*>/g) || [];
            const hidden = inputs.filter(tag => / type="hidden"/.test(tag));
            const action = attribute(form, "action"), method = attribute(form, "method");
            const radio = inputs.find(tag => / type="radio"/.test(tag));
            return { action, method,
                get: method !== "get" ? undefined :
                    radio ? `${action}?${attribute(radio, "name")}=${attribute(radio, "value")}` : action,
                hidden: Object.fromEntries(hidden.map(tag => [attribute(tag, "name"), attribute(tag, "value")])),
                asks: inputs.some(tag => /^<input/.test(tag) && !/ type="(hidden|checkbox)"/.test(tag)) };
        });
    }
    // The same of the form on a page that leads to itself, with files.
    async attach(role, page, fields, files) {
        const form = this.forms((await this.get(role, page)).body).find(one => one.action === page);
        const part = (head, bytes) => [Buffer.from(`--part\r\ncontent-disposition: form-data; ${head}\r\n\r\n`), bytes, Buffer.from("\r\n")];
        const bytes = Buffer.concat([
            ...Object.entries({ ...form.hidden, ...fields }).flatMap(([name, value]) => part(`name="${name}"`, Buffer.from(value))),
            ...Object.entries(files).flatMap(([name, value]) => part(`name="${name}"; filename="photo.jpg"`, value)),
            Buffer.from("--part--\r\n")]);
        return this.post(role, page, { type: "multipart/form-data; boundary=part", bytes });
    }
    // Fill in the form of a page whose action begins so.
    async send(role, page, action, fields) {
        const form = this.forms((await this.get(role, page)).body)
            .find(one => one.method === "post" && one.action.startsWith(action));
        if (!form)
            throw new Error(`${role} finds no form for ${action} on ${page}`);
        return this.post(role, form.action, { ...form.hidden, ...fields });
    }
}

module.exports = { Site, matcher, attribute };
