/*
 * board_line: an open visit as a line of the board, and the words that the board's pages
 * have for what happened.
 */
#ifndef VESTIBULE_WEB_BOARD_LINE_H
#define VESTIBULE_WEB_BOARD_LINE_H

#include "web/door.h"

/* What a request asks to see: "school", "show" and "kind" of its query. */
struct visits_filter board_filter(const struct http_request *request);

/* Whether a request asks for exercises, as its "kind"; and that to choose from. */
enum visits_earnest earnest_asked(const struct http_request *request);
const struct choice_view *earnest_choices(struct caller *caller, size_t *count);

/* All words below are in the language of whoever asks, unless they say otherwise. */

/* Fill a line; values of private facts only where they may be seen. */
void board_line(const struct caller *caller, const struct visit *visit,
    bool sees_private, struct board_line_view *line);

/* The act that stating a fact is: facts of the Law Department have their own. */
enum may_act board_stating(const struct desk_fact *fact);

/* Whether they may state a fact that only a role may answer. */
bool board_may_answer(
    const struct caller *caller, const struct desk_fact *fact, str school);

/* The protocol's label of a role, without what stands in brackets behind it. */
str board_role(const struct caller *caller, str role);

/* The role that is called now for a duty. */
str board_lane(const struct visit_duty *duty);

/* In the time of the schools: "11:15", and as it is written in the record. */
str board_clock(const struct caller *caller, int64_t at);
str board_exact(const struct caller *caller, int64_t at);

/* With its day: "24 January 2025, 11:15". */
str board_moment(const struct caller *caller, int64_t at);

/* The time of a moment as the record writes it, with its date unless that is today. */
str board_written(const struct caller *caller, str written);

/* What a state of a duty means, with who answered; and how it looks. */
str board_duty_state(const struct caller *caller, const struct visit_duty *duty);
enum tone board_duty_tone(const struct visit_duty *duty);

/* What kind of thing happened, in English. */
str board_event(enum record_kind kind);

/* How somebody knows a fact: "read", or empty. */
str board_basis(const struct caller *caller, str basis);

/* What a fact's value is called: its label, "yes", a date. */
str board_value(const struct caller *caller, const struct desk_fact *fact,
    const struct json_value *value);

#endif
