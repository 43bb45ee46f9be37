/*
 * note: what is signed, in the text forms of C2SP: signed notes and their keys,
 * checkpoints, cosignatures, proof files, trust policies, what witnesses are asked.
 *
 * Pure: SHA-256, Ed25519 and the time come in.  Readers take bytes of any origin, are
 * strict and bounded, and accept one spelling only.  What they give are slices of what
 * they were given, unless an arena is named.
 *
 * May include base, ledger.
 */
#ifndef VESTIBULE_NOTE_H
#define VESTIBULE_NOTE_H

#include "note/checkpoint.h"
#include "note/key.h"
#include "note/proof.h"
#include "note/signed.h"
#include "note/trust.h"
#include "note/witness.h"

#endif
