# Make C of the pages in src/web/pages: HTML with holes, escaped by where they stand.
#
#     awk -v form=header -f tools/pagec.awk src/web/pages/*.html
#     awk -v form=source -f tools/pagec.awk src/web/pages/about.html
#
# form=header declares every page, form=source defines those of one file:
#
#     {% page view_greet(const struct greet_view *view) %}
#     <p title="{{ view->note }}">{{ _"Good morning, %1", view->name }}</p>
#     {% if view->more %}<a href="{{ view->more }}">{{ _"More" }}</a>{% end %}
#     {% end %}
#
#     {{ value }}         a str: text, or the value of a quoted attribute
#     {{ number value }}  a whole number
#     {{ safe value }}    a struct safe_html, as it stands; only between tags
#     {{ _"Words" }}      words that people read, in their language; %1 to %9 are the
#     {{ _ value, a }}    values behind the comma
#     {% if c %} {% else if c %} {% else %} {% for init; c; next %} {% end %}
#     {% call view_other(view) %}          {# for whoever reads the source #}
#
# A hole at the start of an address (href, src, action, formaction) is checked for its
# scheme, later in it percent-encoded.  Where no escaping would be right nothing is
# accepted: unquoted values, <script>, <style>, on..., style, srcset, srcdoc, comments.
# Every branch must end where it began, so that what follows has one meaning.

BEGIN {
    FUNCTION["text"] = "html_text"
    FUNCTION["value"] = FUNCTION["plain"] = "html_value"
    FUNCTION["address"] = "html_address"
    FUNCTION["part"] = "html_part"
    if (form != "header" && form != "source")
        wrong("say -v form=header or -v form=source")
}

FNR == 1 { file_ends() }
{
    sub(/\r$/, "")
    read_line($0)
}

END {
    file_ends()
    if (failed)
        exit 1
    print "/* Made by tools/pagec.awk from src/web/pages; change the page there. */"
    if (form == "header") {
        print "#ifndef VESTIBULE_WEB_PAGES_H\n#define VESTIBULE_WEB_PAGES_H\n"
        print "#include \"web/views.h\"\n#include \"web/views_called.h\"\n#include \"web/views_draft.h\"\n#include \"web/views_edition.h\"\n#include \"web/views_offline.h\"\n#include \"web/views_protocol.h\"\n#include \"web/views_push.h\"\n#include \"web/views_visit.h\"\n\n" \
            declared "\n#endif"
    } else {
        print "#include \"web/pages.h\"\n"
        printf "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n%s", made
    }
}

function file_ends() {
    if (depth > 0)
        wrong_at(opened_at[depth], "this has no {% end %}")
    depth = 0
    page = ""
    literal = ""
    file = FILENAME
}

# ---- lines: pieces of HTML, {{ holes }}, {% statements %}, {# notes #} ----

# What stands before the text of a line is layout, and a line with nothing but
# statements leaves no empty one behind.
function read_line(line,    at, kind, close_, stop, bare) {
    bare = line ~ /^[ \t]*({%([^%]|%[^}])*%}[ \t]*|{#([^#]|#[^}])*#}[ \t]*)+$/
    column = 1
    if (bare || context == "text" || context == "tag")
        while (column <= length(line) && substr(line, column, 1) ~ /[ \t]/)
            column++
    while (match(substr(line, column), /{[{%#]/)) {
        at = column + RSTART - 1
        kind = substr(line, at + 1, 1)
        if (!bare)
            html(substr(line, column, at - column))
        column = at
        close_ = kind == "{" ? "}}" : kind "}"
        stop = index(substr(line, at + 2), close_)
        if (stop == 0) {
            wrong("this does not end on its line with " close_)
            return
        }
        read_hole(kind, substr(line, at + 2, stop - 1), at + 2)
        column = at + stop + 3
    }
    if (!bare)
        html(substr(line, column) "\n")
}

function read_hole(kind, inside, at,    blanks) {
    match(inside, /^[ \t]*/)
    blanks = RLENGTH
    sub(/^[ \t]+/, "", inside)
    sub(/[ \t]+$/, "", inside)
    if (kind == "{")
        value(inside, at + blanks)
    else if (kind == "%")
        statement(inside, at + blanks)
}

# ---- HTML: where we are decides what a hole becomes ----

# context: text, raw (in script or style), comment, open (behind `<`), shut (a statement
# ended that name), tag (between attributes), name (of one), equals, bare (unquoted), quoted.
function html(piece,    i, c, from) {
    if (page == "") {
        if (piece !~ /^[ \t\n]*$/)
            wrong("this stands outside of a {% page ... %}")
        return
    }
    from = column
    for (i = 1; i <= length(piece); i++) {
        c = substr(piece, i, 1)
        column = from + i - 1
        if (context == "text" && c == "<") {
            if (substr(piece, i, 4) == "<!--") {
                context = "comment"
            } else if (substr(piece, i + 1, 1) ~ /[A-Za-z\/!]/) {
                context = "open"
                tag = ""
            } else {
                wrong("write &lt; for a < that begins no tag")
            }
        } else if (context == "comment") {
            if (c == ">" && substr(piece, i - 2, 3) == "-->")
                context = "text"
        } else if (context == "raw") {
            if (tolower(substr(piece, i, length(tag) + 2)) == "</" tag) {
                context = "open"
                tag = ""
            }
        } else if (context == "quoted") {
            if (c == quote)
                value_ends()
            else
                literal_value = literal_value c
        } else if (context != "text") {
            in_tag(c)
        }
    }
    literal = literal piece
}

function in_tag(c) {
    if (context == "equals" && (c == "\"" || c == "'")) {
        context = "quoted"
        quote = c
        literal_value = ""
        holes = 0
    } else if (c == ">" && context != "equals") {
        context = tag == "script" || tag == "style" ? "raw" : "text"
        if (tag == "style" || (tag == "script" && !has_source))
            wrong("no <" tag "> in a page: put it into src/web/assets")
        has_source = 0
    } else if (context == "open") {
        if (c ~ /[ \t\n]/)
            context = "tag"
        else
            tag = tag tolower(c)
    } else if (c ~ /[ \t\n\/]/ && context != "equals") {
        context = "tag"
    } else if (context == "shut") {
        wrong("a blank must stand behind the name of a tag")
        context = "tag"
    } else if (context == "tag") {
        context = "name"
        attribute = tolower(c)
    } else if (context == "name" && c == "=") {
        context = "equals"
        check_attribute()
    } else if (context == "name") {
        attribute = attribute tolower(c)
    } else if (context == "equals") {
        context = "bare"
    }
}

function check_attribute() {
    if (attribute ~ /^on/ || attribute == "style" || attribute == "srcdoc")
        wrong("no " attribute " in a page: put it into src/web/assets")
    if (tag == "script" && attribute == "src")
        has_source = 1
}

function is_address() {
    return attribute ~ /^(href|src|action|formaction)$/
}

function value_ends() {
    context = "tag"
    if (is_address() && literal_value ~ /^[a-zA-Z][a-zA-Z0-9+.-]*:/ &&
        tolower(literal_value) !~ /^(https?|mailto|tel):/)
        wrong("an address is http, https, tel, mailto or relative")
}

# ---- holes ----

# How to escape here; empty when nothing can be right.
function escaping() {
    if (context == "text") # no element can stand in these
        return tag ~ /^(title|option|textarea)$/ ? "plain" : "text"
    if (context == "raw" || context == "comment")
        wrong("no value can stand in a " (context == "raw" ? "<" tag ">" : "comment"))
    else if (context == "equals" || context == "bare")
        wrong("quote this attribute's value")
    else if (context != "quoted")
        wrong("no value can be a name; use {% if %}")
    else if (attribute ~ /^(srcset|content|ping|data|http-equiv)$/)
        wrong("no value can stand in " attribute)
    else if (is_address())
        return literal_value == "" && !holes ? "address" : "part"
    else
        return "value"
    return ""
}

function value(inside, at,    how) {
    if (page == "") {
        wrong("this stands outside of a {% page ... %}")
        return
    }
    how = escaping()
    holes++
    if (how == "")
        return
    if (inside ~ /^_/)
        words(inside, at, how)
    else if (inside ~ /^number /)
        emit("html_number(html,", substr(inside, 8), at + 7, ");")
    else if (inside ~ /^safe / && how == "text")
        emit("html_safe(html,", substr(inside, 6), at + 5, ");")
    else if (inside ~ /^safe /)
        wrong("safe HTML can only stand between tags")
    else
        emit(FUNCTION[how] "(html,", inside, at, ");")
}

# Words for people: a literal key or an expression, then values for its %1, %2 ...
function words(inside, at, how,    key, rest) {
    if (how !~ /^(text|plain|value)$/) {
        wrong("no words can be an address")
        return
    }
    inside = substr(inside, 2)
    if (match(inside, /^"([^"\\]|\\.)*"/)) {
        key = substr(inside, 1, RLENGTH)
        rest = substr(inside, RLENGTH + 1)
        key = "SAY(" key ")"
    } else {
        match(inside, /^[^,]*/)
        key = substr(inside, 1, RLENGTH)
        rest = substr(inside, RLENGTH + 1)
    }
    how = how == "text" ? "html_words(html," : "html_words_value(html,"
    if (sub(/^[ \t]*,/, "", rest))
        emit(how, key ", (const str[]){" rest "}, sizeof((const str[]){" rest "}) / sizeof(str)", at, ");")
    else if (rest ~ /^[ \t]*$/)
        emit(how, key ", NULL, 0", at, ");")
    else
        wrong("a comma must stand between the words and their values")
}

# ---- statements ----

function statement(inside, at) {
    if (inside ~ /^page /)
        page_begins(substr(inside, 6))
    else if (page == "")
        wrong("this stands outside of a {% page ... %}")
    else if (inside ~ /^if /)
        block("if (", substr(inside, 4), at + 3, ") {")
    else if (inside ~ /^for /)
        block("for (", substr(inside, 5), at + 4, ") {")
    else if (inside ~ /^else if /)
        branch("} else if (", substr(inside, 9), at + 8, ") {")
    else if (inside == "else")
        branch("} else {", "", at, "")
    else if (inside == "end")
        block_ends()
    else if (inside ~ /^call view_[a-z0-9_]+\(.*\)$/)
        call(substr(inside, 6), at + 5)
    else
        wrong("a statement is page, if, else, for, call or end")
}

function page_begins(head) {
    if (page != "")
        wrong("a page cannot stand in a page")
    if (head !~ /^view_[a-z0-9_]+\(const struct [a-z0-9_]+_view \*[a-z]+\)$/)
        wrong("write {% page view_name(const struct name_view *view) %}")
    page = head
    sub(/\(/, "(struct html *html, ", head)
    declared = declared "void " head ";\n"
    made = made "\nvoid " head "\n{\n"
    context = "text"
    depth = 1
    opened_at[depth] = FNR
    began[depth] = where()
}

function block(head, inside, at, tail) {
    if (context == "open" && tag != "")
        context = "shut"
    emit(head, inside, at, tail)
    depth++
    opened_at[depth] = FNR
    began[depth] = where()
}

function branch(head, inside, at, tail) {
    flush()
    check_branch()
    if (depth < 2)
        wrong("there is no {% if %} for this")
    emit(head, inside, at, tail)
}

function block_ends() {
    flush()
    check_branch()
    if (context != "text" && depth == 1)
        wrong("the page ends inside a tag")
    made = made "}\n"
    depth--
    if (depth == 0)
        page = ""
}

function call(inside, at,    name) {
    if (context != "text") {
        wrong("a page can only be called between tags")
        return
    }
    name = inside
    sub(/\(.*/, "", name)
    emit(name "(html,", substr(inside, length(name) + 2, length(inside) - length(name) - 2), \
        at + length(name) + 1, ");")
}

# Behind an attribute and between two is one place.
function where() {
    if (context == "quoted")
        return context " " attribute " " (literal_value == "" && !holes)
    return context == "name" || context == "shut" ? "tag" : context
}

function check_branch() {
    if (where() != began[depth])
        wrong("a branch must end where it began: this one began at line " opened_at[depth] \
            " in " began[depth] " and ends in " where())
}

# ---- output ----

function flush() {
    if (literal != "")
        made = made "html_raw(html, STR(\"" c_string(literal) "\"));\n"
    literal = ""
}

# C on its own line, at its own column, so that compilers point to the page.
function emit(head, inside, at, tail) {
    flush()
    made = made head "\n"
    if (inside != "")
        made = made "#line " FNR " \"" FILENAME "\"\n" sprintf("%" (at - 1) "s", "") inside "\n"
    if (tail != "")
        made = made tail "\n"
}

function c_string(text) {
    gsub(/[\\"]/, "\\\\&", text)
    gsub(/\n/, "\\n", text)
    gsub(/\t/, "\\t", text)
    gsub(/\?/, "\\?", text)
    return text
}

# ---- mistakes ----

function wrong(what) {
    printf "%s:%d:%d: %s\n", FILENAME, FNR, column, what >"/dev/stderr"
    failed = 1
}

function wrong_at(line, what) {
    printf "%s:%d: %s\n", file, line, what >"/dev/stderr"
    failed = 1
}
