/*
 * vestibule log verify: a log or a proof, from files and a key alone.
 *
 *     DIR               checkpoint, tile/..., tile/entries/... (C2SP tlog-tiles)
 *     FILE.tlog-proof   and the entry beside it, in FILE
 *     BUNDLE.json       what `log disclose` made: log_release.c
 */
#include "cli/log.h"

#include "cli/log_release.h"
#include "cli/progress.h"
#include "os/os.h"

enum { DAMAGES_SHOWN = 1000, PROOF_FILE_MAX = NOTE_BYTES_MAX + 2 * PROOF_EXTRA_MAX };

static const str proof_ending = STR_INIT(".tlog-proof");

/* What is being verified, and the answer that grows meanwhile. */
struct verifying {
    struct session *session;
    struct judge judge;
    str note; /* the checkpoint as it is signed */
    struct checkpoint checkpoint;
    struct json_out json;
    str folder;
    bool is_stamped;
    int64_t stamped_at;
    struct arena file; /* holds the file that was read last */
    uint64_t shown;
};

/* Read a file of the log, in place of the one before. */
static bool read_tile(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct verifying *v = context;
    size_t limit = tile->kind == TILE_ENTRIES ? BUNDLE_BYTES_MAX : TILE_BYTES_MAX;
    struct text path;

    arena_clear(&v->file);
    path = text_in(&v->file);
    text_add(&path, v->folder);
    text_add_byte(&path, '/');
    text_add_tile_path(&path, tile);
    if (os_read_file(&v->file, text_str(&path), limit, bytes, err))
        return true;
    return err->kind == ERR_NOT_FOUND
        ? err_set(err, ERR_NOT_FOUND, STR("there is no such file"))
        : false;
}

static void add_root(struct text *text, const struct hash *root)
{
    text_add_base64(text, root->bytes, HASH_BYTES);
}

static void add_time(struct text *text, uint64_t time)
{
    struct moment moment;
    struct err ignored;

    if (os_moment(STR("UTC"), (int64_t)time, &moment, &ignored))
        text_add_moment(text, &moment);
    else
        text_add_u64(text, time);
}

/* Begin the answer with what the checkpoint says and who has signed it. */
static void begin_json(struct verifying *v)
{
    struct text root = text_in(v->session->arena);

    v->json = json_start(&v->session->out.text, true);
    json_object(&v->json);
    json_key(&v->json, STR("origin"));
    json_str(&v->json, v->checkpoint.origin);
    json_key(&v->json, STR("size"));
    json_i64(&v->json, (int64_t)v->checkpoint.size);
    json_key(&v->json, STR("root"));
    add_root(&root, &v->checkpoint.root);
    json_str(&v->json, text_str(&root));
    json_key(&v->json, STR("signed_by"));
    json_array(&v->json);
    for (size_t k = 0; k < v->judge.trust.key_count; k++) {
        const struct note_seal *seal = &v->judge.seals[k];
        struct text time = text_in(v->session->arena);

        if (!seal->is_signed)
            continue;
        json_object(&v->json);
        json_key(&v->json, STR("name"));
        json_str(&v->json, v->judge.trust.keys[k].name);
        if (v->judge.trust.keys[k].type == NOTE_COSIGNATURE) {
            json_key(&v->json, STR("time"));
            add_time(&time, seal->time);
            json_str(&v->json, text_str(&time));
        }
        json_end(&v->json);
    }
    json_end(&v->json);
    if (v->is_stamped) {
        struct text time = text_in(v->session->arena);

        add_time(&time, (uint64_t)v->stamped_at);
        json_key(&v->json, STR("stamped"));
        json_str(&v->json, text_str(&time));
    }
}

static void begin_page(struct verifying *v)
{
    struct page *page = &v->session->out;
    struct text line = text_in(v->session->arena);

    page_line(page, STYLE_BOLD, v->checkpoint.origin);
    text_add_u64(&line, v->checkpoint.size);
    page_item(page, STYLE_PLAIN, STR("  entries      "), text_str(&line));
    line.len = 0;
    add_root(&line, &v->checkpoint.root);
    page_item(page, STYLE_PLAIN, STR("  root         "), text_str(&line));
    for (size_t k = 0; k < v->judge.trust.key_count; k++) {
        const struct note_key *key = &v->judge.trust.keys[k];

        if (!v->judge.seals[k].is_signed)
            continue;
        line.len = 0;
        text_add(&line, key->name);
        if (key->type == NOTE_COSIGNATURE) {
            text_add(&line, STR(", "));
            add_time(&line, v->judge.seals[k].time);
        }
        page_item(page, STYLE_PLAIN,
            key->type == NOTE_COSIGNATURE ? STR("  cosigned by  ")
                                          : STR("  signed by    "),
            text_str(&line));
    }
    if (v->is_stamped) {
        line.len = 0;
        add_time(&line, (uint64_t)v->stamped_at);
        page_item(page, STYLE_PLAIN, STR("  stamped      "), text_str(&line));
    }
}

static void begin(struct verifying *v)
{
    if (v->session->json)
        begin_json(v);
    else
        begin_page(v);
}

static void end_json(struct verifying *v, bool holds)
{
    v->session->status = holds ? STATUS_YES : STATUS_NO;
    json_key(&v->json, STR("ok"));
    json_bool(&v->json, holds);
    json_end(&v->json);
    json_done(&v->json);
    page_raw(&v->session->out, STR("\n"));
}

static void end_page(struct verifying *v, bool holds, str words)
{
    v->session->status = holds ? STATUS_YES : STATUS_NO;
    page_wrap(&v->session->out, holds ? STYLE_GREEN : STYLE_RED, 0, 0, words);
}

static void show_damage(void *context, const struct damage *damage)
{
    struct verifying *v = context;
    struct text words = text_in(v->session->arena);
    struct text path = text_in(v->session->arena);

    if (v->shown++ >= DAMAGES_SHOWN)
        return;
    text_add_damage(&words, damage);
    if (!v->session->json) {
        page_item(
            &v->session->out, STYLE_RED, STR("  damaged      "), text_str(&words));
        return;
    }
    json_object(&v->json);
    if (damage->kind != DAMAGE_ROOT) {
        json_key(&v->json, STR("file"));
        text_add_tile_path(&path, &damage->tile);
        json_str(&v->json, text_str(&path));
    }
    if (damage->kind == DAMAGE_ENTRY) {
        json_key(&v->json, STR("entry"));
        json_i64(&v->json, (int64_t)damage->entry);
    }
    json_key(&v->json, STR("text"));
    json_str(&v->json, text_str(&words));
    json_end(&v->json);
}

/* ---- the entries as events ---- */

/* What the audit of the entries found. */
struct entries {
    struct verifying *v;
    bool are_events;
    uint64_t wrong;
    struct progress progress;
    uint64_t *replaced; /* entries by which a lost key was replaced */
    size_t replaced_count;
};

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
    struct audit audit = {
        .arena = &arena, .hasher = &v->judge.hasher, .ed25519 = &v->judge.ed25519};
    struct audit_sink sink = {see_wrong, e, see_passed};
    struct err err = {0};

    e->progress =
        progress_of(v->session, STR("checking signatures"), v->checkpoint.size);
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

/* A log of another kind has entries that are no events. */
static void check_entries(struct entries *e, const struct tile_source *source)
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

static void say_entries(struct verifying *v, const struct entries *e)
{
    struct text words = text_in(v->session->arena);

    if (!e->are_events) {
        page_wrap(&v->session->out, STYLE_PLAIN, 0, 0,
            STR("Its entries are not the events of a record, so nothing is said of "
                "what they mean."));
        return;
    }
    if (e->wrong == 0) {
        end_page(v, true,
            STR("Every entry is an event that the record's key of its time has signed, "
                "and no visit has a gap."));
        say_replaced(v, e);
        return;
    }
    text_add_u64(&words, e->wrong);
    text_add(&words,
        STR(" of its entries, or more, are not what a record may hold; whoever signed it "
            "has to explain that."));
    end_page(v, false, text_str(&words));
}

static void say_log(struct verifying *v, bool holds, const struct log_health *health)
{
    struct text words = text_in(v->session->arena);

    if (holds) {
        end_page(v, true,
            STR("Every entry and every tile leads to this root: since it was signed, "
                "nothing was changed, taken out or put in."));
        return;
    }
    text_add_u64(&words, health->damages);
    text_add(&words,
        health->damages == 1 ? STR(" damage was found. ")
                             : STR(" damages were found. "));
    text_add(&words,
        health->has_all_entries
            ? STR("All entries are as the log had them; only tiles are wrong, and can "
                  "be made anew from the entries.")
            : STR("Not every entry is as the log had it."));
    end_page(v, false, text_str(&words));
}

static void check_files(struct verifying *v)
{
    const struct tile_source source = {read_tile, v};
    const struct damage_sink sink = {show_damage, v};
    struct entries entries = {.v = v};
    struct log_health health;
    bool holds;

    begin(v);
    if (v->session->json) {
        json_key(&v->json, STR("damages"));
        json_array(&v->json);
    }
    holds = ledger_check(&v->judge.hasher, &source, v->checkpoint.size,
        &v->checkpoint.root, &sink, &health);
    if (v->session->json)
        json_end(&v->json);
    if (holds)
        check_entries(&entries, &source);
    if (!v->session->json) {
        say_log(v, holds, &health);
        if (holds)
            say_entries(v, &entries);
        return;
    }
    json_key(&v->json, STR("damage_count"));
    json_i64(&v->json, (int64_t)health.damages);
    json_key(&v->json, STR("has_all_entries"));
    json_bool(&v->json, health.has_all_entries);
    end_json(v, holds && entries.wrong == 0);
}

static bool open_checkpoint(struct verifying *v, str note, str path, struct err *err)
{
    v->note = note;
    return trust_open(v->session->arena, &v->judge.ed25519, &v->judge.trust, note,
               &v->checkpoint, v->judge.seals, err) ||
        err_while(err, path);
}

/* The timestamp beside the checkpoint, by those whom --tsa-ca names. */
static bool verify_stamp(struct verifying *v, str note, struct err *err)
{
    struct arena *arena = v->session->arena;
    str path = log_path(arena, v->folder, STR("checkpoint.tsr"));
    struct note taken;
    str authorities;
    str reply;

    v->is_stamped = option_given(v->session, OPTION_TSA_CA);
    if (!v->is_stamped)
        return true;
    return os_read_file(arena, v->session->given[OPTION_TSA_CA], TRUST_BYTES_MAX,
               &authorities, err) &&
        os_read_file(arena, path, TIMESTAMP_BYTES_MAX, &reply, err) &&
        note_read(note, &taken, err) &&
        (timestamp_verify(reply, taken.text, authorities, &v->stamped_at, err) ||
            err_while(err, path));
}

static bool verify_log(struct verifying *v, struct err *err)
{
    struct arena *arena = v->session->arena;
    str path = log_path(arena, v->folder, STR("checkpoint"));
    str note;

    if (!os_read_file(arena, path, NOTE_BYTES_MAX, &note, err) ||
        !open_checkpoint(v, note, path, err) || !verify_stamp(v, note, err))
        return false;
    check_files(v);
    arena_clear(&v->file);
    return true;
}

static void say_proof(struct verifying *v, bool holds, uint64_t index, str entry_path)
{
    struct text words = text_in(v->session->arena);

    text_add(&words, entry_path);
    text_add(&words, holds ? STR(" is entry ") : STR(" is not shown to be entry "));
    text_add_u64(&words, index);
    text_add(&words, STR(" of this log"));
    text_add(&words,
        holds ? STR(".")
              : STR(": the entry or the proof was changed, or they do not "
                    "belong together."));
    end_page(v, holds, text_str(&words));
}

static bool verify_proof(struct verifying *v, str path, struct err *err)
{
    struct arena *arena = v->session->arena;
    str entry_path = str_slice(path, 0, path.len - proof_ending.len);
    struct text index = text_in(arena);
    struct proof_file file;
    struct hash leaf;
    str bytes;
    str entry;
    bool holds;

    if (!os_read_file(arena, path, PROOF_FILE_MAX, &bytes, err) ||
        !os_read_file(arena, entry_path, ENTRY_BYTES_MAX, &entry, err))
        return false;
    if (!proof_file_read(arena, bytes, &file, err))
        return err_while(err, path);
    if (!open_checkpoint(v, file.checkpoint, path, err))
        return false;
    leaf = hash_leaf(&v->judge.hasher, entry);
    holds = merkle_includes(&v->judge.hasher, &file.proof, file.index,
        v->checkpoint.size, &leaf, &v->checkpoint.root);
    begin(v);
    if (!v->session->json) {
        say_proof(v, holds, file.index, entry_path);
        return true;
    }
    text_add_u64(&index, file.index);
    json_key(&v->json, STR("entry"));
    json_digits(&v->json, text_str(&index));
    end_json(v, holds);
    return true;
}

/* The folder that a file is in. */
static str folder_of(str path)
{
    size_t end = path.len;

    while (end > 0 && path.ptr[end - 1] != '/')
        end--;
    return end == 0 ? STR(".") : str_slice(path, 0, end);
}

bool run_log_verify(struct session *session, struct err *err)
{
    str path = session->arguments[0];
    bool is_proof = str_ends(path, proof_ending);
    struct verifying v = {.session = session, .folder = path};
    bool done;

    if (str_ends(path, STR(".json")))
        return verify_release(session, path, err);
    if (!judge_open(&v.judge, session, is_proof ? folder_of(path) : path, err))
        return false;
    done = is_proof ? verify_proof(&v, path, err) : verify_log(&v, err);
    judge_close(&v.judge);
    return done;
}
