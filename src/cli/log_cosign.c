/*
 * vestibule log cosign: publish a record, and ask its witnesses to cosign.
 */
#include "cli/log.h"

static void show_words(struct page *page, const struct witness_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct witness_word *word = &words->items[i];
        struct text line = text_in(page->text.arena);

        text_add(&line, word->name);
        if (!word->cosigned) {
            text_add(&line, STR(": "));
            text_add(&line, word->words);
        }
        page_item(page, word->cosigned ? STYLE_PLAIN : STYLE_YELLOW,
            word->cosigned ? STR("  cosigned by  ") : STR("  missing      "),
            text_str(&line));
    }
}

static void show(struct session *session, const struct publication *p)
{
    struct page *page = &session->out;
    struct text size = text_in(session->arena);
    struct text verdict = text_in(session->arena);

    text_add_u64(&size, p->size);
    page_item(page, STYLE_BOLD, STR("published      "), text_str(&size));
    show_words(page, &p->witnesses);
    if (p->witnesses.count == 0) {
        page_wrap(page, STYLE_YELLOW, 0, 0,
            STR("This record has no witnesses: nobody else can tell whether it was "
                "rewritten. Name them in the file witnesses (C2SP tlog-policy)."));
        return;
    }
    text_add_u64(&verdict, p->witnesses.cosigned);
    text_add(&verdict, STR(" of "));
    text_add_u64(&verdict, p->witnesses.count);
    text_add(&verdict, STR(" witnesses have cosigned it"));
    text_add(&verdict,
        p->witnesses.has_quorum
            ? STR(".")
            : STR("; the policy wants more. Ask again later: nothing is lost."));
    page_wrap(page, p->witnesses.has_quorum ? STYLE_GREEN : STYLE_RED, 0, 0,
        text_str(&verdict));
}

static void show_json(struct session *session, const struct publication *p)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("size"));
    json_i64(&json, (int64_t)p->size);
    json_key(&json, STR("cosigned"));
    json_i64(&json, (int64_t)p->witnesses.cosigned);
    json_key(&json, STR("quorum"));
    json_bool(&json, p->witnesses.has_quorum);
    json_key(&json, STR("witnesses"));
    json_array(&json);
    for (size_t i = 0; i < p->witnesses.count; i++) {
        const struct witness_word *word = &p->witnesses.items[i];

        json_object(&json);
        json_key(&json, STR("name"));
        json_str(&json, word->name);
        json_key(&json, STR("cosigned"));
        json_bool(&json, word->cosigned);
        if (!word->cosigned) {
            json_key(&json, STR("text"));
            json_str(&json, word->words);
        }
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}

/* Whether the timestamp server has done its part; its failure holds nothing up. */
static bool stamp(struct session *session, struct keeper *keeper)
{
    struct err err = {0};

    if (!option_given(session, OPTION_TSA))
        return true;
    if (checkpoint_stamp(keeper, session->given[OPTION_TSA], &err))
        return true;
    session_talk(session, err_text(&err));
    return false;
}

bool run_log_cosign(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct publication published;
    struct keeper *keeper;
    bool is_stamped = false;
    bool done;

    if (!log_check_signing(session, err) ||
        !keeper_open(session->arguments[0], &clock, &keeper, err))
        return false;
    done = log_sign(session, keeper, &published, err);
    if (done)
        is_stamped = stamp(session, keeper);
    keeper_close(keeper);
    if (!done)
        return false;
    session->status =
        published.witnesses.has_quorum && is_stamped ? STATUS_YES : STATUS_NO;
    if (session->json)
        show_json(session, &published);
    else
        show(session, &published);
    return true;
}
