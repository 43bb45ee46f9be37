/*
 * vestibule replay: many cases, a line each, in constant memory.
 *
 * A line lives in an arena of its own, emptied after it; what is answered waits in
 * one buffer that is written when it is full, or when no further line is here yet,
 * so that a program that waits for its answer gets it.
 */
#include "cli/replay.h"

#include "cli/situation.h"
#include "os/os.h"

enum { LINE_MAX = 1 << 20, WRITE_AT = 1 << 16 };
enum { PROGRESS_EVERY = 512, ERRORS_TOLD = 5 };
static const uint64_t progress_ns = 500000000;

struct replay {
    struct session *session;
    struct protocol protocol;
    struct situation situation;
    struct moment given_at; /* by --at */
    bool has_given_at;
    struct arena line_arena;
    uint16_t *slots;
    uint64_t **counts; /* [outcome][value], the last one for open */
    uint32_t value_of; /* outcome of --value */
    bool summary;
    uint64_t lines; /* read, empty ones too */
    uint64_t cases;
    uint64_t bad;
    uint64_t outside; /* on days on which the edition is not in force */
    uint64_t began_ns;
    uint64_t told_ns;
    bool tells;
};

/* ---- one line ---- */

static bool read_case(struct replay *r, str line, struct err *err)
{
    struct situation *s = &r->situation;

    situation_forget(s);
    s->has_at = r->has_given_at;
    s->at = r->given_at;
    if (!situation_read(s, &r->line_arena, line, err))
        return false;
    situation_supply(s);
    r->outside += !situation_in_force(s);
    return true;
}

/* The value of an outcome, or the number of its values while it is open. */
static uint32_t decide(struct replay *r, uint32_t outcome)
{
    const struct image *image = &r->protocol.image;
    uint32_t values = outcome_values(image, outcome);
    uint32_t mask = eval_possible(r->protocol.scratch,
        image_item(image, SECTION_OUTCOMES, outcome)[OUTCOME_ROOT], r->situation.facts,
        r->slots);

    for (uint32_t v = 0; v < values; v++)
        if (mask == leaf_bit(v))
            return v;
    return values;
}

static bool bind_case(struct replay *r, struct err *err)
{
    eval_bind(&r->protocol.image, r->situation.facts, r->slots);
    return eval_check(r->protocol.scratch, r->situation.facts, r->slots, err);
}

static bool count_case(struct replay *r, struct err *err)
{
    if (!bind_case(r, err))
        return false;
    for (uint32_t o = 0; o < r->protocol.image.count[SECTION_OUTCOMES]; o++)
        r->counts[o][decide(r, o)]++;
    return true;
}

static bool answer_value(struct replay *r, struct err *err)
{
    struct text *out = &r->session->out.text;
    uint32_t value;

    if (!bind_case(r, err))
        return false;
    value = decide(r, r->value_of);
    if (value < outcome_values(&r->protocol.image, r->value_of))
        text_add(out, value_name(&r->protocol.image, r->value_of, value));
    else
        text_add(out, STR("open"));
    text_add(out, STR("\n"));
    return true;
}

static bool answer_decision(struct replay *r, struct err *err)
{
    struct text *out = &r->session->out.text;
    struct eval_request request = {.facts = r->situation.facts,
        .digest = r->protocol.digest,
        .at = r->situation.has_at ? &r->situation.at : NULL};
    size_t before = out->len;

    if (!eval_decide(r->protocol.scratch, &request, out, err)) {
        out->len = before;
        return false;
    }
    text_add(out, STR("\n"));
    return true;
}

static void answer_error(struct replay *r, const struct err *err)
{
    struct json_out json = json_start(&r->session->out.text, false);

    json_object(&json);
    json_key(&json, STR("error"));
    json_object(&json);
    json_key(&json, STR("line"));
    json_i64(&json, (int64_t)r->lines);
    json_key(&json, STR("message"));
    json_str(&json, err_text(err));
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&r->session->out, STR("\n"));
}

/* A summary has no line to answer on: the first few go to standard error. */
static void tell_error(struct replay *r, const struct err *err)
{
    struct page *talk = &r->session->talk;

    if (r->bad > ERRORS_TOLD)
        return;
    page_raw(talk, STR("line "));
    text_add_u64(&talk->text, r->lines);
    page_raw(talk, STR(": "));
    page_line(talk, STYLE_PLAIN, err_text(err));
    if (r->bad == ERRORS_TOLD)
        page_line(talk, STYLE_PLAIN, STR("(further lines in error are counted only)"));
}

static void replay_line(struct replay *r, str line, bool is_too_long)
{
    struct err err = {0};
    bool done;

    if (!is_too_long && str_trim(line).len == 0)
        return;
    if (is_too_long)
        done = err_set(&err, ERR_LIMIT, STR("this line is longer than 1 MiB"));
    else if (!read_case(r, line, &err))
        done = false;
    else if (r->summary)
        done = count_case(r, &err);
    else if (option_given(r->session, OPTION_VALUE))
        done = answer_value(r, &err);
    else
        done = answer_decision(r, &err);
    r->cases++;
    if (!done) {
        r->bad++;
        if (r->summary)
            tell_error(r, &err);
        else
            answer_error(r, &err);
    }
    arena_clear(&r->line_arena);
}

/* ---- all lines ---- */

/* Tell how far it is, on a terminal that shows nothing else. */
static void tell_progress(struct replay *r)
{
    struct page *talk = &r->session->talk;
    uint64_t now;
    char buffer[24];
    struct text digits = text_fixed(buffer, sizeof(buffer));

    if (!r->tells || r->cases % PROGRESS_EVERY != 0)
        return;
    now = os_monotonic_ns();
    if (now - r->told_ns < progress_ns)
        return;
    r->told_ns = now;
    text_add_u64(&digits, r->cases);
    page_raw(talk, STR("\r"));
    text_add_grouped(&talk->text, text_str(&digits));
    page_raw(talk, STR(" cases "));
}

static bool replay_lines(struct replay *r, struct os_lines *lines, struct err *err)
{
    for (;;) {
        str line = {0};
        enum os_line got;

        if ((!os_lines_ready(lines) || r->session->out.text.len >= WRITE_AT) &&
            !session_flush(r->session, err))
            return false;
        got = os_lines_next(lines, &line, err);
        if (got == OS_LINES_FAILED)
            return false;
        if (got == OS_LINES_END)
            return true;
        r->lines++;
        replay_line(r, line, got == OS_LINE_TOO_LONG);
        tell_progress(r);
    }
}

/* ---- the summary ---- */

static void put_u64(struct json_out *json, str key, uint64_t value)
{
    json_key(json, key);
    json_i64(json, (int64_t)value);
}

static void summary_json(struct replay *r, uint64_t ns)
{
    const struct image *image = &r->protocol.image;
    struct json_out json = json_start(&r->session->out.text, true);

    json_object(&json);
    put_u64(&json, STR("cases"), r->cases);
    put_u64(&json, STR("errors"), r->bad);
    put_u64(&json, STR("not_in_force"), r->outside);
    json_key(&json, STR("outcomes"));
    json_object(&json);
    for (uint32_t o = 0; o < image->count[SECTION_OUTCOMES]; o++) {
        uint32_t values = outcome_values(image, o);

        json_key(&json, outcome_name(image, o));
        json_object(&json);
        for (uint32_t v = 0; v < values; v++)
            put_u64(&json, value_name(image, o, v), r->counts[o][v]);
        put_u64(&json, STR("open"), r->counts[o][values]);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, STR("seconds"));
    json_decimal(&json, (double)ns / 1e9, 6);
    put_u64(&json, STR("per_second"),
        ns > 0 ? (uint64_t)((double)r->cases / ((double)ns / 1e9)) : 0);
    json_end(&json);
    json_done(&json);
    page_raw(&r->session->out, STR("\n"));
}

static void count_line(struct page *page, enum style style, str name, uint64_t count)
{
    enum { NAME_COLUMN = 24 };
    char buffer[24];
    struct text digits = text_fixed(buffer, sizeof(buffer));
    size_t width = str_width(name);

    text_add_u64(&digits, count);
    page_space(page, 4);
    page_add(page, style, name);
    page_space(page, width < NAME_COLUMN ? NAME_COLUMN - width : 1);
    text_add_grouped(&page->text, text_str(&digits));
    page_raw(page, STR("\n"));
}

static void summary_show(struct replay *r, uint64_t ns)
{
    const struct image *image = &r->protocol.image;
    struct page *page = &r->session->out;

    for (uint32_t o = 0; o < image->count[SECTION_OUTCOMES]; o++) {
        uint32_t values = outcome_values(image, o);

        page_item(page, STYLE_BOLD, STR("  "), outcome_label(image, o));
        for (uint32_t v = 0; v < values; v++)
            count_line(
                page, value_style(v, values), value_name(image, o, v), r->counts[o][v]);
        count_line(page, STYLE_PLAIN, STR("open"), r->counts[o][values]);
    }
    page_item(page, STYLE_BOLD, STR("  "), STR("Cases"));
    count_line(page, STYLE_PLAIN, STR("read"), r->cases);
    count_line(page, STYLE_PLAIN, STR("in error"), r->bad);
    count_line(page, STYLE_PLAIN, STR("not in force"), r->outside);
    count_line(page, STYLE_PLAIN, STR("a second"),
        ns > 0 ? (uint64_t)((double)r->cases / ((double)ns / 1e9)) : 0);
}

/* ---- the whole ---- */

static bool prepare(struct replay *r, struct err *err)
{
    struct session *session = r->session;
    str value = session->given[OPTION_VALUE];
    const struct image *image = &r->protocol.image;
    uint32_t outcomes;

    if (str_equal(session->arguments[0], STR("-")) &&
        str_equal(session->arguments[1], STR("-")))
        return err_set(err, ERR_USAGE,
            STR("only one of document and facts can come from standard input"));
    if (!protocol_open(session, session->arguments[0], &r->protocol, err) ||
        !situation_start(session, &r->protocol, &r->situation, err))
        return false;
    if (value.ptr != NULL &&
        !protocol_find_outcome(&r->protocol, value, &r->value_of, err))
        return false;
    outcomes = image->count[SECTION_OUTCOMES];
    r->given_at = r->situation.at;
    r->has_given_at = r->situation.has_at;
    r->summary = option_given(session, OPTION_SUMMARY);
    r->slots = ARENA_ARRAY(session->arena, uint16_t, image_row(image));
    r->counts = ARENA_ARRAY(session->arena, uint64_t *, outcomes);
    for (uint32_t o = 0; o < outcomes; o++)
        r->counts[o] = ARENA_ARRAY(session->arena, uint64_t, EVAL_MAX_VALUES + 1);
    r->tells = !session->quiet && os_is_terminal(OS_STDERR) &&
        (r->summary || !os_is_terminal(OS_STDOUT));
    return true;
}

/* Cases on days that another edition was for are decided all the same. */
static void tell_outside(struct replay *r)
{
    struct text words = text_in(r->session->arena);

    if (r->outside == 0 || r->session->json)
        return;
    text_add(&words, STR("note: "));
    text_add_u64(&words, r->outside);
    text_add(&words, STR(" of "));
    text_add_u64(&words, r->cases);
    text_add(&words,
        STR(" cases lie on days on which this edition is not in force; it is "));
    text_add_force(&words, &r->protocol.image);
    text_add(&words, STR(". This is what it would answer."));
    session_talk(r->session, text_str(&words));
}

static bool replay(struct replay *r, struct err *err)
{
    struct os_lines lines = {0};
    bool done = prepare(r, err) &&
        os_lines_open(&lines, r->session->arguments[1], LINE_MAX, err);

    r->began_ns = os_monotonic_ns();
    r->told_ns = r->began_ns;
    done = done && replay_lines(r, &lines, err);
    os_lines_close(&lines);
    if (!done)
        return false;
    if (r->told_ns != r->began_ns)
        page_raw(&r->session->talk, STR("\r                              \r"));
    tell_outside(r);
    if (r->summary && r->session->json)
        summary_json(r, os_monotonic_ns() - r->began_ns);
    else if (r->summary)
        summary_show(r, os_monotonic_ns() - r->began_ns);
    if (r->bad > 0)
        r->session->status = STATUS_INVALID;
    return true;
}

bool run_replay(struct session *session, struct err *err)
{
    struct replay r = {.session = session};
    bool done;

    if (option_given(session, OPTION_RECORD))
        return replay_record(session, session->given[OPTION_RECORD], err);
    if (session->argument_count < 2)
        return err_set(err, ERR_USAGE,
            STR("something is missing: vestibule replay DOC|IMAGE FACTS.jsonl, or "
                "vestibule replay --record DIR"));
    done = replay(&r, err);
    arena_clear(&r.line_arena);
    protocol_close(&r.protocol);
    return done;
}
