/*
 * What an errand to a provider takes along, and brings back.
 */
#ifndef VESTIBULE_APP_PROVIDER_INSIDE_H
#define VESTIBULE_APP_PROVIDER_INSIDE_H

#include "app/provider.h"
#include "fetch/fetch.h"

/* For one thread at a time. */
struct work {
    struct arena arena;
    struct keeper_clock clock;
    struct errand errand;
    str metadata; /* JSON; empty: to be asked for, as are the keys */
    str keys;
    bool learned; /* these are new */
    struct oidc_identity identity;
    struct err err;
};

/* Do it, within ERRAND_SECONDS.  What comes of it stands in `work`. */
void errand_run(struct work *work, struct fetch_client *client);

#endif
