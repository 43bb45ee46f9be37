/*
 * Disclosing: for every digest of an event, lay it open or say why not.
 */
#include "app/disclose.h"

#include "app/inside.h"

static const str all_others = STR_INIT("*");

struct making {
    struct keeper *keeper;
    struct arena *arena;
    const struct disclosing *what;
    struct release *out;
    uint64_t size; /* of the checkpoint that proves */
    str note;
    bool *field_met; /* names that some event has */
    bool *withheld_met;
};

bool field_choice_read(str word, struct field_choice *out, struct err *err)
{
    size_t slash = str_find_byte(word, '/', 0);
    int64_t number = 1;

    *out = (struct field_choice){.name = str_slice(word, 0, slash), .paragraph = -1};
    if (slash < word.len) {
        if (!str_to_i64(str_slice(word, slash + 1, word.len), &number) || number < 1)
            return err_set(err, ERR_USAGE,
                STR("a paragraph is a field's name and a number: account/1"));
        out->paragraph = number - 1;
    }
    return out->name.len > 0 ||
        err_set(err, ERR_USAGE, STR("the name of a field is missing"));
}

/* ---- choosing ---- */

/* The choice that names this field or paragraph; NULL when there is none. */
static const struct field_choice *find_choice(const struct field_choice *choices,
    size_t count, bool *met, const struct kept_field *field)
{
    const struct field_choice *found = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct field_choice *choice = &choices[i];

        if (!str_equal(choice->name, field->name) ||
            (choice->paragraph >= 0 && choice->paragraph != field->paragraph))
            continue;
        met[i] = true;
        found = choice;
    }
    return found;
}

/* Whether a paragraph of this field is to be laid open: then the field's list is too. */
static bool is_list_of_chosen(
    const struct disclosing *what, const struct kept_field *field)
{
    for (size_t i = 0; i < what->field_count; i++)
        if (field->paragraph < 0 && what->fields[i].paragraph >= 0 &&
            str_equal(what->fields[i].name, field->name))
            return true;
    return false;
}

/* The choice that gives a reason for every field that is not named. */
static const struct field_choice *other_reason(const struct disclosing *what)
{
    for (size_t i = 0; i < what->withheld_count; i++)
        if (str_equal(what->withheld[i].name, all_others))
            return &what->withheld[i];
    return NULL;
}

/* Without any field named, all are wanted, unless all are withheld. */
static bool is_wanted(struct making *m, const struct kept_field *field)
{
    const struct disclosing *what = m->what;

    if (what->field_count == 0)
        return other_reason(what) == NULL;
    return is_list_of_chosen(what, field) ||
        find_choice(what->fields, what->field_count, m->field_met, field) != NULL;
}

static str gone_reason(struct making *m, const struct kept_field *field)
{
    struct text text = text_in(m->arena);

    if (!field->is_erased)
        return STR("the key of its retention bucket is gone");
    text_add(&text, STR("erased; event "));
    text_add_u64(&text, field->erased_by);
    text_add(&text, STR(" says on what schedule"));
    return text_str(&text);
}

/* The reason for which a field is withheld; empty: it is laid open. */
static bool choose(
    struct making *m, const struct kept_field *field, str *reason, struct err *err)
{
    const struct disclosing *what = m->what;
    const struct field_choice *choice;

    *reason = (str){0};
    if (field->disclosure.len == 0) {
        *reason = gone_reason(m, field);
        return true;
    }
    choice = find_choice(what->withheld, what->withheld_count, m->withheld_met, field);
    if (choice == NULL) {
        if (is_wanted(m, field))
            return true;
        choice = other_reason(what);
    }
    if (choice != NULL) {
        *reason = choice->reason;
        return true;
    }
    err_set(err, ERR_USAGE, STR("`"));
    err_add(err, field->name);
    err_add(
        err, STR("` is neither laid open nor withheld with a reason: add --field "));
    err_add(err, field->name);
    err_add(err, STR(" or --withhold "));
    err_add(err, field->name);
    return err_add(err, STR("=REASON"));
}

/* ---- one event ---- */

static void withhold(struct release_event *event, const struct hash *digest, str field,
    int64_t paragraph, str reason)
{
    event->withheld[event->withheld_count++] =
        (struct release_withheld){*digest, field, paragraph, reason};
}

static const struct kept_field *find_kept(
    const struct kept_event *kept, const struct hash *digest)
{
    for (size_t i = 0; i < kept->count; i++)
        if (hash_equal(&kept->fields[i].digest, digest))
            return &kept->fields[i];
    return NULL;
}

static bool is_list(const struct kept_field *field)
{
    return field->paragraph < 0 && field->value.kind == JSON_IS_ARRAY &&
        field->value.count > 0 && field->value.items[0].kind == JSON_IS_OBJECT;
}

/* A field and, when it is laid open, its paragraphs. */
static bool add_field(struct making *m, const struct kept_event *kept,
    const struct kept_field *field, struct release_event *event, str *disclosures,
    size_t *count, struct err *err)
{
    str reason;

    if (!choose(m, field, &reason, err))
        return false;
    if (reason.len > 0) {
        withhold(event, &field->digest, field->name, field->paragraph, reason);
        return true;
    }
    disclosures[(*count)++] = field->disclosure;
    for (size_t p = 0; is_list(field) && p < field->value.count; p++) {
        const struct json_value *digest = json_find(&field->value.items[p], STR("..."));
        struct kept_field erased = {.name = field->name, .paragraph = (int64_t)p};
        const struct kept_field *paragraph;
        size_t len;

        if (digest == NULL ||
            !base64url_read(digest->text, erased.digest.bytes, HASH_BYTES, &len))
            return err_set(err, ERR_CORRUPT, STR("a list of paragraphs is damaged"));
        paragraph = find_kept(kept, &erased.digest);
        if (!add_field(m, kept, paragraph == NULL ? &erased : paragraph, event,
                disclosures, count, err))
            return false;
    }
    return true;
}

/* A digest without a row is a decoy; unless there are no rows where there must be
 * some: then the record was made anew from its public files. */
static str unnamed_reason(const struct kept_event *kept)
{
    enum record_kind kind = kept->leaf.event.kind;
    const struct record_kind_row *row = record_kind_row(kind);

    for (size_t i = 0; kept->count == 0 && i < record_field_count(kind); i++)
        if (row->fields[i].required && row->fields[i].keep != RECORD_KEEP_CLEAR)
            return STR("a decoy, or a field whose value this record no longer holds");
    return STR("a decoy: no field");
}

static bool add_fields(struct making *m, const struct kept_event *kept,
    struct release_event *event, struct err *err)
{
    size_t most = kept->count + kept->leaf.digest_count;
    str *disclosures = ARENA_ARRAY(m->arena, str, most);
    struct text text = text_in(m->arena);
    size_t count = 0;

    event->withheld = ARENA_ARRAY(m->arena, struct release_withheld, most);
    for (size_t i = 0; i < kept->leaf.digest_count; i++) {
        const struct hash *digest = &kept->leaf.digests[i];
        const struct kept_field *field = find_kept(kept, digest);

        if (field == NULL)
            withhold(event, digest, (str){0}, -1, unnamed_reason(kept));
        else if (!add_field(m, kept, field, event, disclosures, &count, err))
            return false;
    }
    record_add_presentation(&text, kept->text, disclosures, count);
    event->presentation = text_str(&text);
    return true;
}

static bool prove(struct making *m, uint64_t seq, const struct hash_source *hashes,
    str *out, struct err *err)
{
    struct proof_file file = {.index = seq, .checkpoint = m->note};
    struct text text = text_in(m->arena);

    if (!merkle_prove_inclusion(
            &m->keeper->hasher, hashes, seq, m->size, &file.proof, err))
        return false;
    text_add_proof_file(&text, &file);
    *out = text_str(&text);
    return true;
}

static bool while_event(struct arena *arena, uint64_t seq, struct err *err)
{
    struct text which = text_in(arena);

    text_add(&which, STR("event "));
    text_add_u64(&which, seq);
    return err_while(err, text_str(&which));
}

/* What is lost must not be passed off as a decoy. */
static bool require_all(const struct kept_event *kept, struct err *err)
{
    if (kept->lost.len == 0)
        return true;
    err_set(err, ERR_CORRUPT, STR("the value of `"));
    err_add(err, kept->lost);
    return err_add(err,
        STR("` is not in the database though it was not erased; `vestibule log fsck` "
            "names all that is lost, a backup may have it"));
}

static bool add_event(
    struct making *m, uint64_t seq, const struct hash_source *hashes, struct err *err)
{
    struct release_event *event = &m->out->events[m->out->count++];
    struct kept_event kept;

    event->seq = seq;
    if (!kept_event_read(m->keeper, m->arena, seq, &kept, err))
        return false;
    if (seq >= m->size)
        return err_set(err, ERR_NOT_FOUND,
                   STR("not yet under a checkpoint; publish the record first")) ||
            while_event(m->arena, seq, err);
    return (require_all(&kept, err) && add_fields(m, &kept, event, err) &&
               prove(m, seq, hashes, &event->proof, err)) ||
        while_event(m->arena, seq, err);
}

/* ---- the whole ---- */

/* The newest checkpoint, with what witnesses have added. */
static bool find_checkpoint(struct making *m, struct err *err)
{
    struct store_checkpoint newest;
    struct store_cosignature cosignature;
    struct text note = text_in(m->arena);
    struct db_query q;

    if (!store_checkpoint_newest(&m->keeper->db, m->arena, &newest, err))
        return false;
    text_add(&note, newest.note);
    q = store_cosignatures(&m->keeper->db, newest.size);
    while (store_cosignature_next(&q, &cosignature)) {
        text_add(&note, cosignature.line);
        text_add_byte(&note, '\n');
    }
    m->size = newest.size;
    m->note = text_str(&note);
    return db_done(&q, err);
}

/* The events of a visit that are under the checkpoint. */
static bool find_visit(
    struct making *m, uint64_t **seqs, size_t *count, struct err *err)
{
    uint8_t visit[RECORD_VISIT_BYTES];
    struct store_event row;
    size_t capacity = 0;
    struct db_query q;
    size_t len;

    if (!base64url_read(m->what->visit, visit, sizeof(visit), &len) ||
        len != sizeof(visit))
        return err_set(err, ERR_USAGE,
            STR("this names no visit: 22 letters, digits, "
                "- and _, as `vestibule log tail` has it"));
    q = store_visit_events(&m->keeper->db, visit);
    while (store_event_next(&q, &row)) {
        if (row.seq >= m->size)
            continue;
        *seqs = arena_grow(m->arena, *seqs, *count, &capacity, sizeof(**seqs));
        (*seqs)[(*count)++] = row.seq;
    }
    if (!db_done(&q, err))
        return false;
    return *count > 0 ||
        err_set(err, ERR_NOT_FOUND, STR("there is no such visit in the record"));
}

/* A name that is of no field would withhold nothing: better to say so. */
static bool check_names(
    const struct field_choice *choices, size_t count, const bool *met, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (met[i] || str_equal(choices[i].name, all_others))
            continue;
        err_set(err, ERR_USAGE, STR("`"));
        err_add(err, choices[i].name);
        err_add(err,
            choices[i].paragraph >= 0 ? STR("` has no such paragraph here")
                                      : STR("` is no sealed field of these "
                                            "events"));
        return err_add(err, STR("; `vestibule log tail` shows what they have"));
    }
    return true;
}

static bool make(struct making *m, struct err *err)
{
    struct arena scratch = {0};
    struct kept_tiles kept = {&m->keeper->db, &scratch, &m->keeper->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct tile_reader *reader = ARENA_NEW(m->arena, struct tile_reader);
    struct hash_source hashes;
    uint64_t *seqs = NULL;
    size_t count = 0;
    bool done = find_checkpoint(m, err);

    if (done && m->what->visit.len > 0)
        done = find_visit(m, &seqs, &count, err);
    tile_reader_init(reader, &m->keeper->hasher, &source, m->size);
    hashes = tile_reader_hashes(reader);
    if (m->what->visit.len == 0)
        count = m->what->seq_count;
    m->out->events = ARENA_ARRAY(m->arena, struct release_event, count);
    for (size_t i = 0; done && i < count; i++) {
        uint64_t seq = seqs != NULL ? seqs[i] : m->what->seqs[i];

        done = add_event(m, seq, &hashes, err);
    }
    arena_clear(&scratch);
    return done &&
        check_names(m->what->fields, m->what->field_count, m->field_met, err) &&
        check_names(m->what->withheld, m->what->withheld_count, m->withheld_met, err);
}

/* The keys of this log, past ones too, as what to believe a checkpoint by. */
static bool own_trust(struct making *m, struct trust *out, struct err *err)
{
    struct db_query q = store_log_keys(&m->keeper->db);
    struct text policy = text_in(m->arena);
    struct store_log_key row;

    while (store_log_key_next(&q, &row)) {
        text_add(&policy, STR("log "));
        text_add(&policy, row.vkey);
        text_add_byte(&policy, '\n');
    }
    text_add(&policy, STR("quorum none\n"));
    return db_done(&q, err) &&
        trust_read(m->arena, &m->keeper->hasher, text_str(&policy), out, err);
}

static bool check(struct making *m, struct release_shown *shown, struct err *err)
{
    struct keeper *k = m->keeper;
    struct trust trust;
    struct release_judge judge = {
        .hasher = &k->hasher, .ed25519 = &k->ed25519, .trust = &trust};

    if (!own_trust(m, &trust, err))
        return false;
    judge.seals = ARENA_ARRAY(m->arena, struct note_seal, trust.key_count);
    return release_check(m->arena, &judge, m->out, shown, err);
}

static str utc_text(struct arena *arena, int64_t at)
{
    enum { DAY_SECONDS = 86400 };
    struct text text = text_in(arena);
    struct moment moment = {.day = (int32_t)(at / DAY_SECONDS),
        .minute = (int32_t)(at % DAY_SECONDS / 60),
        .second = (int32_t)(at % 60)};

    text_add_moment(&text, &moment);
    text.len = STR("YYYY-MM-DDTHH:MM:SS").len;
    text_add_byte(&text, 'Z');
    return text_str(&text);
}

bool keeper_disclose(struct keeper *k, struct arena *arena,
    const struct disclosing *what, struct release *out, struct release_shown *shown,
    struct err *err)
{
    struct making m = {.keeper = k,
        .arena = arena,
        .what = what,
        .out = out,
        .field_met = ARENA_ARRAY(arena, bool, what->field_count),
        .withheld_met = ARENA_ARRAY(arena, bool, what->withheld_count)};
    bool done;

    *out = (struct release){.log = k->origin,
        .made = utc_text(arena, k->clock.now(k->clock.context)),
        .visit = what->visit};
    if (!db_begin(&k->db, err))
        return false;
    done = make(&m, err) && check(&m, shown, err);
    db_rollback(&k->db);
    return done;
}
