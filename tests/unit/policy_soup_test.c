/*
 * Whatever is read, reading ends, in bounded time and memory, with a tree that is
 * whole when nothing is said against it and places that exist when something is.
 */
#include "policy/tree.h"
#include "policy_worked.h"
#include "test.h"

static struct arena arena;
static struct diags diags;
static struct tree tree;

/* ---- is the tree whole? ---- */

static bool is_whole_date(const struct date_term *term)
{
    return term->fact == TREE_NONE ||
        (term->fact < tree.fact_count && tree.facts[term->fact].kind == FACT_DATE);
}

static bool is_whole(const struct cond *c)
{
    switch (c->kind) {
    case COND_BROKEN:
        return false;
    case COND_AND:
    case COND_OR:
    case COND_IF:
        return is_whole(c->left) && is_whole(c->right);
    case COND_NOT:
        return is_whole(c->left);
    case COND_LET:
        return c->index < tree.let_count;
    case COND_MEMBER:
        return c->index < tree.fact_count &&
            c->member_count == tree.facts[c->index].choice_count;
    case COND_OUTCOME:
        return c->index < tree.outcome_count &&
            c->member_count == tree.outcomes[c->index].value_count;
    case COND_NUMBER:
        return c->index < tree.fact_count;
    case COND_BETWEEN:
        return c->index < tree.fact_count && tree.facts[c->index].kind == FACT_TIME &&
            c->low >= 0 && c->high < TIME_MINUTES;
    case COND_BEFORE:
    case COND_AFTER:
    case COND_WITHIN:
        return is_whole_date(&c->first) && is_whole_date(&c->second);
    }
    return false;
}

static void check_rules(void)
{
    for (uint32_t i = 0; i < tree.rule_count; i++) {
        const struct rule *rule = &tree.rules[i];

        CHECK(rule->outcome < tree.outcome_count);
        CHECK(rule->value < tree.outcomes[rule->outcome].value_count);
        CHECK(rule->cond == NULL || is_whole(rule->cond));
        for (uint32_t b = 0; b < rule->beats_count; b++)
            CHECK(tree.rules[rule->beats[b]].outcome == rule->outcome);
    }
}

static void check_tree(void)
{
    for (uint32_t i = 0; i < tree.fact_count; i++) {
        const struct fact *fact = &tree.facts[i];

        CHECK(!fact->broken && fact->answered_by < tree.role_count);
        CHECK(fact->since == TREE_NONE || tree.facts[fact->since].kind == FACT_DATE);
    }
    for (uint32_t i = 0; i < tree.let_count; i++)
        CHECK(is_whole(tree.lets[i].cond));
    for (uint32_t i = 0; i < tree.outcome_count; i++)
        CHECK(tree.outcomes[i].until_known < tree.outcomes[i].value_count);
    for (uint32_t i = 0; i < tree.duty_count; i++)
        CHECK(tree.duties[i].to < tree.role_count);
    for (uint32_t i = 0; i < tree.say_count; i++)
        CHECK(is_whole(tree.says[i].cond));
    for (uint32_t i = 0; i < tree.property_count; i++)
        CHECK(is_whole(tree.properties[i].cond));
    CHECK(tree.edition.present && tree.outcome_count > 0);
    check_rules();
}

static bool is_place(struct span span)
{
    size_t width;

    if (span.line == 0)
        return true;
    if (span.line > tree.scan.line_count || span.column == 0)
        return false;
    width = str_width(tree.scan.lines[span.line - 1]);
    return span.column + span.length <= width + 2;
}

static void read_soup(str source)
{
    diags = (struct diags){0};
    if (!tree_read(&arena, source, &diags, &tree)) {
        CHECK(diags.errors > 0);
        arena_clear(&arena);
        return;
    }
    for (size_t i = 0; i < diags.count; i++)
        if (!is_place(diags.items[i].span) ||
            (diags.items[i].fix.text.ptr != NULL &&
                !is_place(diags.items[i].fix.span))) {
            CHECK_STR(diags.items[i].message, STR("something at a place that exists"));
            CHECK_STR(source, (str){0});
        }
    for (uint32_t i = 0; i < tree.ref_count; i++)
        CHECK(is_place(tree.refs[i].span));
    if (diags.errors == 0)
        check_tree();
    arena_clear(&arena);
}

/* ---- soup ---- */

static const char *const words[] = {"edition", "role", "fact", "let", "outcome", "rule",
    "duty", "say", "assume", "never", "always", "and", "or", "not", "if", "then", "is",
    "in", "before", "after", "within", "between", "today", "now", "yes", "no", "open",
    "section", "until", "known", "force", "from", "exception", "to", "otherwise",
    "number", "date", "time", "school", "minutes", "days", "since", "of", "by",
    "answered", "ask", "first", "fixed", "private", "a", "b", "c", "agency", "Agency",
    "a-b", "\"t\"", "\"", "'x'", "2025-01-24", "1/2/2025", "08:30", "3pm", "5", "-5",
    "1.5", "(", ")", ",", ":", "=", "<", "<=", ">", ">=", "/", "==", "!=", "&&", "|",
    ";", "#", "\n", "\n", "\n", "\n  ", "\n  ", "\xe2\x80\x9c", "\xc3\xa9", "\t", "@",
    "\\"};

TEST(soup, of_words_ends)
{
    for (int round = 0; round < 1000; round++) {
        struct arena own = {0};
        struct text text = text_in(&own);
        size_t count = test_random(120);

        text_add(&text, STR("```protocol\n"));
        for (size_t i = 0; i < count; i++) {
            text_add(&text, str_from(words[test_random(COUNT_OF(words))]));
            if (test_random(8) > 0)
                text_add_byte(&text, ' ');
        }
        text_add(&text, STR("\n```\n"));
        read_soup(text_str(&text));
        arena_clear(&own);
    }
}

/* Copy, drop, exchange or double a part of the document, or put a word into it. */
static str mutated(struct arena *own, str source)
{
    struct text text = text_in(own);
    size_t at = test_random(source.len);
    size_t end = at + test_random(30);
    size_t other = test_random(source.len);

    text_add(&text, str_slice(source, 0, at));
    switch (test_random(4)) {
    case 0:
        break;
    case 1:
        text_add(&text, str_slice(source, other, other + test_random(60)));
        break;
    case 2:
        text_add(&text, str_slice(source, at, end));
        text_add(&text, str_slice(source, at, end));
        break;
    default:
        text_add(&text, str_from(words[test_random(COUNT_OF(words))]));
        text_add(&text, str_slice(source, at, end));
        break;
    }
    text_add(&text, str_slice(source, end, source.len));
    return text_str(&text);
}

TEST(soup, of_a_document_ends)
{
    for (int round = 0; round < 400; round++) {
        struct arena own = {0};
        str source = worked_document(&own);

        for (size_t times = 1 + test_random(6); times > 0; times--)
            source = mutated(&own, source);
        read_soup(source);
        arena_clear(&own);
    }
}

/* ---- limits ---- */

/* A sound document whose last statement is grown by the test. */
static struct text start(struct arena *own)
{
    struct text text = text_in(own);

    text_add(&text,
        STR("# S\n\n```protocol\n"
            "edition 2025-01-01, in force from 2025-01-01\n"
            "fact a: yes/no \"q\"\n"
            "outcome o: \"q\"\n  p = \"P\"\n  q = \"Q\"\n  until known: p\n"
            "rule r: o is p\n"));
    return text;
}

static void add_many(struct text *text, const char *words_to_add, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_add(text, str_from(words_to_add));
        if (i % 100 == 99)
            text_add(text, STR("\n  "));
    }
}

/* Read what was grown; it is refused for its size alone. */
static void check_refused(struct text *text)
{
    text_add(text, STR("\n```\n"));
    diags = (struct diags){0};
    CHECK(tree_read(&arena, text_str(text), &diags, &tree));
    CHECK_U64(diags.count, 1);
    if (diags.count > 0)
        CHECK_STR(diags.items[0].code, STR("P062"));
    arena_clear(&arena);
    arena_clear(text->arena);
}

TEST(soup, of_endless_conditions_is_refused)
{
    static const char *const parts[] = {"not ", "(", "if a then ", "a and ", "a or ",
        "(a and not ", "if (a or ", "if if "};

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct arena own = {0};
        struct text text = start(&own);

        text_add(&text, STR("say \"s\" if "));
        add_many(&text, parts[i], 50000);
        text_add(&text, STR("a"));
        check_refused(&text);
    }
}

/* Each let names the one declared `step` after it. */
static void add_lets(struct text *text, int count, const char *form)
{
    for (int i = 0; i < count; i++) {
        text_add(text, STR("let l"));
        text_add_u64(text, (uint64_t)i);
        text_add(text, STR(" = "));
        text_add(text, str_from(form));
        text_add_u64(text, (uint64_t)i + 1);
        if (form[0] == '(') {
            text_add(text, STR(" or l"));
            text_add_u64(text, (uint64_t)i + 1);
            text_add(text, STR(")"));
        }
        text_add_byte(text, '\n');
    }
    text_add(text, STR("let l"));
    text_add_u64(text, (uint64_t)count);
    text_add(text, STR(" = o is q\n"));
}

TEST(soup, of_lets_in_lets_is_refused_when_it_is_too_deep)
{
    struct arena own = {0};
    struct text text = start(&own);

    add_lets(&text, 9000, "not l");
    check_refused(&text);
}

/* Written out, these lets are of astronomical length. */
TEST(soup, of_lets_that_double_is_read)
{
    struct arena own = {0};
    struct text text = start(&own);

    add_lets(&text, 900, "(l");
    text_add(&text, STR("say \"s\" if l0\n```\n"));
    diags = (struct diags){0};
    CHECK(tree_read(&arena, text_str(&text), &diags, &tree));
    CHECK_U64(diags.errors, 0);
    arena_clear(&arena);
    arena_clear(&own);
}

TEST(soup, of_rules_and_sections_is_refused_when_it_is_too_much)
{
    struct arena own = {0};
    struct text text = start(&own);

    for (int i = 0; i < 9000; i++) {
        text_add(&text, STR("rule r"));
        text_add_u64(&text, (uint64_t)i);
        text_add(&text,
            i % 2 == 0 ? STR(": o is p\n")
                       : STR(", exception to section \"S\", r: o is q\n"));
        if (i == 4000)
            text_add(&text, STR("```\n\n# T\n\n```protocol\n"));
    }
    text_add(&text, STR("\n```\n"));
    diags = (struct diags){0};
    CHECK(tree_read(&arena, text_str(&text), &diags, &tree));
    CHECK(diags.errors > 0 && diags.errors <= 201);
    arena_clear(&arena);
    arena_clear(&own);
}

TEST(soup, of_too_many_facts_is_refused)
{
    struct arena own = {0};
    struct text text = start(&own);

    for (int i = 0; i < 900; i++) {
        text_add(&text, STR("fact f"));
        text_add_u64(&text, (uint64_t)i);
        text_add(&text, STR(": yes/no \"q\"\n"));
    }
    check_refused(&text);
}

/* 64-letter names that are all nearly right make every guess as dear as can be. */
TEST(soup, of_names_nearly_right_ends_soon)
{
    struct arena own = {0};
    struct text text = start(&own);

    for (int i = 0; i < 8000; i++) {
        text_add(&text, i < 4000 ? STR("let n") : STR("say \"s\" if m"));
        text_add_repeated(&text, 'x', 50);
        text_add_u64(&text, (uint64_t)i % 4000 + 10000);
        text_add(&text, i < 4000 ? STR(" = a\n") : STR("\n"));
    }
    text_add(&text, STR("```\n"));
    diags = (struct diags){0};
    CHECK(tree_read(&arena, text_str(&text), &diags, &tree));
    CHECK_U64(diags.errors, 201);
    arena_clear(&arena);
    arena_clear(&own);
}

TEST(soup, of_broken_characters_ends)
{
    struct arena own = {0};
    struct text text = start(&own);

    for (int i = 0; i < 100000; i++)
        text_add(&text, i % 50 == 49 ? STR("\n") : STR("@{ "));
    text_add(&text, STR("```\n"));
    read_soup(text_str(&text));
    arena_clear(&own);
}
