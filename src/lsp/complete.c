/*
 * Completion: finding out where the cursor stands, and writing what is offered.
 */
#include "lsp/complete.h"

enum { OFFERED_MOST = 2000 };

/* ---- offering ---- */

/* Offers stand in the order made, which sorting as text must keep. */
static str sort_text(struct arena *arena, uint32_t number)
{
    struct text text = text_in(arena);

    text_add_u64(&text, 10000 + number);
    return text_str(&text);
}

void offer_as(struct completion *c, int kind, str label, str text, str detail)
{
    struct json_out *json = c->call->json;

    if (c->count++ >= OFFERED_MOST)
        return;
    json_object(json);
    json_key(json, STR("label"));
    json_str(json, label);
    json_key(json, STR("kind"));
    json_i64(json, kind);
    if (detail.len > 0) {
        json_key(json, STR("detail"));
        json_str(json, detail);
    }
    json_key(json, STR("sortText"));
    json_str(json, sort_text(c->call->arena, c->count));
    json_key(json, STR("filterText"));
    json_str(json, text);
    json_key(json, STR("textEdit"));
    json_edit(json, c->document, (struct edit){c->range, text});
    json_end(json);
}

void offer(struct completion *c, int kind, str label, str detail)
{
    offer_as(c, kind, label, label, detail);
}

void offer_word(struct completion *c, const char *word)
{
    str rest = str_from(word);
    str first;

    if (str_split(&rest, ' ', &first))
        offer(c, ITEM_KEYWORD, str_from(word), word_meaning(first));
}

static void offer_choices(
    struct completion *c, const struct choice *choices, uint32_t count)
{
    for (uint32_t v = 0; v < count; v++)
        offer(c, ITEM_VALUE, choices[v].name, choices[v].label);
}

void offer_values(struct completion *c, str name)
{
    const struct tree *t = c->tree;
    uint32_t fact = tree_find_fact(t, name);
    uint32_t outcome = tree_find_outcome(t, name);

    if (fact != TREE_NONE)
        offer_choices(c, t->facts[fact].choices, t->facts[fact].choice_count);
    else if (outcome != TREE_NONE)
        offer_choices(c, t->outcomes[outcome].values, t->outcomes[outcome].value_count);
}

void offer_roles(struct completion *c)
{
    for (uint32_t i = 0; i < c->tree->role_count; i++)
        offer(c, ITEM_CLASS, c->tree->roles[i].name, c->tree->roles[i].label);
}

void offer_outcomes(struct completion *c)
{
    for (uint32_t i = 0; i < c->tree->outcome_count; i++)
        offer(c, ITEM_ENUM, c->tree->outcomes[i].name, c->tree->outcomes[i].label);
}

void offer_facts(struct completion *c, bool dates)
{
    const struct tree *t = c->tree;

    for (uint32_t i = 0; i < t->fact_count; i++)
        if (i != t->today && i != t->now && (!dates || t->facts[i].kind == FACT_DATE))
            offer(c, ITEM_VARIABLE, t->facts[i].name, t->facts[i].question);
}

/* ---- where the cursor stands ---- */

/* Read the statement that the cursor is in, up to the word at the cursor. */
static void complete_block(struct completion *c, uint32_t block, uint32_t line)
{
    const struct scan *scan = &c->tree->scan;
    const struct lines *lines = &c->document->lines;
    size_t start = lines_line(lines, line - 1).start;
    str before = str_slice(lines->source, start, c->range.start);
    uint32_t first;
    uint32_t last;

    c->is_line_start = str_trim(before).len == 0;
    if (!c->is_line_start || before.len > scan->blocks[block].indent) {
        statement_lines(scan, block, line, &first, &last);
        start = lines_line(lines, first - 1).start;
    }
    read_bits(c, str_slice(lines->source, start, c->range.start));
    if (!c->in_comment)
        complete_statement(c);
}

static void complete_at(struct completion *c, size_t offset)
{
    uint32_t line = lines_place(&c->document->lines, offset).line + 1;
    uint32_t block = block_at(&c->tree->scan, line);

    c->range = (struct range){offset, offset};
    while (
        c->range.start > 0 && is_word_byte(c->document->text.ptr[c->range.start - 1]))
        c->range.start--;
    if (block != SCAN_NONE)
        complete_block(c, block, line);
    else
        complete_table(c, offset);
}

bool answer_completion(struct call *call)
{
    size_t offset;
    struct lsp_document *document = call_place(call, &offset);
    struct completion c = {.call = call, .document = document};

    if (document == NULL)
        return false;
    c.tree = document_tree(document);
    json_object(call->json);
    json_key(call->json, STR("items"));
    json_array(call->json);
    complete_at(&c, offset);
    json_end(call->json);
    json_key(call->json, STR("isIncomplete"));
    json_bool(call->json, c.count > OFFERED_MOST);
    json_end(call->json);
    return true;
}
