/*
 * What each rule is an exception to: named rules, and whole sections written out.
 *
 * A section leaves out the rule itself and its own exceptions, direct and through
 * others, as far as they name it: an exception by section is not looked through,
 * or two sections could leave each other out.
 */
#include "policy/parse.h"

/* The rules that name a rule as what they are exceptions to: lists[start[rule]] up
 * to lists[start[rule + 1]]. */
struct named {
    uint32_t *start;
    uint32_t *lists;
};

struct resolver {
    struct parser *p;
    struct named named;
    uint32_t *marks;  /* [rule] the last turn in which it was marked */
    uint32_t *beaten; /* likewise: stands in `beats` already */
    uint32_t *queue;
    uint32_t turn;
    uint32_t total;  /* of all beats */
    size_t capacity; /* of the rule's beats */
};

/* ---- who names whom ---- */

static struct named find_named(struct parser *p)
{
    const struct tree *t = p->tree;
    struct named n = {ARENA_ARRAY(p->arena, uint32_t, t->rule_count + 2), NULL};
    uint32_t found;

    for (uint32_t r = 0; r < t->rule_count; r++)
        for (uint32_t i = 0; i < t->rules[r].exception_count; i++)
            if (!t->rules[r].exceptions[i].section &&
                map_find(&p->rules, t->rules[r].exceptions[i].name, &found))
                n.start[found + 2]++;
    for (uint32_t r = 0; r < t->rule_count; r++)
        n.start[r + 2] += n.start[r + 1];
    n.lists = ARENA_ARRAY(p->arena, uint32_t, n.start[t->rule_count + 1]);
    for (uint32_t r = 0; r < t->rule_count; r++)
        for (uint32_t i = 0; i < t->rules[r].exception_count; i++)
            if (!t->rules[r].exceptions[i].section &&
                map_find(&p->rules, t->rules[r].exceptions[i].name, &found))
                n.lists[n.start[found + 1]++] = r;
    return n;
}

/* Mark `rule` and its own exceptions in this turn. */
static void mark_own(struct resolver *v, uint32_t rule)
{
    uint32_t count = 0;

    v->marks[rule] = v->turn;
    v->queue[count++] = rule;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = v->named.start[v->queue[i]];
        uint32_t to = v->named.start[v->queue[i] + 1];

        for (uint32_t e = from; e < to; e++) {
            uint32_t other = v->named.lists[e];

            if (v->marks[other] == v->turn)
                continue;
            v->marks[other] = v->turn;
            v->queue[count++] = other;
        }
    }
}

/* ---- one exception ---- */

static void add_beaten(struct resolver *v, struct rule *rule, uint32_t other)
{
    if (v->beaten[other] == v->turn)
        return;
    v->beaten[other] = v->turn;
    if (++v->total > MAX_BEATEN) {
        if (v->total == MAX_BEATEN + 1)
            (void)complain(v->p, "P062", rule->span,
                STR("sections name more than 200000 pairs of rules"),
                STR("use fewer exceptions to sections"));
        return;
    }
    rule->beats = arena_grow(v->p->arena, rule->beats, rule->beats_count, &v->capacity,
        sizeof(*rule->beats));
    rule->beats[rule->beats_count++] = other;
}

static void resolve_name(
    struct resolver *v, struct rule *rule, const struct exception *exception)
{
    struct parser *p = v->p;
    const struct tree *t = p->tree;
    uint32_t found = 0;
    str *names;

    if (!map_find(&p->rules, exception->name, &found)) {
        names = ARENA_ARRAY(p->arena, str, t->rule_count);
        for (uint32_t r = 0; r < t->rule_count; r++)
            names[r] = t->rules[r].name;
        complain_name(p, "P045", exception->span, STR("no rule has this name"),
            exception->name, (struct names){names, t->rule_count},
            STR("for all rules under a heading write: section \"Heading\""));
        return;
    }
    add_ref(p, REF_RULE, false, exception->span, found, 0);
    if (rule->outcome == TREE_NONE || t->rules[found].outcome == TREE_NONE)
        return;
    if (t->rules[found].outcome != rule->outcome)
        (void)complain(p, "P047", exception->span,
            join_text(p->arena, STR("that rule is about another outcome, `"),
                t->outcomes[t->rules[found].outcome].name, STR("`")),
            STR("a rule can only be an exception to rules of its own outcome"));
    else
        add_beaten(v, rule, found);
}

/* Whether `heading` has this text or lies below one that has. */
static bool lies_under(const struct scan *scan, uint32_t heading, str text)
{
    while (heading != SCAN_NONE && !str_equal(scan->headings[heading].short_text, text))
        heading = scan->headings[heading].parent;
    return heading != SCAN_NONE;
}

static void report_section(struct parser *p, const struct exception *exception)
{
    const struct scan *scan = &p->tree->scan;
    str *names = ARENA_ARRAY(p->arena, str, scan->heading_count);
    str nearest;
    struct diag *diag;

    for (uint32_t h = 0; h < scan->heading_count; h++)
        names[h] = scan->headings[h].short_text;
    nearest = nearest_name(
        &p->report, exception->name, (struct names){names, scan->heading_count});
    diag = complain(p, "P046", exception->span, STR("no heading has this text"),
        did_you_mean(p->arena, nearest,
            STR("copy the heading, without a final part in parentheses")));
    if (nearest.len > 0)
        report_fix(&p->report, diag, exception->span,
            join_text(p->arena, STR("\""), nearest, STR("\"")));
}

static void resolve_section(
    struct resolver *v, struct rule *rule, const struct exception *exception)
{
    struct parser *p = v->p;
    const struct tree *t = p->tree;
    uint32_t section = 0;
    bool any = false;

    while (section < t->scan.heading_count &&
        !str_equal(t->scan.headings[section].short_text, exception->name))
        section++;
    if (section == t->scan.heading_count) {
        report_section(p, exception);
        return;
    }
    add_ref(p, REF_HEADING, false, exception->span, section, 0);
    mark_own(v, (uint32_t)(rule - t->rules));
    for (uint32_t r = 0; r < t->rule_count; r++)
        if (v->marks[r] != v->turn && t->rules[r].outcome == rule->outcome &&
            lies_under(&t->scan, t->rules[r].ground.heading, exception->name)) {
            add_beaten(v, rule, r);
            any = true;
        }
    if (!any && !p->lost_rule)
        (void)complain(p, "P046", exception->span,
            STR("no other rule of this outcome stands under that heading"),
            STR("leave the section out, or check its text"));
}

/* ---- circles ---- */

/* "`a` is an exception to `b`, `b` to `c`, `c` to `a`" */
static void report_circle(
    struct parser *p, const uint32_t *path, uint32_t from, uint32_t to)
{
    const struct tree *t = p->tree;
    struct text text = text_in(p->arena);

    for (uint32_t i = from; i < to; i++) {
        uint32_t next = path[i + 1 < to ? i + 1 : from];

        text_add(&text, i == from ? STR("`") : STR(", `"));
        text_add(&text, t->rules[path[i]].name);
        text_add(&text, i == from ? STR("` is an exception to `") : STR("` to `"));
        text_add(&text, t->rules[next].name);
        text_add(&text, STR("`"));
    }
    text_add(&text, STR(": a circle"));
    (void)complain(p, "P048", t->rules[path[to - 1]].span, text_str(&text),
        STR("decide which of them gives way, and remove its `exception to`; where a "
            "section is meant, name its rules one by one"));
}

/* A walk in depth: from a rule to those it is an exception to. */
struct walk {
    uint32_t *path;
    uint32_t *next;  /* [rule] how many of its beats have been followed */
    uint32_t *place; /* [rule] on the path, counted from 1; or 0 */
    bool *seen;
    uint32_t depth; /* of the path */
};

/* Go on from the last rule of the path, or back. */
static void take_step(struct parser *p, struct walk *w)
{
    const struct tree *t = p->tree;
    uint32_t rule = w->path[w->depth - 1];
    uint32_t other;

    w->seen[rule] = true;
    w->place[rule] = w->depth;
    if (w->next[rule] == t->rules[rule].beats_count) {
        w->place[rule] = 0;
        w->depth--;
        return;
    }
    other = t->rules[rule].beats[w->next[rule]++];
    if (w->place[other] > 0)
        report_circle(p, w->path, w->place[other] - 1, w->depth);
    else if (!w->seen[other])
        w->path[w->depth++] = other;
}

static void find_circles(struct parser *p)
{
    uint32_t count = p->tree->rule_count;
    struct walk w = {.path = ARENA_ARRAY(p->arena, uint32_t, count + 1),
        .next = ARENA_ARRAY(p->arena, uint32_t, count),
        .place = ARENA_ARRAY(p->arena, uint32_t, count),
        .seen = ARENA_ARRAY(p->arena, bool, count)};

    for (uint32_t root = 0; root < count; root++) {
        if (w.seen[root])
            continue;
        w.path[w.depth++] = root;
        while (w.depth > 0)
            take_step(p, &w);
    }
}

void resolve_exceptions(struct parser *p)
{
    struct tree *t = p->tree;
    struct resolver v = {.p = p,
        .named = find_named(p),
        .marks = ARENA_ARRAY(p->arena, uint32_t, t->rule_count),
        .beaten = ARENA_ARRAY(p->arena, uint32_t, t->rule_count),
        .queue = ARENA_ARRAY(p->arena, uint32_t, t->rule_count)};

    for (uint32_t r = 0; r < t->rule_count; r++) {
        struct rule *rule = &t->rules[r];

        v.turn++;
        v.capacity = 0;
        for (uint32_t i = 0; i < rule->exception_count; i++) {
            if (!rule->exceptions[i].section)
                resolve_name(&v, rule, &rule->exceptions[i]);
            else if (rule->outcome != TREE_NONE)
                resolve_section(&v, rule, &rule->exceptions[i]);
        }
    }
    find_circles(p);
}
