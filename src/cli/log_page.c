/*
 * A bundle as a page to print: plain HTML that needs nothing else, black on white, for
 * Letter and A4.
 */
#include "cli/log_release.h"

static const str head = STR_INIT(
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<title>Records disclosed</title>\n<style>\n"
    "@page { size: auto; margin: 18mm 16mm 24mm; @bottom-right { content: counter(page) "
    "\" / \" counter(pages); font: 8pt sans-serif } }\n"
    "body { font: 10pt/1.4 serif; color: #000; max-width: 178mm; margin: 0 auto }\n"
    "h1 { font-size: 15pt; margin: 0 0 2mm }\n"
    "h2 { font-size: 11pt; margin: 6mm 0 1mm; break-after: avoid }\n"
    "table { border-collapse: collapse; width: 100% }\n"
    "tr { break-inside: avoid }\n"
    "th, td { text-align: left; vertical-align: top; padding: 0.6mm 2mm 0.6mm 0; "
    "border-bottom: 0.2mm solid #bbb; overflow-wrap: anywhere }\n"
    "th { width: 38mm; font-weight: normal; font-style: italic }\n"
    "td.no { background: #000; color: #fff; padding-left: 2mm; "
    "print-color-adjust: exact }\n"
    "td.decoy { color: #555; font-size: 8pt }\n"
    "pre, code { font: 8pt/1.3 monospace; white-space: pre-wrap; "
    "overflow-wrap: anywhere }\n"
    "footer { margin-top: 6mm; border-top: 0.3mm solid #000; padding-top: 2mm; "
    "break-inside: avoid; font-size: 9pt }\n"
    "</style></head><body>\n");

static void add_escaped(struct text *text, str words)
{
    for (size_t i = 0; i < words.len; i++)
        switch (words.ptr[i]) {
        case '&':
            text_add(text, STR("&amp;"));
            break;
        case '<':
            text_add(text, STR("&lt;"));
            break;
        case '>':
            text_add(text, STR("&gt;"));
            break;
        case '"':
            text_add(text, STR("&quot;"));
            break;
        default:
            text_add_byte(text, words.ptr[i]);
        }
}

static void add_row(struct text *text, str name, str class, str words)
{
    text_add(text, STR("<tr><th>"));
    add_escaped(text, name);
    text_add(text, class.len > 0 ? STR("</th><td class=\"") : STR("</th><td>"));
    text_add(text, class);
    text_add(text, class.len > 0 ? STR("\">") : STR(""));
    add_escaped(text, words);
    text_add(text, STR("</td></tr>\n"));
}

static void add_paragraphs(
    struct text *text, const struct record_field *field, const struct json_value *list)
{
    for (size_t p = 0; p < list->count; p++) {
        struct text name = text_in(text->arena);

        if (list->items[p].kind == JSON_IS_NULL)
            continue;
        text_add(&name, field->name);
        text_add(&name, STR(", paragraph "));
        text_add_u64(&name, p + 1);
        add_row(text, text_str(&name), (str){0}, list->items[p].text);
    }
}

static void add_fields(struct text *text, const struct record_opened *opened)
{
    const struct record_kind_row *row = record_kind_row(opened->event.kind);

    for (size_t i = 0; i < record_field_count(opened->event.kind); i++) {
        const struct record_field *field = &row->fields[i];
        const struct json_value *value = record_value(&opened->event, field->name);
        struct text words = text_in(text->arena);

        if (value == NULL)
            continue;
        if (field->type == RECORD_PARAGRAPHS) {
            add_paragraphs(text, field, value);
            continue;
        }
        text_add_shown(&words, value);
        add_row(text, field->name, (str){0}, text_str(&words));
    }
}

static void add_reason(struct text *text, const struct release_withheld *withheld)
{
    struct text name = text_in(text->arena);
    struct text words = text_in(text->arena);
    bool is_named = withheld->field.len > 0;

    text_add_withheld(&name, withheld);
    text_add(&words, is_named ? STR("withheld: ") : STR(""));
    text_add(&words, withheld->reason);
    text_add(&words, STR(" (digest "));
    text_add_base64url(&words, withheld->digest.bytes, HASH_BYTES);
    text_add(&words, STR(")"));
    add_row(
        text, text_str(&name), is_named ? STR("no") : STR("decoy"), text_str(&words));
}

/* Fields first, then digests without a name. */
static void add_withheld(struct text *text, const struct release_event *event)
{
    for (size_t i = 0; i < event->withheld_count; i++)
        if (event->withheld[i].field.len > 0)
            add_reason(text, &event->withheld[i]);
    for (size_t i = 0; i < event->withheld_count; i++)
        if (event->withheld[i].field.len == 0)
            add_reason(text, &event->withheld[i]);
}

static void add_event(struct text *text, const struct release_event *event,
    const struct record_opened *opened)
{
    text_add(text, STR("<h2>Event "));
    text_add_u64(text, event->seq);
    text_add(text, STR(" &middot; "));
    text_add(text, record_kind_row(opened->event.kind)->name);
    text_add(text, STR(" &middot; recorded "));
    text_add_utc(text, opened->event.at);
    text_add(text, opened->event.exercise ? STR(" &middot; EXERCISE") : STR(""));
    text_add(text, STR("</h2>\n<table>\n"));
    add_fields(text, opened);
    add_withheld(text, event);
    text_add(text, STR("</table>\n"));
}

/* What somebody who has only the paper needs to check it. */
static void add_foot(struct text *text, const struct release_shown *shown, str digest)
{
    struct text checkpoint = text_in(text->arena);

    text_add(text,
        STR("<footer><p>This page was made from a file with the digest "
            "<code>"));
    add_escaped(text, digest);
    text_add(text,
        STR("</code>. Ask for that file: with the log's public key, <code>vestibule log "
            "verify</code> shows that every value above is what was recorded, and that "
            "nothing is withheld but what is marked so. The file rests on this "
            "checkpoint of the log:</p>\n<pre>"));
    text_add_checkpoint(&checkpoint, &shown->checkpoint);
    add_escaped(text, text_str(&checkpoint));
    text_add(text, STR("</pre></footer>\n</body></html>\n"));
}

void text_add_release_page(struct text *text, const struct release *release,
    const struct release_shown *shown, str digest)
{
    text_add(text, head);
    text_add(text, STR("<h1>Records disclosed</h1>\n<p>From the log <code>"));
    add_escaped(text, release->log);
    text_add(text, STR("</code>, made "));
    add_escaped(text, release->made);
    if (release->visit.len > 0) {
        text_add(text, STR("; all events of the visit <code>"));
        add_escaped(text, release->visit);
        text_add(text, STR("</code>"));
    }
    text_add(text, STR(".</p>\n"));
    for (size_t i = 0; i < release->count; i++)
        add_event(text, &release->events[i], &shown->events[i]);
    add_foot(text, shown, digest);
}
