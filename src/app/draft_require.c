/*
 * What a draft must be before it can come into force: of use on its first day, and no
 * trap.  A protocol of roles by which nobody makes accounts, writes an edition or approves
 * one could never be mended by those whom it locks out.
 */
#include "app/drafts.h"

#include "app/edition.h"
#include "app/editions.h"
#include "app/inside.h"

static const enum may_act needed[] = {
    MAY_MANAGE_PEOPLE, MAY_DRAFT_EDITION, MAY_APPROVE_EDITION};

static bool some_role_may(const struct may *may, enum may_act act)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        const struct may_question question = {
            .role = people_role_name((enum people_role)i),
            .act = act,
            .own_school = true};

        if (app_may(may, &question))
            return true;
    }
    return false;
}

/* What was written for an older program is mended where it is written. */
static bool require_acts(const struct may *may, struct err *err)
{
    struct arena arena = {0};
    str lacks = may_lacks(may, &arena);
    bool done = lacks.len == 0;

    if (!done)
        err_say(err, ERR_INVALID,
            SAY("the draft has no act %1; write it under the question about acts: without "
                "a rule nobody may do it"),
            &lacks, 1);
    arena_clear(&arena);
    return done;
}

/* All that would be lost is named. */
static bool require_keys(const struct compiled *roles, struct err *err)
{
    struct arena arena = {0};
    struct text lost = text_in(&arena);
    struct may *may;
    str words;
    bool done;

    if (!may_open(roles, &may, err))
        return false;
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (!some_role_may(may, needed[i])) {
            text_add(&lost, lost.len > 0 ? STR(", ") : STR(""));
            text_add(&lost, may_act_words(may, needed[i]));
        }
    words = text_str(&lost);
    done = words.len == 0
        ? require_acts(may, err)
        : err_say(err, ERR_INVALID,
              SAY("by this draft nobody could do this any more: %1"), &words, 1);
    may_close(may);
    arena_clear(&arena);
    return done;
}

static bool require_new(
    const struct drafts *drafts, const struct compiled *fresh, struct err *err)
{
    struct arena arena = {0};
    struct editions editions;
    bool done = editions_read(drafts->keeper, &arena, fresh->name, &editions, err);

    if (done && editions_find(&editions, fresh->source_digest) != NULL)
        done = err_set(err, ERR_INVALID,
            SAY("this very edition has been in force; write another date after "
                "`edition`"));
    arena_clear(&arena);
    return done;
}

bool draft_require(const struct drafts *drafts, const struct compiled *fresh,
    int32_t today, struct err *err)
{
    if (fresh->diags.errors > 0)
        return err_set(
            err, ERR_INVALID, SAY("the draft has mistakes; correct all of them first"));
    if (!image_in_force(&fresh->bench.image, today) && edition_of(fresh).from <= today)
        return err_set(err, ERR_INVALID,
            SAY("the last day after `in force` is past; the draft would never hold"));
    return require_new(drafts, fresh, err) &&
        (!str_equal(fresh->name, STR("roles")) || require_keys(fresh, err));
}
