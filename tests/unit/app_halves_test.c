/*
 * A record that is damaged anywhere: it is noticed, nothing is signed, and what the
 * other half holds comes back.
 */
#include "app_damage.h"

TEST(halves, notice_a_database_cut_at_any_page)
{
    struct fixture f;
    size_t len;

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    len = length(&f, STR("record.db"));
    CHECK(agrees(&f) && len > 30 * PAGE);
    for (size_t at = test_random(6); at * PAGE < len; at += 6) {
        CHECK(restore(&f) && cut(&f, STR("record.db"), at * PAGE));
        CHECK(!agrees(&f));
        check_database(&f);
    }
    finish(&f);
}

TEST(halves, notice_bits_that_flip_in_the_database)
{
    struct fixture f;

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    for (int round = 0; round < 50; round++) {
        CHECK(restore(&f) &&
            flip(
                &f, STR("record.db"), test_random(1u << 30), (unsigned)test_random(8)));
        check_database(&f);
    }
    finish(&f);
}

TEST(halves, notice_pages_of_nonsense_in_the_database)
{
    struct fixture f;
    size_t pages;

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    pages = length(&f, STR("record.db")) / PAGE;
    for (size_t page = 0; page < pages; page += 2 + test_random(6)) {
        CHECK(restore(&f));
        for (int i = 0; i < 12; i++)
            CHECK(flip(&f, STR("record.db"), page * PAGE + test_random(PAGE),
                (unsigned)test_random(8)));
        check_database(&f);
    }
    finish(&f);
}

/* Each byte of a file, one bit of it; a long one here and there. */
static void flip_all(struct fixture *f, str name, size_t most)
{
    size_t len = length(f, name);
    size_t step = len / most + 1;

    CHECK(len > 0);
    for (size_t at = test_random(step); at < len; at += step) {
        unsigned bit = (unsigned)test_random(8);

        CHECK(flip(f, name, at, bit));
        if (agrees(f)) {
            printf("# %" STR_FMT ": byte %zu, bit %u\n", STR_ARG(name), at, bit);
            CHECK(!agrees(f));
        }
        CHECK(flip(f, name, at, bit));
        arena_clear(&f->scratch);
    }
    CHECK(flip(f, name, test_random(len), 0) && mend(f));
    CHECK(agrees(f) && same_file(f, name));
    for (size_t cut_at = 0; cut_at < len; cut_at += 1 + len / 4) {
        CHECK(cut(f, name, cut_at) && !agrees(f) && mend(f));
        CHECK(agrees(f) && same_file(f, name));
    }
}

TEST(halves, notice_every_bit_of_the_public_files)
{
    struct fixture f;

    CHECK_OR_STOP(start(&f, 3, 3, 1));
    flip_all(&f, STR("public/tile/0/000.p/7"), 250);
    flip_all(&f, STR("public/tile/entries/000.p/7"), 150);
    flip_all(&f, STR("public/checkpoint"), 250);
    flip_all(&f, STR("public/vkey"), 100);
    finish(&f);
}

TEST(halves, bring_back_full_tiles)
{
    static const str names[] = {STR_INIT("public/tile/0/000"),
        STR_INIT("public/tile/0/001.p/4"), STR_INIT("public/tile/1/000.p/1"),
        STR_INIT("public/tile/entries/000")};
    struct fixture f;
    struct findings found;

    CHECK_OR_STOP(start(&f, 200, 59, 3));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        CHECK(flip(&f, names[i], test_random(1u << 20), (unsigned)test_random(8)));
        CHECK(inspect(&f, &found) && found.counts[FINDING_FILES] > 0);
        CHECK(mend(&f) && agrees(&f) && same_file(&f, names[i]));
    }
    folder_remove(join(&f.scratch, f.folder, STR("record.db")));
    CHECK(bring_back(&f) && agrees(&f));
    CHECK(grow(&f, f.folder, 300, true) && agrees(&f));
    finish(&f);
}

TEST(halves, bring_an_old_database_up_to_date)
{
    struct fixture f;
    struct findings found;
    struct keeper *k;
    struct err err = {0};

    CHECK_OR_STOP(start(&f, 250, 3, 0));
    CHECK(grow(&f, f.folder, 20, true));
    CHECK(copy(&f.scratch, join(&f.scratch, f.whole, STR("record.db")),
        join(&f.scratch, f.folder, STR("record.db"))));
    CHECK(!keeper_open(f.folder, &f.clock, &k, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK(inspect(&f, &found) && found.all == 1 && found.counts[FINDING_BEHIND] == 1);
    CHECK(bring_back(&f) && agrees(&f));
    CHECK(grow(&f, f.folder, 1, true) && agrees(&f));
    finish(&f);
}

TEST(halves, refuse_files_that_are_damaged_too)
{
    struct fixture f;
    struct imported imported;
    struct err err = {0};

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    folder_remove(join(&f.scratch, f.folder, STR("record.db")));
    CHECK(flip(&f, STR("public/tile/entries/000.p/12"), 2000, 3));
    CHECK(!keeper_import(f.folder, join(&f.scratch, f.folder, STR("public")),
        STR("operator"), &f.clock, &imported, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK(keeper_import(f.folder, join(&f.scratch, f.whole, STR("public")),
        STR("operator"), &f.clock, &imported, &err));
    CHECK(agrees(&f));
    finish(&f);
}

TEST(halves, are_read_and_compared_while_another_writes)
{
    struct fixture f;
    struct publication publication;
    struct keeper *k;
    struct hash content;
    struct err err = {0};
    str visit;

    CHECK_OR_STOP(start(&f, 5, 6, 2) && keeper_open(f.folder, &f.clock, &k, &err));
    visit = keeper_new_visit(k, &f.arena);
    for (uint64_t i = 0; i < 20; i++) {
        CHECK(add_fact(k, visit, i, &err));
        CHECK(read_all(f.folder, &content) && !hash_equal(&content, &f.content));
        f.content = content;
        if (i % 7 == 0)
            CHECK(keeper_publish(k, &f.arena, &publication, &err));
        CHECK(agrees(&f));
    }
    CHECK(!mend(&f));
    keeper_close(k);
    CHECK(mend(&f) && agrees(&f));
    finish(&f);
}
