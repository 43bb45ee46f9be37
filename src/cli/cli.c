/*
 * From the words of a command line to an exit status.
 *
 * The one place where errors are told: "vestibule check: what is wrong".  The
 * answer is written at once when a command has ended (commands that stream write
 * as they go), so a failed command leaves no half answer behind.
 */
#include "cli/command.h"
#include "os/os.h"

static size_t page_width(void)
{
    size_t width = os_terminal_width();

    if (width == 0)
        return PAGE_WIDTH;
    if (width > PAGE_WIDTH_MOST)
        return PAGE_WIDTH_MOST;
    return width < PAGE_WIDTH_LEAST ? PAGE_WIDTH_LEAST : width;
}

/* Colour on a stream when nobody says otherwise. */
static bool wants_colour(enum os_stream stream)
{
    return os_is_terminal(stream) && os_environment("NO_COLOR").len == 0 &&
        !str_equal(os_environment("TERM"), STR("dumb"));
}

static struct page page_for(struct arena *arena, enum os_stream stream)
{
    return (struct page){
        .text = text_in(arena), .colour = wants_colour(stream), .width = page_width()};
}

static bool choose_colour(struct session *session, struct err *err)
{
    str when = session->given[OPTION_COLOR];
    bool always = str_equal(when, STR("always"));

    if (when.ptr == NULL || str_equal(when, STR("auto")))
        return true;
    if (!always && !str_equal(when, STR("never")))
        return err_set(err, ERR_USAGE, STR("--color is auto, always or never"));
    session->out.colour = always;
    session->talk.colour = always;
    return true;
}

bool session_flush(struct session *session, struct err *err)
{
    str out = text_str(&session->out.text);
    str talk = text_str(&session->talk.text);

    session->out.text.len = 0;
    session->talk.text.len = 0;
    return os_write(OS_STDERR, talk, err) && os_write(OS_STDOUT, out, err);
}

bool session_deliver(struct session *session, str made, struct err *err)
{
    str path = session->given[OPTION_OUTPUT];

    if (path.ptr != NULL && !str_equal(path, STR("-")))
        return os_write_file(path, made, err);
    page_raw(&session->out, made);
    return true;
}

bool session_listen(
    const struct session *session, str *address, uint16_t *port, struct err *err)
{
    str text = session->given[OPTION_LISTEN];
    size_t colon = text.len;
    uint64_t number = 0;

    while (colon > 0 && text.ptr[colon - 1] != ':')
        colon--;
    if (colon < 2 || !str_to_u64(str_slice(text, colon, text.len), &number) ||
        number > UINT16_MAX)
        return err_set(
            err, ERR_USAGE, STR("--listen wants ADDRESS:PORT, such as 127.0.0.1:8085"));
    *address = str_slice(text, 0, colon - 1);
    if (str_starts(*address, STR("[")) && str_ends(*address, STR("]")))
        *address = str_slice(*address, 1, address->len - 1);
    *port = (uint16_t)number;
    return true;
}

void session_talk(struct session *session, str words)
{
    if (!session->quiet)
        page_wrap(&session->talk, STYLE_PLAIN, 0, 0, words);
}

/* Tell an error.  One without words is a reader who has gone: nothing to tell. */
static void report(struct page *talk, str command, const struct err *err)
{
    struct err ignored;

    if (err->len == 0)
        return;
    page_add(talk, STYLE_BOLD, STR("vestibule"));
    if (command.len > 0) {
        page_add(talk, STYLE_BOLD, STR(" "));
        page_add(talk, STYLE_BOLD, command);
    }
    page_add(talk, STYLE_BOLD, STR(": "));
    page_line(talk, STYLE_PLAIN, err_text(err));
    if (!os_write(OS_STDERR, text_str(&talk->text), &ignored))
        return;
}

/* The words that were to name a command: two where the first names a group. */
static str named(struct arena *arena, const str *words, size_t count)
{
    struct text text = text_in(arena);

    text_add(&text, words[0]);
    if (count > 1 && group_find(words[0]) != NULL) {
        text_add_byte(&text, ' ');
        text_add(&text, words[1]);
    }
    return text_str(&text);
}

/* Do what the command does; false: the error is not told yet. */
static bool run(
    struct session *session, const str *words, size_t count, struct err *err)
{
    if (!options_read(session, words, count, err) || !choose_colour(session, err))
        return false;
    session->json = option_given(session, OPTION_JSON);
    session->quiet = option_given(session, OPTION_QUIET);
    if (option_given(session, OPTION_HELP))
        help_command(&session->out, session->command);
    else if (!session->command->run(session, err))
        return false;
    return session_flush(session, err);
}

/* What the words begin with; the dashed forms of two commands come first. */
static const struct command *find(const str *words, size_t count, size_t *used)
{
    static const str help = STR_INIT("help");
    static const str version = STR_INIT("version");
    str name = words[0];

    if (str_equal(name, STR("--help")) || str_equal(name, STR("-h")))
        return command_find(&help, 1, used);
    if (str_equal(name, STR("--version")) || str_equal(name, STR("-V")))
        return command_find(&version, 1, used);
    return command_find(words, count, used);
}

enum status cli_run(struct arena *arena, const str *words, size_t count)
{
    struct session session = {.arena = arena,
        .out = page_for(arena, OS_STDOUT),
        .talk = page_for(arena, OS_STDERR)};
    struct err err = {0};
    size_t used;

    if (count == 0) {
        help_overview(&session.talk);
        return session_flush(&session, &err) ? STATUS_USAGE : STATUS_IO;
    }
    session.command = find(words, count, &used);
    if (session.command == NULL) {
        command_missing(named(arena, words, count), &err);
        report(&session.talk, (str){0}, &err);
        return STATUS_USAGE;
    }
    if (run(&session, words + used, count - used, &err))
        return session.status;
    report(&session.talk, session.command->name, &err);
    return status_of(err.kind);
}
