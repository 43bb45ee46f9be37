#include "study_oracle.h"

static str formatted(struct arena *arena, str source)
{
    struct text text = text_in(arena);

    study_format_source(arena, source, &text);
    return text_str(&text);
}

/* ---- the same tree, wherever its words stand ---- */

static bool same_choices(
    const struct choice *a, uint32_t a_count, const struct choice *b, uint32_t b_count)
{
    if (a_count != b_count)
        return false;
    for (uint32_t i = 0; i < a_count; i++)
        if (!str_equal(a[i].name, b[i].name) || !str_equal(a[i].label, b[i].label))
            return false;
    return true;
}

static bool same_cond(const struct cond *a, const struct cond *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return a->kind == b->kind && a->index == b->index && a->compare == b->compare &&
        a->number == b->number && a->low == b->low && a->high == b->high &&
        a->first.fact == b->first.fact && a->first.day == b->first.day &&
        a->second.fact == b->second.fact && a->second.day == b->second.day &&
        a->member_count == b->member_count &&
        (a->member_count == 0 ||
            memcmp(a->members, b->members, a->member_count) == 0) &&
        same_cond(a->left, b->left) && same_cond(a->right, b->right);
}

static bool same_fact(const struct fact *a, const struct fact *b)
{
    return str_equal(a->name, b->name) && str_equal(a->question, b->question) &&
        a->kind == b->kind && a->low == b->low && a->high == b->high &&
        a->since == b->since && a->answered_by == b->answered_by &&
        a->ask_first == b->ask_first && a->is_private == b->is_private &&
        a->fixed == b->fixed &&
        same_choices(a->choices, a->choice_count, b->choices, b->choice_count);
}

static bool same_rule(const struct rule *a, const struct rule *b)
{
    return str_equal(a->name, b->name) && a->outcome == b->outcome &&
        a->value == b->value && a->ground.heading == b->ground.heading &&
        a->beats_count == b->beats_count &&
        (a->beats_count == 0 ||
            memcmp(a->beats, b->beats, a->beats_count * sizeof(*a->beats)) == 0) &&
        same_cond(a->cond, b->cond);
}

static bool same_duty(const struct duty *a, const struct duty *b)
{
    return str_equal(a->name, b->name) && str_equal(a->text, b->text) &&
        a->to == b->to && a->otherwise == b->otherwise &&
        a->has_within == b->has_within && a->amount == b->amount &&
        a->unit == b->unit && same_cond(a->cond, b->cond);
}

static bool same_table(const struct example_table *a, const struct example_table *b)
{
    if (a->column_count != b->column_count || a->example_count != b->example_count)
        return false;
    for (uint32_t c = 0; c < a->column_count; c++)
        if (a->columns[c].kind != b->columns[c].kind ||
            a->columns[c].index != b->columns[c].index)
            return false;
    for (uint32_t e = 0; e < a->example_count; e++)
        if (!str_equal(a->examples[e].name, b->examples[e].name) ||
            memcmp(a->examples[e].cells, b->examples[e].cells,
                a->column_count * sizeof(*a->examples[e].cells)) != 0)
            return false;
    return true;
}

static void check_same_facts(const struct tree *a, const struct tree *b)
{
    CHECK_U64(b->role_count, a->role_count);
    for (uint32_t i = 0; i < a->role_count && i < b->role_count; i++)
        CHECK(str_equal(a->roles[i].name, b->roles[i].name) &&
            str_equal(a->roles[i].label, b->roles[i].label));
    CHECK_U64(b->fact_count, a->fact_count);
    for (uint32_t i = 0; i < a->fact_count && i < b->fact_count; i++)
        CHECK(same_fact(&a->facts[i], &b->facts[i]));
    CHECK_U64(b->outcome_count, a->outcome_count);
    for (uint32_t i = 0; i < a->outcome_count && i < b->outcome_count; i++)
        CHECK(str_equal(a->outcomes[i].name, b->outcomes[i].name) &&
            a->outcomes[i].until_known == b->outcomes[i].until_known &&
            same_choices(a->outcomes[i].values, a->outcomes[i].value_count,
                b->outcomes[i].values, b->outcomes[i].value_count));
}

static void check_same(const struct tree *a, const struct tree *b)
{
    check_same_facts(a, b);
    CHECK_U64(b->let_count, a->let_count);
    for (uint32_t i = 0; i < a->let_count && i < b->let_count; i++)
        CHECK(same_cond(a->lets[i].cond, b->lets[i].cond));
    CHECK_U64(b->rule_count, a->rule_count);
    for (uint32_t i = 0; i < a->rule_count && i < b->rule_count; i++)
        CHECK(same_rule(&a->rules[i], &b->rules[i]));
    CHECK_U64(b->duty_count, a->duty_count);
    for (uint32_t i = 0; i < a->duty_count && i < b->duty_count; i++)
        CHECK(same_duty(&a->duties[i], &b->duties[i]));
    CHECK_U64(b->say_count, a->say_count);
    for (uint32_t i = 0; i < a->say_count && i < b->say_count; i++)
        CHECK(str_equal(a->says[i].words, b->says[i].words) &&
            same_cond(a->says[i].cond, b->says[i].cond));
    CHECK_U64(b->assume_count, a->assume_count);
    for (uint32_t i = 0; i < a->assume_count && i < b->assume_count; i++)
        CHECK(same_cond(a->assumes[i].cond, b->assumes[i].cond));
    CHECK_U64(b->property_count, a->property_count);
    for (uint32_t i = 0; i < a->property_count && i < b->property_count; i++)
        CHECK(str_equal(a->properties[i].name, b->properties[i].name) &&
            a->properties[i].always == b->properties[i].always &&
            same_cond(a->properties[i].cond, b->properties[i].cond));
    CHECK_U64(b->table_count, a->table_count);
    for (uint32_t i = 0; i < a->table_count && i < b->table_count; i++)
        CHECK(same_table(&a->tables[i], &b->tables[i]));
}

/* ---- what no formal part has ---- */

/* Copy a document's lines outside its blocks and example tables. */
static str prose_of(struct arena *arena, str source)
{
    struct diags diags = {0};
    struct scan scan;
    struct text text = text_in(arena);
    bool *formal;

    if (!scan_document(arena, source, &diags, &scan))
        return source;
    formal = ARENA_ARRAY(arena, bool, scan.line_count + 2);
    for (size_t b = 0; b < scan.block_count; b++)
        for (uint32_t i = 0; i < scan.blocks[b].line_count; i++)
            formal[scan.blocks[b].fence_line + 1 + i] = true;
    for (size_t t = 0; t < scan.table_count; t++)
        for (size_t i = 0; i < scan.tables[t].count + 2; i++)
            formal[scan.tables[t].header.line + i] = true;
    for (uint32_t n = 1; n <= scan.line_count; n++) {
        if (formal[n])
            continue;
        text_add(&text, scan.lines[n - 1]);
        text_add_byte(&text, '\n');
    }
    return text_str(&text);
}

/* Lay out twice, parse both, compare. */
static void check_document(str source)
{
    struct arena arena = {0};
    str once = formatted(&arena, source);
    str twice = formatted(&arena, once);
    struct diags before = {0};
    struct diags after = {0};
    struct tree a;
    struct tree b;

    CHECK(str_equal(once, twice));
    CHECK(str_equal(prose_of(&arena, once), prose_of(&arena, source)));
    if (tree_read(&arena, source, &before, &a) && tree_read(&arena, once, &after, &b)) {
        CHECK((after.errors == 0) == (before.errors == 0));
        if (before.errors == 0 && after.errors == 0)
            check_same(&a, &b);
    }
    arena_clear(&arena);
}

static void check_file(const char *path)
{
    struct arena arena = {0};
    str source = read_document(&arena, path);

    CHECK(source.len > 0);
    check_document(source);
    arena_clear(&arena);
}

TEST(format, keeps_the_meaning_of_whole_documents)
{
    check_file("tests/data/worked.md");
    check_file("protocols/chicago.md");
    check_file("protocols/chicago-records.md");
    check_file("protocols/california.md");
}

TEST(format, keeps_the_meaning_of_random_documents)
{
    for (int round = 0; round < 60; round++) {
        struct arena arena = {0};
        struct text source = text_in(&arena);

        if (round % 2 == 0)
            naive_document(&source);
        else
            text_add(&source, random_document(&arena, 2));
        check_document(text_str(&source));
        arena_clear(&arena);
    }
}

/* Damage a document in one place: whatever it is then, laying it out does not stop,
 * and a second time changes nothing. */
TEST(format, survives_any_damage)
{
    static const char *const wounds[] = {"\"", "\n", "#", "```", "|", "\t", " ", "(",
        ")", "\r\n", "\xe2\x80\x9c", "\n\n", "\\", "and", "=", "\n  ", "> ", "<!--"};
    struct arena arena = {0};
    str source = read_document(&arena, "tests/data/worked.md");

    CHECK_OR_STOP(source.len > 0);
    for (int round = 0; round < 250; round++) {
        struct arena scratch = {0};
        struct text text = text_in(&scratch);
        size_t at = test_random(source.len);
        size_t skip = test_random(3) == 0 ? test_random(40) : 0;

        text_add(&text, str_slice(source, 0, at));
        text_add(&text, str_from(wounds[test_random(COUNT_OF(wounds))]));
        text_add(&text, str_slice(source, at + skip, source.len));
        check_document(text_str(&text));
        arena_clear(&scratch);
    }
    arena_clear(&arena);
}

/* ---- by hand ---- */

static void check_text(const char *source, const char *wanted)
{
    struct arena arena = {0};

    CHECK_STR(formatted(&arena, str_from(source)), str_from(wanted));
    arena_clear(&arena);
}

/* clang-format off */

TEST(format, aligns_values_and_lets)
{
    check_text(
        "```protocol\n"
        "fact  who( fixed ,private ):   \"Who?\"\n"
        "     ice=\"I\"   # the agency\n"
        "\n"
        "  # a police force\n"
        "  chicago_police    =   \"P\"\n"
        "outcome entry : \"In?\"\n"
        " refuse = \"No.\"\n"
        " until known :refuse\n"
        "let a=who is ice\n"
        "let longer = not a\n"
        "\n\n\n"
        "let apart = a\n"
        "```\n",
        "```protocol\n"
        "fact who (fixed, private): \"Who?\"\n"
        "  ice            = \"I\"  # the agency\n"
        "  # a police force\n"
        "  chicago_police = \"P\"\n"
        "\n"
        "outcome entry: \"In?\"\n"
        "  refuse = \"No.\"\n"
        "  until known: refuse\n"
        "\n"
        "let a      = who is ice\n"
        "let longer = not a\n"
        "\n"
        "let apart = a\n"
        "```\n");
}

TEST(format, breaks_what_is_too_long)
{
    check_text(
        "```protocol\n"
        "rule one, exception to two: entry is refuse if agents and not (complete or "
        "(emergency and known)) and paper is none\n"
        "rule three, exception to section \"Visitors of all kinds\", section \"Federal "
        "agents\", four: entry is admit if emergency\n"
        "never \"somebody enters who must not\": (agency in (ice, cbp) and entry is admit "
        "and complete) or (agency is police and entry is admit and not complete)\n"
        "always \"short\": if a\n"
        "  then b\n"
        "```\n",
        "```protocol\n"
        "rule one, exception to two: entry is refuse\n"
        "  if agents and not (complete or (emergency and known)) and paper is none\n"
        "rule three, exception to section \"Visitors of all kinds\", section \"Federal "
        "agents\",\n"
        "  four:\n"
        "  entry is admit if emergency\n"
        "\n"
        "never \"somebody enters who must not\":\n"
        "  (agency in (ice, cbp) and entry is admit and complete)\n"
        "  or (agency is police and entry is admit and not complete)\n"
        "always \"short\": if a then b\n"
        "```\n");
}

TEST(format, keeps_comments_where_they_are)
{
    check_text(
        "```protocol\n"
        "# about rules\n"
        "rule one: entry is refuse   # why\n"
        "rule two: entry is admit # because\n"
        "    if a   and b\n"
        "    # and this\n"
        "    and c\n"
        "say \"x\"\n"
        "   if a # at the end\n"
        "# the last word\n"
        "```\n",
        "```protocol\n"
        "# about rules\n"
        "rule one: entry is refuse  # why\n"
        "rule two: entry is admit  # because\n"
        "  if a and b\n"
        "  # and this\n"
        "  and c\n"
        "\n"
        "say \"x\" if a  # at the end\n"
        "# the last word\n"
        "```\n");
}

TEST(format, leaves_blocks_with_mistakes_alone)
{
    const char *broken = "```protocol\nfact   a : \"not closed\nlet   b=c\n```\n";
    const char *sign = "```protocol\nlet   a  ==   b\n```\n";
    const char *unknown = "```protocol\nfoo   bar\nlet a = b\n```\n";

    check_text(broken, broken);
    check_text(sign, sign);
    check_text("```protocol\nfoo   bar\nlet   a=b\n```\n",
        "```protocol\nfoo   bar\n\nlet a = b\n```\n");
    check_text("```\nfact   a :\n```\n", "```\nfact   a :\n```\n");
    check_text(unknown, "```protocol\nfoo   bar\n\nlet a = b\n```\n");
}

TEST(format, aligns_example_tables)
{
    check_text(
        "Text | with | pipes\n\n"
        "| Example | who | \xe2\x86\x92 entry |\n"
        "|:--|:-:|--:|\n"
        "|\xc3\xa9t\xc3\xa9 | ice| refuse |\n"
        "| a \\| b | | open |\n\n"
        "| Other | table |\n|---|---|\n| x | y |\n",
        "Text | with | pipes\n\n"
        "| Example | who | \xe2\x86\x92 entry |\n"
        "|:--------|:---:|--------:|\n"
        "| \xc3\xa9t\xc3\xa9     | ice | refuse  |\n"
        "| a \\| b  |     | open    |\n\n"
        "| Other | table |\n|---|---|\n| x | y |\n");
    /* A row with a cell too few is a mistake: nothing is moved. */
    check_text("| Example | a |\n|---|---|\n| x |\n", "| Example | a |\n|---|---|\n| x |\n");
}

TEST(format, keeps_line_ends_and_indents)
{
    check_text("\xef\xbb\xbf# T\r\n\r\n```protocol\r\nlet   a=b\r\n```\r\n",
        "\xef\xbb\xbf# T\r\n\r\n```protocol\r\nlet a = b\r\n```\r\n");
    check_text("  ```protocol\n  let   a=b\n   or c\n  ```\nend",
        "  ```protocol\n  let a = b or c\n  ```\nend");
    check_text("| Example | a |\n|---|---|\n| x | yes |",
        "| Example | a   |\n|---------|-----|\n| x       | yes |");
    check_text("", "");
}

/* clang-format on */
