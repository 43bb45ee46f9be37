/*
 * ask: an interview under way.
 */
#ifndef VESTIBULE_CLI_ASK_H
#define VESTIBULE_CLI_ASK_H

#include "cli/decision.h"
#include "os/os.h"

struct answer {
    uint32_t fact;
    int32_t value; /* FACT_UNKNOWN: "I don't know" */
};

struct interview {
    struct session *session;
    struct page *page; /* where the conversation goes: the answer, or the talk */
    struct protocol protocol;
    struct situation situation;
    struct decision decision; /* on what is answered so far; in `scratch` */
    struct arena scratch;
    struct os_lines lines;
    struct answer *answers; /* in the order given */
    uint32_t answer_count;
    int32_t *given; /* facts before the first answer */
    bool only_one;  /* ask for `outcome` alone */
    uint32_t outcome;
    bool echoes; /* the terminal shows what is typed */
};

/* Say what this is and how to answer. */
void ask_show_start(struct interview *interview);

/* Put a question with its numbered answers. */
void ask_show_question(struct interview *interview, uint32_t fact);

/* Say why it is asked: the answer as it stands, and what each reply would leave. */
void ask_show_why(struct interview *interview, uint32_t fact, uint32_t outcome);

/* Say how this question can be answered. */
void ask_show_help(struct interview *interview, uint32_t fact);

/* Read a reply: the number before an answer, or the value itself. */
bool ask_read_value(
    const struct interview *interview, uint32_t fact, str line, int32_t *value);

#endif
