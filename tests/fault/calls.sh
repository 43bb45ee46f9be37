#!/bin/sh
# Every system call of opening, submitting and publishing fails once, each in every way
# that it can.  Nothing is received that is not there afterwards; a failure names what
# failed; and the record can be used again.
. tests/cli/tap.sh

peer=build/asan/tests/fault/keeper_peer
calls=openat,write,pwrite64,fsync,fdatasync,rename,mkdir,unlink,ftruncate
# The leak sanitizer traces, too, and two cannot.
export ASAN_OPTIONS=detect_leaks=0

traced() { # DIR FIRST COUNT STRACE-WORD...
    dir=$1 first=$2 count=$3
    shift 3
    strace -f -e trace=$calls "$@" -o "$work/trace" \
        $peer work "$dir" "$first" "$count" >"$work/out" 2>"$work/err"
}

# A record as it was before anything failed.
fresh() {
    rm -rf "$work/now"
    cp -R "$work/before" "$work/now"
}

sound() { # what was said is so, for someone who opens the record again
    cat "$work/said" "$work/out" >"$work/all"
    $peer check "$work/now" <"$work/all" >"$work/check" 2>>"$work/err"
}

# The calls of the trace from the lock on, as "NAME:NUMBER"; what goes to a terminal is
# the peer's own.
places() {
    awk '{
        name = $2
        sub(/\(.*/, "", name)
        count[name]++
        if (index($0, "/lock\""))
            began = 1
        if (began && $0 ~ /^[0-9]+ +[a-z0-9]+\(/ && $0 !~ /write\([12],/ &&
            $0 !~ /openssl|urandom/)
            print name ":" count[name]
    }' "$work/trace"
}

errors_of() { # NAME: the errors that a call can give
    case $1 in
    openat) echo EIO EMFILE ;;
    write | pwrite64) echo EIO ENOSPC EINTR ;;
    fsync | fdatasync) echo EIO EINTR ;;
    mkdir) echo EIO ENOSPC ;;
    *) echo EIO ;;
    esac
}

wrong=
blame() { # WHY
    wrong="$wrong
#   $call $number $error: $1"
}

# Every complaint has a path in it, or what SQLite says, or that it is the old one.
named() {
    ! grep -hE '^refused|^unpublished|^[^#]' "$work/out" "$work/err" |
        grep -vE '^(received|published) ' |
        grep -vqE ' /[a-z]|SQLite|the disk failed before'
}

try() { # call, number, error
    fresh
    traced "$work/now" 10 2 -e "inject=$call:error=$error:when=$number"
    status=$?
    tried=$((tried + 1))
    [ $status -le 1 ] || blame "exit status $status"
    grep -q INJECTED "$work/trace" || blame "it was not called"
    ! grep -qE 'Sanitizer|runtime error' "$work/err" || blame "$(head -n 1 "$work/err")"
    named || blame "the error does not say what failed: $(cat "$work/out" "$work/err")"
    sound || blame "$(tail -n 1 "$work/err")"
}

$peer new "$work/before" >"$work/out" 2>"$work/err" &&
    $peer work "$work/before" 0 2 >"$work/said" 2>"$work/err"
point $? "there is a record"
fresh
traced "$work/now" 10 2
point $? "strace may trace here (it needs ptrace)"
sound
point $? "and nothing fails by itself"

tried=0
for place in $(fresh; traced "$work/now" 10 2; places); do
    call=${place%:*} number=${place#*:}
    for error in $(errors_of "$call"); do
        try
    done
done
[ -z "$wrong" ] && [ $tried -gt 150 ]
point $? "no call that fails takes anything away ($tried were tried)"
[ -z "$wrong" ] || echo "$wrong" | grep .

number_of() { # CALL WORDS: of the last such call before the trace has the words
    awk -v call="$1(" -v words="$2" 'index($0, words) { print count; exit }
        index($0, call) { count++ }' "$work/trace"
}

fresh
traced "$work/now" 10 1
commit=$(number_of fdatasync '"received')
page=$(awk 'index($0, "fdatasync(") && index(before, "/now\"") { print count + 1; exit }
    index($0, "pwrite64(") { count++ } { before = $0 }' "$work/trace")

fresh
traced "$work/now" 10 4 -e "inject=fdatasync:error=EIO:when=$commit"
! grep -q '^received' "$work/out" && grep -q 'refused 10 .*did not confirm' "$work/out" &&
    grep -q 'refused 13 .*the disk failed before' "$work/out"
point $? "after one fsync that failed nothing is received, though the next would succeed"
sound
point $? "until the record is opened again"

fresh
traced "$work/now" 10 6 -e "inject=pwrite64:error=ENOSPC:when=$page..$((page + 2))"
grep -q 'refused 10 .*the disk is full; make room' "$work/out" &&
    grep -q 'refused 12 .*the disk is full' "$work/out"
point $? "a full disk is refused in words"
awk '/^received/ { if (seq++ != 0 && $3 != last + 1) exit 1; last = $3 }
    /^published/ { size = $2 } END { exit !(seq == 3 && last == 5 && size == 6) }' "$work/out"
point $? "and with space again it goes on, without a gap"
sound
point $? "and nothing of it is lost"

fresh
traced "$work/now" 0 2 -e 'inject=pwrite64:error=ENOSPC:when=1+'
[ ! -s "$work/out" ] && grep -q "record.db: .*make room" "$work/err"
point $? "on a full disk a record is not opened, which says why"
: >"$work/out"
sound
point $? "and is as it was"
ends
