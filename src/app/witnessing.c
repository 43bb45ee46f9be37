/*
 * Asking the witnesses of a record, all at once.
 *
 * Nothing they say is believed that they, or this log's own key, have not signed.
 */
#include "app/witnessing.h"

#include "app/inside.h"
#include "fetch/fetch.h"

enum { WAIT_MS = 5000, ANSWER_MAX = 64 * 1024 };

struct witness {
    size_t key; /* in the policy */
    uint64_t held;
    bool answered;
    struct witness_word *word;
};

struct asking {
    const struct witness_place *place;
    struct trust trust;
    struct witness *items;
    size_t count;
    struct fetch_client *client;
    struct fetch_request *requests;
    struct fetch_answer *answers;
    struct err *errs;
};

/* ---- the policy ---- */

static str url_of(const struct asking *a, size_t i, str end)
{
    str base = a->trust.owners[a->items[i].key].url;
    struct text url = text_in(a->place->arena);

    text_add(&url, base);
    if (!str_ends(base, STR("/")))
        text_add_byte(&url, '/');
    text_add(&url, end);
    return text_str(&url);
}

static void list(struct asking *a, struct witness_words *out)
{
    struct arena *arena = a->place->arena;
    const struct trust *trust = &a->trust;

    a->items = ARENA_ARRAY(arena, struct witness, trust->key_count);
    out->items = ARENA_ARRAY(arena, struct witness_word, trust->key_count);
    for (size_t k = 0; k < trust->key_count; k++) {
        struct witness_word *word = &out->items[a->count];

        if (trust->owners[k].member == TRUST_NONE || trust->owners[k].url.len == 0 ||
            trust->keys[k].type != NOTE_COSIGNATURE)
            continue;
        word->name = trust->members[trust->owners[k].member].name;
        a->items[a->count++] = (struct witness){.key = k, .word = word};
    }
    out->count = a->count;
    a->requests = ARENA_ARRAY(arena, struct fetch_request, a->count);
    a->answers = ARENA_ARRAY(arena, struct fetch_answer, a->count);
    a->errs = ARENA_ARRAY(arena, struct err, a->count);
}

/* Read the policy; without one nobody is asked. */
static bool open_policy(struct asking *a, struct witness_words *out, struct err *err)
{
    const struct witness_place *p = a->place;
    str path = keeper_path(p->keeper, p->arena, STR("witnesses"));
    const struct fetch_settings settings = {0};
    struct err missing = {0};
    str source;

    *out = (struct witness_words){.has_quorum = true};
    if (!os_read_file(p->arena, path, TRUST_BYTES_MAX, &source, &missing)) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    if (!trust_read(p->arena, p->hasher, source, &a->trust, err))
        return err_while(err, path);
    list(a, out);
    if (a->count > 0)
        a->client = fetch_open(p->arena, &settings, err);
    return a->count == 0 || a->client != NULL;
}

static void ask(struct asking *a, size_t count)
{
    fetch_all(
        a->client, a->place->arena, a->requests, count, WAIT_MS, a->answers, a->errs);
}

/* ---- what they saw ---- */

static str monitoring_path(const struct asking *a)
{
    struct text path = text_in(a->place->arena);
    struct hash hash = hash_bytes(a->place->hasher, a->place->keeper->origin);

    text_add_hex(&path, hash.bytes, sizeof(hash.bytes));
    text_add(&path, STR("/checkpoint"));
    return text_str(&path);
}

/* Read a checkpoint that this witness has cosigned and this log has signed. */
static bool open_seen(
    struct asking *a, size_t i, str note, struct checkpoint *out, struct err *err)
{
    const struct witness_place *p = a->place;
    struct note_seal seal;
    struct note taken;

    return open_own_checkpoint(
               p->arena, p->hasher, &p->keeper->ed25519, p->reader, note, out, err) &&
        note_read(note, &taken, err) &&
        note_verify(p->arena, &p->keeper->ed25519, &taken,
            &a->trust.keys[a->items[i].key], 1, &seal, err);
}

/* Keep two checkpoints that cannot both be true. */
static bool keep_evidence(struct asking *a, uint64_t size, str theirs, struct err *err)
{
    const struct witness_place *p = a->place;
    str folder = keeper_path(p->keeper, p->arena, STR("evidence"));
    struct text name = text_in(p->arena);
    struct store_checkpoint own;
    struct err none = {0};
    size_t base;

    text_add(&name, folder);
    text_add_byte(&name, '/');
    text_add_u64(&name, size);
    base = name.len;
    text_add(&name, STR("-theirs"));
    if (!os_make_folder(folder, OS_PRIVATE, err) ||
        !os_keep_file(text_str(&name), theirs, OS_PRIVATE, err))
        return false;
    name.len = base;
    text_add(&name, STR("-ours"));
    if (!store_checkpoint_newest(p->reader, p->arena, &own, &none)) {
        if (none.kind != ERR_NOT_FOUND)
            *err = none;
        return none.kind == ERR_NOT_FOUND;
    }
    return os_keep_file(text_str(&name), own.note, OS_PRIVATE, err);
}

static bool is_root(
    struct asking *a, const struct checkpoint *seen, bool *is, struct err *err)
{
    const struct witness_place *p = a->place;
    struct arena scratch = {0};
    struct kept_tiles kept = {p->reader, &scratch, p->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct hash own;
    bool done = edge_root_of(p->hasher, &source, seen->size, &own, err);

    arena_clear(&scratch);
    *is = done && hash_equal(&own, &seen->root);
    return done;
}

static bool refuse(struct err *err, const struct witness *w, str words)
{
    err_set(err, ERR_CORRUPT, w->word->name);
    return err_add(err, words);
}

/* Compare what a witness saw with what is here. */
static bool weigh(struct asking *a, size_t i, str note, struct err *err)
{
    struct witness *w = &a->items[i];
    struct checkpoint seen;
    struct err why = {0};
    bool is;

    if (!open_seen(a, i, note, &seen, &why)) {
        w->word->words = arena_str(a->place->arena, err_text(&why));
        return true;
    }
    w->answered = true;
    w->held = seen.size;
    if (seen.size > a->place->size)
        return keep_evidence(a, seen.size, note, err) &&
            refuse(err, w,
                STR(" has seen more of this record than is here: an old backup was "
                    "restored, or another copy signs too. Nothing is signed. Restore "
                    "with --published; its checkpoint is in evidence/"));
    if (!is_root(a, &seen, &is, err))
        return false;
    return is ||
        (keep_evidence(a, seen.size, note, err) &&
            refuse(err, w,
                STR(" has cosigned another tree of this record: SPLIT VIEW. Nothing "
                    "is signed; both checkpoints are in evidence/")));
}

/* Whoever has seen nothing of this log has answered too. */
static bool read_seen(struct asking *a, size_t i, struct err *err)
{
    const struct fetch_answer *answer = &a->answers[i];

    if (a->errs[i].kind != ERR_NONE)
        return true;
    if (answer->status == 404)
        a->items[i].answered = true;
    if (answer->status != 200)
        return true;
    return weigh(a, i, answer->body, err);
}

static bool look(struct asking *a, struct err *err)
{
    str path = monitoring_path(a);
    bool heard = false;

    for (size_t i = 0; i < a->count; i++)
        a->requests[i] = (struct fetch_request){
            .method = FETCH_GET, .url = url_of(a, i, path), .body_limit = ANSWER_MAX};
    ask(a, a->count);
    for (size_t i = 0; i < a->count; i++) {
        if (!read_seen(a, i, err))
            return false;
        heard |= a->items[i].answered;
    }
    return heard ||
        err_set(err, ERR_DENIED,
            STR("no witness answers, so nobody can say whether this record was put "
                "back from a backup; nothing is signed. Try again later, or see "
                "`vestibule help log cosign` for going on without"));
}

bool ask_what_was_seen(const struct witness_place *place, struct err *err)
{
    struct asking a = {.place = place};
    struct witness_words words;
    bool done = open_policy(&a, &words, err) && (a.count == 0 || look(&a, err));

    fetch_close(a.client);
    return done;
}

/* ---- cosigning ---- */

static bool prove(struct asking *a, uint64_t old, struct merkle_proof *out)
{
    const struct witness_place *p = a->place;
    struct arena scratch = {0};
    struct kept_tiles kept = {p->reader, &scratch, p->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct tile_reader reader;
    struct hash_source hashes;
    struct err ignored = {0};
    bool done = true;

    *out = (struct merkle_proof){0};
    tile_reader_init(&reader, p->hasher, &source, p->size);
    hashes = tile_reader_hashes(&reader);
    if (old > 0 && old < p->size)
        done = merkle_prove_extension(p->hasher, &hashes, old, p->size, out, &ignored);
    arena_clear(&scratch);
    return done;
}

static bool request(struct asking *a, size_t i, struct fetch_request *out)
{
    struct witness_request asked = {
        .old_size = a->items[i].held, .checkpoint = a->place->note};
    struct text body = text_in(a->place->arena);

    if (!prove(a, asked.old_size, &asked.proof))
        return false;
    text_add_witness_request(&body, &asked);
    *out = (struct fetch_request){.method = FETCH_POST,
        .url = url_of(a, i, STR("add-checkpoint")),
        .body = text_str(&body),
        .body_limit = ANSWER_MAX};
    return true;
}

/* Keep the line of a cosignature that holds, and nothing else of what was answered. */
static bool keep_line(struct asking *a, size_t i, str lines, struct err *err)
{
    const struct witness_place *p = a->place;
    struct witness *w = &a->items[i];
    const struct note_key *key = &a->trust.keys[w->key];
    struct store_cosignature row = {.witness = key->name};
    struct text line = text_in(p->arena);
    struct note_seal seal;
    struct note signed_note;
    struct note note;
    struct err why = {0};
    bool done;
    size_t s = 0;

    if (!note_read(p->note, &signed_note, err))
        return false;
    if (!note_read_signatures(lines, &note, &why)) {
        w->word->words = STR("what it answered is no signature");
        return true;
    }
    note.text = signed_note.text;
    if (!note_verify(p->arena, &p->keeper->ed25519, &note, key, 1, &seal, &why)) {
        w->word->words =
            STR("its signature does not hold for this checkpoint; it is left out");
        return true;
    }
    while (note.signatures[s].key_id != key->id ||
        !str_equal(note.signatures[s].name, key->name))
        s++;
    text_add(&line, STR("\xe2\x80\x94 "));
    text_add(&line, key->name);
    text_add_byte(&line, ' ');
    text_add(&line, note.signatures[s].base64);
    row.line = text_str(&line);
    row.at = (int64_t)seal.time;
    take_turn(p->keeper);
    done = store_cosignature_put(&p->keeper->db, p->size, &row, err);
    pass_turn(p->keeper);
    w->word->cosigned = done;
    return done;
}

static void say_status(struct asking *a, size_t i)
{
    struct text words = text_in(a->place->arena);
    enum witness_answer answer;

    text_add(&words, STR("it answers "));
    text_add_u64(&words, a->answers[i].status);
    if (witness_find_answer(a->answers[i].status, &answer)) {
        text_add(&words, STR(": "));
        text_add(&words, witness_answer_row(answer)->words);
    }
    a->items[i].word->words = text_str(&words);
}

/* Whether it says which size it holds, so that asking again makes sense. */
static bool learns_size(struct asking *a, size_t i)
{
    struct witness *w = &a->items[i];
    struct text words = text_in(a->place->arena);
    uint64_t size;

    if (a->answers[i].status != witness_answer_row(WITNESS_STALE)->status ||
        !witness_size_read(a->answers[i].body, &size) || size == w->held)
        return false;
    if (size <= a->place->size) {
        w->held = size;
        return true;
    }
    text_add(&words, STR("it claims to hold "));
    text_add_u64(&words, size);
    text_add(&words, STR(" entries, more than there are here"));
    w->word->words = text_str(&words);
    return false;
}

static bool read_answer(struct asking *a, size_t i, bool *again, struct err *err)
{
    struct witness *w = &a->items[i];

    *again = false;
    if (a->errs[i].kind != ERR_NONE) {
        w->word->words = arena_str(a->place->arena, err_text(&a->errs[i]));
        return true;
    }
    if (a->answers[i].status == witness_answer_row(WITNESS_COSIGNS)->status)
        return keep_line(a, i, a->answers[i].body, err);
    say_status(a, i);
    *again = learns_size(a, i);
    return true;
}

/* One round with those that are still to be asked; the others are moved behind. */
static bool ask_round(struct asking *a, size_t *left, struct err *err)
{
    size_t count = *left;

    *left = 0;
    for (size_t i = 0; i < count; i++)
        if (!request(a, i, &a->requests[i]))
            return err_set(err, ERR_CORRUPT,
                STR("what a witness holds cannot be proved to begin this record; run "
                    "`vestibule log fsck`"));
    ask(a, count);
    for (size_t i = 0; i < count; i++) {
        struct witness w;
        bool again;

        if (!read_answer(a, i, &again, err))
            return false;
        if (!again)
            continue;
        w = a->items[*left];
        a->items[*left] = a->items[i];
        a->items[i] = w;
        ++*left;
    }
    return true;
}

/* The lines that are kept, of witnesses of the policy, behind the log's own. */
static bool merge(
    struct asking *a, struct witness_words *out, str *merged, struct err *err)
{
    const struct witness_place *p = a->place;
    struct text note = text_in(p->arena);
    struct note_seal *seals =
        ARENA_ARRAY(p->arena, struct note_seal, a->trust.key_count);
    struct db_query q = store_cosignatures(p->reader, p->size);
    struct store_cosignature row;
    struct note taken;
    struct err why = {0};

    text_add(&note, p->note);
    while (store_cosignature_next(&q, &row))
        for (size_t i = 0; i < a->count; i++)
            if (str_equal(row.witness, a->trust.keys[a->items[i].key].name)) {
                text_add(&note, row.line);
                text_add_byte(&note, '\n');
                a->items[i].word->cosigned = true;
                break;
            }
    *merged = text_str(&note);
    if (!db_done(&q, err) || !note_read(*merged, &taken, err))
        return false;
    for (size_t i = 0; i < a->count; i++)
        out->cosigned += a->items[i].word->cosigned;
    out->has_quorum = a->trust.quorum == TRUST_NONE ||
        (note_verify(p->arena, &p->keeper->ed25519, &taken, a->trust.keys,
             a->trust.key_count, seals, &why) &&
            trust_has_quorum(&a->trust, seals));
    return true;
}

bool ask_to_cosign(const struct witness_place *place, str *merged,
    struct witness_words *out, struct err *err)
{
    struct asking a = {.place = place};
    size_t left;
    bool done = open_policy(&a, out, err);

    *merged = place->note;
    left = a.count;
    if (done && a.count > 0)
        done = ask_round(&a, &left, err) && (left == 0 || ask_round(&a, &left, err)) &&
            merge(&a, out, merged, err);
    fetch_close(a.client);
    return done;
}
