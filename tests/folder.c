/* Folders for tests: numbered within their process, so that none meets another's. */
#include "folder.h"

#include "os/os.h"
#include "test.h"

#include <stdio.h>
#include <unistd.h>

str folder_make(struct arena *arena)
{
    static uint32_t made;
    struct text path = text_in(arena);
    struct err err = {0};

    text_add(&path, STR("build/tests-"));
    text_add_i64(&path, getpid());
    text_add_byte(&path, '-');
    text_add_u64(&path, made++);
    folder_remove(text_str(&path));
    CHECK(os_make_folder(text_str(&path), OS_PRIVATE, &err));
    return text_str(&path);
}

void folder_remove(str path)
{
    struct arena arena = {0};
    struct text name = text_in(&arena);
    struct err ignored;
    const str *names;
    size_t count;

    text_add(&name, path);
    text_add_byte(&name, '\0');
    if (os_list_folder(&arena, path, &names, &count, &ignored))
        for (size_t i = 0; i < count; i++) {
            struct text inner = text_in(&arena);

            text_add(&inner, path);
            text_add_byte(&inner, '/');
            text_add(&inner, names[i]);
            folder_remove(text_str(&inner));
        }
    (void)remove(name.ptr);
    arena_clear(&arena);
}
