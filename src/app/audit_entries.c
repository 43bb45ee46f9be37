/*
 * Auditing all entries of a log, on all processors.
 *
 * As many bundles as there are processors are read; each is looked at by a thread of
 * its own; then what they saw is gone through in the order of the log.  So what is found
 * does not depend on who was first, and no more than those bundles is ever in memory.
 */
#include "app/inside.h"

enum { BUNDLES_MOST = 32 };

/* A bundle, and the thread that looks at it. */
struct share {
    pthread_t thread;
    bool is_apart; /* there is a thread */
    struct crypto crypto;
    const struct ed25519 *ed25519;
    const struct note_key *by;
    struct arena arena; /* of its entries and what is read of them */
    uint64_t first;
    uint32_t count;
    str entries[TILE_WIDTH];
    struct audit_look looks[TILE_WIDTH];
};

/* All shares, while a log is audited. */
struct auditing {
    struct audit *audit;
    const struct tile_source *source;
    uint64_t size;
    const struct audit_sink *sink;
    struct note_key by; /* the key that counted before the bundles in hand */
    struct share *shares;
    size_t share_count;
};

static void *look(void *context)
{
    struct share *s = context;
    struct hasher hasher = crypto_hasher(&s->crypto);

    for (uint32_t i = 0; i < s->count; i++)
        audit_look(&hasher, s->ed25519, s->by, &s->arena, s->entries[i], &s->looks[i]);
    return NULL;
}

/* Entries are copied, for the source keeps only the bundle that was read last. */
static bool fill(
    const struct auditing *a, struct share *s, uint64_t first, struct err *err)
{
    struct tile bundle = tile_at(TILE_ENTRIES, a->size, 0, first / TILE_WIDTH);

    arena_clear(&s->arena);
    if (!bundle_fetch(a->source, &bundle, s->entries, err))
        return false;
    for (uint32_t i = 0; i < bundle.width; i++)
        s->entries[i] = arena_str(&s->arena, s->entries[i]);
    s->first = first;
    s->count = bundle.width;
    s->ed25519 = a->audit->ed25519;
    s->by = a->audit->size > 0 ? &a->by : NULL;
    return true;
}

/* A thread that cannot be had is no matter: its bundle is looked at here. */
static void look_at_all(struct share *shares, size_t count)
{
    for (size_t i = 1; i < count; i++)
        shares[i].is_apart =
            pthread_create(&shares[i].thread, NULL, look, &shares[i]) == 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !shares[i].is_apart)
            (void)look(&shares[i]);
    for (size_t i = 1; i < count; i++)
        if (shares[i].is_apart)
            REQUIRE(pthread_join(shares[i].thread, NULL) == 0);
}

static void judge(struct auditing *a, struct share *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        struct err what = {0};

        if (!audit_next(a->audit, &s->arena, &s->looks[i], &what))
            a->sink->found(a->sink->context, s->first + i, &what);
    }
}

/* Go on by as many bundles as there are shares.  The first comes alone: only it says
 * which key the others are signed by. */
static bool go_on(struct auditing *a, struct err *err)
{
    size_t most = a->audit->size == 0 ? 1 : a->share_count;
    uint64_t first = a->audit->size;
    size_t count = 0;
    bool done = true;

    a->by = a->audit->key;
    while (done && count < most && first < a->size) {
        done = fill(a, &a->shares[count], first, err);
        if (done)
            first += a->shares[count++].count;
    }
    look_at_all(a->shares, count);
    for (size_t i = 0; i < count; i++)
        judge(a, &a->shares[i]);
    if (done && a->sink->passed != NULL)
        a->sink->passed(a->sink->context, first);
    return done;
}

bool audit_entries(struct audit *audit, const struct tile_source *source, uint64_t size,
    const struct audit_sink *sink, struct err *err)
{
    struct auditing a = {.audit = audit, .source = source, .size = size, .sink = sink};
    uint32_t processors = os_processors();
    size_t wanted = processors < BUNDLES_MOST ? processors : BUNDLES_MOST;
    struct share *shares = os_pages_new(wanted * sizeof(*shares));
    bool done = true;

    a.shares = shares;
    while (done && a.share_count < wanted)
        done = crypto_open(&shares[a.share_count++].crypto, err);
    while (done && audit->size < size)
        done = go_on(&a, err);
    for (size_t i = 0; i < a.share_count; i++) {
        crypto_close(&shares[i].crypto);
        arena_clear(&shares[i].arena);
    }
    os_pages_free(shares, wanted * sizeof(*shares));
    return done;
}
