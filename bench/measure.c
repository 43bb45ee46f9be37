/*
 * Run a command and say what it took.
 *
 *     measure COMMAND WORD...
 *
 * The command's output goes on to standard error; printed is one line of JSON: seconds,
 * of these on the processor, the most memory it had (KiB), and its exit status.
 */
#define _DEFAULT_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    double start = now();
    int status;
    pid_t child = argc < 2 ? -1 : fork();

    if (child == 0) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return 1;
    printf(
        "{\"seconds\": %.6f, \"processor\": %.6f, \"memory\": %ld, \"status\": %d}\n",
        now() - start, seconds(usage.ru_utime) + seconds(usage.ru_stime),
        usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return 0;
}
