/*
 * vestibule log export: a copy of what is published, to give away or keep elsewhere.
 */
#include "cli/log.h"

static void show(struct session *session, const struct exported *exported)
{
    struct text words = text_in(session->arena);
    struct text root = text_in(session->arena);

    text_add_base64(&root, exported->root.bytes, HASH_BYTES);
    if (session->json) {
        struct json_out json = json_start(&session->out.text, true);

        json_object(&json);
        json_key(&json, STR("size"));
        json_i64(&json, (int64_t)exported->size);
        json_key(&json, STR("root"));
        json_str(&json, text_str(&root));
        json_key(&json, STR("files"));
        json_i64(&json, (int64_t)exported->files);
        json_end(&json);
        json_done(&json);
        page_raw(&session->out, STR("\n"));
        return;
    }
    text_add_u64(&words, exported->size);
    text_add(&words, exported->size == 1 ? STR(" event") : STR(" events"));
    text_add(&words, STR(" copied and checked, with the root "));
    text_add(&words, text_str(&root));
    page_wrap(&session->out, STYLE_PLAIN, 0, 0, text_str(&words));
}

bool run_log_export(struct session *session, struct err *err)
{
    struct exported exported;

    if (!keeper_export(session->arguments[0], session->arguments[1], &exported, err))
        return false;
    show(session, &exported);
    return true;
}
