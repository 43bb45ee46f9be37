/*
 * A passkey made of OpenSSL's keys, which says and signs whatever a test wants of it.
 */
#ifndef VESTIBULE_TESTS_AUTHENTICATOR_H
#define VESTIBULE_TESTS_AUTHENTICATOR_H

#include "people/people.h"

enum { AUTHENTICATOR_ID = 16 };

enum authenticator_flag {
    AUTHENTICATOR_PRESENT = 0x01,
    AUTHENTICATOR_VERIFIED = 0x04,
    AUTHENTICATOR_MAKES = 0x40,
};

struct authenticator {
    void *key; /* P-256 */
    char id[AUTHENTICATOR_ID];
};

bool authenticator_open(struct authenticator *a, uint8_t number) MUST_USE;
void authenticator_close(struct authenticator *a);

/* What it is asked, and how it answers. */
struct authenticator_asked {
    str type; /* of the client data: "webauthn.get" */
    str challenge;
    str origin;
    str host;
    uint8_t flags;
    uint32_t counter;
};

/* Its answer in `arena`; with AUTHENTICATOR_MAKES the data carry its key. */
struct passkey_answer authenticator_answer(const struct authenticator *a,
    struct arena *arena, const struct authenticator_asked *asked);

#endif
