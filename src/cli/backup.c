/*
 * vestibule backup and restore: a record copied while it is in use, and put back.
 */
#include "cli/command.h"

#include "app/app.h"
#include "os/os.h"

static int64_t now(void *context)
{
    (void)context;
    return os_now();
}

static const struct keeper_clock clock = {now, NULL};

static void member(struct json_out *json, str name, uint64_t value)
{
    json_key(json, name);
    json_i64(json, (int64_t)value);
}

static void item(struct page *page, str lead, uint64_t value)
{
    char buffer[32];
    struct text digits = text_fixed(buffer, sizeof(buffer));
    struct text grouped = text_in(page->text.arena);

    text_add_u64(&digits, value);
    text_add_grouped(&grouped, text_str(&digits));
    page_item(page, STYLE_PLAIN, lead, text_str(&grouped));
}

/* ---- backup ---- */

static void show_backup(struct session *session, const struct backup *made)
{
    struct page *page = &session->out;

    page_line(page, STYLE_BOLD, made->origin);
    item(page, STR("  events  "), made->events);
    item(page, STR("  files   "), made->files);
    item(page, STR("  bytes   "), made->bytes);
    page_wrap(page, STYLE_GREEN, 0, 0,
        STR("Copied, and on the disk. Keep keys/ apart and for a shorter time: with it, "
            "whoever has the backup can read what is sealed, also what is erased "
            "later."));
}

static void backup_json(struct session *session, const struct backup *made)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("origin"));
    json_str(&json, made->origin);
    member(&json, STR("events"), made->events);
    member(&json, STR("files"), made->files);
    member(&json, STR("bytes"), made->bytes);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

bool run_backup(struct session *session, struct err *err)
{
    struct backup made;

    if (!backup_make(session->arguments[0], session->arguments[1], &clock,
            session->arena, &made, err))
        return false;
    if (session->json)
        backup_json(session, &made);
    else
        show_backup(session, &made);
    return true;
}

/* ---- restore ---- */

static void warn(
    struct session *session, const struct restoration *r, bool has_published)
{
    struct text words = text_in(session->arena);

    if (r->unrecorded.len > 0) {
        text_add(&words,
            STR("caution: that this was put back does not stand in the record, as it "
                "cannot be written to: "));
        text_add(&words, err_text(&r->unrecorded));
        text_add(&words,
            STR(". Put its key into keys/ and record an event of the kind overridden, "
                "restored_backup, with `vestibule log add`."));
        session_talk(session, text_str(&words));
    }
    if (!has_published)
        session_talk(session,
            STR("caution: if anything was published after this backup was made, do not "
                "write to this record: it would sign a second version of what was "
                "signed already. Restore again with --published and a copy of the "
                "published files."));
}

static void show_restored(struct session *session, const struct restoration *r)
{
    struct page *page = &session->out;

    page_line(page, STYLE_BOLD, r->origin);
    item(page, STR("  events in the backup        "), r->events);
    item(page, STR("  added from the published    "), r->continued);
    item(page, STR("  values erased since         "), r->erased);
    item(page, STR("  keys destroyed for that     "), r->shredded);
    for (size_t i = 0; i < r->missing_count; i++)
        page_item(
            page, STYLE_YELLOW, STR("  not in the backup           "), r->missing[i]);
    for (size_t i = 0; i < r->secret_count; i++)
        page_item(
            page, STYLE_YELLOW, STR("  secret to put there         "), r->secrets[i]);
    page_wrap(page, STYLE_GREEN, 0, 0,
        r->is_recorded
            ? STR("Every file was what the manifest says; the record can be opened, and "
                  "says who put it back.")
            : STR("Every file was what the manifest says; the record can be opened."));
}

static void names(struct json_out *json, str name, const str *items, size_t count)
{
    json_key(json, name);
    json_array(json);
    for (size_t i = 0; i < count; i++)
        json_str(json, items[i]);
    json_end(json);
}

static void restored_json(struct session *session, const struct restoration *r)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("origin"));
    json_str(&json, r->origin);
    member(&json, STR("events"), r->events);
    member(&json, STR("continued"), r->continued);
    member(&json, STR("erased"), r->erased);
    member(&json, STR("shredded"), r->shredded);
    names(&json, STR("missing"), r->missing, r->missing_count);
    names(&json, STR("secrets"), r->secrets, r->secret_count);
    json_key(&json, STR("recorded"));
    json_bool(&json, r->is_recorded);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

bool run_restore(struct session *session, struct err *err)
{
    const struct restore_order order = {.from = session->arguments[0],
        .directory = session->arguments[1],
        .published = session->given[OPTION_PUBLISHED],
        .by = str_trim(session->given[OPTION_BY])};
    struct restoration restored;

    if (order.published.len > 0 && order.by.len == 0)
        return err_set(err, ERR_USAGE,
            STR("--by is needed here: the record says who put a backup back"));
    if (!backup_restore(&order, &clock, session->arena, &restored, err))
        return false;
    warn(session, &restored, order.published.len > 0);
    if (session->json)
        restored_json(session, &restored);
    else
        show_restored(session, &restored);
    return true;
}
