/* Folders, names and locks on the real machine. */
#include "os/os.h"

#include "test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const str top = STR_INIT("build/os_folder_test");

static str under_top(struct arena *arena, const char *name)
{
    struct text text = text_in(arena);

    text_add(&text, top);
    text_add(&text, str_from(name));
    text_add_byte(&text, '\0');
    return (str){text.ptr, text.len - 1};
}

static unsigned mode_of(str path)
{
    struct stat status = {0};

    CHECK(stat(path.ptr, &status) == 0);
    return status.st_mode & 07777;
}

/* Remove what another run left. */
static void start_afresh(struct arena *arena)
{
    static const char *const left[] = {"/a/b/c", "/a/b", "/a", "/list/b", "/list/a",
        "/list/.c", "/list", "/one", "/two", "/link", "/lock"};

    for (size_t i = 0; i < COUNT_OF(left); i++)
        (void)remove(under_top(arena, left[i]).ptr);
}

TEST(os, makes_folders_for_whom_they_are)
{
    struct arena arena = {0};
    struct err err = {0};

    (void)umask(022);
    CHECK_OR_STOP(os_make_folder(top, OS_SHARED, &err));
    start_afresh(&arena);
    CHECK(os_make_folder(under_top(&arena, "/a//b/c/"), OS_PRIVATE, &err));
    CHECK_U64(mode_of(under_top(&arena, "/a")), 0700);
    CHECK_U64(mode_of(under_top(&arena, "/a/b/c")), 0700);
    CHECK(os_make_folder(under_top(&arena, "/a"), OS_SHARED, &err));
    CHECK_U64(mode_of(under_top(&arena, "/a")), 0700);
    CHECK(os_make_folder(under_top(&arena, "/list"), OS_SHARED, &err));
    CHECK_U64(mode_of(under_top(&arena, "/list")), 0755);
    CHECK(os_keep_file(under_top(&arena, "/one"), STR("1"), OS_SHARED, &err));
    CHECK(!os_make_folder(under_top(&arena, "/one"), OS_SHARED, &err));
    CHECK(err.kind == ERR_IO);
    CHECK(!os_make_folder(under_top(&arena, "/one/two"), OS_SHARED, &err));
    CHECK(!os_make_folder(STR(""), OS_SHARED, &err));
    CHECK(err.kind == ERR_USAGE);
    arena_clear(&arena);
}

TEST(os, lists_a_folder_in_order)
{
    struct arena arena = {0};
    struct err err = {0};
    const str *names = NULL;
    size_t count;

    CHECK(os_make_folder(under_top(&arena, "/list"), OS_SHARED, &err));
    CHECK(os_list_folder(&arena, under_top(&arena, "/list"), &names, &count, &err));
    CHECK_U64(count, 0);
    CHECK(os_write_file(under_top(&arena, "/list/b"), STR(""), &err));
    CHECK(os_write_file(under_top(&arena, "/list/a"), STR(""), &err));
    CHECK(os_write_file(under_top(&arena, "/list/.c"), STR(""), &err));
    CHECK(os_list_folder(&arena, under_top(&arena, "/list"), &names, &count, &err));
    CHECK_OR_STOP(count == 3);
    CHECK_STR(names[0], STR(".c"));
    CHECK_STR(names[1], STR("a"));
    CHECK_STR(names[2], STR("b"));
    CHECK(!os_list_folder(&arena, under_top(&arena, "/no"), &names, &count, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    arena_clear(&arena);
}

TEST(os, keeps_renames_and_removes_files)
{
    struct arena arena = {0};
    struct err err = {0};
    str one = under_top(&arena, "/one");
    str two = under_top(&arena, "/two");
    str pointer = under_top(&arena, "/link");
    uint64_t size = 0;
    str got;

    CHECK(os_keep_file(one, STR("open"), OS_SHARED, &err));
    CHECK_U64(mode_of(one), 0644);
    CHECK(os_keep_file(one, STR("secret"), OS_PRIVATE, &err));
    CHECK_U64(mode_of(one), 0600);
    CHECK(os_file_size(one, &size, &err));
    CHECK_U64(size, 6);
    CHECK(os_rename_file(one, two, &err));
    CHECK(!os_file_size(one, &size, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(!os_file_size(top, &size, &err));
    CHECK(err.kind == ERR_IO);
    CHECK(!os_rename_file(one, two, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(symlink("two", pointer.ptr) == 0);
    CHECK(os_keep_file(pointer, STR("new"), OS_SHARED, &err));
    CHECK(os_read_file(&arena, two, 10, &got, &err));
    CHECK_STR(got, STR("secret"));
    CHECK(os_remove_file(two, &err));
    CHECK(!os_remove_file(two, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(os_keep_file(two, STR("a key"), OS_PRIVATE, &err));
    CHECK(os_remove_file(pointer, &err));
    CHECK(symlink("two", pointer.ptr) == 0);
    CHECK(!os_shred_file(pointer, &err)); /* what it leads to is not touched */
    CHECK(os_file_size(two, &size, &err));
    CHECK(
        link(two.ptr, one.ptr) == 0); /* another name shows what became of the bytes */
    CHECK(os_shred_file(two, &err));
    CHECK(os_read_file(&arena, one, 10, &got, &err));
    CHECK_STR(got, ((str){"\0\0\0\0\0", 5}));
    CHECK(!os_shred_file(two, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(!os_keep_file(under_top(&arena, "/no/file"), STR("x"), OS_SHARED, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    arena_clear(&arena);
}

/* What killed processes leave does not add up to a name that nobody can have. */
TEST(os, keeps_a_file_in_spite_of_what_was_left)
{
    struct arena arena = {0};
    str left = under_top(&arena, "/left");
    str kept = under_top(&arena, "/left/kept");
    char name[64];
    struct err err = {0};

    CHECK(os_make_folder(left, OS_SHARED, &err));
    for (int i = 0; i < 300; i++) {
        FILE *file;

        (void)snprintf(
            name, sizeof(name), "%s/.vestibule-%d-%d", left.ptr, getpid(), i);
        file = fopen(name, "w");
        CHECK(file != NULL && fclose(file) == 0);
    }
    CHECK(os_keep_file(kept, STR("whole"), OS_SHARED, &err));
    CHECK(os_keep_file(kept, STR("again"), OS_SHARED, &err));
    for (int i = 0; i < 300; i++) {
        (void)snprintf(
            name, sizeof(name), "%s/.vestibule-%d-%d", left.ptr, getpid(), i);
        (void)remove(name);
    }
    CHECK(remove(kept.ptr) == 0 && remove(left.ptr) == 0);
    arena_clear(&arena);
}

/* Whether a second process, which ends at once, gets the lock. */
static bool another_gets(str path)
{
    pid_t child = fork();
    int status = 1;

    if (child == 0) {
        struct os_lock lock;
        struct err err = {0};

        _exit(os_lock_take(&lock, path, &err) ? 0 : 1);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    return status == 0;
}

TEST(os, lets_one_process_hold_a_lock)
{
    struct arena arena = {0};
    struct err err = {0};
    str path = under_top(&arena, "/lock");
    struct os_lock lock;
    struct os_lock second;
    struct text wanted = text_in(&arena);

    CHECK(another_gets(path));
    CHECK_OR_STOP(os_lock_take(&lock, path, &err));
    CHECK(!another_gets(path));
    CHECK(!os_lock_take(&second, path, &err));
    CHECK(err.kind == ERR_CONFLICT);
    text_add(&wanted, path);
    text_add(&wanted, STR(": in use by process "));
    text_add_i64(&wanted, getpid());
    text_add(&wanted, STR("; only one may write, so stop it first"));
    CHECK_STR(err_text(&err), text_str(&wanted));
    os_lock_drop(&second);
    os_lock_drop(&lock);
    os_lock_drop(&lock);
    CHECK(another_gets(path));
    arena_clear(&arena);
}
