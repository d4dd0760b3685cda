/* embed: a build-time tool. Writes the files named on its command line as one C source: a table of names and bytes that the program
 * carries as its default theme (site/theme.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long put_bytes(const char *path, int number)
{
    FILE *in = fopen(path, "rb");
    if (!in) {
        perror(path);
        exit(1);
    }
    printf("static const char file_%d[] = {", number);
    long n = 0;
    for (int c; (c = getc(in)) != EOF; n++)
        printf("%s%d,", n % 24 ? "" : "\n", c > 127 ? c - 256 : c);
    printf("0};\n");
    fclose(in);
    return n;
}

int main(int argc, char **argv)
{
    long *sizes = calloc((size_t)argc, sizeof *sizes);
    if (!sizes)
        return 1;
    puts("/* Made by src/embed.c from templates/ and static/. */\n#include \"site/theme.h\"\n");
    for (int i = 1; i < argc; i++)
        sizes[i] = put_bytes(argv[i], i);
    puts("const ThemeFile THEME_FILES[] = {");
    for (int i = 1; i < argc; i++)
        printf("    {\"%s\", file_%d, %ld},\n", argv[i], i, sizes[i]);
    printf("    {0, 0, 0}\n};\n");
    free(sizes);
    return fflush(stdout) != 0;
}
