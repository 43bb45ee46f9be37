/* Who may do what: the document decides, for every question there is; and a document
 * that lacks a name is refused by that name. */
#include "door.h"
#include "test.h"

static const str document = STR_INIT("tests/data/roles.md");

/* What that document says, by hand. */
static bool expected(const struct may_question *q)
{
    if (str_equal(q->role, STR("desk")))
        return q->own_school &&
            (q->act == MAY_OPEN_VISIT || q->act == MAY_STATE_FACT ||
                q->act == MAY_CLOSE_VISIT);
    return str_equal(q->role, STR("law")) && !q->by_pin &&
        (q->act == MAY_STATE_LAW_FACT ||
            (q->act == MAY_APPROVE_EDITION && !q->own_draft));
}

static void ask_all(const struct may *may, str role)
{
    for (unsigned act = 0; act < MAY_ACTS; act++)
        for (unsigned bits = 0; bits < 8; bits++) {
            struct may_question q = {.role = role,
                .act = (enum may_act)act,
                .own_school = (bits & 1) != 0,
                .by_pin = (bits & 2) != 0,
                .own_draft = (bits & 4) != 0};

            CHECK(app_may(may, &q) == (may_knows(may, q.act) && expected(&q)));
        }
}

TEST(may, decides_as_the_document_says)
{
    static const str roles[] = {STR_INIT("nobody"), STR_INIT("desk"), STR_INIT("law"),
        STR_INIT("author"), STR_INIT("janitor"), STR_INIT("")};
    struct arena arena = {0};
    struct compiled *compiled = door_compile(door_file(&arena, document));
    struct may *may = NULL;
    struct err err = {0};

    CHECK_OR_STOP(door_says(may_open(compiled, &may, &err), &err));
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        ask_all(may, roles[i]);
    may_close(may);
    compiled_free(compiled);
    arena_clear(&arena);
}

/* A document with some words in the place of others. */
static str edited_of(struct arena *arena, str source, str from, str to)
{
    struct text text = text_in(arena);
    size_t place;

    while ((place = str_find(source, from, 0)) < source.len) {
        text_add(&text, str_slice(source, 0, place));
        text_add(&text, to);
        source = str_slice(source, place + from.len, source.len);
    }
    text_add(&text, source);
    return text_str(&text);
}

static str edited(struct arena *arena, str from, str to)
{
    return edited_of(arena, door_file(arena, document), from, to);
}

TEST(may, names_what_a_document_lacks)
{
    static const struct {
        str from, to, said;
    } edits[] = {
        {STR_INIT("own_draft"), STR_INIT("own_work"), STR_INIT("fact `own_draft`")},
        {STR_INIT("acts_as"), STR_INIT("acting_as"), STR_INIT("choice `acts_as`")},
        {STR_INIT("read_protocol"), STR_INIT("read_protocols"),
            STR_INIT("act `read_protocol`")},
        {STR_INIT("draft_edition"), STR_INIT("draft_editions"),
            STR_INIT("act `draft_edition`")},
        {STR_INIT("approve_edition"), STR_INIT("approve_editions"),
            STR_INIT("act `approve_edition`")},
        {STR_INIT("manage_people"), STR_INIT("manage_persons"),
            STR_INIT("act `manage_people`")},
        {STR_INIT("may: \""), STR_INIT("might: \""), STR_INIT("mistakes: line ")},
        {STR_INIT("rule nobody: may is no"), STR_INIT("rule nobody: may is maybe"),
            STR_INIT("line ")},
    };

    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        struct arena arena = {0};
        struct compiled *compiled =
            door_compile(edited(&arena, edits[i].from, edits[i].to));
        struct may *may = NULL;
        struct err err = {0};

        CHECK(!may_open(compiled, &may, &err));
        CHECK(err.kind == ERR_INVALID && may == NULL);
        if (!test_check(str_find(err_text(&err), edits[i].said, 0) < err.len, __FILE__,
                __LINE__, edits[i].said.ptr))
            (void)door_says(false, &err);
        compiled_free(compiled);
        arena_clear(&arena);
    }
}

/* Its other acts are decided as before; the words of those that lack are their names. */
TEST(may, lets_nobody_do_what_an_older_document_does_not_know)
{
    static const str roles[] = {STR_INIT("nobody"), STR_INIT("desk"), STR_INIT("law"),
        STR_INIT("author"), STR_INIT("janitor")};
    struct arena arena = {0};
    str source = edited(&arena, STR("run_exercise"), STR("hold_party"));
    struct compiled *whole = door_compile(door_file(&arena, document));
    struct compiled *old = door_compile(
        edited_of(&arena, source, STR("state_law_fact"), STR("state_anything")));
    struct may *may = NULL;
    struct err err = {0};

    CHECK_OR_STOP(door_says(may_open(whole, &may, &err), &err));
    CHECK_STR(may_lacks(may, &arena), STR(""));
    may_close(may);
    CHECK_OR_STOP(door_says(may_open(old, &may, &err), &err));
    CHECK_STR(may_lacks(may, &arena), STR("state_law_fact, run_exercise"));
    CHECK(!may_knows(may, MAY_RUN_EXERCISE) && may_knows(may, MAY_OPEN_VISIT));
    CHECK_STR(may_act_words(may, MAY_RUN_EXERCISE), STR("run_exercise"));
    CHECK_STR(may_act_words(may, MAY_OPEN_VISIT), STR("Open a visit"));
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        ask_all(may, roles[i]);
    may_close(may);
    compiled_free(whole);
    compiled_free(old);
    arena_clear(&arena);
}

TEST(may, knows_what_entry_protocols_call_its_roles)
{
    CHECK_STR(may_entry_role(STR("law")), STR("law_department"));
    CHECK_STR(may_entry_role(STR("safety")), STR("safety_office"));
    CHECK_STR(may_entry_role(STR("desk")), STR("desk"));
}
