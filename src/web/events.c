/*
 * What is told to operators: one JSON object a line on standard error.
 *
 * An address is told as its route's pattern, which holds nobody's name or number; no
 * query, form, header or peer is told at all.  An error's words are told only where they
 * are about this machine.
 */
#include "web/site.h"

#include "os/os.h"

enum { MINUTE_SECONDS = 60, DAY_SECONDS = 86400 };

/* In UTC, without libc's time zone: that is the whole process's, and some events are told on
 * other threads than the one that asks what the clocks of the schools show. */
static str now_in(struct arena *arena, const struct site *site)
{
    int64_t now = site->clock.now(site->clock.context);
    int64_t second = now % DAY_SECONDS;
    struct moment moment = {.day = (int32_t)(now / DAY_SECONDS),
        .minute = (int32_t)(second / MINUTE_SECONDS),
        .second = (int32_t)(second % MINUTE_SECONDS)};
    struct text text = text_in(arena);

    text_add_moment(&text, &moment);
    return text_str(&text);
}

static struct json_out start(
    struct text *text, struct arena *arena, const struct site *site, str event)
{
    struct json_out json = json_start(text, false);

    json_object(&json);
    json_key(&json, STR("at"));
    json_str(&json, now_in(arena, site));
    json_key(&json, STR("event"));
    json_str(&json, event);
    return json;
}

static void put(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void end(struct site *site, struct text *text, struct json_out *json)
{
    struct err err = {0};

    json_end(json);
    json_done(json);
    text_add_byte(text, '\n');
    if (!site->stderr_is_gone && !os_write(OS_STDERR, text_str(text), &err))
        site->stderr_is_gone = true;
}

void event_answered(
    const struct http_request *request, unsigned status, const struct err *err)
{
    static const str methods[HTTP_METHOD_COUNT] = {
        STR_INIT("GET"), STR_INIT("POST"), STR_INIT("PUT"), STR_INIT("DELETE")};
    struct site *site = site_of(request);
    struct text text = text_in(request->arena);
    struct json_out json = start(&text, request->arena, site, STR("request"));
    uint64_t ns = os_monotonic_ns() - request->whole_ns;

    metrics_count(
        &site->metrics, request->pattern, methods[request->method], status, ns);
    put(&json, STR("method"), methods[request->method]);
    put(&json, STR("route"), request->pattern);
    json_key(&json, STR("status"));
    json_i64(&json, status);
    json_key(&json, STR("ms"));
    json_decimal(&json, (double)ns / 1e6, 3);
    if (err->kind == ERR_IO || err->kind == ERR_CORRUPT)
        put(&json, STR("problem"), err_text(err));
    end(site, &text, &json);
}

/* ---- protocols ---- */

static void tell_mistake(
    struct site *site, const struct compiled *item, const struct diag *diag)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_out json = start(&text, &arena, site, STR("protocol_mistake"));

    put(&json, STR("file"), item->path);
    json_key(&json, STR("mistake"));
    json_diag(&json, diag);
    end(site, &text, &json);
    arena_clear(&arena);
}

static void tell_mistakes(struct site *site, const struct compiled *item)
{
    for (size_t i = 0; i < item->diags.count; i++)
        if (item->diags.items[i].severity == SEVERITY_ERROR)
            tell_mistake(site, item, &item->diags.items[i]);
}

/* Which editions are in force. */
static void put_editions(struct json_out *json, const struct shelf *shelf)
{
    json_key(json, STR("protocols"));
    json_object(json);
    for (size_t i = 0; i < shelf->count; i++)
        put(json, shelf->items[i]->name, shelf->items[i]->bench.digest);
    json_end(json);
}

void event_protocols(
    struct site *site, const struct shelf *shelf, const struct err *err)
{
    bool good = err->kind == ERR_NONE && shelf->mistakes == 0;
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_out json;

    for (size_t i = 0; i < shelf->count; i++)
        tell_mistakes(site, shelf->items[i]);
    json = start(
        &text, &arena, site, good ? STR("protocols_read") : STR("protocols_refused"));
    if (err->kind != ERR_NONE)
        put(&json, STR("problem"), err_text(err));
    put_editions(&json, &site->shelf);
    end(site, &text, &json);
    arena_clear(&arena);
}

void event_roles(struct site *site)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_out json;
    str lacks = may_lacks(site->may, &arena);

    if (lacks.len > 0) {
        json = start(&text, &arena, site, STR("roles_lack_acts"));
        put(&json, STR("file"), shelf_find(&site->shelf, STR("roles"))->path);
        put(&json, STR("acts"), lacks);
        put(&json, STR("problem"),
            STR("this program asks about acts that the protocol of roles does not know, "
                "so nobody may do them; write each as a value of its fact `act`, and a "
                "rule for who may: in the file, then send SIGHUP, or as a draft at "
                "/protocols/roles/drafts"));
        end(site, &text, &json);
    }
    arena_clear(&arena);
}

/* ---- the record ---- */

void event_published(
    struct site *site, const struct publication *publication, const struct err *err)
{
    bool good = err->kind == ERR_NONE;
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_out json =
        start(&text, &arena, site, good ? STR("published") : STR("publishing_failed"));

    if (good) {
        json_key(&json, STR("size"));
        json_i64(&json, (int64_t)publication->size);
        json_key(&json, STR("cosigned"));
        json_i64(&json, (int64_t)publication->witnesses.cosigned);
        json_key(&json, STR("quorum"));
        json_bool(&json, publication->witnesses.has_quorum);
    } else {
        put(&json, STR("problem"), err_text(err));
    }
    end(site, &text, &json);
    arena_clear(&arena);
}

static void tell_problem(struct site *site, str event, const struct err *err)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_out json = start(&text, &arena, site, event);

    put(&json, STR("problem"), err_text(err));
    end(site, &text, &json);
    arena_clear(&arena);
}

void event_ticked(struct site *site, const struct err *err)
{
    tell_problem(site, STR("clock_failed"), err);
}

void event_settings(struct site *site, const struct err *err)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_out json;

    if (err->kind != ERR_NONE) {
        tell_problem(site, STR("settings_refused"), err);
        return;
    }
    json = start(&text, &arena, site, STR("settings_read"));
    end(site, &text, &json);
    arena_clear(&arena);
}

void event_beaten(struct site *site, enum heart_state state, const struct err *err)
{
    static const struct {
        str event;
        str problem;
    } words[] = {
        [HEART_BEATS] = {STR_INIT("heartbeat_arrives"), {0}},
        [HEART_FAILS] = {STR_INIT("heartbeat_failed"), {0}},
        [HEART_HELD] = {STR_INIT("heartbeat_held"),
            STR_INIT("the thread that serves does not go round, so the address that "
                     "watches is told nothing; if this lasts, start again")},
    };
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct json_out json = start(&text, &arena, site, words[state].event);

    if (err->kind != ERR_NONE)
        put(&json, STR("problem"), err_text(err));
    else if (words[state].problem.len > 0)
        put(&json, STR("problem"), words[state].problem);
    end(site, &text, &json);
    arena_clear(&arena);
}

void event_not_sent(struct site *site, const struct err *err)
{
    tell_problem(site, STR("post_failed"), err);
}
