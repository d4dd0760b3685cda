/* kb build: makes the site. */
#include "base/fs.h"
#include "build/build.h"
#include "cmd/cmd.h"

static int run(Arena *a, int argc, char **argv)
{
    BuildOptions o = {.load = {.source = S(".")}};
    static const char *const forms[] = {"text", "json", NULL};
    Choice diagnostics = {forms, 0};
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &o.load.source},
        {"config", 'c', OPTION_TEXT, &o.load.config},
        {"content", 0, OPTION_LIST, &o.load.content},
        {"destination", 'd', OPTION_TEXT, &o.load.destination},
        {"base-url", 'b', OPTION_TEXT, &o.load.base_url},
        {"jobs", 'j', OPTION_NUMBER, &o.load.threads},
        {"drafts", 0, OPTION_FLAG, &o.load.drafts},
        {"offline", 0, OPTION_FLAG, &o.load.offline},
        {"zip", 0, OPTION_TEXT, &o.zip},
        {"strict", 0, OPTION_FLAG, &o.strict},
        {"strict-templates", 0, OPTION_FLAG, &o.strict_templates},
        {"force", 0, OPTION_FLAG, &o.force},
        {"verify", 0, OPTION_FLAG, &o.verify},
        {"changes", 0, OPTION_TEXT, &o.changes},
        {"explain", 0, OPTION_LIST, &o.explain},
        {"profile", 0, OPTION_FLAG, &o.profile},
        {"quiet", 'q', OPTION_FLAG, &o.quiet},
        {"verbose", 'v', OPTION_FLAG, &o.load.verbose},
        {"diagnostics", 0, OPTION_CHOICE, &diagnostics},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_BUILD, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if (operands.n)
        return command_refuse(a, &COMMAND_BUILD, &operands, "-s");
    if (o.zip.n && (str_ends(o.zip, S("/")) || fs_kind(o.zip) == FS_DIR))
        return command_fail(a, &COMMAND_BUILD, EXIT_USAGE, str_fmt(a, "--zip takes the name of a file, and '" STR_FMT "' is a folder", STR_ARG(o.zip)));
    o.load.for_zip = o.zip.n > 0;
    o.json = diagnostics.chosen == 1;
    return build_run(a, &o, NULL);
}

const Command COMMAND_BUILD = {
    .name = "build",
    .synopsis = "make the site",
    .help = "usage: kb build [options]\n"
            "\n"
            "Reads the articles, links them and writes the site.\n"
            "\n"
            "  -s, --source DIR         the site's folder (default: this one)\n"
            "  -c, --config FILE        its config (default: DIR/config.yml, if there is one)\n"
            "      --content DIR        a folder of articles instead of the config's; may be given again\n"
            "  -d, --destination DIR    where the site is written (default: DIR/public)\n"
            "  -b, --base-url URL       the site's address, for sitemap, feeds and canonical links\n"
            "  -j, --jobs N             threads (default: all cores); the output does not depend on it\n"
            "      --drafts             articles with `draft: true` too\n"
            "      --offline            links that work from a folder, without a server\n"
            "      --zip FILE           pack the site into one file that is read without a server, after unpacking; made from a\n"
            "                           folder of its own beside the output folder, which stays as it is, or from -d DIR\n"
            "      --strict             warnings are errors\n"
            "      --strict-templates   tell names in templates that the data does not have\n"
            "      --force              make everything again, as if it were the first time\n"
            "      --verify             compare the bytes of sources and outputs, not their sizes and times\n"
            "      --explain PATH       say why this output (a file of the site, a permalink or a source) was made\n"
            "                           again, or why not; may be given again\n"
            "      --changes FILE       write what became of the site's files, a line each, to FILE ('-': stdout):\n"
            "                           'A path' new, 'M path' changed, 'D path' removed\n"
            "      --profile            tell on stderr how long each stage took; with -v, which articles took longest\n"
            "  -q, --quiet              no closing line, no progress\n"
            "  -v, --verbose            notes too\n"
            "      --diagnostics FORMAT text (default) or json, one object a line, on stderr\n"
            "\n"
            "Exit status: 0 done; 1 the content has errors (the good articles are written); 2 usage or config; 4 a file could\n"
            "not be read or written.\n",
    .run = run,
};
