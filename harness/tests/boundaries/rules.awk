# SPDX-License-Identifier: Apache-2.0
#
# The rules of check.sh. Reads lines `top NAME` (entries of the top level) and `file PATH` (files to check), prints
# `file:line: rule: what` for each violation, and exits 1 when there was one.

BEGIN {
    declare_rules()
    if (list_rules) {
        for (rule in about)
            print rule
        exit 0
    }
}

function declare_rules() {
    about["top-level"] = "not an entry of the top level in harness/tests/boundaries/rules.awk"
    about["header-owner"] = "one third-party library, one owner; the owner is"
    about["unknown-header"] = "neither a standard header nor one with an owner"
    about["include-by-name"] = "a header of ours is included by its file name alone"
    about["lab-apart"] = "the lab shares base and doc with the judge, nothing else"
    about["judge-apart"] = "only cli starts the lab"
    about["no-include-of-fuzz"] = "nothing includes what belongs to fuzz"
    about["no-include-of-tests"] = "nothing includes what belongs to tests"
    about["pure"] = "a pure module receives clock, files and network as values"
    about["header-name-twice"] = "header names are unique over the whole house, as in"
    about["file-length"] = "longer than 800 lines: split by theme"
    about["line-length"] = "longer than 120 columns (clang-format leaves comments alone)"
    about["banned-function"] = "never called here:"
    about["exit-in-main"] = "exit only in harness/main.c"
    about["spdx"] = "no SPDX-License-Identifier: Apache-2.0 in the first three lines"
    about["no-ifdef-fuzzing"] = "no code that only the fuzzer sees: use the seam"

    top = "^(harness|fuzz|corpus|scenarios|reports|CMakeLists\\.txt|README\\.md|CMakePresets\\.json|LICENSE|" \
        "\\.clang-format|\\.clang-tidy|\\.editorconfig|\\.gitignore|\\.ci|\\.clusterfuzzlite|" \
        "CHANGELOG\\.md|CONTRIBUTING\\.md|SECURITY\\.md)$"

    # Third-party header (a prefix) to the folders that may include it.
    owner["curl/"] = "^harness/(http|lab/call)/"
    owner["zlib.h"] = "^harness/(http|lab/reference)/"
    owner["jansson.h"] = owner["yaml.h"] = "^harness/doc/"
    owner["microhttpd.h"] = "^harness/lab/serve/"
    owner["sqlite3.h"] = "^harness/lab/reference/"
    owner["nghttp2/"] = "^harness/(lab/serve|stopwatch)/"
    owner["openssl/"] = "^harness/stopwatch/"
    owner["cmocka.h"] = "^harness/tests/"

    # C17, POSIX and Linux.
    standard = "^((assert|complex|ctype|errno|fenv|float|inttypes|iso646|limits|locale|math|setjmp|signal|stdalign|stdarg|" \
        "stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|tgmath|threads|time|uchar|wchar|wctype|" \
        "dirent|dlfcn|fcntl|fnmatch|ftw|getopt|glob|grp|ifaddrs|langinfo|libgen|netdb|poll|pthread|pwd|regex|sched|" \
        "semaphore|spawn|strings|syslog|termios|unistd|wordexp)\\.h|(sys|net|netinet|arpa|linux)/.*)$"

    pure = "^harness/(model|wire|stats|template|mutate|scenario|capture|oracle|matrix|variation|coverage|timing|waiver)/"
    impure = "^(time|fcntl|unistd|netdb|poll|pthread|threads|signal|dirent|sys/(socket|time|stat|mman|epoll)|net/.*|" \
        "netinet/.*|arpa/.*)"

    banned = "sprintf|vsprintf|strcpy|strcat|strncpy|strncat|strtok|atoi|atol|atoll|atof|gets|scanf|fscanf|sscanf|rand|" \
        "srand|alloca"
}

function report(file, line, rule, what) {
    printf "%s:%d: %s: %s\n", file, line, rule, about[rule] (what == "" ? "" : " " what)
    violations++
}

$1 == "top" {
    name = substr($0, 5)
    if (name !~ top)
        report(name, 1, "top-level")
}

# All names first: an include is judged by the folder that its header lies in.
$1 == "file" {
    path = substr($0, 6)
    paths[++path_count] = path
    if (path !~ /\.(h|def)$/)
        next
    name = path
    sub(/.*\//, "", name)
    folder = path
    sub(/\/[^\/]*$/, "", folder)
    if (name in folder_of)
        report(path, 1, "header-name-twice", folder_of[name] "/" name)
    else
        folder_of[name] = folder
}

END {
    if (list_rules)
        exit 0
    for (i = 1; i <= path_count; i++)
        check_file(paths[i])
    if (path_count == 0) {
        print "no file to check"
        exit 1
    }
    printf "%d files, %d violations\n", path_count, violations
    exit violations > 0
}

function check_file(path,    line, count, has_license, is_code) {
    is_code = path ~ /\.[ch]$/ && path ~ /^(harness|fuzz)\//
    in_comment = 0
    while ((getline line < path) > 0) {
        count++
        if (count <= 3 && line ~ /SPDX-License-Identifier: Apache-2\.0/)
            has_license = 1
        if (is_code)
            check_line(path, count, line)
    }
    close(path)
    if (!has_license)
        report(path, 1, "spdx")
    if (count > 800)
        report(path, count, "file-length")
}

function check_line(path, number, line,    code) {
    if (!in_comment && line ~ /^[ \t]*#[ \t]*include/) {
        check_include(path, number, line)
        return
    }
    code = line
    gsub(/[\200-\277]/, "", code) # of a character of several bytes only the first one counts
    if (length(code) > 120)
        report(path, number, "line-length")
    code = without_comments(line)
    if (code ~ /^[ \t]*#[ \t]*(if|elif).*FUZZING/)
        report(path, number, "no-ifdef-fuzzing")
    check_calls(path, number, code)
}

function check_calls(path, number, code,    name) {
    while (match(code, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
        name = substr(code, RSTART, RLENGTH)
        before = RSTART > 1 ? substr(code, RSTART - 1, 1) : ""
        code = substr(code, RSTART + RLENGTH)
        sub(/[ \t]*\($/, "", name)
        if (before == "." || before == ">")
            continue
        if (name ~ ("^(" banned ")$"))
            report(path, number, "banned-function", name)
        if (name == "exit" && path != "harness/main.c")
            report(path, number, "exit-in-main")
    }
}

function check_include(path, number, line,    name) {
    name = line
    if (name ~ /</) {
        sub(/^[^<]*</, "", name)
        sub(/>.*/, "", name)
        check_system_include(path, number, name)
    } else {
        sub(/^[^"]*"/, "", name)
        sub(/".*/, "", name)
        check_own_include(path, number, name)
    }
}

function check_system_include(path, number, name,    prefix, is_owned) {
    for (prefix in owner) {
        if (index(name, prefix) != 1)
            continue
        is_owned = 1
        if (path !~ owner[prefix])
            report(path, number, "header-owner", owner[prefix])
    }
    if (!is_owned && name !~ standard)
        report(path, number, "unknown-header", name)
    if (path ~ pure && name ~ impure)
        report(path, number, "pure", name)
}

function check_own_include(path, number, name,    folder, from_tests, from_fuzz) {
    if (name ~ /\//) {
        report(path, number, "include-by-name", name)
        sub(/.*\//, "", name)
    }
    if (name in owner) {
        check_system_include(path, number, name)
        return
    }
    folder = folder_of[name]
    from_tests = path ~ /^harness\/tests\//
    from_fuzz = path ~ /^fuzz\//
    if (folder ~ /^fuzz(\/|$)/ && !from_fuzz)
        report(path, number, "no-include-of-fuzz", name)
    if (folder ~ /^harness\/tests\// && !from_tests)
        report(path, number, "no-include-of-tests", name)
    # A header that no folder has is generated by the build and belongs to the module that includes it.
    if (folder == "" || from_tests || from_fuzz)
        return
    if (path ~ /^harness\/lab\// && folder !~ /^harness\/(base$|doc$|lab\/)/)
        report(path, number, "lab-apart", name)
    if (path !~ /^harness\/(lab|cli|bench)\// && path != "harness/main.c" && folder ~ /^harness\/lab\//)
        report(path, number, "judge-apart", name)
}

# Comments out, literals emptied; `in_comment` goes on from line to line.
function without_comments(line,    out, end, token) {
    out = ""
    while (line != "") {
        if (in_comment) {
            end = index(line, "*/")
            if (!end)
                return out
            in_comment = 0
            line = substr(line, end + 2)
            continue
        }
        if (!match(line, /\/\*|\/\/|"|'/))
            return out line
        token = substr(line, RSTART, RLENGTH)
        out = out substr(line, 1, RSTART - 1)
        line = substr(line, RSTART)
        if (token == "//")
            return out
        if (token == "/*") {
            in_comment = 1
            line = substr(line, 3)
        } else if (token == "\"" && match(line, /^"([^"\\]|\\.)*"/) || match(line, /^'([^'\\]|\\.)*'/)) {
            out = out "\"\""
            line = substr(line, RLENGTH + 1)
        } else {
            line = substr(line, 2)
        }
    }
    return out
}
