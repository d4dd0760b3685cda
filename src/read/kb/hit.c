/* LINE_RULES say which kinds a line hits. Which of them it is asked at all its first byte tells, and the signs in it: of nearly all of them nearly every line
 * is nothing. */
#include "read/kb/hit.h"

#include "read/kb/line.h"
#include "read/kb/word.h"

/* --- small recognisers ------------------------------------------------------------------------------------------------- */

static bool is_name_char(char c)
{
    return char_is_alnum(c) || c == '_';
}

static bool is_hex(char c)
{
    return char_is_digit(c) || (char_lower(c) >= 'a' && char_lower(c) <= 'f');
}

/* Does it, in any case, begin with `lower`? */
static bool starts_with(Str s, const char *lower)
{
    ptrdiff_t i = 0;
    while (i < s.n && lower[i] && char_lower(s.p[i]) == lower[i])
        i++;
    return !lower[i];
}

/* `heads` are in lower case and sorted. */
static bool starts_with_one_of(Str s, const char *const *heads, ptrdiff_t n)
{
    char first = s.n ? char_lower(s.p[0]) : 0;
    ptrdiff_t from = 0;
    if (first > heads[n - 1][0])    /* frames */
        return false;
    for (ptrdiff_t end = n; from < end;) {      /* the first head with that letter: lines mostly begin like none */
        ptrdiff_t middle = (from + end) / 2;
        if (heads[middle][0] < first)
            from = middle + 1;
        else
            end = middle;
    }
    for (; from < n && heads[from][0] == first; from++)
        if (starts_with(s, heads[from]))
            return true;
    return false;
}

/* name "." 1*4ALNUM: a file, with or without a path. A number is none. */
static bool is_file_name(Str word)
{
    ptrdiff_t dot = str_find_last_char(word, '.');
    ptrdiff_t after = word.n - dot - 1;
    if (dot < 1 || after < 2 || after > 4)
        return false;
    bool has_letter = false;
    for (ptrdiff_t i = 0; i < word.n; i++) {
        has_letter = has_letter || char_is_alpha(word.p[i]);
        if (!char_is_alnum(word.p[i]) && !char_is_in(word.p[i], S("_-.~$\\:!#%&@")))
            return false;
    }
    return has_letter && str_find(word, S("..")) < 0 && !(after == 2 && char_is_digit(word.p[dot + 1]));
}

static bool is_program(Str word)
{
    static const Str ends[] = {{".exe", 4}, {".com", 4}, {".bat", 4}, {".cmd", 4}};
    Str end = word.n > 4 ? str_from(word, word.n - 4) : (Str){0};
    for (ptrdiff_t i = 0; i < countof(ends) && end.n && end.p[0] == '.'; i++)
        if (str_eq_fold(end, ends[i]))
            return true;
    return false;
}

/* "/s", "-a:b": what follows the name of a program. */
static bool is_switch(Str word)
{
    bool begins = word.n > 1 && (word.p[0] == '/' || word.p[0] == '-');
    return begins && (char_is_alpha(word.p[1]) || word.p[1] == '?') && str_find_char(word, '.') < 0;
}

/* --- registry ---------------------------------------------------------------------------------------------------------- */

static const char *const REG_HEADS[] = {
    "regedit", "regedit4", "windows registry editor"
};

/* reg file = head { "[" key "]" { quoted-name "=" value } } */
static Hits reg_file(const Glance *g)
{
    Str s = g->text;
    Hits hits = starts_with_one_of(s, REG_HEADS, countof(REG_HEADS)) && g->words < 6 && g->plain_words < 5 ? 1u << HIT_REG_HEAD : 0;
    if ((str_starts(s, S("[HKEY_")) || str_starts(s, S("[-HKEY_"))) && s.p[s.n - 1] == ']')
        hits |= 1u << HIT_REG_KEY;
    if (str_starts(s, S("@=")) || (s.p[0] == '"' && (str_find(s, S("\"=\"")) > 0 || str_find(s, S("\"=dword:")) > 0 || str_find(s, S("\"=hex")) > 0)))
        hits |= 1u << HIT_REG_VALUE;
    return hits;
}

static const char *const HIVES[] = {
    "\\hkey_", "\\registry\\machine", "\\software\\microsoft\\", "\\software\\policies", "\\system\\currentcontrolset\\", "hkcr\\",
    "hkcu\\", "hkey_classes_root", "hkey_current_config", "hkey_current_user", "hkey_dyn_data", "hkey_local_machine", "hkey_users",
    "hklm\\", "software\\classes\\", "software\\microsoft\\", "software\\odbc\\", "software\\policies", "system\\controlset",
    "system\\currentcontrolset\\"
};

/* path = [quote / bracket] hive "\" … */
static Hits registry_path(const Glance *g)
{
    Str s = g->text;
    if (char_is_in(s.p[0], S("\"'[(<")))
        s = str_trim_start(str_from(s, 1));
    if (!starts_with_one_of(s, HIVES, countof(HIVES)))
        return 0;
    bool is_code = (g->marks & (MARK_STATEMENT_END | MARK_ASSIGN | MARK_CALL)) || (g->signs & SIGN_COMMA);
    return !is_code || (g->signs & SIGN_BACKSLASH) ? 1u << HIT_PATH : 0;
}

/* "Type: REG_DWORD", "Start : REG_SZ : x" */
static Hits value_type(const Glance *g)
{
    bool may_be = !g->is_prose && !(g->marks & MARK_STATEMENT_END);
    return may_be && str_find(g->text, S("REG_")) >= 0 ? 1u << HIT_VALUE_TYPE : 0;
}

/* --- dumps ------------------------------------------------------------------------------------------------------------- */

/* A byte, word or double word of a dump: 2, 4 or 8 hex digits; debuggers put '-' in the middle of a line. */
static bool is_cell(Str word)
{
    for (ptrdiff_t i = 0; i < word.n; i++)
        if (!is_hex(word.p[i]) && !(word.n == 5 && i == 2 && word.p[i] == '-'))
            return false;
    return word.n == 2 || word.n == 4 || word.n == 8 || (word.n == 5 && word.p[2] == '-');
}

/* [segment ":"] offset [":"] */
static bool is_offset(Str word)
{
    int digits = 0;
    for (ptrdiff_t i = 0; i < word.n; i++) {
        digits += is_hex(word.p[i]);
        if (!is_hex(word.p[i]) && word.p[i] != ':')
            return false;
    }
    return digits >= 4 && digits <= 16;
}

static bool is_function_key(Str word)
{
    return word.n == 2 && word.p[0] == 'F' && char_is_digit(word.p[1]);
}

/* [offset] 4*cell [the same as characters] */
static Hits dump_line(const Glance *g)
{
    int cells = 0;
    ptrdiff_t digits = 0;
    bool has_letter = false, is_address = false;
    if (g->words < 4)
        return 0;
    for (int i = 0; i < g->kept_words; i++, cells++) {
        Str word = g->word[i];
        if (!i && is_offset(word) && (word.n > 2 || word.p[word.n - 1] == ':')) {
            is_address = true;
            cells--;
            continue;
        }
        if (!is_cell(word)) {
            bool is_instruction = digits < 16;    /* few bytes and their meaning */
            if (is_instruction || str_find(word, S("0x")) >= 0 || (cells == 5 && str_find_char(word, '!') > 0))
                return 0;
            break;
        }
        digits += word.n;
        for (ptrdiff_t k = 0; k < word.n; k++)
            has_letter = has_letter || (char_is_alpha(word.p[k]) && !is_function_key(word));
    }
    if (cells < 4 && !(is_address && cells >= 3))
        return 0;
    return 1u << HIT_DUMP | (has_letter || (is_address && cells >= 8) ? 1u << HIT_DUMP_LETTER : 0);
}

/* --- listings ---------------------------------------------------------------------------------------------------------- */

/* date = 1*2DIGIT sep (1*2DIGIT / 3ALPHA) sep 2*4DIGIT, or the year first; sep = "-" / "/" */
static bool is_date(Str word)
{
    int parts = 1, digits = 0;
    if (word.n < 6 || word.n > 11 || !char_is_digit(word.p[0]) || !char_is_digit(word.p[word.n - 1]))
        return false;
    for (ptrdiff_t i = 0; i < word.n; i++) {
        bool is_separator = word.p[i] == '-' || word.p[i] == '/';
        parts += is_separator;
        digits += char_is_digit(word.p[i]);
        if (!is_separator && !char_is_alnum(word.p[i]))
            return false;
    }
    return parts == 3 && digits >= 3;
}

/* size = digits with commas, more than one */
static bool is_size(Str word)
{
    ptrdiff_t n = 0;
    while (n < word.n && (char_is_digit(word.p[n]) || (n && word.p[n] == ',')))
        n++;
    return n > 0 && (n == word.n || str_eq_fold(str_from(word, n), S("bytes"))) && (n > 1 || word.n > 1);
}

/* Any order of: a date, a size or "<DIR>", a file's name. */
static Hits file_line(const Glance *g)
{
    if (g->words < 3 || g->words > 10 || g->is_prose || g->digits < 4)
        return 0;
    bool has_date = false, has_other = false;
    for (int i = 0; i < g->kept_words && !has_date; i++)
        has_date = is_date(g->word[i]);
    for (int i = 0; i < g->kept_words && has_date && !has_other; i++)
        has_other = is_size(g->word[i]) || str_eq(g->word[i], S("<DIR>")) || is_file_name(g->word[i]);
    return has_other ? 1u << HIT_FILE : 0;
}

/* Nothing but the name of a file, or one with columns behind it. */
static Hits file_name_line(const Glance *g)
{
    bool is_alone = g->words == 1 && is_file_name(g->word[0]);
    bool is_column = g->words > 1 && is_file_name(g->word[0]) && str_starts(str_from(g->text, g->word[0].n), S("  ")) && !g->is_prose;
    return is_alone || is_column ? 1u << HIT_FILE_NAME : 0;
}

static const char *const DIRECTORY_LINES[] = {
    "directory of ", "volume in drive", "volume serial number"
};
static const Str DIRECTORY_ENDS[] = {{"bytes free", 10}, {"file(s)", 7}, {"bytes", 5}};

/* What DIR prints around the files. */
static Hits directory_line(const Glance *g)
{
    if (!char_is_digit(g->text.p[0]))
        return starts_with_one_of(g->text, DIRECTORY_LINES, countof(DIRECTORY_LINES)) ? 1u << HIT_DIRECTORY : 0;
    for (ptrdiff_t i = 0; i < countof(DIRECTORY_ENDS) && g->words <= 5; i++)
        if (str_ends(g->text, DIRECTORY_ENDS[i]))
            return 1u << HIT_DIRECTORY;
    return str_find(g->text, S("File(s)")) > 0 ? 1u << HIT_DIRECTORY : 0;
}

/* --- fields ------------------------------------------------------------------------------------------------------------ */

static const Word KNOWN_FIELDS[] = {
    "category", "cc", "computer", "data", "data type", "date", "default", "default value", "description", "event", "event category",
    "event id", "event log", "event message", "event source", "event type", "from", "key", "key name", "logon type", "message", "name",
    "password", "radix", "range", "sent", "severity", "size", "source", "subject", "time", "to", "type", "user", "user name", "valid range",
    "value", "value data", "value name", "value type", "version"
};
/* They have a colon behind them and are no names of values. */
static const Word NOT_FIELDS[] = {
    "a", "answer", "case", "caution", "default:", "error", "example", "fatal", "fatal error", "file", "for example", "ftp", "http", "https",
    "important", "mailto", "news", "note", "or", "private", "protected", "public", "q", "question", "stop", "summary", "then", "tip",
    "warning", "where"
};

/* field = key ":" (blank value / end of line); key = 1*4word, the first with a capital */
static Hits field_line(const Glance *g)
{
    Str s = g->text.p[0] == '"' ? str_trim_start(str_from(g->text, 1)) : g->text;
    ptrdiff_t colon = str_find_char(str_head(s, 36), ':');
    if (colon < 2 || !char_is_upper(s.p[0]) || (colon + 1 < s.n && s.p[colon + 1] != ' '))
        return 0;
    Str key = str_trim_end(str_head(s, colon));
    int words = 1;
    for (ptrdiff_t i = 0; i < key.n; i++) {
        words += key.p[i] == ' ' && key.p[i - 1] != ' ';
        if (!is_name_char(key.p[i]) && !char_is_in(key.p[i], S(" ()-/#&'")))
            return 0;
    }
    if (words > 4 || word_is_one_of(key, NOT_FIELDS, countof(NOT_FIELDS)))
        return 0;
    return 1u << HIT_FIELD | 1u << HIT_OWN_FIELD | (word_is_one_of(key, KNOWN_FIELDS, countof(KNOWN_FIELDS)) ? 1u << HIT_KNOWN_FIELD : 0);
}

/* --- settings ---------------------------------------------------------------------------------------------------------- */

static const Word KNOWN_SETTINGS[] = {
    "buffers", "comm.drv", "default", "device", "devicehigh", "display.drv", "dos", "drivers", "emmexclude", "fcbs", "files", "install",
    "keyboard.drv", "lastdrive", "load", "mouse.drv", "multi", "network.drv", "run", "shell", "stacks", "systemrombreakpoint", "timeout",
    "virtualhdirq"
};

/* section = "[" name "]" */
static Hits section_line(const Glance *g)
{
    Str s = g->text;
    bool is_section = s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']' && !char_is_in(s.p[1], S("\\<:"));
    return is_section && g->words <= 5 && str_find_char(str_sub(s, 1, s.n - 1), ']') < 0 && str_find_char(s, '\\') < 0 ? 1u << HIT_SECTION : 0;
}

/* setting = key [" "] "=" value; key = letters, digits, one of . _ - : \ * ? % and at most three blanks */
static Hits setting_line(const Glance *g)
{
    Str s = g->text.p[0] == '"' ? str_trim_start(str_from(g->text, 1)) : g->text;
    ptrdiff_t equals = str_find_char(s, '=');
    if (g->text.p[0] == ';' || g->text.p[0] == '#')
        return 1u << HIT_SEMICOLON;
    if (equals < 1)
        return 0;
    Str key = str_trim_end(str_head(s, equals));
    if (!key.n || (g->marks & (MARK_STATEMENT_END | MARK_BRACE)) || !char_is_alnum(key.p[0]))
        return 0;
    int blanks = 0;
    for (ptrdiff_t i = 0; i < key.n; i++) {
        blanks += key.p[i] == ' ';
        if (!is_name_char(key.p[i]) && !char_is_in(key.p[i], S(" .-:\\*?%@$/")))
            return 0;
    }
    if (blanks > 3)
        return 0;
    bool is_known = word_is_one_of(key, KNOWN_SETTINGS, countof(KNOWN_SETTINGS)) && key.n == equals;
    bool is_tight = !blanks && key.n == equals && (equals + 1 == s.n || s.p[equals + 1] != ' ');
    return 1u << HIT_SETTING | (is_tight ? 1u << HIT_TIGHT_SETTING : 0) | (is_known && is_tight ? 1u << HIT_KNOWN_SETTING : 0);
}

/* --- commands ---------------------------------------------------------------------------------------------------------- */

static const Word COMMANDS[] = {
    "adduser", "admin", "append", "arp", "assign", "at", "attrib", "backup", "bc", "bcl", "bcp", "bind", "bind16", "bldsys", "bsc",
    "bscmake", "cacls", "cd", "chdir", "chkdsk", "cipher", "cl", "cluster", "comp", "compact", "convert", "copy", "cscript", "cv", "cvpack",
    "dblspace", "dcdiag", "dcpromo", "debug", "defrag", "del", "deltree", "dir", "diskcomp", "diskcopy", "dispatch", "drvspace", "dumpchk",
    "echo", "edbutil", "edit", "emm386", "erase", "esentutl", "eseutil", "exehdr", "exmerge", "exp", "expand", "external", "extract", "fc",
    "fc32", "fdisk", "filever", "find", "findstr", "fl", "fl32", "format", "ftp", "gpresult", "hc31", "hcp", "icacls", "iisreset", "imp",
    "implib", "import", "interlnk", "intersvr", "ipconfig", "isinteg", "isql", "jetpack", "join", "label", "lh", "lib", "link", "link386",
    "lmhosts", "loadhigh", "makecab", "masm", "mc", "md", "mem", "memmaker", "midl", "mkdir", "ml", "mode", "mofcomp", "more", "move",
    "msiexec", "mwbackup", "nbtstat", "net", "netbind", "netdiag", "netdom", "netsh", "netstat", "nltest", "nmake", "nslookup", "ntbackup",
    "ntdsutil", "osql", "path", "ping", "print", "prompt", "pwb", "qb", "qh", "rc", "rd", "rdisk", "recover", "regedit", "regedt32",
    "regini", "regsvr32", "ren", "rename", "repadmin", "replace", "restore", "rmdir", "route", "rpcping", "runas", "rundll32", "sc",
    "scandisk", "secedit", "set", "setup", "setver", "sfc", "share", "smartdrv", "snacfg", "start", "subst", "sys", "telnet", "tracert",
    "tree", "type", "undelete", "unformat", "vsafe", "w32tm", "win", "winnt", "winnt32", "wscript", "xcopy"
};
static const Word NET_VERBS[] = {
    "access", "accounts", "admin", "comm", "computer", "config", "continue", "copy", "diag", "error", "file", "forward", "group", "help",
    "helpmsg", "init", "initialize", "localgroup", "log", "logoff", "logon", "move", "name", "password", "pause", "print", "run", "send",
    "session", "share", "start", "statistics", "stop", "time", "use", "user", "ver", "view", "who"
};

/* drive ":" ["\" path] ">" command */
static Hits prompt_line(const Glance *g)
{
    Str s = g->text;
    ptrdiff_t drive = char_is_alpha(s.p[0]) ? 1 : str_starts_fold(s, S("[drive]")) || str_starts_fold(s, S("<drive>")) ? 7 : 0;
    ptrdiff_t end = str_find_char(g->word[0], '>');
    if (drive == 7 && str_starts(s, S("<")))
        end = str_find_char(str_from(g->word[0], 7), '>') < 0 ? -1 : 7 + str_find_char(str_from(g->word[0], 7), '>');
    bool is_prompt = drive && s.n > drive + 1 && s.p[drive] == ':' && end > drive && (end == drive + 1 || s.p[drive + 1] == '\\');
    return is_prompt ? 1u << HIT_PROMPT : 0;
}

/* What is given to a command: a switch, a path, a file, a place holder, a drive, a redirection. */
static bool is_argument(Str word)
{
    bool is_path = str_find_char(word, '\\') >= 0 && word.n > 1;
    bool is_drive = word.n == 2 && word.p[1] == ':' && char_is_alpha(word.p[0]);
    bool is_holder = (word.p[0] == '<' || word.p[0] == '[') && word.n > 2;
    bool is_pattern = str_starts(word, S("*.")) || str_starts(word, S("%"));
    return is_switch(word) || is_path || is_drive || is_holder || is_pattern || is_file_name(word) || str_eq(word, S(">")) || str_eq(word, S("|"));
}

/* "C:\DOS\attrib.exe", "dir", "net": the last part, without ".exe". */
static Str program_name(Str word)
{
    word = str_from(word, str_find_last_char(word, '\\') + 1);
    return is_program(word) ? str_head(word, word.n - 4) : word;
}

/* command = program 1*argument */
static Hits command_line(const Glance *g)
{
    if (g->is_prose || (g->marks & (MARK_STATEMENT_END | MARK_BRACE | MARK_AS_TYPE | MARK_SCOPE)))
        return 0;
    int at = g->word[0].p[0] == '"' && g->word[0].n == 1 && g->words > 1;
    Str first = str_unprefix(g->word[at], S("\"")), second = at + 1 < g->kept_words ? g->word[at + 1] : (Str){0};
    int arguments = 0, switches = 0, others = 0, words = g->kept_words - at - 1;
    if (!words || !first.n || first.p[first.n - 1] == ',')
        return 0;
    bool may_have_arguments = g->signs & (SIGN_ART | SIGN_MARK | SIGN_OTHER);
    if (!may_have_arguments && !str_eq_fold(first, S("net")))
        return 0;
    Str name = program_name(first);
    bool is_known = word_is_one_of(name, COMMANDS, countof(COMMANDS));
    bool may_be_path = is_program(first) || str_find_char(first, ':') == 1;
    if (!is_known && !may_be_path && !is_switch(second))
        return 0;
    for (int i = at + 1; i < g->kept_words; i++) {
        Str word = g->word[i];
        bool is_given = is_argument(word);
        arguments += is_given;
        others += !is_given;
        switches += is_switch(word);
    }
    bool is_net = str_eq_fold(name, S("net")) && word_is_one_of(second, NET_VERBS, countof(NET_VERBS));
    bool is_set = str_eq_fold(name, S("set")) && str_find_char(second, '=') > 0;
    bool is_path = name.n < first.n && str_find_char(first, ':') == 1;
    bool is_program_line = is_program(first) ? arguments && (switches || others <= 2) : is_path && switches;
    bool is_named = is_name_char(first.p[first.n - 1]) && !char_is_in(first.p[0], S("<[(-/*;'")) && str_find_char(first, '=') < 0;
    bool is_all_switches = switches == words && is_named;
    bool is_command = is_net || is_set || (is_known && arguments && others <= arguments + 2) || is_program_line || is_all_switches;
    return is_command ? 1u << HIT_COMMAND : 0;
}

/* --- drawings ---------------------------------------------------------------------------------------------------------- */

/* A line of box sides, arrows and little text; rulers are counted apart, and the rows of a table with columns do not count. */
static Hits drawn_line(const Glance *g)
{
    Str s = g->text;
    int signs = g->art, bars = g->bars;
    bool is_bare = g->letters + g->digits == 0, has_slope = g->signs & (SIGN_SLASH | SIGN_BACKSLASH);
    if (is_bare && !has_slope && char_is_in(s.p[0], S("-=+")))
        return 1u << HIT_RULER;
    if (s.p[0] == '|' && s.p[s.n - 1] == '|')
        return 1u << HIT_BAR | (bars < 3 || str_find(s, S("--")) > 0 ? 1u << HIT_DRAWN : 0);
    if (signs * 4 < g->letters + g->digits || (g->marks & MARK_SLASHES))
        return 0;
    bool has_stroke = str_find(s, S("---")) >= 0 || str_find(s, S("___")) >= 0 || str_find(s, S("-->")) >= 0 || str_find(s, S("<--")) >= 0;
    bool is_drawn = bars || has_stroke || (is_bare && has_slope);
    return (is_drawn ? 1u << HIT_DRAWN : 0) | (is_drawn && (bars || is_bare) ? 1u << HIT_BAR : 0);
}

/* --- messages ---------------------------------------------------------------------------------------------------------- */

static const char *const ERROR_HEADS[] = {
    "*** stop", "a fatal exception", "abnormal program", "access denied", "access violation", "application error", "assertion failed",
    "assertion failure", "bad command", "can't ", "cannot ", "command.com", "compile error", "could not ", "critical error", "disk error",
    "divide overflow", "dr. watson", "error #", "error -", "error 0x", "error a", "error c", "error code", "error d", "error f",
    "error in ", "error l", "error message", "error:", "exception ", "failed to ", "fatal error", "fatal:", "file not found",
    "general protection", "illegal ", "insufficient ", "internal error", "invalid ", "invalid page fault", "link : ", "lnk", "msg ",
    "no such ", "not enough ", "out of ", "parity error", "run time error", "run-time error", "runtime error", "server: msg", "setup error",
    "stop 0x", "stop:", "syntax error", "system error", "unable to ", "unhandled exception", "unknown ", "warning a", "warning c",
    "warning l", "warning:"
};

bool says_numbered_error(const Glance *g)
{
    Str code = g->word[0];
    bool is_code = code.n >= 6 && code.n <= 9 && code.p[code.n - 1] == ':' && char_is_upper(code.p[0]) && char_is_digit(code.p[code.n - 2]) &&
                   char_is_digit(code.p[code.n - 5]) && !char_is_digit(code.p[code.n - 6]);
    if (is_code)
        return true;
    for (int i = 1; i < g->kept_words; i++) {
        Str word = g->word[i], before = g->word[i - 1];
        bool has_number = word.n > 2 && (char_is_digit(word.p[word.n - 1]) || char_is_digit(word.p[word.n - 2]));
        if (has_number && (str_eq_fold(before, S("error")) || str_eq_fold(before, S("warning"))))
            return true;
    }
    return false;
}

static const Word TROUBLES[] = {
    "aborted", "bad", "can't", "cannot", "corrupt", "corrupted", "couldn't", "damaged", "denied", "didn't", "disconnected", "doesn't",
    "error", "errors", "exceeded", "exception", "expired", "failed", "fails", "failure", "fatal", "fault", "full", "halted", "illegal",
    "incompatible", "incorrect", "insufficient", "interrupted", "invalid", "isn't", "lost", "missing", "no", "not", "overflow", "problem",
    "refused", "rejected", "stopped", "sure", "terminated", "unable", "unavailable", "undefined", "undeliverable", "unexpected", "unknown",
    "unrecognized", "unrecoverable", "unresolved", "unsuccessful", "violation", "wasn't", "won't", "wrong"
};

/* What running text about a program says and the program itself does not. */
static const Word ADVICE[] = {
    "above", "allows", "appears", "article", "chapter", "customers", "described", "documentation", "example", "feature", "features",
    "following", "however", "instead", "manual", "note", "our", "page", "refer", "section", "see", "should", "therefore", "topic",
    "typically", "users", "usually", "we", "workaround"
};

bool says_error(const Glance *g)
{
    return starts_with_one_of(g->text, ERROR_HEADS, countof(ERROR_HEADS));
}

/* Is one of the words in the table, in a line that is mostly words? */
static bool has_word(const Glance *g, const Word *words, ptrdiff_t n)
{
    bool is_text = g->words > 1 && g->plain_words * 2 >= g->words;
    for (int i = 0; is_text && i < g->kept_words; i++) {
        Str word = g->word[i];
        while (word.n > 1 && !char_is_alpha(word.p[word.n - 1]))
            word.n--;
        while (word.n > 1 && !char_is_alpha(word.p[0]))
            word = str_from(word, 1);
        if (word_is_one_of(word, words, n))
            return true;
    }
    return false;
}

bool says_trouble(const Glance *g)
{
    return has_word(g, TROUBLES, countof(TROUBLES));
}

bool says_advice(const Glance *g)
{
    return has_word(g, ADVICE, countof(ADVICE));
}

/* --- the rules ----------------------------------------------------------------------------------------------------------- */

typedef struct LineRule {
    Hits (*says)(const Glance *);
    unsigned signs;             /* the line has one of them, or the rule says nothing; 0: it may say something of any line */
} LineRule;

enum {
    RULE_REG_FILE, RULE_PATH, RULE_VALUE_TYPE, RULE_DUMP, RULE_FILE, RULE_FILE_NAME, RULE_DIRECTORY, RULE_FIELD, RULE_SECTION, RULE_SETTING, RULE_PROMPT,
    RULE_COMMAND, RULE_DRAWN, RULE_COUNT
};

static const LineRule LINE_RULES[RULE_COUNT] = {
    [RULE_REG_FILE] = {reg_file, 0},
    [RULE_PATH] = {registry_path, SIGN_BACKSLASH | SIGN_UNDERSCORE},
    [RULE_VALUE_TYPE] = {value_type, SIGN_UNDERSCORE},
    [RULE_DUMP] = {dump_line, 0},
    [RULE_FILE] = {file_line, SIGN_ART},        /* one parts a date */
    [RULE_FILE_NAME] = {file_name_line, SIGN_DOT},
    [RULE_DIRECTORY] = {directory_line, 0},
    [RULE_FIELD] = {field_line, SIGN_COLON},
    [RULE_SECTION] = {section_line, SIGN_OTHER},
    [RULE_SETTING] = {setting_line, SIGN_EQUALS | SIGN_SEMICOLON | SIGN_HASH},
    [RULE_PROMPT] = {prompt_line, SIGN_GREATER},
    [RULE_COMMAND] = {command_line, 0},
    [RULE_DRAWN] = {drawn_line, SIGN_ART},
};

enum {
    TO_REG_FILE = 1 << RULE_REG_FILE, TO_PATH = 1 << RULE_PATH, TO_DUMP = 1 << RULE_DUMP, TO_DIRECTORY = 1 << RULE_DIRECTORY, TO_FIELD = 1 << RULE_FIELD,
    TO_SECTION = 1 << RULE_SECTION,
    TO_ALL = 1 << RULE_VALUE_TYPE | 1 << RULE_FILE | 1 << RULE_FILE_NAME | 1 << RULE_SETTING | 1 << RULE_PROMPT | 1 << RULE_COMMAND | 1 << RULE_DRAWN
};

/* The rules besides TO_ALL that a line which begins with the byte is put to. No line is put to all of them, most to few. */
static const unsigned short RULES_AT[256] = {
    ['0' ... '9'] = TO_DUMP | TO_DIRECTORY, [':'] = TO_DUMP,
    ['A' ... 'C'] = TO_FIELD | TO_DUMP, ['D'] = TO_FIELD | TO_DUMP | TO_DIRECTORY, ['E' ... 'F'] = TO_FIELD | TO_DUMP, ['G'] = TO_FIELD,
    ['H'] = TO_FIELD | TO_PATH, ['I' ... 'Q'] = TO_FIELD, ['R'] = TO_FIELD | TO_REG_FILE, ['S'] = TO_FIELD | TO_PATH, ['T' ... 'U'] = TO_FIELD,
    ['V'] = TO_FIELD | TO_DIRECTORY, ['W'] = TO_FIELD | TO_REG_FILE, ['X' ... 'Z'] = TO_FIELD,
    ['a' ... 'c'] = TO_DUMP, ['d'] = TO_DUMP | TO_DIRECTORY, ['e' ... 'f'] = TO_DUMP, ['h'] = TO_PATH, ['r'] = TO_REG_FILE, ['s'] = TO_PATH,
    ['v'] = TO_DIRECTORY, ['w'] = TO_REG_FILE,
    ['"'] = TO_REG_FILE | TO_PATH | TO_FIELD, ['['] = TO_REG_FILE | TO_PATH | TO_SECTION, ['@'] = TO_REG_FILE,
    ['\''] = TO_PATH, ['('] = TO_PATH, ['<'] = TO_PATH, ['\\'] = TO_PATH,
};

Hits hits_of(const Glance *g)
{
    Hits hits = g->has_gap && line_find_gap(g->text) > 0 ? 1u << HIT_GAP : 0;
    for (unsigned rules = TO_ALL | RULES_AT[(unsigned char)g->text.p[0]]; rules; rules &= rules - 1) {
        const LineRule *rule = &LINE_RULES[__builtin_ctz(rules)];
        if (!rule->signs || (g->signs & rule->signs))
            hits |= rule->says(g);
    }
    return hits;
}
