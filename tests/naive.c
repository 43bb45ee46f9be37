#include "naive.h"

#include "test.h"

static bool number_holds(const struct cond *cond, int32_t value)
{
    switch (cond->compare) {
    case COMPARE_LESS:
        return value < cond->number;
    case COMPARE_AT_MOST:
        return value <= cond->number;
    case COMPARE_IS:
        return value == cond->number;
    case COMPARE_AT_LEAST:
        return value >= cond->number;
    case COMPARE_MORE:
        break;
    }
    return value > cond->number;
}

static int32_t day_of(const struct date_term *term, const int32_t *facts)
{
    return term->fact == TREE_NONE ? term->day : facts[term->fact];
}

static bool dates_hold(const struct cond *cond, const int32_t *facts)
{
    int32_t between = day_of(&cond->first, facts) - day_of(&cond->second, facts);

    if (cond->kind == COND_BEFORE)
        return between < 0;
    if (cond->kind == COND_AFTER)
        return between > 0;
    return between >= 0 && between <= cond->number;
}

static bool time_holds(const struct cond *cond, int32_t minute)
{
    if (cond->low <= cond->high)
        return minute >= cond->low && minute <= cond->high;
    return minute >= cond->low || minute <= cond->high;
}

bool naive_holds(const struct tree *tree, const struct cond *cond, const int32_t *facts)
{
    int value;

    if (cond == NULL)
        return true;
    switch (cond->kind) {
    case COND_BROKEN:
        return false;
    case COND_AND:
        return naive_holds(tree, cond->left, facts) &&
            naive_holds(tree, cond->right, facts);
    case COND_OR:
        return naive_holds(tree, cond->left, facts) ||
            naive_holds(tree, cond->right, facts);
    case COND_NOT:
        return !naive_holds(tree, cond->left, facts);
    case COND_IF:
        return !naive_holds(tree, cond->left, facts) ||
            naive_holds(tree, cond->right, facts);
    case COND_LET:
        return naive_holds(tree, tree->lets[cond->index].cond, facts);
    case COND_MEMBER:
        return cond->members[facts[cond->index]];
    case COND_NUMBER:
        return number_holds(cond, facts[cond->index]);
    case COND_BETWEEN:
        return time_holds(cond, facts[cond->index]);
    case COND_OUTCOME:
        value = naive_outcome(tree, cond->index, facts);
        return value >= 0 && cond->members[value];
    default:
        return dates_hold(cond, facts);
    }
}

/* Whether some exception to `rule` applies, directly or through exceptions. */
static bool is_beaten(const struct tree *tree, uint32_t rule, const int32_t *facts)
{
    for (uint32_t r = 0; r < tree->rule_count; r++)
        for (uint32_t i = 0; i < tree->rules[r].beats_count; i++)
            if (tree->rules[r].beats[i] == rule &&
                (naive_holds(tree, tree->rules[r].cond, facts) ||
                    is_beaten(tree, r, facts)))
                return true;
    return false;
}

bool naive_stands(const struct tree *tree, uint32_t rule, const int32_t *facts)
{
    return naive_holds(tree, tree->rules[rule].cond, facts) &&
        !is_beaten(tree, rule, facts);
}

int naive_outcome(const struct tree *tree, uint32_t outcome, const int32_t *facts)
{
    int value = NAIVE_GAP;

    for (uint32_t r = 0; r < tree->rule_count; r++) {
        const struct rule *rule = &tree->rules[r];

        if (rule->outcome != outcome || !naive_stands(tree, r, facts))
            continue;
        if (value != NAIVE_GAP && value != (int)rule->value)
            return NAIVE_CONFLICT;
        value = (int)rule->value;
    }
    return value;
}

void naive_count_days(const struct tree *tree, int32_t *facts)
{
    for (uint32_t f = 0; f < tree->fact_count; f++) {
        int32_t days;

        if (tree->facts[f].kind != FACT_DAYS_SINCE)
            continue;
        days = facts[tree->today] - facts[tree->facts[f].since];
        facts[f] = days < 0 ? 0 : days > 400 ? 400 : days;
    }
}

bool naive_allowed(const struct tree *tree, const int32_t *facts)
{
    for (uint32_t i = 0; i < tree->assume_count; i++)
        if (!naive_holds(tree, tree->assumes[i].cond, facts))
            return false;
    return true;
}

/* ---- random documents: facts a, b (choices), c, d (yes/no), n (0 to 9), and the
 * dates e and f ---- */

static void add_atom(struct text *text)
{
    static const str atoms[] = {STR_INIT("a is x"), STR_INIT("a is not y"),
        STR_INIT("a in (x, z)"), STR_INIT("b is p"), STR_INIT("b is q"), STR_INIT("c"),
        STR_INIT("d"), STR_INIT("n < 4"), STR_INIT("n >= 7"), STR_INIT("n = 5"),
        STR_INIT("l"), STR_INIT("e before f"), STR_INIT("f within 3 days of e"),
        STR_INIT("e after 2025-01-05"), STR_INIT("f before 2025-01-08")};

    text_add(text, atoms[test_random(COUNT_OF(atoms))]);
}

static void add_cond(struct text *text, unsigned depth)
{
    unsigned kind = (unsigned)test_random(5);

    if (depth == 0 || kind == 0) {
        add_atom(text);
        return;
    }
    text_add(text, kind == 1 ? STR("not (") : STR("("));
    add_cond(text, depth - 1);
    if (kind > 1) {
        text_add(text, kind == 2 ? STR(") or (") : STR(") and ("));
        add_cond(text, depth - 1);
    }
    text_add(text, STR(")"));
}

static void add_rule(struct text *text, unsigned index)
{
    static const str values[] = {STR_INIT("no_way"), STR_INIT("later"), STR_INIT("go")};

    text_add(text, STR("rule r"));
    text_add_u64(text, index);
    for (unsigned r = 0, named = 0; r < index; r++) {
        if (test_random(3) == 0)
            continue;
        text_add(text, named++ == 0 ? STR(", exception to r") : STR(", r"));
        text_add_u64(text, r);
    }
    text_add(text, STR(": entry is "));
    text_add(text, values[test_random(3)]);
    if (index > 0) {
        text_add(text, STR(" if "));
        add_cond(text, 2);
    }
    text_add(text, STR("\n"));
}

void naive_document(struct text *text)
{
    unsigned rules = 2 + (unsigned)test_random(5);

    text_add(text,
        STR("# Random\n\n```protocol\n"
            "edition 2025-01-01, in force from 2025-01-01\n"
            "fact a: \"a?\"\n  x = \"X\"\n  y = \"Y\"\n  z = \"Z\"\n"
            "fact b: \"b?\"\n  p = \"P\"\n  q = \"Q\"\n"
            "fact c: yes/no \"c?\"\nfact d (ask first): yes/no \"d?\"\n"
            "fact n: number 0 to 9 \"n?\"\n"
            "fact e: date \"e?\"\nfact f: date \"f?\"\n"
            "outcome entry: \"entry?\"\n  no_way = \"N\"\n  later = \"L\"\n"
            "  go = \"G\"\n  until known: later\n"
            "let l = (a is y and c) or n = 9\n"));
    for (unsigned r = 0; r < rules; r++)
        add_rule(text, r);
    if (test_random(3) == 0) {
        text_add(text, STR("assume \"some\": "));
        add_cond(text, 1);
        text_add(text, STR("\n"));
    }
    text_add(text, STR("never \"bad\": entry is go and ("));
    add_cond(text, 1);
    text_add(text, STR(")\n```\n"));
}
