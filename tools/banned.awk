# Refuse calls, conditional compilation and macros that the house does without.
#
#     awk -f tools/banned.awk src/*/*.[ch] tests/*/*.[ch] ...
#
# Comments and the contents of string literals are taken out first.  For a file
# outside src/ only the words banned everywhere count.

BEGIN {
    # Banned everywhere: no bounds, hidden state, or no way to see an error.
    ban("sprintf vsprintf strcpy strcat stpcpy strncpy strncat gets strtok " \
        "atoi atol atoll atof sscanf scanf rand srand random tmpnam mktemp " \
        "longjmp setjmp alloca system popen asctime ctime gmtime localtime " \
        "strerror setlocale putenv", "")
    # Allowed in the folders named.
    ban("exit _Exit quick_exit atexit", "cli")
    ban("_exit fork execve execvp waitpid", "os")
    ban("abort", "base")
    ban("printf puts putchar perror", "os cli")
    ban("fprintf fputs fputc fwrite vfprintf", "base os cli")
    ban("fopen open fread fgets fclose unlink rename", "os")
    ban("read write close", "os net")
    ban("socket listen connect shutdown getaddrinfo", "net")
    ban("bind", "db net") # of a statement, of a socket
    ban("poll", "net os")
    ban("time clock clock_gettime gettimeofday getrandom", "os")
    ban("getenv", "os cli")
    ban("malloc calloc realloc free", "base diagram json os")
    # Macros that take arguments: these and no others.
    n = split("EXPORT STR STR_INIT STR_ARG SAY SAY_INIT SAY_COUNT COUNT_OF REQUIRE ARENA_NEW ARENA_ARRAY " \
        "TEST CHECK CHECK_OR_STOP CHECK_U64 CHECK_STR WASM_EXPORT", word, " ")
    for (i = 1; i <= n; i++)
        macro[word[i]] = 1
}

function ban(words, folders,    n, i, m, j, word, folder) {
    n = split(words, word, " ")
    m = split(folders, folder, " ")
    for (i = 1; i <= n; i++) {
        banned[word[i]] = folders
        for (j = 1; j <= m; j++)
            allowed[word[i], folder[j]] = 1
    }
}

FNR == 1 {
    split(FILENAME, part, "/")
    ours = part[1] == "src"
    here = ours ? part[2] : ""
    in_comment = 0
}

{
    line = strip($0)
    if (line ~ /^[ \t]*#/)
        check_directive(line)
    check_calls(line)
}

function check_directive(line,    name) {
    if (line ~ /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif)/ && here != "os" &&
        line !~ /^#ifndef VESTIBULE_[A-Z0-9_]+_H$/ &&
        !((here == "base" || here == "eval") && line ~ /__wasm__/))
        bad("conditional compilation belongs in src/os")
    if (line ~ /^#define [A-Za-z0-9_]+\(/) {
        name = line
        sub(/^#define /, "", name)
        sub(/\(.*/, "", name)
        if (!(name in macro))
            bad("a new macro " name "(): write a function, or argue for it in STYLE.md")
    }
}

# Every `word(` that is neither a member call (x.word, x->word) nor a part of a
# longer name.
function check_calls(line,    word, before) {
    while (match(line, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
        word = substr(line, RSTART, RLENGTH)
        before = RSTART > 1 ? substr(line, RSTART - 1, 1) : ""
        line = substr(line, RSTART + RLENGTH)
        sub(/[ \t]*\($/, "", word)
        if (!(word in banned) || before == "." || before == ">")
            continue
        if (banned[word] == "")
            bad(word "() is banned")
        else if (ours && !((word, here) in allowed))
            bad(word "() is for " banned[word] " only")
    }
    if (ours && here != "os" && here != "base" && here != "net" && line ~ /(^|[^a-z_])errno([^a-z_]|$)/)
        bad("errno stays in os and net")
}

# The line without comments and without the insides of literals.
function strip(text,    out, i, c, two, quote) {
    out = ""
    quote = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        two = substr(text, i, 2)
        if (in_comment) {
            if (two == "*/") {
                in_comment = 0
                i++
            }
        } else if (quote != "") {
            if (c == "\\")
                i++
            else if (c == quote)
                quote = ""
        } else if (two == "/*") {
            in_comment = 1
            i++
        } else if (two == "//") {
            break
        } else {
            if (c == "\"" || c == "'")
                quote = c
            out = out c
        }
    }
    return out
}

function bad(why) {
    printf "%s:%d: %s\n", FILENAME, FNR, why
    failed = 1
}

END { exit failed }
