/*
 * views: what each page is told, one struct a page or a part of one.
 *
 * Plain values, ready to be shown: no page asks, decides or counts.  A str that people
 * read is in English unless it came from a protocol or a person; addresses are relative.
 */
#ifndef VESTIBULE_WEB_VIEWS_H
#define VESTIBULE_WEB_VIEWS_H

#include "web/html.h"

/* Which of the three colours, words and icons something has. */
enum tone { TONE_PLAIN, TONE_YES, TONE_WAIT, TONE_NO };

/* What every form carries, and where it goes. */
struct form_view {
    str action;
    str token; /* against forgery */
    str key;   /* the submission's: sent twice, done once */
};

/* What a page says when there is no network, and whom to telephone then. */
struct away_view {
    str mark;  /* changes when what a device keeps has changed */
    str image; /* the address of the protocol's image */
    str who;   /* may be empty, and then so is the number */
    str number;
    str address; /* tel:... */
};

/* What stands around every page; site_page fills it in. */
struct frame_view {
    str title;                    /* in English */
    bool is_wrong;                /* a form has mistakes: the title says so */
    str code;                     /* of the language */
    str direction;                /* ltr, rtl */
    const struct tongue *tongues; /* to choose from, when there are several */
    size_t tongue_count;
    str path;      /* of this page */
    str assets;    /* the folder of their addresses, ending in '/' */
    bool exercise; /* the page is of an exercise */
    struct form_view
        real; /* to open a real visit from there; no action: not for them */
    str real_school;
    bool unnamed;
    bool sample;
    str school;  /* whose desk it is; empty: the district's */
    str person;  /* who is signed in; empty: nobody */
    str edition; /* of the entry protocol, a date; empty: there is none */
    str digest;
    const struct away_view *away; /* NULL: nothing here goes on without a network */
    bool beats;                   /* a desk that nothing else lets be heard */
};

/* An address and its words, in English. */
struct link_view {
    str address;
    str words;
};

/* ---- parts of pages ---- */

/* The icon of a tone, beside words that say the same. */
struct tone_view {
    enum tone tone;
};

/* A row of a summary list: what, what it is, and where to change it. */
struct row_view {
    str key;
    str value;
    str note;    /* small, below; or empty */
    str change;  /* an address, or empty */
    str correct; /* where a mistake in it is put right; or empty */
};

struct summary_view {
    str title; /* or empty */
    const struct row_view *rows;
    size_t count;
};

/* A message that is not an error; `title` says of what kind it is. */
struct banner_view {
    str title;
    str words;
};

/* Several of one kind; none: nothing is shown. */
struct notices_view {
    str title;
    const str *words;
    size_t count;
};

/* What is wrong with a form; each leads to its field. */
struct mistakes_view {
    const struct link_view *items; /* "#field" */
    size_t count;
};

/* An answer: the word, and what it means in a sentence. */
struct verdict_view {
    enum tone tone;
    str word;            /* of the protocol, or the desk's: "Wait at the desk" */
    str words;           /* the sentence below, or empty */
    const str *says;     /* what to say to them, of the protocol, in its language */
    const str *meanings; /* of each in the language of the page; or NULL */
    size_t say_count;

    /* Where a protocol answers several questions: */
    str about; /* which one; empty: there is one */
    str name;  /* the protocol's, of one after the first, which is smaller; or empty */
};

/* All that a protocol answers, the first first; what is said stands with it. */
struct verdicts_view {
    const struct verdict_view *all;
    size_t count;
};

/* Something that happened. */
struct moment_view {
    str at;    /* for people: "11:15:20" */
    str exact; /* RFC 3339 */
    str title;
    str words; /* or empty */
    str by;    /* who did it; or empty */
    enum tone tone;
    str paper; /* the address of the paper that it is about; or empty */
};

struct timeline_view {
    str title;
    const struct moment_view *moments;
    size_t count;
};

/* A row of a board: one cell a column; the first leads to `address`, unless that
 * is empty. */
struct board_row_view {
    const str *cells;
    str address;
    enum tone tone;
    str state; /* what the tone means: "Nobody has answered" */
};

struct board_view {
    str caption;
    const str *columns; /* at most 6, and the state's */
    size_t column_count;
    const struct board_row_view *rows;
    size_t row_count;
    str empty; /* what is said when there are none */
};

/* ---- forms ---- */

struct choice_view {
    str value;
    str label;
    str hint; /* or empty */
    bool is_chosen;
};

/* How a question is answered, besides "I do not know". */
enum answer_kind { ANSWER_CHOICE, ANSWER_NUMBER, ANSWER_DATE, ANSWER_TIME };

struct question_view {
    struct frame_view frame;
    struct mistakes_view mistakes; /* all of them lead to #answer or #basis */
    str answer_mistake;            /* the same words, beside the field; or empty */
    str basis_mistake;
    struct form_view form;
    str back;      /* an address, or empty */
    str progress;  /* in words: "Question 3"; or empty */
    str now;       /* where it says what to do now; or empty */
    uint64_t seen; /* how much of the visit the page knows */
    str question;  /* of the protocol */
    str hint;      /* or empty */
    str why;       /* why it is asked; or empty */
    enum answer_kind kind;
    const struct choice_view *choices; /* ANSWER_CHOICE */
    size_t choice_count;
    str value;                       /* of the other kinds, as typed */
    bool is_unknown;                 /* "I do not know" is chosen */
    const struct choice_view *bases; /* how they know; none: it is not asked */
    size_t basis_count;
    str words; /* the very words that were read or heard; asked with the basis */
    struct summary_view answered; /* so far, each with a way to change it */
    const struct news_view *news; /* messages for whoever is asked; or NULL */
};

/* ---- people, and how they get in ---- */

enum field_kind {
    FIELD_TEXT,
    FIELD_LOGIN,
    FIELD_PASSWORD,
    FIELD_NEW_PASSWORD,
    FIELD_PIN,
    FIELD_CODE,   /* of a telephone, a recovery code, or a device's */
    FIELD_ONE_OF, /* of `choices` */
    FIELD_SOME_OF,
    FIELD_SELECT, /* one of `choices`, when they are many */
    FIELD_DATE,
    FIELD_TIME,
};

struct field_view {
    enum field_kind kind;
    str name;
    str label;
    str hint;                          /* or empty */
    str value;                         /* as typed; never a secret */
    const struct choice_view *choices; /* of FIELD_TEXT: words that are proposed */
    size_t choice_count;
};

struct pair_view {
    str name;
    str value;
};

/* What a browser needs to ask for a passkey; sent as a form.  Bytes are in base64url. */
struct passkey_view {
    struct form_view form;        /* no action: there is none */
    const struct pair_view *kept; /* what goes along unseen */
    size_t kept_count;
    bool is_new;      /* one is to be made */
    bool is_alone;    /* it stands for the password as well */
    bool comes_first; /* before the other form */
    str challenge;
    str origin; /* where it counts: "https://desk.example.org", and its host */
    str host;
    str known; /* those that they have, with spaces between them */
    str user;  /* is_new: what the account is called there, and to people */
    str login;
    str person;
    str button;
};

/* A form of a few fields, and what is said around it. */
struct ask_view {
    struct frame_view frame;
    struct mistakes_view mistakes;
    struct form_view form;
    str back; /* an address, or empty */
    str title;
    str lead;                 /* or empty */
    struct safe_html picture; /* a QR code, or empty */
    const str *shown;         /* to copy, or to read again; as it is */
    size_t shown_count;
    const struct field_view *fields;
    size_t field_count;
    const struct pair_view *kept; /* what goes along unseen */
    size_t kept_count;
    str button;             /* empty: there is no form */
    struct link_view other; /* a button that sends the form elsewhere; no words: none */
    struct passkey_view passkey;
    const struct link_view *links;
    size_t link_count;
};

/* Something that one button does; `about` is the %1 of its words. */
struct action_view {
    struct form_view form;
    struct pair_view kept;
    str words;
    str about;
};

/* Some of a sheet: rows, links and buttons under a heading. */
struct part_view {
    str title; /* or empty */
    str words; /* or empty */
    struct summary_view summary;
    const struct link_view *links;
    size_t link_count;
    const struct action_view *actions;
    size_t action_count;
};

/* A form that shows the same page for some of what it has. */
struct finding_view {
    str action;
    str label;
    str value;
};

/* A page to look at, and to act from. */
struct sheet_view {
    struct frame_view frame;
    struct banner_view banner;      /* its title empty: none */
    str back;                       /* an address, or empty */
    str title;                      /* empty: the board's caption is the heading */
    str lead;                       /* or empty */
    const struct board_view *board; /* or NULL */
    struct finding_view find; /* below the board; no action: nothing is looked for */
    const struct part_view *parts;
    size_t part_count;
};

/* ---- pages ---- */

/* A protocol in force. */
struct protocol_view {
    str name;
    str title;
    struct summary_view summary;
};

struct about_view {
    struct frame_view frame;
    struct summary_view program;
    const struct protocol_view *protocols;
    size_t protocol_count;
};

/* What could not be done, in one sentence, and its status. */
struct error_view {
    struct frame_view frame;
    uint64_t status;
    str words;
};

/* ---- the board ---- */

/* A role that is called, and whether it has answered. */
struct lane_view {
    str lane;
    str state;
    enum tone tone;
};

/* An open visit. */
struct board_line_view {
    str id;
    uint64_t opened; /* its place among the others */
    bool is_unanswered;
    uint64_t waits; /* if so: the same of its oldest call */
    str school;
    bool exercise;
    str since; /* "11:15" */
    str since_exact;
    str minutes; /* since then */
    str who;
    str who_note; /* how it is known, or empty */
    str answer;
    struct lane_view *lanes;
    size_t lane_count;
    str last;
    str last_at;
    enum tone tone;
    str state;
};

struct open_visits_view {
    struct frame_view frame;
    const struct choice_view *schools; /* to choose from; the first is all */
    size_t school_count;
    const struct choice_view *shows;
    size_t show_count;
    const struct choice_view *kinds; /* real, exercises */
    size_t kind_count;
    const struct board_line_view *lines;
    size_t line_count;
    str at;     /* "11:15:20" */
    str events; /* the address of what comes after this page */
    str zone;   /* of the schools: America/Chicago; empty: the browser's */
    bool has_history;
    struct notices_view desks; /* that are silent */
};

/* ---- a visit, as the district sees it ---- */

/* Calling for a duty. */
struct calling_view {
    str called;      /* who was last, and when; or empty */
    str instruction; /* what the desk does now; or empty */
    str number;      /* which it telephones; or empty */
};

struct duty_view {
    str text;
    str lane;
    str due; /* or empty */
    str state;
    enum tone tone;
    struct calling_view calling;
    bool is_ours;  /* whoever looks may answer it */
    bool is_first; /* the oldest of ours that nobody has answered */
    bool is_taken;
    uint64_t seen; /* events of the visit that the page shows */
    struct form_view form;
};

/* What somebody stated. */
struct account_view {
    str by; /* and in which role, how, when */
    str value;
    str words;   /* or empty */
    bool is_old; /* another came after it */
};

/* A fact, and what was stated of it. */
struct stated_view {
    str question;
    const struct account_view *accounts;
    size_t count;
};

/* A fact that only a role may answer. */
struct answering_view {
    str name;
    str question;
    const struct choice_view *choices;
    size_t choice_count;
    uint64_t seen; /* as above */
    struct form_view form;
};

struct rule_view {
    str name;
    str quote;
    str cite;
    str link;
};

struct paper_view {
    str title;
    str appears; /* to be */
    str note;    /* form, pages, from whom, when */
    str digest;  /* of its file; empty: there is none */
    str address; /* where it is read */
};

/* Papers that were shown. */
struct papers_view {
    const struct paper_view *papers;
    size_t count;
    str add; /* where one is attached; or empty */
};

/* ---- visits that are over ---- */

struct past_view {
    str id;
    str school;
    bool exercise;
    str opened; /* date and clock */
    str closed;
    str end;
    str answer;
};

struct history_view {
    struct frame_view frame;
    str school; /* as asked for */
    str words;
    str from; /* days */
    str until;
    const struct choice_view *ends; /* the first is all */
    size_t end_count;
    const struct choice_view *kinds;
    size_t kind_count;
    const str *asked; /* the same in sentences, for paper */
    size_t asked_count;
    str at; /* when it was asked */
    const struct past_view *items;
    size_t count;
    str next;  /* the address of older ones, or empty */
    str table; /* of the same as CSV, or empty: not for them */
};

#endif
