/*
 * vestibule log add: record one event that another program, or a person, wrote as JSON.
 */
#include "cli/log.h"

#include "os/os.h"

static void show_json(struct session *session, const struct submitted *submitted,
    const struct receipt *receipt)
{
    struct json_out json = json_start(&session->out.text, true);
    struct text leaf = text_in(session->arena);
    struct text key = text_in(session->arena);

    json_object(&json);
    json_key(&json, STR("seq"));
    json_i64(&json, (int64_t)receipt->seq);
    if (receipt->n >= 0) {
        json_key(&json, STR("visit"));
        json_str(&json, submitted->event.visit);
        json_key(&json, STR("n"));
        json_i64(&json, receipt->n);
    }
    json_key(&json, STR("leaf_hash"));
    text_add_base64(&leaf, receipt->leaf.bytes, HASH_BYTES);
    json_str(&json, text_str(&leaf));
    json_key(&json, STR("key"));
    text_add_key(&key, submitted->key);
    json_str(&json, text_str(&key));
    json_key(&json, STR("repeated"));
    json_bool(&json, receipt->repeated);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static void show(struct session *session, const struct submitted *submitted,
    const struct receipt *receipt)
{
    struct text words = text_in(session->arena);

    if (session->json) {
        show_json(session, submitted, receipt);
        return;
    }
    text_add(&words,
        receipt->repeated ? STR("was recorded before, as event ")
                          : STR("recorded as event "));
    text_add_u64(&words, receipt->seq);
    if (receipt->n >= 0) {
        text_add(&words, STR(", number "));
        text_add_i64(&words, receipt->n);
        text_add(&words, STR(" of visit "));
        text_add(&words, submitted->event.visit);
    }
    page_line(&session->out, STYLE_PLAIN, text_str(&words));
}

/* What may be left out: the key, and the name of a visit that begins. */
static void complete(
    struct session *session, struct keeper *keeper, struct submitted *submitted)
{
    if (submitted->event.kind == RECORD_VISIT_OPENED &&
        submitted->event.visit.len == 0 && !submitted->has_key)
        submitted->event.visit = keeper_new_visit(keeper, session->arena);
    if (!submitted->has_key)
        keeper_new_key(keeper, submitted->key);
}

bool run_log_add(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct submitted submitted;
    struct receipt receipt;
    struct keeper *keeper;
    str source;
    bool done;

    if (!os_read_file(
            session->arena, session->arguments[1], JSON_MAX_BYTES, &source, err) ||
        (!submitted_read(session->arena, source, &submitted, err) &&
            !err_while(err, session->arguments[1])) ||
        !keeper_open(session->arguments[0], &clock, &keeper, err))
        return false;
    complete(session, keeper, &submitted);
    done = keeper_submit(keeper, &submitted.event, submitted.key, &receipt, err);
    keeper_close(keeper);
    if (done)
        show(session, &submitted, &receipt);
    return done;
}
