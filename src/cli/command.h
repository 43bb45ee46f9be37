/*
 * command: what the program can be asked to do, as rows of tables.
 *
 * A command is a row of commands.c, an option a row of options.c; parsing, usage,
 * help, completion and the manual's check all come from these rows.  A command
 * reads its session and fills session->out; cli.c writes that, reports errors, once,
 * and chooses the exit status.
 */
#ifndef VESTIBULE_CLI_COMMAND_H
#define VESTIBULE_CLI_COMMAND_H

#include "base/base.h"
#include "cli/page.h"

/* What the program says by its exit status; what an error leads to is in
 * base/failure.c. */
enum status {
    STATUS_YES = 0, /* yes, or done */
    STATUS_NO = 1,  /* a sound answer that is "no" */
    STATUS_USAGE = 2,
    STATUS_INVALID = 3,
    STATUS_DENIED = 4,
    STATUS_NOT_FOUND = 5,
    STATUS_CONFLICT = 6,
    STATUS_LIMIT = 7,
    STATUS_IO = 8,
    STATUS_CORRUPT = 9,
    STATUS_BUG = 70,
};

enum status status_of(enum err_kind kind);
str status_words(enum status status);

enum option_id {
    OPTION_ALL,
    OPTION_AT,
    OPTION_AUTHORITY,
    OPTION_BY,
    OPTION_CALENDAR,
    OPTION_CERTIFICATE,
    OPTION_CHECK,
    OPTION_COLOR,
    OPTION_DATA,
    OPTION_DAYS,
    OPTION_END,
    OPTION_EXERCISE,
    OPTION_FAIL_IF_LOOSER,
    OPTION_FIELD,
    OPTION_FORMAT,
    OPTION_HELP,
    OPTION_JSON,
    OPTION_KEY,
    OPTION_LAST,
    OPTION_LEAF_KEY,
    OPTION_LIMIT,
    OPTION_ORIGIN,
    OPTION_LISTEN,
    OPTION_NAME,
    OPTION_OUTCOME,
    OPTION_OUTPUT,
    OPTION_PAGE,
    OPTION_POLICY,
    OPTION_PRIVATE_KEY,
    OPTION_PROXY_PEER,
    OPTION_PROXY_SECRET_FILE,
    OPTION_PROXY_USER_HEADER,
    OPTION_PUBLISHED,
    OPTION_QUIET,
    OPTION_REPAIR,
    OPTION_REASON,
    OPTION_RECORD,
    OPTION_REQUEST,
    OPTION_SAMPLE,
    OPTION_SCHEDULE,
    OPTION_RETIRE,
    OPTION_ROLE,
    OPTION_STDIO,
    OPTION_SUMMARY,
    OPTION_TSA,
    OPTION_TSA_CA,
    OPTION_VALUE,
    OPTION_VISIT,
    OPTION_WITHHOLD,
    OPTION_WHY,
    OPTION_WITHOUT_WITNESS,
    OPTION_WRITE,
    OPTION_ZONE,
    OPTION_COUNT
};

struct option {
    str name;    /* without its dashes */
    char letter; /* of the short form, or 0 */
    str value;   /* what follows it, in capitals; empty for a flag */
    str help;
};

/* A set of options: 1ull << option_id each. */
typedef uint64_t option_set;

extern const struct option options[OPTION_COUNT];

/* The options that every command takes. */
extern const option_set common_options;

/* Those that may be given several times: their values stand in session->given, a line
 * each. */
extern const option_set repeated_options;

/* What a command is called with, and what it answers. */
struct session {
    const struct command *command;
    struct arena *arena; /* lasts as long as the command */
    str *arguments;
    size_t argument_count;
    str given[OPTION_COUNT]; /* ptr is NULL when it was not given */
    bool json;
    bool quiet;
    struct page out;  /* the answer, for standard output */
    struct page talk; /* for standard error */
    enum status status;
};

struct command {
    str name; /* one word, or two with a space between */
    str summary;
    str usage; /* what follows the name */
    str about;
    str exits; /* a line a status */
    str example;
    option_set options; /* besides the common ones */
    uint32_t least;     /* arguments */
    uint32_t most;
    bool (*run)(struct session *session, struct err *err);
};

/* The table, in the order of the help page. */
const struct command *command_rows(size_t *count);

/* Find the command that some words begin with, one or two; `*used` tells how many name
 * it.  NULL when there is none. */
const struct command *command_find(const str *words, size_t count, size_t *used);

/* Commands of two words that share the first, such as `log verify`. */
struct command_group {
    str name;
    str summary;
};

/* Find the group of a first word; NULL when it has none. */
const struct command_group *group_find(str name);

/* The part of a command's name before, and behind, its space; the second may be empty. */
str command_first(const struct command *command);
str command_second(const struct command *command);

/* Say that there is no such command, and which was meant.  Always false. */
bool command_missing(str words, struct err *err);

/*
 * Read the words after a command's name into session->given and ->arguments.
 * ERR_USAGE, with the nearest option there is.
 */
bool options_read(
    struct session *session, const str *words, size_t count, struct err *err) MUST_USE;

bool option_given(const struct session *session, enum option_id option);

/* Write out what stands in session->out, and session->talk, and empty them. */
bool session_flush(struct session *session, struct err *err) MUST_USE;

/* Answer with `made`: in the file that --output names, whole or not at all, or on
 * standard output. */
bool session_deliver(struct session *session, str made, struct err *err) MUST_USE;

/* Read --listen, ADDRESS:PORT; the address of IPv6 may stand in brackets.  ERR_USAGE. */
bool session_listen(const struct session *session, str *address, uint16_t *port,
    struct err *err) MUST_USE;

/* Write lines to standard error unless --quiet. */
void session_talk(struct session *session, str words);

/* Run the program on the words after its name. */
enum status cli_run(struct arena *arena, const str *words, size_t count);

/* Pages of help.c and completion.c. */
void help_overview(struct page *page);
void help_command(struct page *page, const struct command *command);
void help_usage(struct page *page, const struct command *command);
void help_all(struct page *page);
str program_version(void);
bool completion_write(struct text *text, str shell);

/* ---- one a file ---- */

bool run_ask(struct session *session, struct err *err) MUST_USE;
bool run_backup(struct session *session, struct err *err) MUST_USE;
bool run_build(struct session *session, struct err *err) MUST_USE;
bool run_cases(struct session *session, struct err *err) MUST_USE;
bool run_check(struct session *session, struct err *err) MUST_USE;
bool run_codes(struct session *session, struct err *err) MUST_USE;
bool run_completion(struct session *session, struct err *err) MUST_USE;
bool run_day(struct session *session, struct err *err) MUST_USE;
bool run_decide(struct session *session, struct err *err) MUST_USE;
bool run_diff(struct session *session, struct err *err) MUST_USE;
bool run_draw(struct session *session, struct err *err) MUST_USE;
bool run_fmt(struct session *session, struct err *err) MUST_USE;
bool run_help(struct session *session, struct err *err) MUST_USE;
bool run_log_add(struct session *session, struct err *err) MUST_USE;
bool run_log_export(struct session *session, struct err *err) MUST_USE;
bool run_log_fsck(struct session *session, struct err *err) MUST_USE;
bool run_log_import(struct session *session, struct err *err) MUST_USE;
bool run_log_new(struct session *session, struct err *err) MUST_USE;
bool run_log_prove(struct session *session, struct err *err) MUST_USE;
bool run_log_publish(struct session *session, struct err *err) MUST_USE;
bool run_log_tail(struct session *session, struct err *err) MUST_USE;
bool run_log_disclose(struct session *session, struct err *err) MUST_USE;
bool run_log_erase(struct session *session, struct err *err) MUST_USE;
bool run_log_hold(struct session *session, struct err *err) MUST_USE;
bool run_log_cosign(struct session *session, struct err *err) MUST_USE;
bool run_log_rotate_key(struct session *session, struct err *err) MUST_USE;
bool run_log_verify(struct session *session, struct err *err) MUST_USE;
bool run_log_watch(struct session *session, struct err *err) MUST_USE;
bool run_callouts_audit(struct session *session, struct err *err) MUST_USE;
bool run_lsp(struct session *session, struct err *err) MUST_USE;
bool run_people_invite(struct session *session, struct err *err) MUST_USE;
bool run_people_list(struct session *session, struct err *err) MUST_USE;
bool run_people_lock(struct session *session, struct err *err) MUST_USE;
bool run_people_reset(struct session *session, struct err *err) MUST_USE;
bool run_people_unlock(struct session *session, struct err *err) MUST_USE;
bool run_prove(struct session *session, struct err *err) MUST_USE;
bool run_replay(struct session *session, struct err *err) MUST_USE;
bool run_restore(struct session *session, struct err *err) MUST_USE;
bool run_roster_gaps(struct session *session, struct err *err) MUST_USE;
bool run_roster_import(struct session *session, struct err *err) MUST_USE;
bool run_roster_show(struct session *session, struct err *err) MUST_USE;
bool run_serve(struct session *session, struct err *err) MUST_USE;
bool run_strings(struct session *session, struct err *err) MUST_USE;
bool run_version(struct session *session, struct err *err) MUST_USE;
bool run_why_not(struct session *session, struct err *err) MUST_USE;
bool run_witness(struct session *session, struct err *err) MUST_USE;

#endif
