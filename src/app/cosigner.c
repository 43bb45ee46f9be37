/*
 * Being a witness.
 *
 * One request is weighed at a time, against what is held in memory; that is replaced
 * only after its file was.
 */
#include "app/cosigner.h"

#include "app/inside.h"

struct watched {
    struct note_key key;
    str name;               /* SHA-256 of the origin in hexadecimal */
    size_t first;           /* the first key of the same origin: it has what is held */
    struct arena arena;     /* of `note` */
    str note;               /* empty: nothing yet */
    struct checkpoint held; /* points into `note` */
};

struct cosigner {
    struct arena arena;
    str directory;
    struct keeper_clock clock;
    struct os_lock lock;
    struct crypto crypto;
    struct hasher hasher;
    struct ed25519 ed25519;
    struct held_key key;
    struct watched *logs;
    size_t count;
};

/* ---- opening ---- */

static bool read_key(struct cosigner *c, str name, struct err *err)
{
    str path = path_join(&c->arena, c->directory, STR("key"));
    struct err missing = {0};

    if (key_file_open(
            &c->arena, &c->hasher, path, name, NOTE_COSIGNATURE, &c->key, &missing))
        return true;
    if (missing.kind != ERR_NOT_FOUND) {
        *err = missing;
        return false;
    }
    if (name.len == 0)
        return err_set(err, ERR_USAGE,
            STR("this witness has no key yet; give it a name that nobody else uses, "
                "such as library.example/witness"));
    return key_file_make(&c->crypto, &c->arena, path, name, err) &&
        key_file_open(
            &c->arena, &c->hasher, path, name, NOTE_COSIGNATURE, &c->key, err);
}

static str held_path(
    const struct cosigner *c, struct arena *arena, const struct watched *log)
{
    return path_join(arena, path_join(arena, c->directory, STR("held")), log->name);
}

/* Take a note to be what is held from now on. */
static bool hold(struct watched *log, str bytes, struct err *err)
{
    struct note note;

    arena_clear(&log->arena);
    log->note = arena_str(&log->arena, bytes);
    return note_read(log->note, &note, err) &&
        checkpoint_read(note.text, &log->held, err);
}

static bool read_held(struct cosigner *c, struct watched *log, struct err *err)
{
    str path = held_path(c, &c->arena, log);
    struct err missing = {0};
    str bytes;

    if (!os_read_file(&c->arena, path, NOTE_BYTES_MAX, &bytes, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (!hold(log, bytes, err))
        return err_while(err, path);
    return str_equal(log->held.origin, log->key.name) ||
        err_set(err, ERR_CORRUPT, path);
}

static bool watch(struct cosigner *c, str vkey, struct err *err)
{
    struct watched *log = &c->logs[c->count];
    struct text name = text_in(&c->arena);
    struct hash hash;

    if (!note_key_read(&c->hasher, str_trim(vkey), &log->key, err))
        return false;
    if (log->key.type != NOTE_ED25519)
        return err_set(err, ERR_INVALID,
            STR("this is not the key of a log whose checkpoints are checked here; "
                "give its Ed25519 key"));
    hash = hash_bytes(&c->hasher, log->key.name);
    text_add_hex(&name, hash.bytes, sizeof(hash.bytes));
    log->name = text_str(&name);
    log->first = 0;
    while (!str_equal(c->logs[log->first].name, log->name))
        log->first++;
    c->count++;
    return log->first + 1 < c->count || read_held(c, log, err);
}

static bool open_all(
    struct cosigner *c, const struct cosigner_settings *settings, struct err *err)
{
    str held = path_join(&c->arena, c->directory, STR("held"));

    if (!os_make_folder(held, OS_PRIVATE, err) ||
        !os_lock_take(&c->lock, path_join(&c->arena, c->directory, STR("lock")), err) ||
        !crypto_open(&c->crypto, err))
        return false;
    c->hasher = crypto_hasher(&c->crypto);
    c->ed25519 = crypto_ed25519(&c->crypto);
    c->logs = ARENA_ARRAY(&c->arena, struct watched, settings->count);
    if (!read_key(c, settings->name, err))
        return false;
    for (size_t i = 0; i < settings->count; i++)
        if (!watch(c, arena_str(&c->arena, settings->vkeys[i]), err))
            return err_while(err, settings->vkeys[i]);
    return true;
}

bool cosigner_open(
    const struct cosigner_settings *settings, struct cosigner **out, struct err *err)
{
    struct cosigner *c = os_pages_new(sizeof(*c));

    *out = NULL;
    c->directory = arena_str(&c->arena, settings->directory);
    c->clock = settings->clock;
    if (!open_all(c, settings, err)) {
        cosigner_close(c);
        return false;
    }
    *out = c;
    return true;
}

void cosigner_close(struct cosigner *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < c->count; i++)
        arena_clear(&c->logs[i].arena);
    signing_key_clear(&c->key.secret);
    crypto_close(&c->crypto);
    os_lock_drop(&c->lock);
    arena_clear(&c->arena);
    os_pages_free(c, sizeof(*c));
}

str cosigner_vkey(const struct cosigner *c, struct arena *arena)
{
    struct text vkey = text_in(arena);

    text_add_note_key(&vkey, &c->key.signer.key);
    return text_str(&vkey);
}

/* ---- answering ---- */

struct weighing {
    struct cosigner *cosigner;
    struct arena *arena;
    struct witness_request request;
    struct note note;
    struct checkpoint checkpoint;
    struct watched *log; /* the first of its keys */
};

static void say(
    struct weighing *w, enum witness_answer answer, struct cosigner_reply *out)
{
    const struct witness_row *row = witness_answer_row(answer);
    struct text body = text_in(w->arena);

    out->status = row->status;
    out->type = STR("text/plain; charset=utf-8");
    if (answer == WITNESS_STALE) {
        out->type = STR("text/x.tlog.size");
        text_add_witness_size(&body, w->log->held.size);
    } else {
        text_add(&body, row->words);
        text_add_byte(&body, '\n');
    }
    out->body = text_str(&body);
}

/* The log's own signature lines that hold: nobody else's are kept. */
static void add_lines(struct weighing *w, struct text *out)
{
    const struct cosigner *c = w->cosigner;

    for (size_t s = 0; s < w->note.count; s++)
        for (size_t k = 0; k < c->count; k++) {
            const struct note_signature *line = &w->note.signatures[s];
            const struct note_key *key = &c->logs[k].key;

            if (line->key_id != key->id || !str_equal(line->name, key->name) ||
                !str_equal(key->name, w->checkpoint.origin))
                continue;
            text_add(out, STR("\xe2\x80\x94 "));
            text_add(out, line->name);
            text_add_byte(out, ' ');
            text_add(out, line->base64);
            text_add_byte(out, '\n');
            break;
        }
}

/* The file first, then memory, then the answer. */
static bool cosign(struct weighing *w, struct cosigner_reply *out, struct err *err)
{
    struct cosigner *c = w->cosigner;
    struct text line = text_in(w->arena);
    struct text whole = text_in(w->arena);

    note_add_signature(w->arena, &line, &c->key.signer, w->note.text,
        (uint64_t)c->clock.now(c->clock.context));
    text_add(&whole, w->note.text);
    text_add_byte(&whole, '\n');
    add_lines(w, &whole);
    text_add(&whole, text_str(&line));
    if (!os_keep_file(
            held_path(c, w->arena, w->log), text_str(&whole), OS_PRIVATE, err) ||
        !hold(w->log, text_str(&whole), err))
        return false;
    *out = (struct cosigner_reply){witness_answer_row(WITNESS_COSIGNS)->status,
        STR("text/plain; charset=utf-8"), text_str(&line)};
    return true;
}

static bool find_log(struct weighing *w)
{
    struct cosigner *c = w->cosigner;

    for (size_t k = 0; k < c->count; k++)
        if (str_equal(c->logs[k].key.name, w->checkpoint.origin)) {
            w->log = &c->logs[c->logs[k].first];
            return true;
        }
    return false;
}

/* Whether a key of this very log has signed, and none of its signatures is forged. */
static bool is_signed(struct weighing *w)
{
    const struct cosigner *c = w->cosigner;
    struct note_key *keys = ARENA_ARRAY(w->arena, struct note_key, c->count);
    struct note_seal *seals = ARENA_ARRAY(w->arena, struct note_seal, c->count);
    struct err ignored = {0};
    size_t count = 0;

    for (size_t k = 0; k < c->count; k++)
        if (str_equal(c->logs[k].key.name, w->checkpoint.origin))
            keys[count++] = c->logs[k].key;
    return note_verify(w->arena, &c->ed25519, &w->note, keys, count, seals, &ignored);
}

static enum witness_answer judge(struct weighing *w, str body)
{
    struct err ignored = {0};

    if (!witness_request_read(body, &w->request, &ignored) ||
        !note_read(w->request.checkpoint, &w->note, &ignored) ||
        !checkpoint_read(w->note.text, &w->checkpoint, &ignored))
        return WITNESS_MALFORMED;
    if (!find_log(w))
        return WITNESS_UNKNOWN_LOG;
    if (!is_signed(w))
        return WITNESS_UNSIGNED;
    return witness_weigh(
        &w->cosigner->hasher, &w->request, &w->checkpoint, &w->log->held);
}

bool cosigner_add(struct cosigner *c, struct arena *arena, str body,
    struct cosigner_reply *out, struct err *err)
{
    struct weighing w = {.cosigner = c, .arena = arena};
    enum witness_answer answer = judge(&w, body);

    if (answer == WITNESS_COSIGNS)
        return cosign(&w, out, err);
    say(&w, answer, out);
    return true;
}

bool cosigner_find(const struct cosigner *c, str origin_hash, str *note)
{
    for (size_t k = 0; k < c->count; k++)
        if (str_equal(c->logs[k].name, origin_hash)) {
            *note = c->logs[c->logs[k].first].note;
            return note->len > 0;
        }
    return false;
}
