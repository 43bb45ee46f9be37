/*
 * One errand: the provider's addresses, the token for a code, the keys; each is asked for
 * only if it is not known, and all of it ends at one moment.
 */
#include "app/provider_inside.h"

#include "os/os.h"

enum { ANSWER_MAX = 1 << 18 };

static const uint64_t second_ns = 1000000000;

struct going {
    struct work *work;
    struct fetch_client *client;
    uint64_t until_ns;
};

/* Ask, and take nothing but a good answer; a refused form is one whose words count. */
static bool ask(
    struct going *g, struct fetch_request *request, str *body, struct err *err)
{
    uint64_t now = os_monotonic_ns();
    struct fetch_answer answer;

    if (now >= g->until_ns)
        return err_set(err, ERR_IO, SAY("the provider takes too long to answer"));
    request->body_limit = ANSWER_MAX;
    if (!fetch_one(g->client, &g->work->arena, request,
            (uint32_t)((g->until_ns - now) / (second_ns / 1000)) + 1, &answer, err))
        return false;
    *body = answer.body;
    if (answer.status == 200 || (request->method == FETCH_POST && answer.status == 400))
        return true;
    err_set(err, ERR_IO, request->url);
    err_add(err, STR(" answers with status "));
    return err_add_i64(err, answer.status);
}

static bool ask_addresses(
    struct going *g, struct oidc_metadata *metadata, struct err *err)
{
    struct work *work = g->work;
    const struct oidc_provider *provider = work->errand.provider;
    struct fetch_request request = {
        .url = oidc_metadata_address(&work->arena, provider)};

    if (work->metadata.len == 0) {
        if (!ask(g, &request, &work->metadata, err))
            return false;
        work->learned = true;
    }
    if (oidc_metadata_read(&work->arena, provider, work->metadata, metadata, err))
        return true;
    work->learned = false;
    return false;
}

static bool ask_keys(
    struct going *g, const struct oidc_metadata *metadata, struct err *err)
{
    struct fetch_request request = {.url = metadata->keys};

    if (!ask(g, &request, &g->work->keys, err))
        return false;
    g->work->learned = true;
    return true;
}

static bool ask_token(
    struct going *g, const struct oidc_metadata *metadata, str *token, struct err *err)
{
    struct work *work = g->work;
    struct fetch_pair headers[] = {
        {STR("Content-Type"), STR("application/x-www-form-urlencoded")},
        {STR("Accept"), STR("application/json")},
        {STR("Authorization"), {0}},
    };
    struct fetch_request request = {.method = FETCH_POST,
        .url = metadata->token,
        .headers = headers,
        .header_count = COUNT_OF(headers)};
    str answer = {0};

    request.body = oidc_token_form(&work->arena, work->errand.provider, metadata,
        &work->errand.attempt, work->errand.code, &headers[2].value);
    if (headers[2].value.len == 0)
        request.header_count--;
    return ask(g, &request, &answer, err) &&
        oidc_token_read(&work->arena, answer, token, err);
}

/* Judge the token; when its key is not known, the keys are asked for once more. */
static bool judge(
    struct going *g, const struct oidc_metadata *metadata, str token, struct err *err)
{
    struct work *work = g->work;
    struct oidc_claims claims = {
        work->errand.attempt.nonce, work->clock.now(work->clock.context)};
    bool asked = work->keys.len == 0;

    if (asked && !ask_keys(g, metadata, err))
        return false;
    if (oidc_token_judge(&work->arena, work->errand.provider, token, work->keys,
            &claims, &work->identity, err))
        return true;
    if (err->kind != ERR_NOT_FOUND || asked)
        return false;
    *err = (struct err){0};
    return ask_keys(g, metadata, err) &&
        oidc_token_judge(&work->arena, work->errand.provider, token, work->keys,
            &claims, &work->identity, err);
}

void errand_run(struct work *work, struct fetch_client *client)
{
    struct going g = {work, client, os_monotonic_ns() + ERRAND_SECONDS * second_ns};
    struct oidc_metadata metadata;
    str token;

    if (ask_addresses(&g, &metadata, &work->err) && work->errand.code.len > 0 &&
        ask_token(&g, &metadata, &token, &work->err))
        (void)judge(&g, &metadata, token, &work->err);
}
