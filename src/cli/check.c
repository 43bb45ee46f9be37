/*
 * vestibule check: compile documents and say what is wrong, or what they amount to.
 */
#include "cli/check.h"

#include "os/os.h"

/* What an interview costs that begins with nothing known. */
static void find_costs(struct session *session, struct checked *checked)
{
    const struct image *image = &checked->protocol.image;
    uint32_t outcomes = image->count[SECTION_OUTCOMES];
    uint32_t fact_count = image->count[SECTION_FACTS];
    int32_t *facts = ARENA_ARRAY(session->arena, int32_t, fact_count);
    uint16_t *slots = ARENA_ARRAY(session->arena, uint16_t, image_row(image));

    for (uint32_t f = 0; f < fact_count; f++)
        facts[f] = FACT_UNKNOWN;
    eval_bind(image, facts, slots);
    checked->costs = ARENA_ARRAY(session->arena, struct eval_cost, outcomes);
    for (uint32_t o = 0; o < outcomes; o++)
        checked->costs[o] = eval_interview(checked->protocol.scratch, o, facts, slots);
}

static void check_one(struct session *session, str path, struct checked *checked)
{
    uint64_t began = os_monotonic_ns();

    if (!protocol_compile(session, path, &checked->protocol, &checked->err)) {
        checked->protocol.shown = shown_path(path);
        session->status = status_of(checked->err.kind);
        return;
    }
    checked->compile_ns = os_monotonic_ns() - began;
    if (checked->protocol.diags.errors == 0)
        find_costs(session, checked);
    else if (session->status == STATUS_YES)
        session->status = STATUS_NO;
}

static void answer_json(
    struct session *session, const struct checked *all, size_t count)
{
    struct json_out json = json_start(&session->out.text, true);

    if (count == 1) {
        check_json(&json, &all[0]);
    } else {
        json_object(&json);
        json_key(&json, STR("ok"));
        json_bool(&json, session->status == STATUS_YES);
        json_key(&json, STR("documents"));
        json_array(&json);
        for (size_t i = 0; i < count; i++)
            check_json(&json, &all[i]);
        json_end(&json);
        json_end(&json);
    }
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

static void answer(struct session *session, const struct checked *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            page_raw(&session->out, STR("\n"));
        check_show(&session->out, &all[i]);
    }
}

/* Tell of the documents that could not be read. */
static void tell_errors(
    struct session *session, const struct checked *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (all[i].err.kind == ERR_NONE)
            continue;
        page_add(&session->talk, STYLE_BOLD, STR("vestibule check: "));
        page_line(&session->talk, STYLE_PLAIN, err_text(&all[i].err));
    }
}

bool run_check(struct session *session, struct err *err)
{
    size_t count = session->argument_count;
    struct checked *all = ARENA_ARRAY(session->arena, struct checked, count);
    bool done;

    for (size_t i = 0; i < count; i++)
        check_one(session, session->arguments[i], &all[i]);
    if (session->json)
        answer_json(session, all, count);
    else
        answer(session, all, count);
    tell_errors(session, all, count);
    done = session_flush(session, err);
    for (size_t i = 0; i < count; i++)
        protocol_close(&all[i].protocol);
    return done;
}
