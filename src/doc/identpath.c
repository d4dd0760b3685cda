/* The rules of names: files, folders, and keys of the registry. */
#include "doc/identrule.h"

/* What may begin one: the others are signs of the text around it. */
static bool begins_name(char c)
{
    return char_is_alnum(c) || c == '_' || c == '~' || c == '$' || c == '%' || c == '*' || c == '?';
}

/* Which ones are known, by their first letter, each in four bytes, and those that are longer. Left out on purpose are those that as often are something
 * else: a domain, a member of an object ("Form1.Show"), the first word of a sentence. */
static const char *const EXTENSIONS[26] = {
    ['a' - 'a'] = "acm adm aif ani arc arj asa asm asp au  avi awd ax  ",
    ['b' - 'a'] = "bak bas bat bin bmp bpl ",
    ['c' - 'a'] = "c   cab cag cat cbl cbt cda cdf cdr cdx cfg cfm cgi chk chm chs cht clb clp cls cmd cmf cnf cnt cnv com cpi cpl cpp cps cpx cpt css "
                  "csv cue cur cxx ",
    ['d' - 'a'] = "dat dbc dbf dbg dbx dcx deb def dev dib dic diz dlg dll dmp dob doc dos dot drv dsn dsp dsr dsw dwg dxf ",
    ['e' - 'a'] = "ebd edb eml emf eps err exe exp eyb ",
    ['f' - 'a'] = "fdf fft fky flt fll fmt fnt fon fot fpt fpw frm frt frx fxp ",
    ['g' - 'a'] = "gid gif glb gpd gra grp gz  ",
    ['h' - 'a'] = "h   hdr hhc hhk hhp hiv hlp hpp hqx hta htm htr htt htx ",
    ['i' - 'a'] = "icm ico idc idf idl idq idx ilk inc inf ini ins int inx iqy isp isu iso ",
    ['j' - 'a'] = "jav jpg js  jse ",
    ['k' - 'a'] = "kbd kbf kix ",
    ['l' - 'a'] = "ldb ldf lex lib lic lnk log lrs lst lzh ",
    ['m' - 'a'] = "mac mak mbx mdb mda mdf mde mdm mdt mdw mdx mdz mht mib mid mif mmf mmp mny mod mof mov mp3 mpd mpg mpp mpr msc msg msi msm msp mst "
                  "mvb ",
    ['n' - 'a'] = "ncb nfo nls nlm nsf ntf ",
    ['o' - 'a'] = "obd obj obz oca ocx odc odl oft old olb ost opt ovl ",
    ['p' - 'a'] = "pab pag pak pbk pcd pch pcl pcx pdb pdf pdr pfb pfm pif pjt pjx pl  pol pot ppa ppd pps ppt prf prg pst pub pwl pwd ",
    ['q' - 'a'] = "qbe qpr qry qt  qxd ",
    ['r' - 'a'] = "ra  ram rat rc  rc2 rdp reg rep res rll rle rpm rpt rsp rtf rul ",
    ['s' - 'a'] = "sam sav sbr scd scf scn scp scr sct scx sdf sed sep shs sif slk spd spx sql srg stf stm sts sub swf swp sym sys syd ",
    ['t' - 'a'] = "tab tar tbk tcf tdf tga tgz tif tlb tlh tli tmp toc tpl trc trm tsk tsp ttc ttf txt ",
    ['u' - 'a'] = "udl url usr uue ",
    ['v' - 'a'] = "vbp vbr vbs vbw vbx vbe vcp vct vcx vir vor vsd vue vxd ",
    ['w' - 'a'] = "wab wav wbk wdb wiz wk1 wk3 wk4 wks wll wmf wmv wma wpc wpd wpg wps wpt wri wsf wsh ",
    ['x' - 'a'] = "xla xlb xlc xlk xll xlm xls xlt xlw xml xsd xsl ",
    ['y' - 'a'] = "",
    ['z' - 'a'] = "zip ",
};
static const Str LONG_EXTENSIONS[] = {W("aspx"), W("html"), W("java"), W("jpeg"), W("mpeg"), W("shtml"), W("theme"), W("tiff"), W("wsdl"), W("xslt")};

static bool is_listed_extension(Str s)
{
    char written[4] = "    ";
    char first = s.n ? char_lower(s.p[0]) : 0;
    if (s.n >= countof(written))
        return is_one_of(s, LONG_EXTENSIONS, countof(LONG_EXTENSIONS));
    for (ptrdiff_t i = 0; i < s.n; i++)
        written[i] = char_lower(s.p[i]);
    Str list = char_is_lower(first) ? str(EXTENSIONS[first - 'a']) : (Str){0};
    for (ptrdiff_t at = 0; at < list.n; at += countof(written))
        if (memcmp(list.p + at, written, sizeof written) == 0)
            return true;
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
bool ident_file(Scan *s, ptrdiff_t at, Ident *found)
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
bool ident_unc(Scan *s, ptrdiff_t at, Ident *found)
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
bool ident_registry(Scan *s, ptrdiff_t at, Ident *found)
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
