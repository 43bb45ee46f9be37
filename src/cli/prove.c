/*
 * vestibule prove: one property over all states.
 */
#include "cli/protocol.h"

#include "os/os.h"

struct proof {
    struct property property;
    struct property_result result;
    bool vacuous;
};

static void answer_json(
    struct session *session, const struct policy *policy, const struct proof *proof)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("name"));
    json_str(&json, proof->property.name);
    json_key(&json, STR("kind"));
    json_str(&json, proof->property.always ? STR("always") : STR("never"));
    json_key(&json, STR("holds"));
    json_bool(&json, proof->result.holds);
    json_key(&json, STR("vacuous"));
    json_bool(&json, proof->vacuous);
    if (!proof->result.holds) {
        json_key(&json, STR("example"));
        json_tree_facts(&json, &policy->tree, proof->result.example);
    }
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static void answer(
    struct session *session, const struct policy *policy, const struct proof *proof)
{
    struct page *page = &session->out;
    struct text words = text_in(session->arena);

    text_add(&words, proof->property.always ? STR("always \"") : STR("never \""));
    text_add(&words, proof->property.name);
    text_add(&words, STR("\""));
    page_add(page, proof->result.holds ? STYLE_GREEN : STYLE_RED,
        proof->result.holds ? STR("\xe2\x9c\x93 holds: ")
                            : STR("\xe2\x9c\x97 refuted: "));
    page_wrap(page, STYLE_PLAIN, 10, 2, text_str(&words));
    words = text_in(session->arena);
    if (!proof->result.holds) {
        text_add(&words, STR("for example when "));
        text_add_facts(&words, &policy->tree, proof->result.example);
    } else {
        text_add(&words, STR("in all "));
        text_add_grouped_count(&words, policy->states);
        text_add(&words, STR(" states"));
    }
    page_item(page, STYLE_PLAIN, STR("  "), text_str(&words));
    if (proof->vacuous)
        page_item(page, STYLE_YELLOW, STR("  "),
            STR("but it says nothing: no state fits its condition"));
}

static bool read_property(struct session *session, struct protocol *protocol,
    struct property *property, struct err *err)
{
    str statement = session->arguments[1];
    struct diags diags = {0};

    if (str_equal(statement, STR("-")) && str_equal(protocol->path, STR("-")))
        return err_set(err, ERR_USAGE,
            STR("only one of document and property can come from standard input"));
    if (str_equal(statement, STR("-")) &&
        !os_read_file(session->arena, statement, SCAN_MAX_BYTES, &statement, err))
        return false;
    if (!tree_read_property(
            session->arena, &protocol->policy.tree, statement, &diags, property) &&
        diags.errors == 0)
        return err_set(err, ERR_INVALID, STR("the property cannot be read"));
    if (diags.errors == 0)
        return true;
    for (size_t i = 0; i < diags.count; i++)
        page_diag(&session->talk, STR("property"), statement, &diags.items[i]);
    return err_set(err, ERR_INVALID,
        STR("the property has a mistake; it is written as in "
            "'never \"no paper\": paper is none and entry is admit'"));
}

static bool prove(struct session *session, struct protocol *protocol, struct err *err)
{
    struct proof proof = {0};

    if (!protocol_require(session, session->arguments[0], protocol, err) ||
        !read_property(session, protocol, &proof.property, err))
        return false;
    if (!policy_prove(session->arena, &protocol->policy, &proof.property, &proof.result,
            &proof.vacuous))
        return err_set(err, ERR_LIMIT,
            STR("the property ties too many facts together to be proved; split it"));
    if (!proof.result.holds)
        session->status = STATUS_NO;
    if (session->json)
        answer_json(session, &protocol->policy, &proof);
    else
        answer(session, &protocol->policy, &proof);
    return true;
}

bool run_prove(struct session *session, struct err *err)
{
    struct protocol protocol = {0};
    bool done = prove(session, &protocol, err);

    protocol_close(&protocol);
    return done;
}
