/*
 * vestibule log verify: a log or a proof, from files and a key alone.
 *
 *     DIR               checkpoint, tile/..., tile/entries/... (C2SP tlog-tiles)
 *     FILE.tlog-proof   and the entry beside it, in FILE
 *     BUNDLE.json       what `log disclose` made: log_release.c
 */
#include "cli/log_verify.h"

#include "cli/log_release.h"
#include "os/os.h"

enum { PROOF_FILE_MAX = NOTE_BYTES_MAX + 2 * PROOF_EXTRA_MAX };

static const str proof_ending = STR_INIT(".tlog-proof");

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

void verify_end_page(struct verifying *v, bool holds, str words)
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

static void say_log(struct verifying *v, bool holds, const struct log_health *health)
{
    struct text words = text_in(v->session->arena);

    if (holds) {
        verify_end_page(v, true,
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
    verify_end_page(v, false, text_str(&words));
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
        verify_entries(&entries, &source);
    if (!v->session->json) {
        say_log(v, holds, &health);
        if (holds)
            verify_say_entries(&entries);
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
    verify_end_page(v, holds, text_str(&words));
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
