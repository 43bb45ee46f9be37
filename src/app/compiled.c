/*
 * Compiling a document for those who decide by it again and again: what the compiler
 * needed is let go, the image stays.
 */
#include "app/compiled.h"

#include "app/inside.h"

void compiled_free(struct compiled *compiled)
{
    struct arena arena;

    if (compiled == NULL)
        return;
    if (compiled->pages != NULL)
        os_pages_free(compiled->pages, compiled->pages_size);
    arena = compiled->arena; /* it lies in the arena itself */
    arena_clear(&arena);
}

/* The first mistake, for somebody who has the document at hand. */
bool compiled_require(const struct compiled *compiled, struct err *err)
{
    const struct diags *diags = &compiled->diags;

    if (diags->errors == 0)
        return true;
    err_set(err, ERR_INVALID, STR("the protocol `"));
    err_add(err, compiled->name);
    err_add(err, STR("` has "));
    err_add_i64(err, (int64_t)diags->errors);
    err_add(err, diags->errors == 1 ? STR(" mistake") : STR(" mistakes"));
    for (size_t i = 0; i < diags->count; i++) {
        if (diags->items[i].severity != SEVERITY_ERROR)
            continue;
        err_add(err, STR(": line "));
        err_add_i64(err, (int64_t)diags->items[i].span.line);
        err_add(err, STR(": "));
        err_add(err, diags->items[i].message);
        break;
    }
    return err_add(err, STR("; `vestibule check` shows all of it"));
}

/* Keep what was found, apart from the compiler's memory. */
static void keep_diags(struct compiled *c, const struct diags *diags)
{
    c->diags = *diags;
    c->diags.items =
        arena_copy(&c->arena, diags->items, diags->count, sizeof(*diags->items));
    for (size_t i = 0; i < diags->count; i++) {
        struct diag *diag = &c->diags.items[i];

        diag->code = arena_str(&c->arena, diag->code);
        diag->message = arena_str(&c->arena, diag->message);
        diag->hint = arena_str(&c->arena, diag->hint);
        diag->fix.text = arena_str(&c->arena, diag->fix.text);
        diag->other.text = arena_str(&c->arena, diag->other.text);
    }
}

/* Keep the image, and make it ready to decide. */
static bool prepare(struct compiled *c, str image, struct err *err)
{
    c->image = (str){arena_copy(&c->arena, image.ptr, image.len, 1), image.len};
    if (!sha256_name(&c->arena, c->image, &c->bench.digest, err) ||
        !image_open(&c->bench.image, c->image.ptr, c->image.len, err))
        return false;
    c->pages_size = eval_scratch_wanted(&c->bench.image);
    c->pages = os_pages_new(c->pages_size);
    eval_scratch_init(&c->scratch, &c->bench.image, c->pages, c->pages_size);
    c->bench.scratch = &c->scratch;
    return true;
}

bool compiled_take(str name, str source, const struct policy *policy,
    const struct diags *diags, struct compiled **out, struct err *err)
{
    struct arena arena = {0};
    struct compiled *compiled = ARENA_NEW(&arena, struct compiled);
    bool done;

    compiled->arena = arena;
    compiled->name = arena_str(&compiled->arena, name);
    compiled->source = arena_str(&compiled->arena, source);
    compiled->title = arena_str(&compiled->arena, policy->tree.scan.title);
    keep_diags(compiled, diags);
    done = sha256_name(&compiled->arena, source, &compiled->source_digest, err) &&
        (policy->image.len == 0 || diags->errors > 0 ||
            prepare(compiled, policy->image, err));
    *out = done ? compiled : NULL;
    if (!done)
        compiled_free(compiled);
    return done;
}

bool compiled_is(const struct compiled *compiled, str digest)
{
    return str_equal(compiled->source_digest, digest) ||
        str_equal(compiled->bench.digest, digest);
}

bool compiled_make(str name, str source, struct compiled **out, struct err *err)
{
    struct arena scratch = {0};
    struct diags diags = {0};
    struct policy policy = {0};
    bool whole = policy_compile(&scratch, source, &diags, &policy);
    bool done;

    REQUIRE(whole || diags.errors > 0);
    diags_sort(&diags);
    done = compiled_take(name, source, &policy, &diags, out, err);
    policy_clear(&policy);
    arena_clear(&scratch);
    return done;
}
