/*
 * vestibule ask: the interview.
 *
 * Answers are a list; going back takes the last one off.  Facts are made anew from
 * the list before every question, so nothing that was derived outlives its answer.
 */
#include "cli/ask.h"

#include "os/os.h"

enum { ANSWER_MAX = 4096 };

static void forget_later(struct interview *interview)
{
    struct situation *s = &interview->situation;

    memcpy(s->facts, interview->given,
        interview->protocol.image.count[SECTION_FACTS] * sizeof(*s->facts));
    for (uint32_t i = 0; i < interview->answer_count; i++)
        s->facts[interview->answers[i].fact] = interview->answers[i].value;
    situation_supply(s);
}

static bool was_asked(const struct interview *interview, uint32_t fact)
{
    for (uint32_t i = 0; i < interview->answer_count; i++)
        if (interview->answers[i].fact == fact)
            return true;
    return false;
}

/* Find what to ask next: the best question of the first outcome that has one. */
static bool next_question(
    struct interview *interview, uint32_t *fact, uint32_t *outcome)
{
    const struct decision *decision = &interview->decision;

    for (uint32_t o = 0; o < decision->outcome_count; o++) {
        const struct decided *decided = &decision->outcomes[o];

        if (interview->only_one && o != interview->outcome)
            continue;
        for (uint32_t i = 0; i < decided->ask_count; i++) {
            if (was_asked(interview, decided->ask[i]))
                continue;
            *fact = decided->ask[i];
            *outcome = o;
            return true;
        }
    }
    return false;
}

static void note_answer(struct interview *interview, uint32_t fact, int32_t value)
{
    interview->answers[interview->answer_count++] = (struct answer){fact, value};
}

/* One line of the person's; false at the end of input. */
static bool read_answer(struct interview *interview, str *line, struct err *err)
{
    for (;;) {
        switch (os_lines_next(&interview->lines, line, err)) {
        case OS_LINE:
            *line = str_trim(*line);
            return true;
        case OS_LINE_TOO_LONG:
            break;
        default:
            return false;
        }
    }
}

static bool is_either(str line, str letter, str word)
{
    return str_equal(line, letter) || str_equal(line, word);
}

enum reaction { REACT_ASK_AGAIN, REACT_ANSWERED, REACT_BACK, REACT_QUIT };

/* What a line means.  A value's own name goes before a command's letter. */
static enum reaction react(
    struct interview *interview, uint32_t fact, uint32_t outcome, str line)
{
    int32_t value;

    if (line.len == 0)
        return REACT_ASK_AGAIN;
    if (ask_read_value(interview, fact, line, &value)) {
        note_answer(interview, fact, value);
        return REACT_ANSWERED;
    }
    if (is_either(line, STR("b"), STR("back")))
        return REACT_BACK;
    if (is_either(line, STR("q"), STR("quit")))
        return REACT_QUIT;
    if (is_either(line, STR("w"), STR("why")))
        ask_show_why(interview, fact, outcome);
    else
        ask_show_help(interview, fact);
    return REACT_ASK_AGAIN;
}

/* Ask one question until it is answered; *ended at quit and at the end of input. */
static bool ask_one(struct interview *interview, uint32_t fact, uint32_t outcome,
    bool *ended, struct err *err)
{
    ask_show_question(interview, fact);
    for (;;) {
        str line;

        page_add(interview->page, STYLE_BOLD, STR("> "));
        if (!session_flush(interview->session, err))
            return false;
        err->kind = ERR_NONE;
        if (!read_answer(interview, &line, err)) {
            *ended = true;
            page_raw(interview->page, STR("\n"));
            return err->kind == ERR_NONE;
        }
        if (!interview->echoes)
            page_line(interview->page, STYLE_DIM, line);
        switch (react(interview, fact, outcome, line)) {
        case REACT_ANSWERED:
            return true;
        case REACT_BACK:
            if (interview->answer_count > 0)
                interview->answer_count--;
            return true;
        case REACT_QUIT:
            *ended = true;
            return true;
        default:
            break;
        }
    }
}

/* Take back an answer that contradicts what was said before, and say so. */
static bool settle(struct interview *interview, struct err *err)
{
    forget_later(interview);
    arena_clear(&interview->scratch);
    if (decision_make(
            &interview->scratch, &interview->situation, &interview->decision, err))
        return true;
    if (interview->answer_count == 0)
        return false;
    interview->answer_count--;
    page_wrap(interview->page, STYLE_YELLOW, 0, 0, err_text(err));
    page_line(interview->page, STYLE_PLAIN, STR("That answer is taken back."));
    return settle(interview, err);
}

static bool hold(struct interview *interview, struct err *err)
{
    bool ended = false;

    while (!ended) {
        uint32_t fact;
        uint32_t outcome;

        if (!settle(interview, err))
            return false;
        if (!next_question(interview, &fact, &outcome))
            break;
        if (!ask_one(interview, fact, outcome, &ended, err))
            return false;
    }
    return settle(interview, err);
}

/* The end: the decision, or what is known of it. */
static bool conclude(struct interview *interview, struct err *err)
{
    struct session *session = interview->session;
    const struct situation *s = &interview->situation;
    struct eval_request request = {.facts = s->facts,
        .digest = interview->protocol.digest,
        .at = &s->at,
        .pretty = true};

    page_raw(interview->page, STR("\n"));
    if (!session->json) {
        decision_show(interview->page, &interview->decision);
        return true;
    }
    if (!eval_decide(interview->protocol.scratch, &request, &session->out.text, err))
        return false;
    page_raw(&session->out, STR("\n"));
    return true;
}

static bool prepare(struct interview *interview, struct err *err)
{
    struct session *session = interview->session;
    struct protocol *protocol = &interview->protocol;
    str wanted = session->given[OPTION_OUTCOME];
    uint32_t fact_count;

    if (str_equal(session->arguments[0], STR("-")))
        return err_set(err, ERR_USAGE,
            STR("answers come from standard input; name the document's file"));
    if (!protocol_open(session, session->arguments[0], protocol, err) ||
        !situation_start(session, protocol, &interview->situation, err) ||
        !situation_now(&interview->situation, err))
        return false;
    interview->only_one = wanted.ptr != NULL;
    if (interview->only_one &&
        !protocol_find_outcome(protocol, wanted, &interview->outcome, err))
        return false;
    fact_count = protocol->image.count[SECTION_FACTS];
    interview->answers = ARENA_ARRAY(session->arena, struct answer, fact_count);
    interview->given = arena_copy(
        session->arena, interview->situation.facts, fact_count, sizeof(int32_t));
    interview->echoes = os_is_terminal(OS_STDIN);
    return os_lines_open(&interview->lines, STR("-"), ANSWER_MAX, err);
}

bool run_ask(struct session *session, struct err *err)
{
    struct interview interview = {
        .session = session, .page = session->json ? &session->talk : &session->out};
    bool done;

    done = prepare(&interview, err);
    if (done) {
        situation_tell(session, &interview.situation);
        ask_show_start(&interview);
        done = hold(&interview, err) && conclude(&interview, err);
    }
    os_lines_close(&interview.lines);
    arena_clear(&interview.scratch);
    protocol_close(&interview.protocol);
    return done;
}
