/*
 * lsp: the language server, for any editor that speaks LSP 3.17.
 *
 * Bytes in, bytes out: what the client sends goes into lsp_take in any pieces,
 * and what is to be sent back is added to a text.  Diagnostics wait for
 * lsp_settle, so that a burst of edits is compiled once.
 *
 * May include base, diagram, json, policy, study.  Pure: no I/O, no clock, no
 * globals.
 */
#ifndef VESTIBULE_LSP_H
#define VESTIBULE_LSP_H

#include "base/base.h"

enum {
    LSP_MAX_HEADER = 4096,     /* bytes before a message's content */
    LSP_MAX_MESSAGE = 1 << 24, /* bytes of content */
    LSP_MAX_TEXT = 1 << 24,    /* bytes of a document that is kept */
    LSP_MAX_DOCUMENTS = 1000,  /* open at once */
};

enum lsp_phase {
    LSP_NEW,  /* not yet initialized */
    LSP_OPEN, /* serves */
    LSP_SHUT, /* waits for `exit` */
    LSP_GONE, /* nothing more is read */
};

struct lsp_document;

struct lsp {
    str version; /* of the program */
    enum lsp_phase phase;
    bool was_shut;                  /* `shutdown` came before `exit` */
    bool is_utf8;                   /* columns are bytes, else UTF-16 units */
    bool is_plain;                  /* the client shows no Markdown */
    bool is_flat;                   /* the client shows no tree of symbols */
    bool is_versioned;              /* edits name the version they are for */
    struct arena pending;           /* of `input` */
    struct text input;              /* what has come and is not a whole message yet */
    struct arena arena;             /* of the documents */
    struct lsp_document *documents; /* a list; closed ones are used again */
    size_t document_count;
};

/* All is empty; `version` is borrowed. */
void lsp_init(struct lsp *lsp, str version);
void lsp_clear(struct lsp *lsp);

/*
 * Take what the client sent next, answer what is complete, and add the answers to
 * `out`.  ERR_INVALID for a header that is none, ERR_LIMIT for a message beyond
 * LSP_MAX_MESSAGE: after that nothing that comes can be understood.
 */
bool lsp_take(struct lsp *lsp, str bytes, struct text *out, struct err *err) MUST_USE;

/* Compile the documents that have changed and add their diagnostics to `out`. */
void lsp_settle(struct lsp *lsp, struct text *out);

/* Whether the client has ended in the middle of a message. */
bool lsp_is_cut_off(const struct lsp *lsp);

#endif
