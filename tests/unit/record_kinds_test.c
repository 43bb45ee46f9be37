/* The table of kinds: that it keeps its own promises, and what is derived from it. */
#include "record_made.h"
#include "test.h"

static bool is_name(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_lower(s.ptr[i]) && s.ptr[i] != '_' &&
            !(i > 0 && char_is_digit(s.ptr[i])))
            return false;
    return s.len > 0 && s.len <= RECORD_NAME_MAX;
}

/* What stands in every payload, or may. */
static bool is_reserved(str name)
{
    static const str reserved[] = {STR_INIT("v"), STR_INIT("log"), STR_INIT("visit"),
        STR_INIT("n"), STR_INIT("kind"), STR_INIT("at"), STR_INIT("prev"),
        STR_INIT("anchor"), STR_INIT("exercise"), STR_INIT("iss"), STR_INIT("iat"),
        STR_INIT("nbf"), STR_INIT("exp"), STR_INIT("aud"), STR_INIT("cnf"),
        STR_INIT("status"), STR_INIT("vct")};

    for (size_t i = 0; i < COUNT_OF(reserved); i++)
        if (str_equal(reserved[i], name))
            return true;
    return false;
}

static void check_row(const struct record_kind_row *row)
{
    size_t sealed = 0;

    CHECK(is_name(row->name));
    CHECK(str_ends(row->help, STR(".")));
    CHECK(row->fields[RECORD_FIELDS_MAX - 1].name.len == 0);
    for (const struct record_field *f = row->fields; f->name.len > 0; f++) {
        sealed += f->keep != RECORD_KEEP_CLEAR;
        CHECK(is_name(f->name) && !is_reserved(f->name));
        CHECK(!record_is_forbidden(f->name));
        CHECK(f->help.len > 0 && !str_ends(f->help, STR(".")));
        CHECK((f->type == RECORD_CHOICE) == (f->choices.len > 0));
        /* What everybody sees for ever is no paragraph of anything. */
        CHECK(f->keep != RECORD_KEEP_CLEAR || f->type != RECORD_PARAGRAPHS);
        if (f->type == RECORD_TEXT || f->type == RECORD_FACTS ||
            f->type == RECORD_NAMES || f->type == RECORD_DIGESTS ||
            f->type == RECORD_PARAGRAPHS)
            CHECK(f->most > 0);
        for (const struct record_field *g = row->fields; g < f; g++)
            CHECK(!str_equal(f->name, g->name));
    }
    if (!(sealed <= row->digests))
        CHECK_STR(row->name, STR("a kind with a digest for every sealed field"));
    CHECK(row->digests <= RECORD_FIELDS_MAX && row->digests % 4 == 0);
}

TEST(record_kinds, keeps_its_own_rules)
{
    for (size_t i = 0; i < RECORD_KIND_COUNT; i++) {
        check_row(record_kind_row((enum record_kind)i));
        for (size_t j = 0; j < i; j++)
            CHECK(!str_equal(record_kind_row((enum record_kind)i)->name,
                record_kind_row((enum record_kind)j)->name));
    }
}

TEST(record_kinds, finds_by_name_and_suggests)
{
    enum record_kind kind;
    struct err err = {0};

    for (size_t i = 0; i < RECORD_KIND_COUNT; i++)
        CHECK(
            record_find_kind(record_kind_row((enum record_kind)i)->name, &kind, &err) &&
            kind == i);
    CHECK(!record_find_kind(STR("fact_sated"), &kind, &err));
    CHECK_STR(err_text(&err),
        STR("there is no kind of event `fact_sated`; did you mean `fact_stated`?"));
    CHECK(!record_find_kind(STR("weather"), &kind, &err));
    CHECK(record_find_field(RECORD_FACT_STATED, STR("basis")) != NULL);
    CHECK(record_find_field(RECORD_FACT_STATED, STR("edition")) == NULL);
}

/* The part of the page between two marks, replaced by what the table says. */
static str page_with_table(struct arena *arena, str page)
{
    str begins = STR("<!-- kinds: written from src/record/kinds.c -->\n\n");
    size_t from = str_find(page, begins, 0) + begins.len;
    size_t to = str_find(page, STR("<!-- end of kinds -->"), from);
    struct text text = text_in(arena);

    text_add(&text, str_slice(page, 0, from));
    record_write_table(&text);
    text_add(&text, str_slice(page, to, page.len));
    return text_str(&text);
}

TEST(record_kinds, are_documented_as_they_are)
{
    struct arena arena = {0};
    str page = made_file(&arena, STR("docs/record.md"));

    CHECK(made_file_is(&arena, STR("docs/record.md"), page_with_table(&arena, page)));
    arena_clear(&arena);
}

TEST(record_kinds, have_schemas_as_they_are)
{
    struct arena arena = {0};
    struct text payload = text_in(&arena);
    struct text event = text_in(&arena);

    record_write_payload_schema(&payload);
    record_write_event_schema(&event);
    CHECK(made_file_is(
        &arena, STR("docs/record-payload.schema.json"), text_str(&payload)));
    CHECK(made_file_is(&arena, STR("docs/record-event.schema.json"), text_str(&event)));
    arena_clear(&arena);
}
