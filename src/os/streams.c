/*
 * The standard streams and the terminal behind them.
 */
/* Terminal sizes are not in POSIX 2008. */
#define _DEFAULT_SOURCE

#include "os/inside.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const int files[] = {[OS_STDIN] = STDIN_FILENO,
    [OS_STDOUT] = STDOUT_FILENO,
    [OS_STDERR] = STDERR_FILENO};

bool os_read_input(char *buffer, size_t capacity, size_t *count, struct err *err)
{
    ssize_t got;

    do {
        got = read(STDIN_FILENO, buffer, capacity);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return os_fail(err, STR("standard input"));
    *count = (size_t)got;
    return true;
}

bool os_input_ready(uint32_t patience_ms)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

    return poll(&input, 1, (int)patience_ms) > 0;
}

bool os_write(enum os_stream stream, str bytes, struct err *err)
{
    if (os_write_all(files[stream], bytes))
        return true;
    if (errno == EPIPE)
        return err_set(err, ERR_IO, (str){0});
    return os_fail(
        err, stream == OS_STDOUT ? STR("standard output") : STR("standard error"));
}

bool os_is_terminal(enum os_stream stream)
{
    return isatty(files[stream]) == 1;
}

size_t os_terminal_width(void)
{
    struct winsize size = {0};

    if (!os_is_terminal(OS_STDOUT) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

str os_environment(const char *name)
{
    return str_from(getenv(name));
}

/* ---- signals ---- */

static volatile sig_atomic_t bug_status;

static void stop_at_bug(int number)
{
    (void)number;
    _exit(bug_status);
}

void os_prepare(int status)
{
    struct sigaction quiet = {0};
    struct sigaction stop = {0};

    bug_status = status;
    quiet.sa_handler = SIG_IGN;
    stop.sa_handler = stop_at_bug;
    (void)sigaction(SIGPIPE, &quiet, NULL);
    (void)sigaction(SIGABRT, &stop, NULL);
}

static void (*volatile signal_handler)(enum os_signal signal);

static void hand_on(int number)
{
    signal_handler(number == SIGHUP ? OS_SIGNAL_RELOAD : OS_SIGNAL_STOP);
}

void os_on_signals(void (*handle)(enum os_signal signal))
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction action = {0};

    action.sa_handler = handle != NULL ? hand_on : SIG_DFL;
    action.sa_flags = SA_RESTART;
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        (void)sigaddset(&action.sa_mask, numbers[i]);
    if (handle != NULL)
        signal_handler = handle;
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        (void)sigaction(numbers[i], &action, NULL);
}
