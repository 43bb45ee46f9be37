/*
 * vestibule diff: what two editions decide differently.
 */
#include "cli/diff.h"

#include "os/os.h"

static bool read_document(
    struct session *session, size_t argument, str *source, struct err *err)
{
    return os_read_file(
        session->arena, session->arguments[argument], PROTOCOL_MAX_BYTES, source, err);
}

/* Show the mistakes of one document; returns how many. */
static size_t show_mistakes(
    struct session *session, size_t argument, str source, struct diags *diags)
{
    diags_sort(diags);
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].severity == SEVERITY_ERROR)
            page_diag(&session->talk, shown_path(session->arguments[argument]), source,
                &diags->items[i]);
    return diags->errors;
}

static bool compile_pair(
    struct session *session, struct policy_pair *pair, struct err *err)
{
    struct diags diags[2] = {{0}, {0}};
    str sources[2];
    size_t mistakes = 0;

    if (!read_document(session, 0, &sources[0], err) ||
        !read_document(session, 1, &sources[1], err))
        return false;
    if (policy_compile_pair(
            session->arena, sources[0], sources[1], &diags[0], &diags[1], pair, err))
        return true;
    for (size_t i = 0; i < COUNT_OF(sources); i++)
        mistakes += show_mistakes(session, i, sources[i], &diags[i]);
    if (mistakes == 0)
        return false;
    return err_set(err, ERR_INVALID,
        STR("both documents must be without mistakes to be compared; correct what is "
            "shown above"));
}

static bool diff(struct session *session, struct policy_pair *pair, struct err *err)
{
    struct study_diff found = {0};

    if (str_equal(session->arguments[0], STR("-")) &&
        str_equal(session->arguments[1], STR("-")))
        return err_set(
            err, ERR_USAGE, STR("only one document can come from standard input"));
    if (!compile_pair(session, pair, err))
        return false;
    study_compare(session->arena, pair, &found);
    if (option_given(session, OPTION_FAIL_IF_LOOSER))
        session->status = count_is_zero(found.looser) ? STATUS_YES : STATUS_NO;
    else
        session->status = found.same ? STATUS_YES : STATUS_NO;
    if (session->json)
        diff_json(session, pair, &found);
    else
        diff_show(&session->out, pair, &found);
    return true;
}

bool run_diff(struct session *session, struct err *err)
{
    struct policy_pair pair = {0};
    bool done = diff(session, &pair, err);

    policy_pair_clear(&pair);
    return done;
}
