/* A record that is opened, and gone afterwards. */
#include "fixture.h"

#include "folder.h"
#include "load.h"
#include "test.h"

#include <stdio.h>

void must(bool done, const struct err *err)
{
    CHECK(done);
    if (!done)
        fprintf(stderr, "# %" STR_FMT "\n", STR_ARG(err_text(err)));
}

bool fixture_start(struct fixture *f)
{
    struct err err = {0};
    bool done;

    *f = (struct fixture){.now = 1737738900};
    f->clock = load_clock(&f->now);
    f->folder = folder_make(&f->arena);
    done = keeper_create(f->folder, load_origin, &f->clock, &err) &&
        keeper_open(f->folder, &f->clock, &f->keeper, &err);
    must(done, &err);
    return done;
}

void fixture_finish(struct fixture *f)
{
    keeper_close(f->keeper);
    folder_remove(f->folder);
    arena_clear(&f->arena);
}

bool fixture_reopen(struct fixture *f)
{
    struct err err = {0};
    bool done;

    keeper_close(f->keeper);
    f->keeper = NULL;
    done = keeper_open(f->folder, &f->clock, &f->keeper, &err);
    must(done, &err);
    return done;
}
