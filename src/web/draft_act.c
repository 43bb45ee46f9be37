/*
 * What is done to a draft: each counts for the draft as the page showed it.
 */
#include "web/drafts.h"
#include "web/web.h"

enum { BACK_WORDS_MAX = 1000 };

/* Begin an act: the draft, who does what, and what they saw. */
static bool prepare(struct caller *caller, enum draft_deed deed,
    struct opened_draft *opened, struct draft_act *act, struct err *err)
{
    uint8_t *key = ARENA_ARRAY(caller->arena, uint8_t, KEEPER_KEY_BYTES);
    int64_t seen = 0;

    if (!draft_open(caller, opened, err) || !caller_key(caller, key, err))
        return false;
    (void)str_to_i64(caller_field(caller, STR("seen")), &seen);
    *act = (struct draft_act){.deed = deed,
        .by = {caller->session.account.number, caller->session.account.name},
        .key = key,
        .id = opened->draft.id,
        .seen = (uint64_t)seen};
    return true;
}

/* Show the draft as it is now, and why nothing was done; what is no matter of the draft
 * goes on as an error. */
static bool show_again(struct caller *caller, struct opened_draft *opened, str written,
    struct http_answer *answer, struct err *err)
{
    struct err wrong = *err;

    if (wrong.kind != ERR_CONFLICT && wrong.kind != ERR_INVALID)
        return false;
    *err = (struct err){0};
    return draft_find(&caller->site->drafts, caller->arena, opened->draft.id,
               &opened->draft, err) &&
        draft_answer(caller, opened, &wrong, written, answer, err);
}

static bool finish(struct caller *caller, struct opened_draft *opened,
    const struct draft_act *act, struct http_answer *answer, struct err *err)
{
    if (!draft_do(&caller->site->drafts, caller->arena, act, &opened->draft, err))
        return show_again(caller, opened, act->source, answer, err);
    http_see_other(answer, draft_address(caller, &opened->draft, (str){0}));
    return true;
}

/* Browsers send CR LF; a document has LF, and one at its end. */
static str document_sent(const struct caller *caller)
{
    str sent = caller_secret(caller, STR("source"));
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < sent.len; i++)
        if (sent.ptr[i] != '\r')
            text_add_byte(&text, sent.ptr[i]);
    if (!str_ends(text_str(&text), STR("\n")))
        text_add_byte(&text, '\n');
    return text_str(&text);
}

bool save_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    struct draft_act act;

    if (!prepare(caller, DRAFT_SAVED, &opened, &act, err))
        return false;
    act.source = document_sent(caller);
    return finish(caller, &opened, &act, answer, err);
}

bool renew_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    struct draft_act act;

    if (!prepare(caller, DRAFT_TOOK_NEWER, &opened, &act, err))
        return false;
    act.base = opened.in_force->source_digest;
    return finish(caller, &opened, &act, answer, err);
}

bool take_draft_back(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    struct draft_act act;

    return prepare(caller, DRAFT_TAKEN_BACK, &opened, &act, err) &&
        finish(caller, &opened, &act, answer, err);
}

bool drop_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    struct draft_act act;

    if (!prepare(caller, DRAFT_SAVED, &opened, &act, err))
        return false;
    if (opened.draft.state != DRAFT_WRITTEN || opened.draft.revision != act.seen) {
        err_set(err, ERR_CONFLICT,
            SAY("somebody else has changed this draft meanwhile; look at it as it is "
                "now"));
        return show_again(caller, &opened, (str){0}, answer, err);
    }
    if (!draft_drop(&caller->site->drafts, opened.draft.id, err))
        return false;
    http_see_other(answer, room_address(caller, opened.in_force->name, STR("drafts")));
    return true;
}

/* ---- approving ---- */

/* Whether it can come into force now. */
static bool require_ready(
    struct caller *caller, const struct opened_draft *opened, struct err *err)
{
    const struct compiled *fresh;
    struct room_edition *room;
    struct moment now;

    if (!draft_is_current(opened))
        return err_set(err, ERR_CONFLICT,
            SAY("this draft is about an edition that is no longer in force; compare it "
                "again with the one that is"));
    if (!draft_compiled(caller, opened, &room, &fresh, err) ||
        !desk_now(caller->site->desk, &now, err))
        return false;
    if (fresh == NULL)
        return err_set(
            err, ERR_INVALID, SAY("the draft has mistakes; correct all of them first"));
    return draft_require(&caller->site->drafts, fresh, now.day, err);
}

bool ask_for_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    struct draft_act act;

    if (!prepare(caller, DRAFT_ASKED_FOR, &opened, &act, err))
        return false;
    if (!require_ready(caller, &opened, err))
        return show_again(caller, &opened, (str){0}, answer, err);
    return finish(caller, &opened, &act, answer, err);
}

/* Nobody judges what they wrote themselves, if the protocol of roles says so. */
static bool must_pass(
    const struct caller *caller, const struct draft *draft, struct err *err)
{
    bool is_own = draft_is_by(draft, caller->session.account.number);

    if (caller_may_pass(caller, is_own))
        return true;
    if (is_own && caller_may_pass(caller, false))
        return err_set(err, ERR_DENIED,
            SAY("you wrote some of this draft; somebody else has to approve it"));
    return err_set(err, ERR_DENIED, may_act_name(MAY_APPROVE_EDITION));
}

/* Record what was judged, and put in force what is to be. */
static bool settle(struct caller *caller, struct err *err)
{
    struct drafts_settled settled;

    if (!drafts_settle(&caller->site->drafts, &settled, err))
        return false;
    caller->site->next_edition = settled.next;
    return true;
}

bool send_draft_back(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    struct draft_act act;

    if (!prepare(caller, DRAFT_SENT_BACK, &opened, &act, err) ||
        !must_pass(caller, &opened.draft, err))
        return false;
    act.words = caller_field(caller, STR("words"));
    if (act.words.len == 0 || act.words.len > BACK_WORDS_MAX) {
        err_set(
            err, ERR_INVALID, SAY("say why you send it back, in up to 1000 letters"));
        return show_again(caller, &opened, (str){0}, answer, err);
    }
    return finish(caller, &opened, &act, answer, err) && settle(caller, err);
}

/* What is approved comes into force at once, or on its first day. */
static bool put_in_force(struct caller *caller, struct opened_draft *opened,
    const struct draft_act *act, struct http_answer *answer, struct err *err)
{
    str address = room_address(caller, opened->in_force->name, STR("editions"));
    struct draft now;
    struct err ignored = {0};

    if (!settle(caller, err))
        return false;
    if (draft_find(
            &caller->site->drafts, caller->arena, opened->draft.id, &now, &ignored) &&
        now.state == DRAFT_APPROVED) {
        http_see_other(answer, draft_address(caller, &now, (str){0}));
        return true;
    }
    if (!drafts_published(&caller->site->drafts, act->key)) {
        err_set(err, ERR_CONFLICT,
            SAY("this draft is about an edition that is no longer in force; compare it "
                "again with the one that is"));
        return show_again(caller, opened, (str){0}, answer, err);
    }
    if (!web_reload(caller->site))
        return err_set(err, ERR_INVALID,
            SAY("the edition is published, but another document beside it has mistakes; "
                "it decides as soon as an operator has put that right"));
    http_see_other(answer, address);
    return true;
}

bool approve_draft(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_draft opened;
    struct draft_act act;
    uint8_t key[KEEPER_KEY_BYTES];

    if (!caller_key(caller, key, err))
        return false;
    if (drafts_published(&caller->site->drafts, key)) {
        http_see_other(answer,
            room_address(
                caller, http_part(caller->request, STR("name")), STR("editions")));
        return true;
    }
    if (!prepare(caller, DRAFT_AGREED, &opened, &act, err) ||
        !must_pass(caller, &opened.draft, err))
        return false;
    if (!require_ready(caller, &opened, err) ||
        !draft_do(&caller->site->drafts, caller->arena, &act, &opened.draft, err))
        return show_again(caller, &opened, (str){0}, answer, err);
    return put_in_force(caller, &opened, &act, answer, err);
}
