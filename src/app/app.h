/*
 * app: use cases, one file each: what can be done with a record.
 *
 * Between the faces above, which read requests and show answers, and the folders
 * below, which know trees, leaves, tables and files but not each other.
 *
 * May include base, json, ledger, note, record, visit, crypto, db, store, people, os,
 * eval, fetch, notify, oidc, policy.
 */
#ifndef VESTIBULE_APP_H
#define VESTIBULE_APP_H

#include "app/aside.h"
#include "app/audit.h"
#include "app/audit_calls.h"
#include "app/backup.h"
#include "app/calendar.h"
#include "app/channels_file.h"
#include "app/compiled.h"
#include "app/cosigner.h"
#include "app/desk.h"
#include "app/disclose.h"
#include "app/drafts.h"
#include "app/edition.h"
#include "app/editions.h"
#include "app/erase.h"
#include "app/halves.h"
#include "app/keeper.h"
#include "app/may.h"
#include "app/papers.h"
#include "app/provider.h"
#include "app/publisher.h"
#include "app/reach.h"
#include "app/read.h"
#include "app/reader.h"
#include "app/reconsider.h"
#include "app/release.h"
#include "app/replay.h"
#include "app/roster.h"
#include "app/roster_ahead.h"
#include "app/roster_import.h"
#include "app/rotation.h"
#include "app/sample.h"
#include "app/shelf.h"
#include "app/sign_in_file.h"
#include "app/staff.h"
#include "app/stamp.h"
#include "app/verdict.h"
#include "app/watch.h"
#include "app/witnessing.h"

#endif
