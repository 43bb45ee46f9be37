/*
 * vestibule log disclose: a bundle for somebody who asks for records, and the page.
 */
#include "cli/log_release.h"

#include "os/os.h"

/* ---- what was asked for ---- */

static size_t lines_in(str words)
{
    size_t count = 0;
    str line;

    while (str_split(&words, '\n', &line))
        count++;
    return count;
}

static bool read_fields(
    struct session *session, struct disclosing *what, struct err *err)
{
    str rest = session->given[OPTION_FIELD];
    struct field_choice *choices;
    str line;

    if (rest.ptr == NULL)
        return true;
    choices = ARENA_ARRAY(session->arena, struct field_choice, lines_in(rest));
    what->fields = choices;
    while (str_split(&rest, '\n', &line))
        if (!field_choice_read(line, &choices[what->field_count++], err))
            return err_while(err, STR("--field"));
    return true;
}

static bool read_reason(str line, struct field_choice *out, struct err *err)
{
    size_t equals = str_find_byte(line, '=', 0);
    str reason = str_trim(str_slice(line, equals + 1, line.len));

    if (equals >= line.len || reason.len == 0)
        return err_set(err, ERR_USAGE,
            STR("write a field and the reason: by='name of staff, section 7(1)(b)'"));
    if (!field_choice_read(str_slice(line, 0, equals), out, err))
        return false;
    out->reason = reason;
    return true;
}

static bool read_withheld(
    struct session *session, struct disclosing *what, struct err *err)
{
    str rest = session->given[OPTION_WITHHOLD];
    struct field_choice *choices;
    str line;

    if (rest.ptr == NULL)
        return true;
    choices = ARENA_ARRAY(session->arena, struct field_choice, lines_in(rest));
    what->withheld = choices;
    while (str_split(&rest, '\n', &line))
        if (!read_reason(line, &choices[what->withheld_count++], err))
            return err_while(err, STR("--withhold"));
    return true;
}

static bool read_events(
    struct session *session, struct disclosing *what, struct err *err)
{
    size_t count = session->argument_count - 1;
    uint64_t *seqs = ARENA_ARRAY(session->arena, uint64_t, count);

    what->visit = session->given[OPTION_VISIT];
    if ((count > 0) == (what->visit.ptr != NULL))
        return err_set(err, ERR_USAGE,
            STR("which events? give their numbers, or --visit ID for all of a visit"));
    for (size_t i = 0; i < count; i++) {
        if (!log_number(session->arguments[i + 1], STR("the number of an event"),
                &seqs[i], err))
            return false;
        if (i > 0 && seqs[i] <= seqs[i - 1])
            return err_set(
                err, ERR_USAGE, STR("give each event once, in the order of the log"));
    }
    what->seqs = seqs;
    what->seq_count = count;
    return true;
}

/* ---- the answer ---- */

static bool write_page(struct session *session, const struct release *release,
    const struct release_shown *shown, str bytes, struct err *err)
{
    struct text page = text_in(session->arena);
    str digest;

    if (!option_given(session, OPTION_PAGE))
        return true;
    if (!sha256_name(session->arena, bytes, &digest, err))
        return false;
    text_add_release_page(&page, release, shown, digest);
    return os_write_file(session->given[OPTION_PAGE], text_str(&page), err);
}

/* With --request the record says that it is handed over, before it is. */
static bool record_release(
    struct session *session, const struct release *release, str bytes, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct publication published;
    struct receipt receipt;
    struct keeper *keeper;
    uint64_t request;
    bool done;
    str by;

    if (!option_given(session, OPTION_REQUEST))
        return true;
    if (!log_number(session->given[OPTION_REQUEST], STR("the number of a request"),
            &request, err) ||
        !log_require(session, OPTION_BY, &by, err) ||
        !keeper_open(session->arguments[0], &clock, &keeper, err))
        return false;
    done = keeper_record_release(keeper, release, bytes, request, by, &receipt, err) &&
        keeper_publish(keeper, session->arena, &published, err);
    keeper_close(keeper);
    return done || err_while(err, STR("--request"));
}

static bool deliver(struct session *session, const struct release *release,
    const struct release_shown *shown, struct err *err)
{
    struct text bytes = text_in(session->arena);

    text_add_release(&bytes, release);
    return record_release(session, release, text_str(&bytes), err) &&
        write_page(session, release, shown, text_str(&bytes), err) &&
        session_deliver(session, text_str(&bytes), err);
}

bool run_log_disclose(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct disclosing what = {.seqs = NULL};
    struct release_shown shown;
    struct release release;
    struct keeper *reader;
    bool done;

    if (!read_events(session, &what, err) || !read_fields(session, &what, err) ||
        !read_withheld(session, &what, err) ||
        !keeper_open_reader(session->arguments[0], &clock, &reader, err))
        return false;
    done = keeper_disclose(reader, session->arena, &what, &release, &shown, err);
    if (done)
        release.log = arena_str(session->arena, release.log);
    keeper_close(reader);
    return done && deliver(session, &release, &shown, err);
}
