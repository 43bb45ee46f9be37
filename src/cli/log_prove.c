/*
 * vestibule log prove: one event and its proof as two files that travel together.
 */
#include "cli/log.h"

#include "os/os.h"

static const str ending = STR_INIT(".tlog-proof");

/* FILE, or event-17. */
static str entry_path(const struct session *session, uint64_t seq)
{
    struct text path = text_in(session->arena);

    if (option_given(session, OPTION_OUTPUT))
        return session->given[OPTION_OUTPUT];
    text_add(&path, STR("event-"));
    text_add_u64(&path, seq);
    return text_str(&path);
}

static void show(
    struct session *session, uint64_t seq, str entry, str proof, uint64_t size)
{
    struct page *page = &session->out;
    struct text words = text_in(session->arena);

    if (session->json) {
        struct json_out json = json_start(&page->text, true);

        json_object(&json);
        json_key(&json, STR("seq"));
        json_i64(&json, (int64_t)seq);
        json_key(&json, STR("size"));
        json_i64(&json, (int64_t)size);
        json_key(&json, STR("leaf"));
        json_str(&json, entry);
        json_key(&json, STR("proof"));
        json_str(&json, proof);
        json_end(&json);
        json_done(&json);
        page_raw(page, STR("\n"));
        return;
    }
    text_add(&words, proof);
    text_add(&words, STR(" proves "));
    text_add(&words, entry);
    text_add(&words, STR(" to be entry "));
    text_add_u64(&words, seq);
    text_add(&words, STR(" of the record's first "));
    text_add_u64(&words, size);
    text_add(&words, STR(". Give both away together; `vestibule log verify "));
    text_add(&words, proof);
    text_add(&words, STR(" --key VKEY` checks them anywhere."));
    page_wrap(page, STYLE_PLAIN, 0, 0, text_str(&words));
}

bool run_log_prove(struct session *session, struct err *err)
{
    struct text proof = text_in(session->arena);
    struct proved proved;
    uint64_t seq;
    str entry;

    if (!log_number(session->arguments[1],
            STR("the event's number in the record, as `vestibule log tail` shows it"),
            &seq, err))
        return false;
    entry = entry_path(session, seq);
    if (str_equal(entry, STR("-")))
        return err_set(err, ERR_USAGE,
            STR("two files are made, so standard output will not do; name one"));
    text_add(&proof, entry);
    text_add(&proof, ending);
    if (!keeper_prove(session->arguments[0], seq, session->arena, &proved, err) ||
        !os_write_file(entry, proved.leaf, err) ||
        !os_write_file(text_str(&proof), proved.proof, err))
        return false;
    show(session, seq, entry, text_str(&proof), proved.size);
    return true;
}
