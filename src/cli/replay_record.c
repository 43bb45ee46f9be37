/*
 * vestibule replay --record: every recorded decision, decided again.
 */
#include "cli/replay.h"

#include "cli/log.h"

enum { WRITE_AT = 1 << 16 };

struct replay_telling {
    struct session *session;
};

static const str findings[REPLAY_FINDINGS] = {
    [REPLAY_AGREES] = STR_INIT("agrees"),
    [REPLAY_DIFFERS] = STR_INIT("differs"),
    [REPLAY_NO_EDITION] = STR_INIT("no_edition"),
    [REPLAY_ERASED] = STR_INIT("erased"),
};

/* A line of JSON a decision. */
static void tell_json(struct replay_telling *t, const struct replayed *replayed)
{
    struct text *out = &t->session->out.text;
    struct json_out json = json_start(out, false);

    json_object(&json);
    json_key(&json, STR("entry"));
    json_i64(&json, (int64_t)replayed->seq);
    json_key(&json, STR("visit"));
    json_str(&json, replayed->visit);
    json_key(&json, STR("edition"));
    json_str(&json, replayed->edition);
    json_key(&json, STR("finding"));
    json_str(&json, findings[replayed->finding]);
    if (replayed->words.len > 0) {
        json_key(&json, STR("text"));
        json_str(&json, replayed->words);
    }
    json_end(&json);
    json_done(&json);
    text_add(out, STR("\n"));
}

static void tell_words(struct replay_telling *t, const struct replayed *replayed)
{
    struct text lead = text_in(t->session->arena);

    if (replayed->finding == REPLAY_AGREES)
        return;
    text_add(&lead, STR("  event "));
    text_add_u64(&lead, replayed->seq);
    text_add(&lead, STR("  "));
    page_item(&t->session->out,
        replayed->finding == REPLAY_ERASED ? STYLE_DIM : STYLE_RED, text_str(&lead),
        replayed->words);
    if (replayed->finding == REPLAY_NO_EDITION)
        page_item(&t->session->out, STYLE_DIM, STR("           "), replayed->edition);
}

static bool tell(void *context, const struct replayed *replayed, struct err *err)
{
    struct replay_telling *t = context;

    if (t->session->json)
        tell_json(t, replayed);
    else
        tell_words(t, replayed);
    return t->session->out.text.len < WRITE_AT || session_flush(t->session, err);
}

static void say_counts(struct session *session, const struct replay_counts *counts)
{
    static const str words[REPLAY_FINDINGS] = {
        [REPLAY_AGREES] = STR_INIT(" came out as recorded"),
        [REPLAY_DIFFERS] = STR_INIT(" came out otherwise"),
        [REPLAY_NO_EDITION] = STR_INIT(" could not be decided without their edition"),
        [REPLAY_ERASED] = STR_INIT(" rest on what was erased"),
    };
    struct text text = text_in(session->arena);
    uint64_t all = 0;

    for (size_t i = 0; i < REPLAY_FINDINGS; i++)
        all += counts->of[i];
    text_add_u64(&text, all);
    text_add(&text,
        all == 1 ? STR(" decision was taken again: ")
                 : STR(" decisions were taken again: "));
    for (size_t i = 0, told = 0; i < REPLAY_FINDINGS; i++) {
        if (counts->of[i] == 0 && i != REPLAY_AGREES)
            continue;
        text_add(&text, told++ > 0 ? STR(", ") : STR(""));
        text_add_u64(&text, counts->of[i]);
        text_add(&text, words[i]);
    }
    text_add(&text, STR("."));
    page_wrap(&session->out, session->status == STATUS_YES ? STYLE_GREEN : STYLE_RED, 0,
        0, text_str(&text));
}

bool replay_record(struct session *session, str directory, struct err *err)
{
    struct replay_telling telling = {.session = session};
    struct replay_sink sink = {tell, &telling};
    struct keeper_clock clock = log_clock();
    struct replay_counts counts;
    struct keeper *reader;
    bool done;

    if (session->argument_count > 0)
        return err_set(err, ERR_USAGE,
            STR("with --record the editions and facts come from the record; leave out "
                "the other arguments"));
    if (!keeper_open_reader(directory, &clock, &reader, err))
        return false;
    done = keeper_replay(reader, &sink, &counts, err) || err_while(err, directory);
    keeper_close(reader);
    if (!done)
        return false;
    session->status = counts.of[REPLAY_DIFFERS] + counts.of[REPLAY_NO_EDITION] > 0
        ? STATUS_NO
        : STATUS_YES;
    if (!session->json)
        say_counts(session, &counts);
    return true;
}
