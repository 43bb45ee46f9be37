/*
 * vestibule codes: what the codes of mistakes mean.
 */
#include "cli/command.h"
#include "policy/policy.h"

static const struct diag_code *find_code(str wanted)
{
    size_t count;
    const struct diag_code *rows = diag_codes(&count);

    for (size_t i = 0; i < count; i++)
        if (str_equal(rows[i].code, wanted))
            return &rows[i];
    return NULL;
}

static void answer_json(
    struct session *session, const struct diag_code *const *rows, size_t count)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("codes"));
    json_array(&json);
    for (size_t i = 0; i < count; i++) {
        json_object(&json);
        json_key(&json, STR("code"));
        json_str(&json, rows[i]->code);
        json_key(&json, STR("severity"));
        json_str(&json, severity_name(rows[i]->severity));
        json_key(&json, STR("title"));
        json_str(&json, rows[i]->title);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static void answer(
    struct session *session, const struct diag_code *const *rows, size_t count)
{
    enum { COLUMN = 15 };

    for (size_t i = 0; i < count; i++) {
        str severity = severity_name(rows[i]->severity);

        page_add(&session->out, STYLE_BOLD, rows[i]->code);
        page_space(&session->out, 2);
        page_add(&session->out, STYLE_PLAIN, severity);
        page_space(&session->out, COLUMN - rows[i]->code.len - 2 - severity.len);
        page_wrap(&session->out, STYLE_PLAIN, COLUMN, COLUMN, rows[i]->title);
    }
}

bool run_codes(struct session *session, struct err *err)
{
    size_t count;
    const struct diag_code *all = diag_codes(&count);
    const struct diag_code **rows;
    size_t wanted = session->argument_count > 0 ? session->argument_count : count;

    rows = ARENA_ARRAY(session->arena, const struct diag_code *, wanted);
    for (size_t i = 0; i < wanted; i++) {
        rows[i] =
            session->argument_count > 0 ? find_code(session->arguments[i]) : &all[i];
        if (rows[i] != NULL)
            continue;
        err_set(err, ERR_USAGE, STR("there is no code `"));
        err_add(err, session->arguments[i]);
        return err_add(err, STR("`; `vestibule codes` lists them"));
    }
    if (session->json)
        answer_json(session, rows, wanted);
    else
        answer(session, rows, wanted);
    return true;
}
