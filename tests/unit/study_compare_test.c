#include "study_oracle.h"

enum { ROUNDS = 60, STATES = 3 * 3 * 2 * 6 * 2 };

/* Two documents and what becomes of every state in them. */
struct comparison {
    struct arena arena;
    struct policy_pair pair;
    struct study_diff diff;
    bool both; /* compiled */
};

static void compare(struct comparison *c, str old_source, str new_source)
{
    struct diags diags[2] = {{0}, {0}};
    struct err err = {0};

    c->both = policy_compile_pair(
        &c->arena, old_source, new_source, &diags[0], &diags[1], &c->pair, &err);
    say_errors(&diags[0]);
    say_errors(&diags[1]);
    if (c->both)
        study_compare(&c->arena, &c->pair, &c->diff);
}

static void clear(struct comparison *c)
{
    policy_pair_clear(&c->pair);
    arena_clear(&c->arena);
}

/* Facts of the new tree as the old one numbers them: by name. */
static void old_facts(const struct comparison *c, const int32_t *facts, int32_t *out)
{
    const struct tree *o = &c->pair.old_policy.tree;
    const struct tree *n = &c->pair.new_policy.tree;

    for (uint32_t f = 0; f < n->fact_count; f++)
        out[tree_find_fact(o, n->facts[f].name)] = facts[f];
}

/* Whether a state, as facts of the space, lies in a row. */
static bool in_row(const struct comparison *c, const struct study_difference *row,
    const int32_t *facts)
{
    uint32_t state[16];

    space_bind(&c->pair.new_policy.space, facts, state);
    for (uint32_t i = 0; i < row->when_count; i++)
        if (!row->when[i].members[state[row->when[i].slot]])
            return false;
    return true;
}

/* One state: what it says of the counts and of the rows. */
struct tally {
    uint64_t compared, differing, looser, stricter;
    uint64_t rows[200];
    uint64_t alone[200]; /* states that no other row of the outcome has */
};

static void check_state(
    const struct comparison *c, const int32_t *facts, struct tally *tally)
{
    const struct tree *o = &c->pair.old_policy.tree;
    const struct tree *n = &c->pair.new_policy.tree;
    int32_t old[16];
    bool differs = false;
    bool looser = false;
    bool stricter = false;

    old_facts(c, facts, old);
    if (!naive_allowed(o, old) || !naive_allowed(n, facts))
        return;
    for (uint32_t outcome = 0; outcome < n->outcome_count; outcome++) {
        uint32_t from = (uint32_t)naive_outcome(o, outcome, old);
        uint32_t to = (uint32_t)naive_outcome(n, outcome, facts);
        uint32_t holds = 0;
        uint32_t last = 0;

        differs |= from != to;
        looser |= to > from;
        stricter |= to < from;
        for (uint32_t r = 0; r < c->diff.change_count; r++) {
            const struct study_difference *row = &c->diff.changes[r];

            if (row->outcome != outcome || !in_row(c, row, facts))
                continue;
            CHECK(row->from == from && row->to == to);
            tally->rows[r]++;
            holds++;
            last = r;
        }
        CHECK((holds > 0) == (from != to));
        if (holds == 1)
            tally->alone[last]++;
    }
    tally->compared++;
    tally->differing += differs;
    tally->looser += looser;
    tally->stricter += stricter;
}

/* An example lies in its row whatever its unknown facts are. */
static void check_example(
    const struct comparison *c, const struct study_difference *row)
{
    const struct tree *n = &c->pair.new_policy.tree;
    int32_t facts[16];

    first_state(n, facts);
    do {
        int32_t old[16];
        bool agrees = true;

        for (uint32_t f = 0; f < n->fact_count; f++)
            agrees &= row->example[f] == VALUE_UNKNOWN || row->example[f] == facts[f];
        old_facts(c, facts, old);
        if (!agrees || !naive_allowed(&c->pair.old_policy.tree, old) ||
            !naive_allowed(n, facts))
            continue;
        CHECK(naive_outcome(n, row->outcome, facts) == (int)row->to);
        CHECK(in_row(c, row, facts));
    } while (next_state(n, facts));
}

TEST(compare, agrees_with_looking_at_every_state)
{
    int compiled = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct comparison c = {0};
        struct tally tally = {0};
        int outcomes = 1 + (int)test_random(2);
        int32_t facts[16];

        str old_source = random_document(&c.arena, outcomes);

        compare(&c, old_source, random_document(&c.arena, outcomes));
        if (!c.both) {
            clear(&c);
            continue;
        }
        compiled++;
        first_state(&c.pair.new_policy.tree, facts);
        do
            check_state(&c, facts, &tally);
        while (next_state(&c.pair.new_policy.tree, facts));
        CHECK_U64(c.diff.compared.limb[0], tally.compared);
        CHECK_U64(c.diff.differing.limb[0], tally.differing);
        CHECK_U64(c.diff.looser.limb[0], tally.looser);
        CHECK_U64(c.diff.stricter.limb[0], tally.stricter);
        CHECK(c.diff.same == (tally.differing == 0));
        CHECK(!c.diff.cut_short);
        for (uint32_t r = 0; r < c.diff.change_count; r++) {
            CHECK_U64(c.diff.changes[r].states.limb[0], tally.rows[r]);
            CHECK(tally.alone[r] > 0);
            CHECK(r == 0 || tally.rows[r] <= tally.rows[r - 1]);
            check_example(&c, &c.diff.changes[r]);
        }
        clear(&c);
    }
    CHECK(compiled > ROUNDS / 2);
}

/* ---- the fewest rows ---- */

/* A world of 3 x 3 x 2 states as bits, and what its rows may be. */
enum { SMALL = 18, ROWS = 7 * 7 * 3 };

static uint32_t row_states(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t states = 0;

    for (uint32_t s = 0; s < SMALL; s++)
        if ((a >> (s % 3) & 1) && (b >> (s / 3 % 3) & 1) && (c >> (s / 9) & 1))
            states |= 1u << s;
    return states;
}

/* The fewest rows inside `may` that hold all of `left`, found by trying. */
static uint32_t fewest(const uint32_t *rows, uint32_t may, uint32_t left, uint32_t most)
{
    uint32_t first = 0;
    uint32_t best = most;

    if (left == 0)
        return 0;
    if (most <= 1)
        return most;
    while ((left >> first & 1) == 0)
        first++;
    for (uint32_t r = 0; r < ROWS; r++) {
        uint32_t rest;

        if ((rows[r] >> first & 1) == 0 || (rows[r] & ~may) != 0)
            continue;
        rest = 1 + fewest(rows, may, left & ~rows[r], best - 1);
        if (rest < best)
            best = rest;
    }
    return best;
}

static str small_document(struct arena *arena, uint32_t yes)
{
    struct text text = text_in(arena);
    bool any = false;

    text_add(&text,
        STR("```protocol\nedition 2025-01-24, in force from 2025-01-24\nfact a: \"A?\"\n  x = \"X\"\n  y = \"Y\"\n  z = "
            "\"Z\"\nfact b: \"B?\"\n  x = \"X\"\n  y = \"Y\"\n  z = \"Z\"\n"
            "fact c: yes/no \"C?\"\n"));
    add_outcome(&text, STR("one"));
    text_add(&text, STR("rule general: one is v_no\n"));
    for (uint32_t s = 0; s < SMALL; s++) {
        if ((yes >> s & 1) == 0)
            continue;
        text_add(&text,
            any ? STR("\n  or ")
                : STR("rule r, exception to general: one is v_yes if "));
        text_add(&text, STR("(a is "));
        text_add_byte(&text, (char)('x' + (int)(s % 3)));
        text_add(&text, STR(" and b is "));
        text_add_byte(&text, (char)('x' + (int)(s / 3 % 3)));
        text_add(&text, s / 9 == 0 ? STR(" and not c)") : STR(" and c)"));
        any = true;
    }
    text_add(&text, STR("\n```\n"));
    return text_str(&text);
}

TEST(compare, makes_the_smallest_table)
{
    uint32_t rows[ROWS];
    uint32_t count = 0;

    for (uint32_t a = 1; a < 8; a++)
        for (uint32_t b = 1; b < 8; b++)
            for (uint32_t c = 1; c < 4; c++)
                rows[count++] = row_states(a, b, c);
    for (int round = 0; round < 40; round++) {
        struct comparison c = {0};
        uint32_t yes = (uint32_t)test_random_u64() & ((1u << SMALL) - 1);

        if (test_random(2) == 0)
            yes |= (uint32_t)test_random_u64() & ((1u << SMALL) - 1);
        compare(&c, small_document(&c.arena, 0), small_document(&c.arena, yes));
        CHECK(c.both);
        if (c.both)
            CHECK_U64(c.diff.change_count, fewest(rows, yes, yes, SMALL + 1));
        clear(&c);
    }
}

/* ---- by hand ---- */

/* clang-format off */
static const char plain[] =
    "```protocol\n"
    "edition 2025-01-24, in force from 2025-01-24\n"
    "fact who: \"Who?\"\n  ice = \"I\"\n  cbp = \"C\"\n  kin = \"K\"\n"
    "fact calm: yes/no \"Calm?\"\n"
    "outcome entry: \"In?\"\n  refuse = \"No.\"\n  wait = \"Wait.\"\n"
    "  admit = \"Yes.\"\n  until known: wait\n"
    "rule general: entry is admit if who is kin\n"
    "rule agents: entry is refuse if who is not kin and calm\n"
    "rule others: entry is wait if who is not kin and not calm\n"
    "```\n";
/* clang-format on */

/* The plain document with one part replaced. */
static str plain_with(struct arena *arena, const char *part, const char *instead)
{
    str source = str_from(plain);
    size_t at = str_find(source, str_from(part), 0);
    struct text text = text_in(arena);

    REQUIRE(at < source.len);
    text_add(&text, str_slice(source, 0, at));
    text_add(&text, str_from(instead));
    text_add(&text, str_slice(source, at + str_from(part).len, source.len));
    return text_str(&text);
}

static bool has_note(const struct study_diff *diff, str wanted)
{
    for (uint32_t i = 0; i < diff->note_count; i++)
        if (str_equal(diff->notes[i], wanted))
            return true;
    return false;
}

TEST(compare, takes_a_document_that_only_gained_facts_for_the_same)
{
    struct comparison c = {0};

    compare(&c, str_from(plain),
        plain_with(&c.arena, "fact calm:", "fact card: yes/no \"Card?\"\nfact calm:"));
    CHECK_OR_STOP(c.both);
    CHECK(c.diff.same);
    CHECK_U64(c.diff.change_count, 0);
    CHECK(has_note(&c.diff, STR("fact card is only in the new document")));
    clear(&c);
}

TEST(compare, says_in_words_what_changed)
{
    struct comparison c = {0};
    struct text text = text_in(&c.arena);

    compare(&c, str_from(plain),
        plain_with(&c.arena, "entry is refuse if who is not kin and calm",
            "entry is wait if who is not kin and calm"));
    CHECK_OR_STOP(c.both);
    CHECK_U64(c.diff.change_count, 1);
    CHECK_U64(c.diff.looser.limb[0], 2);
    CHECK_U64(c.diff.stricter.limb[0], 0);
    text_add_when(&text, &c.pair.new_policy.space, &c.diff.changes[0]);
    CHECK_STR(text_str(&text), STR("who is not kin, calm is yes"));
    clear(&c);
}

TEST(compare, leaves_out_values_that_only_one_document_has)
{
    struct comparison c = {0};

    compare(&c, str_from(plain),
        plain_with(&c.arena, "  kin = \"K\"\n", "  kin = \"K\"\n  hsi = \"H\"\n"));
    CHECK_OR_STOP(c.both);
    CHECK(c.diff.same);
    CHECK_U64(c.diff.compared.limb[0], 6);
    CHECK(has_note(&c.diff, STR("value hsi of fact who is only in the new document")));
    clear(&c);
}

TEST(compare, orders_values_as_the_new_document_does)
{
    struct comparison c = {0};

    compare(&c, str_from(plain),
        plain_with(&c.arena,
            "  refuse = \"No.\"\n  wait = \"Wait.\"\n  admit = \"Yes.\"\n"
            "  until known: wait\nrule general: entry is admit if who is kin\n"
            "rule agents: entry is refuse",
            "  wait = \"Wait.\"\n  refuse = \"No.\"\n  admit = \"Yes.\"\n"
            "  until known: wait\nrule general: entry is admit if who is kin\n"
            "rule agents: entry is wait"));
    CHECK_OR_STOP(c.both);
    CHECK_U64(c.diff.looser.limb[0], 0);
    CHECK_U64(c.diff.stricter.limb[0], 2);
    clear(&c);
}
