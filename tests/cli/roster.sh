#!/bin/sh
# vestibule roster: people from OneRoster files, and what is never taken from them.
. tests/cli/tap.sh

data=$work/data
mkdir "$data"
"$VESTIBULE" log new "$data/record" school.example/vestibule >"$work/out" 2>&1
roster() { # STATUS NAME WORD...
    wanted=$1
    name=$2
    shift 2
    status "$wanted" "$name" roster "$@" --data "$data"
}
show() {
    "$VESTIBULE" roster show --data "$data" --json >"$work/out" 2>"$work/err"
}

# ---- OneRoster 1.1: users have a role ----

old=$work/one
mkdir "$old"
printf '%s\r\n' 'sourcedId,status,dateLastModified,name,type' \
    'd,active,2026-08-01,Example District,district' \
    's1,active,2026-08-01,"Hamline ""North"", Elementary",school' \
    's2,active,2026-08-01,Lake School,school' >"$old/orgs.csv"
cat >"$old/users.csv" <<END
sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName,email,sms,phone
u1,active,2026-08-01,true,s1,administrator,aruiz,Ana,Ruiz,ana@example.org,312-555-0142,
u2,active,2026-08-01,true,s1,student,kid,Kim,Childsname,kim@example.org,,
u3,active,2026-08-01,true,s2,teacher,tt,Tia,Teacher,tia@example.org,,
u4,active,2026-08-01,true,"s1,s2",administrator,bcole,Ben,Cole,ben at example,,
u5,active,2026-08-01,true,s2,parent,pp,Pat,Parentsname,pat@example.org,,
END
roster 0 "an empty roster" show
says out "Nobody is on the roster" "says so"
roster 2 "nobody who does it" import "$old"
roster 1 "a list with students in it" import "$old" --by IT
says out "users.csv, line 3: " "names the row"
says out "a student or somebody of a family" "and why"
says out "this is no mail address" "and what is wrong with an address"
show
json 'd.people.map(p => p.name).join() === "Ana Ruiz,Ben Cole"' "has the leaders alone"
json 'same(d.people[0].roles, [{role: "principal", school: "Hamline \"North\", Elementary", head: false}])' "with their school"
json 'd.people[1].roles.length === 2 && d.people[1].addresses.length === 0' "and all of them"
json 'same(d.people[0].addresses, [{channel: "mail", address: "ana@example.org", works: false}, {channel: "text", address: "+13125550142", works: false}])' "and addresses that are to be verified"
! grep -rqaE 'Childsname|kim@|Parentsname|Tia' "$data"
point $? "nothing of anybody else is anywhere"
"$VESTIBULE" log tail "$data/record" --json >"$work/out"
json 'lines.filter(e => e.kind === "roster_changed").length === 1' "the record tells it once"
says out "2 new, 0 brought up to date, 0 gone, 3 rows refused" "in numbers"
! grep -q 'ana@example.org' "$work/out"
point $? "and no address"

roster 1 "the same again" import "$old" --by IT --json
json 'd.added === 0 && d.updated === 2 && d.refused_count === 3 && d.left_out === 1' "adds nobody"
sed -i -e '/^u[25]/d' -e 's/^u4,active/u4,tobedeleted/' -e 's/,Ruiz,/,Ruiz-Lee,/' "$old/users.csv"
roster 0 "another day" import "$old" --by IT --json
json 'd.removed === 1 && d.updated === 1 && d.refused_count === 0' "lets go and brings up to date"
show
json 'd.people.length === 1 && d.people[0].name === "Ana Ruiz-Lee"' "as it should"

# ---- OneRoster 1.2: roles in a file of their own ----

new=$work/two
mkdir "$new"
cp "$old/orgs.csv" "$new"
cat >"$new/users.csv" <<END
sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,email,sms,phone
v1,,,true,nk,Nia,King,nia@example.org,,(312) 555-0150
v2,,,true,st,Sam,Pupilsname,,,
v3,,,true,fm,Flo,May,,,
END
roster 5 "roles that are missing" import "$new" --by IT
cat >"$new/roles.csv" <<END
sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
r1,,,v1,primary,principal,,,s2
r2,,,v1,secondary,parent,,,s1
r3,,,v2,primary,student,,,s1
r4,,,v3,primary,counselor,,,s1
END
roster 1 "roles of their own" import "$new" --by IT --json
json 'd.added === 1 && d.left_out === 1 && d.refused.map(r => `${r.file} ${r.line}`).join() === "roles.csv 3,roles.csv 4"' "refuse students and families"
show
json 'd.people[1].name === "Nia King" && d.people[1].roles[0].head' "take a principal"
! grep -rqa Pupilsname "$data"
point $? "and keep no student"

# ---- what is refused as a whole ----

cp -R "$old" "$work/bad"
for column in countryOfBirthCode metadata.nationality 'Immigration Status' citizenship cityOfBirth; do
    printf 'sourcedId,birthDate,%s\n' "$column" >"$work/bad/demographics.csv"
    roster 4 "a folder with $column" import "$work/bad" --by IT
    says err "nothing of this folder was read" "is refused"
done
rm "$work/bad/demographics.csv"
sed -i '1s/email/email,placeOfBirth/' "$work/bad/users.csv"
roster 4 "a column of users.csv" import "$work/bad" --by IT
roster 5 "no folder" import "$work/nowhere" --by IT
printf 'sourcedId,name,type\ns1,"x,school\n' >"$new/orgs.csv"
roster 3 "a quotation mark that is not closed" import "$new" --by IT
says err "orgs.csv: line 2: a quotation mark is opened and never closed" "says where"
printf 'sourcedId,name,type\ns1,school\n' >"$new/orgs.csv"
roster 3 "a row that is too short" import "$new" --by IT
says err "line 2 has 2 cells, and the first line 3" "says how many"
printf 'sourcedId,title\n' >"$new/orgs.csv"
roster 3 "a column that is missing" import "$new" --by IT
says err "orgs.csv: the first line has no column name" "says which"
show
json 'd.people.length === 2' "changes nothing"

# ---- gaps ----

roster 1 "gaps" gaps --zone America/Chicago --json
json 'd.some(g => g.fault === "nobody" && g.role === "law_department" && !g.school)' "name who is called and not there"
json 'd.some(g => g.fault === "unreachable" && g.person === "Nia King" && g.school === "Lake School")' "and who cannot be reached"
roster 1 "gaps to read" gaps --days 7
says out "law_department: nobody is on duty" "say so"
cat >"$data/calendar.conf" <<END
2020-01-01 2099-12-31
END
roster 0 "no school" gaps
says out "somebody is on duty who can be reached" "is nobody's duty"
cat >"$data/calendar.conf" <<END
hours 08:15 15:30
END
roster 1 "school hours of a calendar" gaps --zone America/Chicago --days 14 --json
json 'd.filter(g => g.role === "law_department").length === 1' "make one gap of many days"
json 'd.every(g => ["law_department", "safety_office", "principal"].includes(g.role))' "of the roles that are called by name"
echo 'hours all day' >"$data/calendar.conf"
roster 3 "hours that are none" gaps
says err "calendar.conf: line 1: write when schools open and close" "say so"
rm "$data/calendar.conf"
mkdir "$data/protocols"
sed 's/law_department/counsel/g' protocols/chicago.md >"$data/protocols/entry.md"
roster 1 "a protocol without a Law Department" gaps --json
json 'd.every(g => g.role !== "law_department" && g.role !== "counsel")' "calls none"
rm -r "$data/protocols"
roster 2 "too many days" gaps --days 400
roster 2 "no days" gaps --days none

ends
