/* The words that begin a line say most about its language, next the signs in it. A word is listed as sure where no sentence and no other
 * language begins with it, and as likely where only the company it keeps can tell: "For", "Select", "int". */
#include "read/kb/code.h"

#include "read/kb/word.h"

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

static void add_row(CodeLine *line, const CodeWord *row)
{
    line->sure |= row->sure;
    line->likely |= row->likely;
}

/* What begins the line: a word, the name that begins it, and the pair of words (may be empty) that it begins. In the table the pairs stand right behind their
 * first word, or where it would; and right before the word, or where it would, what begins with the name. */
static void add_word(CodeLine *line, Str word, Str name, Str pair)
{
    if (!word_may_be_listed(word))
        return;
    WordKey key = word_key(word);
    ptrdiff_t i = word_rows_before(&key, WORDS[0].text, countof(WORDS), (ptrdiff_t)sizeof *WORDS);
    for (ptrdiff_t k = i - 1; name.n && name.n < word.n && k >= 0 && str_starts_fold((Str){WORDS[k].text, sizeof(Word)}, name); k--)
        if (!WORDS[k].text[name.n])
            add_row(line, &WORDS[k]);
    if (i < countof(WORDS) && word_is_row(&key, WORDS[i].text))
        add_row(line, &WORDS[i++]);
    if (!word_may_be_listed(pair) || i == countof(WORDS) || WORDS[i].text[word.n] != ' ')
        return;
    for (key = word_key(pair); i < countof(WORDS) && WORDS[i].text[word.n] == ' ' && str_starts_fold(pair, (Str){WORDS[i].text, word.n}); i++)
        if (word_is_row(&key, WORDS[i].text))
            add_row(line, &WORDS[i]);
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
    Languages sure, likely;
} CodeMark;

/* By the mark's bit. Lines of every language, and of none, have those that are missing. */
static const CodeMark MARKS[MARK_COUNT] = {
    [__builtin_ctz(MARK_STATEMENT_END)] = {0, IN_C | IN_CPP},
    [__builtin_ctz(MARK_BRACE)] = {0, IN_C | IN_CPP},
    [__builtin_ctz(MARK_ARROW)] = {IN_C | IN_CPP, 0},
    [__builtin_ctz(MARK_SCOPE)] = {IN_CPP, 0},
    [__builtin_ctz(MARK_SLASHES)] = {0, IN_C | IN_CPP},
    [__builtin_ctz(MARK_COMMENT)] = {IN_C | IN_CPP, IN_SQL},
    [__builtin_ctz(MARK_APOSTROPHE)] = {0, IN_VB | IN_BASIC},
    [__builtin_ctz(MARK_STAR)] = {0, IN_FOX | IN_FORTRAN},
    [__builtin_ctz(MARK_SEMICOLON)] = {0, IN_ASM},
    [__builtin_ctz(MARK_AND_AND)] = {0, IN_FOX | IN_C | IN_CPP},
    [__builtin_ctz(MARK_DOT_VALUE)] = {IN_FOX, 0},
    [__builtin_ctz(MARK_UNDERSCORE)] = {0, IN_VB},
    [__builtin_ctz(MARK_THEN)] = {0, IN_VB | IN_BASIC | IN_FORTRAN},
    [__builtin_ctz(MARK_AS_TYPE)] = {IN_VB | IN_BASIC, 0},
    [__builtin_ctz(MARK_SCRIPT)] = {IN_HTML, 0},
    [__builtin_ctz(MARK_TAG)] = {IN_HTML, 0},
    [__builtin_ctz(MARK_ELEMENT)] = {IN_XML, 0},
    [__builtin_ctz(MARK_PARAMETER)] = {0, IN_BATCH},
    [__builtin_ctz(MARK_OPERANDS)] = {0, IN_ASM},
    [__builtin_ctz(MARK_MEMBER)] = {0, IN_VB | IN_FOX},
};

/* name ("PROC" / "SEGMENT" / "EQU" / "DB" …): the second word tells. */
static Languages directive(const Glance *g)
{
    static const Word directives[] = {"db", "dd", "dw", "endp", "ends", "equ", "macro", "proc", "segment", "struc"};
    enum { LONGEST = 7 };
    bool may_be = g->word[1].n >= 2 && g->word[1].n <= LONGEST && char_is_in(char_lower(g->word[1].p[0]), S("demps"));
    return may_be && word_is_one_of(g->word[1], directives, countof(directives)) ? IN_ASM : 0;
}

enum { COMMENT_MARKS = MARK_SLASHES | MARK_COMMENT | MARK_COMMENT_END | MARK_APOSTROPHE | MARK_STAR | MARK_SEMICOLON };

CodeLine kbcode_line(const Glance *g)
{
    CodeLine line = {.is_comment = (g->marks & COMMENT_MARKS) != 0};
    for (unsigned marks = g->marks; marks; marks &= marks - 1) {
        const CodeMark *mark = &MARKS[__builtin_ctz(marks)];
        line.sure |= mark->sure;
        line.likely |= mark->likely;
    }
    Languages likely_signs = line.likely;
    bool is_numbered = is_address(g->word[0]) && g->words > 1;
    Str first = g->word[is_numbered], name = name_of(first);
    if (word_may_be_listed(first))
        add_word(&line, first, name, is_numbered ? (Str){0} : g->pair);
    else
        add_word(&line, name, name, (Str){0});
    line.likely = g->is_prose ? likely_signs : line.likely | directive(g);
    return line;
}
