/*
 * protocol: a document or an image that a command works on.
 */
#ifndef VESTIBULE_CLI_PROTOCOL_H
#define VESTIBULE_CLI_PROTOCOL_H

#include "cli/command.h"
#include "eval/eval.h"
#include "policy/policy.h"

enum { PROTOCOL_MAX_BYTES = 1 << 26, DIGEST_TEXT_MAX = 80 };

/* All-zero is valid to close. */
struct protocol {
    str path;
    str shown; /* the path as messages name it */
    str source;
    bool is_document; /* with a policy; else an image alone */
    struct diags diags;
    struct policy policy;
    struct image image;
    str digest;                   /* "sha256:..." of the image */
    struct eval_scratch *scratch; /* shared by all that decide */
    void *pages;
    size_t pages_size;
};

/*
 * Read a document and compile it; its mistakes are in `diags`.  Without any it is
 * ready to decide.  ERR_NOT_FOUND, ERR_IO, ERR_LIMIT.
 */
bool protocol_compile(
    struct session *session, str path, struct protocol *out, struct err *err) MUST_USE;

/* The same, but mistakes are shown on standard error and are ERR_INVALID. */
bool protocol_require(
    struct session *session, str path, struct protocol *out, struct err *err) MUST_USE;

/* Open a document, or an image that was built from one. */
bool protocol_open(
    struct session *session, str path, struct protocol *out, struct err *err) MUST_USE;

void protocol_close(struct protocol *protocol);

/* How messages name a file: "-" is "standard input". */
str shown_path(str path);

/* Add a diagnostic with its caret, coloured where the page is. */
void page_diag(struct page *page, str path, str source, const struct diag *diag);

/* Find an outcome by its name; ERR_USAGE, with the nearest there is. */
bool protocol_find_outcome(const struct protocol *protocol, str name, uint32_t *outcome,
    struct err *err) MUST_USE;

/* Find a value of an outcome by its name. */
bool protocol_find_value(const struct protocol *protocol, uint32_t outcome, str name,
    uint32_t *value, struct err *err) MUST_USE;

/* Names and labels, from the image. */
str fact_name(const struct image *image, uint32_t fact);
str fact_question(const struct image *image, uint32_t fact);
str outcome_name(const struct image *image, uint32_t outcome);
str outcome_label(const struct image *image, uint32_t outcome);
uint32_t outcome_values(const struct image *image, uint32_t outcome);
str value_name(const struct image *image, uint32_t outcome, uint32_t value);
str value_label(const struct image *image, uint32_t outcome, uint32_t value);
str role_label(const struct image *image, uint32_t role);

/* Write when the edition is in force: "in force from 2025-01-24 until 2025-06-30". */
void text_add_force(struct text *text, const struct image *image);

/* The item of a value of a choice or yes/no fact: CHOICE_NAME, CHOICE_LABEL. */
str choice_name(const struct image *image, uint32_t fact, uint32_t value);
str choice_label(const struct image *image, uint32_t fact, uint32_t value);

/* Write a fact's value as people write it. */
void text_add_fact_value(
    struct text *text, const struct image *image, uint32_t fact, int32_t value);

/* The member of an object of facts: a JSON value of the fact's kind. */
void json_tree_value(
    struct json_out *json, const struct tree *tree, uint32_t fact, int32_t value);

/* Write the facts that are known as an object. */
void json_tree_facts(
    struct json_out *json, const struct tree *tree, const int32_t *facts);

/* An exact count with all its digits: as a member (a text where it is beyond
 * counting), or for people: "3,456". */
void json_count(struct json_out *json, str key, struct dd_count count);
void text_add_grouped_count(struct text *text, struct dd_count count);

/* How to show a value by how permissive it is: red, yellow or green. */
enum style value_style(uint32_t value, uint32_t count);
enum style value_block_style(uint32_t value, uint32_t count);

#endif
