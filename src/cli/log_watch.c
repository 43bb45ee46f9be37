/*
 * vestibule log watch: follow somebody else's log, and notice when it is rewritten.
 */
#include "cli/log.h"

#include "app/app.h"

struct verdict_row {
    str name; /* in JSON */
    str words;
    enum style style;
    enum status status;
};

/* clang-format off */
static const struct verdict_row rows[] = {
    [WATCH_FIRST]  = {STR_INIT("first"), STR_INIT("Seen for the first time: from here on it can only grow unnoticed, not change."), STYLE_GREEN, STATUS_YES},
    [WATCH_SAME]   = {STR_INIT("same"), STR_INIT("Nothing is new."), STYLE_GREEN, STATUS_YES},
    [WATCH_GREW]   = {STR_INIT("grew"), STR_INIT("It continues what was seen before: nothing of that was changed."), STYLE_GREEN, STATUS_YES},
    [WATCH_SHRANK] = {STR_INIT("shrank"), STR_INIT("It is SMALLER than what was seen before: an old copy is served, or the log was put back. Ask its keeper; if it grows again, watch will tell whether as before."), STYLE_RED, STATUS_NO},
    [WATCH_FORKED] = {STR_INIT("forked"), STR_INIT("FORK: both checkpoints are signed, and the new one does not continue the old one. The log was rewritten, or its tiles are damaged. Keep both files: together they are the proof."), STYLE_RED, STATUS_NO},
};
/* clang-format on */

static void item(struct page *page, str lead, uint64_t value)
{
    struct text digits = text_in(page->text.arena);

    text_add_u64(&digits, value);
    page_item(page, STYLE_PLAIN, lead, text_str(&digits));
}

static void show(struct session *session, const struct watched_log *log)
{
    struct page *page = &session->out;
    const struct verdict_row *row = &rows[log->verdict];

    page_line(page, STYLE_BOLD, log->new.origin);
    if (log->verdict != WATCH_FIRST)
        item(page, STR("  before   "), log->old.size);
    item(page, STR("  now      "), log->new.size);
    if (log->evidence.len > 0)
        page_item(page, STYLE_RED, STR("  kept in  "), log->evidence);
    page_wrap(page, row->style, 0, 0, row->words);
}

static void show_json(struct session *session, const struct watched_log *log)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("origin"));
    json_str(&json, log->new.origin);
    json_key(&json, STR("verdict"));
    json_str(&json, rows[log->verdict].name);
    json_key(&json, STR("before"));
    json_i64(&json, (int64_t)log->old.size);
    json_key(&json, STR("size"));
    json_i64(&json, (int64_t)log->new.size);
    if (log->evidence.len > 0) {
        json_key(&json, STR("evidence"));
        json_str(&json, log->evidence);
    }
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

bool run_log_watch(struct session *session, struct err *err)
{
    struct judge judge;
    struct watching watching = {.url = session->arguments[0],
        .file = session->arguments[1],
        .hasher = &judge.hasher,
        .ed25519 = &judge.ed25519,
        .trust = &judge.trust};
    struct watched_log log;
    bool done;

    if (!judge_open(&judge, session, watching.url, err))
        return false;
    done = log_watch(&watching, session->arena, &log, err);
    judge_close(&judge);
    if (!done)
        return false;
    session->status = rows[log.verdict].status;
    if (session->json)
        show_json(session, &log);
    else
        show(session, &log);
    return true;
}
