/*
 * Reading calling orders, and finding the people of a step.
 */
#include "app/calling.h"

#include "os/os.h"

enum { CALLING_FILE_MAX = 1 << 16 };

/* A role that has no lane of its own must be called, too. */
static bool require_any(const struct callout_orders *orders, struct err *err)
{
    for (size_t i = 0; i < orders->count; i++)
        if (str_equal(orders->items[i].lane, STR("*")))
            return true;
    return err_set(err, ERR_INVALID,
        STR("there is no `lane *`; it says how roles are called that have no lane of "
            "their own"));
}

static bool read_orders(struct arena *arena, str file, str path,
    struct callout_orders *out, struct err *err)
{
    return (callout_orders_read(arena, file, out, err) && require_any(out, err)) ||
        err_while(err, path);
}

bool calling_read(struct arena *arena, str directory, str embedded,
    struct callout_orders *out, struct err *err)
{
    struct text path = text_in(arena);
    str file;

    text_add(&path, directory);
    text_add(&path, STR("/calling.conf"));
    if (os_read_file(arena, text_str(&path), CALLING_FILE_MAX, &file, err))
        return read_orders(arena, file, text_str(&path), out, err);
    if (err->kind != ERR_NOT_FOUND)
        return false;
    *err = (struct err){0};
    return read_orders(arena, embedded, STR("the built-in calling.conf"), out, err);
}

/* ---- the people of a step ---- */

static void add_line(struct arena *arena, struct calling_list *list, str line)
{
    if (list->line_count == CALLING_LINES_MAX)
        return;
    if (list->line_count == CALLING_LINES_MAX - 1)
        line = STR("and more, for whom there is no room here");
    list->lines =
        arena_grow(arena, list->lines, list->line_count, &list->line_room, sizeof(str));
    list->lines[list->line_count++] = line;
}

/* False: it is in the list already, or the list is full. */
static bool add_letter(
    struct arena *arena, struct calling_list *list, const struct store_delivery *letter)
{
    if (list->letter_count == CALLING_LETTERS_MAX)
        return false;
    for (size_t i = 0; i < list->letter_count; i++)
        if (list->letters[i].contact == letter->contact &&
            str_equal(list->letters[i].webhook, letter->webhook))
            return false;
    list->letters = arena_grow(
        arena, list->letters, list->letter_count, &list->letter_room, sizeof(*letter));
    list->letters[list->letter_count] = *letter;
    list->letters[list->letter_count].place = list->letter_count;
    list->letter_count++;
    return true;
}

static bool is_listed(
    const struct calling_list *list, const struct roster_person *person)
{
    for (size_t i = 0; i < list->letter_count; i++)
        for (size_t k = 0; k < person->contact_count; k++)
            if (list->letters[i].contact == person->contacts[k].number)
                return true;
    return false;
}

/* Their addresses of one channel; returns how many. */
static size_t add_channel(struct arena *arena, const struct roster_person *person,
    enum roster_channel channel, struct calling_list *list)
{
    size_t added = 0;

    for (size_t i = 0; i < person->contact_count; i++) {
        const struct roster_contact *contact = &person->contacts[i];
        struct store_delivery letter = {.channel = roster_channel_name(channel),
            .contact = contact->number,
            .urgent = true};

        if (contact->channel == channel && roster_contact_works(contact))
            added += add_letter(arena, list, &letter);
    }
    return added;
}

static void add_person(struct arena *arena, const struct roster_person *person,
    unsigned channels, struct calling_list *list)
{
    struct text line = text_in(arena);
    size_t added = 0;

    if (is_listed(list, person))
        return;
    text_add(&line, person->name);
    for (unsigned i = 0; i < CALLOUT_CHANNEL_COUNT; i++) {
        str name = callout_channel_name((enum callout_channel)i);
        enum roster_channel channel;

        if ((channels >> i & 1) == 0 || !roster_find_channel(name, &channel) ||
            add_channel(arena, person, channel, list) == 0)
            continue;
        text_add(&line, added++ == 0 ? STR(": ") : STR(", "));
        text_add(&line, name);
    }
    if (added == 0)
        text_add(&line, STR(": no address that works"));
    add_line(arena, list, text_str(&line));
}

static void add_people(const struct calling *calling, struct arena *arena,
    const struct calling_for *whom, const struct callout_target *target,
    unsigned channels, struct calling_list *list)
{
    static const enum roster_who who[] = {
        [CALLOUT_DUTY] = ROSTER_ON_DUTY,
        [CALLOUT_SECOND] = ROSTER_SECOND,
        [CALLOUT_HEAD] = ROSTER_HEAD,
        [CALLOUT_EVERYBODY] = ROSTER_EVERYBODY,
    };
    const struct roster_question question = {.who = who[target->who],
        .role = target->name.len > 0 ? target->name : whom->lane,
        .school = whom->school,
        .local = whom->local};
    struct text line = text_in(arena);
    struct roster_people people;

    roster_called(calling->roster, &question, arena, &people);
    for (size_t i = 0; i < people.count; i++)
        add_person(arena, people.items[i], channels, list);
    if (people.count > 0)
        return;
    text_add(&line, STR("nobody is on the roster for "));
    text_add(&line, question.role);
    add_line(arena, list, text_str(&line));
}

static void add_webhook(struct arena *arena, str name, struct calling_list *list)
{
    struct store_delivery letter = {
        .channel = STR("webhook"), .webhook = name, .urgent = true};
    struct text line = text_in(arena);

    text_add(&line, STR("webhook "));
    text_add(&line, name);
    if (add_letter(arena, list, &letter))
        add_line(arena, list, text_str(&line));
}

void calling_add(const struct calling *calling, struct arena *arena,
    const struct calling_for *whom, const struct callout_step *step, unsigned channels,
    struct calling_list *list)
{
    for (size_t i = 0; i < step->target_count; i++) {
        const struct callout_target *target = &step->targets[i];

        if (target->who == CALLOUT_WEBHOOK)
            add_webhook(arena, target->name, list);
        else if (target->who != CALLOUT_DESK)
            add_people(calling, arena, whom, target, step->channels & channels, list);
    }
}

str calling_instruction(struct arena *arena, const struct callout_order *order)
{
    struct text text = text_in(arena);

    text_add(&text, STR("Nobody has answered yet. Telephone "));
    text_add(&text, order->title);
    text_add(&text,
        order->telephone.len > 0 ? STR(" now: ")
                                 : STR(" now; the number is on the contact sheet."));
    text_add(&text, order->telephone);
    return text_str(&text);
}

/* ---- telephones ---- */

enum { NUMBER_DIGITS = 7 };

static bool is_of_number(char c)
{
    return char_is_digit(c) || c == '-' || c == ' ' || c == '.' || c == '+';
}

static bool is_number(str run)
{
    size_t digits = 0;

    for (size_t i = 0; i < run.len; i++)
        digits += char_is_digit(run.ptr[i]);
    return digits >= NUMBER_DIGITS || str_equal(run, STR("911"));
}

str calling_number(str words)
{
    for (size_t i = 0; i < words.len; i++) {
        size_t end = i;
        str run;

        while (end < words.len && is_of_number(words.ptr[end]))
            end++;
        run = str_trim(str_slice(words, i, end));
        if (is_number(run))
            return run;
        if (end > i)
            i = end - 1;
    }
    return (str){0};
}
