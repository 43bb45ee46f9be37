/*
 * How far it is: written only when the percentage changes.
 */
#include "cli/progress.h"

#include "os/os.h"

struct progress progress_of(const struct session *session, str doing, uint64_t whole)
{
    return (struct progress){
        .is_shown = !session->quiet && whole > 0 && os_is_terminal(OS_STDERR),
        .doing = doing,
        .whole = whole};
}

void progress_show(struct progress *p, uint64_t done)
{
    uint64_t percent = p->is_shown ? done * 100 / p->whole : 0;
    char buffer[128];
    struct text line = text_fixed(buffer, sizeof(buffer));
    struct err ignored = {0};

    if (percent == p->percent)
        return;
    p->percent = percent;
    text_add(&line, STR("\r"));
    if (done < p->whole) {
        text_add(&line, p->doing);
        text_add(&line, STR(": "));
        text_add_u64(&line, percent);
        text_add(&line, STR(" %"));
    } else {
        text_add(&line, STR("\033[K")); /* to the end of the line */
    }
    (void)!os_write(OS_STDERR, text_str(&line), &ignored);
}
