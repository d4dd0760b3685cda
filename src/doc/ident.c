/* One pass over the text that stops only at the few characters no identifier is without: a digit, a dot, a colon, '@', '\' and '_'. They
 * are rare in prose, unlike the letters identifiers begin with. At each the rules of that character are asked in turn; a rule looks back a
 * bounded way for where the identifier begins, and ahead for where it ends.
 *
 * What was read ahead is either part of an identifier, and then passed for good, or bounded, so no text is read more than a fixed number of
 * times. Each rule has its pattern above it: "…" any case, [abc] one of, {x} any number of, <name> a placeholder as articles write it. */
#include "doc/ident.h"

#include "base/bytes16.h"
#include "base/utf8.h"

enum {
    BACK_MAX = 64,          /* how far to look back for the begin of a name */
    PATH_MAX_LENGTH = 260,  /* of the systems these articles are about */
    NAME_MAX_LENGTH = 80,   /* of a name without a drive, share or root before it */
    PLACEHOLDER_MAX = 40,
    HEX_MAX = 16,
    EVENT_GAP_MAX = 16,     /* between "Event ID" and its number */
    CONTEXT_MAX = 48        /* how far before a code its meaning may stand */
};

IdPattern id_pattern_default(void)
{
    static Str prefixes[] = {{"Q", 1}, {"KB", 2}};
    return (IdPattern){.prefixes = {prefixes, 2, 2}, .min_digits = 5, .max_digits = 7};
}

static ptrdiff_t digits_at(Str s, ptrdiff_t at)
{
    ptrdiff_t n = 0;
    while (at + n < s.n && char_is_digit(s.p[at + n]))
        n++;
    return n;
}

static bool fits(const IdPattern *ids, ptrdiff_t digits)
{
    return digits >= ids->min_digits && digits <= ids->max_digits;
}

int64_t id_number(const IdPattern *ids, Str s, bool bare)
{
    for (ptrdiff_t i = 0; i < ids->prefixes.n; i++) {
        Str prefix = ids->prefixes.items[i];
        if (str_starts_fold(s, prefix) && digits_at(s, prefix.n) == s.n - prefix.n && fits(ids, s.n - prefix.n))
            return str_number(str_from(s, prefix.n));
    }
    return bare && fits(ids, s.n) ? str_number(s) : -1;
}

/* --- the pass ---------------------------------------------------------------------------------------------------------- */

typedef struct Scan {
    const IdPattern *ids;
    Str text;
    ptrdiff_t from;         /* nothing before it is part of an identifier */
    ptrdiff_t dead;         /* up to here no word is a file or path: their other dots need no asking */
    ptrdiff_t digits;       /* how many there are at a digit that is asked for */
    bool line_start;
} Scan;

typedef bool Rule(Scan *s, ptrdiff_t at, Ident *found);

static bool hit(Ident *found, IdentKind kind, ptrdiff_t at, ptrdiff_t end)
{
    *found = (Ident){.kind = kind, .at = at, .n = end - at, .key_at = at, .key_n = end - at, .number = -1};
    return true;
}

/* Letters of the alphabets that put blanks between words. Below U+00C0 and from U+2000 on stand quotation marks, dashes and the scripts
 * that write "(see) Q123456" without a blank. */
static bool is_letter(Str s, ptrdiff_t at)
{
    if ((unsigned char)s.p[at] < 0x80)
        return char_is_alpha(s.p[at]);
    Rune r = utf8_decode(str_from(s, at));
    return r.value >= 0xC0 && r.value < 0x2000;
}

/* Does something else than a letter, a digit or one of `not` stand before `at`? */
static inline bool is_free_before(Str s, ptrdiff_t at, Str not)
{
    if (at == 0)
        return true;
    char c = s.p[at - 1];
    if ((unsigned char)c < 0x80)
        return !char_is_alnum(c) && !char_is_in(c, not);
    while (at > 1 && ((unsigned char)s.p[at - 1] & 0xC0) == 0x80)
        at--;
    return !is_letter(s, at - 1);
}

static inline bool is_free_behind(Str s, ptrdiff_t at, Str not)
{
    return at == s.n || (!char_is_digit(s.p[at]) && !is_letter(s, at) && !char_is_in(s.p[at], not));
}

/* ".exe", ".PPD": a dot and a letter or digit make the whole a file name, unlike the full stop of a sentence. */
static bool has_extension(Str s, ptrdiff_t at)
{
    return at + 1 < s.n && s.p[at] == '.' && char_is_alnum(s.p[at + 1]);
}

static bool ends_code(Str s, ptrdiff_t at)
{
    return is_free_behind(s, at, S("_@")) && !has_extension(s, at);
}

/* `word` before `at`, any case. Its last letter is asked first: nearly always that is another. */
static inline bool stands_before(const Scan *s, ptrdiff_t at, Str word)
{
    bool may_be = at - word.n >= s->from && char_lower(s->text.p[at - 1]) == char_lower(word.p[word.n - 1]);
    return may_be && str_eq_fold(str_sub(s->text, at - word.n, at), word);
}

static bool is_one_of(Str word, const Str *words, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq_fold(word, words[i]))
            return true;
    return false;
}

#define W(word) {word, sizeof(word) - 1}

/* What stands before a code tells what it is: cuts the last word off `*before`. */
static Str cut_last_word(Str *before)
{
    while (before->n && !char_is_alnum(before->p[before->n - 1]) && char_is_in(before->p[before->n - 1], S(" \t:(\"'#=*,")))
        before->n--;
    ptrdiff_t n = before->n;
    while (n && char_is_alpha(before->p[n - 1]))
        n--;
    Str word = str_from(*before, n);
    before->n = n;
    return word;
}

static Str context_before(Str text, ptrdiff_t at)
{
    return str_sub(text, at > CONTEXT_MAX ? at - CONTEXT_MAX : 0, at);
}

/* --- article ids ----------------------------------------------------------------------------------------------------- */

/* "Q123456Title of it": the number's end is the title's begin. */
static bool is_glued_title(Str s, ptrdiff_t at)
{
    if (at + 1 >= s.n)
        return false;
    char c = s.p[at], d = s.p[at + 1];
    bool begins = char_is_upper(c) || c == '"' || c == '(' || c == '[';
    return begins && (char_is_alpha(d) || d == ' ');
}

/* prefix min*max DIGIT, nothing before that makes it part of a name or path, nothing behind that makes it a name or file; a title may be
 * glued to it where it begins the line. */
static bool article(Scan *s, ptrdiff_t at, Ident *found)
{
    ptrdiff_t end = at + s->digits;
    if (!fits(s->ids, s->digits))
        return false;
    for (ptrdiff_t i = 0; i < s->ids->prefixes.n; i++) {
        Str prefix = s->ids->prefixes.items[i];
        ptrdiff_t begin = at - prefix.n;
        if (begin < s->from || !str_eq(str_sub(s->text, begin, at), prefix) || !is_free_before(s->text, begin, S("_/\\$")))
            continue;
        bool ends = ends_code(s->text, end);
        if (!ends && !(s->line_start && begin == 0 && is_glued_title(s->text, end)))
            continue;
        hit(found, IDENT_ARTICLE, begin, end);
        found->number = str_number(str_sub(s->text, at, end));
        found->is_glued = !ends;
        return true;
    }
    return false;
}

/* --- addresses --------------------------------------------------------------------------------------------------------- */

static bool is_url_char(char c)
{
    return c > ' ' && c != '<' && c != '>' && c != '"' && c != '`' && c != '|' && c != '{' && c != '}' && c != 0x7F;
}

/* Punctuation that ends a sentence or closes a bracket around the URL is not part of it; a bracket opened inside is. */
static ptrdiff_t trim_url(Str s, ptrdiff_t at, ptrdiff_t end)
{
    ptrdiff_t unopened = 0;
    for (ptrdiff_t i = at; i < end; i++)
        unopened += (s.p[i] == ')') - (s.p[i] == '(');
    for (; end > at; end--) {
        char c = s.p[end - 1];
        if (c == ')') {
            if (unopened-- <= 0)
                break;
        } else if (c != '.' && c != ',' && c != ';' && c != ':' && c != '\'' && c != '!' && c != '?' && c != '*') {
            break;
        }
    }
    return end;
}

static ptrdiff_t word_at(Str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && char_is_alnum(s.p[n]))
        n++;
    return n;
}

/* "q263/0/72.asp": the number, spread over folders. */
static int64_t folded_number(const IdPattern *ids, Str path)
{
    char digits[16] = {0};
    ptrdiff_t n = 0;
    path = str_starts_fold(path, S("q")) ? str_from(path, 1) : path;
    for (int part = 0; part < 3; part++) {
        ptrdiff_t more = digits_at(path, 0);
        bool goes_on = more > 0 && n + more < (ptrdiff_t)sizeof digits && more < path.n && path.p[more] == (part < 2 ? '/' : '.');
        if (!goes_on)
            return -1;
        for (ptrdiff_t i = 0; i < more; i++)
            digits[n++] = path.p[i];
        path = str_from(path, more + 1);
    }
    return id_number(ids, (Str){digits, n}, true);
}

/* "en-us/" in front of the rest of an address. */
static Str without_locale(Str s)
{
    bool has_locale = s.n > 5 && s.p[2] == '-' && s.p[5] == '/' && word_at(s) == 2;
    return has_locale ? str_from(s, 6) : s;
}

/* The number of "microsoft.com/kb/263072", ".../help/Q263072", "...?kbid=263072" and of the old ".../articles/q263/0/72.asp", or -1. */
static int64_t article_of_url(const IdPattern *ids, Str url)
{
    static const char *const marks[] = {"microsoft.com/", "kbid=", "scid=kb;en-us;", "/support/kb/articles/"};
    for (ptrdiff_t i = 0; i < countof(marks); i++) {
        Str mark = str(marks[i]);
        for (ptrdiff_t at = 0; at + mark.n <= url.n; at++) {
            if (char_lower(url.p[at]) != mark.p[0] || !str_starts_fold(str_from(url, at), mark))
                continue;
            Str rest = without_locale(str_from(url, at + mark.n));
            if (i == 0 && !str_starts_fold(rest, S("kb/")) && !str_starts_fold(rest, S("help/")))
                continue;
            rest = i == 0 ? without_locale(str_from(rest, str_find_char(rest, '/') + 1)) : rest;
            int64_t number = id_number(ids, str_head(rest, word_at(rest)), true);
            if (number < 0 && i == 3)
                number = folded_number(ids, rest);
            if (number >= 0)
                return number;
        }
    }
    return -1;
}

/* The address from `begin` on, whose host begins at `host`. */
static bool address(const Scan *s, IdentKind kind, ptrdiff_t begin, ptrdiff_t host, Ident *found)
{
    Str text = s->text;
    bool has_host = host < text.n && char_is_alnum(text.p[host]) && is_free_before(text, begin, S(".-@"));
    if (!has_host)
        return false;
    ptrdiff_t end = host;
    while (end < text.n && is_url_char(text.p[end]))
        end++;
    hit(found, kind, begin, trim_url(text, begin, end));
    found->number = kind == IDENT_URL ? article_of_url(s->ids, str_sub(text, begin, found->at + found->n)) : -1;
    return true;
}

/* ["http" "https" "ftp"] "://" host {URLCHAR} | "mailto:" {URLCHAR} */
static bool url(Scan *s, ptrdiff_t at, Ident *found)
{
    static const Str schemes[] = {W("http"), W("https"), W("ftp")};
    if (stands_before(s, at, S("mailto")))
        return address(s, IDENT_MAIL, at - 6, at + 1, found);
    if (!str_starts(str_from(s->text, at + 1), S("//")))
        return false;
    for (ptrdiff_t i = 0; i < countof(schemes); i++)
        if (stands_before(s, at, schemes[i]) && address(s, IDENT_URL, at - schemes[i].n, at + 3, found))
            return true;
    return false;
}

static bool is_host_char(char c)
{
    return char_is_alnum(c) || c == '-' || c == '.';
}

/* ["www." "ftp."] host, in which is a dot; after "ftp." the host's last part is letters, which a file's name is told by. */
static bool bare_url(Scan *s, ptrdiff_t at, Ident *found)
{
    bool is_ftp = stands_before(s, at, S("ftp"));
    if ((!is_ftp && !stands_before(s, at, S("www"))) || !is_free_before(s->text, at - 3, S(".-@")))
        return false;
    ptrdiff_t end = at + 1;
    if (is_ftp) {
        while (end < s->text.n && is_host_char(s->text.p[end]) && end - at < PATH_MAX_LENGTH)
            end++;
        Str host = str_sub(s->text, at + 1, end);
        while (str_ends(host, S(".")))
            host.n--;
        Str last = str_from(host, str_find_last_char(host, '.') + 1);
        if (last.n < 2 || last.n == host.n || word_at(last) != last.n || digits_at(last, 0))
            return false;
    }
    return address(s, IDENT_URL, at - 3, at + 1, found) && (is_ftp || str_find_char(str_sub(s->text, at + 1, found->at + found->n), '.') >= 0);
}

/* The ends of a host that articles write addresses with: what stands there else is a domain of Windows or half an address. */
static bool is_top_domain(Str s)
{
    static const Str names[] = {W("com"), W("net"), W("org"), W("edu"), W("gov"), W("mil"), W("int"), W("info"), W("biz"), W("name"), W("example"),
                                W("us"), W("uk"), W("ca"), W("de"), W("fr"), W("jp"), W("au"), W("nl"), W("se"), W("no"), W("dk"),
                                W("fi"), W("it"), W("es"), W("ch"), W("at"), W("be"), W("br"), W("il"), W("sg"), W("nz"), W("kr"),
                                W("tw"), W("cn"), W("ie"), W("mx"), W("za"), W("pl"), W("cz"), W("hu"), W("gr"), W("pt"), W("ru"),
                                W("tr"), W("hk"), W("my"), W("th"), W("ar"), W("cl"), W("eu")};
    return is_one_of(s, names, countof(names));
}

static bool is_mail_char(char c)
{
    return char_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '%';
}

/* "Message-Id: <…": the number of a letter, which looks like an address. */
static bool is_letter_number(Str text, ptrdiff_t begin)
{
    Str before = context_before(text, begin);
    if (!str_ends(before, S("<")))
        return false;
    before.n--;
    return str_eq_fold(cut_last_word(&before), S("id"));
}

/* ALNUM {MAILCHAR} "@" label {"." label} "." topdomain */
static bool mail(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    ptrdiff_t begin = at, end = at + 1;
    while (begin > s->from && at - begin < BACK_MAX && is_mail_char(text.p[begin - 1]))
        begin--;
    while (begin < at && !char_is_alnum(text.p[begin]))
        begin++;
    if (begin == at || end == text.n || !char_is_alnum(text.p[end]) || !is_free_before(text, begin, S("@/\\=_")))
        return false;
    while (end < text.n && end - at < PATH_MAX_LENGTH && is_host_char(text.p[end]))
        end++;
    while (!char_is_alnum(text.p[end - 1]))
        end--;
    Str host = str_sub(text, at + 1, end);
    ptrdiff_t dot = str_find_last_char(host, '.');
    bool is_host = dot > 0 && is_top_domain(str_from(host, dot + 1)) && str_find(host, S("..")) < 0;
    bool is_mail = is_host && is_free_behind(text, end, S("@_\\")) && !is_letter_number(text, begin);
    return is_mail && hit(found, IDENT_MAIL, begin, end);
}

/* --- names and paths --------------------------------------------------------------------------------------------------- */

/* What names of files and folders are made of here, the dot, the backslash and the placeholder apart. */
static bool is_name_char(char c)
{
    return char_is_alnum(c) || c == '_' || c == '-' || c == '~' || c == '$' || c == '%' || c == '*' || c == '#' || c == '&' || c == '+' || c == '!' ||
           c == '?';
}

/* What may begin one: the others are signs of the text around it. */
static bool begins_name(char c)
{
    return char_is_alnum(c) || c == '_' || c == '~' || c == '$' || c == '%' || c == '*' || c == '?';
}

/* Which ones are known, by their first letter. Left out on purpose are those that as often are something else: a domain, a member of an object
 * ("Form1.Show"), the first word of a sentence. */
static const char *const EXTENSIONS[26] = {
    ['a' - 'a'] = "acm adm aif ani arc arj asa asm asp aspx au avi awd ax",
    ['b' - 'a'] = "bak bas bat bin bmp bpl",
    ['c' - 'a'] = "c cab cag cat cbl cbt cda cdf cdr cdx cfg cfm cgi chk chm chs cht clb clp cls cmd cmf cnf cnt cnv com cpi cpl cpp cps cpx cpt css csv "
                  "cue cur cxx",
    ['d' - 'a'] = "dat dbc dbf dbg dbx dcx deb def dev dib dic diz dlg dll dmp dob doc dos dot drv dsn dsp dsr dsw dwg dxf",
    ['e' - 'a'] = "ebd edb eml emf eps err exe exp eyb",
    ['f' - 'a'] = "fdf fft fky flt fll fmt fnt fon fot fpt fpw frm frt frx fxp",
    ['g' - 'a'] = "gid gif glb gpd gra grp gz",
    ['h' - 'a'] = "h hdr hhc hhk hhp hiv hlp hpp hqx hta htm html htr htt htx",
    ['i' - 'a'] = "icm ico idc idf idl idq idx ilk inc inf ini ins int inx iqy isp isu iso",
    ['j' - 'a'] = "jav java jpeg jpg js jse",
    ['k' - 'a'] = "kbd kbf kix",
    ['l' - 'a'] = "ldb ldf lex lib lic lnk log lrs lst lzh",
    ['m' - 'a'] = "mac mak mbx mdb mda mdf mde mdm mdt mdw mdx mdz mht mib mid mif mmf mmp mny mod mof mov mp3 mpd mpeg mpg mpp mpr msc msg msi msm msp "
                  "mst mvb",
    ['n' - 'a'] = "ncb nfo nls nlm nsf ntf",
    ['o' - 'a'] = "obd obj obz oca ocx odc odl oft old olb ost opt ovl",
    ['p' - 'a'] = "pab pag pak pbk pcd pch pcl pcx pdb pdf pdr pfb pfm pif pjt pjx pl pol pot ppa ppd pps ppt prf prg pst pub pwl pwd",
    ['q' - 'a'] = "qbe qpr qry qt qxd",
    ['r' - 'a'] = "ra ram rat rc rc2 rdp reg rep res rll rle rpm rpt rsp rtf rul",
    ['s' - 'a'] = "sam sav sbr scd scf scn scp scr sct scx sdf sed sep shs shtml sif slk spd spx sql srg stf stm sts sub swf swp sym sys syd",
    ['t' - 'a'] = "tab tar tbk tcf tdf tga tgz theme tif tiff tlb tlh tli tmp toc tpl trc trm tsk tsp ttc ttf txt",
    ['u' - 'a'] = "udl url usr uue",
    ['v' - 'a'] = "vbp vbr vbs vbw vbx vbe vcp vct vcx vir vor vsd vue vxd",
    ['w' - 'a'] = "wab wav wbk wdb wiz wk1 wk3 wk4 wks wll wmf wmv wma wpc wpd wpg wps wpt wri wsdl wsf wsh",
    ['x' - 'a'] = "xla xlb xlc xlk xll xlm xls xlt xlw xml xsd xsl xslt",
    ['y' - 'a'] = "",
    ['z' - 'a'] = "zip",
};

static bool is_listed_extension(Str s)
{
    char first = s.n ? char_lower(s.p[0]) : 0;
    Str list = char_is_lower(first) ? str(EXTENSIONS[first - 'a']) : (Str){0};
    for (ptrdiff_t at = 0; at < list.n; at++) {
        ptrdiff_t same = 0;
        while (same < s.n && at + same < list.n && s.p[same] != ' ' && list.p[at + same] == char_lower(s.p[same]))
            same++;
        at += same;
        if (same == s.n && (at == list.n || list.p[at] == ' '))
            return true;
        while (at < list.n && list.p[at] != ' ')
            at++;
    }
    return false;
}

/* Programs of MS-DOS and its time; every other "name.com" is a domain, unless it is written in capitals as they were. */
static bool is_com_file(Str name, Str ext)
{
    static const Str programs[] = {
        W("append"),  W("assign"), W("backup"),  W("chkdsk"),   W("choice"), W("command"), W("comp"),    W("debug"),  W("diskcomp"), W("diskcopy"),
        W("doskey"),  W("dosshell"), W("edit"),  W("edlin"),    W("format"), W("graftabl"), W("graphics"), W("help"), W("ibmbio"),  W("ibmdos"),
        W("ipx"),     W("ipxodi"), W("keyb"),    W("label"),    W("lmouse"), W("loadfix"), W("lsl"),     W("mirror"), W("mode"),     W("more"),
        W("mouse"),   W("msherc"), W("net5"),    W("netbind"),  W("netx"),   W("ntdetect"), W("pc-cache"), W("print"), W("recover"), W("restore"),
        W("share"),   W("sys"),    W("tree"),    W("undelete"), W("unformat"), W("vsafe"), W("win"),     W("xcopy"),
    };
    static const Str hosts[] = {W("aol"), W("apple"), W("att"), W("company"), W("company1"), W("company2"), W("compaq"), W("dell"), W("domain"),
                                W("example"), W("fabrikam"), W("hotmail"), W("hp"), W("ibm"), W("intel"), W("msn"), W("novell"), W("org"), W("yahoo")};
    if (is_one_of(name, programs, countof(programs)))
        return true;
    for (ptrdiff_t i = 0; i < name.n; i++)
        if (char_is_lower(name.p[i]) || name.p[i] == '.')
            return false;
    return str_eq(ext, S("COM")) && name.n <= 8 && !is_one_of(name, hosts, countof(hosts));
}

/* name "." ext: known, or two letters and '_' (packed on a setup disk: "win.ex_"), or the "386" of the first virtual drivers. */
static bool is_file_name(Str s)
{
    ptrdiff_t dot = str_find_last_char(s, '.');
    Str name = str_head(s, dot), ext = str_from(s, dot + 1);
    bool has_name = false;
    for (ptrdiff_t i = 0; i < name.n && !has_name; i++)
        has_name = char_is_alnum(name.p[i]) || name.p[i] == '*' || name.p[i] == '>';
    if (dot < 1 || !has_name || name.p[0] == '.' || name.p[name.n - 1] == '.')
        return false;
    bool is_packed = ext.n == 3 && ext.p[2] == '_' && char_is_alnum(ext.p[0]) && char_is_alnum(ext.p[1]);
    if (is_packed || (str_eq(ext, S("386")) && char_is_alpha(name.p[0])))
        return true;
    if (str_eq_fold(ext, S("com")))
        return is_com_file(name, ext);
    if (ext.n == 1 && (name.n < 3 || str_find_char(name, '.') >= 0))
        return false;    /* "i.c", "U.S.C." */
    return is_listed_extension(ext);
}

/* The end of "<server name>" at `at`, or `at`. */
static ptrdiff_t placeholder_end(Str s, ptrdiff_t at)
{
    if (at >= s.n || s.p[at] != '<')
        return at;
    for (ptrdiff_t i = at + 1; i < s.n && i - at <= PLACEHOLDER_MAX; i++) {
        if (s.p[i] == '>')
            return i > at + 1 ? i + 1 : at;
        if (s.p[i] == '<' || s.p[i] == '\\')
            return at;
    }
    return at;
}

/* Names with blanks that paths end in, and those of several words; others are told by the backslash that follows their second word. */
static ptrdiff_t spaced_name(Str s)
{
    static const Str names[] = {W("Program Files"), W("Documents and Settings"), W("Common Files"), W("Start Menu"), W("Windows NT"),
                                W("Windows Messaging Subsystem"), W("Session Manager"), W("Memory Management"), W("Shell Folders"),
                                W("User Shell Folders"), W("Internet Settings"), W("Internet Explorer"), W("Control Panel"), W("Outlook Express"),
                                W("Services for UNIX"), W("Systems Management Server"), W("Terminal Server"), W("Application Data"),
                                W("Local Settings"), W("Temporary Internet Files"), W("All Users"), W("Default User"), W("Microsoft Office"),
                                W("Known DLLs"), W("Profile List"), W("Visual Basic"), W("Microsoft Visual Studio"), W("My Documents"),
                                W("My Computer"), W("Current Version"), W("Send To"), W("File Manager"), W("Plug and Play")};
    for (ptrdiff_t i = 0; i < countof(names); i++)
        if (str_starts_fold(s, names[i]) && is_free_behind(s, names[i].n, S("_-")))
            return names[i].n;
    return 0;
}

/* Does the word behind a blank belong to the path? One whose name goes on to a backslash does, and does not begin a path of its own. */
static bool goes_on_behind_blank(Str s, ptrdiff_t at)
{
    ptrdiff_t i = at;
    while (i < s.n && i - at < BACK_MAX && (is_name_char(s.p[i]) || s.p[i] == '.'))
        i++;
    return i > at && i < s.n && s.p[i] == '\\' && char_is_alnum(s.p[at]);
}

/* The end of the names and separators from `at` on. A path that is `absolute` may hold blanks. */
static ptrdiff_t path_end(Str s, ptrdiff_t at, bool absolute, char separator)
{
    ptrdiff_t most = absolute ? PATH_MAX_LENGTH : NAME_MAX_LENGTH;
    ptrdiff_t limit = at + most < s.n ? at + most : s.n, name = at, i = at;
    while (i < limit) {
        char c = s.p[i];
        if (c == separator) {
            name = ++i;
        } else if (is_name_char(c) || c == '.' || (absolute && (c == '{' || c == '}'))) {
            i++;
        } else if (c == '<' && placeholder_end(s, i) > i) {
            i = placeholder_end(s, i);
        } else if (c == ' ' && absolute && name + spaced_name(str_from(s, name)) > i) {
            i = name + spaced_name(str_from(s, name));
        } else if (c == ' ' && absolute && i > name && !is_file_name(str_sub(s, name, i)) && goes_on_behind_blank(s, i + 1)) {
            i++;
        } else {
            break;
        }
    }
    return i < limit ? i : limit;
}

/* Signs at the end of a path that belong to the sentence; a star ends one only behind a dot or separator. */
static ptrdiff_t trim_path(Str s, ptrdiff_t at, ptrdiff_t end)
{
    for (; end > at; end--) {
        char c = s.p[end - 1], before = end - 1 > at ? s.p[end - 2] : ' ';
        bool is_wild = c == '*' && (before == '.' || before == '\\' || char_is_alnum(before));
        if (is_wild || (c != '*' && !char_is_in(c, S(".!?&+#-"))))
            break;
    }
    return end;
}

static bool path_hit(const Scan *s, IdentKind kind, ptrdiff_t at, ptrdiff_t end, Ident *found)
{
    Str whole = str_sub(s->text, at, end);
    while (str_ends(whole, S("\\")))
        whole.n--;
    ptrdiff_t name = str_find_last_char(whole, '\\') + 1;
    hit(found, kind, at, end);
    found->key_at = at + name;
    found->key_n = whole.n - name;
    return true;
}

/* Is it an account ("<domain>\joe", "%UserDomain%\joe") and no path? */
static bool names_account(Str first)
{
    static const Str words[] = {W("domain"), W("workgroup"), W("computer")};
    for (ptrdiff_t i = 0; i < first.n; i++)
        for (ptrdiff_t k = 0; k < countof(words); k++)
            if (str_starts_fold(str_from(first, i), words[k]))
                return true;
    return false;
}

/* Does a path that begins with this stand on its own: "C:\", "%windir%\", "<folder>\"? */
static bool is_absolute(Str s)
{
    bool is_drive = s.n > 3 && char_is_alpha(s.p[0]) && s.p[1] == ':' && s.p[2] == '\\' && s.p[3] != '\\';
    ptrdiff_t closing = s.n > 2 && s.p[0] == '%' ? str_find_char(str_sub(s, 1, BACK_MAX), '%') : -1;
    bool is_variable = closing > 0 && closing + 2 < s.n && s.p[closing + 2] == '\\';
    ptrdiff_t named = placeholder_end(s, 0);
    bool is_placeholder = named && named < s.n && (s.p[named] == '\\' || str_starts(str_from(s, named), S(":\\")));
    return is_drive || ((is_variable || is_placeholder) && !names_account(str_head(s, str_find_char(s, '\\'))));
}

static bool is_dotted_folder(Str s)
{
    return str_starts(s, S(".\\")) || str_starts(s, S("..\\"));
}

/* Where the word at `at`, a dot or backslash, begins; with the drive or the placeholder it stands on. */
static ptrdiff_t path_begin(const Scan *s, ptrdiff_t at)
{
    Str text = s->text;
    ptrdiff_t begin = at;
    while (begin > s->from && at - begin < BACK_MAX && (is_name_char(text.p[begin - 1]) || text.p[begin - 1] == '.'))
        begin--;
    if (begin < at || text.p[at] != '\\') {
        while (begin < at && !begins_name(text.p[begin]) && !is_dotted_folder(str_from(text, begin)))
            begin++;
        return begin;
    }
    bool has_drive = begin - 2 >= s->from && text.p[begin - 1] == ':' && char_is_alpha(text.p[begin - 2]) && is_free_before(text, begin - 2, S("_"));
    if (has_drive)
        return begin - 2;
    ptrdiff_t closing = begin > s->from && text.p[begin - 1] == ':' ? begin - 1 : begin;
    if (closing > s->from && text.p[closing - 1] == '>')
        for (ptrdiff_t i = closing - 2; i >= s->from && closing - i <= PLACEHOLDER_MAX; i--)
            if (text.p[i] == '<')
                return placeholder_end(text, i) == closing ? i : begin;
    return begin;
}

/* {folder "\"} name "." ext | drive ":\" {folder "\"} [name] | "%" variable "%\" … | <name> "\" …
 * Behind a slash only when a file stands before it ("autoexec.bat/config.sys"): the rest of such paths is not read. */
static bool file(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    bool is_promising = at >= s->dead && at + 1 < text.n && (char_is_alnum(text.p[at + 1]) || char_is_in(text.p[at + 1], S("_<%*$~\\{")));
    if (!is_promising)
        return false;
    ptrdiff_t begin = path_begin(s, at);
    bool behind_file = begin > 1 && begin == s->from + 1 && text.p[begin - 1] == '/' && char_is_alnum(text.p[begin - 2]);
    if (!is_free_before(text, begin, behind_file ? S("@_\\") : S("@_\\/")))
        return false;
    bool absolute = is_absolute(str_from(text, begin));
    ptrdiff_t named = placeholder_end(text, begin), head = 0;
    if (absolute && text.p[named] == ':')
        head = named + 1 - begin;
    else if (absolute && text.p[begin + 1] == ':')
        head = 2;
    ptrdiff_t end = path_end(text, begin + head, absolute, '\\');
    s->dead = end > at ? end : at + 1;
    bool is_whole = absolute || (end - begin < NAME_MAX_LENGTH && is_free_behind(text, end, S("@")));
    end = trim_path(text, begin + head, end);
    if (!is_whole || end <= at)
        return false;
    Ident path;
    path_hit(s, absolute ? IDENT_PATH : IDENT_FILE, begin, end, &path);
    Str name = str_sub(text, path.key_at, path.key_at + path.key_n);
    bool is_rooted = text.p[begin] == '\\' && begin > 0 && char_is_in(text.p[begin - 1], S(":>)}]"));
    bool is_file = is_file_name(name) && !is_rooted;
    if (is_file)
        path.kind = IDENT_FILE;
    *found = path;
    return is_file || (absolute && end - begin > head + 1);
}

/* "\\" (host | <name>) {"\" name} | "\\.\" name; behind a colon only when that ends a word ("REG_SZ:\\server\share", not "c:\\x"). */
static bool unc(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text, rest = str_from(text, at);
    if (rest.n < 4 || rest.p[1] != '\\' || at < s->dead)
        return false;
    bool is_device = (rest.p[2] == '.' || rest.p[2] == '?') && rest.p[3] == '\\';
    bool begins = is_device || char_is_alnum(rest.p[2]) || rest.p[2] == '%' || placeholder_end(text, at + 2) > at + 2;
    bool behind_colon = at > 2 && text.p[at - 1] == ':' && char_is_alnum(text.p[at - 2]) && char_is_alnum(text.p[at - 3]);
    if (!begins || !is_free_before(text, at, behind_colon ? S("_\\/.)>") : S("_\\/.)>:")))
        return false;
    ptrdiff_t end = path_end(text, at + 2, true, '\\');
    s->dead = end;
    end = trim_path(text, at + 2, end);
    return end - at >= 4 && path_hit(s, IDENT_PATH, at, end, found);
}

/* ["HKEY_LOCAL_MACHINE" …] [" "] {["\" "/"] name} | ["HKLM" …] "\" {name "\"} */
static bool registry(Scan *s, ptrdiff_t at, Ident *found)
{
    static const Str roots[] = {W("HKEY_LOCAL_MACHINE"), W("HKEY_CURRENT_USER"), W("HKEY_CLASSES_ROOT"), W("HKEY_USERS"), W("HKEY_CURRENT_CONFIG"),
                                W("HKEY_DYN_DATA"), W("HKEY_PERFORMANCE_DATA")};
    static const Str short_roots[] = {W("HKLM"), W("HKCU"), W("HKCR"), W("HKCC"), W("HKU")};
    Str text = s->text;
    ptrdiff_t begin = -1, end = at;
    if (text.p[at] == '_' && stands_before(s, at, S("HKEY"))) {
        for (ptrdiff_t i = 0; i < countof(roots) && begin < 0; i++) {
            if (str_starts_fold(str_from(text, at - 4), roots[i]) && is_free_behind(text, at - 4 + roots[i].n, S("_"))) {
                begin = at - 4;
                end = begin + roots[i].n;
            }
        }
    }
    for (ptrdiff_t i = 0; i < countof(short_roots) && begin < 0 && text.p[at] == '\\'; i++)
        if (stands_before(s, at, short_roots[i]))
            begin = at - short_roots[i].n;
    if (begin < 0 || !is_free_before(text, begin, S("_\\")))
        return false;
    ptrdiff_t key = end + (str_starts(str_from(text, end), S(" \\")) && !str_starts(str_from(text, end), S(" \\\\")));
    bool has_key = key < text.n && (text.p[key] == '\\' || (text.p[key] == '/' && key + 1 < text.n && char_is_alpha(text.p[key + 1])));
    if (has_key)
        end = trim_path(text, end, path_end(text, key + 1, true, text.p[key]));
    s->dead = end;
    return hit(found, IDENT_REGISTRY, begin, end);
}

/* --- codes --------------------------------------------------------------------------------------------------------------- */

static bool is_hex(char c)
{
    return char_is_digit(c) || (char_lower(c) >= 'a' && char_lower(c) <= 'f');
}

static ptrdiff_t hex_at(Str s, ptrdiff_t at)
{
    ptrdiff_t n = 0;
    while (at + n < s.n && n <= HEX_MAX && is_hex(s.p[at + n]))
        n++;
    return n;
}

/* "STOP", "Stop error", "STOP code:" … before the number. */
static bool is_stop_context(Str before)
{
    static const Str between[] = {W("error"), W("code"), W("message"), W("msg"), W("err"), W("screen"), W("errors"), W("messages")};
    for (int i = 0; i < 3; i++) {
        Str word = cut_last_word(&before);
        if (str_eq_fold(word, S("stop")))
            return is_free_before(before, before.n, S("_"));
        if (!is_one_of(word, between, countof(between)))
            return false;
    }
    return false;
}

/* Words that a bare result stands behind: "error 80004005", "exception code=C0000005". */
static bool is_result_context(Str before)
{
    static const Str words[] = {W("error"), W("errors"), W("err"), W("code"), W("codes"), W("exception"), W("hresult"), W("hr"), W("violation"),
                                W("result"), W("status"), W("ntstatus")};
    for (int i = 0; i < 3; i++) {
        Str word = cut_last_word(&before);
        if (is_one_of(word, words, countof(words)))
            return true;
        if (!word.n)
            return false;
    }
    return false;
}

/* The eight digits of an error or a warning whose facility is a known kind: 800xxxxx, C00xxxxx; 80000000 is just a number. */
static bool is_result(Str digits)
{
    return digits.n == 8 && (str_starts(digits, S("800")) || str_starts_fold(digits, S("c00"))) && !str_is_run(str_from(digits, 1), '0');
}

/* "0x" 1*16HEX: behind "stop" a stop code, of the form of a result a result, else just a number */
static bool hexadecimal(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    bool is_prefixed = at + 2 < text.n && text.p[at] == '0' && char_lower(text.p[at + 1]) == 'x';
    ptrdiff_t digits = is_prefixed ? hex_at(text, at + 2) : 0, end = at + 2 + digits;
    if (digits < 1 || digits > HEX_MAX || !is_free_before(text, at, S("_&\\")) || !ends_code(text, end))
        return false;
    bool is_stop = digits <= 8 && is_stop_context(context_before(text, at));
    return hit(found, is_stop ? IDENT_STOP : is_result(str_sub(text, at + 2, end)) ? IDENT_RESULT : IDENT_HEX, at, end);
}

/* 8HEX behind "stop": a stop code; "800" 5HEX or "C00" 5HEX behind "error" and the like: a result */
static bool status(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    ptrdiff_t begin = at, behind = at + s->digits;
    bool may_be = s->digits == 8 || (at > s->from && is_hex(text.p[at - 1])) || (behind < text.n && is_hex(text.p[behind]));
    if (!may_be)
        return false;
    while (begin > s->from && at - begin < 8 && is_hex(text.p[begin - 1]) && !char_is_digit(text.p[begin - 1]))
        begin--;
    ptrdiff_t end = begin + hex_at(text, begin);
    if (end - begin != 8 || !is_free_before(text, begin, S("_&\\-.@/")) || !is_free_behind(text, end, S("_@")))
        return false;
    Str digits = str_sub(text, begin, end), before = context_before(text, begin);
    if (is_stop_context(before))
        return hit(found, IDENT_STOP, begin, end);
    bool in_brackets = begin > 0 && text.p[begin - 1] == '(' && end < text.n && text.p[end] == ')';
    return is_result(digits) && (in_brackets || is_result_context(before)) && hit(found, IDENT_RESULT, begin, end);
}

/* "Event" [" "] "ID" {[" :#="]} 1*5DIGIT; the key is the number */
static bool event(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    ptrdiff_t digits = s->digits, id = at;
    while (id > s->from && at - id < EVENT_GAP_MAX && char_is_in(text.p[id - 1], S(" :#=\t")))
        id--;
    bool is_id = id < at && (stands_before(s, id, S("ID")) || stands_before(s, id, S("IDs")));
    if (!is_id || digits > 5 || !ends_code(text, at + digits))
        return false;
    ptrdiff_t word = id - (char_lower(text.p[id - 1]) == 's' ? 3 : 2);
    word -= word > s->from && text.p[word - 1] == ' ';
    if (!stands_before(s, word, S("Event")) || !is_free_before(text, word - 5, S("_")))
        return false;
    hit(found, IDENT_EVENT, word - 5, at + digits);
    found->key_at = at;
    found->key_n = digits;
    return true;
}

/* What follows the number of an error: ": text" or " error". */
static bool has_error_behind(Str rest, bool with_colon)
{
    static const Str words[] = {W("error"), W("errors"), W("warning"), W("warnings"), W("compiler"), W("linker"), W("fatal")};
    if (with_colon && (str_starts(rest, S(": ")) || str_starts(rest, S(" : "))))
        return true;
    return str_starts(rest, S(" ")) && is_one_of(str_head(str_from(rest, 1), word_at(str_from(rest, 1))), words, countof(words));
}

static bool has_error_before(Str before)
{
    static const Str words[] = {W("error"), W("errors"), W("warning"), W("warnings"), W("error:")};
    return is_one_of(cut_last_word(&before), words, countof(words));
}

/* prefix 4DIGIT, beside a word that says it is an error; without one only what is nothing else */
static bool tool_error(Scan *s, ptrdiff_t at, Ident *found)
{
    static const struct {
        Str prefix;
        int digits;
        bool is_plain;      /* needs no word beside it */
        bool with_colon;    /* ": " behind it is enough */
    } tools[] = {
        {W("C"), 4, false, true},     {W("LNK"), 4, true, true},  {W("A"), 4, false, true},   {W("L"), 4, false, true},  {W("U"), 4, false, true},
        {W("F"), 4, false, true},     {W("R"), 4, false, false},  {W("D"), 4, false, false},  {W("RC"), 4, false, true}, {W("CVT"), 4, true, true},
        {W("BK"), 4, false, true},    {W("MIDL"), 4, true, true}, {W("CS"), 4, false, true},  {W("BC"), 5, false, true}, {W("PRJ"), 4, true, true},
    };
    Str text = s->text;
    ptrdiff_t begin = at, end = at + s->digits;
    while (begin > s->from && at - begin < 5 && char_is_upper(text.p[begin - 1]))
        begin--;
    if (begin == at || !is_free_before(text, begin, S("_-/\\.$&")) || !ends_code(text, end))
        return false;
    for (ptrdiff_t i = 0; i < countof(tools); i++) {
        if (end - at != tools[i].digits || !str_eq(str_sub(text, begin, at), tools[i].prefix))
            continue;
        bool is_error = tools[i].is_plain || has_error_before(context_before(text, begin)) || has_error_behind(str_from(text, end), tools[i].with_colon);
        return is_error && hit(found, IDENT_ERROR, begin, end);
    }
    return false;
}

/* --- the rules ------------------------------------------------------------------------------------------------------------ */

typedef enum Stop { STOP_NONE, STOP_DIGIT, STOP_DOT, STOP_COLON, STOP_AT, STOP_BACKSLASH, STOP_UNDERSCORE, STOP_COUNT } Stop;

static const unsigned char STOPS[256] = {
    ['0'] = STOP_DIGIT, ['1'] = STOP_DIGIT, ['2'] = STOP_DIGIT, ['3'] = STOP_DIGIT, ['4'] = STOP_DIGIT, ['5'] = STOP_DIGIT,
    ['6'] = STOP_DIGIT, ['7'] = STOP_DIGIT, ['8'] = STOP_DIGIT, ['9'] = STOP_DIGIT, ['.'] = STOP_DOT,   [':'] = STOP_COLON,
    ['@'] = STOP_AT,    ['\\'] = STOP_BACKSLASH, ['_'] = STOP_UNDERSCORE,
};

/* Which of sixteen bytes are stops? The digits and the colon stand in a row. */
static unsigned stops_in(const char *p)
{
    Bytes16 bytes = bytes16_at(p);
    return bytes16_mask((Bytes16)(bytes - '0' <= ':' - '0') | (Bytes16)(bytes == '.') | (Bytes16)(bytes == '@') | (Bytes16)(bytes == '\\') | (Bytes16)(bytes == '_'));
}

/* Where the first stop at or behind `at` is, or the end. */
static ptrdiff_t next_stop(Str s, ptrdiff_t at)
{
    for (; s.n - at >= 16; at += 16) {
        unsigned stops = stops_in(s.p + at);
        if (stops)
            return at + bytes16_first(stops);
    }
    if (at < s.n && s.n >= 16) {    /* the last sixteen, without those that were seen */
        unsigned stops = stops_in(s.p + s.n - 16) >> (16 - (s.n - at));
        return stops ? at + bytes16_first(stops) : s.n;
    }
    while (at < s.n && !STOPS[(unsigned char)s.p[at]])
        at++;
    return at;
}

enum { RULES_MAX = 5 };

static Rule *const RULES[STOP_COUNT][RULES_MAX + 1] = {
    [STOP_DIGIT] = {article, event, hexadecimal, status, tool_error},
    [STOP_DOT] = {bare_url, file},
    [STOP_COLON] = {url},
    [STOP_AT] = {mail},
    [STOP_BACKSLASH] = {registry, unc, file},
    [STOP_UNDERSCORE] = {registry},
};

bool ident_next(const IdPattern *ids, Str text, ptrdiff_t from, bool line_start, Ident *found)
{
    Scan s = {.ids = ids, .text = text, .from = from, .dead = from, .line_start = line_start};
    for (ptrdiff_t at = next_stop(text, from); at < text.n;) {
        Stop stop = STOPS[(unsigned char)text.p[at]];
        s.digits = digits_at(text, at);
        for (Rule *const *rule = RULES[stop]; *rule; rule++)
            if ((*rule)(&s, at, found))
                return true;
        at = next_stop(text, at + (stop == STOP_DIGIT ? s.digits : 1));
    }
    return false;
}

Str ident_target(Arena *a, const Ident *ident, Str written)
{
    if (ident->kind == IDENT_MAIL)
        return str_starts_fold(written, S("mailto:")) ? written : str_join2(a, S("mailto:"), written);
    if (ident->kind != IDENT_URL)
        return (Str){0};
    if (str_starts_fold(written, S("www.")))
        return str_join2(a, S("http://"), written);
    return str_starts_fold(written, S("ftp.")) ? str_join2(a, S("ftp://"), written) : written;
}
