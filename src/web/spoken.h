/*
 * spoken: the words of protocols in the languages of the pages.
 *
 * Beside a document NAME.md may lie NAME.CODE.mo, which msgfmt makes of a translation of
 * what `vestibule strings NAME.md` writes.  A text that it does not have, or that was
 * changed in the document since, is said as the document has it, and marked as of its
 * language (tongue_mark).  What is said to the
 * people at the door, and what the law says, stays as it is; a translation stands beside.
 */
#ifndef VESTIBULE_WEB_SPOKEN_H
#define VESTIBULE_WEB_SPOKEN_H

#include "app/app.h"
#include "web/tongue.h"

struct caller;

struct spoken_item {
    str protocol;
    const struct tongue *tongue;
    str catalogue;
};

struct spoken {
    struct arena arena;
    struct spoken_item *items;
    size_t count;
};

/* Read every NAME.CODE.mo of a folder.  ERR_INVALID: the pages have no language CODE;
 * ERR_CORRUPT: it is none that msgfmt made; ERR_IO, ERR_LIMIT. */
bool spoken_read(struct spoken *out, str folder, struct err *err) MUST_USE;
void spoken_clear(struct spoken *spoken);

/* A text of a protocol, as the template has it: `kind` "fact", "value", "role" ..., whose
 * it is, and of a value which. */
struct spoken_text {
    str kind;
    str name;
    str part;
    str words;
};
str spoken_say(
    const struct caller *caller, str protocol, const struct spoken_text *text);

/* Words of a document that nobody translates, marked as its language. */
str spoken_as_written(const struct caller *caller, str words);

/* What the desk says, in the language of whoever asks: all but what is to be said to the
 * people at the door.  Arguments and errors as those of app/desk.h. */
bool spoken_answer(struct caller *caller, const struct visit *visit,
    struct desk_answer *out, struct err *err) MUST_USE;
bool spoken_fact(const struct caller *caller, const struct visit *visit, str name,
    struct desk_fact *out, struct err *err) MUST_USE;
size_t spoken_facts(
    struct caller *caller, const struct visit *visit, struct desk_fact **out);
size_t spoken_turns(
    struct caller *caller, const struct visit *visit, struct desk_turn **out);

/* What a duty asks for, and what the words to be said mean; empty: they are said in the
 * language that is read. */
str spoken_duty(const struct caller *caller, const struct visit_duty *duty);
str spoken_meaning(const struct caller *caller, str protocol, str says);

/* A heading and a quote that a rule rests on. */
str spoken_heading(const struct caller *caller, str heading);
str spoken_quote(const struct caller *caller, str quote);

/* The names of roles and acts, of the protocol of roles. */
str spoken_account_role(const struct caller *caller, str role);
str spoken_act(const struct caller *caller, enum may_act act);

#endif
