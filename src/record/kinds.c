/*
 * The table.  Every row of a field: name, type, how it is kept, whether it is needed,
 * its limit, its words, and one line of help.
 *
 * A field is sealed unless everybody must be able to check it without asking anyone:
 * which edition decided, which keys sign, what was erased.  There is no field for
 * immigration status, nationality or place of birth, and there never will be.
 * Longest texts are in characters.
 */
#include "record/kinds.h"

#include "json/json.h"

enum { MAY, MUST };

/* clang-format off */
static const struct record_kind_row rows[RECORD_KIND_COUNT] = {
[RECORD_VISIT_OPENED] = {STR_INIT("visit_opened"), RECORD_IN_VISIT, 8,
    STR_INIT("Somebody asks to come in, calls or writes."), {
    {STR_INIT("school"), RECORD_TEXT, RECORD_KEEP_VISIT, MUST, 120, {0}, STR_INIT("the school, by its name or number")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who opened it: a name or a post")},
    {STR_INIT("way"), RECORD_CHOICE, RECORD_KEEP_VISIT, MUST, 0, STR_INIT("door grounds bus event telephone letter online"), STR_INIT("how they came")},
    {STR_INIT("people"), RECORD_INTEGER, RECORD_KEEP_PEOPLE, MAY, 999, {0}, STR_INIT("how many came")},
    {STR_INIT("with"), RECORD_TEXT, RECORD_KEEP_VISIT, MAY, 22, {0}, STR_INIT("the visit of somebody they came with; each of a party is judged for themselves")},
    {STR_INIT("so_at"), RECORD_MOMENT, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("when it was so, by the clock at the desk")},
    {STR_INIT("account"), RECORD_PARAGRAPHS, RECORD_KEEP_VISIT, MAY, 32, {0}, STR_INIT("what happened, in words")},
}},
[RECORD_FACT_STATED] = {STR_INIT("fact_stated"), RECORD_IN_VISIT, 12,
    STR_INIT("Somebody states a fact. A later statement supersedes it and never erases it."), {
    {STR_INIT("fact"), RECORD_NAME, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("a fact of the protocol, or one that is only noted, such as badge_number")},
    {STR_INIT("value"), RECORD_VALUE, RECORD_KEEP_PEOPLE, MUST, 200, {0}, STR_INIT("its value; null when it is no longer known")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who states it: a name or a post")},
    {STR_INIT("role"), RECORD_NAME, RECORD_KEEP_STAFF, MAY, 64, {0}, STR_INIT("the protocol's role in which they state it")},
    {STR_INIT("basis"), RECORD_CHOICE, RECORD_KEEP_VISIT, MUST, 0, STR_INIT("read seen told inferred confirmed assumed"), STR_INIT("how they know it")},
    {STR_INIT("source"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MAY, 200, {0}, STR_INIT("who told it, what it was read on, which number was called back")},
    {STR_INIT("words"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MAY, 1000, {0}, STR_INIT("the very words that were read or heard")},
    {STR_INIT("so_at"), RECORD_MOMENT, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("when it was so, by the clock at the desk")},
}},
[RECORD_DECISION_MADE] = {STR_INIT("decision_made"), RECORD_IN_VISIT, 12,
    STR_INIT("The protocol decides. With the edition's image, what is recorded decides the same again."), {
    {STR_INIT("edition"), RECORD_SHA256, RECORD_KEEP_CLEAR, MUST, 0, {0}, STR_INIT("the image that decided")},
    {STR_INIT("as_of"), RECORD_MOMENT, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the moment it was decided for, in the school's own time")},
    {STR_INIT("facts"), RECORD_FACTS, RECORD_KEEP_PEOPLE, MUST, 256, {0}, STR_INIT("every fact that was known, also those from clock and calendar")},
    {STR_INIT("outcomes"), RECORD_FACTS, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("the value of every outcome")},
    {STR_INIT("open"), RECORD_NAMES, RECORD_KEEP_VISIT, MAY, 64, {0}, STR_INIT("the outcomes that are not yet known; their value is that until known")},
    {STR_INIT("rules"), RECORD_NAMES, RECORD_KEEP_VISIT, MUST, 256, {0}, STR_INIT("the rules that stand")},
    {STR_INIT("answer"), RECORD_SHA256, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("of the whole answer as JSON")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("who asked for it")},
}},
[RECORD_DUTY_RAISED] = {STR_INIT("duty_raised"), RECORD_IN_VISIT, 8,
    STR_INIT("A decision, or a person, asks somebody to act."), {
    {STR_INIT("duty"), RECORD_NAME, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("the protocol's name for it")},
    {STR_INIT("to"), RECORD_NAME, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("the role that must act")},
    {STR_INIT("otherwise"), RECORD_NAME, RECORD_KEEP_VISIT, MAY, 64, {0}, STR_INIT("the role after it")},
    {STR_INIT("text"), RECORD_TEXT, RECORD_KEEP_VISIT, MUST, 500, {0}, STR_INIT("what is to be done, as it was shown")},
    {STR_INIT("due"), RECORD_MOMENT, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("by when")},
    {STR_INIT("decision"), RECORD_INTEGER, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("the decision's number in this visit")},
    {STR_INIT("ladder"), RECORD_SHA256, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("of the calling order in force, as it stood then")},
}},
[RECORD_DUTY_ACKNOWLEDGED] = {STR_INIT("duty_acknowledged"), RECORD_IN_VISIT, 8,
    STR_INIT("Somebody takes a duty on, or says that it is done."), {
    {STR_INIT("duty"), RECORD_NAME, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("the protocol's name for it")},
    {STR_INIT("raised"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the number in this visit of the event that raised it")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who acknowledges: a name or a post")},
    {STR_INIT("role"), RECORD_NAME, RECORD_KEEP_STAFF, MAY, 64, {0}, STR_INIT("the role they act in")},
    {STR_INIT("channel"), RECORD_CHOICE, RECORD_KEEP_VISIT, MAY, 0, STR_INIT("screen telephone text_message email push in_person"), STR_INIT("how they answered")},
    {STR_INIT("done"), RECORD_BOOL, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("whether it is done, not only taken on")},
    {STR_INIT("until"), RECORD_MOMENT, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("when it lapses unless something happens")},
}},
[RECORD_DUTY_EXPIRED] = {STR_INIT("duty_expired"), RECORD_IN_VISIT, 8,
    STR_INIT("Nobody answered in time, or an acknowledgement lapsed."), {
    {STR_INIT("duty"), RECORD_NAME, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("the protocol's name for it")},
    {STR_INIT("raised"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the number in this visit of the event that raised it")},
    {STR_INIT("why"), RECORD_CHOICE, RECORD_KEEP_VISIT, MUST, 0, STR_INIT("no_answer nobody_on_duty not_deliverable acknowledgement_lapsed"), STR_INIT("what went wrong")},
    {STR_INIT("step"), RECORD_INTEGER, RECORD_KEEP_VISIT, MAY, 999, {0}, STR_INIT("the step of the calling order that had been reached")},
    {STR_INIT("next"), RECORD_NAME, RECORD_KEEP_VISIT, MAY, 64, {0}, STR_INIT("the role that is called now")},
    {STR_INIT("instruction"), RECORD_TEXT, RECORD_KEEP_VISIT, MAY, 500, {0}, STR_INIT("what the screen at the desk said from then on")},
}},
[RECORD_CALLOUT_OPENED] = {STR_INIT("callout_opened"), RECORD_IN_VISIT, 8,
    STR_INIT("Calling begins: of one role in one visit, by the calling order as it stands then."), {
    {STR_INIT("lane"), RECORD_NAME, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("the role that must act")},
    {STR_INIT("raised"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the number in this visit of the event that asked for it first")},
    {STR_INIT("order"), RECORD_PARAGRAPHS, RECORD_KEEP_VISIT, MUST, 24, {0}, STR_INIT("the calling order, line by line: who is called, after how many seconds, by what")},
    {STR_INIT("roster"), RECORD_SHA256, RECORD_KEEP_STAFF, MAY, 0, {0}, STR_INIT("of the roster as it stood then")},
}},
[RECORD_CALLOUT_STEP] = {STR_INIT("callout_step"), RECORD_IN_VISIT, 8,
    STR_INIT("A step of a calling order is taken, or those who were called are told something more."), {
    {STR_INIT("callout"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the number in this visit of the event that opened the call-out")},
    {STR_INIT("what"), RECORD_CHOICE, RECORD_KEEP_VISIT, MUST, 0, STR_INIT("call news end"), STR_INIT("call: a step; news: one more duty for whoever was called; end: the visit is over")},
    {STR_INIT("round"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("how often the order had begun anew")},
    {STR_INIT("step"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 99, {0}, STR_INIT("which step of it, from 0; of news and the end: the last one")},
    {STR_INIT("letters"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 999, {0}, STR_INIT("how many letters were written; 0: there was nobody to write to")},
    {STR_INIT("called"), RECORD_PARAGRAPHS, RECORD_KEEP_STAFF, MAY, 64, {0}, STR_INIT("who is called, and by what; or why somebody cannot be")},
    {STR_INIT("instruction"), RECORD_TEXT, RECORD_KEEP_VISIT, MAY, 500, {0}, STR_INIT("what the screen at the desk said from then on")},
}},
[RECORD_CALL_ATTEMPTED] = {STR_INIT("call_attempted"), RECORD_IN_VISIT, 12,
    STR_INIT("A letter of a call-out was handed over, or could not be. That it was handed over does not say that anybody read it."), {
    {STR_INIT("callout"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the number in this visit of the event that opened the call-out")},
    {STR_INIT("step"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the number in this visit of the step that it belongs to")},
    {STR_INIT("letter"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 999, {0}, STR_INIT("which of its letters, from 0")},
    {STR_INIT("to"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("a person by name, or a webhook")},
    {STR_INIT("channel"), RECORD_CHOICE, RECORD_KEEP_VISIT, MUST, 0, STR_INIT("push text voice mail webhook"), STR_INIT("by what")},
    {STR_INIT("attempt"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 999, {0}, STR_INIT("the how-manieth attempt, from 1")},
    {STR_INIT("result"), RECORD_CHOICE, RECORD_KEEP_VISIT, MUST, 0, STR_INIT("handed later never"), STR_INIT("handed: somebody passes it on; later: it will be tried again; never: it reaches nobody")},
    {STR_INIT("why"), RECORD_TEXT, RECORD_KEEP_VISIT, MAY, 200, {0}, STR_INIT("what went wrong")},
    {STR_INIT("reference"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("what a gateway or a webhook knows it by")},
}},
[RECORD_DOCUMENT_ATTACHED] = {STR_INIT("document_attached"), RECORD_ANYWHERE, 16,
    STR_INIT("A paper was shown or handed over. The file is kept elsewhere; this is its digest."), {
    {STR_INIT("file"), RECORD_SHA256, RECORD_KEEP_PEOPLE, MAY, 0, {0}, STR_INIT("of the file; missing when no copy could be made")},
    {STR_INIT("media"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MAY, 100, {0}, STR_INIT("its media type, such as image/jpeg")},
    {STR_INIT("bytes"), RECORD_INTEGER, RECORD_KEEP_PEOPLE, MAY, 0, {0}, STR_INIT("its length")},
    {STR_INIT("pages"), RECORD_INTEGER, RECORD_KEEP_PEOPLE, MAY, 9999, {0}, STR_INIT("how many pages the paper has")},
    {STR_INIT("title"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MUST, 200, {0}, STR_INIT("what it calls itself")},
    {STR_INIT("form"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MAY, 40, {0}, STR_INIT("the number of the form as printed, such as AO 93 or I-200")},
    {STR_INIT("appears"), RECORD_CHOICE, RECORD_KEEP_PEOPLE, MAY, 0, STR_INIT("search_warrant arrest_warrant court_order subpoena grand_jury_subpoena administrative_warrant detainer administrative_subpoena consent identification card letter other unreadable"), STR_INIT("what it appears to be; counsel decides what it is")},
    {STR_INIT("copy"), RECORD_CHOICE, RECORD_KEEP_PEOPLE, MUST, 0, STR_INIT("original photocopy photograph file described"), STR_INIT("what the school has of it")},
    {STR_INIT("from"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MAY, 200, {0}, STR_INIT("who handed it over")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who took it: a name or a post")},
    {STR_INIT("so_at"), RECORD_MOMENT, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("when it was so, by the clock at the desk")},
    {STR_INIT("advice"), RECORD_PARAGRAPHS, RECORD_KEEP_COUNSEL, MAY, 32, {0}, STR_INIT("what counsel says of it; privileged")},
}},
[RECORD_MESSAGE_SENT] = {STR_INIT("message_sent"), RECORD_IN_VISIT, 8,
    STR_INIT("The desk and an office write to each other about a visit. It states no fact and decides nothing."), {
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who wrote it: a name or a post")},
    {STR_INIT("role"), RECORD_NAME, RECORD_KEEP_STAFF, MAY, 64, {0}, STR_INIT("the protocol's role in which they write")},
    {STR_INIT("to"), RECORD_NAME, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("the role that it is for")},
    {STR_INIT("words"), RECORD_PARAGRAPHS, RECORD_KEEP_VISIT, MUST, 16, {0}, STR_INIT("the message")},
    {STR_INIT("so_at"), RECORD_MOMENT, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("when it was written, by the clock at the desk")},
}},
[RECORD_MESSAGE_READ] = {STR_INIT("message_read"), RECORD_IN_VISIT, 8,
    STR_INIT("Somebody for whom a message was says that they have read it."), {
    {STR_INIT("message"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the number in this visit of the event that sent it")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who has read it: a name or a post")},
    {STR_INIT("role"), RECORD_NAME, RECORD_KEEP_STAFF, MAY, 64, {0}, STR_INIT("the protocol's role in which they read it")},
}},
[RECORD_VISIT_HANDED_OVER] = {STR_INIT("visit_handed_over"), RECORD_IN_VISIT, 8,
    STR_INIT("Somebody else looks after the visit from here on."), {
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who hands it over: a name or a post")},
    {STR_INIT("to"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who looks after it now: a name or a post")},
    {STR_INIT("role"), RECORD_NAME, RECORD_KEEP_STAFF, MAY, 64, {0}, STR_INIT("the protocol's role in which they do")},
    {STR_INIT("words"), RECORD_PARAGRAPHS, RECORD_KEEP_VISIT, MAY, 16, {0}, STR_INIT("what they must know")},
    {STR_INIT("so_at"), RECORD_MOMENT, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("when it was so, by the clock at the desk")},
}},
[RECORD_VISIT_CLOSED] = {STR_INIT("visit_closed"), RECORD_IN_VISIT, 8,
    STR_INIT("The visit is over."), {
    {STR_INIT("end"), RECORD_CHOICE, RECORD_KEEP_VISIT, MUST, 0, STR_INIT("left admitted entered_anyway mistaken"), STR_INIT("how it ended")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who closed it: a name or a post")},
    {STR_INIT("scope"), RECORD_TEXT, RECORD_KEEP_VISIT, MAY, 500, {0}, STR_INIT("where they were let in, and for what")},
    {STR_INIT("escort"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("who went with them")},
    {STR_INIT("so_at"), RECORD_MOMENT, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("when it was so, by the clock at the desk")},
    {STR_INIT("account"), RECORD_PARAGRAPHS, RECORD_KEEP_VISIT, MAY, 64, {0}, STR_INIT("what happened, in words")},
}},
[RECORD_STATEMENT_MADE] = {STR_INIT("statement_made"), RECORD_ANYWHERE, 16,
    STR_INIT("Somebody said something about what happened, to the school or in public."), {
    {STR_INIT("speaker"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MUST, 120, {0}, STR_INIT("who said it")},
    {STR_INIT("capacity"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MAY, 120, {0}, STR_INIT("as what: spokesperson, parent, clerk")},
    {STR_INIT("organisation"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MAY, 120, {0}, STR_INIT("for whom")},
    {STR_INIT("channel"), RECORD_CHOICE, RECORD_KEEP_PUBLIC, MUST, 0, STR_INIT("in_person telephone letter email press post report"), STR_INIT("how it was said")},
    {STR_INIT("said_at"), RECORD_MOMENT, RECORD_KEEP_PUBLIC, MAY, 0, {0}, STR_INIT("when it was said")},
    {STR_INIT("received_by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who heard or read it for the school")},
    {STR_INIT("topic"), RECORD_NAME, RECORD_KEEP_PUBLIC, MAY, 64, {0}, STR_INIT("the question it answers, such as agency or card_left")},
    {STR_INIT("value"), RECORD_VALUE, RECORD_KEEP_PUBLIC, MAY, 200, {0}, STR_INIT("its answer; accounts conflict when these differ")},
    {STR_INIT("stance"), RECORD_CHOICE, RECORD_KEEP_PUBLIC, MAY, 0, STR_INIT("asserts denies corrects declines"), STR_INIT("what the speaker does")},
    {STR_INIT("exact"), RECORD_BOOL, RECORD_KEEP_PUBLIC, MUST, 0, {0}, STR_INIT("whether these are the very words, not only their sense")},
    {STR_INIT("words"), RECORD_PARAGRAPHS, RECORD_KEEP_PEOPLE, MUST, 64, {0}, STR_INIT("what was said")},
    {STR_INIT("supersedes"), RECORD_INTEGER, RECORD_KEEP_PUBLIC, MAY, 0, {0}, STR_INIT("the entry of the speaker's earlier statement")},
}},
[RECORD_CORRECTED] = {STR_INIT("corrected"), RECORD_ANYWHERE, 12,
    STR_INIT("Something recorded was wrong. The old entry stays, and this one points at it."), {
    {STR_INIT("entry"), RECORD_INTEGER, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("the entry that was wrong")},
    {STR_INIT("field"), RECORD_NAME, RECORD_KEEP_VISIT, MUST, 64, {0}, STR_INIT("its field")},
    {STR_INIT("digest"), RECORD_DIGEST, RECORD_KEEP_VISIT, MAY, 0, {0}, STR_INIT("of the disclosure that was wrong")},
    {STR_INIT("value"), RECORD_VALUE, RECORD_KEEP_PEOPLE, MAY, 200, {0}, STR_INIT("the right value, where it is short")},
    {STR_INIT("words"), RECORD_PARAGRAPHS, RECORD_KEEP_PEOPLE, MAY, 64, {0}, STR_INIT("the right words, where it is a text")},
    {STR_INIT("reason"), RECORD_TEXT, RECORD_KEEP_VISIT, MUST, 500, {0}, STR_INIT("how the mistake came about")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who corrects it: a name or a post")},
    {STR_INIT("asked_by"), RECORD_TEXT, RECORD_KEEP_PEOPLE, MAY, 120, {0}, STR_INIT("who asked for the correction")},
}},
[RECORD_RECORD_REQUESTED] = {STR_INIT("record_requested"), RECORD_ANYWHERE, 16,
    STR_INIT("Somebody asks for a student's records, or for the school's own."), {
    {STR_INIT("requester"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 120, {0}, STR_INIT("who asks")},
    {STR_INIT("organisation"), RECORD_TEXT, RECORD_KEEP_STUDENT, MAY, 120, {0}, STR_INIT("for whom")},
    {STR_INIT("student"), RECORD_TEXT, RECORD_KEEP_STUDENT, MAY, 120, {0}, STR_INIT("the student, by the school's own reference")},
    {STR_INIT("records"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 500, {0}, STR_INIT("which records")},
    {STR_INIT("interest"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 500, {0}, STR_INIT("what for: the legitimate interest that they name")},
    {STR_INIT("ground"), RECORD_CHOICE, RECORD_KEEP_STUDENT, MUST, 0, STR_INIT("consent court_order subpoena grand_jury_subpoena administrative_subpoena emergency directory parent statute public_records none"), STR_INIT("what the request rests on")},
    {STR_INIT("document"), RECORD_INTEGER, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("the entry of the paper that came with it")},
    {STR_INIT("channel"), RECORD_CHOICE, RECORD_KEEP_STUDENT, MUST, 0, STR_INIT("in_person telephone letter email online"), STR_INIT("how it came")},
    {STR_INIT("received"), RECORD_MOMENT, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("when it came")},
    {STR_INIT("earliest"), RECORD_DATE, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("the first day on which it may be answered")},
    {STR_INIT("due"), RECORD_DATE, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("the last day on which it must be answered")},
    {STR_INIT("no_notice"), RECORD_BOOL, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("whether a judge forbids telling the parents")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who took it: a name or a post")},
}},
[RECORD_RECORD_RELEASED] = {STR_INIT("record_released"), RECORD_ANYWHERE, 16,
    STR_INIT("Records were handed over: to whom, which, and on what ground."), {
    {STR_INIT("request"), RECORD_INTEGER, RECORD_KEEP_STUDENT, MUST, 0, {0}, STR_INIT("the entry of the request")},
    {STR_INIT("recipient"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 200, {0}, STR_INIT("who has them now")},
    {STR_INIT("student"), RECORD_TEXT, RECORD_KEEP_STUDENT, MAY, 120, {0}, STR_INIT("the student, by the school's own reference")},
    {STR_INIT("records"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 500, {0}, STR_INIT("which records, exactly")},
    {STR_INIT("ground"), RECORD_CHOICE, RECORD_KEEP_STUDENT, MUST, 0, STR_INIT("consent court_order subpoena grand_jury_subpoena emergency directory parent statute public_records"), STR_INIT("what the release rests on")},
    {STR_INIT("interest"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 500, {0}, STR_INIT("what for: the legitimate interest that was found")},
    {STR_INIT("consent"), RECORD_INTEGER, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("the entry of the consent")},
    {STR_INIT("threat"), RECORD_PARAGRAPHS, RECORD_KEEP_STUDENT, MAY, 16, {0}, STR_INIT("in an emergency: the threat, and why these people had to know")},
    {STR_INIT("told_parents"), RECORD_MOMENT, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("when the parents, or the grown student, were told")},
    {STR_INIT("no_redisclosure"), RECORD_BOOL, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("whether the recipient was told not to pass them on")},
    {STR_INIT("file"), RECORD_SHA256, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("of what was handed over")},
    {STR_INIT("disclosed"), RECORD_DIGESTS, RECORD_KEEP_HOUSE, MAY, 512, {0}, STR_INIT("the disclosures of this record that were handed over")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who released them: a name or a post")},
}},
[RECORD_RECORD_REFUSED] = {STR_INIT("record_refused"), RECORD_ANYWHERE, 8,
    STR_INIT("A request was refused, in whole or in part."), {
    {STR_INIT("request"), RECORD_INTEGER, RECORD_KEEP_STUDENT, MUST, 0, {0}, STR_INIT("the entry of the request")},
    {STR_INIT("records"), RECORD_TEXT, RECORD_KEEP_STUDENT, MAY, 500, {0}, STR_INIT("what was withheld, when it is not all")},
    {STR_INIT("exemption"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 200, {0}, STR_INIT("the law or rule that the refusal rests on")},
    {STR_INIT("reason"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 500, {0}, STR_INIT("the reason, as the requester was told")},
    {STR_INIT("withheld"), RECORD_DIGESTS, RECORD_KEEP_HOUSE, MAY, 512, {0}, STR_INIT("the digests of this record that were withheld")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who refused: a name or a post")},
}},
[RECORD_CONSENT_GIVEN] = {STR_INIT("consent_given"), RECORD_ANYWHERE, 12,
    STR_INIT("A parent, or a grown student, allows a release in writing."), {
    {STR_INIT("student"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 120, {0}, STR_INIT("the student, by the school's own reference")},
    {STR_INIT("signer"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 120, {0}, STR_INIT("who signed")},
    {STR_INIT("relation"), RECORD_CHOICE, RECORD_KEEP_STUDENT, MUST, 0, STR_INIT("parent guardian student"), STR_INIT("as what")},
    {STR_INIT("signed"), RECORD_DATE, RECORD_KEEP_STUDENT, MUST, 0, {0}, STR_INIT("the date beside the signature")},
    {STR_INIT("records"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 500, {0}, STR_INIT("which records")},
    {STR_INIT("purpose"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 500, {0}, STR_INIT("what for")},
    {STR_INIT("recipient"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 200, {0}, STR_INIT("to whom")},
    {STR_INIT("expires"), RECORD_DATE, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("its last day")},
    {STR_INIT("file"), RECORD_SHA256, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("of the signed paper")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who took it: a name or a post")},
}},
[RECORD_CONSENT_REVOKED] = {STR_INIT("consent_revoked"), RECORD_ANYWHERE, 8,
    STR_INIT("A consent is taken back. What was released before stays released."), {
    {STR_INIT("consent"), RECORD_INTEGER, RECORD_KEEP_STUDENT, MUST, 0, {0}, STR_INIT("the entry of the consent")},
    {STR_INIT("signer"), RECORD_TEXT, RECORD_KEEP_STUDENT, MUST, 120, {0}, STR_INIT("who takes it back")},
    {STR_INIT("channel"), RECORD_CHOICE, RECORD_KEEP_STUDENT, MUST, 0, STR_INIT("in_person telephone letter email online"), STR_INIT("how they said so")},
    {STR_INIT("so_at"), RECORD_MOMENT, RECORD_KEEP_STUDENT, MAY, 0, {0}, STR_INIT("when they said so")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who took it: a name or a post")},
}},
[RECORD_NOTICE_DRAFTED] = {STR_INIT("notice_drafted"), RECORD_ANYWHERE, 12,
    STR_INIT("Words for families or the public are proposed. Nothing is published yet."), {
    {STR_INIT("notice"), RECORD_NAME, RECORD_KEEP_PUBLIC, MUST, 64, {0}, STR_INIT("the notice's own name, the same through all its versions")},
    {STR_INIT("class"), RECORD_CHOICE, RECORD_KEEP_PUBLIC, MUST, 0, STR_INIT("arrived left precaution rumour all_quiet correction withdrawal"), STR_INIT("what kind of notice")},
    {STR_INIT("headline"), RECORD_TEXT, RECORD_KEEP_PUBLIC, MUST, 160, {0}, STR_INIT("its first line")},
    {STR_INIT("body"), RECORD_PARAGRAPHS, RECORD_KEEP_PUBLIC, MUST, 32, {0}, STR_INIT("the notice")},
    {STR_INIT("language"), RECORD_TEXT, RECORD_KEEP_PUBLIC, MUST, 35, {0}, STR_INIT("its language as a BCP 47 tag, such as en-US")},
    {STR_INIT("asserts"), RECORD_FACTS, RECORD_KEEP_PUBLIC, MAY, 32, {0}, STR_INIT("by topic, what it says is so")},
    {STR_INIT("audience"), RECORD_TEXT, RECORD_KEEP_PUBLIC, MUST, 200, {0}, STR_INIT("for whom it is")},
    {STR_INIT("corrects"), RECORD_INTEGER, RECORD_KEEP_PUBLIC, MAY, 0, {0}, STR_INIT("the entry that published what this puts right")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who wrote it: a name or a post")},
}},
[RECORD_NOTICE_APPROVED] = {STR_INIT("notice_approved"), RECORD_ANYWHERE, 8,
    STR_INIT("A second person agrees to a draft as it stands."), {
    {STR_INIT("notice"), RECORD_NAME, RECORD_KEEP_PUBLIC, MUST, 64, {0}, STR_INIT("the notice's own name")},
    {STR_INIT("draft"), RECORD_INTEGER, RECORD_KEEP_PUBLIC, MUST, 0, {0}, STR_INIT("the entry of the draft")},
    {STR_INIT("text"), RECORD_SHA256, RECORD_KEEP_PUBLIC, MUST, 0, {0}, STR_INIT("of the words that were agreed to")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who agreed: a name or a post")},
}},
[RECORD_NOTICE_PUBLISHED] = {STR_INIT("notice_published"), RECORD_ANYWHERE, 12,
    STR_INIT("A notice went out. Anybody who has it can check it against this entry."), {
    {STR_INIT("text"), RECORD_SHA256, RECORD_KEEP_CLEAR, MUST, 0, {0}, STR_INIT("of the words that were published")},
    {STR_INIT("notice"), RECORD_NAME, RECORD_KEEP_PUBLIC, MUST, 64, {0}, STR_INIT("the notice's own name")},
    {STR_INIT("approval"), RECORD_INTEGER, RECORD_KEEP_PUBLIC, MUST, 0, {0}, STR_INIT("the entry of the approval")},
    {STR_INIT("address"), RECORD_TEXT, RECORD_KEEP_PUBLIC, MAY, 200, {0}, STR_INIT("where it stands")},
    {STR_INIT("channels"), RECORD_NAMES, RECORD_KEEP_PUBLIC, MUST, 16, {0}, STR_INIT("the ways it went: page, feed, email, push")},
    {STR_INIT("recipients"), RECORD_INTEGER, RECORD_KEEP_PUBLIC, MAY, 0, {0}, STR_INIT("to how many it was sent")},
    {STR_INIT("corrects"), RECORD_INTEGER, RECORD_KEEP_PUBLIC, MAY, 0, {0}, STR_INIT("the entry that published what this puts right")},
    {STR_INIT("expires"), RECORD_MOMENT, RECORD_KEEP_PUBLIC, MAY, 0, {0}, STR_INIT("when it no longer counts as current")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who sent it: a name or a post")},
}},
[RECORD_ROSTER_CHANGED] = {STR_INIT("roster_changed"), RECORD_OUTSIDE, 8,
    STR_INIT("Who is on duty, or in which order people are called, is now otherwise."), {
    {STR_INIT("roster"), RECORD_SHA256, RECORD_KEEP_STAFF, MUST, 0, {0}, STR_INIT("of the whole roster as it stands now")},
    {STR_INIT("school"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("the school, where it is for one")},
    {STR_INIT("from"), RECORD_MOMENT, RECORD_KEEP_STAFF, MAY, 0, {0}, STR_INIT("from when it holds")},
    {STR_INIT("change"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 500, {0}, STR_INIT("what changed, in words")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who changed it: a name or a post")},
}},
[RECORD_SIGNED_IN] = {STR_INIT("signed_in"), RECORD_OUTSIDE, 8,
    STR_INIT("Somebody of the staff proved who they are. From where is not kept, unless it is a desk's own computer."), {
    {STR_INIT("account"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 64, {0}, STR_INIT("the login")},
    {STR_INIT("way"), RECORD_CHOICE, RECORD_KEEP_STAFF, MUST, 0, STR_INIT("password pin proxy passkey provider"), STR_INIT("by what; provider: another place that signs people in")},
    {STR_INIT("second_step"), RECORD_BOOL, RECORD_KEEP_STAFF, MAY, 0, {0}, STR_INIT("whether a second step was proved: a code after the password, or a passkey")},
    {STR_INIT("device"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("the desk's computer, where it was one")},
    {STR_INIT("school"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("the school where that stands")},
}},
[RECORD_SIGN_IN_REFUSED] = {STR_INIT("sign_in_refused"), RECORD_OUTSIDE, 8,
    STR_INIT("Somebody tried to sign in as one of the staff. What was typed is never kept."), {
    {STR_INIT("account"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 64, {0}, STR_INIT("the login")},
    {STR_INIT("why"), RECORD_CHOICE, RECORD_KEEP_STAFF, MUST, 0, STR_INIT("password code pin state rights rests passkey copied"), STR_INIT("what was wrong; state: it is locked or has left; copied: the passkey counts as if it were one of two")},
    {STR_INIT("device"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("the desk's computer, where it was one")},
    {STR_INIT("school"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("the school where that stands")},
}},
[RECORD_ACCOUNT_CHANGED] = {STR_INIT("account_changed"), RECORD_OUTSIDE, 8,
    STR_INIT("Who may use the desk, as what, or how they prove it, is now otherwise."), {
    {STR_INIT("account"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 64, {0}, STR_INIT("the login")},
    {STR_INIT("change"), RECORD_CHOICE, RECORD_KEEP_STAFF, MUST, 0, STR_INIT("first invited joined reset rights locked unlocked left password pin second_step passkey_added passkey_removed connected disconnected"), STR_INIT("what changed; connected, disconnected: an account at another place")},
    {STR_INIT("rights"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 4000, {0}, STR_INIT("all that it has now: role, or role and school, separated by semicolons")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who did it: a login, a name or a post")},
}},
[RECORD_DEVICE_CHANGED] = {STR_INIT("device_changed"), RECORD_OUTSIDE, 8,
    STR_INIT("A computer becomes a desk's own, where a PIN counts, or is one no longer."), {
    {STR_INIT("device"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("its name")},
    {STR_INIT("school"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("where it stands")},
    {STR_INIT("change"), RECORD_CHOICE, RECORD_KEEP_STAFF, MUST, 0, STR_INIT("allowed enrolled removed"), STR_INIT("allowed: a code was made; enrolled: it was used")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("who did it: a login, a name or a post")},
}},
[RECORD_LOOKED_AT] = {STR_INIT("looked_at"), RECORD_OUTSIDE, 8,
    STR_INIT("Somebody of the staff read what is kept of a visit, away from the desk where it happened. Within an hour the same counts once."), {
    {STR_INIT("account"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 64, {0}, STR_INIT("the login")},
    {STR_INIT("what"), RECORD_CHOICE, RECORD_KEEP_STAFF, MUST, 0, STR_INIT("visit paper record table"), STR_INIT("the file of a visit; a paper in it; its record, to be printed; the table of closed visits")},
    {STR_INIT("of"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 64, {0}, STR_INIT("which visit")},
    {STR_INIT("school"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("its school")},
}},
[RECORD_EXERCISE_BEGUN] = {STR_INIT("exercise_begun"), RECORD_OUTSIDE, 8,
    STR_INIT("A school begins an exercise: visits may be opened in it, each marked as one, beside the real ones."), {
    {STR_INIT("school"), RECORD_TEXT, RECORD_KEEP_VISIT, MUST, 120, {0}, STR_INIT("the school, by its name or number")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who begins it: a name or a post")},
    {STR_INIT("until"), RECORD_MOMENT, RECORD_KEEP_VISIT, MUST, 0, {0}, STR_INIT("when it ends by itself")},
}},
[RECORD_EXERCISE_ENDED] = {STR_INIT("exercise_ended"), RECORD_OUTSIDE, 8,
    STR_INIT("An exercise is ended before its time; its visits stay what they are."), {
    {STR_INIT("school"), RECORD_TEXT, RECORD_KEEP_VISIT, MUST, 120, {0}, STR_INIT("the school, by its name or number")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who ends it: a name or a post")},
}},
[RECORD_EDITION_JUDGED] = {STR_INIT("edition_judged"), RECORD_OUTSIDE, 8,
    STR_INIT("A draft of an edition is approved for a day to come, sent back to its writers, or overtaken by another edition. One that is in force at once is only published; why one is sent back stays with the draft."), {
    {STR_INIT("source"), RECORD_SHA256, RECORD_KEEP_CLEAR, MUST, 0, {0}, STR_INIT("of the document")},
    {STR_INIT("draft"), RECORD_TEXT, RECORD_KEEP_HOUSE, MUST, 64, {0}, STR_INIT("which draft")},
    {STR_INIT("protocol"), RECORD_TEXT, RECORD_KEEP_HOUSE, MUST, 64, {0}, STR_INIT("which protocol it is an edition of, by its file's name: entry, roles")},
    {STR_INIT("judgement"), RECORD_CHOICE, RECORD_KEEP_HOUSE, MUST, 0, STR_INIT("approved sent_back overtaken"), STR_INIT("what became of it; overtaken: it was approved, but another edition came into force")},
    {STR_INIT("in_force"), RECORD_DATE, RECORD_KEEP_HOUSE, MAY, 0, {0}, STR_INIT("the first day on which it is to hold, when it is approved")},
    {STR_INIT("writers"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who wrote it: names")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("who judged it; missing when it was overtaken")},
}},
[RECORD_EDITION_PUBLISHED] = {STR_INIT("edition_published"), RECORD_OUTSIDE, 8,
    STR_INIT("A protocol is put in force, for the first time or again. Its document is kept with the record."), {
    {STR_INIT("edition"), RECORD_SHA256, RECORD_KEEP_CLEAR, MUST, 0, {0}, STR_INIT("the image")},
    {STR_INIT("source"), RECORD_SHA256, RECORD_KEEP_CLEAR, MUST, 0, {0}, STR_INIT("of the document that it is compiled from")},
    {STR_INIT("protocol"), RECORD_TEXT, RECORD_KEEP_HOUSE, MAY, 64, {0}, STR_INIT("which protocol this is an edition of, by its file's name: entry, roles")},
    {STR_INIT("title"), RECORD_TEXT, RECORD_KEEP_HOUSE, MUST, 200, {0}, STR_INIT("the document's title")},
    {STR_INIT("in_force"), RECORD_DATE, RECORD_KEEP_HOUSE, MUST, 0, {0}, STR_INIT("the first day on which it holds")},
    {STR_INIT("until"), RECORD_DATE, RECORD_KEEP_HOUSE, MAY, 0, {0}, STR_INIT("the last day, if it has one")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who wrote it, or put it there: names, or a post")},
    {STR_INIT("approved_by"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("who approved it; missing when an operator put it there by hand")},
    {STR_INIT("approved_at"), RECORD_MOMENT, RECORD_KEEP_HOUSE, MAY, 0, {0}, STR_INIT("when; it may have waited for its first day since")},
}},
[RECORD_OPENED_LOG] = {STR_INIT("opened_log"), RECORD_OUTSIDE, 4,
    STR_INIT("Entry 0 of every log: what log this is, and which one it continues."), {
    {STR_INIT("key"), RECORD_TEXT, RECORD_KEEP_CLEAR, MUST, 200, {0}, STR_INIT("the key that signs this log, as a vkey")},
    {STR_INIT("continues"), RECORD_TEXT, RECORD_KEEP_CLEAR, MAY, 120, {0}, STR_INIT("the origin of the log before it")},
    {STR_INIT("last_size"), RECORD_INTEGER, RECORD_KEEP_CLEAR, MAY, 0, {0}, STR_INIT("the size in the last checkpoint of that log that is known")},
    {STR_INIT("last_root"), RECORD_DIGEST, RECORD_KEEP_CLEAR, MAY, 0, {0}, STR_INIT("the root in that checkpoint")},
    {STR_INIT("keeper"), RECORD_TEXT, RECORD_KEEP_HOUSE, MAY, 200, {0}, STR_INIT("whose log it is")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MAY, 120, {0}, STR_INIT("who opened it")},
}},
[RECORD_KEY_ROTATED] = {STR_INIT("key_rotated"), RECORD_OUTSIDE, 4,
    STR_INIT("Another key signs from here on. The old key signs this entry; where it is lost, only the new one can."), {
    {STR_INIT("key"), RECORD_TEXT, RECORD_KEEP_CLEAR, MUST, 200, {0}, STR_INIT("the new key, as a vkey")},
    {STR_INIT("old_key"), RECORD_TEXT, RECORD_KEEP_CLEAR, MUST, 200, {0}, STR_INIT("the old key, as a vkey")},
    {STR_INIT("old_until"), RECORD_INTEGER, RECORD_KEEP_CLEAR, MUST, 0, {0}, STR_INIT("the largest tree for which the old key counts; a size, as a thief can back-date")},
    {STR_INIT("why"), RECORD_CHOICE, RECORD_KEEP_CLEAR, MUST, 0, STR_INIT("planned lost stolen"), STR_INIT("why")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who did it: a name or a post")},
}},
[RECORD_ERASED] = {STR_INIT("erased"), RECORD_OUTSIDE, 4,
    STR_INIT("Fields of an entry are gone for good. Its digests stay, so every proof still holds."), {
    {STR_INIT("entry"), RECORD_INTEGER, RECORD_KEEP_CLEAR, MUST, 0, {0}, STR_INIT("the entry")},
    {STR_INIT("digests"), RECORD_DIGESTS, RECORD_KEEP_CLEAR, MUST, 2048, {0}, STR_INIT("of the disclosures that are gone")},
    {STR_INIT("schedule"), RECORD_TEXT, RECORD_KEEP_CLEAR, MUST, 120, {0}, STR_INIT("the line of the retention schedule, or the order, that asks for it")},
    {STR_INIT("authority"), RECORD_TEXT, RECORD_KEEP_HOUSE, MAY, 200, {0}, STR_INIT("who allowed it, and where that is written")},
    {STR_INIT("reason"), RECORD_TEXT, RECORD_KEEP_HOUSE, MAY, 500, {0}, STR_INIT("why now; never what it said")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who did it: a name or a post")},
}},
[RECORD_OVERRIDDEN] = {STR_INIT("overridden"), RECORD_OUTSIDE, 4,
    STR_INIT("A person went on where the program would have stopped."), {
    {STR_INIT("what"), RECORD_CHOICE, RECORD_KEEP_CLEAR, MUST, 0, STR_INIT("signed_without_witness restored_backup rebuilt_from_tiles rebuilt_from_database hold_lifted"), STR_INIT("what was allowed")},
    {STR_INIT("reason"), RECORD_TEXT, RECORD_KEEP_HOUSE, MUST, 500, {0}, STR_INIT("why")},
    {STR_INIT("by"), RECORD_TEXT, RECORD_KEEP_STAFF, MUST, 120, {0}, STR_INIT("who answers for it: a name or a post")},
}},
};

static const str keep_names[RECORD_KEEP_COUNT] = {
    [RECORD_KEEP_CLEAR]   = STR_INIT("clear"),
    [RECORD_KEEP_VISIT]   = STR_INIT("visit"),
    [RECORD_KEEP_PEOPLE]  = STR_INIT("people"),
    [RECORD_KEEP_STUDENT] = STR_INIT("student"),
    [RECORD_KEEP_STAFF]   = STR_INIT("staff"),
    [RECORD_KEEP_COUNSEL] = STR_INIT("counsel"),
    [RECORD_KEEP_PUBLIC]  = STR_INIT("public"),
    [RECORD_KEEP_HOUSE]   = STR_INIT("house"),
};

static const str type_words[RECORD_TYPE_COUNT] = {
    [RECORD_TEXT]       = STR_INIT("a text"),
    [RECORD_NAME]       = STR_INIT("a name"),
    [RECORD_CHOICE]     = STR_INIT("a choice"),
    [RECORD_MOMENT]     = STR_INIT("a moment"),
    [RECORD_DATE]       = STR_INIT("a date"),
    [RECORD_SHA256]     = STR_INIT("a SHA-256"),
    [RECORD_DIGEST]     = STR_INIT("a digest"),
    [RECORD_INTEGER]    = STR_INIT("a whole number"),
    [RECORD_BOOL]       = STR_INIT("true or false"),
    [RECORD_VALUE]      = STR_INIT("a value"),
    [RECORD_FACTS]      = STR_INIT("facts"),
    [RECORD_NAMES]      = STR_INIT("names"),
    [RECORD_DIGESTS]    = STR_INIT("digests"),
    [RECORD_PARAGRAPHS] = STR_INIT("paragraphs"),
};

static const str forbidden[] = {
    STR_INIT("immigration_status"), STR_INIT("legal_status"), STR_INIT("citizenship"),
    STR_INIT("citizen"), STR_INIT("nationality"), STR_INIT("national_origin"),
    STR_INIT("place_of_birth"), STR_INIT("birthplace"), STR_INIT("birth_place"),
    STR_INIT("country_of_birth"), STR_INIT("country_of_origin"), STR_INIT("visa"),
    STR_INIT("visa_status"), STR_INIT("alien_number"),
    STR_INIT("undocumented"), STR_INIT("ethnicity"), STR_INIT("race"),
    STR_INIT("religion"), STR_INIT("native_language"),
};
/* clang-format on */

const struct record_kind_row *record_kind_row(enum record_kind kind)
{
    REQUIRE((unsigned)kind < RECORD_KIND_COUNT);
    return &rows[kind];
}

bool record_find_kind(str name, enum record_kind *kind, struct err *err)
{
    str names[RECORD_KIND_COUNT];
    size_t near;

    for (size_t i = 0; i < RECORD_KIND_COUNT; i++) {
        names[i] = rows[i].name;
        if (!str_equal(name, names[i]))
            continue;
        *kind = (enum record_kind)i;
        return true;
    }
    near = json_nearest(name, names, RECORD_KIND_COUNT);
    err_set(err, ERR_INVALID, STR("there is no kind of event `"));
    err_add(err, name);
    if (near == RECORD_KIND_COUNT)
        return err_add(err, STR("`; docs/record.md lists the kinds"));
    err_add(err, STR("`; did you mean `"));
    err_add(err, names[near]);
    return err_add(err, STR("`?"));
}

size_t record_field_count(enum record_kind kind)
{
    const struct record_kind_row *row = record_kind_row(kind);
    size_t count = 0;

    while (count < RECORD_FIELDS_MAX && row->fields[count].name.len > 0)
        count++;
    return count;
}

const struct record_field *record_find_field(enum record_kind kind, str name)
{
    const struct record_kind_row *row = record_kind_row(kind);

    for (size_t i = 0; i < record_field_count(kind); i++)
        if (str_equal(row->fields[i].name, name))
            return &row->fields[i];
    return NULL;
}

str record_keep_name(enum record_keep keep)
{
    return keep_names[keep];
}

str record_type_words(enum record_type type)
{
    return type_words[type];
}

const str *record_forbidden(size_t index)
{
    return index < COUNT_OF(forbidden) ? &forbidden[index] : NULL;
}

bool record_is_forbidden(str name)
{
    for (size_t i = 0; i < COUNT_OF(forbidden); i++)
        if (str_equal(forbidden[i], name))
            return true;
    return false;
}
