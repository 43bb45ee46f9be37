/*
 * people: who uses Vestibule, and how they prove it.
 *
 * Accounts, sessions, desk devices: what may be changed and deleted, so it stands in a
 * database of its own beside the record.  Of passwords, PINs and tokens only digests
 * are kept, and the secrets of second steps sealed; the key to them lies elsewhere, so
 * the database alone opens nothing.  Who may do what is not decided here.
 *
 * May include base, json, db, crypto.
 */
#ifndef VESTIBULE_PEOPLE_H
#define VESTIBULE_PEOPLE_H

#include "people/account.h"
#include "people/device.h"
#include "people/identity.h"
#include "people/kept.h"
#include "people/limit.h"
#include "people/link.h"
#include "people/passkey.h"
#include "people/proxy.h"
#include "people/session.h"

#endif
