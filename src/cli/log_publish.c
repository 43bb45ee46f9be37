/*
 * vestibule log publish: sign what was recorded, and put it where everyone can read it.
 */
#include "cli/log.h"

static void show(struct session *session, const struct publication *publication)
{
    struct text root = text_in(session->arena);
    struct json_out json;

    if (!session->json) {
        page_raw(&session->out, publication->checkpoint);
        if (!publication->is_new)
            session_talk(session, STR("nothing was recorded since"));
        return;
    }
    json = json_start(&session->out.text, true);
    json_object(&json);
    json_key(&json, STR("size"));
    json_i64(&json, (int64_t)publication->size);
    json_key(&json, STR("root"));
    text_add_base64(&root, publication->root.bytes, HASH_BYTES);
    json_str(&json, text_str(&root));
    json_key(&json, STR("new"));
    json_bool(&json, publication->is_new);
    json_key(&json, STR("checkpoint"));
    json_str(&json, publication->checkpoint);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

bool run_log_publish(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct publication publication;
    struct keeper *keeper;
    bool done;

    if (!log_check_signing(session, err) ||
        !keeper_open(session->arguments[0], &clock, &keeper, err))
        return false;
    done = log_sign(session, keeper, &publication, err);
    keeper_close(keeper);
    if (done)
        show(session, &publication);
    return done;
}
