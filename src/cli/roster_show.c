/*
 * vestibule roster show: people, addresses and duties, as they stand.
 */
#include "cli/people.h"

#include "app/app.h"

/* ---- for programs ---- */

static void put_text(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void put_truth(struct json_out *json, str key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}

static void put_number(struct json_out *json, str key, uint64_t value)
{
    json_key(json, key);
    json_i64(json, (int64_t)value);
}

static void put_person(struct json_out *json, const struct roster_person *person)
{
    json_object(json);
    put_number(json, STR("number"), person->number);
    put_text(json, STR("name"), person->name);
    json_key(json, STR("roles"));
    json_array(json);
    for (size_t i = 0; i < person->post_count; i++) {
        json_object(json);
        put_text(json, STR("role"), person->posts[i].role);
        if (person->posts[i].school.len > 0)
            put_text(json, STR("school"), person->posts[i].school);
        put_truth(json, STR("head"), person->posts[i].is_head);
        json_end(json);
    }
    json_end(json);
    json_key(json, STR("addresses"));
    json_array(json);
    for (size_t i = 0; i < person->contact_count; i++) {
        const struct roster_contact *contact = &person->contacts[i];

        json_object(json);
        put_text(json, STR("channel"), roster_channel_name(contact->channel));
        put_text(json, STR("address"), contact->address);
        put_truth(json, STR("works"), roster_contact_works(contact));
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

/* ---- for people ---- */

static str address_words(struct arena *arena, const struct roster_contact *contact)
{
    struct text text = text_in(arena);

    text_add(&text, roster_channel_name(contact->channel));
    text_add(&text, STR(" "));
    text_add(&text, contact->address);
    if (contact->disabled.len > 0) {
        text_add(&text, STR(" is used no more: "));
        text_add(&text, contact->disabled);
    } else if (contact->verified_at == 0) {
        text_add(&text, STR(" is not verified"));
    }
    return text_str(&text);
}

static void show_person(struct session *session, const struct roster_person *person)
{
    struct text words = text_in(session->arena);

    text_add_roster_person(&words, person);
    page_line(&session->out, STYLE_BOLD, text_str(&words));
    for (size_t i = 0; i < person->contact_count; i++)
        page_item(&session->out,
            roster_contact_works(&person->contacts[i]) ? STYLE_PLAIN : STYLE_DIM,
            STR("  "), address_words(session->arena, &person->contacts[i]));
    if (person->contact_count == 0)
        page_item(&session->out, STYLE_PLAIN, STR("  "), STR("has no address"));
}

/* ---- duties, the same sentences for both ---- */

struct sentences {
    struct arena *arena;
    str *items;
    size_t count;
};

static void add_sentence(struct sentences *s, const struct text *text)
{
    s->items[s->count++] = text_str(text);
}

static struct sentences duties_of(struct arena *arena, const struct roster *roster)
{
    struct sentences s = {.arena = arena};

    s.items = ARENA_ARRAY(
        arena, str, roster->week_count + roster->override_count + roster->acting_count);
    for (size_t i = 0; i < roster->week_count; i++) {
        struct text text = text_in(arena);

        text_add_roster_week(&text, roster, &roster->weeks[i]);
        add_sentence(&s, &text);
    }
    for (size_t i = 0; i < roster->override_count; i++) {
        struct text text = text_in(arena);

        text_add_roster_override(&text, roster, &roster->overrides[i]);
        add_sentence(&s, &text);
    }
    for (size_t i = 0; i < roster->acting_count; i++) {
        struct text text = text_in(arena);

        text_add_roster_acting(&text, roster, &roster->actings[i]);
        add_sentence(&s, &text);
    }
    return s;
}

static void put_answer(struct session *session, const struct roster *roster)
{
    struct json_out json = json_start(&session->out.text, true);
    struct sentences duties = duties_of(session->arena, roster);

    json_object(&json);
    json_key(&json, STR("people"));
    json_array(&json);
    for (size_t i = 0; i < roster->person_count; i++)
        if (!roster->persons[i].is_gone)
            put_person(&json, &roster->persons[i]);
    json_end(&json);
    json_key(&json, STR("duties"));
    json_array(&json);
    for (size_t i = 0; i < duties.count; i++)
        json_str(&json, duties.items[i]);
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static void say_answer(struct session *session, const struct roster *roster)
{
    struct sentences duties = duties_of(session->arena, roster);
    bool is_empty = true;

    for (size_t i = 0; i < roster->person_count; i++) {
        if (roster->persons[i].is_gone)
            continue;
        show_person(session, &roster->persons[i]);
        is_empty = false;
    }
    if (is_empty)
        page_line(&session->out, STYLE_PLAIN,
            STR("Nobody is on the roster, so nobody is called."));
    if (duties.count > 0)
        page_heading(&session->out, STR("Duties"));
    for (size_t i = 0; i < duties.count; i++)
        page_item(&session->out, STYLE_PLAIN, STR("  "), duties.items[i]);
}

bool run_roster_show(struct session *session, struct err *err)
{
    struct rota *rota;

    if (!rota_look(people_data(session), &rota, err))
        return false;
    if (session->json)
        put_answer(session, rota_snapshot(rota));
    else
        say_answer(session, rota_snapshot(rota));
    rota_close(rota);
    return true;
}
