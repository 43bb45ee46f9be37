/*
 * vestibule log hold: what must not be erased, and until when.
 */
#include "cli/log_release.h"

/* ---- the list ---- */

static void show_hold(struct session *session, const struct hold *hold)
{
    struct text lead = text_in(session->arena);
    struct text words = text_in(session->arena);

    text_add(&lead, STR("  hold "));
    text_add_u64(&lead, hold->number);
    text_add(&lead, STR("  "));
    text_add(&words, hold->of_visit ? STR("visit ") : STR("event "));
    if (hold->of_visit)
        text_add(&words, hold->visit);
    else
        text_add_u64(&words, hold->seq);
    text_add(&words, STR(", since "));
    text_add_utc(&words, hold->begins);
    if (hold->has_end) {
        text_add(&words, STR(", ended "));
        text_add_utc(&words, hold->ends);
    }
    text_add(&words, STR(", by "));
    text_add(&words, hold->by);
    text_add(&words, STR(": "));
    text_add(&words, hold->reason);
    page_item(&session->out, hold->has_end ? STYLE_DIM : STYLE_PLAIN, text_str(&lead),
        text_str(&words));
}

static void put_moment(struct json_out *json, str key, int64_t at)
{
    char buffer[40];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_utc(&text, at);
    json_key(json, key);
    json_str(json, text_str(&text));
}

static void put_hold(struct json_out *json, const struct hold *hold)
{
    json_object(json);
    json_key(json, STR("hold"));
    json_i64(json, (int64_t)hold->number);
    json_key(json, hold->of_visit ? STR("visit") : STR("event"));
    if (hold->of_visit)
        json_str(json, hold->visit);
    else
        json_i64(json, (int64_t)hold->seq);
    json_key(json, STR("reason"));
    json_str(json, hold->reason);
    json_key(json, STR("by"));
    json_str(json, hold->by);
    put_moment(json, STR("begins"), hold->begins);
    if (hold->has_end)
        put_moment(json, STR("ends"), hold->ends);
    json_end(json);
}

static void show_holds(struct session *session, const struct hold *holds, size_t count)
{
    struct json_out json;

    for (size_t i = 0; i < count && !session->json; i++)
        show_hold(session, &holds[i]);
    if (!session->json) {
        if (count == 0)
            page_line(&session->out, STYLE_PLAIN, STR("There are no holds."));
        return;
    }
    json = json_start(&session->out.text, true);
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        put_hold(&json, &holds[i]);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static bool list(struct session *session, struct keeper *keeper, struct err *err)
{
    struct hold *holds;
    size_t count;

    if (!keeper_holds(keeper, session->arena, &holds, &count, err))
        return false;
    show_holds(session, holds, count);
    return true;
}

/* ---- placing and ending ---- */

static bool place(struct session *session, struct keeper *keeper, struct err *err)
{
    struct hold hold = {.of_visit = option_given(session, OPTION_VISIT),
        .visit = session->given[OPTION_VISIT]};
    uint64_t number;

    if (hold.of_visit && session->argument_count > 1)
        return err_set(err, ERR_USAGE,
            STR("hold an event by its number or a --visit, one at a time"));
    if (!hold.of_visit &&
        !log_number(
            session->arguments[1], STR("the number of an event"), &hold.seq, err))
        return false;
    return log_require(session, OPTION_REASON, &hold.reason, err) &&
        log_require(session, OPTION_BY, &hold.by, err) &&
        keeper_hold(keeper, &hold, &number, err) && list(session, keeper, err);
}

static bool end(struct session *session, struct keeper *keeper, struct err *err)
{
    uint64_t number;
    str reason;
    str by;

    return log_number(
               session->given[OPTION_END], STR("the number of a hold"), &number, err) &&
        log_require(session, OPTION_REASON, &reason, err) &&
        log_require(session, OPTION_BY, &by, err) &&
        keeper_end_hold(keeper, number, by, reason, err) && list(session, keeper, err);
}

bool run_log_hold(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    bool places = session->argument_count > 1 || option_given(session, OPTION_VISIT);
    bool ends = option_given(session, OPTION_END);
    struct keeper *keeper;
    bool done;

    if (places && ends)
        return err_set(err, ERR_USAGE,
            STR("--end takes the hold's number; leave out the event and --visit"));
    if (places || ends)
        done = keeper_open(session->arguments[0], &clock, &keeper, err);
    else
        done = keeper_open_reader(session->arguments[0], &clock, &keeper, err);
    if (!done)
        return false;
    if (ends)
        done = end(session, keeper, err);
    else
        done = places ? place(session, keeper, err) : list(session, keeper, err);
    keeper_close(keeper);
    return done;
}
