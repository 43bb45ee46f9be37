/*
 * GET /protocols/{name}: a document as a page, each block beside the quote it rests on.
 */
#include "web/protocol.h"

struct reading {
    struct arena *arena;
    const struct tree *tree;
    uint32_t block;
    struct clause_view *clauses;
    size_t count, room;
};

static str joined(const struct reading *r, str a, str b, str c)
{
    struct text text = text_in(r->arena);

    text_add(&text, a);
    text_add(&text, b);
    text_add(&text, c);
    return text_str(&text);
}

static str condition(const struct reading *r, struct span span)
{
    return prose_condition(
        prose_statement(r->arena, &r->tree->scan, r->block, span.line));
}

static void add(struct reading *r, const struct clause_view *clause)
{
    r->clauses =
        arena_grow(r->arena, r->clauses, r->count, &r->room, sizeof(*r->clauses));
    r->clauses[r->count++] = *clause;
}

/* ---- statements by kind ---- */

static void add_facts(struct reading *r)
{
    for (uint32_t i = 0; i < r->tree->fact_count; i++) {
        const struct fact *fact = &r->tree->facts[i];
        struct clause_view clause = {
            .kind = SAY("Question"), .name = fact->name, .words = fact->question};

        if (fact->ground.block != r->block || fact->supplied)
            continue;
        if (fact->answered_by != 0)
            clause.note = joined(r, STR("Answered by: "),
                r->tree->roles[fact->answered_by].label, (str){0});
        add(r, &clause);
    }
}

static void add_lets(struct reading *r)
{
    for (uint32_t i = 0; i < r->tree->let_count; i++) {
        const struct let *let = &r->tree->lets[i];
        str whole = prose_statement(
            r->arena, &r->tree->scan, let->ground.block, let->span.line);
        struct clause_view clause = {.kind = SAY("Meaning"), .name = let->name};

        if (let->ground.block != r->block)
            continue;
        clause.words =
            str_trim(str_slice(whole, str_find_byte(whole, '=', 0) + 1, whole.len));
        add(r, &clause);
    }
}

static void add_outcomes(struct reading *r)
{
    for (uint32_t i = 0; i < r->tree->outcome_count; i++) {
        const struct outcome *outcome = &r->tree->outcomes[i];
        struct text text = text_in(r->arena);

        if (outcome->ground.block != r->block)
            continue;
        for (uint32_t v = 0; v < outcome->value_count; v++) {
            text_add(&text, v > 0 ? STR(" · ") : STR(""));
            text_add(&text, outcome->values[v].label);
        }
        add(r,
            &(struct clause_view){.kind = SAY("Outcome"),
                .name = outcome->name,
                .words = outcome->label,
                .note = text_str(&text)});
    }
}

static void add_rules(struct reading *r)
{
    for (uint32_t i = 0; i < r->tree->rule_count; i++) {
        const struct rule *rule = &r->tree->rules[i];
        const struct outcome *outcome = &r->tree->outcomes[rule->outcome];
        struct clause_view clause = {.kind = SAY("Rule"),
            .name = rule->name,
            .words = outcome->values[rule->value].label};

        if (rule->ground.block != r->block)
            continue;
        clause.when = condition(r, rule->span);
        for (uint32_t b = 0; b < rule->beats_count; b++)
            clause.note =
                joined(r, clause.note, b == 0 ? STR("An exception to ") : STR(", "),
                    r->tree->rules[rule->beats[b]].name);
        add(r, &clause);
    }
}

static str terms_of(struct reading *r, const struct duty *duty)
{
    static const str units[] = {[UNIT_MINUTES] = STR_INIT(" min"),
        [UNIT_HOURS] = STR_INIT(" h"),
        [UNIT_DAYS] = STR_INIT(" day"),
        [UNIT_SCHOOL_DAYS] = STR_INIT(" school day")};
    struct text text = text_in(r->arena);

    text_add(&text, r->tree->roles[duty->to].label);
    if (duty->has_within) {
        text_add(&text, STR(", within "));
        text_add_u64(&text, duty->amount);
        text_add(&text, units[duty->unit]);
        if (duty->unit >= UNIT_DAYS && duty->amount != 1)
            text_add_byte(&text, 's');
    }
    if (duty->otherwise != TREE_NONE) {
        text_add(&text, STR(", otherwise "));
        text_add(&text, r->tree->roles[duty->otherwise].label);
    }
    return text_str(&text);
}

static void add_acts(struct reading *r)
{
    for (uint32_t i = 0; i < r->tree->duty_count; i++) {
        const struct duty *duty = &r->tree->duties[i];

        if (duty->ground.block == r->block)
            add(r,
                &(struct clause_view){.kind = SAY("Duty"),
                    .name = duty->name,
                    .words = duty->text,
                    .when = condition(r, duty->span),
                    .note = terms_of(r, duty)});
    }
    for (uint32_t i = 0; i < r->tree->say_count; i++) {
        const struct say *say = &r->tree->says[i];

        if (say->ground.block == r->block)
            add(r,
                &(struct clause_view){.kind = SAY("Say this"),
                    .words = say->words,
                    .when = condition(r, say->span)});
    }
}

/* What must hold: assumptions and properties. */
static void add_claims(struct reading *r)
{
    for (uint32_t i = 0; i < r->tree->assume_count; i++) {
        const struct assume *assume = &r->tree->assumes[i];

        if (assume->ground.block == r->block)
            add(r,
                &(struct clause_view){.kind = SAY("Assumption"), .words = assume->why});
    }
    for (uint32_t i = 0; i < r->tree->property_count; i++) {
        const struct property *property = &r->tree->properties[i];

        if (property->ground.block == r->block)
            add(r,
                &(struct clause_view){
                    .kind = property->always ? SAY("Always") : SAY("Never"),
                    .words = property->name,
                    .note = prose_claim(prose_statement(
                        r->arena, &r->tree->scan, r->block, property->span.line))});
    }
}

/* ---- the page ---- */

static str block_source(const struct reading *r)
{
    const struct scan *scan = &r->tree->scan;
    const struct scan_block *block = &scan->blocks[r->block];
    struct text text = text_in(r->arena);

    for (uint32_t i = 0; i < block->line_count; i++) {
        text_add(&text, scan->lines[block->fence_line + i]);
        text_add_byte(&text, '\n');
    }
    return text_str(&text);
}

static struct passage_view passage_of(
    struct arena *arena, const struct tree *tree, const struct prose_part *part)
{
    struct reading r = {.arena = arena, .tree = tree, .block = part->block};
    struct passage_view passage = {.html = {part->html}};

    if (part->block == SCAN_NONE)
        return passage;
    add_facts(&r);
    add_lets(&r);
    add_outcomes(&r);
    add_rules(&r);
    add_acts(&r);
    add_claims(&r);
    passage.is_block = true;
    passage.clauses = r.clauses;
    passage.clause_count = r.count;
    passage.source = block_source(&r);
    return passage;
}

/* The title stands above the page already. */
static void drop_title(struct passage_view *first)
{
    static const str end = STR_INIT("</h1>\n");
    str html = first->html.bytes;
    size_t at = str_find(html, end, 0);

    if (str_starts(html, STR("<h1")) && at < html.len)
        first->html.bytes = str_slice(html, at + end.len, html.len);
}

static void fill_contents(
    struct arena *arena, const struct room_edition *edition, struct read_view *view)
{
    const struct scan *scan = &edition->policy.tree.scan;
    struct anchor_view *contents =
        ARENA_ARRAY(arena, struct anchor_view, scan->heading_count);

    for (size_t i = 0; i < scan->heading_count; i++)
        if (scan->headings[i].level == 2)
            contents[view->content_count++] = (struct anchor_view){
                edition->prose.anchors[i], scan->headings[i].short_text};
    view->contents = contents;
}

void read_fill(struct caller *caller, const struct compiled *document,
    struct room_edition *edition, struct read_view *view)
{
    struct passage_view *passages =
        ARENA_ARRAY(caller->arena, struct passage_view, edition->prose.count);

    for (size_t i = 0; i < edition->prose.count; i++)
        passages[i] =
            passage_of(caller->arena, &edition->policy.tree, &edition->prose.parts[i]);
    if (edition->prose.count > 0)
        drop_title(&passages[0]);
    view->edition = edition_summary(caller->arena, document);
    fill_contents(caller->arena, edition, view);
    view->passages = passages;
    view->passage_count = edition->prose.count;
}

bool show_protocol(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    struct room_edition *edition;
    struct read_view view = {0};
    struct html html;

    if (!caller_protocol(caller, &document, &edition, err))
        return false;
    html = room_begin(caller, document, ROOM_READ, &view.head);
    read_fill(caller, document, edition, &view);
    view.source = room_address(caller, document->name, STR("source"));
    view_read(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
