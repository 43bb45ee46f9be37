// The pages of a visit without a network: the address says which, templates have all their
// parts, and what is typed becomes an entry that waits to be sent.
"use strict";

(() => {
    const shell = document.getElementById("shell");
    const main = document.getElementById("main");
    const data = shell.dataset;
    const facts = [...document.querySelectorAll("template[data-fact]")].map(at => ({
        name: at.dataset.fact, index: Number(at.dataset.index), kind: at.dataset.kind,
        low: Number(at.dataset.low), high: Number(at.dataset.high), since: at.dataset.since,
        clock: at.dataset.clock, role: at.dataset.role, asked: at.dataset.asked === "yes",
        values: at.dataset.values.split(" "), question: at.dataset.question, at}));
    // They stand in what the first page shown takes away.
    const templates = new Map([...document.querySelectorAll("template")].map(at => [at.id, at]));
    const closed = data.closed.split(" ").filter(Boolean).map(range => range.split("-").map(Number));
    const factOf = name => facts.find(fact => fact.name === name);

    // ---- templates ----

    const part = id => templates.get(id).content.cloneNode(true);
    const told = part("part-told");
    const saidBy = new Map([...templates].filter(([, at]) => at.dataset.say !== undefined)
        .map(([id, at]) => [at.dataset.say, id]));
    const say = (words, ...values) =>
        values.reduce((text, value, i) => text.replace(`%${i + 1}`, () => value), words);
    const put = (page, name, words) => {
        for (const at of page.querySelectorAll(`[data-put="${name}"]`))
            at.textContent = words;
    };
    // By the clocks of the schools: "2025-01-24 11:15:20".
    const clock = new Intl.DateTimeFormat("sv-SE", {timeZone: data.zone || undefined,
        year: "numeric", month: "2-digit", day: "2-digit",
        hour: "2-digit", minute: "2-digit", second: "2-digit"});
    const stamp = at => clock.format(new Date(at));
    const timeOf = at => stamp(at).slice(11, 16);

    function lead(page, visit) {
        for (const at of page.querySelectorAll("[data-to]"))
            at.href = `/visits/${visit.visit}/${at.dataset.to}`;
    }

    // ---- values ----

    function valueWords(fact, value) {
        const known = told.querySelector(`[data-value="${value === "true" ? "yes" :
            value === "false" ? "no" : value}"]`);
        if (value === "" || fact?.kind === "yes_no")
            return known.textContent;
        const label = fact?.kind === "choice" && fact.at.content.querySelector(
            `label[for="answer-${CSS.escape(value)}"]`);
        return label ? label.textContent : value;
    }

    function rowOf(visit, stated, query) {
        const row = part("part-row");
        const fact = factOf(stated.fact);
        const basis = told.querySelector(`[data-basis="${stated.basis}"]`);
        row.querySelector("dt").textContent = fact?.question ?? stated.fact;
        row.querySelector("dd span").textContent = valueWords(fact, stated.value);
        row.querySelector("small").textContent =
            say(basis?.textContent ?? "%1 %2", stated.by, timeOf(stated.at)) +
            (stated.words ? ` “${stated.words}”` : "");
        row.querySelector(".unseen").textContent = ` ${fact?.question ?? ""}`;
        if (fact?.asked && query !== null)
            row.querySelector("a").href = `/visits/${visit.visit}/ask/${stated.fact}${query}`;
        else
            row.querySelector(".change").remove();
        return row;
    }

    const fillFacts = (page, visit, query) => page.querySelector('[data-put="facts"]').append(
        ...visit.facts.map(stated => rowOf(visit, stated, query)));

    // ---- deciding ----

    let evaluate;

    async function prepare() {
        const [module, image] = await Promise.all([data.evaluator, data.image].map(
            async address => (await (await fetch(address)).arrayBuffer())));
        evaluate = await evaluatorOf(module, image, data.digest);
    }

    function decide(visit, change) {
        const stated = new Map(visit.facts.map(one => [one.fact, one.value]));
        if (change)
            stated.set(change.fact, change.value);
        return evaluate(rawFacts(facts, stated, clockOf(new Date(), data.zone), closed));
    }

    // The first answer that is not known yet, whose questions are asked; or the first.
    const names = data.outcomes.split(" ");
    const outcomeOf = decision => decision.outcomes[
        names.find(name => !decision.outcomes[name].known) ?? names[0]];

    // The next question for the desk that nobody was asked before.
    function nextOf(visit) {
        const stated = new Set(visit.facts.map(one => one.fact));
        return outcomeOf(decide(visit)).ask.find(
            name => factOf(name).asked && !stated.has(name));
    }

    function verdictsOf(decision) {
        return names.map(name => {
            const verdict = part(`verdict-${name}-${decision.outcomes[name].value}`);
            if (decision.outcomes[name].known)
                verdict.querySelector(".verdict > p:not(.about)")?.remove();
            return verdict;
        });
    }

    const wordOf = verdict => verdict.querySelector(".word").textContent;
    const aboutOf = verdict => verdict.querySelector(".about")?.textContent ?? "";

    // All answers in a line; behind the first stands what each is about.
    const wordsOf = decision => verdictsOf(decision).map((verdict, i) =>
        (i > 0 ? `${aboutOf(verdict)} ` : "") + wordOf(verdict)).join(" · ");

    function decidedOf(verdict) {
        const line = Object.assign(document.createElement("p"),
            {className: "decided", textContent: aboutOf(verdict) && `${aboutOf(verdict)} `});
        line.append(Object.assign(document.createElement("strong"), {textContent: wordOf(verdict)}));
        return line;
    }

    function reasonsOf(decision) {
        return names.flatMap(name => decision.outcomes[name].rules)
            .filter(rule => rule.certain !== false).map(rule => part(`rule-${rule.name}`));
    }

    function dutyOf(visit, duty, isOpen) {
        const item = part(`duty-${duty.name}`);
        const state = visit.duties.find(known => known.duty === duty.name)?.state ?? "open";
        const desk = templates.get(`duty-${duty.name}`).dataset.desk;
        const words = item.querySelector(".state").dataset;
        item.querySelector(".state").textContent =
            state === "open" && desk ? words.desk : words[state];
        item.querySelector("li").className = `duty ${state === "done" ? "yes" : "wait"}`;
        item.querySelector("form").action = `/visits/${visit.visit}/duties/${duty.name}`;
        if (state === "done" || !isOpen)
            item.querySelector("form").remove();
        return item;
    }

    function fillDuties(page, name, visit, duties, isOpen) {
        const section = page.querySelector(`[data-put="${name}"]`);
        section.querySelector("ul").append(...duties.map(duty => dutyOf(visit, duty, isOpen)));
        section.hidden = duties.length === 0;
    }

    const isDesk = duty => templates.get(`duty-${duty.name}`).dataset.desk === "yes";

    // ---- pages ----

    const stored = async () => visitsOf(await vault.state(), await vault.entries());

    async function showStart() {
        const page = part("page-start");
        const open = (await stored()).filter(visit => !visit.closed);
        page.querySelector(".empty").hidden = open.length > 0;
        page.querySelector(".visits").append(...open.map(visit => {
            const item = part("part-visit");
            const link = item.querySelector("a");
            link.textContent = say(link.dataset.words, timeOf(visit.at));
            link.href = `/visits/${visit.visit}`;
            put(item, "answer", wordsOf(decide(visit)));
            put(item, "by", say(item.querySelector(".by").dataset.words, visit.by));
            return item;
        }));
        return page;
    }

    function showQuestion(visit, fact) {
        const page = part("page-question");
        const stated = visit.facts.find(one => one.fact === fact.name);
        const form = fact.at.content.cloneNode(true);
        const progress = form.querySelector(".progress");
        const last = visit.facts.filter(one => factOf(one.fact)?.asked && one !== stated).at(-1);
        progress.textContent = stated ? progress.dataset.again :
            say(progress.dataset.one, visit.facts.length + 1);
        page.querySelector(".back").href = last && !stated ?
            `/visits/${visit.visit}/ask/${last.fact}` : "/";
        page.querySelector(".now").href = `/visits/${visit.visit}/answer`;
        page.querySelector(".so-far").hidden = visit.facts.length === 0;
        page.querySelector('[data-put="question"]').append(form);
        fillFacts(page, visit, "");
        const fields = page.querySelector("form").elements;
        if (stated) {
            const value = fact.kind === "yes_no" && stated.value !== "" ?
                (rawOf(fact, stated.value) === 1 ? "yes" : "no") : stated.value;
            if (fields.unknown)
                fields.unknown.checked = value === "";
            fields.answer.value = value;
            if (fields.basis)
                fields.basis.value = stated.basis;
        }
        return page;
    }

    function showAnswer(visit) {
        const page = part("page-answer");
        const decision = decide(visit);
        const outcome = outcomeOf(decision);
        const since = page.querySelector(".progress");
        since.textContent = say(since.dataset.words, timeOf(visit.at));
        page.querySelector('[data-put="verdict"]').append(...verdictsOf(decision));
        page.querySelector(".says").append(...decision.say.map(words => part(saidBy.get(words))));
        page.querySelector(".says").hidden = decision.say.length === 0;
        const asked = outcome.ask.map(factOf).filter(fact => fact.asked);
        page.querySelector(".open").hidden = asked.length === 0;
        page.querySelector(".open ul").append(...asked.map(fact => linkTo(visit, fact)));
        fillDuties(page, "calls", visit, decision.duties.filter(duty => !isDesk(duty)), true);
        fillDuties(page, "tasks", visit, decision.duties.filter(isDesk), true);
        const reasons = reasonsOf(decision);
        page.querySelector(".why").append(...reasons);
        page.querySelector(".why").hidden = reasons.length === 0;
        return page;
    }

    function linkTo(visit, fact) {
        const item = document.createElement("li");
        item.append(Object.assign(document.createElement("a"),
            {href: `/visits/${visit.visit}/ask/${fact.name}`, textContent: fact.question}));
        return item;
    }

    function showFacts(visit) {
        const page = part("page-facts");
        const stated = new Set(visit.facts.map(one => one.fact));
        fillFacts(page, visit, "");
        page.querySelector(".links").append(...facts.filter(
            fact => fact.asked && !stated.has(fact.name)).map(fact => linkTo(visit, fact)));
        return page;
    }

    const endWords = end => templates.get("page-end").content
        .querySelector(`label[for="end-${end}"]`).firstChild.textContent;

    function showCheck(visit, query) {
        const page = part("page-check");
        const end = query.get("end");
        const decision = decide(visit);
        const done = new Set(visit.duties.filter(duty => duty.state === "done").map(duty => duty.duty));
        put(page, "end", endWords(end));
        page.querySelector('input[name="end"]').value = end;
        page.querySelector("form").action = `/visits/${visit.visit}/end`;
        fillFacts(page, visit, `?end=${end}`);
        fillDuties(page, "undone", visit,
            decision.duties.filter(duty => !done.has(duty.name)), false);
        return page;
    }

    function showRecord(visit) {
        const page = part("page-record");
        const decision = decide(visit);
        put(page, "opened", `${stamp(visit.at)} · ${visit.by}`);
        put(page, "closed", visit.closed ? stamp(visit.closed.at) : "–");
        put(page, "end", visit.closed ? endWords(visit.closed.end) : "–");
        put(page, "account", visit.closed?.account ?? "");
        put(page, "id", visit.visit);
        page.querySelector('[data-put="verdict"]').append(...verdictsOf(decision).map(decidedOf));
        page.querySelector('[data-put="reasons"]').append(...reasonsOf(decision));
        fillFacts(page, visit, null);
        fillDuties(page, "duties", visit, decision.duties, false);
        return page;
    }

    function entryWords(words, entry) {
        const of = new Map(entry.fields);
        if (entry.locked)
            return say(words.locked, entry.name);
        const fact = factOf(of.get("fact"));
        if (entry.do === "state")
            return say(words.state, fact?.question ?? of.get("fact"),
                valueWords(fact, of.get("answer")));
        if (entry.do === "acknowledge")
            return say(words.acknowledge, templates.get(`duty-${of.get("duty")}`)
                ?.content.querySelector("h3").textContent ?? of.get("duty"));
        return entry.do === "end" ? say(words.end, endWords(of.get("end"))) : words.open;
    }

    async function showOutbox() {
        const page = part("page-outbox");
        const words = templates.get("part-entry").dataset;
        const entries = (await vault.entries()).filter(
            entry => vault.waits(entry) || entry.state === "refused");
        page.querySelector(".empty").hidden = entries.length > 0;
        page.querySelector('[data-act="send"]').hidden = entries.length === 0;
        page.querySelector(".visits").append(...entries.map(entry => {
            const item = part("part-entry");
            const state = item.querySelector("[data-waiting]");
            const refused = entry.state === "refused";
            item.querySelector("h3").textContent = entryWords(words, entry);
            item.querySelector("time").textContent = entry.locked ? "" : stamp(entry.at);
            state.textContent = refused ? state.dataset.refused : state.dataset.waiting;
            item.querySelector(".wrong").textContent = entry.reason ?? "";
            item.querySelector(".wrong").hidden = !entry.reason;
            item.querySelector("form").hidden = !refused;
            item.querySelector("form").dataset.seq = entry.seq;
            return item;
        }));
        return page;
    }

    // ---- addresses ----

    async function pageOf(path, query) {
        const [, first, id, name, fact] = path.split("/");
        if (path === "/" || path === "/offline")
            return showStart();
        if (path === "/outbox")
            return showOutbox();
        const visit = (await stored()).find(other => first === "visits" && other.visit === id);
        if (!visit)
            return part("page-needs");
        if (visit.closed || name === "record")
            return showRecord(visit);
        const shown = {answer: showAnswer, facts: showFacts, end: () => part("page-end")}[name];
        if (shown)
            return shown(visit);
        if (name === "check" && query.get("end"))
            return showCheck(visit, query);
        if (name === "ask" && factOf(decodeURIComponent(fact))?.asked)
            return showQuestion(visit, factOf(decodeURIComponent(fact)));
        const next = name === undefined ? nextOf(visit) : undefined;
        if (next)
            return showQuestion(visit, factOf(next));
        return name === undefined ? showAnswer(visit) : part("page-needs");
    }

    let dirty = false;

    async function show(address, how) {
        const url = new URL(address, location.href);
        const page = await pageOf(url.pathname, url.searchParams);
        if (how === "push")
            history.pushState(null, "", url);
        const visit = /^\/visits\/([^/]+)/.exec(url.pathname)?.[1];
        lead(page, {visit});
        for (const form of page.querySelectorAll(".question"))
            form.action ||= "";
        main.replaceChildren(page);
        dirty = false;
        const heading = main.querySelector("h1");
        document.title = `${heading?.textContent ?? ""} – Vestibule`;
        if (how === "push") {
            scrollTo(0, 0);
            main.focus({preventScroll: true});
        }
    }

    // ---- what is typed ----

    function mistake(name) {
        const box = main.querySelector(".mistakes");
        for (const item of box.querySelectorAll("[data-mistake]"))
            item.hidden = item.dataset.mistake !== name;
        box.hidden = false;
        box.focus();
        return true;
    }

    // Whether a question's form will not do; it says why.
    function isWrong(visit, fact, fields) {
        const value = fields.get("unknown") !== null ? "" : fields.get("answer");
        if (value === null || (value === "" && fact.kind !== "choice" && fact.kind !== "yes_no" &&
            fields.get("unknown") === null))
            return mistake("answer");
        if (value !== "" && rawOf(fact, value.trim()) === UNKNOWN)
            return mistake("value");
        if (value !== "" && fields.has("words") && !fields.get("basis"))
            return mistake("basis");
        try {
            decide(visit, {fact: fact.name, value: value.trim()});
        } catch {
            return mistake("together");
        }
        return false;
    }

    async function take(path, fields) {
        const entry = await entryOf(path, fields, await vault.state());
        await vault.add(entry, "waiting");
        const tail = {acknowledge: "/answer", end: "/record"}[entry.do] ?? "";
        await show(`/visits/${entry.visit}${tail}`, "push");
        document.dispatchEvent(new Event("vestibule-send"));
    }

    async function submit(form, fields) {
        const {pathname, searchParams} = new URL(location.href);
        const [, , id, name] = pathname.split("/");
        if (form.dataset.act === "send")
            return document.dispatchEvent(new Event("vestibule-send"));
        if (form.dataset.act === "drop") {
            await vault.remove(Number(form.dataset.seq));
            return show(location.href);
        }
        if (form.method === "get")
            return fields.get("end") ? show(`/visits/${id}/check?end=${fields.get("end")}`, "push") :
                mistake("end");
        if (!form.classList.contains("question"))
            return take(new URL(form.action).pathname, fields);
        const visit = (await stored()).find(other => other.visit === id);
        const fact = factOf(name === "ask" ? decodeURIComponent(pathname.split("/")[4]) : nextOf(visit));
        if (isWrong(visit, fact, fields))
            return false;
        await take(`/visits/${id}/ask/${fact.name}`, fields);
        return searchParams.get("end") &&
            show(`/visits/${id}/check?end=${searchParams.get("end")}`, "push");
    }

    main.addEventListener("submit", event => {
        event.preventDefault();
        const fields = new FormData(event.target, event.submitter);
        submit(event.target, fields);
    });
    main.addEventListener("input", () => { dirty = true; });
    addEventListener("popstate", () => show(location.href));

    // The network is back and all was sent: what is shown comes from the server again.
    document.addEventListener("vestibule-sent", event => {
        const {gone, waiting, sent} = event.detail;
        if (location.pathname === "/outbox")
            show(location.href);
        else if (!gone && waiting === 0 && !dirty && location.pathname !== "/offline")
            location.reload();
        else if (sent > 0 && !dirty)
            show(location.href);
    });

    prepare().then(() => show(location.href)).catch(() => main.replaceChildren(part("page-broken")));
})();
