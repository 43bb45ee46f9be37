/*
 * What the files of app share: the keeper's parts.
 *
 * Whoever has the turn (take_turn) may use the database for writing and change the
 * tree, the seals and the anchor; nobody else may.  `mutex` guards the queue, and the
 * tree at the moment a new one takes its place.
 */
#ifndef VESTIBULE_APP_INSIDE_H
#define VESTIBULE_APP_INSIDE_H

#include "app/app.h"
#include "app/manifest.h"
#include "crypto/crypto.h"
#include "note/note.h"
#include "os/os.h"
#include "store/store.h"

#include <pthread.h>

enum { KEY_FILE_MAX = 1024 };

/* ---- the right edge of the tree of what is committed ---- */

struct edge {
    struct frontier frontier;
    struct hash tiles[TILE_LEVELS][TILE_WIDTH]; /* the rightmost tile of each level, as
                                                  wide as it is there */
};

/* A tile that became full while leaves were added. */
struct full_tile {
    uint32_t level;
    uint64_t index;
    struct hash hashes[TILE_WIDTH];
};

struct full_tiles {
    struct arena *arena;
    struct full_tile *items;
    size_t count;
    size_t capacity;
};

/* Add a leaf; tiles that become full are added to `full`. */
void edge_add(const struct hasher *hasher, struct edge *edge, const struct hash *leaf,
    struct full_tiles *full);

/* Copy what is in it, which is mostly much less than its size. */
void edge_copy(struct edge *to, const struct edge *from);

/* Take up the tree of `size` leaves from where its tiles are kept. */
bool edge_read(const struct hasher *hasher, const struct tile_source *source,
    uint64_t size, struct edge *out, struct err *err) MUST_USE;

/* The root that the tiles of a source give a tree of `size` leaves. */
bool edge_root_of(const struct hasher *hasher, const struct tile_source *source,
    uint64_t size, struct hash *out, struct err *err) MUST_USE;

/* ---- where tiles are kept ---- */

/* The database: full tiles, and the hashes of events for those that are not. */
struct kept_tiles {
    struct db *db;
    struct arena *arena; /* of the last tile read */
    const struct hasher *hasher;
};
struct tile_source kept_tile_source(struct kept_tiles *kept);

/* A folder that holds `tile/...`. */
struct tile_folder {
    str path;
    struct arena *arena; /* of the last file read */
};
struct tile_source tile_folder_source(struct tile_folder *folder);

/* ---- keys ---- */

enum { SEALS_HELD = 32, BUCKET_NAME_MAX = 40 };

/* The keys of some buckets, as they were used. */
struct seal_key {
    char name[BUCKET_NAME_MAX];
    size_t len;
    uint8_t key[CRYPTO_KEY_BYTES];
};
struct seals {
    struct seal_key items[SEALS_HELD];
    size_t next;
};

/* ---- submissions that wait ---- */

/* What is done in the transaction that records an event. */
struct deed {
    bool (*run)(void *context, struct db *db, uint64_t seq, struct err *err);
    void *context;
    bool soon; /* as keeper_submit_all: the disk may confirm it later */
};

struct submission {
    const struct record_event *event;
    const uint8_t *key;
    struct hash content; /* digest of what is submitted */
    struct record_sealed sealed;
    struct deed deed;
    struct receipt receipt;
    struct err err;
    bool failed;
    bool done;
    pthread_cond_t *woken; /* the caller's: it is done, or the turn is free and it is
                              the first */
    bool soon;             /* the receipt may be confirmed later */
    struct submission *next;
};

/* ---- waiting for the disk ---- */

/* Guarded by the keeper's mutex. */
struct confirming {
    bool is_on; /* a thread waits for the disk */
    bool is_ending;
    bool is_lost;
    struct err lost;    /* why */
    uint64_t committed; /* numbers of commits, from 1 */
    uint64_t confirmed;
    int64_t committed_at;
    void (*told)(void *context);
    void *context;
    pthread_t thread;
    pthread_cond_t woken;
};

/* Note a commit that the disk has not confirmed; or one that it has, with all before. */
void note_commit(struct keeper *keeper, bool soon);

/* ---- the keeper ---- */

enum { OLD_KEYS_MAX = 8 };

/* A key of the log; it must not move, as the signer points to the secret. */
struct held_key {
    struct signing_key secret;
    struct note_signer signer;
};

struct anchor {
    bool is_there;
    uint64_t size;
    struct hash root;
};

struct keeper {
    struct arena arena; /* what lives as long as it is open */
    str directory;
    str origin;
    struct keeper_clock clock;
    struct os_lock lock;
    struct crypto crypto; /* who has the turn hashes with it */
    struct hasher hasher;
    struct ed25519 ed25519;
    struct held_key key;               /* signs */
    str key_id;                        /* its id in hexadecimal */
    struct held_key old[OLD_KEYS_MAX]; /* sign checkpoints too */
    size_t old_count;
    struct db db;
    struct edge edge;
    struct edge next_edge; /* while a batch is being committed */
    struct anchor anchor;  /* the newest checkpoint */
    struct seals seals;

    pthread_mutex_t publishing; /* one publication at a time */
    pthread_mutex_t mutex;
    pthread_cond_t turn; /* is free, for those who have nothing in the queue */
    bool has_turn;       /* somebody has it */
    struct submission *first;
    struct submission **last;
    struct confirming confirming;
};

/* Wait for the turn, and pass it on. */
void take_turn(struct keeper *keeper);
void pass_turn(struct keeper *keeper);

/* Submit with a deed: both are done or neither is. */
bool submit_deed(struct keeper *keeper, const struct record_event *event,
    const uint8_t key[KEEPER_KEY_BYTES], const struct deed *deed, struct receipt *out,
    struct err *err) MUST_USE;

/* Add submissions to the record in one transaction; what became of each stands in it. */
void commit_batch(struct keeper *keeper, struct submission *batch);

/* A keeper that is locked and can hash and sign, but has no database yet. */
struct keeper *keeper_new(str directory, const struct keeper_clock *clock);
bool keeper_start(struct keeper *keeper, struct err *err) MUST_USE;

/* A record to read from, while another process may write to it: no lock is taken and
 * nothing can be submitted.  To be closed as any other. */
bool keeper_look(str directory, struct keeper **out, struct err *err) MUST_USE;

/* Whether there is a record.  ERR_NOT_FOUND says how to make one. */
bool require_record(str directory, struct err *err) MUST_USE;

/* The steps of opening: the lock and database, with them the key; then the tree,
 * compared with what was signed.  `mending`: a public checkpoint that cannot be read is
 * no hindrance. */
bool keeper_open_store(struct keeper *keeper, struct err *err) MUST_USE;
bool keeper_open_database(struct keeper *keeper, struct err *err) MUST_USE;
bool keeper_open_tree(struct keeper *keeper, bool mending, struct err *err) MUST_USE;

/* Write all public files again, up to the newest checkpoint; nothing is signed. */
bool publish_again(struct keeper *keeper, struct err *err) MUST_USE;

/* The vkey of the key that signs. */
str keeper_vkey(const struct keeper *keeper, struct arena *arena);

/* Read a checkpoint that a key of this log has signed; the keys are in the database. */
bool open_own_checkpoint(struct arena *arena, const struct hasher *hasher,
    const struct ed25519 *ed25519, struct db *db, str note, struct checkpoint *out,
    struct err *err) MUST_USE;

/* The same by keys that stand in a file: a vkey a line. */
bool open_checkpoint_by(struct arena *arena, const struct hasher *hasher,
    const struct ed25519 *ed25519, str vkeys, str note, struct checkpoint *out,
    struct err *err) MUST_USE;

/* ERR_CONFLICT: the folder is there and has something in it. */
bool require_empty_folder(str path, struct err *err) MUST_USE;

/* The files of people in a backup, and copying them there and back.  The key may be
 * missing in a backup; then it is missing afterwards. */
bool people_back_up(struct arena *arena, str directory, str to,
    const struct keeper_clock *clock, struct err *err) MUST_USE;
bool people_put_back(struct arena *arena, str from, str directory,
    const struct keeper_clock *clock, struct err *err) MUST_USE;

/* Copy the roster of one folder into another, whatever program it was made by, if the
 * first has one.  What was begun and failed is left there. */
bool roster_copy(
    struct arena *arena, str from, str to, bool *is_there, struct err *err) MUST_USE;

/* The files of secrets that channels.conf of a folder names, as they stand there; returns
 * how many.  None, when it cannot be read. */
size_t channels_secret_files(struct arena *arena, str directory, str **out);

/* The folders of a record, for those that are not there yet. */
bool make_record_folders(struct keeper *keeper, struct err *err) MUST_USE;

/* Take up the tree of the events in the database. */
bool keeper_read_edge(struct keeper *keeper, struct err *err) MUST_USE;

/*
 * Write public/vkey, the key that signs now, and public/vkeys, all that ever signed,
 * a line each: the first and the last size of the log that it may sign for ("-": no
 * last one yet), and its vkey.
 */
bool publish_keys(struct keeper *keeper, struct err *err) MUST_USE;

/* DIRECTORY/name, in `arena`. */
str keeper_path(const struct keeper *keeper, struct arena *arena, str name);
str path_join(struct arena *arena, str folder, str name);

/* What stands before the last slash of a path. */
str folder_of(str path);

/* ---- sealed fields ---- */

/* The bucket that a field's values go to when they are recorded at a moment. */
str bucket_of(struct arena *arena, enum record_keep keep, int64_t at);

/* Seal a disclosure under its bucket's key, which is made if there is none yet. */
bool seal_disclosure(struct keeper *keeper, struct arena *arena, str bucket,
    const struct record_seal *seal, str *sealed, struct err *err) MUST_USE;

/* Open one that was kept.  ERR_NOT_FOUND: the bucket's key is gone. */
bool open_disclosure(struct keeper *keeper, struct arena *arena,
    const struct store_disclosure *row, str *disclosure, struct err *err) MUST_USE;

/* Destroy the key of a bucket; one that is gone is no matter. */
bool shred_seal_key(
    struct keeper *keeper, struct arena *arena, str bucket, struct err *err) MUST_USE;

/* ---- events as they are kept ---- */

/* A sealed value of an event. */
struct kept_field {
    uint64_t place;
    struct hash digest;
    str bucket;
    bool is_erased;
    uint64_t erased_by; /* the event that says so */
    str disclosure;     /* empty: it is erased, or its bucket's key is gone */
    str name;           /* of its field; empty when that is not known any more */
    int64_t paragraph;  /* its number in the field, or -1: the field as a whole */
    struct json_value value;
};

struct kept_event {
    uint64_t seq;
    str text; /* the leaf as it is hashed */
    struct hash hash;
    struct record_leaf leaf;
    struct kept_field *fields; /* in the order of their places */
    size_t count;
    str lost; /* the first value that is gone though it was not erased; empty: none */
};

/* Seal the file of a paper under the key of the field that is its digest, and open it.
 * ERR_NOT_FOUND: the bucket's key is gone. */
bool seal_paper(struct keeper *keeper, struct arena *arena,
    const struct kept_field *field, str bytes, str *sealed, struct err *err) MUST_USE;
bool open_paper(struct keeper *keeper, struct arena *arena,
    const struct kept_field *field, str sealed, str *bytes, struct err *err) MUST_USE;

/* Read an event, or open one that was read; all of it lives in `arena`.  Whoever has
 * the turn, or a reader.  ERR_NOT_FOUND: there is no such event. */
bool kept_event_read(struct keeper *keeper, struct arena *arena, uint64_t seq,
    struct kept_event *out, struct err *err) MUST_USE;
bool kept_event_open(struct keeper *keeper, struct arena *arena,
    const struct store_event *row, struct kept_event *out, struct err *err) MUST_USE;

/* The same for those who only look: its values as far as they are there and open. */
bool seen_event_open(struct keeper *keeper, struct arena *arena,
    const struct store_event *row, struct seen_event *out, struct err *err) MUST_USE;

/* The names of sealed values, in the order of their places, as the event keeps them. */
str sealed_names(struct arena *arena, const struct record_sealed *sealed);

/* Take the next name off `names` whose place, counted on in `*place`, has no row; the
 * places of rows are ascending. */
bool next_lost(
    str *names, uint64_t *place, const uint64_t *rows, size_t count, str *lost);

/* The fields of an event that are still there. */
bool kept_event_fields(struct keeper *keeper, struct arena *arena,
    const struct kept_event *event, struct record_opened *out,
    struct err *err) MUST_USE;

/* Whether the key of a bucket was destroyed, as far as the database knows. */
bool is_shredded(
    struct db *db, struct arena *arena, str bucket, bool *is, struct err *err) MUST_USE;

/* ---- backups ---- */

/* What a file is: its length and digest. */
bool digest_file(struct crypto *crypto, str path, struct manifest_file *out,
    struct err *err) MUST_USE;

/* Add to a restored database what was published since, and erase what that says was
 * erased. */
bool catch_up(struct keeper *keeper, str published, struct restoration *out,
    struct err *err) MUST_USE;

/* ---- witnesses ---- */

/* Where a publication stands when its witnesses are asked. */
struct witness_place {
    struct keeper *keeper;
    struct arena *arena; /* as long as the publication */
    const struct hasher *hasher;
    struct db *reader;
    uint64_t size; /* of what is published */
    str note;      /* its checkpoint; empty before it is signed */
};

/* Before signing: ERR_CORRUPT, with evidence kept, when a witness has seen another
 * tree or a larger one; ERR_DENIED when there are witnesses and none answers. */
bool ask_what_was_seen(const struct witness_place *place, struct err *err) MUST_USE;

/* After signing: ask for cosignatures, keep those that hold, and give the checkpoint
 * with all that are kept.  Who does not cosign is told in `out` and is no error. */
bool ask_to_cosign(const struct witness_place *place, str *merged,
    struct witness_words *out, struct err *err) MUST_USE;

/* ---- key files ---- */

/* Make a key and keep it in `path`, to sign as `name`. */
bool key_file_make(const struct crypto *crypto, struct arena *arena, str path, str name,
    struct err *err) MUST_USE;

/* Read one, of `name` if that is not empty. */
bool key_file_open(struct arena *arena, const struct hasher *hasher, str path, str name,
    enum note_type type, struct held_key *out, struct err *err) MUST_USE;

/* Read one of this log; the second makes it the one that signs. */
bool key_file_load(
    struct keeper *keeper, str path, struct held_key *out, struct err *err) MUST_USE;
bool key_file_read(struct keeper *keeper, str path, struct err *err) MUST_USE;

/* End a rotation that was stopped half-way: the files follow the database. */
bool settle_keys(struct keeper *keeper, struct err *err) MUST_USE;

/* Read the old keys that sign checkpoints still. */
bool read_old_keys(struct keeper *keeper, struct err *err) MUST_USE;

#endif
