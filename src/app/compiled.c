/*
 * Compiling a document for those who decide by it again and again: what the compiler
 * needed is let go, the image stays.
 */
#include "app/compiled.h"

#include "app/inside.h"
#include "policy/policy.h"

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
static bool refuse(str name, const struct diags *diags, struct err *err)
{
    err_set(err, ERR_INVALID, name);
    err_add(err, STR(" has "));
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

/* Keep the image of a compiled document, and make it ready to decide. */
static bool prepare(struct compiled *d, str source, str image, struct err *err)
{
    d->source = arena_str(&d->arena, source);
    d->image = (str){arena_copy(&d->arena, image.ptr, image.len, 1), image.len};
    if (!sha256_name(&d->arena, d->image, &d->bench.digest, err) ||
        !image_open(&d->bench.image, d->image.ptr, d->image.len, err))
        return false;
    d->pages_size = eval_scratch_wanted(&d->bench.image);
    d->pages = os_pages_new(d->pages_size);
    eval_scratch_init(&d->scratch, &d->bench.image, d->pages, d->pages_size);
    d->bench.scratch = &d->scratch;
    return true;
}

bool compiled_make(str name, str source, struct compiled **out, struct err *err)
{
    struct arena arena = {0};
    struct arena scratch = {0};
    struct diags diags = {0};
    struct policy policy = {0};
    struct compiled *compiled = ARENA_NEW(&arena, struct compiled);
    bool done = policy_compile(&scratch, source, &diags, &policy);

    compiled->arena = arena;
    diags_sort(&diags);
    done =
        done ? prepare(compiled, source, policy.image, err) : refuse(name, &diags, err);
    policy_clear(&policy);
    arena_clear(&scratch);
    *out = done ? compiled : NULL;
    if (!done)
        compiled_free(compiled);
    return done;
}
