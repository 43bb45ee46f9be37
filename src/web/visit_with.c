/*
 * All questions of a visit; and somebody else who came along.
 */
#include "web/pages.h"
#include "web/visits.h"

/* Where a question is asked that nobody answered, if it is for the desk. */
static size_t others_of(
    struct caller *caller, const struct visit *visit, const struct link_view **out)
{
    struct desk_fact *facts;
    size_t fact_count = spoken_facts(caller, visit, &facts);
    struct link_view *links = ARENA_ARRAY(caller->arena, struct link_view, fact_count);
    size_t count = 0;

    for (size_t i = 0; i < fact_count; i++) {
        struct text tail = text_in(caller->arena);

        if (facts[i].stated != NULL || facts[i].role.len > 0 || facts[i].is_supplied)
            continue;
        text_add(&tail, STR("ask/"));
        text_add(&tail, facts[i].name);
        links[count++] = (struct link_view){
            visit_address(caller->arena, visit, text_str(&tail)), facts[i].question};
    }
    *out = links;
    return count;
}

bool show_facts(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct visit *visit;
    struct facts_view view = {0};
    const str nothing = {0};
    struct html html;

    if (!visit_asked(caller, MAY_JOIN_VISIT, &visit, err))
        return false;
    html = caller_page(caller, SAY("All questions"), &view.frame);
    view.back = visit_address(caller->arena, visit, STR("answer"));
    view.answered =
        facts_of(caller, visit, SAY("Answered"), visit->is_open ? &nothing : NULL);
    if (visit->is_open)
        view.other_count = others_of(caller, visit, &view.others);
    view_facts(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

/* What was stated of this one, to be ticked where it holds for the other as well: what
 * the protocol asks first is ticked already, for it is of the place, not the person. */
static size_t shareable(
    struct caller *caller, const struct visit *visit, const struct choice_view **out)
{
    struct desk_fact *facts;
    size_t fact_count = spoken_facts(caller, visit, &facts);
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, fact_count);
    size_t count = 0;

    for (size_t i = 0; i < fact_count; i++)
        if (facts[i].stated != NULL && facts[i].value.label.len > 0 &&
            facts[i].role.len == 0)
            choices[count++] = (struct choice_view){.value = facts[i].name,
                .label = facts[i].question,
                .hint =
                    value_words(caller, &facts[i], visit_value(visit, facts[i].stated)),
                .is_chosen = facts[i].ask_first};
    *out = choices;
    return count;
}

bool show_with(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct visit *visit;
    struct with_view view = {0};
    struct html html;

    if (!visit_asked(caller, MAY_OPEN_VISIT, &visit, err))
        return false;
    html = caller_page(caller, SAY("Somebody else came along"), &view.frame);
    view.back = visit_address(caller->arena, visit, STR("answer"));
    view.form = caller_form(caller, STR("/visits"));
    view.visit = visit->id;
    view.count = shareable(caller, visit, &view.facts);
    view_with(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
