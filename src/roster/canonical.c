/*
 * The one form of a roster that is digested.
 *
 * Everything in the order of its number and with the same members each time.  It says who
 * is called and where; when something was last heard from an address changes by itself and
 * is left out.
 */
#include "roster/inside.h"

static void put_text(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void put_number(struct json_out *json, str key, int64_t value)
{
    json_key(json, key);
    json_i64(json, value);
}

static void put_bool(struct json_out *json, str key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}

static void put_posts(struct json_out *json, const struct roster_person *person)
{
    json_key(json, STR("posts"));
    json_array(json);
    for (size_t i = 0; i < person->post_count; i++) {
        json_object(json);
        put_text(json, STR("role"), person->posts[i].role);
        put_text(json, STR("school"), person->posts[i].school);
        put_bool(json, STR("head"), person->posts[i].is_head);
        json_end(json);
    }
    json_end(json);
}

static void put_contacts(struct json_out *json, const struct roster_person *person)
{
    json_key(json, STR("contacts"));
    json_array(json);
    for (size_t i = 0; i < person->contact_count; i++) {
        const struct roster_contact *contact = &person->contacts[i];

        json_object(json);
        put_number(json, STR("number"), (int64_t)contact->number);
        put_text(json, STR("channel"), roster_channel_name(contact->channel));
        put_text(json, STR("address"), contact->address);
        put_bool(json, STR("verified"), contact->verified_at != 0);
        put_bool(json, STR("used"), contact->disabled.len == 0);
        json_end(json);
    }
    json_end(json);
}

static void put_persons(struct json_out *json, const struct roster *roster)
{
    json_key(json, STR("persons"));
    json_array(json);
    for (size_t i = 0; i < roster->person_count; i++) {
        const struct roster_person *person = &roster->persons[i];

        json_object(json);
        put_number(json, STR("number"), (int64_t)person->number);
        put_text(json, STR("name"), person->name);
        put_text(json, STR("login"), person->login);
        put_text(json, STR("sourced"), person->sourced);
        put_bool(json, STR("gone"), person->is_gone);
        put_posts(json, person);
        put_contacts(json, person);
        json_end(json);
    }
    json_end(json);
}

static void put_weeks(struct json_out *json, const struct roster *roster)
{
    json_key(json, STR("weeks"));
    json_array(json);
    for (size_t i = 0; i < roster->week_count; i++) {
        const struct roster_week *week = &roster->weeks[i];

        json_object(json);
        put_number(json, STR("number"), (int64_t)week->number);
        put_text(json, STR("role"), week->role);
        put_text(json, STR("school"), week->school);
        put_number(json, STR("person"), (int64_t)week->person);
        put_number(json, STR("weekdays"), week->weekdays);
        put_number(json, STR("from"), week->from);
        put_number(json, STR("to"), week->to);
        put_number(json, STR("rank"), week->rank);
        put_number(json, STR("first"), week->first);
        put_number(json, STR("last"), week->last);
        json_end(json);
    }
    json_end(json);
}

static void put_overrides(struct json_out *json, const struct roster *roster)
{
    json_key(json, STR("overrides"));
    json_array(json);
    for (size_t i = 0; i < roster->override_count; i++) {
        const struct roster_override *override = &roster->overrides[i];

        json_object(json);
        put_number(json, STR("number"), (int64_t) override->number);
        put_text(json, STR("role"), override->role);
        put_text(json, STR("school"), override->school);
        put_number(json, STR("rank"), override->rank);
        put_number(json, STR("person"), (int64_t) override->person);
        put_number(json, STR("from"), override->from);
        put_number(json, STR("to"), override->to);
        json_end(json);
    }
    json_end(json);
}

static void put_actings(struct json_out *json, const struct roster *roster)
{
    json_key(json, STR("acting"));
    json_array(json);
    for (size_t i = 0; i < roster->acting_count; i++) {
        const struct roster_acting *acting = &roster->actings[i];

        json_object(json);
        put_number(json, STR("number"), (int64_t)acting->number);
        put_number(json, STR("person"), (int64_t)acting->person);
        put_number(json, STR("stand_in"), (int64_t)acting->stand_in);
        put_number(json, STR("from"), acting->from);
        put_number(json, STR("to"), acting->to);
        json_end(json);
    }
    json_end(json);
}

str roster_canonical(const struct roster *roster, struct arena *arena)
{
    struct text text = text_in(arena);
    struct json_out json = json_start(&text, false);

    json_object(&json);
    put_persons(&json, roster);
    put_weeks(&json, roster);
    put_overrides(&json, roster);
    put_actings(&json, roster);
    json_end(&json);
    json_done(&json);
    return text_str(&text);
}
