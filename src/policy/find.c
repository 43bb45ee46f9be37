/*
 * Finding by name in a finished tree.
 */
#include "policy/tree.h"

uint32_t tree_find_fact(const struct tree *tree, str name)
{
    for (uint32_t i = 0; i < tree->fact_count; i++)
        if (str_equal(tree->facts[i].name, name))
            return i;
    return TREE_NONE;
}

uint32_t tree_find_outcome(const struct tree *tree, str name)
{
    for (uint32_t i = 0; i < tree->outcome_count; i++)
        if (str_equal(tree->outcomes[i].name, name))
            return i;
    return TREE_NONE;
}

uint32_t tree_find_duty(const struct tree *tree, str name)
{
    for (uint32_t i = 0; i < tree->duty_count; i++)
        if (str_equal(tree->duties[i].name, name))
            return i;
    return TREE_NONE;
}

uint32_t tree_find_choice(const struct choice *choices, uint32_t count, str name)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(choices[i].name, name))
            return i;
    return TREE_NONE;
}
