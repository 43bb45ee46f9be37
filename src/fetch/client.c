/*
 * Clients: any number of transfers side by side in one loop, so that asking many takes
 * as long as the slowest, and the deadline at most.
 */
#include "fetch/inside.h"

enum { WAIT_MS = 1000 };

struct fetch_client *fetch_open(
    struct arena *arena, const struct fetch_settings *settings, struct err *err)
{
    struct fetch_client *client = ARENA_NEW(arena, struct fetch_client);

    client->settings = *settings;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        (void)err_set(err, ERR_IO,
            STR("the HTTP library does not start; is it installed whole?"));
        return NULL;
    }
    client->multi = curl_multi_init();
    REQUIRE(client->multi != NULL);
    return client;
}

void fetch_close(struct fetch_client *client)
{
    if (client == NULL)
        return;
    (void)curl_multi_cleanup(client->multi);
    curl_global_cleanup();
}

/* Tell the transfers that are over how they ended. */
static void collect(struct fetch_client *client)
{
    CURLMsg *message;
    int rest;

    while ((message = curl_multi_info_read(client->multi, &rest)) != NULL) {
        struct fetch_transfer *transfer = NULL;
        CURLcode code = message->data.result;

        if (message->msg != CURLMSG_DONE)
            continue;
        REQUIRE(curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
                    (char **)&transfer) == CURLE_OK);
        (void)curl_multi_remove_handle(client->multi, message->easy_handle);
        transfer_end(transfer, code);
        transfer_clear(transfer);
    }
}

void fetch_all(struct fetch_client *client, struct arena *arena,
    const struct fetch_request *requests, size_t count, uint32_t timeout_ms,
    struct fetch_answer *answers, struct err *errs)
{
    struct fetch_transfer *transfers = ARENA_ARRAY(arena, struct fetch_transfer, count);
    int running = 0;

    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct fetch_answer){0};
        errs[i] = (struct err){0};
        transfers[i] = (struct fetch_transfer){.client = client,
            .request = &requests[i],
            .arena = arena,
            .answer = &answers[i],
            .err = &errs[i]};
        if (transfer_begin(&transfers[i], timeout_ms))
            REQUIRE(
                curl_multi_add_handle(client->multi, transfers[i].easy) == CURLM_OK);
        else
            transfer_clear(&transfers[i]);
    }
    /* Every transfer has the deadline as its own: the loop ends by itself. */
    do {
        REQUIRE(curl_multi_perform(client->multi, &running) == CURLM_OK);
        collect(client);
        if (running > 0)
            (void)curl_multi_poll(client->multi, NULL, 0, WAIT_MS, NULL);
    } while (running > 0);
}

bool fetch_one(struct fetch_client *client, struct arena *arena,
    const struct fetch_request *request, uint32_t timeout_ms,
    struct fetch_answer *answer, struct err *err)
{
    fetch_all(client, arena, request, 1, timeout_ms, answer, err);
    return err->kind == ERR_NONE;
}

static char lower(char c)
{
    return char_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

bool fetch_header(const struct fetch_answer *answer, str name, str *value)
{
    for (size_t i = 0; i < answer->header_count; i++) {
        str got = answer->headers[i].name;
        size_t same = 0;

        while (same < got.len && same < name.len &&
            lower(got.ptr[same]) == lower(name.ptr[same]))
            same++;
        if (same != name.len || same != got.len)
            continue;
        *value = answer->headers[i].value;
        return true;
    }
    return false;
}
