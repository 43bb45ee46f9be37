/*
 * push_key: the key by which push services and browsers know us, in DIR/push.key.
 *
 *     vestibule push key v1
 *     BASE64URL          the secret of a key on P-256
 *
 * Every browser that subscribed did so for this key: with another one all have to again.
 */
#ifndef VESTIBULE_APP_PUSH_KEY_H
#define VESTIBULE_APP_PUSH_KEY_H

#include "crypto/crypto.h"

/* Read it; without the file make it, as its owner's alone.  ERR_DENIED: others can read
 * it; ERR_INVALID, ERR_IO. */
bool push_key_open(
    struct arena *arena, str directory, struct p256_key *out, struct err *err) MUST_USE;

#endif
