/*
 * A provider's key, and tokens of any head and any claims that it signs (RFC 7515).
 */
#ifndef VESTIBULE_TESTS_TOKEN_SIGNER_H
#define VESTIBULE_TESTS_TOKEN_SIGNER_H

#include "base/base.h"

struct token_signer {
    void *key;
    bool is_rsa;
};

/* Of P-256, or of RSA with so many bits. */
bool token_signer_open(struct token_signer *signer, unsigned rsa_bits) MUST_USE;
void token_signer_close(struct token_signer *signer);

/* Its public half in JSON: {"kty":...,"kid":"k"}. */
str token_signer_key(const struct token_signer *signer, struct arena *arena);

/* head.claims.signature, whatever head and claims are. */
str token_signer_sign(
    const struct token_signer *signer, struct arena *arena, str head, str claims);

#endif
