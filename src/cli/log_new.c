/*
 * vestibule log new: a record, its key, and what to do with the key.
 */
#include "cli/log.h"

#include "os/os.h"

/* Which SQLite it is; and a word of caution about some. */
static void say_database(struct session *session)
{
    struct keeper_database database = keeper_database();
    struct text words = text_in(session->arena);

    if (!database.loses_resets)
        return;
    text_add(&words, STR("caution: SQLite "));
    text_add(&words, database.version);
    text_add(&words,
        STR(", which keeps the record, may lose pages when two programs write to one file "
            "at the same moment (sqlite.org/wal.html, \"WAL reset bug\"; mended in 3.51.3).  "
            "Vestibule takes care that only one does.  Let no other program write to "
            "record.db."));
    session_talk(session, text_str(&words));
}

static void show(struct session *session, str vkey, str directory)
{
    struct page *page = &session->out;
    struct text words = text_in(session->arena);

    if (session->json) {
        struct json_out json = json_start(&page->text, true);

        json_object(&json);
        json_key(&json, STR("directory"));
        json_str(&json, directory);
        json_key(&json, STR("origin"));
        json_str(&json, session->arguments[1]);
        json_key(&json, STR("vkey"));
        json_str(&json, vkey);
        json_end(&json);
        json_done(&json);
        page_raw(page, STR("\n"));
        return;
    }
    page_line(page, STYLE_BOLD, vkey);
    text_add(&words,
        STR("This is the key by which everyone can check the record.  Print it, and give it "
            "to those who are to check: another school, a library, a newspaper, your "
            "lawyer.  A key that lies beside the record alone proves little.\n"));
    page_wrap(page, STYLE_PLAIN, 0, 0, str_trim(text_str(&words)));
    words.len = 0;
    text_add(&words, directory);
    text_add(&words,
        STR("/keys holds what signs and what opens sealed fields.  Keep a copy apart from "
            "the copies of the rest, and show it to nobody."));
    page_wrap(page, STYLE_PLAIN, 0, 0, text_str(&words));
}

bool run_log_new(struct session *session, struct err *err)
{
    str directory = session->arguments[0];
    struct keeper_clock clock = log_clock();
    str vkey;

    if (!keeper_create(directory, session->arguments[1], &clock, err) ||
        !os_read_file(session->arena,
            log_path(session->arena, directory, STR("public/vkey")), TRUST_BYTES_MAX,
            &vkey, err))
        return false;
    show(session, str_trim(vkey), directory);
    say_database(session);
    return true;
}
