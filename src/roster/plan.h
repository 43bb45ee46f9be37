/*
 * plan: who is called for a role, at a moment, at a school.
 *
 * A roster is one moment's copy of everything that is kept, in an arena; it changes no
 * more.  All its times are those that the clocks of the place show, so a duty from 22:00
 * to 06:00 is that on every night, also on one that is an hour longer or shorter: an hour
 * that comes twice has the same person twice, one that never comes has nobody.
 */
#ifndef VESTIBULE_ROSTER_PLAN_H
#define VESTIBULE_ROSTER_PLAN_H

#include "base/base.h"

/* How somebody is reached; notify has the same names. */
enum roster_channel {
    ROSTER_MAIL,
    ROSTER_TEXT,
    ROSTER_VOICE,
    ROSTER_PUSH,
    ROSTER_HOOK,
    ROSTER_CHANNELS
};

enum {
    ROSTER_RANKS = 9,
    ROSTER_TEST_DAYS = 120, /* after so many an address is to be tried again */
    ROSTER_OPEN = INT32_MAX /* a last day that is not set */
};

/* An address of a person: of mail, a telephone as +13125550142, a subscription, the name
 * of a webhook. */
struct roster_contact {
    uint64_t number;
    enum roster_channel channel;
    str address;
    int64_t verified_at; /* a code that was sent there came back; 0: never */
    int64_t tested_at;   /* something arrived there; 0: never */
    str disabled;        /* why nothing is sent there; empty: it is used */
};

/* A role that somebody has: as the protocol names it, "law_department". */
struct roster_post {
    str role;
    str school; /* empty: the whole district */
    bool is_head;
};

struct roster_person {
    uint64_t number;
    str name;
    str login;    /* of their account; empty: none */
    str sourced;  /* their id where they were imported from; empty: none */
    bool is_gone; /* nobody calls them any more */
    const struct roster_post *posts;
    size_t post_count;
    const struct roster_contact *contacts;
    size_t contact_count;
};

/* A duty that comes back each week. */
struct roster_week {
    uint64_t number;
    str role;
    str school; /* empty: the whole district */
    uint64_t person;
    uint32_t weekdays; /* on which it begins: 1 Monday, 2 Tuesday, 4 Wednesday, ... */
    int32_t from;      /* minute of the day */
    int32_t to;        /* the first minute after it; up to `from`: on the next day */
    uint32_t rank;     /* 1 is called first */
    int32_t first;     /* days on which it may begin */
    int32_t last;
};

/* Somebody, or nobody, in the place of those whose week it is. */
struct roster_override {
    uint64_t number;
    str role;
    str school;
    uint32_t rank;
    uint64_t person; /* 0: nobody */
    int64_t from;    /* minutes, as roster_minute() counts */
    int64_t to;      /* the first minute after it */
};

/* Somebody is away, and another stands in, in everything. */
struct roster_acting {
    uint64_t number;
    uint64_t person;
    uint64_t stand_in;
    int64_t from;
    int64_t to;
};

/* Everything is in the order of its number: a later one is newer. */
struct roster {
    const struct roster_person *persons;
    size_t person_count;
    const struct roster_week *weeks;
    size_t week_count;
    const struct roster_override *overrides;
    size_t override_count;
    const struct roster_acting *actings;
    size_t acting_count;
};

enum roster_who {
    ROSTER_ON_DUTY,   /* rank 1 */
    ROSTER_SECOND,    /* rank 2 */
    ROSTER_HEAD,      /* the heads of the office */
    ROSTER_EVERYBODY, /* on duty, by rank; then the heads; then all who have the role */
};

/* Who is wanted. */
struct roster_question {
    enum roster_who who;
    str role;
    str school;          /* empty: the district */
    struct moment local; /* what the clocks show; its offset does not matter */
};

struct roster_people {
    const struct roster_person **items;
    size_t count;
};

/* Minutes from 1970-01-01T00:00 as the clocks show them: no instant, it comes twice
 * where they are set back. */
int64_t roster_minute(const struct moment *local);

/*
 * Say who is called, each person once; the list lies in `arena`.  For each rank:
 *
 *   1. the newest override counts, else whose week it is; a role for which no week is
 *      planned there is a post: its heads are first and the others second, at all times
 *      (without a head all are first);
 *   2. in the place of who is away comes who stands in, also for who stands in; a circle
 *      of those leaves the person themselves;
 *   3. who has gone is left out;
 *   4. where that leaves nobody at a school, the whole district's duty counts.
 *
 * Heads are those at the school, or else those of the district; 2 and 3 hold for them and
 * for everybody, too.  Somebody who cannot be reached is named all the same.
 */
void roster_called(const struct roster *roster, const struct roster_question *question,
    struct arena *arena, struct roster_people *out);

/* Find a person; NULL: there is none of that number, or it is 0. */
const struct roster_person *roster_find_person(
    const struct roster *roster, uint64_t number);

/* Whether something can be sent there: verified, and not disabled. */
bool roster_contact_works(const struct roster_contact *contact);

/* Whether somebody has an address that works, on any of the channels (a bit each, 1 <<
 * channel). */
bool roster_reachable(const struct roster_person *person, uint32_t channels);

/* Whether an address that works was last heard of too long ago. */
bool roster_contact_stale(const struct roster_contact *contact, int64_t now);

/* "mail", "text", "voice", "push", "webhook". */
str roster_channel_name(enum roster_channel channel);
bool roster_find_channel(str name, enum roster_channel *out) MUST_USE;

#endif
