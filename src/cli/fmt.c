/*
 * vestibule fmt: canonical layout of the formal parts of documents.
 */
#include "cli/protocol.h"

#include "os/os.h"
#include "study/study.h"

struct formatted {
    str path;
    bool changes;
};

static bool format_one(
    struct session *session, str path, struct formatted *out, struct err *err)
{
    bool check = option_given(session, OPTION_CHECK);
    struct text made = text_in(session->arena);
    str source;

    if (!os_read_file(session->arena, path, PROTOCOL_MAX_BYTES, &source, err))
        return false;
    study_format_source(session->arena, source, &made);
    *out = (struct formatted){path, !str_equal(source, text_str(&made))};
    if (check && out->changes)
        session->status = STATUS_NO;
    if (check)
        return true;
    if (!option_given(session, OPTION_WRITE) && !session->json)
        page_raw(&session->out, text_str(&made));
    return !option_given(session, OPTION_WRITE) || !out->changes ||
        os_write_file(path, text_str(&made), err);
}

static void answer_json(
    struct session *session, const struct formatted *documents, size_t count)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("documents"));
    json_array(&json);
    for (size_t i = 0; i < count; i++) {
        json_object(&json);
        json_key(&json, STR("path"));
        json_str(&json, documents[i].path);
        json_key(&json, STR("changed"));
        json_bool(&json, documents[i].changes);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

/* With --check or --write, name what would change or did. */
static void answer(
    struct session *session, const struct formatted *documents, size_t count)
{
    bool check = option_given(session, OPTION_CHECK);

    for (size_t i = 0; i < count; i++) {
        struct text words = text_in(session->arena);

        if (!documents[i].changes)
            continue;
        text_add(&words, shown_path(documents[i].path));
        text_add(&words, check ? STR(": would be laid out anew") : STR(": laid out"));
        session_talk(session, text_str(&words));
    }
}

static bool check_usage(struct session *session, struct err *err)
{
    if (option_given(session, OPTION_CHECK) && option_given(session, OPTION_WRITE))
        return err_set(
            err, ERR_USAGE, STR("--check writes nothing; leave out --write"));
    for (size_t i = 0; i < session->argument_count; i++)
        if (str_equal(session->arguments[i], STR("-")) &&
            option_given(session, OPTION_WRITE))
            return err_set(err, ERR_USAGE,
                STR("standard input cannot be written; leave out --write"));
    return true;
}

bool run_fmt(struct session *session, struct err *err)
{
    struct formatted *documents =
        ARENA_ARRAY(session->arena, struct formatted, session->argument_count);

    if (!check_usage(session, err))
        return false;
    for (size_t i = 0; i < session->argument_count; i++)
        if (!format_one(session, session->arguments[i], &documents[i], err))
            return false;
    if (session->json)
        answer_json(session, documents, session->argument_count);
    else if (option_given(session, OPTION_CHECK) || option_given(session, OPTION_WRITE))
        answer(session, documents, session->argument_count);
    return true;
}
