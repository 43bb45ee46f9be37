/*
 * A smallest set of cases.
 *
 * For each outcome, the fewest paths that take every edge of its diagram
 * (paths.h); a path of one outcome and one of another become one case where they
 * agree on every fact, as many as can be matched.  What must come out is asked of
 * the image, exactly as the desk and the example tables would.
 */
#include "eval/eval.h"
#include "study/paths.h"
#include "study/study.h"

enum { MATCH_LIMIT = 4000000, FALLBACK_DAY = 20089 /* 2025-01-01 */ };

struct casing {
    struct arena *arena;
    struct policy *policy;
    struct image image;
    struct eval_scratch scratch;
    int32_t *facts; /* of the tree, room for one case */
    uint16_t *slots;
    uint32_t **states; /* [case][slot] or DD_FREE */
    uint32_t count;
};

/* ---- paths of several outcomes together ---- */

/* Kuhn's matching: from the cases so far to the paths of another outcome. */
struct matching {
    const struct casing *casing;
    const struct paths *paths;
    uint32_t *case_of; /* [path] or DD_FREE */
    bool *tried;       /* [path] in this search */
};

static bool agree(const struct casing *c, const uint32_t *a, const uint32_t *b)
{
    for (uint32_t s = 0; s < c->policy->space.slot_count; s++)
        if (a[s] != b[s] && a[s] != DD_FREE && b[s] != DD_FREE)
            return false;
    return true;
}

static bool match(struct matching *m, uint32_t number)
{
    for (uint32_t p = 0; p < m->paths->count; p++) {
        if (m->tried[p] ||
            !agree(m->casing, m->casing->states[number], m->paths->values[p]))
            continue;
        m->tried[p] = true;
        if (m->case_of[p] != DD_FREE && !match(m, m->case_of[p]))
            continue;
        m->case_of[p] = number;
        return true;
    }
    return false;
}

/* Join paths with cases that they agree with, and add the others. */
static void add_paths(struct casing *c, const struct paths *paths)
{
    struct matching m = {.casing = c, .paths = paths};
    uint32_t **states = ARENA_ARRAY(c->arena, uint32_t *, c->count + paths->count);
    uint32_t slots = c->policy->space.slot_count;
    uint32_t before = c->count;

    m.case_of = ARENA_ARRAY(c->arena, uint32_t, paths->count);
    m.tried = ARENA_ARRAY(c->arena, bool, paths->count);
    for (uint32_t p = 0; p < paths->count; p++)
        m.case_of[p] = DD_FREE;
    for (uint32_t i = 0; i < before && (uint64_t)before * paths->count < MATCH_LIMIT;
         i++) {
        memset(m.tried, 0, paths->count * sizeof(*m.tried));
        (void)match(&m, i);
    }
    for (uint32_t i = 0; i < before; i++)
        states[i] = c->states[i];
    for (uint32_t p = 0; p < paths->count; p++) {
        if (m.case_of[p] == DD_FREE) {
            states[c->count++] = paths->values[p];
            continue;
        }
        for (uint32_t s = 0; s < slots; s++)
            if (paths->values[p][s] != DD_FREE)
                states[m.case_of[p]][s] = paths->values[p][s];
    }
    c->states = states;
}

/* ---- from slots to facts ---- */

/* Concrete facts of the tree that lie as the state says. */
static int32_t *facts_of(struct casing *c, const uint32_t *state)
{
    const struct policy *p = c->policy;
    const struct tree *tree = &p->tree;
    int32_t *shared = ARENA_ARRAY(c->arena, int32_t, p->space.fact_count);
    int32_t *facts = ARENA_ARRAY(c->arena, int32_t, tree->fact_count);
    int32_t base = tree->edition.present ? tree->edition.from : FALLBACK_DAY;
    bool possible = space_realise(c->arena, &p->space, state, base, shared);

    for (uint32_t f = 0; f < tree->fact_count; f++) {
        facts[f] = possible ? shared[p->view.facts[f]] : VALUE_UNKNOWN;
        if (p->view.values[f] == NULL || facts[f] == VALUE_UNKNOWN)
            continue;
        for (uint32_t v = 0; v < tree->facts[f].choice_count; v++)
            if (p->view.values[f][v] == (uint32_t)shared[p->view.facts[f]])
                facts[f] = (int32_t)v;
    }
    return facts;
}

/* ---- what must come out ---- */

static int32_t expected(struct casing *c, uint32_t outcome)
{
    const uint32_t *item = image_item(&c->image, SECTION_OUTCOMES, outcome);
    uint32_t mask = eval_possible(&c->scratch, item[OUTCOME_ROOT], c->facts, c->slots);

    for (uint32_t v = 0; v < OUTCOME_MAX_VALUES; v++)
        if (mask == leaf_bit(v))
            return (int32_t)v;
    return EXPECT_OPEN;
}

static struct study_case make_case(struct casing *c, const uint32_t *state)
{
    const struct tree *tree = &c->policy->tree;
    struct study_case made = {.facts = facts_of(c, state)};

    made.outcomes = ARENA_ARRAY(c->arena, int32_t, tree->outcome_count);
    memcpy(c->facts, made.facts, tree->fact_count * sizeof(*c->facts));
    eval_bind(&c->image, c->facts, c->slots);
    for (uint32_t o = 0; o < tree->outcome_count; o++)
        made.outcomes[o] = expected(c, o);
    return made;
}

static bool start(struct casing *c, struct arena *arena, struct policy *policy)
{
    struct err err = {0};
    size_t size;

    *c = (struct casing){.arena = arena, .policy = policy};
    if (!image_open(&c->image, policy->image.ptr, policy->image.len, &err))
        return false;
    size = eval_scratch_size(&c->image);
    eval_scratch_init(&c->scratch, &c->image, arena_alloc(arena, 1, size), size);
    c->facts = ARENA_ARRAY(arena, int32_t, policy->tree.fact_count);
    c->slots = ARENA_ARRAY(arena, uint16_t, image_row(&c->image));
    return true;
}

void study_cases(struct arena *arena, struct policy *policy, struct study_cases *out)
{
    uint32_t slots = policy->space.slot_count;
    bool wanted[OUTCOME_MAX_VALUES];
    struct casing c;

    *out = (struct study_cases){0};
    if (!start(&c, arena, policy))
        return;
    memset(wanted, true, sizeof(wanted));
    for (uint32_t o = 0; o < policy->tree.outcome_count; o++) {
        struct graph graph = graph_of(arena, policy->diagram, policy->outcomes[o]);
        struct paths paths = paths_of(arena, &graph, slots, wanted, OUTCOME_MAX_VALUES);

        add_paths(&c, &paths);
        out->edges += paths.edges;
    }
    if (c.count == 0) {
        /* Whatever the facts are, the same comes out: one case says so. */
        uint32_t *nothing = ARENA_ARRAY(arena, uint32_t, slots);

        for (uint32_t s = 0; s < slots; s++)
            nothing[s] = DD_FREE;
        c.states = arena_copy(arena, &nothing, 1, sizeof(nothing));
        c.count = 1;
    }
    out->cases = ARENA_ARRAY(arena, struct study_case, c.count);
    for (uint32_t i = 0; i < c.count; i++)
        out->cases[out->count++] = make_case(&c, c.states[i]);
}

/* ---- as a table ---- */

enum { CELL_ROOM = 4096 };

/* Which cell of the table: a row, or the header; a fact, an outcome, or the name. */
struct place {
    const struct study_case *row; /* NULL: the header */
    uint32_t number;              /* of the case, from 1 */
    uint32_t column;              /* 0: the name; facts; then outcomes */
};

static void add_cell(struct text *text, const struct tree *tree, const struct place *at)
{
    uint32_t fact = at->column - 1;
    uint32_t outcome = fact - tree->fact_count;

    if (at->column == 0) {
        text_add(text, at->row == NULL ? STR("Example") : STR("Case "));
        if (at->row != NULL)
            text_add_u64(text, at->number);
    } else if (fact < tree->fact_count) {
        if (at->row == NULL)
            text_add(text, tree->facts[fact].name);
        else if (at->row->facts[fact] != VALUE_UNKNOWN)
            text_add_value(text, tree, fact, at->row->facts[fact]);
    } else if (at->row == NULL) {
        text_add(text, STR("\xe2\x86\x92 "));
        text_add(text, tree->outcomes[outcome].name);
    } else if (at->row->outcomes[outcome] == EXPECT_OPEN) {
        text_add(text, STR("open"));
    } else {
        text_add(text, tree->outcomes[outcome].values[at->row->outcomes[outcome]].name);
    }
}

static size_t cell_width(const struct tree *tree, const struct place *at)
{
    char room[CELL_ROOM];
    struct text text = text_fixed(room, sizeof(room));

    add_cell(&text, tree, at);
    return str_width(text_str(&text));
}

/* The width of a column; 0 for that of a fact no case names. */
static size_t column_width(
    const struct tree *tree, const struct study_cases *cases, uint32_t column)
{
    struct place at = {.column = column};
    size_t widest = cell_width(tree, &at);
    bool used = column == 0 || column > tree->fact_count;

    for (at.number = 1; at.number <= cases->count; at.number++) {
        size_t width;

        at.row = &cases->cases[at.number - 1];
        width = cell_width(tree, &at);
        used |= width > 0;
        if (width > widest)
            widest = width;
    }
    return used ? widest : 0;
}

static void add_row(
    struct text *text, const struct tree *tree, struct place at, const size_t *widths)
{
    for (at.column = 0; at.column <= tree->fact_count + tree->outcome_count;
         at.column++) {
        size_t own = cell_width(tree, &at);

        if (widths[at.column] == 0)
            continue;
        text_add(text, STR("| "));
        add_cell(text, tree, &at);
        text_add_repeated(
            text, ' ', widths[at.column] > own ? widths[at.column] - own : 0);
        text_add_byte(text, ' ');
    }
    text_add(text, STR("|\n"));
}

void text_add_cases(
    struct text *text, const struct policy *policy, const struct study_cases *cases)
{
    const struct tree *tree = &policy->tree;
    uint32_t columns = 1 + tree->fact_count + tree->outcome_count;
    struct arena scratch = {0};
    size_t *widths = ARENA_ARRAY(&scratch, size_t, columns);
    struct place at = {0};

    for (uint32_t c = 0; c < columns; c++)
        widths[c] = column_width(tree, cases, c);
    add_row(text, tree, at, widths);
    for (uint32_t c = 0; c < columns; c++) {
        if (widths[c] == 0)
            continue;
        text_add_byte(text, '|');
        text_add_repeated(text, '-', widths[c] + 2);
    }
    text_add(text, STR("|\n"));
    for (at.number = 1; at.number <= cases->count; at.number++) {
        at.row = &cases->cases[at.number - 1];
        add_row(text, tree, at, widths);
    }
    arena_clear(&scratch);
}
