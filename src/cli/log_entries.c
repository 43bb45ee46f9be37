/*
 * The entries of a log, looked at as the events of a record.
 */
#include "cli/log_verify.h"

static void show_wrong(struct entries *e, str where, str what)
{
    struct verifying *v = e->v;
    struct text words = text_in(v->session->arena);

    if (e->wrong++ >= DAMAGES_SHOWN)
        return;
    text_add(&words, where);
    text_add(&words, STR(": "));
    text_add(&words, what);
    if (v->session->json)
        json_str(&v->json, text_str(&words));
    else
        page_item(
            &v->session->out, STYLE_RED, STR("  wrong        "), text_str(&words));
}

static void see_wrong(void *context, uint64_t seq, const struct err *what)
{
    struct entries *e = context;
    struct text where = text_in(e->v->session->arena);

    text_add(&where, STR("entry "));
    text_add_u64(&where, seq);
    show_wrong(e, text_str(&where), err_text(what));
}

static void see_passed(void *context, uint64_t count)
{
    struct entries *e = context;

    progress_show(&e->progress, count);
}

static void audit(struct entries *e, const struct tile_source *source)
{
    struct verifying *v = e->v;
    struct arena arena = {0};
    struct tile_reader *reader = ARENA_NEW(&arena, struct tile_reader);
    struct audit audit = {.arena = &arena,
        .hasher = &v->judge.hasher,
        .ed25519 = &v->judge.ed25519,
        .tree = reader};
    struct audit_sink sink = {see_wrong, e, see_passed};
    struct err err = {0};

    e->progress =
        progress_of(v->session, STR("checking signatures"), v->checkpoint.size);
    tile_reader_init(reader, &v->judge.hasher, source, v->checkpoint.size);
    audit.known = judge_keys(&v->judge, &arena, &audit.known_count);
    if (!audit_entries(&audit, source, v->checkpoint.size, &sink, &err))
        show_wrong(e, v->folder, err_text(&err));
    else if (!judge_sees_signed(&v->judge, v->note, &audit.key))
        show_wrong(e, STR("checkpoint"),
            STR("it is not signed by the key that the events name last"));
    e->replaced_count = audit.replaced_count;
    e->replaced = arena_copy(v->session->arena, audit.replaced,
        audit.replaced_count * sizeof(*audit.replaced), _Alignof(uint64_t));
    arena_clear(&arena);
}

void verify_entries(struct entries *e, const struct tile_source *source)
{
    struct verifying *v = e->v;
    struct tile first = tile_at(TILE_ENTRIES, v->checkpoint.size, 0, 0);
    str entries[TILE_WIDTH];
    struct err ignored = {0};

    e->are_events = first.width > 0 &&
        bundle_fetch(source, &first, entries, &ignored) &&
        audit_is_record(v->session->arena, entries[0]);
    if (v->session->json) {
        json_key(&v->json, STR("events"));
        json_bool(&v->json, e->are_events);
        json_key(&v->json, STR("wrong"));
        json_array(&v->json);
    }
    if (e->are_events)
        audit(e, source);
    if (!v->session->json)
        return;
    json_end(&v->json);
    json_key(&v->json, STR("lost_keys"));
    json_array(&v->json);
    for (size_t i = 0; i < e->replaced_count; i++)
        json_i64(&v->json, (int64_t)e->replaced[i]);
    json_end(&v->json);
}

/* What the log itself cannot show. */
static void say_replaced(struct verifying *v, const struct entries *e)
{
    for (size_t i = 0; i < e->replaced_count; i++) {
        struct text words = text_in(v->session->arena);

        text_add(&words, STR("Entry "));
        text_add_u64(&words, e->replaced[i]);
        text_add(&words,
            STR(" replaces a key that was lost, and only the new key has signed it. "
                "That both are the same keeper's rests on your having given both, and "
                "on nothing in the log."));
        page_wrap(&v->session->out, STYLE_YELLOW, 0, 0, text_str(&words));
    }
}

void verify_say_entries(struct entries *e)
{
    struct verifying *v = e->v;
    struct text words = text_in(v->session->arena);

    if (!e->are_events) {
        page_wrap(&v->session->out, STYLE_PLAIN, 0, 0,
            STR("Its entries are not the events of a record, so nothing is said of "
                "what they mean."));
        return;
    }
    if (e->wrong == 0) {
        verify_end_page(v, true,
            STR("Every entry is an event that the record's key of its time has signed, "
                "and no visit has a gap."));
        say_replaced(v, e);
        return;
    }
    text_add_u64(&words, e->wrong);
    text_add(&words,
        STR(" of its entries, or more, are not what a record may hold; whoever signed it "
            "has to explain that."));
    verify_end_page(v, false, text_str(&words));
}
