/*
 * door: who is let in to which page.
 *
 * Every page is a row that says for whom it is; the rest is protocols/roles.md.  Before
 * a row's handler runs, it is known who asks, a form has been read, and its token against
 * forgery holds.  A row can only ask whether somebody may do such a thing at all: whether
 * they may with what they ask for, at its school, the handler asks with caller_may().
 */
#ifndef VESTIBULE_WEB_DOOR_H
#define VESTIBULE_WEB_DOOR_H

#include "web/cookie.h"
#include "web/site.h"

/* Who asks, and what for.  Lasts as long as the request. */
struct caller {
    const struct http_request *request;
    struct site *site;
    struct arena *arena;
    const struct tongue *tongue;   /* the language that they read */
    bool is_known;                 /* signed in */
    struct people_session session; /* if so */
    bool is_fresh;                 /* by a proxy, with this request */
    str token;                     /* the session's */
    bool on_device;                /* in the browser of an enrolled desk */
    struct people_device device;   /* if so */
    str device_token;
    struct http_pairs form; /* of a POST */
    str practice_at; /* the school of the exercise that the page is of, or empty */
    struct http_pairs files; /* that came with it: bytes, and not what they call
                                themselves */
};

enum door_for { DOOR_ANYONE, DOOR_SIGNED_IN, DOOR_MAY };

struct door {
    enum http_method method;
    str pattern;
    enum door_for let;
    enum may_act act; /* DOOR_MAY */
    bool (*show)(struct caller *caller, struct http_answer *answer, struct err *err);
};

/* Of a form, of one with a paper in it, and of one with a document. */
enum {
    DOOR_FORM_MAX = HTTP_BODY_SMALL,
    DOOR_PAPER_MAX = PAPER_BYTES_MAX + 16 * 1024,
    DOOR_DRAFT_MAX = 3 * DRAFT_BYTES_MAX + 16 * 1024
};

/* All of them, in doors.c. */
extern const struct door doors[];
extern const size_t door_count;

/* The handler of every row. */
bool door_show(
    const struct http_request *request, struct http_answer *answer, struct err *err);

/* How long a body a row takes: only those for papers and for drafts take a large one, and
 * that from those alone who are signed in and may do what the row is for somewhere. */
size_t door_body_limit(const struct door *door);
bool door_admits(const struct http_request *request);

/* Somebody unknown came to a page for those who are known: ask them to sign in. */
bool sign_in_first(
    struct caller *caller, struct http_answer *answer, struct err *err) MUST_USE;

/* Say that something was not done: why, and what would change it.  `err` has a kind; when
 * it is ERR_DENIED its text may be the name of an act. */
void refuse(
    const struct caller *caller, const struct err *err, struct http_answer *answer);

/* ---- what handlers ask ---- */

/* Whether they may do this with what belongs to `school` (empty: to none). */
bool caller_may(const struct caller *caller, enum may_act act, str school);

/* Whether they may approve an edition of which they wrote some, or nothing. */
bool caller_may_pass(const struct caller *caller, bool is_own);

/* Whether they have a role that may do it with something of its own. */
bool caller_may_some(const struct caller *caller, enum may_act act);

/* The same as caller_may, as an answer: ERR_DENIED says what could not be done. */
bool caller_must(const struct caller *caller, enum may_act act, str school,
    struct err *err) MUST_USE;

/* Whether they may see the values of private facts: who may read a paper, which names
 * people, may. */
bool caller_sees_private(const struct caller *caller, str school);

/* The role of the entry protocol in which they do it: of the first role that may. */
str caller_role(const struct caller *caller, enum may_act act, str school);

/* The schools at which they may open a visit, each once. */
size_t caller_schools(const struct caller *caller, str out[PEOPLE_ROLES_MAX]);

/* The school whose desk they are at: the device's, the one they chose, or the only one of
 * their rights; empty: the district. */
str caller_school(const struct caller *caller);

/* A field of the form, trimmed; empty when it is not there.  A secret is not trimmed. */
str caller_field(const struct caller *caller, str name);
str caller_secret(const struct caller *caller, str name);

/* Whether the form has this field with this value: a box that is ticked. */
bool caller_ticked(const struct caller *caller, str name, str value);

/* English words in their language, with values in place of %1, %2 ...; and what is said of
 * so many, for which SAY_COUNT gives `one` and `many`. */
str caller_say(
    const struct caller *caller, str english, const str *values, size_t count);
str caller_count(const struct caller *caller, str one, str many, uint64_t number);

/* An error as a sentence in their language, or marked as English. */
str caller_wrong(const struct caller *caller, const struct err *err);

/* A page in their name; and a form of theirs, with a new key. */
struct html caller_page(
    const struct caller *caller, str title, struct frame_view *frame);
struct form_view caller_form(const struct caller *caller, str action);

/* The key that a form came with.  ERR_INVALID: it is none of ours. */
bool caller_key(const struct caller *caller, uint8_t key[KEEPER_KEY_BYTES],
    struct err *err) MUST_USE;

/* ---- handlers, by file ---- */

/* about.c */
bool show_about(struct caller *caller, struct http_answer *answer, struct err *err);

/* sign_in.c */
bool show_sign_in(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_password(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_pin(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_other_way(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_code(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_sign_out(struct caller *caller, struct http_answer *answer, struct err *err);

/* sample.c */
bool show_try(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_try(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_try_desk(struct caller *caller, struct http_answer *answer, struct err *err);

/* link.c */
bool show_link(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_link(struct caller *caller, struct http_answer *answer, struct err *err);

/* account.c, account_step.c */
bool show_account(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_session(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_new_password(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_new_password(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_new_pin(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_new_pin(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_step(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_step(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_step_code(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_step_off(struct caller *caller, struct http_answer *answer, struct err *err);

/* sign_in_passkey.c */
bool take_passkey(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_passkey_step(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* sign_in_provider.c */
bool go_to_provider(struct caller *caller, struct http_answer *answer, struct err *err);
bool go_and_bind(struct caller *caller, struct http_answer *answer, struct err *err);
bool come_back(struct caller *caller, struct http_answer *answer, struct err *err);
bool wait_for_provider(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* account_passkey.c */
bool show_new_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_new_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_made_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_remove_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_remove_passkey(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* account_provider.c */
bool show_provider(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_provider(struct caller *caller, struct http_answer *answer, struct err *err);

/* access_log.c */
bool show_access_log(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* people.c */
bool show_people(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_invite(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_invite(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_person(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_rights(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_rights(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_reset(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_state(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_leave(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_leave(struct caller *caller, struct http_answer *answer, struct err *err);

/* push.c */
bool show_push(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_push(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_push_off(struct caller *caller, struct http_answer *answer, struct err *err);

/* roster.c */
bool show_roster(struct caller *caller, struct http_answer *answer, struct err *err);

/* roster_person.c */
bool show_new_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_new_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_roster_person(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_roster_change_person(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_roster_change_person(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_roster_gone(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_roster_gone(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* roster_contact.c */
bool show_new_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_new_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool remove_roster_contact(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* roster_code.c */
bool send_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_roster_code(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* roster_duties.c */
bool show_roster_week(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool end_roster_week(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_roster_change(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool end_roster_change(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_roster_absence(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool end_roster_absence(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* roster_duty.c */
bool show_new_week(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_new_week(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_new_change(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_new_change(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_new_absence(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_new_absence(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* device.c */
bool show_devices(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_device(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_remove_device(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_allow_device(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_allow_device(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_enrol(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_enrol(struct caller *caller, struct http_answer *answer, struct err *err);

/* start.c */
bool show_start(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_schools(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_school(struct caller *caller, struct http_answer *answer, struct err *err);

/* exercise.c */
bool show_exercise(struct caller *caller, struct http_answer *answer, struct err *err);
bool begin_exercise(struct caller *caller, struct http_answer *answer, struct err *err);
bool end_exercise(struct caller *caller, struct http_answer *answer, struct err *err);

/* visit_ask.c */
bool open_visit(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_visit(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_question(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_answer(struct caller *caller, struct http_answer *answer, struct err *err);

/* visit_answer.c */
bool show_answer(struct caller *caller, struct http_answer *answer, struct err *err);
bool answer_duty(struct caller *caller, struct http_answer *answer, struct err *err);

/* visit_message.c */
bool send_message(struct caller *caller, struct http_answer *answer, struct err *err);
bool mark_read(struct caller *caller, struct http_answer *answer, struct err *err);

/* visit_with.c */
bool show_facts(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_with(struct caller *caller, struct http_answer *answer, struct err *err);

/* visit_call.c, visit_keeper.c, visit_correct.c */
bool say_call(struct caller *caller, struct http_answer *answer, struct err *err);
bool pass_visit_on(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_correction(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_correction(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* visit_paper.c */
bool show_papers(struct caller *caller, struct http_answer *answer, struct err *err);
bool attach_paper(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_paper(struct caller *caller, struct http_answer *answer, struct err *err);
bool send_paper(struct caller *caller, struct http_answer *answer, struct err *err);

/* visit_end.c */
bool show_end(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_check(struct caller *caller, struct http_answer *answer, struct err *err);
bool end_visit(struct caller *caller, struct http_answer *answer, struct err *err);

/* visit_record.c */
bool show_record(struct caller *caller, struct http_answer *answer, struct err *err);

/* offline.c, away.c, outbox.c */
bool show_offline(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_image(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_state(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_outbox(struct caller *caller, struct http_answer *answer, struct err *err);

/* board.c, board_live.c */
bool show_board(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_board_events(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* called.c */
bool show_called(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_called(struct caller *caller, struct http_answer *answer, struct err *err);

/* board_visit.c, board_act.c */
bool show_visit_file(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool take_duty(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_fact(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_message(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_handing_over(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* history.c */
bool show_history(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_history_table(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* protocol.c, protocol_read.c */
bool show_protocols(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_protocol(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_protocol_source(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* protocol_chart.c, protocol_proofs.c */
bool show_protocol_chart(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_protocol_picture(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_protocol_proofs(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* drafts.c, draft_page.c, draft_act.c */
bool show_drafts(struct caller *caller, struct http_answer *answer, struct err *err);
bool begin_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool save_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool compare_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool prove_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool ask_for_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool take_draft_back(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool renew_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool drop_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool approve_draft(struct caller *caller, struct http_answer *answer, struct err *err);
bool send_draft_back(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* editions.c, edition_page.c */
bool show_editions(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_edition(struct caller *caller, struct http_answer *answer, struct err *err);
bool show_edition_source(
    struct caller *caller, struct http_answer *answer, struct err *err);
bool show_edition_proofs(
    struct caller *caller, struct http_answer *answer, struct err *err);

/* compare.c */
bool show_compare(struct caller *caller, struct http_answer *answer, struct err *err);

/* protocol_try.c */
bool show_protocol_try(
    struct caller *caller, struct http_answer *answer, struct err *err);

#endif
