/*
 * vestibule decide: the decision for facts.
 */
#include "cli/decision.h"

/* The decision as eval writes it: every host gives the same bytes. */
static bool decide_json(
    struct session *session, const struct situation *situation, struct err *err)
{
    struct eval_request request = {.facts = situation->facts,
        .digest = situation->protocol->digest,
        .at = &situation->at,
        .pretty = true};

    if (!eval_decide(situation->protocol->scratch, &request, &session->out.text, err))
        return false;
    page_raw(&session->out, STR("\n"));
    return true;
}

static bool decide(struct session *session, struct protocol *protocol, struct err *err)
{
    struct situation situation;
    struct decision decision;

    if (!protocol_open(session, session->arguments[0], protocol, err) ||
        !situation_start(session, protocol, &situation, err) ||
        !situation_arguments(session, 1, &situation, err) ||
        !situation_now(&situation, err))
        return false;
    situation_supply(&situation);
    situation_tell(session, &situation);
    if (session->json)
        return decide_json(session, &situation, err);
    if (!decision_make(session->arena, &situation, &decision, err))
        return false;
    decision_show(&session->out, &decision);
    return true;
}

bool run_decide(struct session *session, struct err *err)
{
    struct protocol protocol = {0};
    bool done = decide(session, &protocol, err);

    protocol_close(&protocol);
    return done;
}
