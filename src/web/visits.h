/*
 * visits: what the pages of a visit share.
 *
 * A visit's pages lie below /visits/ID/.  Names of facts and roles, and their words, are
 * the protocol's; here they are only looked up.
 */
#ifndef VESTIBULE_WEB_VISITS_H
#define VESTIBULE_WEB_VISITS_H

#include "web/ask.h"
#include "web/door.h"
#include "web/papers.h"
#include "web/views_visit.h"

/* The visit that the address names, with which the caller may `act`. */
bool visit_asked(struct caller *caller, enum may_act act, const struct visit **out,
    struct err *err) MUST_USE;

/* The address of one of its pages; `tail` may be empty. */
str visit_address(struct arena *arena, const struct visit *visit, str tail);

/* Who does what the form says, under its key. */
struct deed {
    uint8_t key[KEEPER_KEY_BYTES];
    struct desk_act act;
};
bool visit_deed(struct caller *caller, const struct visit *visit, enum may_act act,
    struct deed *out, struct err *err) MUST_USE;

/* Whether it is asked how they know, and the basis that an answer is recorded with. */
bool asks_basis(const struct desk_fact *fact);
str basis_stated(const struct desk_fact *fact, str answer, str basis);

/* The facts of a form that hold also for who came along; `out` has room for all its
 * fields.  Returns how many. */
size_t shared_facts(const struct caller *caller, str *out);

/* Take the lines of what they wrote; each becomes a paragraph of the record. */
bool read_account(
    struct caller *caller, struct desk_ending *ending, struct err *err) MUST_USE;

/* ---- words ---- */

/* By the clocks of the schools: "11:15", "11:15:20", and for machines. */
str time_words(const struct caller *caller, int64_t at);
str second_words(const struct caller *caller, int64_t at);
str exact_words(const struct caller *caller, int64_t at);
str day_words(const struct caller *caller, int64_t at);

/* "11:20" of RFC 3339, and with the day when that is another than of `at`; empty when
 * it is none. */
str written_time(const struct caller *caller, str moment, int64_t at);

/* What a role is called; its name when the protocol has none such. */
str role_words(const struct caller *caller, str role);

/* A value of a fact as the protocol says it: its label, Yes, No, digits. */
str value_words(const struct caller *caller, const struct desk_fact *fact,
    const struct json_value *value);

/* The values of a fact to choose from, and how it is answered. */
const struct choice_view *fact_choices(
    struct arena *arena, const struct desk_fact *fact, str chosen, size_t *count);
enum answer_kind answer_kind_of(enum image_fact_kind kind);

/* How somebody may know it, to choose from; none when that is not asked. */
const struct choice_view *fact_bases(
    struct arena *arena, const struct desk_fact *fact, str chosen, size_t *count);

/* Its value now, as a form has it. */
str fact_chosen(const struct desk_fact *fact);

/* The role in which they answer a fact; empty when it is not theirs. */
str fact_role(const struct caller *caller, const struct visit *visit,
    const struct desk_fact *fact);

/* How somebody knows, in English: "I read it"; and of others, in the language of whoever
 * asks: "Ada read it". */
str basis_words(str basis);
str basis_told(const struct caller *caller, str basis, str who);

/* How they came: the record's name of what a form said, `door` when it said none; and in
 * words: "They telephone". */
str way_name(str way);
str way_words(str way);

/* How a visit ended: "They left", and what that means; nothing: there is no such end. */
str end_words(str end);
str end_hint(str end);

/* "Ada read it: “...”; recorded at 11:15:20"; without the words that were read or heard when
 * they are withheld. */
str statement_words(const struct caller *caller,
    const struct visit_statement *statement, bool withheld);

/* Add the very words that somebody read or heard, if they wrote them down. */
void add_quoted(struct text *text, str words);

/* Find a fact by name among those of desk_facts(); NULL. */
const struct desk_fact *find_fact(
    const struct desk_fact *facts, size_t count, str name);

str number_address(struct arena *arena, str number);

/* ---- parts of pages ---- */

/* How a value of an outcome looks.  The value that a protocol shows until more is known
 * is to wait; its last value, the most that it can allow, is yes; what stands before
 * waiting is no. */
struct outcome_look {
    enum tone tone;
    str label;
};
struct outcome_look outcome_look(const struct caller *caller, str outcome, str value);

/* A visit as a card of a list. */
struct visit_card_view visit_card(struct caller *caller, const struct visit *visit);

/* Whether a value is not theirs to read: see caller_sees_private(). */
bool is_withheld(const struct caller *caller, const struct visit *visit,
    const struct desk_fact *fact);

/* Texts, one after another. */
str joined_words(struct arena *arena, const struct visit_texts *texts);

/* The duties of a visit: those of the desk, or those for which others are called. */
struct duties_view duties_of(
    struct caller *caller, const struct visit *visit, bool of_the_desk);

/* A step of a call-out that says something new, and what it and a letter say. */
bool step_is_told(const struct visit *visit, size_t place);
void tell_step(struct caller *caller, const struct visit *visit,
    const struct visit_step *step, struct moment_view *out);
void tell_attempt(struct caller *caller, const struct visit_attempt *attempt,
    struct moment_view *out);

/* What is said beside a duty while its lane is called; nothing beside all but the first
 * of the lane. */
struct calling_view calling_of(const struct caller *caller, const struct visit *visit,
    const struct visit_duty *duty);

/* How a call went: "Ada called at 11:20, and nobody answered". */
str call_words(struct caller *caller, const struct visit_statement *called);

/* What was written down before it was corrected, by whom and why. */
str correction_words(struct caller *caller, const struct visit *visit,
    const struct desk_fact *fact, const struct visit_statement *statement);

/* The page of two who answered one question at once, but for what they answered. */
struct html both_answered(struct caller *caller, struct both_view *view);

/* Somebody else handed the visit over since the page was shown, or it ended: show both,
 * and lead who leaves it so to `keep`.  False, and `err` is as it was: something else is
 * wrong. */
bool show_not_handed(struct caller *caller, const struct desk_done *done,
    const struct desk_handing *handing, str keep, struct http_answer *answer,
    const struct err *err);

/* To whom a form hands the visit, with `words` for its words; false: to nobody. */
bool handing_sent(struct caller *caller, str *words, struct desk_handing *out);

/* Who looks after it. */
struct keeper_view keeper_of(struct caller *caller, const struct visit *visit);

/* The visit ended before the page was sent: show how, beside what was sent, which is in
 * words.  False, and `err` is as it was: something else is wrong. */
bool show_over(struct caller *caller, const struct visit *visit, const str *sent,
    size_t count, struct http_answer *answer, const struct err *err);

/* Messages, and the form for one more; those that somebody must still read, who is led to
 * the page `then` names: answer, question, board. */
struct messages_view messages_of(struct caller *caller, const struct visit *visit);
struct news_view news_of(const struct messages_view *messages, str then);

/* Whether a message was read: "Read by Ada at 11:20", "Not read yet". */
str message_state(const struct caller *caller, const struct visit_message *message);

/* What the message said that an entry of the timeline says was read; empty: it is not
 * there any more. */
str message_words(
    struct caller *caller, const struct visit *visit, const struct visit_entry *entry);

/* Where it is told live what happens to a visit; empty: nowhere for them. */
str visit_events(const struct caller *caller, const struct visit *visit);

/* The timeline, oldest first. */
struct timeline_view timeline_of(struct caller *caller, const struct visit *visit);

/* The rules that made the answer, with their sources. */
size_t reasons_of(const struct caller *caller, const struct desk_answer *answer,
    const struct reason_view **out);

/* What was stated and counts, with who and how.  `change`: with links to change it, and
 * this behind each, "?end=left" or nothing; NULL: without. */
struct summary_view facts_of(
    struct caller *caller, const struct visit *visit, str title, const str *change);

/* What is said of an outcome that is not known yet. */
extern const str until_known;

/* A rule of an image, with its source. */
struct reason_view reason_of_rule(
    const struct caller *caller, const struct image *image, uint32_t rule);

/* How a visit can end. */
const struct choice_view *ends_to_choose(struct arena *arena, size_t *count);

/* The roles of the protocol that can be telephoned. */
size_t numbers_of(const struct caller *caller, const struct number_view **out);

/* The verdict on each outcome; and all of them in a line: "Let them in · May they go
 * alone? No". */
struct verdicts_view verdicts_of(
    struct caller *caller, const struct desk_answer *answer);
str answer_words(const struct caller *caller, const struct desk_answer *answer);

/* The same of a decision as it was recorded, in the order of the protocol; `out` has room
 * for each outcome. */
size_t decided_verdicts(const struct caller *caller, const struct json_value *outcomes,
    struct verdict_view *out);
str decided_words(const struct caller *caller, const struct json_value *outcomes);

/* The next question for somebody of this role; NULL: there is none that they were not
 * asked before. */
const struct desk_fact *next_question(const struct desk_answer *answer, str role);

#endif
