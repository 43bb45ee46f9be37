/* What is wrong with an event, and how it is said. */
#include "record_made.h"
#include "test.h"

/* Whether `kind` with `fields` makes exactly the mistakes in `wanted`, a line each. */
static void says(str kind, str fields, str wanted)
{
    struct arena arena = {0};
    struct record_event event = made_event(&arena, kind, fields);
    struct record_mistakes mistakes = {0};
    struct text text = text_in(&arena);

    CHECK(record_check(&arena, &event, &mistakes) == (wanted.len == 0));
    for (size_t i = 0; i < mistakes.count; i++) {
        text_add(&text, mistakes.items[i].field);
        text_add(&text, STR(": "));
        text_add(&text, mistakes.items[i].text);
        text_add(&text, STR("\n"));
    }
    CHECK_STR(text_str(&text), wanted);
    arena_clear(&arena);
}

TEST(record_check, takes_what_is_right)
{
    says(STR("fact_stated"),
        STR("{\"fact\": \"agency\", \"value\": \"ice\", \"by\": \"front desk\", "
            "\"basis\": \"inferred\"}"),
        STR(""));
    says(STR("fact_stated"),
        STR("{\"fact\": \"agency\", \"value\": null, \"by\": \"Zo\xc3\xab\", "
            "\"basis\": \"told\", \"so_at\": \"2025-01-24T11:15:00Z\"}"),
        STR(""));
}

TEST(record_check, names_every_mistake_at_once)
{
    says(STR("fact_stated"),
        STR("{\"fcat\": \"agency\", \"value\": [1], \"by\": \" desk\", "
            "\"basis\": \"infered\", \"so_at\": \"yesterday\", \"zzz\": 1}"),
        STR("fcat: there is no such field; did you mean `fact`?\n"
            "value: give a text, a whole number, true, false or null; this is an "
            "array\n"
            "by: begins or ends with a space; take it off\n"
            "basis: `infered` is not one of its values; did you mean `inferred`?\n"
            "so_at: is not a moment; write it with seconds and offset, as in "
            "2025-01-24T11:15:00-06:00\n"
            "zzz: there is no such field; there are fact, value, by, role, basis, "
            "source, words, so_at\n"
            "fact: is missing; give a name: a fact of the protocol, or one that is "
            "only noted, such as badge_number\n"));
}

TEST(record_check, keeps_out_what_must_never_be_stored)
{
    says(STR("fact_stated"),
        STR("{\"fact\": \"immigration_status\", \"value\": \"x\", \"by\": \"desk\", "
            "\"basis\": \"told\"}"),
        STR("fact: names what must never be recorded (immigration status, "
            "nationality, origin, faith); leave it out\n"));
    says(STR("roster_changed"),
        STR("{\"nationality\": \"x\", \"roster\": \"sha256:x\", \"change\": \"y\", "
            "\"by\": \"z\"}"),
        STR("nationality: this must never be recorded; leave it out\n"
            "roster: is not a SHA-256; write sha256: and 64 digits 0-9, a-f\n"));
}

TEST(record_check, says_which_item_or_member_is_wrong)
{
    says(STR("decision_made"),
        STR("{\"edition\": \"sha256:0\", \"as_of\": \"2025-01-24T11:15:00Z\", "
            "\"facts\": {\"agency\": \"ice\", \"Paper\": 1, \"reason\": {}, "
            "\"citizenship\": 1}, \"outcomes\": {}, \"rules\": [\"a\", \"B\", 7], "
            "\"answer\": \"\"}"),
        STR("edition: is not a SHA-256; write sha256: and 64 digits 0-9, a-f\n"
            "facts.Paper: is not a name; a name is spelt like law_department, beginning "
            "with a letter\n"
            "facts.reason: give a text, a whole number, true, false or null; this is an "
            "object\n"
            "facts.citizenship: names what must never be recorded (immigration status, "
            "nationality, origin, faith); leave it out\n"
            "rules[2]: is not a name; a name is spelt like law_department, beginning "
            "with a letter\n"
            "rules[3]: give a text; this is a whole number\n"
            "answer: is not a SHA-256; write sha256: and 64 digits 0-9, a-f\n"));
    says(STR("visit_closed"),
        STR("{\"end\": \"left\", \"by\": \"desk\", \"account\": [\"Good.\", \"\"]}"),
        STR("account[2]: is empty; leave the field out when there is nothing\n"));
}

TEST(record_check, measures_texts_in_characters)
{
    struct arena arena = {0};
    const struct record_field *field =
        record_find_field(RECORD_VISIT_OPENED, STR("school"));
    struct record_mistakes mistakes = {0};
    struct text text = text_in(&arena);
    struct json_value value = {.kind = JSON_IS_TEXT};

    for (uint32_t i = 0; i < field->most; i++)
        text_add(&text, STR("\xe2\x82\xac"));
    value.text = text_str(&text);
    CHECK(record_check_value(&arena, field, &value, &mistakes));
    text_add(&text, STR("x"));
    value.text = text_str(&text);
    CHECK(!record_check_value(&arena, field, &value, &mistakes));
    CHECK_STR(mistakes.items[0].text, STR("has 121 characters; at most 120 are kept"));
    arena_clear(&arena);
}

TEST(record_check, wants_one_spelling_of_what_is_the_same)
{
    struct arena arena = {0};
    const struct record_field *field =
        record_find_field(RECORD_FACT_STATED, STR("words"));
    struct record_mistakes mistakes = {0};
    struct json_value value = record_text_value(STR("e\xcc\x81"));

    says(STR("visit_closed"),
        STR("{\"end\": \"left\", \"by\": \"Zoe\xcc\x88\", \"account\": [\"Bien.\", "
            "\"\xe1\xba\xa1 a\xcc\x82\xcc\xa3\"]}"),
        STR("by: is not in Unicode's normal form NFC at character 3; normalise the "
            "text before anything is computed of it (in a browser: "
            "text.normalize())\n"
            "account[2]: is not in Unicode's normal form NFC at character 3; normalise "
            "the text before anything is computed of it (in a browser: "
            "text.normalize())\n"));
    /* Compatibility is not sameness: ligature, full-width letter, superscript. */
    says(STR("visit_closed"),
        STR("{\"end\": \"left\", \"by\": \"\xef\xac\x81 \xef\xbc\xa1 x\xc2\xb2 "
            "\xea\xb0\x80\xe1\x86\xa7\"}"),
        STR(""));
    says(STR("visit_closed"),
        STR("{\"end\": \"left\", \"by\": \"\xe1\x84\x80\xe1\x85\xa1\"}"),
        STR("by: is not in Unicode's normal form NFC at character 1; normalise the "
            "text before anything is computed of it (in a browser: "
            "text.normalize())\n"));
    /* What was recorded is read as it is. */
    CHECK(record_check_value(&arena, field, &value, &mistakes));
    CHECK(!record_check_new_value(&arena, field, &value, &mistakes));
    arena_clear(&arena);
}

TEST(record_check, refuses_numbers_that_not_every_reader_keeps)
{
    says(STR("duty_expired"),
        STR("{\"duty\": \"call\", \"why\": \"no_answer\", "
            "\"raised\": 9007199254740992}"),
        STR("raised: 9007199254740992 is not from 0 to 9007199254740991\n"));
    says(STR("duty_expired"),
        STR("{\"duty\": \"call\", \"why\": \"no_answer\", \"raised\": 9007199254740991,"
            " \"step\": 1.0}"),
        STR("step: give a whole number; this is a number that is not whole\n"));
}

TEST(record_check, looks_at_no_more_fields_than_a_kind_may_have)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);

    text_add(&text, STR("{"));
    for (uint64_t i = 0; i <= RECORD_FIELDS_MAX; i++) {
        text_add(&text, i > 0 ? STR(",\"x") : STR("\"x"));
        text_add_u64(&text, i);
        text_add(&text, STR("\": 1"));
    }
    text_add(&text, STR("}"));
    says(STR("visit_closed"), text_str(&text),
        STR("fields: there are 17; this kind of event has 6\n"));
    arena_clear(&arena);
}

TEST(record_check, asks_for_a_visit_where_there_must_be_one)
{
    struct arena arena = {0};
    struct record_event event = made_event(&arena, STR("visit_closed"),
        STR("{\"end\": \"left\", \"by\": \"front desk\"}"));
    struct record_mistakes mistakes = {0};
    struct err err = {0};

    CHECK(record_check(&arena, &event, &mistakes));
    event.visit = STR("Kk8v2mZ4T1eYw0bq3pXjSB"); /* spare bits are set */
    CHECK(!record_check(&arena, &event, &mistakes));
    event.visit = (str){0};
    CHECK(!record_check(&arena, &event, &mistakes) && mistakes.count == 2);
    CHECK(!record_refuse(&err, &event, &mistakes));
    CHECK_STR(err_text(&err),
        STR("visit_closed: visit: is not the name of a visit; give 16 bytes as 22 "
            "characters of base64url; visit: is missing; this kind of event belongs to "
            "a visit"));
    arena_clear(&arena);
}

TEST(record_check, takes_every_event_by_chance)
{
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        struct record_event event = made_event_by_chance(&arena);
        struct record_mistakes mistakes = {0};
        struct err err = {0};

        if (!record_check(&arena, &event, &mistakes)) {
            record_refuse(&err, &event, &mistakes);
            CHECK_STR(err_text(&err), STR(""));
        }
        arena_clear(&arena);
    }
}
