/*
 * GET /protocols/{name}/drafts/{draft}: a draft, what the compiler says of it, and what
 * whoever looks may do.
 */
#include "web/drafts.h"
#include "web/pages.h"

enum { REMARKS_MAX = 40, DRAFT_LINKS = 2, DRAFT_ACTS = 5, DRAFT_ROWS = 3 };

struct filling {
    struct caller *caller;
    const struct opened_draft *opened;
    struct draft_view *view;
    bool is_sound; /* no mistakes */
    str later; /* the day to come on which it would come into force; empty: at once */
};

static const str deed_words[DRAFT_DEED_COUNT] = {[DRAFT_BEGUN] = SAY_INIT("Begun"),
    [DRAFT_SAVED] = SAY_INIT("Saved"),
    [DRAFT_TOOK_NEWER] = SAY_INIT("Compared with the newer edition in force"),
    [DRAFT_ASKED_FOR] = SAY_INIT("Sent for approval"),
    [DRAFT_TAKEN_BACK] = SAY_INIT("Taken back"),
    [DRAFT_SENT_BACK] = SAY_INIT("Sent back"),
    [DRAFT_AGREED] = SAY_INIT("Approved"),
    [DRAFT_OVERTAKEN] =
        SAY_INIT("Not put in force: another edition had taken over meanwhile")};

static struct banner_view banner_of(const struct filling *f)
{
    const struct opened_draft *opened = f->opened;

    if (!draft_is_current(opened))
        return (struct banner_view){SAY("Another edition is in force now"),
            SAY("This draft was begun from an edition that is no longer in force. Look "
                "at the comparison again before it goes on.")};
    if (opened->draft.state == DRAFT_WRITTEN)
        return (struct banner_view){SAY("This is a draft"),
            SAY("Nothing is decided by it. Somebody who wrote none of it has to approve "
                "it.")};
    if (opened->draft.state == DRAFT_APPROVED)
        return (struct banner_view){SAY("This draft is approved"),
            SAY("It comes into force by itself when the first day below begins. Until "
                "then the edition in force decides, and whoever may approve it can send "
                "it back.")};
    if (f->later.len > 0)
        return (struct banner_view){SAY("This draft waits for approval"),
            SAY("Once it is approved, it comes into force by itself when the first day "
                "below begins. Until then the edition in force decides.")};
    return (struct banner_view){SAY("This draft waits for approval"),
        SAY("Once it is approved, everything is decided by it. Visits that are open "
            "then: their next statement is decided by it, and what was decided before "
            "stays.")};
}

static void fill_rows(const struct filling *f)
{
    const struct draft *draft = &f->opened->draft;
    struct row_view *rows = ARENA_ARRAY(f->caller->arena, struct row_view, DRAFT_ROWS);
    struct text names = text_in(f->caller->arena);

    for (size_t i = 0; i < draft->writer_count; i++) {
        text_add(&names, i > 0 ? STR(", ") : STR(""));
        text_add(&names, draft->writers[i].name);
    }
    rows[0] = (struct row_view){.key = SAY("Written by"), .value = text_str(&names)};
    rows[1] = (struct row_view){.key = SAY("To replace"), .value = draft->base};
    rows[2] = (struct row_view){.key = SAY("In force from"), .value = f->later};
    f->view->summary =
        (struct summary_view){.rows = rows, .count = DRAFT_ROWS - (f->later.len == 0)};
}

static bool fill_steps(const struct filling *f, struct err *err)
{
    const struct draft *draft = &f->opened->draft;
    struct row_view *rows =
        ARENA_ARRAY(f->caller->arena, struct row_view, draft->step_count);

    for (size_t i = 0; i < draft->step_count; i++) {
        const struct draft_step *step = &draft->steps[draft->step_count - 1 - i];
        struct text note = text_in(f->caller->arena);

        text_add(&note, step->by);
        text_add(&note, step->by.len > 0 && step->words.len > 0 ? STR(": ") : STR(""));
        text_add(&note, step->words);
        rows[i] =
            (struct row_view){.value = deed_words[step->deed], .note = text_str(&note)};
        if (!moment_words(f->caller, step->at, &rows[i].key, err))
            return false;
    }
    f->view->steps = (struct summary_view){.rows = rows, .count = draft->step_count};
    return true;
}

/* What keeps it from coming into force is said first, hints last; each in the order of
 * the lines. */
static void fill_remarks(const struct filling *f, const struct room_edition *room)
{
    struct arena *arena = f->caller->arena;
    str *remarks = ARENA_ARRAY(arena, str, REMARKS_MAX);
    size_t count = 0;

    for (int severity = SEVERITY_ERROR; severity <= SEVERITY_INFO; severity++)
        for (size_t i = 0; i < room->diags.count && count < REMARKS_MAX; i++) {
            const struct diag *diag = &room->diags.items[i];
            struct text text = text_in(arena);

            if ((int)diag->severity != severity)
                continue;
            text_add_diag(&text, f->opened->draft.protocol, room->source, diag);
            remarks[count++] = text_str(&text);
        }
    f->view->remarks = remarks;
    f->view->remark_count = count;
}

/* The day on which it comes into force, when that is to come. */
static bool fill_later(struct filling *f, const struct compiled *fresh, struct err *err)
{
    struct text day = text_in(f->caller->arena);
    struct moment now;

    if (fresh == NULL)
        return true;
    if (!desk_now(f->caller->site->desk, &now, err))
        return false;
    if (edition_of(fresh).from > now.day)
        text_add_date(&day, edition_of(fresh).from);
    f->later = text_str(&day);
    return true;
}

static bool fill_results(struct filling *f, struct err *err)
{
    struct link_view *links =
        ARENA_ARRAY(f->caller->arena, struct link_view, DRAFT_LINKS);
    const struct draft *draft = &f->opened->draft;
    struct proofs_view proofs = {0};
    const struct compiled *fresh;
    struct room_edition *room;

    if (!draft_compiled(f->caller, f->opened, &room, &fresh, err) ||
        !fill_later(f, fresh, err))
        return false;
    f->is_sound = fresh != NULL;
    fill_remarks(f, room);
    links[f->view->link_count++] =
        (struct link_view){draft_address(f->caller, draft, STR("/compare")),
            SAY("Compare it with the edition in force")};
    if (f->is_sound) {
        proofs_fill(f->caller, room, &proofs);
        f->view->proofs = proofs.summary;
        links[f->view->link_count++] =
            (struct link_view){draft_address(f->caller, draft, STR("/proofs")),
                SAY("All properties and examples")};
    }
    f->view->links = links;
    if (!f->is_sound)
        return true;
    if (!reconsidered_fill(
            f->caller, draft->protocol, draft->source, &f->view->visits, err))
        return false;
    f->view->visits.by_draft = true;
    return true;
}

static void add_act(
    const struct filling *f, struct draft_act_view *acts, str tail, str words)
{
    acts[f->view->act_count++] = (struct draft_act_view){
        .form =
            caller_form(f->caller, draft_address(f->caller, &f->opened->draft, tail)),
        .words = words};
}

static void fill_acts(const struct filling *f)
{
    const struct draft *draft = &f->opened->draft;
    bool is_written = draft->state == DRAFT_WRITTEN;
    bool may_write = caller_may(f->caller, MAY_DRAFT_EDITION, (str){0});
    bool is_own = draft_is_by(draft, f->caller->session.account.number);
    struct draft_act_view *acts =
        ARENA_ARRAY(f->caller->arena, struct draft_act_view, DRAFT_ACTS);

    f->view->may_write = may_write && is_written;
    if (may_write && is_written && !draft_is_current(f->opened))
        add_act(f, acts, STR("/newer"), SAY("I have compared it; go on with it"));
    if (may_write && is_written && f->is_sound && draft_is_current(f->opened))
        add_act(f, acts, STR("/ask"), SAY("Send it for approval"));
    if (may_write && is_written)
        add_act(f, acts, STR("/drop"), SAY("Throw this draft away"));
    if (may_write && draft->state == DRAFT_ASKED)
        add_act(f, acts, STR("/take-back"), SAY("Take it back and write on"));
    if (draft->state == DRAFT_ASKED && caller_may_pass(f->caller, is_own)) {
        add_act(f, acts, STR("/approve"),
            f->later.len > 0 ? SAY("Approve it: it comes into force on its first day")
                             : SAY("Approve it: it comes into force now"));
    }
    if (draft->state != DRAFT_WRITTEN && caller_may_pass(f->caller, is_own)) {
        add_act(f, acts, STR("/send-back"), SAY("Send it back"));
        acts[f->view->act_count - 1].has_words = true;
    }
    f->view->acts = acts;
}

/* Somebody else saved meanwhile: both are shown, and nothing is lost. */
static void fill_theirs(const struct filling *f, str written)
{
    struct otherwise_view *lines = ARENA_NEW(f->caller->arena, struct otherwise_view);

    f->view->source = written.len > 0 ? written : f->opened->draft.source;
    if (written.len == 0)
        return;
    lines_fill(f->caller->arena, f->opened->draft.source, written, lines);
    f->view->theirs_title = SAY("Somebody else has changed it: theirs and yours");
    f->view->theirs = lines;
}

bool draft_answer(struct caller *caller, const struct opened_draft *opened,
    const struct err *wrong, str written, struct http_answer *answer, struct err *err)
{
    struct draft_view view = {.seen = opened->draft.revision};
    struct filling f = {.caller = caller, .opened = opened, .view = &view};
    struct link_view mistake = {STR("#source"), {0}};
    struct html html;

    if (!fill_results(&f, err) || !fill_steps(&f, err))
        return false;
    view.banner = banner_of(&f);
    fill_rows(&f);
    fill_acts(&f);
    fill_theirs(&f, written);
    view.form = caller_form(caller, draft_address(caller, &opened->draft, (str){0}));
    if (wrong->kind != ERR_NONE) {
        mistake.words = caller_wrong(caller, wrong);
        if (!view.may_write)
            mistake.address = STR("#banner-title");
        view.mistakes = (struct mistakes_view){&mistake, 1};
    }
    html = room_begin(caller, opened->in_force, ROOM_EDITIONS, &view.head);
    view.head.frame.is_wrong = view.mistakes.count > 0;
    view_draft(&html, &view);
    site_answer(caller->request, &html, ask_status(wrong), answer);
    return true;
}

bool show_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct err none = {0};
    struct opened_draft opened;

    return draft_open(caller, &opened, err) &&
        draft_answer(caller, &opened, &none, (str){0}, answer, err);
}
