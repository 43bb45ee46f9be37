/*
 * vestibule lsp: pump standard input through the language server.
 *
 * Answers are written as soon as the messages that have come are handled;
 * documents are compiled when the editor pauses.
 */
#include "lsp/lsp.h"

#include "cli/command.h"
#include "os/os.h"

enum { CHUNK = 1 << 16 };

/* Answer what came, and when nothing more is there yet, compile and tell. */
static bool answer(struct lsp *lsp, str bytes, struct err *err)
{
    struct arena arena = {0};
    struct text out = text_in(&arena);
    bool is_sound = lsp_take(lsp, bytes, &out, err);
    struct err unwritten = {0};
    bool is_written = os_write(OS_STDOUT, text_str(&out), &unwritten);

    arena_clear(&arena);
    out = text_in(&arena);
    if (is_sound && is_written && lsp->phase != LSP_GONE && !os_input_ready()) {
        lsp_settle(lsp, &out);
        is_written = os_write(OS_STDOUT, text_str(&out), &unwritten);
    }
    arena_clear(&arena);
    if (is_sound && !is_written)
        *err = unwritten;
    return is_sound && is_written;
}

/* Read and answer until the editor has gone. */
static bool serve(struct lsp *lsp, char *chunk, struct err *err)
{
    size_t count;

    while (lsp->phase != LSP_GONE) {
        if (!os_read_input(chunk, CHUNK, &count, err))
            return false;
        if (count == 0)
            return !lsp_is_cut_off(lsp) ||
                err_set(
                    err, ERR_INVALID, STR("the input ends in the middle of a message"));
        if (!answer(lsp, (str){chunk, count}, err))
            return false;
    }
    return true;
}

bool run_lsp(struct session *session, struct err *err)
{
    char *chunk = arena_alloc(session->arena, 1, CHUNK);
    struct lsp lsp;
    bool done;

    if (os_is_terminal(OS_STDIN))
        session_talk(session,
            STR("This is for an editor, which starts it by itself: see docs/editor.md."));
    if (!session_flush(session, err))
        return false;
    lsp_init(&lsp, program_version());
    done = serve(&lsp, chunk, err);
    session->status = lsp.was_shut ? STATUS_YES : STATUS_NO;
    lsp_clear(&lsp);
    return done;
}
