/*
 * Help, from the tables.
 */
#include "cli/command.h"
#include "eval/eval.h"

#define VERSION "0.1.0"

enum { NAME_COLUMN = 14, GROUP_COLUMN = 18, OPTION_COLUMN = 26 };

/* A left column of `width`, then words that hang behind it. */
static void row(struct page *page, str left, size_t width, str words)
{
    size_t used = str_width(left) + 2;

    page_space(page, 2);
    page_add(page, STYLE_BOLD, left);
    page_space(page, used < width ? width - used : 1);
    page_wrap(page, STYLE_PLAIN, used < width ? width : used + 1, width, words);
}

void help_usage(struct page *page, const struct command *command)
{
    struct text words = text_in(page->text.arena);

    text_add(&words, STR("vestibule "));
    text_add(&words, command->name);
    text_add(&words, STR(" "));
    text_add(&words, command->usage);
    text_add(&words, STR(" [options]"));
    page_item(page, STYLE_PLAIN, STR("usage: "), text_str(&words));
}

/* "-o, --output FILE" */
static str option_form(const struct option *option, char buffer[64])
{
    struct text text = text_fixed(buffer, 64);

    if (option->letter != 0) {
        text_add_byte(&text, '-');
        text_add_byte(&text, option->letter);
        text_add(&text, STR(", "));
    }
    text_add(&text, STR("--"));
    text_add(&text, option->name);
    if (option->value.len > 0) {
        text_add_byte(&text, ' ');
        text_add(&text, option->value);
    }
    return text_str(&text);
}

static void option_rows(struct page *page, option_set set)
{
    char buffer[64];

    for (size_t i = 0; i < OPTION_COUNT; i++)
        if ((set & 1ull << i) != 0)
            row(page, option_form(&options[i], buffer), OPTION_COLUMN, options[i].help);
}

/* What every command may end with besides. */
static void show_failures(struct page *page)
{
    static const enum status failures[] = {
        STATUS_USAGE, STATUS_NOT_FOUND, STATUS_LIMIT, STATUS_IO};

    for (size_t i = 0; i < COUNT_OF(failures); i++) {
        struct text words = text_in(page->text.arena);

        text_add_u64(&words, failures[i]);
        text_add(&words, STR(" "));
        text_add(&words, status_words(failures[i]));
        page_item(page, STYLE_DIM, STR("  "), text_str(&words));
    }
}

void help_command(struct page *page, const struct command *command)
{
    str exits = command->exits;
    str line;

    page_add(page, STYLE_BOLD, command->name);
    page_raw(page, STR(": "));
    page_wrap(page, STYLE_PLAIN, command->name.len + 2, 0, command->summary);
    page_raw(page, STR("\n"));
    help_usage(page, command);
    page_raw(page, STR("\n"));
    page_wrap(page, STYLE_PLAIN, 0, 0, command->about);
    page_heading(page, STR("Options"));
    option_rows(page, command->options);
    option_rows(page, common_options);
    page_heading(page, STR("Exit status"));
    while (str_split(&exits, '\n', &line))
        page_item(page, STYLE_PLAIN, STR("  "), line);
    show_failures(page);
    page_heading(page, STR("Example"));
    page_raw(page, STR("  "));
    page_line(page, STYLE_PLAIN, command->example);
}

void help_overview(struct page *page)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    page_wrap(page, STYLE_PLAIN, 0, 0,
        STR("Vestibule runs the protocol of a school's front door: one Markdown document, "
            "checked, proved, and decided by."));
    page_raw(page, STR("\nusage: vestibule COMMAND [arguments] [options]\n\n"));
    for (size_t i = 0; i < count; i++) {
        const struct command_group *group = group_find(command_first(&rows[i]));

        if (group == NULL)
            row(page, rows[i].name, NAME_COLUMN, rows[i].summary);
        else if (!str_equal(command_first(&rows[i - 1]), group->name))
            row(page, group->name, NAME_COLUMN, group->summary);
    }
    page_raw(page, STR("\n"));
    page_wrap(page, STYLE_PLAIN, 0, 0,
        STR("`vestibule help COMMAND` says more. A file named - is standard input. Answers go to "
            "standard output, talk to standard error."));
}

/* The commands of a group. */
static void help_group(struct page *page, const struct command_group *group)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    page_wrap(page, STYLE_PLAIN, 0, 0, group->summary);
    page_raw(page, STR("\n"));
    for (size_t i = 0; i < count; i++)
        if (str_equal(command_first(&rows[i]), group->name))
            row(page, rows[i].name, GROUP_COLUMN, rows[i].summary);
}

/* One line each: "command NAME", "option NAME --long", for programs. */
void help_all(struct page *page)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    for (size_t i = 0; i < count; i++) {
        page_raw(page, STR("command "));
        page_raw(page, rows[i].name);
        page_raw(page, STR("\n"));
        for (size_t o = 0; o < OPTION_COUNT; o++) {
            if (((rows[i].options | common_options) & 1ull << o) == 0)
                continue;
            page_raw(page, STR("option "));
            page_raw(page, rows[i].name);
            page_raw(page, STR(" --"));
            page_raw(page, options[o].name);
            page_raw(page, STR("\n"));
        }
    }
}

/* All arguments with spaces between. */
static str joined(const struct session *session)
{
    struct text text = text_in(session->arena);

    for (size_t i = 0; i < session->argument_count; i++) {
        text_add(&text, i > 0 ? STR(" ") : STR(""));
        text_add(&text, session->arguments[i]);
    }
    return text_str(&text);
}

bool run_help(struct session *session, struct err *err)
{
    const struct command *command;
    const struct command_group *group;
    size_t used;

    if (option_given(session, OPTION_ALL)) {
        help_all(&session->out);
        return true;
    }
    if (session->argument_count == 0) {
        help_overview(&session->out);
        return true;
    }
    command = command_find(session->arguments, session->argument_count, &used);
    group = group_find(session->arguments[0]);
    if (command == NULL && group != NULL && session->argument_count == 1) {
        help_group(&session->out, group);
        return true;
    }
    if (command == NULL || used != session->argument_count)
        return command_missing(joined(session), err);
    help_command(&session->out, command);
    return true;
}

str program_version(void)
{
    return STR(VERSION);
}

bool run_version(struct session *session, struct err *err)
{
    struct json_out json = json_start(&session->out.text, true);

    (void)err;
    if (!session->json) {
        page_raw(&session->out, STR("vestibule " VERSION " (images of version "));
        text_add_i64(&session->out.text, IMAGE_VERSION);
        page_raw(&session->out, STR(")\n"));
        return true;
    }
    json_object(&json);
    json_key(&json, STR("version"));
    json_str(&json, STR(VERSION));
    json_key(&json, STR("image_version"));
    json_i64(&json, IMAGE_VERSION);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
    return true;
}
