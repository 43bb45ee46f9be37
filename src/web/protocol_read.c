/*
 * GET /protocols/{name}: a document as a page, each block beside the quote it rests on.
 */
#include "web/protocol.h"

struct reading {
    const struct caller *caller;
    struct arena *arena;
    const struct tree *tree;
    uint32_t block;
    struct clause_view *clauses;
    size_t count, room;
};

static str condition(const struct reading *r, struct span span)
{
    return prose_condition(
        prose_statement(r->arena, &r->tree->scan, r->block, span.line));
}

static str role_of(const struct reading *r, uint32_t role)
{
    return room_say(
        r->caller, STR("role"), r->tree->roles[role].name, r->tree->roles[role].label);
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
        struct clause_view clause = {.kind = SAY("Question"),
            .name = fact->name,
            .words = room_say(r->caller, STR("fact"), fact->name, fact->question)};
        str role = role_of(r, fact->answered_by);

        if (fact->ground.block != r->block || fact->supplied)
            continue;
        if (fact->answered_by != 0)
            clause.note = caller_say(r->caller, SAY("Answered by: %1"), &role, 1);
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
        clause.words = spoken_as_written(r->caller,
            str_trim(str_slice(whole, str_find_byte(whole, '=', 0) + 1, whole.len)));
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
            text_add(&text, room_value(r->caller, outcome->name, &outcome->values[v]));
        }
        add(r,
            &(struct clause_view){.kind = SAY("Outcome"),
                .name = outcome->name,
                .words =
                    room_say(r->caller, STR("outcome"), outcome->name, outcome->label),
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
            .words =
                room_value(r->caller, outcome->name, &outcome->values[rule->value])};
        struct text beaten = text_in(r->arena);
        str names;

        if (rule->ground.block != r->block)
            continue;
        clause.when = condition(r, rule->span);
        for (uint32_t b = 0; b < rule->beats_count; b++) {
            text_add(&beaten, b == 0 ? STR("") : STR(", "));
            text_add(&beaten, r->tree->rules[rule->beats[b]].name);
        }
        names = spoken_as_written(r->caller, text_str(&beaten));
        if (names.len > 0)
            clause.note = caller_say(r->caller, SAY("An exception to: %1"), &names, 1);
        add(r, &clause);
    }
}

/* To whom it goes, by when, and to whom otherwise. */
static str terms_of(const struct reading *r, const struct duty *duty)
{
    return duty_terms(r->caller,
        &(struct duty_terms){.to = role_of(r, duty->to),
            .is_timed = duty->has_within,
            .amount = duty->amount,
            .unit = (enum image_unit)duty->unit,
            .otherwise =
                duty->otherwise == TREE_NONE ? (str){0} : role_of(r, duty->otherwise)});
}

static void add_acts(struct reading *r)
{
    for (uint32_t i = 0; i < r->tree->duty_count; i++) {
        const struct duty *duty = &r->tree->duties[i];

        if (duty->ground.block == r->block)
            add(r,
                &(struct clause_view){.kind = SAY("Duty"),
                    .name = duty->name,
                    .words = room_say(r->caller, STR("duty"), duty->name, duty->text),
                    .when = condition(r, duty->span),
                    .note = terms_of(r, duty)});
    }
    for (uint32_t i = 0; i < r->tree->say_count; i++) {
        const struct say *say = &r->tree->says[i];

        if (say->ground.block == r->block)
            add(r,
                &(struct clause_view){.kind = SAY("Say this"),
                    .words = spoken_as_written(r->caller, say->words),
                    .note = room_meaning(r->caller, say->words),
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
                &(struct clause_view){.kind = SAY("Assumption"),
                    .words =
                        room_say(r->caller, STR("assume"), (str){0}, assume->why)});
    }
    for (uint32_t i = 0; i < r->tree->property_count; i++) {
        const struct property *property = &r->tree->properties[i];

        if (property->ground.block == r->block)
            add(r,
                &(struct clause_view){
                    .kind = property->always ? SAY("Always") : SAY("Never"),
                    .words = room_say(r->caller,
                        property->always ? STR("always") : STR("never"), (str){0},
                        property->name),
                    .note = spoken_as_written(r->caller,
                        prose_claim(prose_statement(r->arena, &r->tree->scan, r->block,
                            property->span.line)))});
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
    const struct caller *caller, const struct tree *tree, const struct prose_part *part)
{
    struct reading r = {
        .caller = caller, .arena = caller->arena, .tree = tree, .block = part->block};
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

static void fill_contents(const struct caller *caller,
    const struct room_edition *edition, struct read_view *view)
{
    const struct scan *scan = &edition->policy.tree.scan;
    struct anchor_view *contents =
        ARENA_ARRAY(caller->arena, struct anchor_view, scan->heading_count);

    for (size_t i = 0; i < scan->heading_count; i++)
        if (scan->headings[i].level == 2)
            contents[view->content_count++] =
                (struct anchor_view){edition->prose.anchors[i],
                    room_short_heading(caller, &scan->headings[i])};
    view->contents = contents;
}

void read_fill(struct caller *caller, const struct compiled *document,
    struct room_edition *edition, struct read_view *view)
{
    struct passage_view *passages =
        ARENA_ARRAY(caller->arena, struct passage_view, edition->prose.count);

    for (size_t i = 0; i < edition->prose.count; i++)
        passages[i] =
            passage_of(caller, &edition->policy.tree, &edition->prose.parts[i]);
    if (edition->prose.count > 0)
        drop_title(&passages[0]);
    view->edition = edition_summary(caller->arena, document);
    fill_contents(caller, edition, view);
    view->passages = passages;
    view->passage_count = edition->prose.count;
}

/* A protocol of roles that is older than the program, to those who can mend it. */
static void say_lacks(const struct caller *caller, const struct compiled *document,
    struct read_view *view)
{
    str lacks = may_lacks(caller->site->may, caller->arena);
    struct link_view *link;

    if (!str_equal(document->name, STR("roles")) || lacks.len == 0 ||
        (!caller_may_pass(caller, false) &&
            !caller_may(caller, MAY_DRAFT_EDITION, (str){0})))
        return;
    link = ARENA_NEW(caller->arena, struct link_view);
    *link = (struct link_view){room_address(caller, document->name, STR("drafts")),
        SAY("Drafts of the next edition")};
    view->banner = (struct banner_view){
        SAY("This edition does not know everything that is asked"),
        caller_say(caller,
            SAY("Nobody may do this, because no act here has its name: %1. Write a draft "
                "in which each is an act, with a rule for who may, and have it approved."),
            &lacks, 1)};
    view->links = link;
    view->link_count = 1;
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
    say_lacks(caller, document, &view);
    view_read(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
