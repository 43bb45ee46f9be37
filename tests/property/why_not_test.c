/*
 * Every minimal way to another value is listed, and nothing else, by definition: on
 * random documents and facts, all sets of changes are tried.
 *
 * A partial state has a digit for each fact, the last value of a digit meaning not
 * known; what may come out of it is worked out once for all of them.  Dates lie
 * within days enough for every way in which these documents can tell them apart.
 */
#include "unit/study_oracle.h"

enum { ROUNDS = 16, FACTS = 7, A = 0, B, C, N, E, F, K };

/*
 * Unknown days lie from 2024-12-28 to 2025-01-17, today is 8 January.  Days that are
 * known or changed lie from the 5th to the 9th, and days that might be told from them
 * from the 1st to the 13th: so an unknown one may be far enough on either side.
 */
enum { FIRST_DAY = 20085, DAYS = 21, TODAY = 20096 };
enum { INNER = 8, INNER_END = 13, OUTER = 4, OUTER_END = 17 };

static const uint32_t sizes[FACTS] = {3, 2, 2, 4, DAYS, DAYS, 2};

/* What a way may change: not `b`, which is fixed. */
static const bool changeable[FACTS] = {true, false, true, true, true, true, true};

enum { STATES = 4 * 3 * 3 * 5 * (DAYS + 1) * (DAYS + 1) * 3, NOT_YET = 0xFF };

struct world {
    struct arena arena;
    struct policy policy;
    uint32_t fact[FACTS]; /* of the tree */
    uint8_t *possible;    /* [partial state] bits of values */
};

/* A fact each: a digit, or its size when it is not known. */
struct state {
    uint32_t digits[FACTS];
};

/* ---- documents ---- */

/* Comparisons of two dates with each other come last.  Assumptions do without them: a
 * range may hold days that an assumption rules out together with an unknown date. */
enum { PAIRS = 2 };

static void add_atom(struct text *text, bool pairs)
{
    static const str atoms[] = {STR_INIT("a is x"), STR_INIT("a in (x, z)"),
        STR_INIT("b is p"), STR_INIT("c"), STR_INIT("n < 2"), STR_INIT("n = 3"),
        STR_INIT("e after 2025-01-05"), STR_INIT("f before 2025-01-08"),
        STR_INIT("s <= 2"), STR_INIT("s = 0"), STR_INIT("f before today"),
        STR_INIT("e before f"), STR_INIT("f within 3 days of e")};

    text_add(text, atoms[test_random(COUNT_OF(atoms) - (pairs ? 0 : PAIRS))]);
}

static void add_cond(struct text *text, unsigned parts, bool pairs)
{
    for (unsigned i = 0; i < parts; i++) {
        text_add(text,
            i == 0                    ? STR("")
                : test_random(3) == 0 ? STR(" or ")
                                      : STR(" and "));
        text_add(text, test_random(4) == 0 ? STR("(not (") : STR("(("));
        add_atom(text, pairs);
        text_add(text, STR("))"));
    }
}

static void add_document(struct text *text)
{
    static const str values[] = {STR_INIT("no"), STR_INIT("later"), STR_INIT("yes")};
    unsigned rules = 2 + (unsigned)test_random(4);

    text_add(text,
        STR("```protocol\nedition 2025-01-01, in force from 2025-01-01\n"
            "fact a: \"a?\"\n  x = \"X\"\n  y = \"Y\"\n  z = \"Z\"\n"
            "fact b (fixed): \"b?\"\n  p = \"P\"\n  q = \"Q\"\n"
            "fact c: yes/no \"c?\"\nfact n: number 0 to 3 \"n?\"\n"
            "fact e: date \"e?\"\nfact f: date \"f?\"\n"
            "fact s: days since e\nfact k: school days since f\n"
            "outcome o: \"o?\"\n  v_no = \"N\"\n  v_later = \"L\"\n  v_yes = \"Y\"\n"
            "  until known: v_later\n"));
    for (unsigned r = 0; r < rules; r++) {
        text_add(text, STR("rule r"));
        text_add_u64(text, r);
        for (unsigned e = 0; e < r; e++) {
            text_add(text, e == 0 ? STR(", exception to r") : STR(", r"));
            text_add_u64(text, e);
        }
        text_add(text, STR(": o is v_"));
        text_add(text, values[test_random(3)]);
        if (r > 0) {
            text_add(text, STR(" if "));
            add_cond(text, 1 + (unsigned)test_random(3), true);
            text_add(text, test_random(6) == 0 ? STR(" or k >= 5") : STR(""));
        }
        text_add(text, STR("\n"));
    }
    if (test_random(3) == 0) {
        text_add(text, STR("assume \"some\": not ("));
        add_cond(text, 2, false);
        text_add(text, STR(")\n"));
    }
    text_add(text, STR("```\n"));
}

/* ---- states ---- */

static int32_t value_of(uint32_t fact, uint32_t digit)
{
    if (fact == E || fact == F)
        return FIRST_DAY + (int32_t)digit;
    return fact == K ? 2 + 5 * (int32_t)digit : (int32_t)digit;
}

static uint32_t number_of(const struct state *state)
{
    uint32_t number = 0;

    for (uint32_t f = 0; f < FACTS; f++)
        number = number * (sizes[f] + 1) + state->digits[f];
    return number;
}

/* The facts of the tree, days counted and today known. */
static void facts_of(const struct world *w, const struct state *state, int32_t *facts)
{
    const struct tree *tree = &w->policy.tree;

    for (uint32_t f = 0; f < tree->fact_count; f++)
        facts[f] = VALUE_UNKNOWN;
    for (uint32_t f = 0; f < FACTS; f++)
        if (state->digits[f] < sizes[f])
            facts[w->fact[f]] = value_of(f, state->digits[f]);
    if (tree->today != TREE_NONE)
        facts[tree->today] = TODAY;
    if (state->digits[E] < DAYS)
        naive_count_days(tree, facts);
}

/* Which values may come out of a partial state; 0 when it is not allowed. */
static uint32_t possible(struct world *w, const struct state *state)
{
    uint8_t *known = &w->possible[number_of(state)];
    int32_t facts[2 * FACTS];
    uint32_t bits = 0;
    uint32_t open = 0;

    if (*known != NOT_YET)
        return *known;
    while (open < FACTS && state->digits[open] < sizes[open])
        open++;
    if (open == FACTS) {
        facts_of(w, state, facts);
        if (naive_allowed(&w->policy.tree, facts))
            bits = 1u << naive_outcome(&w->policy.tree, 0, facts);
    }
    for (uint32_t d = 0; open < FACTS && d < sizes[open]; d++) {
        struct state full = *state;

        full.digits[open] = d;
        bits |= possible(w, &full);
    }
    *known = (uint8_t)bits;
    return bits;
}

/* ---- ways, by definition ---- */

/* A set of changes: a digit, or the fact's size where it stays as it is. */
static bool is_changed(const struct state *way, uint32_t fact)
{
    return way->digits[fact] < sizes[fact];
}

static bool is_way(
    struct world *w, const struct state *now, const struct state *way, uint32_t value)
{
    struct state then = *now;

    for (uint32_t f = 0; f < FACTS; f++)
        if (is_changed(way, f))
            then.digits[f] = way->digits[f];
    if (is_changed(way, F) && !is_changed(way, K))
        then.digits[K] = sizes[K];
    return possible(w, &then) == 1u << value;
}

/* Whether two dates change of which one was known: then each alone may do, and what
 * they would have to be together is not listed. */
static bool moves_together(const struct state *now, const struct state *way)
{
    return is_changed(way, E) && is_changed(way, F) &&
        (now->digits[E] < DAYS || now->digits[F] < DAYS);
}

/* ---- what is listed ---- */

static bool in_range(int32_t value, int32_t low, int32_t high)
{
    return (low == STUDY_OPEN_LOW || value >= low) &&
        (high == STUDY_OPEN_HIGH || value <= high);
}

static uint32_t digit_fact(const struct world *w, uint32_t fact)
{
    uint32_t f = 0;

    while (w->fact[f] != fact)
        f++;
    return f;
}

static bool is_listed_as(
    const struct world *w, const struct state *way, const struct study_way *listed)
{
    uint32_t changes = 0;

    for (uint32_t f = 0; f < FACTS; f++)
        changes += is_changed(way, f);
    if (changes != listed->count)
        return false;
    for (uint32_t i = 0; i < listed->count; i++) {
        const struct study_change *change = &listed->changes[i];
        uint32_t f = digit_fact(w, change->fact);
        int32_t value = value_of(f, way->digits[f]);

        if (!is_changed(way, f) || !in_range(value, change->low, change->high))
            return false;
        for (uint32_t g = 0; g < change->gap_count; g++) {
            uint32_t other = digit_fact(w, change->gaps[g].fact);

            if (!in_range(value - value_of(other, way->digits[other]),
                    change->gaps[g].low, change->gaps[g].high))
                return false;
        }
    }
    return true;
}

static bool is_listed(
    const struct world *w, const struct state *way, const struct study_ways *ways)
{
    for (uint32_t i = 0; i < ways->count; i++)
        if (is_listed_as(w, way, &ways->ways[i]))
            return true;
    return false;
}

/* Whether a way is listed that changes only some of the same facts. */
static bool has_part_listed(
    const struct world *w, const struct state *way, const struct study_ways *ways)
{
    for (uint32_t i = 0; i < ways->count; i++) {
        uint32_t same = 0;

        for (uint32_t c = 0; c < ways->ways[i].count; c++)
            same += is_changed(way, digit_fact(w, ways->ways[i].changes[c].fact));
        if (same == ways->ways[i].count)
            return true;
    }
    return false;
}

/* ---- days that the document does not tell apart ---- */

/* Whether every comparison in `cond` of days that are settled in both is the same. */
static bool same_days(const struct world *w, const struct cond *cond,
    const int32_t *one, const int32_t *two)
{
    const struct tree *tree = &w->policy.tree;
    uint32_t ends[2];

    if (cond == NULL)
        return true;
    if (cond->kind == COND_NUMBER)
        return one[cond->index] == VALUE_UNKNOWN ||
            naive_holds(tree, cond, one) == naive_holds(tree, cond, two);
    if (cond->kind != COND_BEFORE && cond->kind != COND_AFTER &&
        cond->kind != COND_WITHIN)
        return same_days(w, cond->left, one, two) &&
            same_days(w, cond->right, one, two);
    ends[0] = cond->first.fact;
    ends[1] = cond->second.fact;
    for (int e = 0; e < 2; e++)
        if (ends[e] != TREE_NONE && one[ends[e]] == VALUE_UNKNOWN)
            return true;
    return naive_holds(tree, cond, one) == naive_holds(tree, cond, two);
}

/* The facts once a way is taken. */
static void facts_after(const struct world *w, const struct state *now,
    const struct state *way, int32_t *facts)
{
    struct state then = *now;

    for (uint32_t f = 0; f < FACTS; f++)
        if (is_changed(way, f))
            then.digits[f] = way->digits[f];
    facts_of(w, &then, facts);
}

static bool reads_the_same(
    const struct world *w, const int32_t *one, const int32_t *two)
{
    const struct tree *tree = &w->policy.tree;

    for (uint32_t r = 0; r < tree->rule_count; r++)
        if (!same_days(w, tree->rules[r].cond, one, two))
            return false;
    for (uint32_t a = 0; a < tree->assume_count; a++)
        if (!same_days(w, tree->assumes[a].cond, one, two))
            return false;
    return true;
}

/* Whether other days for the dates that change, which no comparison tells from these,
 * make a way too. */
static bool is_told_apart(
    struct world *w, const struct state *now, const struct state *way, uint32_t value)
{
    struct state other = *way;
    int32_t one[2 * FACTS];
    int32_t two[2 * FACTS];

    facts_after(w, now, way, one);
    for (uint32_t e = OUTER; e < OUTER_END; e++)
        for (uint32_t f = OUTER; f < OUTER_END; f++) {
            other.digits[E] = is_changed(way, E) ? e : DAYS;
            other.digits[F] = is_changed(way, F) ? f : DAYS;
            facts_after(w, now, &other, two);
            if (reads_the_same(w, one, two) && !is_way(w, now, &other, value))
                return false;
        }
    return true;
}

/* Whether some changes of the way alone are a way. */
static bool has_smaller(
    struct world *w, const struct state *now, const struct state *way, uint32_t value)
{
    uint32_t all = 0;

    for (uint32_t f = 0; f < FACTS; f++)
        all |= (uint32_t)is_changed(way, f) << f;
    for (uint32_t some = 0; some < all; some++) {
        struct state part = *way;

        for (uint32_t f = 0; f < FACTS; f++)
            if ((some >> f & 1) == 0)
                part.digits[f] = sizes[f];
        if ((some & ~all) == 0 && is_way(w, now, &part, value) &&
            is_told_apart(w, now, &part, value))
            return true;
    }
    return false;
}

/* ---- the test ---- */

static void say(const struct world *w, const struct state *now, const struct state *way,
    const char *what)
{
    str source = w->policy.tree.source;
    struct text text = text_fixed((char[400]){0}, 400);
    int32_t facts[2 * FACTS];

    facts_of(w, now, facts);
    text_add_facts(&text, &w->policy.tree, facts);
    text_add(&text, STR(" => "));
    for (uint32_t f = 0; f < FACTS; f++)
        if (is_changed(way, f)) {
            text_add(&text, w->policy.tree.facts[w->fact[f]].name);
            text_add(&text, STR(" "));
            text_add_value(
                &text, &w->policy.tree, w->fact[f], value_of(f, way->digits[f]));
            text_add(&text, STR(" "));
        }
    printf("# %s: %.*s\n%.*s\n", what, (int)text.len, text_str(&text).ptr,
        (int)source.len, source.ptr);
}

/* One set of changes: it is listed if, and only if, it is a minimal way. */
static bool check_changes(struct world *w, const struct state *now,
    const struct state *way, uint32_t value, const struct study_ways *ways)
{
    bool works = is_way(w, now, way, value);
    bool smaller = has_smaller(w, now, way, value);

    if (is_listed(w, way, ways))
        return works && (!smaller || moves_together(now, way));
    return !works || smaller || !is_told_apart(w, now, way, value) ||
        (moves_together(now, way) && has_part_listed(w, way, ways));
}

static bool next_changes(const struct state *now, struct state *way)
{
    for (uint32_t f = 0; f < FACTS; f++) {
        bool date = f == E || f == F;
        uint32_t end = date ? INNER_END : sizes[f];
        uint32_t digit = is_changed(way, f) ? way->digits[f] + 1 : date ? INNER : 0;

        if (digit == now->digits[f])
            digit++;
        way->digits[f] = digit < end ? digit : sizes[f];
        if (!changeable[f])
            way->digits[f] = sizes[f];
        if (is_changed(way, f))
            return true;
    }
    return false;
}

static void check_ways(struct world *w)
{
    struct state now;
    struct state way;
    struct study_ways ways;
    int32_t facts[2 * FACTS];
    uint32_t value = (uint32_t)test_random(3);
    bool good = true;

    for (uint32_t f = 0; f < FACTS; f++) {
        now.digits[f] = (uint32_t)test_random(sizes[f]);
        if (f == E || f == F)
            now.digits[f] = INNER + (uint32_t)test_random(INNER_END - INNER);
        if (test_random(2) == 0)
            now.digits[f] = sizes[f];
        way.digits[f] = sizes[f];
    }
    if (possible(w, &now) == 0)
        return;
    facts_of(w, &now, facts);
    study_why_not(&w->arena, &w->policy, 0, value, facts, &ways);
    CHECK(!ways.cut_short);
    do {
        good = check_changes(w, &now, &way, value, &ways);
        if (!good)
            say(w, &now, &way, is_listed(w, &way, &ways) ? "listed" : "not listed");
    } while (good && next_changes(&now, &way));
    CHECK(good);
}

static bool world_init(struct world *w)
{
    static const char *const names[FACTS] = {"a", "b", "c", "n", "e", "f", "k"};
    struct text source = text_in(&w->arena);
    struct diags diags = {0};

    add_document(&source);
    if (!policy_compile(&w->arena, text_str(&source), &diags, &w->policy))
        return false;
    for (uint32_t f = 0; f < FACTS; f++)
        w->fact[f] = tree_find_fact(&w->policy.tree, str_from(names[f]));
    w->possible = arena_alloc(&w->arena, STATES, 1);
    memset(w->possible, NOT_YET, STATES);
    return true;
}

TEST(why_not, lists_every_minimal_way_and_nothing_else)
{
    int compiled = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct world w = {0};

        if (world_init(&w)) {
            compiled++;
            for (int i = 0; i < 4; i++)
                check_ways(&w);
        }
        policy_clear(&w.policy);
        arena_clear(&w.arena);
    }
    CHECK(compiled > ROUNDS / 2);
}
