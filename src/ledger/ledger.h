/*
 * ledger: the Merkle tree under the record, its proofs, its tiles, and checking them.
 *
 * Trees and proofs are those of RFC 6962, section 2.1 (RFC 9162 says the same), tiles
 * and entry bundles those of C2SP tlog-tiles.  Pure arithmetic: SHA-256 and what is
 * stored come in as functions.  Nothing that is read is trusted.
 *
 * Entries and leaves are counted from 0; the size of a tree is its number of leaves.
 * A perfect subtree is named by (level, index): it covers the 2^level leaves from
 * index * 2^level on.
 *
 * May include base.
 */
#ifndef VESTIBULE_LEDGER_H
#define VESTIBULE_LEDGER_H

#include "ledger/check.h"
#include "ledger/frontier.h"
#include "ledger/hash.h"
#include "ledger/merkle.h"
#include "ledger/tile.h"

#endif
