/* Taking down who read what, once an hour. */
#include "web/looked.h"

#include "web/door.h"

enum { LOOK_SECONDS = 3600 };

static bool is_at_the_desk(const struct caller *caller, const struct visit *visit)
{
    return visit != NULL &&
        str_equal(caller_role(caller, MAY_STATE_FACT, visit->school), STR("desk"));
}

/* Whether it is known of the last hour; else it is from now on. */
static bool is_known(struct looks *looks, const struct held_look *look)
{
    for (size_t i = 0; i < LOOKS_HELD; i++) {
        const struct held_look *held = &looks->items[i];

        if (held->at > look->at - LOOK_SECONDS && held->at <= look->at &&
            held->account == look->account && held->what == look->what &&
            memcmp(held->visit, look->visit, sizeof(look->visit)) == 0)
            return true;
    }
    looks->items[looks->next++ % LOOKS_HELD] = *look;
    return false;
}

bool caller_looks(
    struct caller *caller, enum look what, const struct visit *visit, struct err *err)
{
    static const str names[] = {[LOOK_VISIT] = STR_INIT("visit"),
        [LOOK_PAPER] = STR_INIT("paper"),
        [LOOK_RECORD] = STR_INIT("record"),
        [LOOK_TABLE] = STR_INIT("table")};
    const struct account *account = &caller->session.account;
    struct site *site = caller->site;
    struct held_look look = {.at = site->clock.now(site->clock.context),
        .account = account->number,
        .what = what};

    if (visit != NULL)
        memcpy(look.visit, visit->id.ptr,
            visit->id.len < sizeof(look.visit) ? visit->id.len : sizeof(look.visit));
    if (is_at_the_desk(caller, visit) || is_known(&site->looks, &look))
        return true;
    return staff_looked(&site->staff, account->login, names[what],
        visit == NULL ? (str){0} : visit->id, visit == NULL ? (str){0} : visit->school,
        err);
}
