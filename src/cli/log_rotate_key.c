/*
 * vestibule log rotate-key: another key signs the log from now on.
 */
#include "cli/command.h"

#include "app/app.h"
#include "os/os.h"

static int64_t now(void *context)
{
    (void)context;
    return os_now();
}

static const struct keeper_clock clock = {now, NULL};

/* ---- retiring ---- */

static bool retire(struct session *session, struct err *err)
{
    struct page *page = &session->out;
    struct text words = text_in(session->arena);
    struct json_out json;
    uint64_t count;

    if (!key_retire(session->arguments[0], &clock, &count, err))
        return false;
    session->status = count > 0 ? STATUS_YES : STATUS_NO;
    if (session->json) {
        json = json_start(&page->text, true);
        json_object(&json);
        json_key(&json, STR("retired"));
        json_i64(&json, (int64_t)count);
        json_end(&json);
        json_done(&json);
        page_raw(page, STR("\n"));
        return true;
    }
    if (count == 0) {
        page_wrap(page, STYLE_PLAIN, 0, 0, STR("No old key was signing any more."));
        return true;
    }
    text_add_u64(&words, count);
    text_add(&words,
        count == 1 ? STR(" old key is removed.") : STR(" old keys are removed."));
    text_add(&words,
        STR(" From the next checkpoint on, the log's own key signs alone: whoever "
            "checks it needs the new one."));
    page_wrap(page, STYLE_GREEN, 0, 0, text_str(&words));
    return true;
}

/* ---- rotating ---- */

static void show(struct session *session, const struct rotated *done)
{
    struct page *page = &session->out;
    struct text from = text_in(session->arena);

    text_add_u64(&from, done->from_size);
    page_item(page, STYLE_PLAIN, STR("old key      "), done->old_key);
    page_item(page, STYLE_BOLD, STR("new key      "), done->new_key);
    page_item(page, STYLE_PLAIN, STR("counts from  "), text_str(&from));
    if (done->stands_alone)
        page_wrap(page, STYLE_YELLOW, 0, 0,
            STR("The old key was not there, so the new one has signed its own coming, as "
                "any stranger could: nothing in the record vouches for it. Tell everyone "
                "who checks this record, in person or in print, both keys and the size; "
                "they check with --key NEW --leaf-key OLD."));
    page_wrap(page, STYLE_GREEN, 0, 0,
        done->keeps_old
            ? STR("Both keys sign checkpoints until you run this with --retire. Tell "
                  "the new key to everyone who checks this record; public/vkeys says "
                  "which key counts for which size.")
            : STR("The old key is removed and signs nothing more. Tell everyone who "
                  "checks this record, and its witnesses, that it counts only below "
                  "this size; public/vkeys says so."));
}

static void show_json(struct session *session, const struct rotated *done)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("old_key"));
    json_str(&json, done->old_key);
    json_key(&json, STR("new_key"));
    json_str(&json, done->new_key);
    json_key(&json, STR("from_size"));
    json_i64(&json, (int64_t)done->from_size);
    json_key(&json, STR("keeps_old"));
    json_bool(&json, done->keeps_old);
    json_key(&json, STR("stands_alone"));
    json_bool(&json, done->stands_alone);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static bool rotate(struct session *session, struct err *err)
{
    const struct rotation rotation = {
        session->given[OPTION_WHY], session->given[OPTION_BY]};
    struct rotated done;

    if (rotation.why.len == 0 || rotation.by.len == 0)
        return err_set(err, ERR_USAGE,
            STR("say --by WHO and --why planned|lost|stolen: both stand in the "
                "record"));
    if (!key_rotate(
            session->arguments[0], &clock, &rotation, session->arena, &done, err))
        return false;
    if (session->json)
        show_json(session, &done);
    else
        show(session, &done);
    return true;
}

bool run_log_rotate_key(struct session *session, struct err *err)
{
    bool retires = option_given(session, OPTION_RETIRE);

    if (retires &&
        (option_given(session, OPTION_WHY) || option_given(session, OPTION_BY)))
        return err_set(
            err, ERR_USAGE, STR("--retire ends a rotation; --why and --by begin one"));
    return retires ? retire(session, err) : rotate(session, err);
}
