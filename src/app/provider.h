/*
 * provider: asking another place who signed in there, without anybody having to wait.
 *
 * Each errand is a thread of its own, a few at most, with one deadline; whoever sent it
 * looks now and then whether it is back.  So a provider that hangs keeps nobody but those
 * who sign in by it.  All functions are for the thread that serves.
 */
#ifndef VESTIBULE_APP_PROVIDER_H
#define VESTIBULE_APP_PROVIDER_H

#include "app/keeper.h"
#include "oidc/oidc.h"

enum { PROVIDERS_MAX = 8, ERRANDS_MAX = 8, ERRAND_SECONDS = 10 };

struct providers;

/* Be ready to ask those; their texts, and `arena`, must outlast it.  ERR_IO. */
struct providers *providers_open(struct arena *arena, const struct oidc_provider *items,
    size_t count, const struct keeper_clock *clock, struct err *err) MUST_USE;

/* Waits for errands that are out.  Accepts NULL. */
void providers_close(struct providers *providers);

/* NULL: there is none of that name, as among those that NULL has. */
const struct oidc_provider *providers_find(const struct providers *providers, str name);

/* All of them; those that NULL has: none. */
size_t providers_count(const struct providers *providers);
const struct oidc_provider *providers_at(const struct providers *providers, size_t i);

/* The addresses of a provider; false: it must be asked for them first. */
bool providers_know(struct providers *providers, struct arena *arena,
    const struct oidc_provider *provider, struct oidc_metadata *out);

/* What it is for: to sign in, to use a link, to connect who is signed in. */
enum errand_purpose { ERRAND_SIGNS_IN, ERRAND_BINDS, ERRAND_CONNECTS };

struct errand {
    const struct oidc_provider *provider;
    str code; /* empty: only its addresses are asked for */
    struct oidc_attempt attempt;
    str whose; /* the browser that waits for it; a former errand of it is forgotten */
    str next;  /* for whoever takes it up again */
    enum errand_purpose purpose;
};

/* Send an errand; what it points to is copied.  ERR_LIMIT: too many are out. */
bool providers_send(
    struct providers *providers, const struct errand *errand, struct err *err) MUST_USE;

enum errand_state { ERRAND_NONE, ERRAND_OUT, ERRAND_BACK };

struct errand_back {
    struct errand errand;
    struct oidc_identity identity; /* if there was a code */
    struct err err;                /* why there is none */
};

/* Whether the errand of a browser is back; then it is handed out once, into `arena`.
 * NULL sent none. */
enum errand_state providers_look(struct providers *providers, str whose,
    struct arena *arena, struct errand_back *out);

#endif
