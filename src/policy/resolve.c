/*
 * When all statements are read: exceptions, circles, what nothing uses.
 */
#include "policy/parse.h"

/* ---- exceptions ---- */

/* Whether `heading` is `section` or lies below it. */
static bool lies_under(const struct scan *scan, uint32_t heading, uint32_t section)
{
    while (heading != SCAN_NONE && heading != section)
        heading = scan->headings[heading].parent;
    return heading == section;
}

static void beat(struct parser *p, struct rule *rule, uint32_t other, size_t *capacity)
{
    for (uint32_t i = 0; i < rule->beats_count; i++)
        if (rule->beats[i] == other)
            return;
    rule->beats = arena_grow(
        p->arena, rule->beats, rule->beats_count, capacity, sizeof(*rule->beats));
    rule->beats[rule->beats_count++] = other;
}

static void resolve_name(struct parser *p, struct rule *rule,
    const struct exception *exception, size_t *capacity)
{
    const struct tree *t = p->tree;
    str *names = ARENA_ARRAY(p->arena, str, t->rule_count);
    uint32_t found;

    for (uint32_t r = 0; r < t->rule_count; r++)
        names[r] = t->rules[r].name;
    if (!map_find(&p->rules, exception->name, &found)) {
        diag_add(p->diags, p->arena, "P045", exception->span,
            STR("no rule has this name"),
            did_you_mean(p->arena, exception->name, names, t->rule_count));
        return;
    }
    add_ref(p, REF_RULE, false, exception->span, found, 0);
    if (t->rules[found].outcome != rule->outcome) {
        if (t->rules[found].outcome != TREE_NONE && rule->outcome != TREE_NONE)
            diag_add(p->diags, p->arena, "P047", exception->span,
                STR("that rule is about another outcome"),
                STR("a rule can only be an exception to rules of its own outcome"));
        return;
    }
    beat(p, rule, found, capacity);
}

/* Mark the exceptions to `rule`, direct and through others, by name alone: a
 * section leaves them out. */
static void mark_own(const struct tree *t, uint32_t rule, bool *own)
{
    for (uint32_t r = 0; r < t->rule_count; r++) {
        const struct rule *other = &t->rules[r];

        for (uint32_t i = 0; i < other->exception_count && !own[r]; i++) {
            if (other->exceptions[i].section ||
                !str_equal(other->exceptions[i].name, t->rules[rule].name))
                continue;
            own[r] = true;
            mark_own(t, r, own);
        }
    }
}

static void resolve_section(struct parser *p, struct rule *rule,
    const struct exception *exception, size_t *capacity)
{
    const struct tree *t = p->tree;
    const struct scan *scan = &t->scan;
    uint32_t self = (uint32_t)(rule - t->rules);
    str *names = ARENA_ARRAY(p->arena, str, scan->heading_count);
    bool *own = ARENA_ARRAY(p->arena, bool, t->rule_count);
    uint32_t before = rule->beats_count;
    uint32_t section = SCAN_NONE;

    for (uint32_t h = 0; h < scan->heading_count; h++) {
        names[h] = scan->headings[h].short_text;
        if (section == SCAN_NONE && str_equal(names[h], exception->name))
            section = h;
    }
    if (section == SCAN_NONE) {
        diag_add(p->diags, p->arena, "P046", exception->span,
            STR("no heading has this text"),
            did_you_mean(p->arena, exception->name, names, scan->heading_count));
        return;
    }
    add_ref(p, REF_HEADING, false, exception->span, section, 0);
    own[self] = true;
    mark_own(t, self, own);
    for (uint32_t r = 0; r < t->rule_count; r++)
        if (!own[r] && t->rules[r].outcome == rule->outcome &&
            lies_under(scan, t->rules[r].ground.heading, section))
            beat(p, rule, r, capacity);
    if (rule->beats_count == before && rule->outcome != TREE_NONE)
        diag_add(p->diags, p->arena, "P046", exception->span,
            STR("no other rule of this outcome stands under that heading"),
            STR("leave the section out, or check its text"));
}

static void resolve_exceptions(struct parser *p)
{
    struct tree *t = p->tree;

    for (uint32_t r = 0; r < t->rule_count; r++) {
        struct rule *rule = &t->rules[r];
        size_t capacity = 0;

        for (uint32_t i = 0; i < rule->exception_count; i++) {
            if (rule->exceptions[i].section)
                resolve_section(p, rule, &rule->exceptions[i], &capacity);
            else
                resolve_name(p, rule, &rule->exceptions[i], &capacity);
        }
    }
}

/* ---- circles ---- */

/* A walk that finds circles: 0 not seen, 1 on the way, 2 done. */
struct walk {
    struct parser *p;
    uint8_t *seen;
    uint32_t order; /* outcomes: next number to give */
};

static void report_circle(struct walk *w, const char *code, struct span span, str name,
    str message, str hint)
{
    struct text text = text_in(w->p->arena);

    text_add(&text, message);
    text_add(&text, STR(": `"));
    text_add(&text, name);
    text_add(&text, STR("` depends on itself"));
    diag_add(w->p->diags, w->p->arena, code, span, text_str(&text), hint);
}

static void walk_rule(struct walk *w, uint32_t rule)
{
    const struct tree *t = w->p->tree;

    w->seen[rule] = 1;
    for (uint32_t i = 0; i < t->rules[rule].beats_count; i++) {
        uint32_t other = t->rules[rule].beats[i];

        if (w->seen[other] == 1)
            report_circle(w, "P048", t->rules[rule].span, t->rules[other].name,
                STR("these rules are exceptions to each other in a circle"),
                STR("remove one `exception to`"));
        else if (w->seen[other] == 0)
            walk_rule(w, other);
    }
    w->seen[rule] = 2;
}

static void walk_let(struct walk *w, uint32_t let);

static void walk_lets_of(struct walk *w, const struct cond *cond, uint32_t from)
{
    const struct tree *t = w->p->tree;

    if (cond == NULL)
        return;
    walk_lets_of(w, cond->left, from);
    walk_lets_of(w, cond->right, from);
    if (cond->kind != COND_LET)
        return;
    if (w->seen[cond->index] == 1)
        report_circle(w, "P049", t->lets[from].span, t->lets[cond->index].name,
            STR("these lets name each other in a circle"),
            STR("write one of them out"));
    else if (w->seen[cond->index] == 0)
        walk_let(w, cond->index);
}

static void walk_let(struct walk *w, uint32_t let)
{
    w->seen[let] = 1;
    walk_lets_of(w, w->p->tree->lets[let].cond, let);
    w->seen[let] = 2;
}

static void walk_outcome(struct walk *w, uint32_t outcome);

static void walk_outcomes_of(struct walk *w, const struct cond *cond, uint32_t from)
{
    const struct tree *t = w->p->tree;

    if (cond == NULL)
        return;
    walk_outcomes_of(w, cond->left, from);
    walk_outcomes_of(w, cond->right, from);
    if (cond->kind == COND_LET)
        walk_outcomes_of(w, t->lets[cond->index].cond, from);
    if (cond->kind != COND_OUTCOME)
        return;
    if (w->seen[cond->index] == 1)
        report_circle(w, "P050", cond->span, t->outcomes[cond->index].name,
            STR("a rule may not depend on the outcome it decides"),
            STR("say the same with facts"));
    else if (w->seen[cond->index] == 0)
        walk_outcome(w, cond->index);
}

static void walk_outcome(struct walk *w, uint32_t outcome)
{
    struct tree *t = w->p->tree;

    w->seen[outcome] = 1;
    for (uint32_t r = 0; r < t->rule_count; r++)
        if (t->rules[r].outcome == outcome)
            walk_outcomes_of(w, t->rules[r].cond, outcome);
    t->outcomes[outcome].order = w->order++;
    w->seen[outcome] = 2;
}

static struct walk new_walk(struct parser *p, uint32_t count)
{
    return (struct walk){p, ARENA_ARRAY(p->arena, uint8_t, count), 0};
}

static void find_circles(struct parser *p)
{
    const struct tree *t = p->tree;
    size_t errors = p->diags->errors;
    struct walk w = new_walk(p, t->rule_count);

    for (uint32_t r = 0; r < t->rule_count; r++)
        if (w.seen[r] == 0)
            walk_rule(&w, r);
    w = new_walk(p, t->let_count);
    for (uint32_t i = 0; i < t->let_count; i++)
        if (w.seen[i] == 0)
            walk_let(&w, i);
    if (p->diags->errors > errors)
        return;
    w = new_walk(p, t->outcome_count);
    for (uint32_t i = 0; i < t->outcome_count; i++)
        if (w.seen[i] == 0)
            walk_outcome(&w, i);
}

/* Whether a condition names an outcome; only called when lets have no circle. */
static bool names_outcome(const struct tree *t, const struct cond *cond)
{
    if (cond == NULL)
        return false;
    if (cond->kind == COND_LET && names_outcome(t, t->lets[cond->index].cond))
        return true;
    return cond->kind == COND_OUTCOME || names_outcome(t, cond->left) ||
           names_outcome(t, cond->right);
}

static void check_assumptions(struct parser *p)
{
    const struct tree *t = p->tree;

    for (uint32_t i = 0; i < t->assume_count; i++)
        if (names_outcome(t, t->assumes[i].cond))
            diag_add(p->diags, p->arena, "P051", t->assumes[i].span,
                STR("an assumption may only speak of facts, not of an outcome"),
                STR("state it as a property: always \"...\": ..."));
}

/* ---- what is missing, and what nothing uses ---- */

static void check_missing(struct parser *p)
{
    const struct tree *t = p->tree;

    if (!t->edition.present)
        diag_add(p->diags, p->arena, "P056", (struct span){0},
            STR("the document does not say which edition it is"),
            STR("add to the first block: edition 2025-01-24, in force from 2025-01-24"));
    if (t->outcome_count == 0)
        diag_add(p->diags, p->arena, "P057", (struct span){0},
            STR("the document decides nothing: it has no outcome"),
            STR("add one, for example: outcome entry: \"May they come in?\""));
    for (uint32_t o = 0; o < t->outcome_count; o++) {
        bool any = false;

        for (uint32_t r = 0; r < t->rule_count; r++)
            any |= t->rules[r].outcome == o;
        if (!any)
            diag_add(p->diags, p->arena, "P057", t->outcomes[o].span,
                STR("no rule decides this outcome"),
                STR("add a rule, for example: rule usually: OUTCOME is VALUE"));
    }
}

void check_unused(struct parser *p)
{
    const struct tree *t = p->tree;

    for (uint32_t i = 0; i < t->fact_count; i++) {
        const struct fact *f = &t->facts[i];

        if (!f->used)
            diag_add(p->diags, p->arena, "P058", f->span,
                STR("no condition uses this fact"),
                STR("remove it, or add the rule it is for"));
        for (uint32_t v = 0; f->used && f->kind == FACT_CHOICE && v < f->choice_count; v++)
            if (!f->choices[v].used)
                diag_add(p->diags, p->arena, "P059", f->choices[v].span,
                    STR("no condition names this value"), (str){0});
    }
    for (uint32_t i = 0; i < t->let_count; i++)
        if (!t->lets[i].used)
            diag_add(p->diags, p->arena, "P060", t->lets[i].span,
                STR("nothing uses this let"), STR("remove it"));
    for (uint32_t i = 1; i < t->role_count; i++)
        if (!t->roles[i].used)
            diag_add(p->diags, p->arena, "P061", t->roles[i].span,
                STR("nothing uses this role"), STR("remove it, or give it a duty"));
}

void resolve_tree(struct parser *p)
{
    size_t errors = p->diags->errors;

    resolve_exceptions(p);
    find_circles(p);
    if (p->diags->errors > errors)
        return;
    check_assumptions(p);
    check_missing(p);
}
