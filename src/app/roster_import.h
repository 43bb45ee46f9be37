/*
 * Taking people of the roster from OneRoster 1.1 and 1.2 files (CSV): who leads which
 * school, and where they are reached.
 *
 *     orgs.csv      the schools
 *     users.csv     people; in 1.1 also their role and schools
 *     roles.csv     1.2: their roles
 *
 * Only leaders of schools are taken, as other roles of OneRoster are never called.
 * Rows of students and their families are refused one by one, and a folder in which any
 * file asks for origin or immigration status is refused as a whole, before a row is read:
 * nothing of either is ever kept.
 */
#ifndef VESTIBULE_APP_ROSTER_IMPORT_H
#define VESTIBULE_APP_ROSTER_IMPORT_H

#include "app/roster.h"

/* A row that was not taken. */
struct rota_refused {
    str file;
    uint32_t line;
    str why;
};

enum { ROTA_REFUSED_MAX = 1000 }; /* that are listed; all are counted */

struct rota_imported {
    uint64_t schools;
    uint64_t added;   /* people who are new */
    uint64_t updated; /* who were there */
    uint64_t removed; /* whom the files let go */
    uint64_t others;  /* staff whose role is never called, and who were left out */
    const struct rota_refused *refused;
    size_t refused_listed;
    uint64_t refused_count;
};

/*
 * Take the people of a folder in one change, whose event tells how many.  Somebody who is
 * known by their id there gets the name and the schools of the files; roles that they have
 * from elsewhere stay, as do addresses, and those that are new are still to be verified.
 * ERR_DENIED: a file asks for what is never kept;
 * ERR_INVALID: file and line; ERR_NOT_FOUND: a file is missing; ERR_LIMIT: it is too long.
 */
bool rota_import(struct rota *rota, const struct rota_act *act, struct arena *arena,
    str folder, struct rota_imported *out, struct err *err) MUST_USE;

#endif
