/*
 * For whoever watches over the server: GET /healthz and GET /metrics.
 */
#include "web/site.h"

/* ---- health ---- */

bool show_health(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    struct site *site = site_of(request);
    struct text text = text_in(request->arena);
    struct json_out json = json_start(&text, false);
    struct keeper_state state;
    bool reads = keeper_state(site->keeper, &state, err);
    bool decides = shelf_find(&site->shelf, STR("entry")) != NULL;

    json_object(&json);
    json_key(&json, STR("ok"));
    json_bool(&json, reads && decides);
    json_key(&json, STR("problems"));
    json_array(&json);
    if (!reads)
        json_str(&json, err_text(err));
    if (!decides)
        json_str(&json, STR("there is no protocol `entry`: nothing can be decided"));
    json_end(&json);
    json_end(&json);
    json_done(&json);
    text_add_byte(&text, '\n');
    http_say(answer, reads && decides ? 200 : failure_of(ERR_IO)->http,
        STR("application/json"), text_str(&text));
    *err = (struct err){0};
    return true;
}

/* ---- metrics ---- */

static void add_state(struct text *text, const struct keeper_state *state)
{
    metrics_gauge(text, STR("vestibule_record_events"),
        STR("Events that are recorded."), state->size);
    metrics_counter(text, STR("vestibule_commits_total"),
        STR("Submissions that were recorded, since the start."), state->commits);
    if (state->committed_at != 0)
        metrics_gauge(text, STR("vestibule_commit_timestamp_seconds"),
            STR("When something was recorded last, since the start."),
            (uint64_t)state->committed_at);
    if (!state->is_signed)
        return;
    metrics_gauge(text, STR("vestibule_checkpoint_events"),
        STR("Events that the newest checkpoint commits to."), state->signed_size);
    metrics_gauge(text, STR("vestibule_checkpoint_timestamp_seconds"),
        STR("When the newest checkpoint was signed."), (uint64_t)state->signed_at);
}

/* 1 or 0, when there is an address to be told. */
static void add_heart(struct text *text, const struct heart_look *look)
{
    if (look->state == HEART_NONE || look->state == HEART_WAITS)
        return;
    metrics_gauge(text, STR("vestibule_heartbeat_arrives"),
        STR("Whether the address outside that watches was reached."),
        look->state == HEART_BEATS);
    if (look->beat_at != 0)
        metrics_gauge(text, STR("vestibule_heartbeat_timestamp_seconds"),
            STR("When it was reached last, since channels.conf was read."),
            (uint64_t)look->beat_at);
}

bool show_metrics(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    struct site *site = site_of(request);
    struct text text = text_in(request->arena);
    struct http_stream_counts streams = http_streams(site->server);
    const struct visits_filter real = {.earnest = VISITS_REAL};
    struct visit **ignored;
    struct keeper_state state;
    struct desk_heard *silent;
    size_t silent_count;

    metrics_write(&site->metrics, &text);
    metrics_gauge(&text, STR("vestibule_connections"),
        STR("Connections that are open."), http_connections(site->server));
    metrics_gauge(&text, STR("vestibule_streams"),
        STR("Boards that are told of every event."), streams.open);
    metrics_counter(&text, STR("vestibule_streams_cut_total"),
        STR("Streams that were cut for falling behind, since the start."), streams.cut);
    metrics_gauge(&text, STR("vestibule_open_visits"),
        STR("Real visits that are open."),
        desk_board(site->desk, &real, request->arena, &ignored));
    metrics_gauge(&text, STR("vestibule_protocols"), STR("Protocols in force."),
        site->shelf.count);
    if (keeper_state(site->keeper, &state, err))
        add_state(&text, &state);
    if (desks_silent(site, request->arena, &silent, &silent_count, err))
        metrics_gauge(&text, STR("vestibule_silent_desks"),
            STR("Schools that are open and whose desk is not heard from."),
            silent_count);
    if (site->reach != NULL) {
        struct heart_look look = reach_heart(site->reach, request->arena);

        add_heart(&text, &look);
    }
    *err = (struct err){0};
    http_say(
        answer, 200, STR("text/plain; version=0.0.4; charset=utf-8"), text_str(&text));
    return true;
}
