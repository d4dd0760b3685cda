/* The words that begin a line say most about its language, next the signs in it. A word is listed as sure where no sentence and no other
 * language begins with it, and as likely where only the company it keeps can tell: "For", "Select", "int". */
#include "read/kb/code.h"

enum {
    IN_C = 1 << LANG_C, IN_CPP = 1 << LANG_CPP, IN_VB = 1 << LANG_VB, IN_BASIC = 1 << LANG_BASIC, IN_FOX = 1 << LANG_FOXPRO,
    IN_SQL = 1 << LANG_SQL, IN_ASM = 1 << LANG_ASM, IN_BATCH = 1 << LANG_BATCH, IN_FORTRAN = 1 << LANG_FORTRAN, IN_HTML = 1 << LANG_HTML,
    IN_XML = 1 << LANG_XML
};

/* --- what articles are about --------------------------------------------------------------------------------------------- */

typedef struct Subject {
    Str category, product;
    Languages spoken;
    Language first;
} Subject;

#define W(words) {words, sizeof(words) - 1}

/* The discs of the oldest articles stand under the category's name, without a product. */
static const Subject SUBJECTS[] = {
    {W("foxpro"), W("Microsoft FoxPro"), IN_FOX | IN_SQL, LANG_FOXPRO},
    {W("foxmisc"), W("Microsoft Fox Miscellaneous Products"), IN_FOX | IN_SQL, LANG_FOXPRO},
    {W("vbwin"), W("Microsoft Visual Basic for Windows"), IN_VB, LANG_VB},
    {W("visualc"), W("Microsoft C Compiler"), IN_C | IN_CPP | IN_ASM, LANG_C},
    {W("win16sdk"), W("Microsoft Windows Software Development Kit"), IN_C | IN_CPP, LANG_C},
    {W("win16ddk"), W("Microsoft Windows Device Driver Kit"), IN_C | IN_CPP | IN_ASM, LANG_C},
    {W("miscsdk"), W("Miscellaneous Software Development Kits"), IN_C | IN_CPP | IN_VB, LANG_C},
    {W("msdn"), W("Microsoft Developer Network"), IN_C | IN_CPP | IN_VB | IN_HTML, LANG_COUNT},
    {W("msj"), W("Miscrosoft Systems Journal"), IN_C | IN_CPP | IN_VB, LANG_C},
    {W("mspress"), W("Microsoft Press"), IN_C | IN_CPP | IN_VB, LANG_COUNT},
    {W("mastering"), W("Microsoft Mastering Series"), IN_C | IN_CPP | IN_VB, LANG_COUNT},
    {W("masm"), W("Microsoft Macro Assembler"), IN_ASM | IN_C, LANG_ASM},
    {W("fortran"), W("Microsoft Fortran Compiler"), IN_FORTRAN | IN_C, LANG_FORTRAN},
    {W("utilities"), W("Microsoft Programming Utilities"), IN_C | IN_CPP | IN_ASM, LANG_COUNT},
    {W("odbc"), W("Open Database Connectivity (ODBC)"), IN_C | IN_CPP | IN_VB | IN_SQL, LANG_COUNT},
    {W("iis"), W("Internet Information Server"), IN_VB | IN_HTML | IN_C | IN_CPP | IN_SQL, LANG_COUNT},
    {W("exchange"), W("Microsoft Exchange"), IN_VB | IN_C | IN_CPP, LANG_COUNT},
    {W("sms"), W("Microsoft Systems Management Server"), IN_SQL, LANG_COUNT},
    {W("word97"), W("Word 97 for Windows"), IN_VB, LANG_VB},
    {W("powerpt"), W("Microsoft PowerPoint for Windows"), IN_VB, LANG_VB},
    {W("frontpg"), W("Word Front Page"), IN_VB | IN_HTML, LANG_COUNT},
    {W("accother"), W("Microsoft Access Distribution Kit"), IN_VB | IN_SQL, LANG_VB},
    {W("msdos"), W("Microsoft Disk Operating System"), IN_BATCH | IN_BASIC, LANG_COUNT},
    {W("winnt"), W("Microsoft Windows NT"), IN_BATCH, LANG_COUNT},
    {W("win95x"), W("Microsoft Windows 95.x Retail Product"), IN_BATCH, LANG_COUNT},
    {W("win3x"), W("Microsoft Windows 3.x Retail Product"), IN_BATCH, LANG_COUNT},
    {W("lanman"), W("Microsoft LAN Manager"), IN_BATCH, LANG_COUNT},
    {W("crossnet"), W("Windows for Workgroups and Windows NT Networking Issues"), IN_BATCH, LANG_COUNT},
    {W("pcmail"), W("Microsoft Mail For PC Networks"), IN_BATCH, LANG_COUNT},
    {W("mspl13_c"), W(""), IN_C | IN_CPP | IN_ASM, LANG_C},
    {W("mspl13_basic"), W(""), IN_BASIC | IN_ASM | IN_C, LANG_BASIC},
    {W("mspl13_masm"), W(""), IN_ASM | IN_C, LANG_ASM},
};

Spoken kbcode_spoken(Str category)
{
    for (ptrdiff_t i = 0; i < countof(SUBJECTS) && category.n; i++) {
        const Subject *s = &SUBJECTS[i];
        if (str_eq_fold(category, s->category) || str_eq_fold(category, s->product))
            return (Spoken){s->spoken, s->first};
    }
    return (Spoken){0, LANG_COUNT};
}

Str language_name(Language language)
{
    static const char *const names[LANG_COUNT + 1] = {
        [LANG_C] = "c",     [LANG_CPP] = "cpp",     [LANG_VB] = "vb",           [LANG_BASIC] = "basic", [LANG_FOXPRO] = "foxpro", [LANG_SQL] = "sql",
        [LANG_ASM] = "asm", [LANG_BATCH] = "batch", [LANG_FORTRAN] = "fortran", [LANG_HTML] = "html",   [LANG_XML] = "xml",       [LANG_COUNT] = "",
    };
    return str(names[language]);
}

/* --- first words ------------------------------------------------------------------------------------------------------- */

typedef struct CodeWord {
    Word text;
    Languages sure, likely;
} CodeWord;

/* Sorted by bytes: they are found by halving. */
static const CodeWord WORDS[] = {
    {"#define", IN_C | IN_CPP, 0}, {"#elif", IN_C | IN_CPP, 0}, {"#else", 0, IN_C | IN_CPP}, {"#endif", IN_C | IN_CPP, 0},
    {"#error", IN_C | IN_CPP, 0}, {"#if", 0, IN_C | IN_CPP}, {"#ifdef", IN_C | IN_CPP, 0}, {"#ifndef", IN_C | IN_CPP, 0},
    {"#include", IN_C | IN_CPP, 0}, {"#insert", IN_FOX, 0}, {"#pragma", IN_C | IN_CPP, 0}, {"#undef", IN_C | IN_CPP, 0},
    {"$debug", IN_FORTRAN, 0}, {"$freeform", IN_FORTRAN, 0}, {"$nofreeform", IN_FORTRAN, 0}, {"%comspec%", IN_BATCH, 0},
    {"'$dynamic", IN_BASIC, 0}, {"'$include:", IN_BASIC, 0}, {".186", IN_ASM, 0}, {".286", IN_ASM, 0}, {".386", IN_ASM, 0},
    {".486", IN_ASM, 0}, {".8086", IN_ASM, 0}, {".code", IN_ASM, 0}, {".const", IN_ASM, 0}, {".data", IN_ASM, 0}, {".dosseg", IN_ASM, 0},
    {".exit", IN_ASM, 0}, {".fardata", IN_ASM, 0}, {".list", IN_ASM, 0}, {".model", IN_ASM, 0}, {".radix", IN_ASM, 0},
    {".stack", IN_ASM, 0}, {".startup", IN_ASM, 0}, {"= messagebox", IN_FOX, 0}, {"=cursorsetprop", IN_FOX, 0}, {"=messagebox", IN_FOX, 0},
    {"=sqlconnect", IN_FOX, 0}, {"=sqlexec", IN_FOX, 0}, {"?", 0, IN_BASIC | IN_FOX}, {"??", 0, IN_FOX}, {"@", 0, IN_FOX},
    {"@echo", IN_BATCH, 0}, {"@echo off", IN_BATCH, 0}, {"@goto", IN_BATCH, 0}, {"@if", IN_BATCH, 0}, {"@rem", IN_BATCH, 0},
    {"aaa", 0, IN_ASM}, {"accept", 0, IN_FOX}, {"activate", 0, IN_FOX}, {"activate popup", IN_FOX, 0}, {"activate window", IN_FOX, 0},
    {"adc", 0, IN_ASM}, {"add", 0, IN_ASM}, {"add object", IN_FOX, 0}, {"afx_msg", IN_CPP, 0}, {"align", 0, IN_ASM},
    {"allocatable", 0, IN_FORTRAN}, {"allocate", 0, IN_FORTRAN}, {"allocate(", 0, IN_FORTRAN}, {"alter table", IN_SQL, 0},
    {"and", 0, IN_SQL | IN_ASM}, {"append", 0, IN_FOX}, {"append blank", IN_FOX, 0}, {"assume", 0, IN_ASM}, {"auto", 0, IN_C | IN_CPP},
    {"beep", 0, IN_BASIC}, {"begin", 0, IN_VB | IN_SQL}, {"begin tran", IN_SQL, 0}, {"beginproperty", 0, IN_VB}, {"bload", 0, IN_BASIC},
    {"block data", IN_FORTRAN, 0}, {"bool", 0, IN_C | IN_CPP}, {"break", 0, IN_C | IN_CPP}, {"break;", 0, IN_C | IN_CPP},
    {"browse", 0, IN_FOX}, {"bsave", 0, IN_BASIC}, {"bsr", 0, IN_ASM}, {"bstr", 0, IN_C | IN_CPP}, {"byte", 0, IN_C | IN_CPP},
    {"c", 0, IN_FORTRAN}, {"calculate", 0, IN_FOX}, {"call", 0, IN_VB | IN_BASIC | IN_ASM | IN_BATCH | IN_FORTRAN},
    {"case", 0, IN_C | IN_CPP | IN_VB | IN_BASIC | IN_FOX}, {"case else", IN_VB | IN_BASIC, 0}, {"catch", 0, IN_CPP}, {"cd", 0, IN_BATCH},
    {"chain", 0, IN_BASIC}, {"char", 0, IN_C | IN_CPP}, {"character", 0, IN_FORTRAN}, {"character*(*)", IN_FORTRAN, 0},
    {"choice", 0, IN_BATCH}, {"cin", IN_CPP, 0}, {"circle", 0, IN_BASIC}, {"class", 0, IN_CPP}, {"cld", 0, IN_ASM},
    {"clear", 0, IN_BASIC | IN_FOX}, {"clear all", 0, IN_FOX}, {"clear events", IN_FOX, 0}, {"clear,", 0, IN_BASIC}, {"cli", IN_ASM, 0},
    {"close", 0, IN_VB | IN_BASIC | IN_FOX | IN_FORTRAN}, {"close all", 0, IN_FOX}, {"close databases", IN_FOX, 0},
    {"close tables", IN_FOX, 0}, {"close(", 0, IN_FORTRAN}, {"cls", 0, IN_BASIC | IN_BATCH}, {"cmp", 0, IN_ASM}, {"cmpsb", 0, IN_ASM},
    {"color", 0, IN_BASIC}, {"comment", 0, IN_ASM}, {"commit", 0, IN_SQL}, {"commit tran", IN_SQL, 0}, {"common", 0, IN_BASIC | IN_FORTRAN},
    {"common shared", IN_BASIC, 0}, {"compile", 0, IN_FOX}, {"complex", 0, IN_FORTRAN}, {"const", 0, IN_C | IN_CPP | IN_VB | IN_BASIC},
    {"contains", 0, IN_FORTRAN}, {"continue", 0, IN_FOX | IN_FORTRAN}, {"continue;", 0, IN_C | IN_CPP}, {"copy", 0, IN_FOX | IN_BATCH},
    {"count", 0, IN_FOX}, {"cout", IN_CPP, 0}, {"create", 0, IN_FOX}, {"create clustered", IN_SQL, 0},
    {"create cursor", IN_FOX | IN_SQL, 0}, {"create database", 0, IN_FOX}, {"create index", 0, IN_SQL}, {"create proc", IN_SQL, 0},
    {"create procedure", IN_SQL, 0}, {"create table", IN_SQL, IN_FOX}, {"create trigger", IN_SQL, 0}, {"create unique", IN_SQL, 0},
    {"create view", 0, IN_SQL}, {"cstring", 0, IN_C | IN_CPP}, {"cwd", 0, IN_ASM}, {"data", 0, IN_VB | IN_BASIC | IN_FORTRAN},
    {"db", 0, IN_ASM}, {"dbcc", IN_SQL, 0}, {"dd", 0, IN_ASM}, {"deactivate", 0, IN_FOX}, {"deallocate", 0, IN_FORTRAN},
    {"debug.print", IN_VB, 0}, {"dec", 0, IN_ASM}, {"declare", 0, IN_FOX | IN_SQL}, {"declare function", IN_VB | IN_BASIC, 0},
    {"declare sub", IN_VB | IN_BASIC, 0}, {"def", 0, IN_BASIC}, {"def seg", IN_BASIC, 0}, {"default:", 0, IN_C | IN_CPP},
    {"define", 0, IN_FOX}, {"define bar", IN_FOX, 0}, {"define class", IN_FOX, 0}, {"define menu", IN_FOX, 0}, {"define pad", IN_FOX, 0},
    {"define popup", IN_FOX, 0}, {"define window", IN_FOX, 0}, {"defint", IN_BASIC, IN_VB}, {"defstr", 0, IN_BASIC}, {"del", 0, IN_BATCH},
    {"delete", 0, IN_CPP | IN_FOX | IN_SQL}, {"delete from", IN_SQL, 0}, {"delete[]", IN_CPP, 0}, {"dim", IN_VB | IN_BASIC, 0},
    {"dim shared", IN_BASIC, 0}, {"dim withevents", IN_VB, 0}, {"dimension", 0, IN_FOX | IN_FORTRAN}, {"div", 0, IN_ASM},
    {"do", 0, IN_C | IN_CPP | IN_VB | IN_BASIC | IN_FOX | IN_FORTRAN}, {"do case", IN_FOX, 0}, {"do form", IN_FOX, 0},
    {"do until", IN_VB | IN_BASIC, 0}, {"dodefault()", IN_FOX, 0}, {"dosseg", IN_ASM, 0}, {"double", 0, IN_C | IN_CPP},
    {"double precision", IN_FORTRAN, 0}, {"draw", 0, IN_BASIC}, {"drop procedure", IN_SQL, 0}, {"drop table", IN_SQL, 0}, {"dw", 0, IN_ASM},
    {"dword", 0, IN_C | IN_CPP}, {"echo", 0, IN_BATCH}, {"echo off", IN_BATCH, 0}, {"echo on", IN_BATCH, 0}, {"echo.", IN_BATCH, 0},
    {"else", 0, IN_C | IN_CPP | IN_VB | IN_BASIC | IN_FOX | IN_FORTRAN}, {"elseif", IN_VB | IN_BASIC, IN_FORTRAN},
    {"end", 0, IN_VB | IN_BASIC | IN_SQL | IN_ASM | IN_FORTRAN}, {"end do", IN_FORTRAN, 0}, {"end function", IN_VB | IN_BASIC, 0},
    {"end if", IN_VB | IN_BASIC, 0}, {"end program", IN_FORTRAN, 0}, {"end property", IN_VB, 0}, {"end select", IN_VB | IN_BASIC, 0},
    {"end sub", IN_VB | IN_BASIC, 0}, {"end subroutine", IN_FORTRAN, 0}, {"end type", IN_VB | IN_BASIC, 0}, {"end with", IN_VB, 0},
    {"endcase", IN_FOX, 0}, {"enddefine", IN_FOX, 0}, {"enddo", IN_FOX, IN_FORTRAN}, {"endfor", IN_FOX, 0}, {"endfunc", IN_FOX, 0},
    {"endif", 0, IN_FOX | IN_FORTRAN}, {"endlocal", IN_BATCH, 0}, {"endm", IN_ASM, 0}, {"endp", 0, IN_ASM}, {"endproc", IN_FOX, 0},
    {"endproperty", 0, IN_VB}, {"ends", 0, IN_ASM}, {"endscan", IN_FOX, 0}, {"endsub", 0, IN_VB}, {"endsubroutine", IN_FORTRAN, 0},
    {"endtext", IN_FOX, 0}, {"endtry", IN_FOX, 0}, {"endwith", 0, IN_FOX}, {"entry", 0, IN_FORTRAN}, {"enum", 0, IN_C | IN_CPP},
    {"equ", 0, IN_ASM}, {"equivalence", 0, IN_FORTRAN}, {"erase", 0, IN_FOX}, {"error", 0, IN_BASIC | IN_FOX}, {"even", 0, IN_ASM},
    {"exec", 0, IN_SQL}, {"exec master..xp_cmdshell", IN_SQL, 0}, {"execute", 0, IN_SQL}, {"exit", 0, IN_VB | IN_BASIC | IN_FOX | IN_BATCH},
    {"exit do", IN_BASIC, 0}, {"exit for", IN_BASIC, 0}, {"exit function", IN_VB | IN_BASIC, 0}, {"exit property", IN_VB, 0},
    {"exit sub", IN_VB | IN_BASIC, 0}, {"explicit", 0, IN_CPP}, {"export", 0, IN_FOX}, {"extern", 0, IN_C | IN_CPP},
    {"extern \"c\"", 0, IN_C | IN_CPP}, {"external", 0, IN_FOX | IN_FORTRAN}, {"extrn", IN_ASM, 0}, {"field", 0, IN_BASIC},
    {"fld", 0, IN_ASM}, {"fldcw", 0, IN_ASM}, {"float", 0, IN_C | IN_CPP}, {"flush", 0, IN_FOX}, {"fnstcw", 0, IN_ASM},
    {"for", 0, IN_C | IN_CPP | IN_VB | IN_BASIC | IN_FOX | IN_BATCH}, {"for each", 0, IN_VB}, {"format", 0, IN_FORTRAN},
    {"format(", 0, IN_FORTRAN}, {"friend", 0, IN_CPP}, {"friend sub", IN_VB, 0}, {"from", 0, IN_SQL}, {"fstp", 0, IN_ASM},
    {"fstsw", 0, IN_ASM}, {"function", 0, IN_VB | IN_BASIC | IN_FOX | IN_FORTRAN}, {"fwait", 0, IN_ASM}, {"gather", 0, IN_FOX},
    {"gather memvar", IN_FOX, 0}, {"get", 0, IN_VB | IN_BASIC}, {"global", 0, IN_VB}, {"global const", IN_VB, 0},
    {"go", 0, IN_FOX | IN_SQL}, {"go bottom", IN_FOX, 0}, {"go top", IN_FOX, 0}, {"gosub", 0, IN_VB | IN_BASIC},
    {"goto", 0, IN_C | IN_CPP | IN_VB | IN_BASIC | IN_FOX | IN_BATCH | IN_FORTRAN}, {"grant", 0, IN_SQL}, {"grant select", IN_SQL, 0},
    {"group", 0, IN_ASM}, {"group by", IN_SQL, 0}, {"handle", 0, IN_C | IN_CPP}, {"having", 0, IN_SQL}, {"hidden", 0, IN_FOX},
    {"hide", 0, IN_FOX}, {"hlt", 0, IN_ASM}, {"hresult", 0, IN_C | IN_CPP}, {"hwnd", 0, IN_C | IN_CPP}, {"idiv", 0, IN_ASM},
    {"if", 0, IN_C | IN_CPP | IN_VB | IN_BASIC | IN_FOX | IN_BATCH | IN_FORTRAN}, {"if \"%1\"==\"\"", IN_BATCH, 0},
    {"if errorlevel", IN_BATCH, 0}, {"if exist", IN_BATCH, 0}, {"if not", 0, IN_BATCH}, {"if not exist", IN_BATCH, 0},
    {"if(", 0, IN_FORTRAN}, {"implements", 0, IN_VB}, {"implicit", 0, IN_FORTRAN}, {"implicit integer", IN_FORTRAN, 0},
    {"implicit none", IN_FORTRAN, 0}, {"implicit real", IN_FORTRAN, 0}, {"import", 0, IN_FOX}, {"imul", 0, IN_ASM}, {"in", 0, IN_ASM},
    {"inc", 0, IN_ASM}, {"include", 0, IN_ASM | IN_FORTRAN}, {"include 'fgraph.fi'", IN_FORTRAN, 0}, {"include 'flib.fd'", IN_FORTRAN, 0},
    {"include 'flib.fi'", IN_FORTRAN, 0}, {"index", 0, IN_FOX}, {"inline", 0, IN_CPP}, {"inner join", IN_SQL, 0},
    {"input", 0, IN_VB | IN_BASIC}, {"inquire", 0, IN_FORTRAN}, {"insert", 0, IN_VB | IN_FOX | IN_SQL}, {"insert into", IN_SQL, 0},
    {"inserttext", 0, IN_VB}, {"int", 0, IN_C | IN_CPP | IN_ASM}, {"integer", 0, IN_FORTRAN}, {"integer(2)", IN_FORTRAN, 0},
    {"integer(4)", IN_FORTRAN, 0}, {"integer*1", IN_FORTRAN, 0}, {"integer*2", IN_FORTRAN, 0}, {"integer*4", IN_FORTRAN, 0},
    {"interface", 0, IN_FORTRAN}, {"interface to", IN_FORTRAN, 0}, {"into", 0, IN_SQL}, {"intrinsic", 0, IN_FORTRAN}, {"invoke", 0, IN_ASM},
    {"iret", IN_ASM, 0}, {"iset", 0, IN_BASIC}, {"ja", 0, IN_ASM}, {"jae", 0, IN_ASM}, {"jb", 0, IN_ASM}, {"jbe", 0, IN_ASM},
    {"jc", 0, IN_ASM}, {"jcxz", 0, IN_ASM}, {"je", 0, IN_ASM}, {"jg", 0, IN_ASM}, {"jge", 0, IN_ASM}, {"jl", 0, IN_ASM}, {"jle", 0, IN_ASM},
    {"jmp", 0, IN_ASM}, {"jnc", 0, IN_ASM}, {"jne", 0, IN_ASM}, {"jns", 0, IN_ASM}, {"jnz", 0, IN_ASM}, {"js", 0, IN_ASM},
    {"jz", 0, IN_ASM}, {"keyboard", 0, IN_FOX}, {"kill", 0, IN_VB | IN_BASIC}, {"lds", 0, IN_ASM}, {"lea", 0, IN_ASM}, {"leave", 0, IN_ASM},
    {"left join", IN_SQL, 0}, {"left outer", IN_SQL, 0}, {"les", 0, IN_ASM}, {"let", 0, IN_VB | IN_BASIC}, {"lh", 0, IN_BATCH},
    {"line", 0, IN_VB | IN_BASIC}, {"line input", IN_BASIC, 0}, {"list", 0, IN_FOX}, {"load", 0, IN_VB}, {"loadhigh", 0, IN_BATCH},
    {"local", 0, IN_FOX | IN_ASM}, {"local array", IN_FOX, 0}, {"locate", 0, IN_BASIC | IN_FOX}, {"lock", 0, IN_ASM}, {"lodsb", IN_ASM, 0},
    {"lodsd", IN_ASM, 0}, {"lodsw", IN_ASM, 0}, {"logical", 0, IN_FORTRAN}, {"logical*2", IN_FORTRAN, 0}, {"logical*4", IN_FORTRAN, 0},
    {"long", 0, IN_C | IN_CPP}, {"loop", 0, IN_VB | IN_BASIC | IN_FOX | IN_ASM}, {"loop until", IN_VB | IN_BASIC, 0},
    {"loop while", IN_VB | IN_BASIC, 0}, {"lparameter", IN_FOX, 0}, {"lparameters", IN_FOX, 0}, {"lpctstr", 0, IN_C | IN_CPP},
    {"lprint", 0, IN_BASIC}, {"lpstr", 0, IN_C | IN_CPP}, {"lpvoid", 0, IN_C | IN_CPP}, {"lset", 0, IN_BASIC}, {"macro", 0, IN_ASM},
    {"main()", 0, IN_C | IN_CPP}, {"me", 0, IN_VB}, {"messagebox", 0, IN_FOX}, {"messagebox(", 0, IN_FOX}, {"modify", 0, IN_FOX},
    {"modify command", IN_FOX, 0}, {"modify form", IN_FOX, 0}, {"modify report", IN_FOX, 0}, {"modify window", IN_FOX, 0},
    {"module", 0, IN_FORTRAN}, {"mov", 0, IN_ASM}, {"move", 0, IN_FOX}, {"movsb", IN_ASM, 0}, {"movsd", IN_ASM, 0}, {"movsw", IN_ASM, 0},
    {"movsx", 0, IN_ASM}, {"movzx", 0, IN_ASM}, {"msgbox", IN_VB, 0}, {"msgbox(", IN_VB, 0}, {"mul", 0, IN_ASM},
    {"name", 0, IN_VB | IN_BASIC | IN_ASM}, {"namelist", 0, IN_FORTRAN}, {"namespace", 0, IN_CPP}, {"neg", 0, IN_ASM}, {"net", 0, IN_BATCH},
    {"new", 0, IN_CPP}, {"next", 0, IN_VB | IN_BASIC}, {"nodefault", IN_FOX, 0}, {"nop", 0, IN_ASM}, {"not", 0, IN_ASM},
    {"object", 0, IN_VB}, {"on", 0, IN_BASIC | IN_FOX}, {"on error", IN_VB | IN_BASIC, 0}, {"on key", IN_FOX, 0},
    {"on selection", IN_FOX, 0}, {"open", 0, IN_VB | IN_BASIC | IN_FOX | IN_FORTRAN}, {"open database", 0, IN_FOX},
    {"open(", 0, IN_FORTRAN}, {"option", 0, IN_VB | IN_BASIC}, {"option base", IN_VB, 0}, {"option compare", IN_VB, 0},
    {"option explicit", IN_VB, 0}, {"or", 0, IN_ASM}, {"order by", IN_SQL, 0}, {"org", 0, IN_ASM}, {"otherwise", 0, IN_FOX},
    {"out", 0, IN_BASIC | IN_ASM}, {"pack", 0, IN_FOX}, {"paint", 0, IN_BASIC}, {"palette", 0, IN_BASIC},
    {"parameter", 0, IN_FOX | IN_FORTRAN}, {"parameters", 0, IN_FOX}, {"path", 0, IN_BATCH}, {"pause", 0, IN_BATCH | IN_FORTRAN},
    {"pcopy", 0, IN_BASIC}, {"play", 0, IN_BASIC}, {"poke", 0, IN_BASIC}, {"pop", 0, IN_ASM}, {"pop key", IN_FOX, 0}, {"popa", IN_ASM, 0},
    {"popad", IN_ASM, 0}, {"popf", IN_ASM, 0}, {"preset", 0, IN_BASIC}, {"print", 0, IN_VB | IN_BASIC | IN_FORTRAN},
    {"print *,", IN_FORTRAN, 0}, {"print using", IN_BASIC, 0}, {"print*,", IN_FORTRAN, 0}, {"printf", 0, IN_C | IN_CPP},
    {"private", 0, IN_VB | IN_FOX}, {"private const", IN_VB, 0}, {"private declare", IN_VB, 0}, {"private function", IN_VB, 0},
    {"private property", IN_VB, 0}, {"private sub", IN_VB, 0}, {"private type", IN_VB, 0}, {"private withevents", IN_VB, 0},
    {"private:", IN_CPP, 0}, {"proc", 0, IN_ASM}, {"procedure", 0, IN_FOX}, {"program", 0, IN_FORTRAN}, {"prompt", 0, IN_BATCH},
    {"protected:", IN_CPP, 0}, {"proto", 0, IN_ASM}, {"pset", 0, IN_BASIC}, {"public", 0, IN_VB | IN_FOX | IN_ASM},
    {"public array", IN_FOX, 0}, {"public const", IN_VB, 0}, {"public declare", IN_VB, 0}, {"public function", IN_VB, 0},
    {"public property", IN_VB, 0}, {"public sub", IN_VB, 0}, {"public type", IN_VB, 0}, {"public:", IN_CPP, 0},
    {"push", 0, IN_FOX | IN_ASM}, {"push key", IN_FOX, 0}, {"pusha", IN_ASM, 0}, {"pushad", IN_ASM, 0}, {"pushf", IN_ASM, 0},
    {"pushfd", IN_ASM, 0}, {"put", 0, IN_VB | IN_BASIC}, {"quit", 0, IN_FOX}, {"randomize", 0, IN_VB | IN_BASIC},
    {"read", 0, IN_VB | IN_BASIC | IN_FOX | IN_FORTRAN}, {"read events", IN_FOX, 0}, {"read(", 0, IN_FORTRAN}, {"real", 0, IN_FORTRAN},
    {"real(8)", IN_FORTRAN, 0}, {"real*4", IN_FORTRAN, 0}, {"real*8", IN_FORTRAN, 0}, {"recall", 0, IN_FOX}, {"record", 0, IN_FORTRAN},
    {"recursive", 0, IN_FORTRAN}, {"redim", IN_VB | IN_BASIC, 0}, {"register", 0, IN_C | IN_CPP}, {"reindex", 0, IN_FOX},
    {"release", 0, IN_FOX}, {"release windows", IN_FOX, 0}, {"rem", 0, IN_VB | IN_BASIC | IN_BATCH}, {"rem $dynamic", IN_BASIC, 0},
    {"rem $include", IN_BASIC, 0}, {"rem $include:", IN_BASIC, 0}, {"rem $static", IN_BASIC, 0}, {"rename", 0, IN_FOX}, {"rep", 0, IN_ASM},
    {"repe", 0, IN_ASM}, {"replace", 0, IN_FOX}, {"replace all", 0, IN_FOX}, {"repne", 0, IN_ASM}, {"report", 0, IN_FOX},
    {"report form", 0, IN_FOX}, {"repz", 0, IN_ASM}, {"reset", 0, IN_BASIC}, {"restore", 0, IN_BASIC | IN_FOX},
    {"resume", 0, IN_VB | IN_BASIC | IN_FOX}, {"ret", 0, IN_ASM}, {"retf", IN_ASM, 0}, {"retry", 0, IN_FOX},
    {"return", 0, IN_C | IN_CPP | IN_VB | IN_BASIC | IN_FOX | IN_FORTRAN}, {"return;", 0, IN_C | IN_CPP}, {"rewind", 0, IN_FORTRAN},
    {"rol", 0, IN_ASM}, {"rollback", 0, IN_SQL}, {"ror", 0, IN_ASM}, {"rset", 0, IN_BASIC}, {"run", 0, IN_BASIC | IN_FOX},
    {"sar", 0, IN_ASM}, {"save", 0, IN_FOX | IN_FORTRAN}, {"sbb", 0, IN_ASM}, {"scan", 0, IN_FOX}, {"scasb", 0, IN_ASM},
    {"scatter", 0, IN_FOX}, {"scatter memvar", IN_FOX, 0}, {"screen", 0, IN_BASIC}, {"scroll", 0, IN_FOX}, {"seek", 0, IN_FOX},
    {"segment", 0, IN_ASM}, {"select", 0, IN_VB | IN_BASIC | IN_FOX | IN_SQL}, {"select *", IN_SQL, 0},
    {"select case", IN_VB | IN_BASIC, 0}, {"select count(*)", IN_SQL, 0}, {"select distinct", IN_SQL, 0}, {"select top", IN_SQL, 0},
    {"set", 0, IN_VB | IN_BASIC | IN_FOX | IN_SQL | IN_BATCH}, {"set century", IN_FOX, 0}, {"set classlib", IN_FOX, 0},
    {"set db", IN_VB, 0}, {"set default", IN_FOX, 0}, {"set deleted", IN_FOX, 0}, {"set exact", IN_FOX, 0}, {"set library", IN_FOX, 0},
    {"set multilocks", IN_FOX, 0}, {"set near", IN_FOX, 0}, {"set nocount", 0, IN_SQL}, {"set order", IN_FOX, 0},
    {"set printer", IN_FOX, 0}, {"set procedure", IN_FOX, 0}, {"set relation", IN_FOX, 0}, {"set rs", IN_VB, 0}, {"set safety", IN_FOX, 0},
    {"set step", IN_FOX, 0}, {"set talk", IN_FOX, 0}, {"setlocal", IN_BATCH, 0}, {"shared", 0, IN_VB | IN_BASIC}, {"shell", 0, IN_BASIC},
    {"shift", 0, IN_BATCH}, {"shl", 0, IN_ASM}, {"short", 0, IN_C | IN_CPP}, {"show", 0, IN_VB | IN_FOX}, {"shr", 0, IN_ASM},
    {"signed", 0, IN_C | IN_CPP}, {"size", 0, IN_FOX}, {"sizeof", 0, IN_C | IN_CPP}, {"skip", 0, IN_FOX}, {"sleep", 0, IN_BASIC},
    {"sort", 0, IN_FOX}, {"sound", 0, IN_BASIC}, {"sp_addlogin", IN_SQL, 0}, {"sp_configure", IN_SQL, 0}, {"sp_dboption", IN_SQL, 0},
    {"start", 0, IN_BATCH}, {"startofdocument", 0, IN_VB}, {"static", 0, IN_C | IN_CPP | IN_VB | IN_BASIC}, {"static sub", IN_VB, 0},
    {"std", 0, IN_ASM}, {"sti", IN_ASM, 0}, {"stop", 0, IN_VB | IN_BASIC | IN_FORTRAN}, {"store", 0, IN_FOX}, {"stos", 0, IN_ASM},
    {"stosb", IN_ASM, 0}, {"stosd", IN_ASM, 0}, {"stosw", IN_ASM, 0}, {"struc", 0, IN_ASM}, {"struct", 0, IN_C | IN_CPP},
    {"structure", 0, IN_FORTRAN}, {"sub", 0, IN_VB | IN_BASIC | IN_ASM}, {"subroutine", 0, IN_FORTRAN}, {"sum", 0, IN_FOX},
    {"suspend", 0, IN_FOX}, {"swap", 0, IN_BASIC}, {"switch", 0, IN_C | IN_CPP}, {"system", 0, IN_BASIC}, {"target", 0, IN_FORTRAN},
    {"template", 0, IN_CPP}, {"template<class", IN_CPP, 0}, {"test", 0, IN_ASM}, {"text", 0, IN_FOX}, {"this", 0, IN_FOX},
    {"thisform", 0, IN_FOX}, {"thisform.refresh", IN_FOX, 0}, {"throw", 0, IN_CPP}, {"title", 0, IN_ASM}, {"total", 0, IN_FOX},
    {"truncate table", IN_SQL, 0}, {"try", 0, IN_CPP}, {"type", 0, IN_VB | IN_BASIC | IN_FOX | IN_FORTRAN}, {"typedef", IN_C | IN_CPP, 0},
    {"uint", 0, IN_C | IN_CPP}, {"union", 0, IN_C | IN_CPP | IN_SQL | IN_FORTRAN}, {"unload", 0, IN_VB}, {"unlock", 0, IN_FOX},
    {"unsigned", 0, IN_C | IN_CPP}, {"update", 0, IN_FOX | IN_SQL}, {"update statistics", IN_SQL, 0},
    {"use", 0, IN_FOX | IN_SQL | IN_FORTRAN}, {"use dflib", IN_FORTRAN, 0}, {"use msflib", IN_FORTRAN, 0}, {"using namespace", IN_CPP, 0},
    {"values", 0, IN_SQL}, {"variant", 0, IN_CPP}, {"version", 0, IN_VB}, {"view", 0, IN_BASIC}, {"virtual", 0, IN_CPP},
    {"void", 0, IN_C | IN_CPP}, {"volatile", 0, IN_C | IN_CPP}, {"wait", 0, IN_BASIC | IN_FOX | IN_ASM}, {"wend", IN_VB | IN_BASIC, 0},
    {"where", 0, IN_SQL | IN_FORTRAN}, {"while", 0, IN_C | IN_CPP | IN_VB | IN_BASIC}, {"width", 0, IN_BASIC}, {"winapi", 0, IN_C | IN_CPP},
    {"window", 0, IN_BASIC}, {"with", 0, IN_VB | IN_FOX}, {"word", 0, IN_C | IN_CPP}, {"write", 0, IN_VB | IN_BASIC | IN_FORTRAN},
    {"write(", 0, IN_FORTRAN}, {"write(*,*)", IN_FORTRAN, 0}, {"write(6,*)", IN_FORTRAN, 0}, {"xchg", 0, IN_ASM}, {"xor", 0, IN_ASM},
    {"zap", 0, IN_FOX},
};

/* A word as numbers that are in order when the words are. */
typedef struct WordKey {
    uint64_t part[sizeof(Word) / 8];
} WordKey;

static inline uint64_t number_of(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 | (uint64_t)b[4] << 24 |
           (uint64_t)b[5] << 16 | (uint64_t)b[6] << 8 | b[7];
}

/* The capitals among eight bytes in lower case. The seven low bits of a byte overflow into its highest from 'A' on, and from '[' on. */
static inline uint64_t lower_of(uint64_t bytes)
{
    const uint64_t each = UINT64_MAX / 0xFF, high = each * 0x80;
    uint64_t low = bytes & ~high, from_a = low + each * (0x80 - 'A'), behind_z = low + each * (0x80 - 'Z' - 1);
    return bytes | ((from_a ^ behind_z) & ~bytes & high) >> 2;
}

/* Up to eight bytes, at least one, as the first of a number. What is read twice falls on itself. */
static inline uint64_t few_of(const char *p, ptrdiff_t n)
{
    const unsigned char *b = (const unsigned char *)p, *end = b + n;
    if (n >= 4)
        return (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 |
               ((uint64_t)end[-4] << 24 | (uint64_t)end[-3] << 16 | (uint64_t)end[-2] << 8 | end[-1]) << 8 * (8 - n);
    return (uint64_t)b[0] << 56 | (uint64_t)b[n / 2] << (56 - 8 * (n / 2)) | (uint64_t)end[-1] << 8 * (8 - n);
}

/* The key of a word in any case, which is not empty and no longer than a Word. Most are no longer than a part. */
static inline WordKey key_of(Str word)
{
    WordKey key = {{0}};
    ptrdiff_t i = 0;
    for (; word.n > 8; i++) {
        key.part[i] = lower_of(number_of(word.p));
        word = str_from(word, 8);
    }
    key.part[i] = lower_of(few_of(word.p, word.n));
    return key;
}

static inline bool is_key(const WordKey *key, const char *row)
{
    return number_of(row) == key->part[0] && number_of(row + 8) == key->part[1] && number_of(row + 16) == key->part[2];
}

/* The rest of a row whose first part is the key's. */
static bool is_rest_before(const char *row, const WordKey *key)
{
    uint64_t part = number_of(row + 8);
    return part != key->part[1] ? part < key->part[1] : number_of(row + 16) < key->part[2];
}

/* How many rows of the table, which has some, stand before the word. The first part is found by halving, always in as many steps and without a branch that
 * depends on the words: those would be guessed wrong half of the time. Few rows have the same. */
static inline ptrdiff_t rows_before(const WordKey *key, const char *rows, ptrdiff_t n, ptrdiff_t size)
{
    const char *row = rows, *end = rows + n * size;     /* the place is row or one of the n behind it */
    while (n > 1) {
        ptrdiff_t half = n / 2;
        row += number_of(row + (half - 1) * size) < key->part[0] ? half * size : 0;
        n -= half;
    }
    row += number_of(row) < key->part[0] ? size : 0;
    while (row < end && number_of(row) == key->part[0] && is_rest_before(row, key))
        row += size;
    return (row - rows) / size;
}

/* No word of a table is longer, nor begins behind the letters. */
static bool may_be_listed(Str word)
{
    return word.n && word.n <= (ptrdiff_t)sizeof(Word) && word.p[0] <= 'z';
}

ptrdiff_t word_find(Str word, const Word *sorted, ptrdiff_t n)
{
    if (!may_be_listed(word))
        return -1;
    WordKey key = key_of(word);
    ptrdiff_t at = rows_before(&key, sorted[0], n, (ptrdiff_t)sizeof *sorted);
    return at < n && is_key(&key, sorted[at]) ? at : -1;
}

static void add_row(CodeLine *line, const CodeWord *row)
{
    line->sure |= row->sure;
    line->likely |= row->likely;
}

/* The word, and the pair of words (may be empty) that begins with it: in the table the pairs stand right behind their first word, or where it would. */
static void add_word(CodeLine *line, Str word, Str pair)
{
    if (!may_be_listed(word))
        return;
    WordKey key = key_of(word);
    ptrdiff_t i = rows_before(&key, WORDS[0].text, countof(WORDS), (ptrdiff_t)sizeof *WORDS);
    if (i < countof(WORDS) && is_key(&key, WORDS[i].text))
        add_row(line, &WORDS[i++]);
    if (pair.n > (ptrdiff_t)sizeof(Word))
        return;
    for (; pair.n && i < countof(WORDS) && WORDS[i].text[word.n] == ' ' && str_starts_fold(pair, (Str){WORDS[i].text, word.n}); i++) {
        key = key_of(pair);
        if (is_key(&key, WORDS[i].text))
            add_row(line, &WORDS[i]);
    }
}

/* "printf" of "printf("%d",i);", "this" of "this.Caption", "#include" as it is. */
static Str name_of(Str word)
{
    ptrdiff_t n = word.n && char_is_in(word.p[0], S("#.$@?"));
    while (n < word.n && (char_is_alnum(word.p[n]) || word.p[n] == '_'))
        n++;
    return str_head(word, n);
}

/* An address or line number before an instruction: "00401010 push ebp", "100 PRINT". */
static bool is_address(Str word)
{
    for (ptrdiff_t i = 0; i < word.n; i++)
        if (!char_is_digit(word.p[i]) && !(char_lower(word.p[i]) >= 'a' && char_lower(word.p[i]) <= 'f') && word.p[i] != ':')
            return false;
    return word.n && char_is_digit(word.p[0]);
}

/* --- signs ------------------------------------------------------------------------------------------------------------- */

typedef struct CodeMark {
    unsigned mark;
    Languages sure, likely;
} CodeMark;

static const CodeMark MARKS[] = {
    {MARK_STATEMENT_END, 0, IN_C | IN_CPP},
    {MARK_BRACE, 0, IN_C | IN_CPP},
    {MARK_ARROW, IN_C | IN_CPP, 0},
    {MARK_SCOPE, IN_CPP, 0},
    {MARK_SLASHES, 0, IN_C | IN_CPP},
    {MARK_COMMENT, IN_C | IN_CPP, IN_SQL},
    {MARK_APOSTROPHE, 0, IN_VB | IN_BASIC},
    {MARK_STAR, 0, IN_FOX | IN_FORTRAN},
    {MARK_SEMICOLON, 0, IN_ASM},
    {MARK_AND_AND, 0, IN_FOX | IN_C | IN_CPP},
    {MARK_DOT_VALUE, IN_FOX, 0},
    {MARK_UNDERSCORE, 0, IN_VB},
    {MARK_THEN, 0, IN_VB | IN_BASIC | IN_FORTRAN},
    {MARK_AS_TYPE, IN_VB | IN_BASIC, 0},
    {MARK_SCRIPT, IN_HTML, 0},
    {MARK_TAG, IN_HTML, 0},
    {MARK_ELEMENT, IN_XML, 0},
    {MARK_PARAMETER, 0, IN_BATCH},
    {MARK_OPERANDS, 0, IN_ASM},
    {MARK_MEMBER, 0, IN_VB | IN_FOX},
};

/* name ("PROC" / "SEGMENT" / "EQU" / "DB" …): the second word tells. */
static Languages directive(const Glance *g)
{
    static const Word directives[] = {"db", "dd", "dw", "endp", "ends", "equ", "macro", "proc", "segment", "struc"};
    enum { LONGEST = 7 };
    bool may_be = g->word[1].n >= 2 && g->word[1].n <= LONGEST && char_is_in(char_lower(g->word[1].p[0]), S("demps"));
    return may_be && word_is_one_of(g->word[1], directives, countof(directives)) ? IN_ASM : 0;
}

/* Marks that MARKS has no row for: lines of every language, and of none, have them. */
enum { NOT_TELLING = MARK_CALL | MARK_ASSIGN | MARK_COMMENT_END | MARK_GOES_ON };
enum { COMMENT_MARKS = MARK_SLASHES | MARK_COMMENT | MARK_COMMENT_END | MARK_APOSTROPHE | MARK_STAR | MARK_SEMICOLON };

CodeLine kbcode_line(const Glance *g)
{
    CodeLine line = {.is_comment = (g->marks & COMMENT_MARKS) != 0};
    unsigned telling = g->marks & ~(unsigned)NOT_TELLING;
    for (ptrdiff_t i = 0; telling && i < countof(MARKS); i++) {
        if (telling & MARKS[i].mark) {
            line.sure |= MARKS[i].sure;
            line.likely |= MARKS[i].likely;
        }
    }
    Languages likely_signs = line.likely;
    bool is_numbered = is_address(g->word[0]) && g->words > 1;
    Str first = g->word[is_numbered], name = name_of(first);
    add_word(&line, first, is_numbered ? (Str){0} : g->pair);
    if (name.n != first.n)
        add_word(&line, name, (Str){0});
    line.likely = g->is_prose ? likely_signs : line.likely | directive(g);
    return line;
}

/* --- one look at a line -------------------------------------------------------------------------------------------------- */

static bool is_name_char(char c)
{
    return char_is_alnum(c) || c == '_';
}

/* Letters, and one sign behind them: a word of a sentence. */
static bool is_plain_word(Str word)
{
    ptrdiff_t n = word.n;
    if (n > 1 && !char_is_alnum(word.p[n - 1]) && char_is_in(word.p[n - 1], S(".,:?!)")))
        n--;
    for (ptrdiff_t i = 0; i < n; i++)
        if (!char_is_alpha(word.p[i]) && !(i && word.p[i] == '\'') && !(i && word.p[i] == '-'))
            return false;
    return n > 0;
}

static bool is_type(Str word)
{
    static const Word types[] = {"any",  "boolean", "byte", "control", "currency", "database", "date",   "double",
                                 "form", "integer", "long", "new",     "object",   "single",   "string", "variant"};
    ptrdiff_t n = 0;
    while (n < word.n && char_is_alpha(word.p[n]))
        n++;
    return char_is_upper(word.p[0]) && word_is_one_of(str_head(word, n), types, countof(types));
}

/* The name left of an equals sign: parts of names, indexes and brackets, nothing of a sentence. */
static bool is_assignee(Str s)
{
    s = str_trim(s);
    if (str_starts_fold(s, S("set ")) || str_starts_fold(s, S("let ")))
        s = str_trim_start(str_from(s, 4));
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!is_name_char(s.p[i]) && (s.p[i] == ' ' || !char_is_in(s.p[i], S(".()[]$%&!#*>-:@\"+"))))
            return false;
    return s.n && (char_is_alpha(s.p[0]) || s.p[0] == '_' || s.p[0] == '*' || s.p[0] == '.');
}

/* What every byte is; 0 for letters. */
static const unsigned short SIGNS[256] = {
    ['\t' ... '\r'] = SIGN_BLANK, [' '] = SIGN_BLANK, ['0' ... '9'] = SIGN_DIGIT,
    ['|'] = SIGN_ART | SIGN_OTHER, ['+'] = SIGN_ART | SIGN_OTHER, ['^'] = SIGN_ART | SIGN_OTHER, ['-'] = SIGN_ART | SIGN_MARK | SIGN_OTHER,
    ['_'] = SIGN_ART | SIGN_UNDERSCORE, ['/'] = SIGN_ART | SIGN_SLASH, ['\\'] = SIGN_ART | SIGN_BACKSLASH,
    ['<'] = SIGN_ART | SIGN_MARK | SIGN_OTHER, ['>'] = SIGN_ART | SIGN_GREATER,
    ['('] = SIGN_MARK | SIGN_OTHER, ['='] = SIGN_MARK | SIGN_EQUALS, [':'] = SIGN_MARK | SIGN_COLON, ['&'] = SIGN_MARK | SIGN_OTHER,
    ['.'] = SIGN_MARK | SIGN_DOT, ['%'] = SIGN_MARK | SIGN_OTHER, ['*'] = SIGN_MARK | SIGN_OTHER, ['\''] = SIGN_MARK | SIGN_OTHER,
    [';'] = SIGN_SEMICOLON, ['#'] = SIGN_HASH, [','] = SIGN_COMMA,
    ['!'] = SIGN_OTHER, ['"'] = SIGN_OTHER, ['$'] = SIGN_OTHER, [')'] = SIGN_OTHER, ['?'] = SIGN_OTHER, ['@'] = SIGN_OTHER, ['['] = SIGN_OTHER,
    [']'] = SIGN_OTHER, ['`'] = SIGN_OTHER, ['{'] = SIGN_OTHER, ['}'] = SIGN_OTHER, ['~'] = SIGN_OTHER, [0x7F ... 0xFF] = SIGN_OTHER,
};

/* What the look at a line remembers on its way. */
typedef struct Look {
    Glance *g;
    int apostrophes;
    bool has_assignment;
} Look;

/* The sign at i and its neighbours: are they a mark? */
static void see_mark(Look *look, ptrdiff_t i)
{
    Glance *g = look->g;
    Str s = g->text;
    char before = i ? s.p[i - 1] : ' ', after = i + 1 < s.n ? s.p[i + 1] : ' ';
    switch (s.p[i]) {
    case '(':
        if (is_name_char(before) && !(after == 's' && i + 2 < s.n && s.p[i + 2] == ')'))
            g->marks |= MARK_CALL;
        break;
    case '=':
        if (!look->has_assignment && !char_is_in(before, S("<>=!")) && after != '=' && is_assignee(str_head(s, i)))
            g->marks |= MARK_ASSIGN;
        look->has_assignment = true;
        break;
    case '-':
        if (after == '>' && (is_name_char(before) || before == ')' || before == ']') && i + 2 < s.n && is_name_char(s.p[i + 2]))
            g->marks |= MARK_ARROW;
        break;
    case ':':
        if (after == ':' && i + 2 < s.n && (char_is_alpha(s.p[i + 2]) || s.p[i + 2] == '~') && (is_name_char(before) || before == ' '))
            g->marks |= MARK_SCOPE;
        break;
    case '&':
        if (after == '&')
            g->marks |= MARK_AND_AND;
        break;
    case '.': {
        Str rest = str_from(s, i);
        if (before != '.' && (str_starts_fold(rest, S(".t.")) || str_starts_fold(rest, S(".f.")) || str_starts_fold(rest, S(".null."))))
            g->marks |= MARK_DOT_VALUE;
        break;
    }
    case '<':
        if (after == '%')
            g->marks |= MARK_SCRIPT;
        break;
    case '%':
        if (after == '>')
            g->marks |= MARK_SCRIPT;
        if (before == ' ' && after >= '0' && after <= '9')
            g->marks |= MARK_PARAMETER;
        break;
    case '*':
        if (after == '/')
            g->marks |= MARK_COMMENT_END;
        break;
    case '\'': look->apostrophes++; break;
    default: break;
    }
}

/* The word that begins at `from`, up to a blank. */
static Str see_word(Look *look, ptrdiff_t from)
{
    Glance *g = look->g;
    Str s = g->text;
    unsigned signs = 0;
    int others = 0, digits = 0;
    ptrdiff_t i = from;
    for (;; i++) {
        while (i < s.n && char_is_alpha(s.p[i]))     /* most words are nothing else */
            i++;
        unsigned sign = i < s.n ? SIGNS[(unsigned char)s.p[i]] : SIGN_BLANK;
        if (sign & SIGN_BLANK)
            break;
        others++;
        signs |= sign;
        digits += sign == SIGN_DIGIT;
        if (sign & (SIGN_ART | SIGN_MARK)) {
            g->art += (sign & SIGN_ART) != 0;
            g->bars += s.p[i] == '|';
            if (sign & SIGN_MARK)
                see_mark(look, i);
        }
    }
    Str word = str_sub(s, from, i);
    g->letters += (int)word.n - others;
    g->digits += digits;
    g->signs |= signs;
    g->plain_words += !signs || (!digits && is_plain_word(word));
    return word;
}

/* Every word, and in it every sign. */
static void see_words(Glance *g)
{
    Look look = {.g = g};
    Str s = g->text, before = {0};
    for (ptrdiff_t i = 0; i < s.n;) {
        if (char_is_blank(s.p[i])) {
            i++;
            continue;
        }
        Str word = see_word(&look, i);
        if (g->words < GLANCE_WORDS)
            g->word[g->kept_words++] = word;
        if (g->words == 1 && word.p == before.p + before.n + 1)
            g->pair = (Str){s.p, before.n + 1 + word.n};
        if (before.n == 2 && g->words > 1 && str_eq_fold(before, S("as")) && is_type(word))
            g->marks |= MARK_AS_TYPE;
        before = g->last = word;
        g->words++;
        i += word.n;
    }
    enum { CONTEXT = MARK_CALL | MARK_ASSIGN };
    bool is_statement = (g->marks & CONTEXT) || char_is_in(s.p[s.n - 1], S(";{}:,"));
    if (!is_statement)
        g->marks &= ~(unsigned)MARK_SCOPE;    /* Class::Member in a log */
    if (s.p[0] == '\'' && look.apostrophes % 2 == 1)
        g->marks |= MARK_APOSTROPHE;
}

/* element = "<" ["/"] name, then ">", a blank or the line's end. */
static void see_tag(Glance *g)
{
    static const Word tags[] = {
        "!", "!doctype", "a", "b", "body", "br", "center", "div", "embed", "font", "form", "frame", "frameset", "h1", "h2", "h3", "head", "hr", "html", "i",
        "iframe", "img", "input", "li", "link", "meta", "object", "ol", "option", "p", "param", "pre", "script", "select", "span", "style", "table", "td",
        "textarea", "th", "title", "tr", "ul"
    };
    Str s = str_from(g->text, 1);
    bool is_end = str_starts(s, S("/"));
    s = is_end ? str_from(s, 1) : s;
    ptrdiff_t n = str_starts(s, S("!"));
    while (n < s.n && (is_name_char(s.p[n]) || s.p[n] == ':'))
        n++;
    Str name = str_head(s, n);
    if (!n || (n < s.n && s.p[n] != '>' && s.p[n] != ' ' && !str_starts(s, S("!--"))))
        return;
    if (word_is_one_of(name, tags, countof(tags)))
        g->marks |= MARK_TAG;
    if (n < s.n && s.p[n] == ' ' && str_find_char(s, '=') < 0 && !is_end)
        g->marks &= ~(unsigned)MARK_TAG;
    bool has_more = str_find(s, S("</")) >= 0 || str_find(s, S("/>")) >= 0 || str_find(s, S("=\"")) >= 0;
    if (!(g->marks & MARK_TAG) && (is_end || has_more))
        g->marks |= MARK_ELEMENT;
}

static void see_ends(Glance *g)
{
    Str s = g->text;
    char end = s.p[s.n - 1];
    if (end == ';')
        g->marks |= MARK_STATEMENT_END;
    if (char_is_in(end, S("{}")) || char_is_in(s.p[0], S("{}")))
        g->marks |= MARK_BRACE;
    if (str_starts(s, S("//")))
        g->marks |= MARK_SLASHES;
    if (str_starts(s, S("/*")))
        g->marks |= MARK_COMMENT;
    if (s.p[0] == '*' && !str_starts(s, S("*.")) && !str_starts(s, S("**")))
        g->marks |= MARK_STAR;
    if (s.p[0] == ';')
        g->marks |= MARK_SEMICOLON;
    if (str_ends(s, S(" _")))
        g->marks |= MARK_UNDERSCORE;
    if (g->words > 2 && str_eq_fold(g->last, S("then")))
        g->marks |= MARK_THEN;
    if (char_is_in(end, S("_,+&|(\\")) || (end == ';' && s.n > 1 && s.p[s.n - 2] == ' '))
        g->marks |= MARK_GOES_ON;
    if (s.p[0] == '<' && s.n > 2)
        see_tag(g);
    ptrdiff_t dot = g->signs & SIGN_DOT ? str_find_char(g->word[0], '.') : -1;
    if (dot > 0 && dot + 2 < g->word[0].n && char_is_alpha(s.p[0]) && char_is_upper(s.p[dot + 1]) && char_is_lower(s.p[dot + 2]))
        g->marks |= MARK_MEMBER;
    Str operands = g->signs & SIGN_COMMA ? str_trim_start(str_from(s, g->word[0].n)) : (Str){0};
    ptrdiff_t comma = str_find_char(operands, ',');
    bool has_mnemonic = g->words <= 6 && g->word[0].n >= 2 && g->word[0].n <= 5 && is_plain_word(g->word[0]);
    if (has_mnemonic && comma > 0 && str_find_char(str_head(operands, comma), ' ') < 0)
        g->marks |= MARK_OPERANDS;
}

/* Four words or more, most of them plain, and no sign that a sentence lacks. */
static bool is_prose(const Glance *g)
{
    enum {
        CODE_SIGNS = MARK_STATEMENT_END | MARK_BRACE | MARK_ARROW | MARK_SCOPE | MARK_AS_TYPE | MARK_SCRIPT | MARK_DOT_VALUE | MARK_THEN |
                     MARK_UNDERSCORE | MARK_TAG | MARK_AND_AND
    };
    bool has_sign = (g->marks & CODE_SIGNS) || ((g->marks & MARK_ASSIGN) && g->plain_words < 6);
    bool has_path = g->words <= 6 && (g->signs & SIGN_BACKSLASH);
    return g->words >= 4 && g->plain_words * 10 >= g->words * 7 && !has_sign && !has_path;
}

void glance(Glance *g, Str text, int indent, bool has_gap)
{
    g->text = text;
    g->indent = indent;
    g->has_gap = has_gap;
    g->word[1] = g->pair = (Str){0};
    g->words = g->kept_words = g->plain_words = g->letters = g->digits = g->art = g->bars = 0;
    g->signs = g->marks = 0;
    see_words(g);
    see_ends(g);
    g->is_prose = is_prose(g);
}
