/*
 * A clock that jumps, and a second process: the order of the record is its numbers, and
 * only one may write.
 */
#include "fixture.h"
#include "load.h"
#include "test.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HOUR = 3600, DAY = 24 * HOUR };

TEST(clock, may_jump_without_changing_the_order)
{
    static const int64_t jumps[] = {-HOUR, 0, 1, HOUR, 3653 * (int64_t)DAY, -DAY};
    static const int64_t moments[] = {
        0, 1, 951782400, 1741503600, 1741503599, 1483228800, 4102444800, 253402300799};
    struct fixture f;
    struct publication publication;
    struct outsider outsider;
    struct receipt receipt;
    struct err err = {0};
    uint64_t seq = 0;

    CHECK_OR_STOP(fixture_start(&f));
    for (size_t i = 0; i < COUNT_OF(jumps) + COUNT_OF(moments); i++) {
        if (i < COUNT_OF(jumps))
            f.now += jumps[i];
        else
            f.now = moments[i - COUNT_OF(jumps)];
        must(load_submit(f.keeper, seq, &receipt, &err), &err);
        CHECK_U64(receipt.seq, ++seq);
        must(keeper_publish(f.keeper, &f.arena, &publication, &err), &err);
        CHECK_U64(publication.size, seq + 1);
        keeper_close(f.keeper);
        must(keeper_open(f.folder, &f.clock, &f.keeper, &err), &err);
        CHECK_OR_STOP(f.keeper != NULL);
    }
    CHECK_OR_STOP(outsider_open(&outsider, f.folder, &err));
    must(outsider_check(&outsider, &err), &err);
    outsider_close(&outsider);
    fixture_finish(&f);
}

/* What another process is told when it opens the record. */
static int told_other(const struct fixture *f)
{
    struct keeper *keeper;
    struct err err = {0};
    int status = 0;
    pid_t child;

    (void)fflush(NULL);
    child = fork();
    if (child == 0) {
        (void)keeper_open(f->folder, &f->clock, &keeper, &err);
        _exit((int)err.kind);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status);
}

TEST(second_process, is_refused_while_the_first_lives)
{
    struct fixture f;
    struct receipt receipt;
    struct err err = {0};

    CHECK_OR_STOP(fixture_start(&f));
    CHECK(told_other(&f) == ERR_CONFLICT);
    must(load_submit(f.keeper, 0, &receipt, &err), &err);
    keeper_close(f.keeper);
    CHECK(told_other(&f) == ERR_NONE);
    must(keeper_open(f.folder, &f.clock, &f.keeper, &err), &err);
    must(load_submit(f.keeper, 0, &receipt, &err), &err);
    CHECK(receipt.repeated && receipt.seq == 1);
    fixture_finish(&f);
}
