/*
 * vestibule draw: the flow chart of one outcome.
 */
#include "cli/protocol.h"

#include "study/study.h"

struct format {
    str name;
    enum study_format format;
};

static const struct format *find_format(str name)
{
    static const struct format formats[] = {
        {STR_INIT("svg"), STUDY_SVG},
        {STR_INIT("dot"), STUDY_DOT},
        {STR_INIT("mermaid"), STUDY_MERMAID},
    };

    for (size_t i = 0; name.ptr != NULL && i < COUNT_OF(formats); i++)
        if (str_equal(formats[i].name, name))
            return &formats[i];
    return name.ptr == NULL ? &formats[0] : NULL;
}

static bool deliver(struct session *session, const struct format *format, str outcome,
    str drawing, struct err *err)
{
    struct text whole = text_in(session->arena);
    struct json_out json = json_start(&whole, true);

    if (!session->json)
        return session_deliver(session, drawing, err);
    json_object(&json);
    json_key(&json, STR("outcome"));
    json_str(&json, outcome);
    json_key(&json, STR("format"));
    json_str(&json, format->name);
    json_key(&json, STR("drawing"));
    json_str(&json, drawing);
    json_end(&json);
    json_done(&json);
    text_add(&whole, STR("\n"));
    return session_deliver(session, text_str(&whole), err);
}

static bool draw(struct session *session, struct protocol *protocol, struct err *err)
{
    const struct format *format = find_format(session->given[OPTION_FORMAT]);
    str wanted = session->given[OPTION_OUTCOME];
    struct text drawing = text_in(session->arena);
    uint32_t outcome = 0;

    if (format == NULL)
        return err_set(err, ERR_USAGE, STR("--format is svg, dot or mermaid"));
    if (!protocol_require(session, session->arguments[0], protocol, err))
        return false;
    if (wanted.ptr != NULL && !protocol_find_outcome(protocol, wanted, &outcome, err))
        return false;
    study_draw(session->arena, &protocol->policy, outcome, format->format, &drawing);
    return deliver(session, format, outcome_name(&protocol->image, outcome),
        text_str(&drawing), err);
}

bool run_draw(struct session *session, struct err *err)
{
    struct protocol protocol = {0};
    bool done = draw(session, &protocol, err);

    protocol_close(&protocol);
    return done;
}
