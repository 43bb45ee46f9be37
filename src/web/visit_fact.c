/*
 * A fact as a form has it: what can be chosen, what is, how somebody knows, and who may
 * answer.  The same for a page that is asked for and for one that a device keeps.
 */
#include "web/visits.h"

const struct choice_view *fact_choices(
    struct arena *arena, const struct desk_fact *fact, str chosen, size_t *count)
{
    struct choice_view *choices =
        ARENA_ARRAY(arena, struct choice_view, fact->choice_count + 2);

    *count = fact->choice_count;
    for (size_t i = 0; i < fact->choice_count; i++)
        choices[i] = (struct choice_view){
            .value = fact->choices[i].name, .label = fact->choices[i].label};
    if (fact->kind == IMAGE_YES_NO) {
        choices[0] = (struct choice_view){.value = STR("yes"), .label = SAY("Yes")};
        choices[1] = (struct choice_view){.value = STR("no"), .label = SAY("No")};
        *count = 2;
    }
    for (size_t i = 0; i < *count; i++)
        choices[i].is_chosen = str_equal(choices[i].value, chosen);
    return choices;
}

enum answer_kind answer_kind_of(enum image_fact_kind kind)
{
    switch (kind) {
    case IMAGE_CHOICE:
    case IMAGE_YES_NO:
        return ANSWER_CHOICE;
    case IMAGE_DATE:
        return ANSWER_DATE;
    case IMAGE_TIME:
        return ANSWER_TIME;
    default:
        return ANSWER_NUMBER;
    }
}

str fact_chosen(const struct desk_fact *fact)
{
    return fact->kind == IMAGE_YES_NO && fact->value.label.len > 0 ? fact->value.label
                                                                   : fact->value.name;
}

str fact_role(const struct caller *caller, const struct visit *visit,
    const struct desk_fact *fact)
{
    static const enum may_act acts[] = {MAY_STATE_FACT, MAY_STATE_LAW_FACT};

    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        str role = caller_role(caller, acts[i], visit->school);

        if (role.len > 0 && (fact->role.len == 0 || str_equal(fact->role, role)))
            return role;
    }
    return (str){0};
}

bool asks_basis(const struct desk_fact *fact)
{
    return !fact->ask_first;
}

str basis_stated(const struct desk_fact *fact, str answer, str basis)
{
    if (answer.len == 0)
        return STR("assumed");
    return asks_basis(fact) ? basis : STR("seen");
}

const struct choice_view *fact_bases(
    struct arena *arena, const struct desk_fact *fact, str chosen, size_t *count)
{
    static const str names[] = {STR_INIT("read"), STR_INIT("seen"), STR_INIT("told"),
        STR_INIT("inferred"), STR_INIT("confirmed")};
    struct choice_view *bases = ARENA_ARRAY(arena, struct choice_view, COUNT_OF(names));

    *count = asks_basis(fact) ? COUNT_OF(names) : 0;
    for (size_t i = 0; i < *count; i++)
        bases[i] = (struct choice_view){.value = names[i],
            .label = basis_words(names[i]),
            .is_chosen = str_equal(names[i], chosen)};
    return bases;
}
