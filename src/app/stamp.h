/*
 * stamp: a third party's word for when a checkpoint existed (RFC 3161).
 *
 *     public/checkpoint.tsr    what the server answered, over the SHA-256 of the
 *                              checkpoint's text: its lines up to the empty one
 *
 * Signatures are added to a checkpoint for as long as it is the newest; its text stays,
 * and so does what was stamped.
 */
#ifndef VESTIBULE_APP_STAMP_H
#define VESTIBULE_APP_STAMP_H

#include "app/keeper.h"

/*
 * Have the newest checkpoint stamped by the server at `url`, and publish that beside
 * it.  ERR_NOT_FOUND: nothing is published yet; ERR_IO, ERR_DENIED, ERR_INVALID: the
 * server does not answer, or not this.
 */
bool checkpoint_stamp(struct keeper *keeper, str url, struct err *err) MUST_USE;

#endif
