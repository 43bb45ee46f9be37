/*
 * The sample district of `vestibule serve --sample`: everything that app/sample.h does
 * not know, which is what the program carries: its protocols and the reference day.
 *
 * The protocol is the embedded one with telephone numbers that nobody has, so that
 * trying out never calls anybody.
 */
#include "cli/day.h"
#include "cli/log.h"
#include "cli/serve.h"

#include "web/web.h"

/* Role lines of the protocol, and what stands there instead. */
static const struct {
    str from;
    str to;
} numbers[] = {
    {STR_INIT("773-553-3335"), STR_INIT("312-555-0130")},
    {STR_INIT("role principal: \"Principal\""),
        STR_INIT("role principal: \"Principal (312-555-0101)\"")},
    {STR_INIT("role law_department: \"Law Department\""),
        STR_INIT("role law_department: \"Law Department (312-555-0120)\"")},
};

/* Copy a document with the numbers of nobody.  Every line must be found: a number that
 * is somebody's must not slip through. */
static bool invent_numbers(struct arena *arena, str *document, struct err *err)
{
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        struct text text = text_in(arena);
        str rest = *document;
        size_t at = str_find(rest, numbers[i].from, 0);

        if (at == rest.len) {
            err_set(err, ERR_INVALID, STR("the protocol has no "));
            return err_add(err, numbers[i].from);
        }
        for (; at < rest.len; at = str_find(rest, numbers[i].from, 0)) {
            text_add(&text, str_slice(rest, 0, at));
            text_add(&text, numbers[i].to);
            rest = str_slice(rest, at + numbers[i].from.len, rest.len);
        }
        text_add(&text, rest);
        *document = text_str(&text);
    }
    return true;
}

bool serve_sample_documents(struct arena *arena, str folder, struct err *err)
{
    const struct asset *asset = asset_find(&web_documents, STR("chicago.md"));
    str path = log_path(arena, folder, STR("entry.md"));
    struct err missing = {0};
    uint64_t size;
    str document;

    REQUIRE(asset != NULL);
    document = asset->bytes;
    return os_file_size(path, &size, &missing) ||
        (invent_numbers(arena, &document, err) &&
            os_make_folder(folder, OS_SHARED, err) &&
            os_keep_file(path, document, OS_SHARED, err));
}

/* ---- the reference day ---- */

static bool keep_day(struct session *session, struct keeper *keeper, str document,
    struct protocol *protocol, struct err *err)
{
    const struct asset *asset =
        asset_find(&web_documents, STR("hamline-2025-01-24.json"));
    struct day_run run = {.session = session};
    struct json_value root;

    REQUIRE(asset != NULL);
    run.source = asset->bytes;
    return protocol_require(session, document, protocol, err) &&
        json_read(session->arena, run.source, &root, err) &&
        day_take(&run, &root, protocol, err) && day_keep(&run, keeper, err);
}

bool serve_sample(struct session *session, struct site *site, struct err *err)
{
    struct protocol protocol = {0};
    struct publication published;
    str document = log_path(session->arena, site->protocols, STR("entry.md"));
    bool done = keep_day(session, site->keeper, document, &protocol, err) &&
        sample_people(&site->staff, err) &&
        sample_roster(
            site->rota, site->keeper, site->clock.now(site->clock.context), err) &&
        sample_visits(site->desk, err) &&
        keeper_publish(site->keeper, session->arena, &published, err);

    protocol_close(&protocol);
    return done || err_while(err, STR("making the sample district"));
}
