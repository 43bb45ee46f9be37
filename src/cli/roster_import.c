/*
 * vestibule roster import: those who lead schools, from OneRoster files.
 */
#include "cli/log.h"
#include "cli/people.h"

#include "app/app.h"

static void put_count(struct json_out *json, str key, uint64_t count)
{
    json_key(json, key);
    json_i64(json, (int64_t)count);
}

static void put_text(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void put_answer(struct session *session, const struct rota_imported *done)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    put_count(&json, STR("schools"), done->schools);
    put_count(&json, STR("added"), done->added);
    put_count(&json, STR("updated"), done->updated);
    put_count(&json, STR("removed"), done->removed);
    put_count(&json, STR("left_out"), done->others);
    put_count(&json, STR("refused_count"), done->refused_count);
    json_key(&json, STR("refused"));
    json_array(&json);
    for (size_t i = 0; i < done->refused_listed; i++) {
        json_object(&json);
        put_text(&json, STR("file"), done->refused[i].file);
        put_count(&json, STR("line"), done->refused[i].line);
        put_text(&json, STR("why"), done->refused[i].why);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static void say_count(struct session *session, uint64_t count, str words)
{
    struct text text = text_in(session->arena);

    text_add_u64(&text, count);
    text_add(&text, words);
    page_line(&session->out, STYLE_PLAIN, text_str(&text));
}

static void say_refused(struct session *session, const struct rota_refused *refused)
{
    struct text lead = text_in(session->arena);

    text_add(&lead, refused->file);
    text_add(&lead, STR(", line "));
    text_add_u64(&lead, refused->line);
    text_add(&lead, STR(": "));
    page_item(&session->out, STYLE_BOLD, text_str(&lead), refused->why);
}

static void say_answer(struct session *session, const struct rota_imported *done)
{
    say_count(session, done->schools, STR(" schools in the files"));
    say_count(session, done->added, STR(" people new on the roster"));
    say_count(session, done->updated, STR(" brought up to date"));
    say_count(
        session, done->removed, STR(" whom the files let go, and who are off it"));
    say_count(session, done->others,
        STR(" of the staff left out: their role is never called"));
    if (done->refused_count > 0)
        page_heading(&session->out, STR("Refused"));
    for (size_t i = 0; i < done->refused_listed; i++)
        say_refused(session, &done->refused[i]);
    if (done->refused_listed < done->refused_count)
        say_count(session, done->refused_count - done->refused_listed, STR(" more"));
    page_wrap(&session->out, STYLE_PLAIN, 0, 0,
        STR("Addresses that are new have to be verified on the page /roster before "
            "anybody is called there."));
}

bool run_roster_import(struct session *session, struct err *err)
{
    struct people_desk desk;
    uint8_t key[KEEPER_KEY_BYTES];
    struct rota_act act = {.key = key};
    struct rota_imported imported;
    struct rota *rota;
    bool done;

    if (!people_desk_open(&desk, session, err))
        return false;
    keeper_new_key(desk.keeper, key);
    act.by = desk.by;
    done = rota_open(people_data(session), desk.keeper, &rota, err);
    if (done) {
        done = rota_import(
            rota, &act, session->arena, session->arguments[0], &imported, err);
        rota_close(rota);
    }
    people_desk_close(&desk);
    if (!done)
        return false;
    if (session->json)
        put_answer(session, &imported);
    else
        say_answer(session, &imported);
    session->status = imported.refused_count > 0 ? STATUS_NO : session->status;
    return true;
}
