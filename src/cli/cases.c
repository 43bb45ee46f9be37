/*
 * vestibule cases: a smallest set of cases that tries everything.
 */
#include "cli/protocol.h"

#include "study/study.h"

static void put_case(
    struct json_out *json, const struct tree *tree, const struct study_case *item)
{
    json_object(json);
    json_key(json, STR("facts"));
    json_tree_facts(json, tree, item->facts);
    json_key(json, STR("outcomes"));
    json_object(json);
    for (uint32_t o = 0; o < tree->outcome_count; o++) {
        json_key(json, tree->outcomes[o].name);
        if (item->outcomes[o] < 0)
            json_null(json);
        else
            json_str(json, tree->outcomes[o].values[item->outcomes[o]].name);
    }
    json_end(json);
    json_end(json);
}

static void answer_json(struct session *session, const struct policy *policy,
    const struct study_cases *cases)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("edges"));
    json_i64(&json, cases->edges);
    json_key(&json, STR("cases"));
    json_array(&json);
    for (uint32_t i = 0; i < cases->count; i++)
        put_case(&json, &policy->tree, &cases->cases[i]);
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static bool cases(struct session *session, struct protocol *protocol, struct err *err)
{
    struct text words = text_in(session->arena);
    struct study_cases found;

    if (!protocol_require(session, session->arguments[0], protocol, err))
        return false;
    study_cases(session->arena, &protocol->policy, &found);
    if (session->json) {
        answer_json(session, &protocol->policy, &found);
        return true;
    }
    text_add_cases(&session->out.text, &protocol->policy, &found);
    text_add_u64(&words, found.count);
    text_add(&words, found.count == 1 ? STR(" case takes") : STR(" cases take"));
    text_add(&words, STR(" all "));
    text_add_u64(&words, found.edges);
    text_add(&words, STR(" edges of the diagrams"));
    session_talk(session, text_str(&words));
    return true;
}

bool run_cases(struct session *session, struct err *err)
{
    struct protocol protocol = {0};
    bool done = cases(session, &protocol, err);

    protocol_close(&protocol);
    return done;
}
