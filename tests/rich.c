#include "rich.h"

#include "test.h"

static const str fact_atoms[] = {STR_INIT("a is x"), STR_INIT("a is not y"),
    STR_INIT("a in (x, z)"), STR_INIT("b is p"), STR_INIT("b is q"), STR_INIT("c"),
    STR_INIT("d"), STR_INIT("not d"), STR_INIT("n < 4"), STR_INIT("n >= 7"),
    STR_INIT("n = 5"), STR_INIT("n > 4"), STR_INIT("l"), STR_INIT("l"),
    STR_INIT("t between 08:30 and 15:00"), STR_INIT("t between 22:00 and 06:00"),
    STR_INIT("t between 15:00 and 15:00"), STR_INIT("e before f"),
    STR_INIT("f within 3 days of e"), STR_INIT("g after f"),
    STR_INIT("g within 0 days of e"), STR_INIT("e after 2025-01-05"),
    STR_INIT("f before 2025-01-08"), STR_INIT("g within 2 days of 2025-01-05"),
    STR_INIT("e within 14 days of today"), STR_INIT("f before today"),
    STR_INIT("today after 2025-01-06"), STR_INIT("s <= 10"), STR_INIT("s = 0"),
    STR_INIT("s >= 400"), STR_INIT("s > 14"), STR_INIT("k >= 5")};

static const str outcome_atoms[] = {STR_INIT("entry is go"),
    STR_INIT("entry is not go"), STR_INIT("entry in (no_way, later)"), STR_INIT("m")};

static const str last_atoms[] = {STR_INIT("notice is told"),
    STR_INIT("notice is hushed"), STR_INIT("notice is not due")};

/* What a condition may speak of: facts, the first outcome too, or both. */
enum reach { FACTS, FIRST_OUTCOME, ALL_OUTCOMES };

static str pick_atom(enum reach reach)
{
    size_t kind = test_random(6);

    if (reach == ALL_OUTCOMES && kind == 0)
        return last_atoms[test_random(COUNT_OF(last_atoms))];
    if (reach != FACTS && kind < 3)
        return outcome_atoms[test_random(COUNT_OF(outcome_atoms))];
    return fact_atoms[test_random(COUNT_OF(fact_atoms))];
}

static void add_cond(struct text *text, enum reach reach, unsigned depth)
{
    size_t kind = test_random(6);

    if (depth == 0 || kind == 0) {
        text_add(text, pick_atom(reach));
        return;
    }
    text_add(text, kind == 1 ? STR("not (") : kind == 2 ? STR("if (") : STR("("));
    add_cond(text, reach, depth - 1);
    if (kind > 1) {
        text_add(text,
            kind == 2       ? STR(") then (")
                : kind == 3 ? STR(") or (")
                            : STR(") and ("));
        add_cond(text, reach, depth - 1);
    }
    text_add(text, STR(")"));
}

static void add_numbered(struct text *text, str name, unsigned number)
{
    text_add(text, name);
    text_add_u64(text, number);
}

/* Rule `index` of an outcome, an exception to some before it; now and then to all
 * that stand under the heading of the first ones. */
static void add_rule(struct text *text, unsigned index, str outcome, str const *values)
{
    bool section = index > 2 && test_random(4) == 0;
    bool first = str_equal(outcome, STR("entry"));
    bool any = section;

    text_add(text, STR("rule "));
    add_numbered(text, outcome, index);
    if (section)
        text_add(text, STR(", exception to section \"First\""));
    for (unsigned r = 0; r < index; r++) {
        if (test_random(8) == 0 || (section && r < 2))
            continue;
        text_add(text, any ? STR(", ") : STR(", exception to "));
        add_numbered(text, outcome, r);
        any = true;
    }
    text_add(text, STR(": "));
    text_add(text, outcome);
    text_add(text, STR(" is "));
    text_add(text, values[test_random(3)]);
    if (index > 0 || test_random(6) == 0) {
        text_add(text, STR(" if "));
        add_cond(text, first ? FACTS : FIRST_OUTCOME, 2);
    }
    text_add(text, STR("\n"));
}

static void add_rules(struct text *text, unsigned from, unsigned to)
{
    static const str entries[] = {
        STR_INIT("no_way"), STR_INIT("later"), STR_INIT("go")};
    static const str notices[] = {
        STR_INIT("hushed"), STR_INIT("due"), STR_INIT("told")};

    for (unsigned r = from; r < to; r++)
        add_rule(text, r, STR("entry"), entries);
    for (unsigned r = from; r < to; r++)
        add_rule(text, r, STR("notice"), notices);
}

static void add_assumptions(struct text *text)
{
    for (unsigned i = (unsigned)test_random(4); i > 1; i--) {
        text_add(text, STR("assume \"some\": "));
        add_cond(text, FACTS, 1 + (unsigned)test_random(2));
        text_add(text, STR("\n"));
    }
}

void rich_property(struct text *text, unsigned number)
{
    bool always = test_random(2) == 0;

    add_numbered(text, always ? STR("always \"p") : STR("never \"p"), number);
    text_add(text, STR("\": "));
    if (always) {
        text_add(text, STR("if ("));
        add_cond(text, ALL_OUTCOMES, 2);
        text_add(text, STR(") then "));
    } else {
        add_cond(text, FACTS, 1);
        text_add(text, STR(" and "));
    }
    text_add(text, STR("("));
    add_cond(text, ALL_OUTCOMES, 1);
    text_add(text, STR(")\n"));
}

void rich_document(struct text *text, unsigned properties)
{
    static const str until[] = {STR_INIT("no_way"), STR_INIT("later"), STR_INIT("go")};
    unsigned rules = 2 + (unsigned)test_random(4);

    text_add(text,
        STR("# Random\n\n```protocol\n"
            "edition 2025-01-01, in force from 2025-01-01\n"
            "fact a: \"a?\"\n  x = \"X\"\n  y = \"Y\"\n  z = \"Z\"\n"
            "fact b (fixed): \"b?\"\n  p = \"P\"\n  q = \"Q\"\n"
            "fact c: yes/no \"c?\"\nfact d (ask first): yes/no \"d?\"\n"
            "fact n: number 0 to 9 \"n?\"\nfact t: time \"t?\"\n"
            "fact e: date \"e?\"\nfact f: date \"f?\"\nfact g: date \"g?\"\n"
            "fact s: days since e\nfact k: school days since f\n"
            "outcome entry: \"entry?\"\n  no_way = \"N\"\n  later = \"L\"\n"
            "  go = \"G\"\n  until known: "));
    text_add(text, until[test_random(3)]);
    text_add(text,
        STR("\noutcome notice: \"notice?\"\n  hushed = \"H\"\n  due = \"D\"\n"
            "  told = \"T\"\n  until known: due\n"
            "let l = (a is y and c) or n = 9\n"
            "let m = entry is later and e before g\n"));
    add_assumptions(text);
    text_add(text, STR("```\n\n## First\n\n```protocol\n"));
    add_rules(text, 0, 2);
    text_add(text, STR("```\n\n## Second\n\n```protocol\n"));
    add_rules(text, 2, 2 + rules);
    text_add(text, STR("duty call: \"Call\" to desk if "));
    add_cond(text, ALL_OUTCOMES, 1);
    text_add(text, STR("\nsay \"Wait.\" if "));
    add_cond(text, ALL_OUTCOMES, 1);
    text_add(text, STR("\n"));
    for (unsigned i = 0; i < properties; i++)
        rich_property(text, i);
    text_add(text, STR("```\n"));
}
