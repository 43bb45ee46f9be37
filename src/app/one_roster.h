/*
 * one_roster: what the files of a OneRoster folder say of those who lead schools.
 *
 * Nothing is kept here and nobody else's data is: a row is looked at, and taken or refused.
 */
#ifndef VESTIBULE_APP_ONE_ROSTER_H
#define VESTIBULE_APP_ONE_ROSTER_H

#include "app/roster_import.h"

/* Somebody of users.csv who is no student. */
struct one_roster_person {
    str id;
    str name;
    str mail;
    str text;       /* a telephone that takes messages */
    str voice;      /* one that rings */
    bool is_gone;   /* the files let them go */
    bool is_barred; /* a role of theirs is a student's or a family's */
    uint32_t line;
    struct roster_post *posts; /* at schools that they lead */
    size_t post_count, post_room;
};

struct one_roster {
    struct one_roster_person *persons;
    size_t count;
    uint64_t schools;
    struct rota_refused *refused;
    size_t refused_listed;
    uint64_t refused_count;
};

/* Read a folder into `arena`; errors as rota_import. */
bool one_roster_read(
    struct arena *arena, str folder, struct one_roster *out, struct err *err) MUST_USE;

/* Note that a row is not taken. */
void one_roster_refuse(
    struct arena *arena, struct one_roster *of, str file, uint32_t line, str why);

/* ERR_DENIED: a file of the folder has a column for what is never kept. */
bool one_roster_check_columns(
    struct arena *arena, str folder, struct err *err) MUST_USE;

#endif
