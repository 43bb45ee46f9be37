/*
 * site: what every handler works on, the `context` of its request.
 *
 * One thread serves, so nothing here is locked.  A shelf may be replaced between two
 * requests, never within one.
 */
#ifndef VESTIBULE_WEB_SITE_H
#define VESTIBULE_WEB_SITE_H

#include "app/app.h"
#include "http/http.h"
#include "web/asset.h"
#include "web/board.h"
#include "web/desks.h"
#include "web/html.h"
#include "web/looked.h"
#include "web/metrics.h"
#include "web/room.h"
#include "web/spoken.h"
#include "web/views.h"

struct site {
    struct keeper *keeper;
    struct shelf shelf;          /* the protocols in force */
    struct room room;            /* those that people study */
    struct staff staff;          /* who signs in */
    struct proxy proxy;          /* who is trusted to sign people in */
    struct passkey_place place;  /* where passkeys count; no origin: nowhere */
    struct spoken spoken;        /* their words in other languages */
    struct providers *providers; /* who else signs people in; NULL: nobody */
    struct may *may;             /* who may do what */
    struct desk *desk;           /* the visits */
    struct rota *rota;           /* who has duty, and how they are reached */
    struct reach *reach;         /* calls them; NULL: nobody is called */
    struct aside *aside;         /* what would hold up the thread that serves */
    str protocols;               /* the folder they are read from */
    struct drafts drafts;        /* of their next editions */
    int32_t next_edition;        /* the day on which one that is approved takes over */
    int64_t settle_at;           /* not before: it failed a moment ago */
    _Atomic bool reread;         /* protocols and settings are to be read anew */
    struct keeper_clock clock;   /* the time */
    bool exercise;               /* a drill: every page says so */
    bool unnamed;                /* the record has no name of its own: for trying out */
    bool sample;                 /* a district that is invented (app/sample.h) */
    str version;                 /* of the program */
    struct err lost;             /* why the disk does not confirm any more */
    _Atomic bool stderr_is_gone; /* nobody reads the events */
    struct metrics metrics;
    struct board board; /* who watches */
    struct desks desks; /* when each was heard from */
    struct looks looks; /* who read what of visits lately */
    struct http_server *server;
};

/* The site of a request. */
static inline struct site *site_of(const struct http_request *request)
{
    return request->context;
}

/* ---- pages: web/pages.h, which tools/pagec.awk makes, has a view_NAME of each ---- */

/* The language that somebody chose, or that their browser accepts. */
const struct tongue *site_tongue(const struct http_request *request);

/* Begin a page in the language of whoever asks, and fill in its frame. */
struct html site_page(
    const struct http_request *request, str title, struct frame_view *frame);

/* Answer with a page. */
void site_answer(const struct http_request *request, const struct html *html,
    unsigned status, struct http_answer *answer);

/* Give an answer that no handler made the look of a page. */
void site_dress(const struct http_request *request, struct http_answer *answer);

/* Find a cookie of a request. */
bool site_cookie(const struct http_request *request, str name, str *value);

/* ---- what operators are told, on standard error: a line of JSON an event ---- */

/* An answer was given; see http_settings. */
void event_answered(
    const struct http_request *request, unsigned status, const struct err *err);

/* Protocols were read anew, or refused: with every mistake, or why they could not be. */
void event_protocols(
    struct site *site, const struct shelf *shelf, const struct err *err);

/* The protocol of roles in force does not know all acts that are asked about; nothing is
 * told when it does. */
void event_roles(struct site *site);

/* What time brings about at the desk could not be done; it is tried again. */
void event_ticked(struct site *site, const struct err *err);

/* The files of settings by which people are called were read anew, or refused. */
void event_settings(struct site *site, const struct err *err);

/* The address outside that watches whether we live takes it otherwise than before.  For any
 * thread. */
void event_beaten(struct site *site, enum heart_state state, const struct err *err);

/* What came of letters could not be recorded, or none could be sent out. */
void event_not_sent(struct site *site, const struct err *err);

/* The record was published, or could not be.  For any thread. */
void event_published(
    struct site *site, const struct publication *publication, const struct err *err);

/* ---- handlers for anybody: no doors ---- */

bool choose_language(
    const struct http_request *request, struct http_answer *answer, struct err *err);
bool show_worker(
    const struct http_request *request, struct http_answer *answer, struct err *err);
bool show_push_worker(
    const struct http_request *request, struct http_answer *answer, struct err *err);
bool show_health(
    const struct http_request *request, struct http_answer *answer, struct err *err);
bool show_metrics(
    const struct http_request *request, struct http_answer *answer, struct err *err);

#endif
