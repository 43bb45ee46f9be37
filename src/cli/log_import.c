/*
 * vestibule log import: what the database has lost, back from the public files.
 */
#include "cli/log.h"

static void show_json(struct session *session, const struct imported *imported)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("size"));
    json_i64(&json, (int64_t)imported->size);
    json_key(&json, STR("brought"));
    json_i64(&json, (int64_t)imported->brought);
    json_key(&json, STR("rebuilt"));
    json_bool(&json, imported->rebuilt);
    json_key(&json, STR("values"));
    json_i64(&json, (int64_t)imported->values);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static void show(struct session *session, const struct imported *imported)
{
    struct text words = text_in(session->arena);

    if (session->json) {
        show_json(session, imported);
        return;
    }
    text_add_u64(&words, imported->brought);
    text_add(&words, imported->brought == 1 ? STR(" event") : STR(" events"));
    if (imported->rebuilt) {
        text_add(&words,
            STR(" written to a new database; the damaged one is beside it, as "
                "record.db.damaged-... . Of its sealed fields, "));
        text_add_u64(&words, imported->values);
        text_add(&words,
            STR(" could be read and were taken over. Those that could not are in no "
                "public file: look for a backup."));
    } else
        text_add(&words,
            STR(" brought back into the database. Their sealed fields are in no public "
                "file: look for a newer backup of record.db."));
    page_wrap(&session->out, STYLE_PLAIN, 0, 0, text_str(&words));
    page_wrap(&session->out, STYLE_PLAIN, 0, 0,
        STR("The record says so itself, in an event of the kind overridden. It can be "
            "written to and signed again."));
}

bool run_log_import(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct imported imported;
    str by;

    if (!log_require(session, OPTION_BY, &by, err) ||
        !keeper_import(
            session->arguments[1], session->arguments[0], by, &clock, &imported, err))
        return false;
    show(session, &imported);
    return true;
}
