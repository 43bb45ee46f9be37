/* Facts in JSON, by the quick way and the full one: they must agree. */
#include "json_facts.h"
#include "test.h"
#include "json/inside.h"

struct outcome_of_reading {
    int32_t facts[FACTS_COUNT];
    struct moment at;
    bool has_at;
};

static void forget(struct outcome_of_reading *out)
{
    *out = (struct outcome_of_reading){0};
    for (int f = 0; f < FACTS_COUNT; f++)
        out->facts[f] = FACT_UNKNOWN;
}

static bool read_full(struct arena *arena, const struct image *image, str source,
    struct outcome_of_reading *out, struct err *err)
{
    forget(out);
    return json_full_facts(
        arena, source, image, out->facts, &out->at, &out->has_at, err);
}

static bool read_quick(
    const struct image *image, str source, struct outcome_of_reading *out)
{
    forget(out);
    return json_quick_facts(source, image, out->facts, &out->at, &out->has_at);
}

static bool same(const struct outcome_of_reading *a, const struct outcome_of_reading *b)
{
    return memcmp(a->facts, b->facts, sizeof(a->facts)) == 0 &&
        a->has_at == b->has_at &&
        (!a->has_at || memcmp(&a->at, &b->at, sizeof(a->at)) == 0);
}

static const char whole[] =
    "{\"at\": \"2025-01-24T11:15:00-06:00\", \"facts\": {\"colour\": \"green\", "
    "\"wet\": true, \"number\": -4, \"born\": \"2025-01-20\", \"hour\": \"08:30\", "
    "\"waited\": 3, \"today\": null}}";

TEST(json_facts, reads_every_kind_both_ways)
{
    struct arena arena = {0};
    struct image image;
    struct outcome_of_reading full;
    struct outcome_of_reading quick;
    struct err err = {0};
    int32_t born = 0;

    CHECK_OR_STOP(facts_image(&arena, &image));
    CHECK(read_full(&arena, &image, STR(whole), &full, &err));
    CHECK(read_quick(&image, STR(whole), &quick));
    CHECK(same(&full, &quick));
    CHECK(full.facts[COLOUR] == 1 && full.facts[WET] == 1 && full.facts[NUMBER] == -4);
    CHECK(date_parse(STR("2025-01-20"), &born) && full.facts[BORN] == born);
    CHECK(full.facts[HOUR] == 510 && full.facts[WAITED] == 3);
    CHECK(full.facts[TODAY] == FACT_UNKNOWN);
    CHECK(full.has_at && full.at.minute == 675 && full.at.offset == -360);
    arena_clear(&arena);
}

TEST(json_facts, keeps_facts_that_are_not_named_and_forgets_null)
{
    struct arena arena = {0};
    struct image image;
    int32_t facts[FACTS_COUNT] = {1, 1, 7, 0, 0, 0, 0};
    struct moment at;
    bool has_at = true;
    struct err err = {0};

    CHECK_OR_STOP(facts_image(&arena, &image));
    CHECK(json_read_facts(&arena, STR("{\"facts\": {\"wet\": null}}"), &image, facts,
        &at, &has_at, &err));
    CHECK(facts[COLOUR] == 1 && facts[WET] == FACT_UNKNOWN && facts[NUMBER] == 7);
    CHECK(!has_at);
    arena_clear(&arena);
}

static void check_refused(const struct image *image, str source, str words)
{
    struct arena arena = {0};
    struct outcome_of_reading out;
    struct err err = {0};

    CHECK(!read_full(&arena, image, source, &out, &err));
    CHECK(err.kind == ERR_INVALID);
    if (str_find(err_text(&err), words, 0) == err.len)
        CHECK_STR(err_text(&err), words);
    CHECK(!read_quick(image, source, &out));
    arena_clear(&arena);
}

TEST(json_facts, refuses_wrong_names_and_values_both_ways)
{
    struct arena arena = {0};
    struct image image;

    CHECK_OR_STOP(facts_image(&arena, &image));
    check_refused(&image, STR("{\"facts\": {\"color\": \"red\"}}"), STR("`colour`"));
    check_refused(&image, STR("{\"facts\": {\"colour\": \"rad\"}}"), STR("`red`"));
    check_refused(&image, STR("{\"facts\": {\"colour\": true}}"), STR("true or false"));
    check_refused(&image, STR("{\"facts\": {\"colour\": \" \"}}"), STR("null"));
    check_refused(&image, STR("{\"facts\": {\"wet\": 1}}"), STR("true or false"));
    check_refused(&image, STR("{\"facts\": {\"wet\": \"yes\"}}"), STR("a text"));
    check_refused(&image, STR("{\"facts\": {\"number\": 91}}"), STR("-5 to 90"));
    check_refused(&image, STR("{\"facts\": {\"number\": 1e1}}"), STR("not whole"));
    check_refused(&image, STR("{\"facts\": {\"number\": -0.0}}"), STR("not whole"));
    check_refused(&image, STR("{\"facts\": {\"number\": 007}}"), STR("JSON"));
    check_refused(&image, STR("{\"facts\": {\"born\": \"2025-02-29\"}}"), STR("date"));
    check_refused(&image, STR("{\"facts\": {\"hour\": \"24:00\"}}"), STR("time"));
    check_refused(&image, STR("{\"facts\": {\"waited\": 401}}"), STR("0 to 400"));
    check_refused(
        &image, STR("{\"facts\": {\"wet\": true, \"wet\": true}}"), STR("dup"));
    check_refused(&image, STR("{\"facts\": {}, \"facts\": {}}"), STR("duplicate"));
    check_refused(&image, STR("{\"facts\": []}"), STR("an array"));
    check_refused(&image, STR("{\"wet\": true}"), STR("inside"));
    check_refused(&image, STR("{\"at\": 3}"), STR("at:"));
    check_refused(&image, STR("{\"facts\": {}} x"), STR("JSON"));
    check_refused(&image, STR("{\"facts\": {\"wet\":\vtrue}}"), STR("JSON"));
    check_refused(&image, STR("{\"facts\": {\"wet\": true,}}"), STR("JSON"));
    arena_clear(&arena);
}

/* What the quick way understands, the full way reads the same. */
TEST(json_facts, agrees_with_itself_on_damaged_lines)
{
    static const char bits[] = "{}[]\",:\\ \t0123456789-.etrufalsn_x\xc3\xa9";
    struct arena arena = {0};
    struct image image;
    uint32_t understood = 0;

    CHECK_OR_STOP(facts_image(&arena, &image));
    for (int round = 0; round < 20000; round++) {
        char line[sizeof(whole)];
        size_t edits = test_random(3);
        struct arena scratch = {0};
        struct outcome_of_reading quick;
        struct outcome_of_reading full;
        struct err err = {0};
        str source = {line, sizeof(whole) - 1};

        memcpy(line, whole, sizeof(whole));
        for (size_t e = 0; e < edits; e++)
            line[test_random(source.len)] = bits[test_random(sizeof(bits) - 1)];
        if (read_quick(&image, source, &quick)) {
            understood++;
            CHECK(read_full(&scratch, &image, source, &full, &err));
            CHECK(same(&quick, &full));
        }
        arena_clear(&scratch);
    }
    CHECK(understood > 5000);
    arena_clear(&arena);
}

TEST(json_facts, reads_a_value_as_people_write_it)
{
    struct arena arena = {0};
    struct image image;
    struct err err = {0};
    int32_t value;

    CHECK_OR_STOP(facts_image(&arena, &image));
    CHECK(json_read_fact(&image, WET, STR(" yes "), &value, &err) && value == 1);
    CHECK(json_read_fact(&image, WET, STR("false"), &value, &err) && value == 0);
    CHECK(json_read_fact(&image, WET, STR(""), &value, &err) && value == FACT_UNKNOWN);
    CHECK(json_read_fact(&image, COLOUR, STR("red"), &value, &err) && value == 0);
    CHECK(json_read_fact(&image, NUMBER, STR("-5"), &value, &err) && value == -5);
    CHECK(!json_read_fact(&image, NUMBER, STR("-6"), &value, &err));
    CHECK(!json_read_fact(&image, NUMBER, STR("three"), &value, &err));
    CHECK(!json_read_fact(&image, COLOUR, STR("Red"), &value, &err));
    arena_clear(&arena);
}
