/*
 * vestibule log erase: recorded values gone for good, and the log saying so.
 */
#include "cli/log_release.h"

static bool read_request(struct session *session, struct erasing *what, struct err *err)
{
    str rest = session->given[OPTION_FIELD];
    struct field_choice *fields;
    str line;

    fields = ARENA_ARRAY(session->arena, struct field_choice, rest.len + 1);
    what->fields = fields;
    while (rest.ptr != NULL && str_split(&rest, '\n', &line))
        if (!field_choice_read(line, &fields[what->field_count++], err))
            return err_while(err, STR("--field"));
    what->authority = session->given[OPTION_AUTHORITY];
    what->reason = session->given[OPTION_REASON];
    return log_require(session, OPTION_SCHEDULE, &what->schedule, err) &&
        log_require(session, OPTION_BY, &what->by, err) &&
        log_number(
            session->arguments[1], STR("the number of an event"), &what->seq, err);
}

/* ---- the answer ---- */

static void show_recipients(struct session *session, const struct erased *erased)
{
    for (size_t i = 0; i < erased->recipient_count; i++) {
        struct text words = text_in(session->arena);
        str name = erased->recipients[i].name;

        text_add(&words, name.len > 0 ? name : STR("somebody whose name was erased"));
        text_add(&words, STR(", event "));
        text_add_u64(&words, erased->recipients[i].seq);
        page_item(
            &session->out, STYLE_YELLOW, STR("  still has it  "), text_str(&words));
    }
    page_wrap(&session->out, STYLE_DIM, 0, 0,
        STR("Whoever was given a value keeps it, and can prove it for ever. Copies in "
            "backups end when the backup does."));
}

static void show(struct session *session, uint64_t seq, const struct erased *erased,
    const struct publication *published)
{
    struct page *page = &session->out;
    struct text words = text_in(session->arena);

    if (erased->count == 0) {
        text_add(
            &words, STR("It had been erased before; nothing more was to be done."));
    } else {
        text_add_u64(&words, erased->count);
        text_add(&words,
            erased->count == 1 ? STR(" value of event ") : STR(" values of event "));
        text_add_u64(&words, seq);
        text_add(&words,
            erased->count == 1 ? STR(" is erased; event ")
                               : STR(" are erased; event "));
        text_add_u64(&words, erased->by);
        text_add(&words, STR(" says so. Every proof still holds."));
    }
    page_wrap(page, STYLE_GREEN, 0, 0, text_str(&words));
    for (size_t i = 0; i < erased->key_count; i++)
        page_item(page, STYLE_PLAIN, STR("  key destroyed  "), erased->keys[i]);
    words.len = 0;
    text_add_u64(&words, published->size);
    text_add(&words, STR(" events"));
    page_item(page, STYLE_PLAIN, STR("  published      "), text_str(&words));
    show_recipients(session, erased);
}

static void show_json(
    struct session *session, uint64_t seq, const struct erased *erased)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("entry"));
    json_i64(&json, (int64_t)seq);
    json_key(&json, STR("erased"));
    json_i64(&json, (int64_t)erased->count);
    if (erased->count > 0) {
        json_key(&json, STR("by_event"));
        json_i64(&json, (int64_t)erased->by);
    }
    json_key(&json, STR("keys_destroyed"));
    json_array(&json);
    for (size_t i = 0; i < erased->key_count; i++)
        json_str(&json, erased->keys[i]);
    json_end(&json);
    json_key(&json, STR("recipients"));
    json_array(&json);
    for (size_t i = 0; i < erased->recipient_count; i++) {
        json_object(&json);
        json_key(&json, STR("event"));
        json_i64(&json, (int64_t)erased->recipients[i].seq);
        json_key(&json, STR("name"));
        json_str(&json, erased->recipients[i].name);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

bool run_log_erase(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct erasing what = {.seq = 0};
    struct publication published;
    struct erased erased;
    struct keeper *keeper;
    bool done;

    if (!read_request(session, &what, err) ||
        !keeper_open(session->arguments[0], &clock, &keeper, err))
        return false;
    done = keeper_erase(keeper, session->arena, &what, &erased, err) &&
        keeper_publish(keeper, session->arena, &published, err);
    keeper_close(keeper);
    if (!done)
        return false;
    if (session->json)
        show_json(session, what.seq, &erased);
    else
        show(session, what.seq, &erased, &published);
    return true;
}
