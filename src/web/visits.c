/*
 * Finding the visit that is meant, and acting on it.
 */
#include "web/visits.h"

bool visit_asked(
    struct caller *caller, enum may_act act, const struct visit **out, struct err *err)
{
    if (!desk_visit(
            caller->site->desk, http_part(caller->request, STR("id")), out, err) ||
        !caller_must(caller, act, (*out)->school, err))
        return false;
    if ((*out)->exercise)
        caller->practice_at = arena_str(caller->arena, (*out)->school);
    return true;
}

str visit_address(struct arena *arena, const struct visit *visit, str tail)
{
    struct text text = text_in(arena);

    text_add(&text, STR("/visits/"));
    text_add(&text, visit->id);
    if (tail.len > 0)
        text_add_byte(&text, '/');
    text_add(&text, tail);
    return text_str(&text);
}

bool visit_deed(struct caller *caller, const struct visit *visit, enum may_act act,
    struct deed *out, struct err *err)
{
    if (!caller_key(caller, out->key, err))
        return false;
    out->act = (struct desk_act){.key = out->key,
        .visit = arena_str(caller->arena, visit->id),
        .by = caller->session.account.name,
        .role = caller_role(caller, act, visit->school)};
    return true;
}

const struct desk_fact *find_fact(const struct desk_fact *facts, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(facts[i].name, name))
            return &facts[i];
    return NULL;
}

const struct desk_fact *next_question(const struct desk_answer *answer, str role)
{
    for (size_t i = 0; i < answer->ask_count; i++) {
        const struct desk_fact *fact = &answer->ask[i];

        if ((fact->role.len == 0 || str_equal(fact->role, role)) &&
            fact->stated == NULL)
            return fact;
    }
    return NULL;
}
