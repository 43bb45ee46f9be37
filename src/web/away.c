/*
 * What a device must know before the network goes: GET /offline/state, the visits that
 * are open at its school; and, of every page, whom to telephone then.
 *
 * The worker (GET /worker.js) is the program's own file with the addresses of this
 * release before it, so that a browser takes the next release for another worker.
 */
#include "web/offline.h"

#include "json/json.h"

bool goes_offline(const struct caller *caller)
{
    str school = caller_school(caller);

    return caller->is_known && school.len > 0 &&
        caller_may(caller, MAY_OPEN_VISIT, school);
}

str image_address(const struct caller *caller)
{
    struct text text = text_in(caller->arena);

    text_add(&text, STR("/offline/image/"));
    text_add(&text, desk_bench(caller->site->desk)->digest);
    return text_str(&text);
}

/* Whatever the kept page shows or refers to: when one of these is another, it is fetched
 * again. */
static str mark_of(const struct caller *caller, str language)
{
    struct text text = text_in(caller->arena);

    text_add(&text, web_assets.fingerprint);
    text_add_byte(&text, ' ');
    text_add(&text, desk_bench(caller->site->desk)->digest);
    text_add_byte(&text, ' ');
    text_add(&text, language);
    text_add_byte(&text, ' ');
    text_add_u64(&text, caller->session.account.number);
    text_add_byte(&text, ' ');
    text_add(&text, caller_school(caller));
    text_add(&text, caller->site->exercise ? STR(" exercise") : STR(""));
    return text_str(&text);
}

const struct away_view *away_of(const struct caller *caller, str language)
{
    struct away_view *away;
    const struct number_view *numbers;

    if (!goes_offline(caller))
        return NULL;
    away = ARENA_NEW(caller->arena, struct away_view);
    *away = (struct away_view){
        .mark = mark_of(caller, language), .image = image_address(caller)};
    if (numbers_of(caller, &numbers) > 0) {
        away->who = numbers[0].who;
        away->number = numbers[0].number;
        away->address = numbers[0].address;
    }
    return away;
}

/* ---- what is going on ---- */

static void put(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

/* What was stated and counts, without the words that were read or heard. */
static void put_facts(
    struct json_out *json, struct caller *caller, const struct visit *visit)
{
    json_key(json, STR("facts"));
    json_array(json);
    for (size_t i = 0; i < visit->statement_count; i++) {
        const struct visit_statement *statement = &visit->statements[i];

        if (!statement->counts)
            continue;
        json_object(json);
        put(json, STR("fact"), statement->fact);
        put(json, STR("value"),
            json_words(caller->arena, visit_value(visit, statement)));
        put(json, STR("basis"), statement->basis);
        put(json, STR("by"), statement->by);
        put(json, STR("at"),
            statement->so_at.len > 0 ? statement->so_at
                                     : exact_words(caller, statement->mark.at));
        json_end(json);
    }
    json_end(json);
}

static void put_duties(struct json_out *json, const struct visit *visit)
{
    json_key(json, STR("duties"));
    json_array(json);
    for (size_t i = 0; i < visit->duty_count; i++) {
        const struct visit_duty *duty = &visit->duties[i];

        json_object(json);
        put(json, STR("duty"), duty->name);
        json_key(json, STR("n"));
        json_i64(json, duty->mark.n);
        put(json, STR("state"),
            duty->state == VISIT_DUTY_DONE        ? STR("done")
                : duty->state == VISIT_DUTY_TAKEN ? STR("taken")
                                                  : STR("open"));
        json_end(json);
    }
    json_end(json);
}

static void put_visits(struct json_out *json, struct caller *caller)
{
    const struct visits_filter filter = {.school = caller_school(caller)};
    struct visit **visits;
    size_t count = desk_board(caller->site->desk, &filter, caller->arena, &visits);

    json_key(json, STR("visits"));
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        put(json, STR("visit"), visits[i]->id);
        put(json, STR("by"), visits[i]->by);
        put(json, STR("at"), exact_words(caller, visits[i]->opened.at));
        put_facts(json, caller, visits[i]);
        put_duties(json, visits[i]);
        json_end(json);
    }
    json_end(json);
}

bool show_state(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct text text = text_in(caller->arena);
    struct json_out json = json_start(&text, false);
    char vault[PEOPLE_VAULT_CHARS];

    if (!goes_offline(caller))
        return err_set(
            err, ERR_NOT_FOUND, STR("a device keeps the visits of one school"));
    people_vault(&caller->site->staff.people, caller->session.account.number, vault);
    json_object(&json);
    json_key(&json, STR("person"));
    json_i64(&json, (int64_t)caller->session.account.number);
    put(&json, STR("name"), caller->session.account.name);
    put(&json, STR("token"), caller_form(caller, STR("/outbox")).token);
    put(&json, STR("vault"), (str){vault, sizeof(vault)});
    put(&json, STR("edition"), desk_bench(caller->site->desk)->digest);
    put_visits(&json, caller);
    json_end(&json);
    json_done(&json);
    http_say(answer, 200, STR("application/json"), text_str(&text));
    return true;
}

/* ---- the worker ---- */

static bool say_worker(const struct http_request *request, str name,
    struct http_answer *answer, struct err *err)
{
    const struct asset *asset = asset_find(&web_assets, name);
    struct text text = text_in(request->arena);

    if (asset == NULL)
        return err_set(err, ERR_NOT_FOUND, STR("there is no worker"));
    text_add(&text, STR("const ASSETS = \""));
    text_add(&text, asset_folder(request->arena));
    text_add(&text, STR("\";\n"));
    text_add(&text, asset->bytes);
    http_say(answer, 200, STR("text/javascript; charset=utf-8"), text_str(&text));
    http_set(answer, STR("Cache-Control"), STR("no-cache"));
    return true;
}

bool show_worker(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    return say_worker(request, STR("worker.js"), answer, err);
}

bool show_push_worker(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    return say_worker(request, STR("push_worker.js"), answer, err);
}
