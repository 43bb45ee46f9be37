/*
 * Asking a timestamp server.
 */
#include "app/stamp.h"

#include "app/inside.h"
#include "fetch/fetch.h"

enum { WAIT_MS = 20000 };

static bool ask(struct arena *arena, str url, str query, str *reply, struct err *err)
{
    static const struct fetch_pair headers[] = {
        {STR_INIT("Content-Type"), STR_INIT("application/timestamp-query")}};
    const struct fetch_settings settings = {0};
    const struct fetch_request request = {.method = FETCH_POST,
        .url = url,
        .headers = headers,
        .header_count = COUNT_OF(headers),
        .body = query,
        .body_limit = TIMESTAMP_BYTES_MAX};
    struct fetch_client *client = fetch_open(arena, &settings, err);
    struct fetch_answer answer = {0};
    bool done =
        client != NULL && fetch_one(client, arena, &request, WAIT_MS, &answer, err);

    fetch_close(client);
    *reply = answer.body;
    if (!done || answer.status == 200)
        return done;
    err_set(err, ERR_IO, url);
    err_add(err, STR(": the timestamp server answers "));
    return err_add_i64(err, answer.status);
}

static bool stamp(struct keeper *k, struct arena *arena, str url, struct err *err)
{
    struct note note;
    str bytes;
    str query;
    str reply;

    if (!os_read_file(arena, keeper_path(k, arena, STR("public/checkpoint")),
            NOTE_BYTES_MAX, &bytes, err) ||
        !note_read(bytes, &note, err))
        return false;
    query = timestamp_request(&k->crypto, arena, note.text);
    return ask(arena, url, query, &reply, err) &&
        timestamp_answers(query, reply, err) &&
        os_keep_file(
            keeper_path(k, arena, STR("public/checkpoint.tsr")), reply, OS_SHARED, err);
}

bool checkpoint_stamp(struct keeper *k, str url, struct err *err)
{
    struct arena arena = {0};
    bool done = stamp(k, &arena, url, err);

    arena_clear(&arena);
    return done || err_while(err, STR("timestamp"));
}
