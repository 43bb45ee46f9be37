/*
 * From statements to the tree: everything is where it should be, and every name
 * leads to what it names.
 */
#include "policy/tree.h"
#include "policy_worked.h"
#include "test.h"

static struct arena arena;
static struct diags diags;
static struct tree tree;

static void read_source(str source)
{
    arena_clear(&arena);
    diags = (struct diags){0};
    CHECK(tree_read(&arena, source, &diags, &tree));
    for (size_t i = 0; i < diags.count; i++)
        if (diags.items[i].severity != SEVERITY_INFO)
            CHECK_STR(diags.items[i].message, STR("no mistake"));
}

/* Statements in a block of their own under the heading `S`. */
static void read_statements(const char *statements)
{
    struct arena own = {0};
    struct text text = text_in(&own);

    text_add(&text, STR("# S\n\n```protocol\n"));
    text_add(&text, str_from(statements));
    text_add(&text, STR("\n```\n"));
    arena_clear(&arena);
    diags = (struct diags){0};
    tree = (struct tree){0};
    CHECK(tree_read(&arena, arena_str(&arena, text_str(&text)), &diags, &tree));
    arena_clear(&own);
}

static const struct cond *cond_of(const char *condition)
{
    struct arena own = {0};
    struct text text = text_in(&own);

    text_add(&text,
        STR("edition 2025-01-01, in force from 2025-01-01\n"
            "fact a: yes/no \"q\"\nfact b: yes/no \"q\"\nfact c: yes/no \"q\"\n"
            "fact n: number -5 to 500 \"q\"\nfact d: date \"q\"\n"
            "fact t: time \"q\"\nfact k: \"q\"\n  x = \"X\"\n  y = \"Y\"\n"
            "  z = \"Z\"\n"
            "outcome o: \"q\"\n  p = \"P\"\n  q = \"Q\"\n  until known: p\n"
            "rule r: o is p\nlet l = a\nsay \"s\" if "));
    text_add(&text, str_from(condition));
    text_add_byte(&text, '\0');
    read_statements(text.ptr);
    arena_clear(&own);
    CHECK_U64(diags.errors, 0);
    CHECK_U64(tree.say_count, 1);
    return tree.says[0].cond;
}

/* A condition with every parenthesis it implies. */
static void text_add_cond(struct text *text, const struct cond *c)
{
    static const str names[] = {[COND_AND] = STR_INIT(" and "),
        [COND_OR] = STR_INIT(" or "),
        [COND_IF] = STR_INIT(" then ")};

    switch (c->kind) {
    case COND_AND:
    case COND_OR:
    case COND_IF:
        text_add_byte(text, '(');
        text_add_cond(text, c->left);
        text_add(text, names[c->kind]);
        text_add_cond(text, c->right);
        text_add_byte(text, ')');
        break;
    case COND_NOT:
        text_add_byte(text, '!');
        text_add_cond(text, c->left);
        break;
    case COND_MEMBER:
        text_add(text, tree.facts[c->index].name);
        break;
    default:
        text_add_byte(text, '?');
        break;
    }
}

static str shape_of(const char *condition)
{
    const struct cond *c = cond_of(condition);
    struct text text = text_in(&arena);

    text_add_cond(&text, c);
    return text_str(&text);
}

/* ---- the worked document ---- */

TEST(parse, reads_the_worked_document)
{
    struct arena own = {0};

    read_source(worked_document(&own));
    CHECK_U64(tree.role_count, 4);
    CHECK_U64(tree.fact_count, 7);
    CHECK_U64(tree.let_count, 3);
    CHECK_U64(tree.outcome_count, 1);
    CHECK_U64(tree.rule_count, 6);
    CHECK_U64(tree.duty_count, 2);
    CHECK_U64(tree.say_count, 1);
    CHECK_U64(tree.assume_count, 0);
    CHECK_U64(tree.property_count, 3);
    CHECK_U64(tree.table_count, 1);
    CHECK_U64(tree.tables[0].example_count, 6);
    CHECK_U64(tree.tables[0].column_count, 8);
    CHECK_STR(tree.scan.title, STR("Chicago: who may come in"));
    CHECK_STR(tree.facts[0].name, STR("agency"));
    CHECK_U64(tree.facts[0].choice_count, 6);
    CHECK(tree.facts[0].fixed && !tree.facts[0].ask_first);
    CHECK(tree.facts[1].ask_first && tree.facts[1].kind == FACT_YES_NO);
    CHECK_U64(tree.facts[6].answered_by, 1);
    CHECK_U64(tree.outcomes[0].until_known, 1);
    CHECK_STR(tree.roles[0].name, STR("desk"));
    CHECK(tree.edition.present && !tree.edition.has_until);
    CHECK(tree.today == TREE_NONE && tree.now == TREE_NONE);
    arena_clear(&own);
}

TEST(parse, resolves_the_exceptions_of_the_worked_document)
{
    struct arena own = {0};
    const struct rule *rule;

    read_source(worked_document(&own));
    rule = &tree.rules[5];
    CHECK_STR(rule->name, STR("emergencies_pass"));
    CHECK_U64(rule->exception_count, 2);
    CHECK_U64(rule->beats_count, 5);
    for (uint32_t i = 0; i < rule->beats_count; i++)
        CHECK_U64(rule->beats[i], i);
    CHECK_STR(tree.scan.headings[rule->ground.heading].text, STR("Emergencies"));
    CHECK_U64(tree.rules[0].beats_count, 0);
    CHECK_U64(tree.rules[1].beats_count, 1);
    CHECK(tree.rules[0].cond == NULL);
    CHECK_U64(tree.rules[1].value, 1);
    arena_clear(&own);
}

TEST(parse, reads_the_examples_of_the_worked_document)
{
    struct arena own = {0};
    const struct example *last;
    const struct example *first;

    read_source(worked_document(&own));
    first = &tree.tables[0].examples[0];
    last = &tree.tables[0].examples[5];
    CHECK_STR(first->name, STR("Hamline, 24 January 2025"));
    CHECK_U64(tree.tables[0].columns[7].kind, COLUMN_OUTCOME);
    CHECK_U64((uint32_t)first->cells[0], 1);
    CHECK_U64((uint32_t)first->cells[6], 0);
    CHECK_U64((uint32_t)first->cells[7], 0);
    CHECK(first->cells[4] == VALUE_UNKNOWN && last->cells[0] == VALUE_UNKNOWN);
    CHECK(last->cells[7] == EXPECT_OPEN);
    arena_clear(&own);
}

/* ---- refs ---- */

static str source_at(struct span span)
{
    str line = tree.scan.lines[span.line - 1];

    return str_slice(line, span.column - 1, span.column - 1 + span.length);
}

static str named(const struct ref *ref)
{
    switch (ref->kind) {
    case REF_FACT:
        return tree.facts[ref->index].name;
    case REF_CHOICE:
        return tree.facts[ref->index].choices[ref->part].name;
    case REF_LET:
        return tree.lets[ref->index].name;
    case REF_RULE:
        return tree.rules[ref->index].name;
    case REF_ROLE:
        return tree.roles[ref->index].name;
    case REF_OUTCOME:
        return tree.outcomes[ref->index].name;
    case REF_VALUE:
        return tree.outcomes[ref->index].values[ref->part].name;
    case REF_DUTY:
        return tree.duties[ref->index].name;
    case REF_HEADING:
        break;
    }
    return (str){0};
}

TEST(parse, records_every_name_in_order)
{
    struct arena own = {0};
    uint32_t definitions = 0;

    read_source(worked_document(&own));
    for (uint32_t i = 0; i < tree.ref_count; i++) {
        const struct ref *ref = &tree.refs[i];

        definitions += ref->definition;
        if (i > 0)
            CHECK(ref[-1].span.line < ref->span.line ||
                (ref[-1].span.line == ref->span.line &&
                    ref[-1].span.column + ref[-1].span.length <= ref->span.column));
        /* The header's arrow is one character of three bytes. */
        if (ref->kind != REF_HEADING &&
            tree.scan.lines[ref->span.line - 1].ptr[0] != '|')
            CHECK_STR(source_at(ref->span), named(ref));
    }
    /* 3 roles, 7 facts, 20 values, an outcome, 3 values, 3 lets, 6 rules, 2 duties. */
    CHECK_U64(definitions, 3 + 7 + 20 + 1 + 3 + 3 + 6 + 2);
    arena_clear(&own);
}

/* ---- conditions ---- */

TEST(parse, binds_and_tighter_than_or)
{
    CHECK_STR(shape_of("a and b and c"), STR("((a and b) and c)"));
    CHECK_STR(shape_of("a or b and c"), STR("(a or (b and c))"));
    CHECK_STR(shape_of("(a or b) and c"), STR("((a or b) and c)"));
    CHECK_STR(shape_of("not a and b"), STR("(!a and b)"));
    CHECK_STR(shape_of("not not (a and b)"), STR("!!(a and b)"));
    CHECK_STR(shape_of("if a then b or c"), STR("(a then (b or c))"));
    CHECK_STR(shape_of("if a then if b then c"), STR("(a then (b then c))"));
    CHECK_STR(shape_of("a and if b then c"), STR("(a and (b then c))"));
    CHECK_STR(
        shape_of("a\n  and b # why\n  # because\n\n  and c"), STR("((a and b) and c)"));
}

TEST(parse, reads_members)
{
    static const struct {
        const char *condition;
        bool members[3];
    } cases[] = {
        {"k is y", {false, true, false}},
        {"k is not y", {true, false, true}},
        {"k in (x, z)", {true, false, true}},
        {"k not in (x, z)", {false, true, false}},
        {"k is in (x, z)", {true, false, true}},
        {"k is not in (x, z)", {false, true, false}},
        {"k in (y)", {false, true, false}},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct cond *c = cond_of(cases[i].condition);

        CHECK(c->kind == COND_MEMBER && c->member_count == 3);
        CHECK(memcmp(c->members, cases[i].members, sizeof(cases[i].members)) == 0);
    }
    CHECK(!cond_of("a is no")->members[1] && tree.says[0].cond->members[0]);
    CHECK(cond_of("a is not no")->members[1] && !tree.says[0].cond->members[0]);
    CHECK(cond_of("o is q")->kind == COND_OUTCOME);
    CHECK(cond_of("l")->kind == COND_LET);
}

TEST(parse, reads_numbers_dates_and_times)
{
    const struct cond *c = cond_of("n >= -3");

    CHECK(c->kind == COND_NUMBER && c->compare == COMPARE_AT_LEAST && c->number == -3);
    c = cond_of("n is 7");
    CHECK(c->kind == COND_NUMBER && c->compare == COMPARE_IS && c->number == 7);
    c = cond_of("n is not 7");
    CHECK(c->kind == COND_NOT && c->left->compare == COMPARE_IS);
    c = cond_of("d within 3 days of 2025-01-24");
    CHECK(c->kind == COND_WITHIN && c->number == 3 && c->second.fact == TREE_NONE);
    CHECK(c->second.day == 20112);
    c = cond_of("t between 22:00 and 06:00");
    CHECK(c->kind == COND_BETWEEN && c->low == 1320 && c->high == 360);
    c = cond_of("today after d");
    CHECK(c->kind == COND_AFTER && c->first.fact == tree.today);
    CHECK_U64(tree.today, tree.fact_count - 1);
    CHECK(tree.facts[tree.today].supplied && tree.now == TREE_NONE);
    c = cond_of("now between 08:00 and 15:00");
    CHECK(c->kind == COND_BETWEEN && c->index == tree.now);
    CHECK(tree.facts[tree.now].kind == FACT_TIME);
}

/* ---- statements ---- */

TEST(parse, reads_the_rest_of_the_statements)
{
    read_statements(
        "edition 2025-01-01, in force from 2025-02-01 until 2026-01-31\n"
        "role guard: \"Guard\"\n"
        "fact come (private, answered by guard, ask first, fixed): date \"When?\"\n"
        "fact since_then: school days since come\n"
        "outcome o: \"q\"\n  p = \"P\"\n  q = \"Q\"\n  until known: p\n"
        "outcome w: \"q\"\n  yes = \"Yes\"\n  before = \"Before\"\n  until known: yes\n"
        "rule one: o is q if w is before\n"
        "rule two: w is before if since_then > 5\n"
        "duty d: \"do\" to guard within 2 school days, otherwise desk if o is q\n"
        "duty always_do: \"do\" to desk\n"
        "assume \"why\": since_then < 300");
    CHECK_U64(diags.errors, 0);
    CHECK(tree.edition.has_until && tree.edition.until > tree.edition.from);
    CHECK(tree.facts[0].is_private && tree.facts[0].ask_first && tree.facts[0].fixed);
    CHECK_U64(tree.facts[0].answered_by, 1);
    CHECK(tree.facts[1].kind == FACT_SCHOOL_DAYS_SINCE && tree.facts[1].supplied);
    CHECK(tree.facts[1].since == 0 && tree.facts[0].used && tree.today == 2);
    CHECK_U64((uint32_t)tree.facts[1].high, DAYS_SINCE_MAX);
    CHECK(tree.outcomes[1].order < tree.outcomes[0].order);
    CHECK(tree.duties[0].has_within && tree.duties[0].amount == 2);
    CHECK(tree.duties[0].unit == UNIT_SCHOOL_DAYS && tree.duties[0].otherwise == 0);
    CHECK(tree.duties[1].cond == NULL && tree.duties[1].otherwise == TREE_NONE);
    CHECK_U64(tree.assume_count, 1);
}

TEST(parse, reads_texts_literally)
{
    read_statements("role a: \"say \\\"yes\\\" \\\\ # \\n &amp; \xe2\x80\x99\"");
    CHECK_STR(tree.roles[1].label, STR("say \"yes\" \\ # \\n &amp; \xe2\x80\x99"));
}

/* A section leaves out the rule's own exceptions, direct or through others. */
TEST(parse, leaves_its_own_exceptions_out_of_a_section)
{
    read_statements("edition 2025-01-01, in force from 2025-01-01\n"
                    "outcome o: \"q\"\n  p = \"P\"\n  until known: p\n"
                    "rule base: o is p\n"
                    "rule mine, exception to section \"S\": o is p\n"
                    "rule first, exception to mine: o is p\n"
                    "rule second, exception to first: o is p\n"
                    "rule other: o is p");
    CHECK_U64(diags.errors, 0);
    CHECK_U64(tree.rules[1].beats_count, 2);
    CHECK_U64(tree.rules[1].beats[0], 0);
    CHECK_U64(tree.rules[1].beats[1], 4);
}

/* ---- a property given apart ---- */

TEST(parse, reads_a_property_given_apart)
{
    struct arena own = {0};
    struct property property = {0};
    uint32_t refs;

    read_source(worked_document(&own));
    diags = (struct diags){0};
    refs = tree.ref_count;
    CHECK(tree_read_property(&arena, &tree,
        STR("never \"in without a paper\":\n  paper is none and entry is admit"),
        &diags, &property));
    CHECK(!property.always && property.cond->kind == COND_AND);
    CHECK_STR(property.name, STR("in without a paper"));
    CHECK(tree_read_property(
        &arena, &tree, STR("always \"x\": emergency"), &diags, &property));
    CHECK(property.always);
    CHECK_U64(tree.ref_count, refs);
    CHECK_U64(diags.count, 0);
    CHECK(!tree_read_property(
        &arena, &tree, STR("never \"x\": emergencyy"), &diags, &property));
    CHECK_STR(diags.items[0].hint, STR("did you mean `emergency`?"));
    CHECK_U64(diags.items[0].span.column, 12);
    CHECK(!tree_read_property(&arena, &tree,
        STR("never \"x\": now between 08:00 and 09:00"), &diags, &property));
    CHECK(!tree_read_property(&arena, &tree, STR("emergency"), &diags, &property));
    CHECK(!tree_read_property(&arena, &tree, STR(""), &diags, &property));
    CHECK_U64(diags.errors, 4);
    CHECK_U64(tree.fact_count, 7);
    arena_clear(&own);
}

/* ---- values ---- */

static void check_value(uint32_t fact, const char *written, int32_t wanted)
{
    struct text back = text_in(&arena);
    int32_t value;
    str message;
    str hint;

    CHECK(tree_read_value(
        &arena, &tree, fact, str_from(written), &value, &message, &hint));
    CHECK(value == wanted);
    text_add_value(&back, &tree, fact, value);
    CHECK_STR(text_str(&back), str_trim(str_from(written)));
}

static void check_no_value(uint32_t fact, const char *written, str wanted_hint)
{
    int32_t value;
    str message;
    str hint;

    CHECK(!tree_read_value(
        &arena, &tree, fact, str_from(written), &value, &message, &hint));
    CHECK(value == VALUE_UNKNOWN && message.len > 0);
    CHECK_STR(hint, wanted_hint);
}

TEST(parse, reads_values_as_people_write_them)
{
    (void)cond_of("a");
    check_value(0, "yes", 1);
    check_value(0, " no ", 0);
    check_value(0, "  ", VALUE_UNKNOWN);
    check_value(3, "-5", -5);
    check_value(3, "500", 500);
    check_value(4, "1969-12-31", -1);
    check_value(5, "23:59", 1439);
    check_value(6, "z", 2);
    check_no_value(0, "true", STR("did you mean `yes`?"));
    check_no_value(0, "Yes", STR("that is the label; write its name: yes"));
    check_no_value(3, "501", STR("write a whole number from -5 to 500"));
    check_no_value(
        4, "24.1.2025", STR("write a date as YEAR-MONTH-DAY, for example 2025-01-24"));
    check_no_value(5, "8:30", STR("write a time as HH:MM, for example 08:30"));
    check_no_value(6, "Z", STR("that is the label; write its name: z"));
    check_no_value(6, "other", STR("its values are: x, y, z"));
    arena_clear(&arena);
}

TEST(parse, finds_by_name)
{
    (void)cond_of("a");
    CHECK_U64(tree_find_fact(&tree, STR("k")), 6);
    CHECK_U64(tree_find_fact(&tree, STR("o")), TREE_NONE);
    CHECK_U64(tree_find_outcome(&tree, STR("o")), 0);
    CHECK_U64(tree_find_outcome(&tree, STR("k")), TREE_NONE);
    CHECK_U64(tree_find_duty(&tree, STR("o")), TREE_NONE);
    CHECK_U64(
        tree_find_choice(tree.facts[6].choices, tree.facts[6].choice_count, STR("y")),
        1);
    arena_clear(&arena);
}
