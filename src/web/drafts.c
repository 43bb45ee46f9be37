/*
 * /protocols/{name}/drafts: those that are being written; a new one; and how one compares
 * with the edition in force, and what is proved of it.
 */
#include "web/drafts.h"

#include "web/pages.h"

/* ---- finding them ---- */

static bool must_read(const struct caller *caller, struct err *err)
{
    return caller_may(caller, MAY_APPROVE_EDITION, (str){0}) ||
        caller_must(caller, MAY_DRAFT_EDITION, (str){0}, err);
}

static bool find_protocol(
    struct caller *caller, const struct compiled **out, struct err *err)
{
    *out = shelf_find(&caller->site->shelf, http_part(caller->request, STR("name")));
    return *out != NULL ||
        err_set(err, ERR_NOT_FOUND, SAY("there is no protocol of this name"));
}

bool draft_open(struct caller *caller, struct opened_draft *out, struct err *err)
{
    if (!must_read(caller, err) || !find_protocol(caller, &out->in_force, err) ||
        !draft_find(&caller->site->drafts, caller->arena,
            http_part(caller->request, STR("draft")), &out->draft, err))
        return false;
    return str_equal(out->draft.protocol, out->in_force->name) ||
        err_set(err, ERR_NOT_FOUND, SAY("there is no such draft"));
}

str draft_address(const struct caller *caller, const struct draft *draft, str rest)
{
    struct text tail = text_in(caller->arena);

    text_add(&tail, STR("drafts/"));
    text_add(&tail, draft->id);
    text_add(&tail, rest);
    return room_address(caller, draft->protocol, text_str(&tail));
}

bool draft_compiled(struct caller *caller, const struct opened_draft *opened,
    struct room_edition **room, const struct compiled **out, struct err *err)
{
    *out = NULL;
    *room = room_open(&caller->site->room, opened->draft.source);
    return (*room)->diags.errors > 0 ||
        room_compiled(*room, opened->in_force->name, out, err);
}

bool draft_is_current(const struct opened_draft *opened)
{
    return compiled_is(opened->in_force, opened->draft.base);
}

/* ---- the list ---- */

static bool name_draft(const struct caller *caller, const struct draft *draft,
    struct link_view *out, struct err *err)
{
    const str values[2] = {draft->writers[0].name, {0}};
    str said[2] = {values[0], values[1]};

    if (!moment_words(caller, draft->steps[0].at, &said[1], err))
        return false;
    *out = (struct link_view){draft_address(caller, draft, (str){0}),
        caller_say(caller,
            draft->state == DRAFT_APPROVED
                ? SAY("Begun by %1 on %2; approved, waits for its first day")
                : draft->state == DRAFT_ASKED
                ? SAY("Begun by %1 on %2; waits for approval")
                : SAY("Begun by %1 on %2; is being written"),
            said, 2)};
    return true;
}

bool show_drafts(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    struct drafts_view view = {
        .may_write = caller_may(caller, MAY_DRAFT_EDITION, (str){0})};
    struct draft *drafts;
    struct link_view *links;
    struct html html;

    if (!must_read(caller, err) || !find_protocol(caller, &document, err) ||
        !drafts_list(&caller->site->drafts, caller->arena, document->name, &drafts,
            &view.count, err))
        return false;
    links = ARENA_ARRAY(caller->arena, struct link_view, view.count);
    for (size_t i = 0; i < view.count; i++)
        if (!name_draft(caller, &drafts[i], &links[i], err))
            return false;
    view.drafts = links;
    view.form =
        caller_form(caller, room_address(caller, document->name, STR("drafts")));
    html = room_begin(caller, document, ROOM_EDITIONS, &view.head);
    view_drafts(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

/* It begins as the edition in force. */
bool begin_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    uint8_t key[KEEPER_KEY_BYTES];
    struct draft_act act = {.deed = DRAFT_BEGUN,
        .by = {caller->session.account.number, caller->session.account.name},
        .key = key};
    struct draft draft;

    if (!find_protocol(caller, &document, err) || !caller_key(caller, key, err))
        return false;
    act.protocol = document->name;
    act.source = document->source;
    act.base = document->source_digest;
    if (!draft_do(&caller->site->drafts, caller->arena, &act, &draft, err))
        return false;
    http_see_other(answer, draft_address(caller, &draft, (str){0}));
    return true;
}

/* ---- what an approver looks at ---- */

bool compare_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    struct draft_compare_view view = {.back = (str){0}};
    const struct compiled *fresh;
    struct room_edition *room;
    struct html html;

    if (!draft_open(caller, &opened, err) ||
        !draft_compiled(caller, &opened, &room, &fresh, err) ||
        !otherwise_fill(caller, opened.in_force->source, opened.draft.source,
            &view.otherwise, err) ||
        (fresh != NULL &&
            !reconsidered_fill(caller, opened.in_force->name, opened.draft.source,
                &view.otherwise.visits, err)))
        return false;
    view.otherwise.visits.by_draft = true;
    view.back = draft_address(caller, &opened.draft, (str){0});
    html = room_begin(caller, opened.in_force, ROOM_EDITIONS, &view.head);
    view_draft_compare(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    look_again(&view.otherwise, answer);
    return true;
}

bool prove_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    const struct compiled *fresh;
    struct room_edition *room;
    struct proofs_view view = {0};
    struct html html;

    if (!draft_open(caller, &opened, err) ||
        !draft_compiled(caller, &opened, &room, &fresh, err))
        return false;
    if (fresh == NULL)
        return err_set(err, ERR_NOT_FOUND,
            SAY("the draft has mistakes; correct all of them first"));
    proofs_fill(caller, room, &view);
    html = room_begin(caller, opened.in_force, ROOM_EDITIONS, &view.head);
    view_proofs(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
