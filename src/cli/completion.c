/*
 * Completion scripts, from the tables.
 *
 * The first word completes to a command, or to a group whose commands the second word
 * completes to; a word with a dash to the command's options, everything else to files.
 */
#include "cli/command.h"

/* First words, each once. */
static void add_first_words(struct text *text)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    for (size_t i = 0; i < count; i++) {
        if (i > 0 && str_equal(command_first(&rows[i]), command_first(&rows[i - 1])))
            continue;
        text_add(text, i > 0 ? STR(" ") : STR(""));
        text_add(text, command_first(&rows[i]));
    }
}

/* Whether row `i` begins a group. */
static bool begins_group(const struct command *rows, size_t i)
{
    return command_second(&rows[i]).len > 0 &&
        !str_equal(command_first(&rows[i]), command_first(&rows[i - 1]));
}

/* The second words of the group that row `first` begins. */
static void add_second_words(struct text *text, size_t first)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    for (size_t i = first;
         i < count && str_equal(command_first(&rows[i]), command_first(&rows[first]));
         i++) {
        text_add(text, i > first ? STR(" ") : STR(""));
        text_add(text, command_second(&rows[i]));
    }
}

static void add_options(struct text *text, option_set set)
{
    bool any = false;

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if ((set & 1ull << i) == 0)
            continue;
        text_add(text, any ? STR(" --") : STR("--"));
        text_add(text, options[i].name);
        any = true;
    }
}

/* Inside single quotes, where a shell leaves everything but them alone. */
static void add_quoted(struct text *text, str s)
{
    text_add_byte(text, '\'');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\'')
            text_add(text, STR("'\\''"));
        else
            text_add_byte(text, s.ptr[i]);
    }
    text_add_byte(text, '\'');
}

/* "case" patterns for the first words of groups: the second word comes next. */
static void add_bash_groups(struct text *text)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    for (size_t i = 0; i < count; i++) {
        if (!begins_group(rows, i))
            continue;
        text_add(text, STR("    if [ \"$COMP_CWORD\" -eq 2 ] && [ \"$command\" = "));
        text_add(text, command_first(&rows[i]));
        text_add(text, STR(" ]; then\n        mapfile -t COMPREPLY < <(compgen -W '"));
        add_second_words(text, i);
        text_add(text,
            STR("' -- \"$word\")\n        return\n    fi\n    [ \"$command\" = "));
        text_add(text, command_first(&rows[i]));
        text_add(text, STR(" ] && command=\"$command ${COMP_WORDS[2]}\"\n"));
    }
}

static void write_bash(struct text *text)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    text_add(text,
        STR("# bash completion for vestibule\n"
            "_vestibule() {\n"
            "    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} options=\n"
            "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
            "        mapfile -t COMPREPLY < <(compgen -W '"));
    add_first_words(text);
    text_add(text,
        STR(" --help --version' -- \"$word\")\n"
            "        return\n"
            "    fi\n"));
    add_bash_groups(text);
    text_add(text,
        STR("    case $command in\n"
            "    help)\n"
            "        mapfile -t COMPREPLY < <(compgen -W '--all "));
    add_first_words(text);
    text_add(text,
        STR("' -- \"$word\")\n"
            "        return ;;\n"
            "    completion)\n"
            "        mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- \"$word\")\n"
            "        return ;;\n"));
    for (size_t i = 0; i < count; i++) {
        text_add(text, STR("    '"));
        text_add(text, rows[i].name);
        text_add(text, STR("') options='"));
        add_options(text, rows[i].options | common_options);
        text_add(text, STR("' ;;\n"));
    }
    text_add(text,
        STR("    esac\n"
            "    case $word in\n"
            "    -*) mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\") ;;\n"
            "    *) mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;\n"
            "    esac\n"
            "}\n"
            "complete -o filenames -F _vestibule vestibule\n"));
}

/* '--output[write to FILE]:FILE:_files' */
static void add_zsh_option(struct text *text, const struct option *option)
{
    char buffer[160];
    struct text spec = text_fixed(buffer, sizeof(buffer));

    text_add(&spec, STR("--"));
    text_add(&spec, option->name);
    text_add(&spec, option->value.len > 0 ? STR("=[") : STR("["));
    for (size_t i = 0; i < option->help.len; i++) {
        if (option->help.ptr[i] == '[' || option->help.ptr[i] == ']' ||
            option->help.ptr[i] == ':')
            text_add_byte(&spec, '\\');
        text_add_byte(&spec, option->help.ptr[i]);
    }
    text_add_byte(&spec, ']');
    if (option->value.len > 0) {
        text_add_byte(&spec, ':');
        text_add(&spec, option->value);
        text_add(&spec, STR(":_files"));
    }
    REQUIRE(!spec.overflow);
    text_add(text, STR(" \\\n            "));
    add_quoted(text, text_str(&spec));
}

/* 'check:compile a protocol' */
static void add_zsh_word(struct text *text, str word, str summary)
{
    char buffer[160];
    struct text spec = text_fixed(buffer, sizeof(buffer));

    text_add(&spec, word);
    text_add_byte(&spec, ':');
    for (size_t i = 0; i < summary.len; i++) {
        if (summary.ptr[i] == ':')
            text_add_byte(&spec, '\\');
        text_add_byte(&spec, summary.ptr[i]);
    }
    REQUIRE(!spec.overflow);
    text_add(text, STR("        "));
    add_quoted(text, text_str(&spec));
    text_add(text, STR("\n"));
}

static void add_zsh_words(struct text *text)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    text_add(text, STR("    commands=(\n"));
    for (size_t i = 0; i < count; i++) {
        if (command_second(&rows[i]).len == 0)
            add_zsh_word(text, rows[i].name, rows[i].summary);
        else if (begins_group(rows, i))
            add_zsh_word(text, command_first(&rows[i]),
                group_find(command_first(&rows[i]))->summary);
    }
    text_add(text, STR("    )\n"));
}

/* The second words of every group. */
static void add_zsh_groups(struct text *text)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    for (size_t i = 0; i < count; i++) {
        str first = command_first(&rows[i]);

        if (!begins_group(rows, i))
            continue;
        text_add(text, STR("    if [[ $words[2] = "));
        text_add(text, first);
        text_add(text,
            STR(" ]]; then\n        command=\"$words[2] $words[3]\"\n"
                "        seconds=(\n"));
        for (size_t k = i; k < count && str_equal(command_first(&rows[k]), first); k++)
            add_zsh_word(text, command_second(&rows[k]), rows[k].summary);
        text_add(text,
            STR("        )\n"
                "        if (( CURRENT == 3 )); then\n"
                "            _describe 'command' seconds\n"
                "            return\n"
                "        fi\n"
                "        shift words; (( CURRENT-- ))\n"
                "    fi\n"));
    }
}

static void write_zsh(struct text *text)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    text_add(text,
        STR("#compdef vestibule\n"
            "_vestibule() {\n"
            "    local command=$words[2]\n"
            "    local -a commands seconds\n"));
    add_zsh_words(text);
    text_add(text,
        STR("    if (( CURRENT == 2 )); then\n"
            "        _describe 'command' commands\n"
            "        return\n"
            "    fi\n"));
    add_zsh_groups(text);
    text_add(text,
        STR("    case $command in\n"
            "    help) _describe 'command' commands ;;\n"
            "    completion) _values 'shell' bash zsh fish ;;\n"));
    for (size_t i = 0; i < count; i++) {
        text_add(text, STR("    "));
        add_quoted(text, rows[i].name);
        text_add(
            text, STR(")\n        shift words; (( CURRENT-- ))\n        _arguments"));
        for (size_t o = 0; o < OPTION_COUNT; o++)
            if (((rows[i].options | common_options) & 1ull << o) != 0)
                add_zsh_option(text, &options[o]);
        text_add(text, STR(" \\\n            '*:file:_files' ;;\n"));
    }
    text_add(text,
        STR("    esac\n"
            "}\n"
            "if [ \"$funcstack[1]\" = _vestibule ]; then\n"
            "    _vestibule \"$@\"\n"
            "else\n"
            "    compdef _vestibule vestibule\n"
            "fi\n"));
}

/* The condition under which a command's options complete. */
static void add_fish_seen(struct text *text, const struct command *command)
{
    text_add(text, STR("complete -c vestibule -n '__fish_seen_subcommand_from "));
    text_add(text, command_first(command));
    if (command_second(command).len > 0) {
        text_add(text, STR("; and __fish_seen_subcommand_from "));
        text_add(text, command_second(command));
    }
    text_add(text, STR("'"));
}

static void add_fish_option(
    struct text *text, const struct command *command, const struct option *option)
{
    add_fish_seen(text, command);
    text_add(text, STR(" -l "));
    text_add(text, option->name);
    if (option->letter != 0) {
        text_add(text, STR(" -s "));
        text_add_byte(text, option->letter);
    }
    text_add(text, option->value.len > 0 ? STR(" -r -d ") : STR(" -d "));
    add_quoted(text, option->help);
    text_add(text, STR("\n"));
}

static void add_fish_word(struct text *text, str condition, str word, str summary)
{
    text_add(text, STR("complete -c vestibule -n "));
    add_quoted(text, condition);
    text_add(text, STR(" -f -a "));
    add_quoted(text, word);
    text_add(text, STR(" -d "));
    add_quoted(text, summary);
    text_add(text, STR("\n"));
}

/* The words that name a command. */
static void add_fish_words(struct text *text, const struct command *rows, size_t i)
{
    static const str none = STR_INIT("__fish_use_subcommand");
    char buffer[160];
    struct text condition = text_fixed(buffer, sizeof(buffer));
    const struct command_group *group = group_find(command_first(&rows[i]));

    if (group == NULL) {
        add_fish_word(text, none, rows[i].name, rows[i].summary);
        return;
    }
    if (begins_group(rows, i))
        add_fish_word(text, none, group->name, group->summary);
    text_add(&condition, STR("__fish_seen_subcommand_from "));
    text_add(&condition, group->name);
    REQUIRE(!condition.overflow);
    add_fish_word(
        text, text_str(&condition), command_second(&rows[i]), rows[i].summary);
}

static void write_fish(struct text *text)
{
    size_t count;
    const struct command *rows = command_rows(&count);

    text_add(text, STR("# fish completion for vestibule\n"));
    for (size_t i = 0; i < count; i++) {
        add_fish_words(text, rows, i);
        for (size_t o = 0; o < OPTION_COUNT; o++)
            if (((rows[i].options | common_options) & 1ull << o) != 0)
                add_fish_option(text, &rows[i], &options[o]);
    }
    text_add(text,
        STR("complete -c vestibule -n '__fish_seen_subcommand_from completion' -f -a "
            "'bash zsh fish'\n"));
}

bool completion_write(struct text *text, str shell)
{
    static const struct {
        str shell;
        void (*write)(struct text *text);
    } shells[] = {
        {STR_INIT("bash"), write_bash},
        {STR_INIT("zsh"), write_zsh},
        {STR_INIT("fish"), write_fish},
    };

    for (size_t i = 0; i < COUNT_OF(shells); i++) {
        if (!str_equal(shells[i].shell, shell))
            continue;
        shells[i].write(text);
        return true;
    }
    return false;
}

bool run_completion(struct session *session, struct err *err)
{
    return completion_write(&session->out.text, session->arguments[0]) ||
        err_set(err, ERR_USAGE, STR("there are completions for bash, zsh and fish"));
}
