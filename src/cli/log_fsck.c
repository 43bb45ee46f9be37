/*
 * vestibule log fsck: everything that a record keeps against everything else.
 */
#include "cli/log.h"

enum { FINDINGS_SHOWN = 1000 };

struct fsck_answer {
    struct session *session;
    struct json_out json;
    uint64_t shown;
    bool kinds[FINDING_KIND_COUNT];
};

static const str kind_names[FINDING_KIND_COUNT] = {
    [FINDING_DATABASE] = STR_INIT("database"),
    [FINDING_BEHIND] = STR_INIT("behind"),
    [FINDING_TILE] = STR_INIT("tile"),
    [FINDING_VALUE] = STR_INIT("sealed"),
    [FINDING_FILES] = STR_INIT("files"),
    [FINDING_FORK] = STR_INIT("fork"),
    [FINDING_KEY] = STR_INIT("key"),
};

static void show_finding(void *context, const struct finding *finding)
{
    struct fsck_answer *a = context;
    struct text words = text_in(a->session->arena);

    a->kinds[finding->kind] = true;
    if (a->shown++ >= FINDINGS_SHOWN)
        return;
    if (a->session->json) {
        json_object(&a->json);
        json_key(&a->json, STR("kind"));
        json_str(&a->json, kind_names[finding->kind]);
        json_key(&a->json, STR("where"));
        json_str(&a->json, finding->where);
        json_key(&a->json, STR("text"));
        json_str(&a->json, finding->what);
        json_key(&a->json, STR("repair"));
        json_str(&a->json, finding_repair(finding->kind));
        json_end(&a->json);
        return;
    }
    text_add(&words, finding->where);
    text_add(&words, STR(": "));
    text_add(&words, finding->what);
    page_item(&a->session->out, STYLE_RED, STR("  damaged  "), text_str(&words));
}

static void end_json(struct fsck_answer *a, const struct inspected *inspected)
{
    json_end(&a->json);
    json_key(&a->json, STR("damage_count"));
    json_i64(&a->json, (int64_t)inspected->findings);
    json_key(&a->json, STR("events"));
    json_i64(&a->json, (int64_t)inspected->events);
    json_key(&a->json, STR("published"));
    json_i64(&a->json, (int64_t)inspected->published);
    json_key(&a->json, STR("sealed"));
    json_i64(&a->json, (int64_t)inspected->values);
    json_key(&a->json, STR("erased"));
    json_i64(&a->json, (int64_t)inspected->erased);
    json_key(&a->json, STR("ok"));
    json_bool(&a->json, inspected->findings == 0);
    json_end(&a->json);
    json_done(&a->json);
    page_raw(&a->session->out, STR("\n"));
}

/* What there is, and what repairs it. */
static void end_page(struct fsck_answer *a, const struct inspected *inspected)
{
    struct page *page = &a->session->out;
    struct text words = text_in(a->session->arena);

    text_add_u64(&words, inspected->events);
    text_add(&words, inspected->events == 1 ? STR(" event; ") : STR(" events; "));
    text_add(&words, STR("published: "));
    text_add_u64(&words, inspected->published);
    text_add(&words, STR("; sealed values that open: "));
    text_add_u64(&words, inspected->values);
    text_add(&words, STR("; erased: "));
    text_add_u64(&words, inspected->erased);
    text_add(&words, STR(". "));
    if (inspected->findings == 0) {
        text_add(&words, STR("All of it agrees."));
        page_wrap(page, STYLE_GREEN, 0, 0, text_str(&words));
        return;
    }
    text_add_u64(&words, inspected->findings);
    text_add(&words, inspected->findings == 1 ? STR(" damage.") : STR(" damages."));
    page_wrap(page, STYLE_RED, 0, 0, text_str(&words));
    for (size_t i = 0; i < FINDING_KIND_COUNT; i++) {
        struct text lead = text_in(a->session->arena);

        if (!a->kinds[i])
            continue;
        text_add(&lead, STR("  repairs "));
        text_add(&lead, kind_names[i]);
        text_add(&lead, STR(":  "));
        page_item(
            page, STYLE_PLAIN, text_str(&lead), finding_repair((enum finding_kind)i));
    }
}

static bool mend(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct text words = text_in(session->arena);
    uint64_t tiles;

    if (!keeper_mend(session->arguments[0], &clock, &tiles, err))
        return false;
    text_add(&words, STR("written anew: the public files, and "));
    text_add_u64(&words, tiles);
    text_add(&words,
        tiles == 1 ? STR(" tile in the database") : STR(" tiles in the database"));
    session_talk(session, text_str(&words));
    return true;
}

bool run_log_fsck(struct session *session, struct err *err)
{
    struct fsck_answer a = {.session = session};
    struct finding_sink sink = {show_finding, &a};
    struct inspected inspected;

    if (option_given(session, OPTION_REPAIR) && !mend(session, err))
        return false;
    if (session->json) {
        a.json = json_start(&session->out.text, true);
        json_object(&a.json);
        json_key(&a.json, STR("damages"));
        json_array(&a.json);
    }
    if (!keeper_fsck(session->arguments[0], &sink, &inspected, err))
        return false;
    session->status = inspected.findings == 0 ? STATUS_YES : STATUS_NO;
    if (session->json)
        end_json(&a, &inspected);
    else
        end_page(&a, &inspected);
    return true;
}
