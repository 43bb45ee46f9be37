/*
 * Puts somebody on the roster for the scripts, in the folder of a server that does not run:
 * on duty all day, every day, or between two minutes of it, with an address that was verified.
 *
 *     roster_peer DIR NAME ROLE RANK CHANNEL ADDRESS [FROM TO]
 */
#include "os/os.h"
#include "roster/roster.h"

#include <stdlib.h>

static void must(bool done, const struct err *err)
{
    struct err ignored;

    if (done)
        return;
    if (os_write(OS_STDERR, err_text(err), &ignored))
        exit(1);
    exit(2);
}

static int32_t minute_of(const char *word)
{
    uint64_t minute;

    if (!str_to_u64(str_from(word), &minute) || minute >= 24 * 60)
        exit(2);
    return (int32_t)minute;
}

static void add(struct roster_book *book, char **words, bool has_hours, struct err *err)
{
    const struct roster_post post = {.role = str_from(words[1])};
    const struct roster_person person = {
        .name = str_from(words[0]), .posts = &post, .post_count = 1};
    struct roster_week week = {
        .role = post.role, .weekdays = 127, .first = 0, .last = ROSTER_OPEN};
    char code[ROSTER_CODE_DIGITS];
    enum roster_channel channel;
    enum roster_code entered;
    uint64_t contact;
    uint64_t number;
    uint64_t rank;

    if (!str_to_u64(str_from(words[2]), &rank) ||
        !roster_find_channel(str_from(words[3]), &channel))
        exit(2);
    must(roster_put_person(book, &person, &week.person, err), err);
    week.rank = (uint32_t)rank;
    if (has_hours) {
        week.from = minute_of(words[5]);
        week.to = minute_of(words[6]);
    }
    must(roster_add_week(book, &week, &number, err), err);
    must(roster_put_contact(
             book, week.person, channel, str_from(words[4]), &contact, err),
        err);
    must(roster_new_code(book, contact, os_now(), code, err), err);
    must(roster_enter_code(
             book, contact, (str){code, sizeof(code)}, os_now(), &entered, err),
        err);
}

int main(int count, char **words)
{
    static const uint8_t key[CRYPTO_KEY_BYTES] = {1};
    struct arena arena = {0};
    struct roster_book book = {0};
    struct text path = text_in(&arena);
    struct err err = {0};

    if (count != 7 && count != 9)
        return 2;
    text_add(&path, str_from(words[1]));
    text_add(&path, STR("/roster.db"));
    must(roster_open(&book, text_str(&path), DB_WRITE, key, &err), &err);
    add(&book, words + 2, count == 9, &err);
    roster_close(&book);
    arena_clear(&arena);
    return 0;
}
