/*
 * vestibule strings: a gettext template.
 */
#include "cli/protocol.h"

#include "study/study.h"

static bool strings(struct session *session, struct protocol *protocol, struct err *err)
{
    struct text made = text_in(session->arena);
    struct text whole = text_in(session->arena);
    struct json_out json = json_start(&whole, true);

    if (!protocol_require(session, session->arguments[0], protocol, err))
        return false;
    study_strings(session->arena, &protocol->policy, protocol->shown, &made);
    if (!session->json)
        return session_deliver(session, text_str(&made), err);
    json_object(&json);
    json_key(&json, STR("template"));
    json_str(&json, text_str(&made));
    json_end(&json);
    json_done(&json);
    text_add(&whole, STR("\n"));
    return session_deliver(session, text_str(&whole), err);
}

bool run_strings(struct session *session, struct err *err)
{
    struct protocol protocol = {0};
    bool done = strings(session, &protocol, err);

    protocol_close(&protocol);
    return done;
}
