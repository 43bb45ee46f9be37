/*
 * Errands: who is out, who is back, and what is known of each provider by then.
 *
 * A thread works on copies in an arena of its own, and hands everything back by one
 * atomic step; what is known of providers belongs to the thread that serves.
 */
#include "app/provider_inside.h"

#include <pthread.h>

enum { KNOWN_SECONDS = 24 * 60 * 60, FORGOTTEN_SECONDS = 60 };

struct known {
    struct arena arena;
    str metadata; /* JSON */
    str keys;     /* JSON; empty: not asked yet */
    int64_t at;
};

struct slot {
    struct work work;
    struct fetch_client *client;
    pthread_t thread;
    bool is_used;
    bool is_forgotten; /* nobody waits for it any more */
    int64_t sent_at;
    _Atomic bool is_back;
};

struct providers {
    const struct oidc_provider *items;
    size_t count;
    struct keeper_clock clock;
    struct known known[PROVIDERS_MAX];
    struct slot slots[ERRANDS_MAX];
};

struct providers *providers_open(struct arena *arena, const struct oidc_provider *items,
    size_t count, const struct keeper_clock *clock, struct err *err)
{
    static const struct fetch_settings settings = {0};
    struct providers *providers = ARENA_NEW(arena, struct providers);

    REQUIRE(count <= PROVIDERS_MAX);
    *providers = (struct providers){.items = items, .count = count, .clock = *clock};
    for (size_t i = 0; count > 0 && i < ERRANDS_MAX; i++) {
        providers->slots[i].client = fetch_open(arena, &settings, err);
        if (providers->slots[i].client != NULL)
            continue;
        providers_close(providers);
        return NULL;
    }
    return providers;
}

static int64_t now_of(const struct providers *providers)
{
    return providers->clock.now(providers->clock.context);
}

static void clear(struct slot *slot)
{
    if (!slot->is_used)
        return;
    REQUIRE(pthread_join(slot->thread, NULL) == 0);
    arena_clear(&slot->work.arena);
    slot->work = (struct work){0};
    slot->is_used = false;
}

void providers_close(struct providers *providers)
{
    if (providers == NULL)
        return;
    for (size_t i = 0; i < ERRANDS_MAX; i++) {
        clear(&providers->slots[i]);
        fetch_close(providers->slots[i].client);
    }
    for (size_t i = 0; i < PROVIDERS_MAX; i++)
        arena_clear(&providers->known[i].arena);
}

const struct oidc_provider *providers_find(const struct providers *providers, str name)
{
    for (size_t i = 0; i < providers_count(providers); i++)
        if (str_equal(providers->items[i].name, name))
            return &providers->items[i];
    return NULL;
}

size_t providers_count(const struct providers *providers)
{
    return providers == NULL ? 0 : providers->count;
}

const struct oidc_provider *providers_at(const struct providers *providers, size_t i)
{
    return &providers->items[i];
}

/* ---- what is known of them ---- */

static struct known *known_of(
    struct providers *providers, const struct oidc_provider *provider)
{
    struct known *known = &providers->known[provider - providers->items];

    if (known->metadata.len > 0 && now_of(providers) >= known->at + KNOWN_SECONDS) {
        arena_clear(&known->arena);
        *known = (struct known){0};
    }
    return known;
}

bool providers_know(struct providers *providers, struct arena *arena,
    const struct oidc_provider *provider, struct oidc_metadata *out)
{
    const struct known *known = known_of(providers, provider);
    struct err err = {0};

    return known->metadata.len > 0 &&
        oidc_metadata_read(arena, provider, known->metadata, out, &err);
}

static void learn(struct providers *providers, const struct work *work)
{
    struct known *known = known_of(providers, work->errand.provider);
    struct known fresh = {.at = now_of(providers)};

    if (!work->learned)
        return;
    fresh.metadata = arena_str(&fresh.arena, work->metadata);
    fresh.keys = arena_str(&fresh.arena, work->keys);
    arena_clear(&known->arena);
    *known = fresh;
}

/* ---- sending them out ---- */

static void *run(void *context)
{
    struct slot *slot = context;

    errand_run(&slot->work, slot->client);
    slot->is_back = true;
    return NULL;
}

/* Take up a slot: one that is free, or that nobody has asked after for a while. */
static struct slot *free_slot(struct providers *providers)
{
    int64_t now = now_of(providers);

    for (size_t i = 0; i < ERRANDS_MAX; i++) {
        struct slot *slot = &providers->slots[i];

        if (slot->is_used && slot->is_back &&
            (slot->is_forgotten || now >= slot->sent_at + FORGOTTEN_SECONDS))
            clear(slot);
        if (!slot->is_used)
            return slot;
    }
    return NULL;
}

static struct errand copy_of(struct arena *arena, const struct errand *errand)
{
    const struct oidc_attempt *attempt = &errand->attempt;
    struct errand copy = *errand;

    copy.code = arena_str(arena, errand->code);
    copy.whose = arena_str(arena, errand->whose);
    copy.next = arena_str(arena, errand->next);
    copy.attempt = (struct oidc_attempt){arena_str(arena, attempt->redirect),
        arena_str(arena, attempt->state), arena_str(arena, attempt->nonce),
        arena_str(arena, attempt->verifier)};
    return copy;
}

static void forget(struct providers *providers, str whose)
{
    for (size_t i = 0; i < ERRANDS_MAX; i++)
        if (providers->slots[i].is_used &&
            str_equal(providers->slots[i].work.errand.whose, whose))
            providers->slots[i].is_forgotten = true;
}

bool providers_send(
    struct providers *providers, const struct errand *errand, struct err *err)
{
    const struct known *known = known_of(providers, errand->provider);
    struct slot *slot;

    forget(providers, errand->whose);
    slot = free_slot(providers);
    if (slot == NULL)
        return err_set(err, ERR_LIMIT,
            SAY("many are signing in there at this moment; try again in a minute, or "
                "sign in another way"));
    slot->work = (struct work){.clock = providers->clock};
    slot->work.errand = copy_of(&slot->work.arena, errand);
    slot->work.metadata = arena_str(&slot->work.arena, known->metadata);
    slot->work.keys = arena_str(&slot->work.arena, known->keys);
    slot->sent_at = now_of(providers);
    slot->is_forgotten = false;
    slot->is_back = false;
    slot->is_used = pthread_create(&slot->thread, NULL, run, slot) == 0;
    if (slot->is_used)
        return true;
    arena_clear(&slot->work.arena);
    return err_set(err, ERR_LIMIT,
        SAY("the computer has no room for this now; try again in a minute"));
}

enum errand_state providers_look(struct providers *providers, str whose,
    struct arena *arena, struct errand_back *out)
{
    struct slot *slot = NULL;
    const struct work *work;

    for (size_t i = 0; providers != NULL && i < ERRANDS_MAX; i++)
        if (providers->slots[i].is_used && !providers->slots[i].is_forgotten &&
            str_equal(providers->slots[i].work.errand.whose, whose))
            slot = &providers->slots[i];
    if (slot == NULL)
        return ERRAND_NONE;
    if (!slot->is_back)
        return ERRAND_OUT;
    work = &slot->work;
    learn(providers, work);
    *out = (struct errand_back){.errand = copy_of(arena, &work->errand),
        .identity = {work->errand.provider->issuer,
            arena_str(arena, work->identity.subject)},
        .err = work->err};
    clear(slot);
    return ERRAND_BACK;
}
