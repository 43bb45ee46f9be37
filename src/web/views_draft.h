/*
 * views_draft: what the pages about drafts of editions are told.
 */
#ifndef VESTIBULE_WEB_VIEWS_DRAFT_H
#define VESTIBULE_WEB_VIEWS_DRAFT_H

#include "web/views_edition.h"

/* A button, which counts only for the draft as it is shown. */
struct draft_act_view {
    struct form_view form;
    str words;
    bool has_words; /* something is written with it: why it is sent back */
};

struct draft_view {
    struct room_head_view head;
    struct mistakes_view mistakes;
    struct banner_view banner;
    struct summary_view summary;
    str theirs_title; /* two have written at once; empty: not so */
    const struct otherwise_view *theirs;
    const str *remarks; /* with line, caret and hint */
    size_t remark_count;
    struct summary_view proofs; /* none: it has mistakes */
    struct reconsidered_view visits;
    const struct link_view *links;
    size_t link_count;
    bool may_write;
    struct form_view form;
    str source;
    uint64_t seen; /* the revision that the page shows */
    const struct draft_act_view *acts;
    size_t act_count;
    struct summary_view steps;
};

struct drafts_view {
    struct room_head_view head;
    const struct link_view *drafts;
    size_t count;
    bool may_write;
    struct form_view form;
};

struct draft_compare_view {
    struct room_head_view head;
    str back;
    struct otherwise_view otherwise;
};

#endif
