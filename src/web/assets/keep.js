// What was chosen and typed and not sent stays with its page in the history of this tab:
// who goes away and comes back by the browser's own button finds it as they left it, unless
// the visit has gone on since.

const form = document.querySelector("form.question");
const seen = form.elements.seen?.value;
const fields = () => [...form.elements].filter(field => field.name && field.type !== "hidden");

addEventListener("pagehide", () => history.replaceState({seen,
    typed: fields().map(field => /radio|checkbox/.test(field.type) ? field.checked : field.value)}, ""));

if (history.state?.typed?.length === fields().length && history.state.seen === seen)
    fields().forEach((field, i) => {
        if (/radio|checkbox/.test(field.type))
            field.checked = history.state.typed[i];
        else
            field.value = history.state.typed[i];
    });
