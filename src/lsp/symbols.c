/*
 * The outline: headings, and under each the statements it is cited by.
 *
 * Headings, declarations and properties each stand in document order; they are
 * merged by line, and a heading stays open until one of its level or above.
 */
#include "lsp/inside.h"

enum { LEVELS = 6 };

/* LSP's numbers for kinds of symbols. */
enum {
    SYMBOL_CLASS = 5,
    SYMBOL_PROPERTY = 7,
    SYMBOL_ENUM = 10,
    SYMBOL_FUNCTION = 12,
    SYMBOL_CONSTANT = 14,
    SYMBOL_STRING = 15,
    SYMBOL_BOOLEAN = 17,
    SYMBOL_EVENT = 24,
};

struct outline {
    struct call *call;
    const struct lsp_document *document;
    const struct tree *tree;
    uint32_t heading; /* the next of each */
    uint32_t ref;
    uint32_t property;
    uint32_t open[LEVELS]; /* headings that hold what comes */
    uint32_t depth;
};

struct symbol {
    int kind;
    str name;
    str detail;
    struct range whole;
    struct range name_range;
};

static void json_symbol(struct outline *o, const struct symbol *symbol)
{
    struct json_out *json = o->call->json;
    const struct lines *lines = &o->document->lines;

    json_object(json);
    json_key(json, STR("name"));
    json_str(json, symbol->name.len > 0 ? symbol->name : STR("(no name)"));
    json_key(json, STR("kind"));
    json_i64(json, symbol->kind);
    if (o->call->lsp->is_flat) {
        json_key(json, STR("location"));
        json_object(json);
        json_key(json, STR("uri"));
        json_str(json, o->document->uri);
        json_key(json, STR("range"));
        json_range(json, lines, symbol->whole);
        json_end(json);
        return;
    }
    json_key(json, STR("detail"));
    json_str(json, symbol->detail);
    json_key(json, STR("range"));
    json_range(json, lines, symbol->whole);
    json_key(json, STR("selectionRange"));
    json_range(json, lines, symbol->name_range);
}

/* ---- headings ---- */

/* Close the open headings that do not hold one of `level`. */
static void close_headings(struct outline *o, uint32_t level)
{
    while (
        o->depth > 0 && o->tree->scan.headings[o->open[o->depth - 1]].level >= level) {
        o->depth--;
        if (!o->call->lsp->is_flat) {
            json_end(o->call->json);
            json_end(o->call->json);
        }
    }
}

/* Where the next heading of this level or above begins. */
static size_t heading_end(const struct outline *o, uint32_t heading)
{
    const struct scan *scan = &o->tree->scan;

    for (uint32_t h = heading + 1; h < scan->heading_count; h++)
        if (scan->headings[h].level <= scan->headings[heading].level)
            return lines_line(&o->document->lines, scan->headings[h].line - 2).end;
    return o->document->text.len;
}

static void add_heading(struct outline *o)
{
    uint32_t index = o->heading++;
    const struct scan_heading *heading = &o->tree->scan.headings[index];
    struct symbol symbol = {.kind = SYMBOL_STRING,
        .name = heading->text,
        .name_range = lines_line(&o->document->lines, heading->line - 1)};

    close_headings(o, heading->level);
    symbol.whole = (struct range){symbol.name_range.start, heading_end(o, index)};
    if (symbol.whole.end < symbol.name_range.end)
        symbol.whole.end = symbol.name_range.end;
    json_symbol(o, &symbol);
    if (o->call->lsp->is_flat) {
        json_end(o->call->json);
        return;
    }
    json_key(o->call->json, STR("children"));
    json_array(o->call->json);
    o->open[o->depth++] = index;
}

/* ---- statements ---- */

static void add_statement(struct outline *o, struct symbol *symbol, struct span span)
{
    const struct scan *scan = &o->tree->scan;
    uint32_t block = block_at(scan, span.line);
    uint32_t first = span.line;
    uint32_t last = span.line;

    if (block != SCAN_NONE)
        statement_lines(scan, block, span.line, &first, &last);
    symbol->name_range = lines_span(&o->document->lines, span);
    symbol->whole.start = lines_line(&o->document->lines, first - 1).start;
    symbol->whole.end = lines_line(&o->document->lines, last - 1).end;
    json_symbol(o, symbol);
    json_end(o->call->json);
}

/* What a declaration is in the outline; kind 0 when it is left out. */
static struct symbol symbol_of(const struct tree *t, const struct ref *ref)
{
    uint32_t i = ref->index;

    switch (ref->kind) {
    case REF_FACT:
        return (struct symbol){
            SYMBOL_PROPERTY, t->facts[i].name, t->facts[i].question, {0}, {0}};
    case REF_LET:
        return (struct symbol){SYMBOL_CONSTANT, t->lets[i].name, {0}, {0}, {0}};
    case REF_RULE:
        return (struct symbol){SYMBOL_FUNCTION, t->rules[i].name, {0}, {0}, {0}};
    case REF_ROLE:
        return (struct symbol){
            SYMBOL_CLASS, t->roles[i].name, t->roles[i].label, {0}, {0}};
    case REF_OUTCOME:
        return (struct symbol){
            SYMBOL_ENUM, t->outcomes[i].name, t->outcomes[i].label, {0}, {0}};
    case REF_DUTY:
        return (struct symbol){
            SYMBOL_EVENT, t->duties[i].name, t->duties[i].text, {0}, {0}};
    default:
        return (struct symbol){0};
    }
}

static void add_ref(struct outline *o)
{
    const struct ref *ref = &o->tree->refs[o->ref++];
    struct symbol symbol = {0};

    if (ref->definition)
        symbol = symbol_of(o->tree, ref);
    if (symbol.kind != 0)
        add_statement(o, &symbol, ref->span);
}

static void add_property(struct outline *o)
{
    const struct property *property = &o->tree->properties[o->property++];
    struct symbol symbol = {.kind = SYMBOL_BOOLEAN,
        .name = property->name,
        .detail = property->always ? STR("always") : STR("never")};

    add_statement(o, &symbol, property->span);
}

bool answer_symbols(struct call *call)
{
    struct lsp_document *document = call_document(call);
    struct outline o = {.call = call, .document = document};

    if (document == NULL)
        return false;
    o.tree = document_tree(document);
    json_array(call->json);
    for (;;) {
        const struct tree *t = o.tree;
        uint32_t heading = o.heading < t->scan.heading_count
            ? t->scan.headings[o.heading].line
            : UINT32_MAX;
        uint32_t ref = o.ref < t->ref_count ? t->refs[o.ref].span.line : UINT32_MAX;
        uint32_t property = o.property < t->property_count
            ? t->properties[o.property].span.line
            : UINT32_MAX;

        if (heading == UINT32_MAX && ref == UINT32_MAX && property == UINT32_MAX)
            break;
        if (heading <= ref && heading <= property)
            add_heading(&o);
        else if (ref <= property)
            add_ref(&o);
        else
            add_property(&o);
    }
    close_headings(&o, 0);
    json_end(call->json);
    return true;
}
