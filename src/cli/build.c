/*
 * vestibule build: the image.
 */
#include "cli/protocol.h"

#include "os/os.h"

static void answer(struct session *session, const struct protocol *protocol, str path)
{
    struct json_out json = json_start(&session->out.text, true);
    struct text words = text_in(session->arena);

    if (session->json) {
        json_object(&json);
        json_key(&json, STR("image"));
        json_str(&json, path);
        json_key(&json, STR("bytes"));
        json_i64(&json, (int64_t)protocol->policy.image.len);
        json_key(&json, STR("digest"));
        json_str(&json, protocol->digest);
        json_end(&json);
        json_done(&json);
        page_raw(&session->out, STR("\n"));
        return;
    }
    text_add(&words, path);
    text_add(&words, STR(": "));
    text_add_u64(&words, protocol->policy.image.len);
    text_add(&words, STR(" bytes, "));
    text_add(&words, protocol->digest);
    session_talk(session, text_str(&words));
}

static bool build(struct session *session, struct protocol *protocol, struct err *err)
{
    str path = session->given[OPTION_OUTPUT];

    if (path.ptr == NULL)
        return err_set(err, ERR_USAGE, STR("where to? give -o IMAGE"));
    if (str_equal(path, STR("-")) && session->json)
        return err_set(err, ERR_USAGE,
            STR("image and --json cannot share standard output; give -o IMAGE"));
    if (!protocol_require(session, session->arguments[0], protocol, err))
        return false;
    if (str_equal(path, STR("-"))) {
        page_raw(&session->out, protocol->policy.image);
        return true;
    }
    if (!os_write_file(path, protocol->policy.image, err))
        return false;
    answer(session, protocol, path);
    return true;
}

bool run_build(struct session *session, struct err *err)
{
    struct protocol protocol = {0};
    bool done = build(session, &protocol, err);

    protocol_close(&protocol);
    return done;
}
