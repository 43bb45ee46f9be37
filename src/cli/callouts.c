/*
 * vestibule callouts audit: whether everybody was called who had to be.
 */
#include "cli/log.h"

#include "app/app.h"

static const struct {
    str name;
    str words;
} findings[CALLS_FINDINGS] = {
    [CALLS_LATE] = {STR_INIT("late"), STR_INIT("a step was taken late, by seconds: ")},
    [CALLS_MISSED] = {STR_INIT("missed"),
        STR_INIT("a step was due and was not taken, for seconds: ")},
    [CALLS_OTHERWISE] = {STR_INIT("otherwise"),
        STR_INIT("a step was taken that was not the next one")},
    [CALLS_NOT_TOLD] = {STR_INIT("not_told"),
        STR_INIT("a step had to tell the desk to telephone, and did not")},
    [CALLS_UNKNOWN] = {STR_INIT("unknown"),
        STR_INIT("nothing is known of a letter that was written")},
    [CALLS_NOT_CALLED] = {STR_INIT("not_called"),
        STR_INIT("nobody was called for a duty")},
};

static bool has_seconds(enum calls_finding finding)
{
    return finding == CALLS_LATE || finding == CALLS_MISSED;
}

static void put_found(struct session *session, const struct calls_found *found)
{
    struct json_out json = json_start(&session->out.text, false);

    json_object(&json);
    json_key(&json, STR("finding"));
    json_str(&json, findings[found->finding].name);
    json_key(&json, STR("visit"));
    json_str(&json, found->visit);
    json_key(&json, STR("event"));
    json_i64(&json, found->n);
    json_key(&json, STR("lane"));
    json_str(&json, found->lane);
    if (has_seconds(found->finding)) {
        json_key(&json, STR("seconds"));
        json_i64(&json, found->seconds);
    }
    json_end(&json);
    json_done(&json);
    text_add(&session->out.text, STR("\n"));
}

static void show_found(struct session *session, const struct calls_found *found)
{
    struct text lead = text_in(session->arena);
    struct text words = text_in(session->arena);

    text_add(&lead, STR("  visit "));
    text_add(&lead, found->visit);
    text_add(&lead, STR(", event "));
    text_add_i64(&lead, found->n);
    text_add(&lead, STR("  "));
    text_add(&words, found->lane);
    text_add(&words, STR(": "));
    text_add(&words, findings[found->finding].words);
    if (has_seconds(found->finding))
        text_add_i64(&words, found->seconds);
    page_item(&session->out, STYLE_RED, text_str(&lead), text_str(&words));
}

static bool tell(void *context, const struct calls_found *found, struct err *err)
{
    struct session *session = context;

    if (session->json)
        put_found(session, found);
    else
        show_found(session, found);
    return session_flush(session, err);
}

static void say_count(struct session *session, str words, uint64_t count)
{
    struct text number = text_in(session->arena);

    text_add(&number, STR("  "));
    text_add_u64(&number, count);
    text_add(&number, STR("  "));
    page_item(&session->out, STYLE_PLAIN, text_str(&number), words);
}

static void say_counts(struct session *session, const struct calls_counts *counts)
{
    page_line(&session->out, STYLE_BOLD, STR("The record has"));
    say_count(session, STR("visits"), counts->visits);
    say_count(session, STR("call-outs"), counts->callouts);
    say_count(session, STR("letters"), counts->letters);
    page_line(&session->out, STYLE_BOLD, STR("Duties of others than the desk"));
    say_count(session, STR("in all"), counts->duties);
    say_count(session, STR("answered"), counts->answered);
    say_count(session, STR("with the desk told to telephone"), counts->instructed);
    say_count(session, STR("of visits that ended before that was due"), counts->ended);
    say_count(session, STR("for which people are being called"), counts->waiting);
    say_count(session, STR("from before people were called"), counts->before);
    page_line(&session->out, session->status == STATUS_YES ? STYLE_GREEN : STYLE_RED,
        session->status == STATUS_YES
            ? STR("Everybody was called who had to be, in time.")
            : STR("Not everybody was called in time; see above."));
}

static void put_counts(struct session *session, const struct calls_counts *counts)
{
    const struct {
        str name;
        uint64_t count;
    } rows[] = {{STR("visits"), counts->visits}, {STR("callouts"), counts->callouts},
        {STR("letters"), counts->letters}, {STR("duties"), counts->duties},
        {STR("answered"), counts->answered}, {STR("instructed"), counts->instructed},
        {STR("ended"), counts->ended}, {STR("waiting"), counts->waiting},
        {STR("before"), counts->before}};
    struct json_out json = json_start(&session->out.text, false);

    json_object(&json);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        json_key(&json, rows[i].name);
        json_i64(&json, (int64_t)rows[i].count);
    }
    json_end(&json);
    json_done(&json);
    text_add(&session->out.text, STR("\n"));
}

bool run_callouts_audit(struct session *session, struct err *err)
{
    str data = option_given(session, OPTION_DATA) ? session->given[OPTION_DATA]
                                                  : STR("vestibule-data");
    str directory = log_path(session->arena, data, STR("record"));
    struct calls_sink sink = {tell, session};
    struct keeper_clock clock = log_clock();
    struct calls_counts counts;
    struct keeper *reader;
    bool done;

    if (!keeper_open_reader(directory, &clock, &reader, err))
        return false;
    done = keeper_audit_calls(reader, &sink, &counts, err) || err_while(err, directory);
    keeper_close(reader);
    for (size_t i = 0; done && i < CALLS_FINDINGS; i++)
        if (counts.findings[i] > 0)
            session->status = STATUS_NO;
    if (done && session->json)
        put_counts(session, &counts);
    else if (done)
        say_counts(session, &counts);
    return done;
}
