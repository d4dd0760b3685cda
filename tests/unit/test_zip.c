#define _XOPEN_SOURCE 700
#include "folder.h"

#include "build/zip.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

/* A folder of its own for each test, removed by the shell that made it. */
typedef struct Place {
    Arena arena;
    Str dir, site, zip;
} Place;

static int setup(void **state)
{
    static Place place;
    place = (Place){0};
    Arena *a = &place.arena;
    const char *dir = folder_new(a, "zip-test");
    if (!dir)
        return -1;
    place.dir = str(dir);
    place.site = fs_join(a, place.dir, S("site"));
    place.zip = fs_join(a, place.dir, S("site.zip"));
    *state = &place;
    return 0;
}

static int teardown(void **state)
{
    Place *p = *state;
    FsList list = {0};
    Str why;
    fs_walk(&p->arena, p->dir, true, (Str){0}, &list, &why);
    for (ptrdiff_t i = 0; i < list.n; i++)
        fs_remove(&p->arena, fs_join(&p->arena, p->dir, list.items[i].path), &why);
    fs_remove_dir(&p->arena, fs_join(&p->arena, p->site, S("ü")));
    fs_remove_dir(&p->arena, p->site);
    fs_remove_dir(&p->arena, p->dir);
    arena_free(&p->arena);
    return 0;
}

static void put(Place *p, StrList *names, const char *name, Str bytes)
{
    FsWritten written;
    Str why;
    assert_true(fs_write(&p->arena, fs_join(&p->arena, p->site, str(name)), bytes, &written, &why));
    list_add(&p->arena, names, str(name));
}

/* About `n` bytes, all lines different. */
static Str text_of(Arena *a, ptrdiff_t n)
{
    Buf b = {.arena = a};
    for (unsigned i = 1; b.n < n; i++)
        buf_fmt(&b, "Line %u of a text, with the number %u.\n", i, i * 7919u % 10007u);
    return buf_str(&b);
}

static ZipSummary pack_all(Place *p, const StrList *names)
{
    ZipSummary summary;
    Str path, why;
    if (!zip_write(&p->arena, p->zip, S("top"), p->site, names, &summary, &path, &why))
        fail_msg(STR_FMT ": " STR_FMT, STR_ARG(path), STR_ARG(why));
    return summary;
}

static void expect_entry(Place *p, zip_t *zip, zip_uint64_t i, const char *name, Str bytes)
{
    zip_stat_t stat;
    zip_uint8_t system;
    zip_uint32_t rights;
    zip_uint16_t fields;
    assert_int_equal(zip_stat_index(zip, i, 0, &stat), 0);
    assert_string_equal(stat.name, name);
    assert_int_equal(stat.size, bytes.n);
    assert_int_equal(zip_file_get_external_attributes(zip, i, 0, &system, &rights), 0);
    assert_int_equal(system, ZIP_OPSYS_UNIX);
    assert_int_equal(rights, 0100644u << 16);
    fields = (zip_uint16_t)zip_file_extra_fields_count(zip, i, ZIP_FL_CENTRAL);
    assert_int_equal(fields, 0);
    char *room = arena_bytes(&p->arena, bytes.n + 1);
    zip_file_t *file = zip_fopen_index(zip, i, 0);
    assert_non_null(file);
    assert_int_equal(zip_fread(file, room, (zip_uint64_t)bytes.n + 1), bytes.n);
    assert_int_equal(zip_fclose(file), 0);
    assert_true(str_eq((Str){room, bytes.n}, bytes));
}

static void files_are_there_below_the_top_folder(void **state)
{
    Place *p = *state;
    StrList names = {0};
    Str large = text_of(&p->arena, 9 * 1024 * 1024), small = text_of(&p->arena, 5000);
    put(p, &names, "a.html", small);
    put(p, &names, "b.png", small);
    put(p, &names, "c.txt", (Str){0});
    put(p, &names, "d.txt", large);
    put(p, &names, "e.zip", large);
    put(p, &names, "f.txt", S("x"));
    put(p, &names, "ü/index.html", S("<p>"));
    ZipSummary summary = pack_all(p, &names);
    assert_int_equal(summary.files, names.n);
    assert_int_equal(summary.written, FS_CREATED);
    assert_int_equal(summary.bytes, fs_stamp(p->zip).size);
    assert_true(summary.bytes > large.n && summary.bytes < large.n + large.n / 2);   /* what is packed already is not packed again */
    int code;
    zip_t *zip = zip_open(str_z(&p->arena, p->zip), ZIP_RDONLY | ZIP_CHECKCONS, &code);
    assert_non_null(zip);
    static const char *const expected[] = {"top/a.html", "top/b.png", "top/c.txt", "top/d.txt", "top/e.zip", "top/f.txt", "top/ü/index.html"};
    const Str bytes[] = {small, small, {0}, large, large, S("x"), S("<p>")};
    assert_int_equal(zip_get_num_entries(zip, 0), countof(expected));
    for (ptrdiff_t i = 0; i < countof(expected); i++)
        expect_entry(p, zip, (zip_uint64_t)i, expected[i], bytes[i]);
    zip_discard(zip);
}

static void the_same_files_give_the_same_bytes(void **state)
{
    Place *p = *state;
    StrList names = {0};
    for (int i = 0; i < 600; i++)
        put(p, &names, str_z(&p->arena, str_fmt(&p->arena, "%03d.html", i)), text_of(&p->arena, i * 37));
    put(p, &names, "large.txt", text_of(&p->arena, 5 * 1024 * 1024));
    uint64_t one, four, again;
    pack_all(p, &names);
    assert_true(fs_hash(p->zip, &one));
    FsStamp before = fs_stamp(p->zip);
    assert_int_equal(pack_all(p, &names).written, FS_SAME);
    FsStamp after = fs_stamp(p->zip);
    assert_true(stamp_eq(&before, &after));
    assert_true(fs_hash(p->zip, &four));
    Str why;
    assert_true(fs_remove(&p->arena, p->zip, &why));
    assert_int_equal(pack_all(p, &names).written, FS_CREATED);
    assert_true(fs_hash(p->zip, &again));
    assert_true(one == four && one == again);
    put(p, &names, "zzz.html", S("more"));
    assert_int_equal(pack_all(p, &names).written, FS_CHANGED);
}

/* The count of a plain zip has two bytes. Pictures are not packed: it is the files that count here. To the address sanitizer each costs a millisecond,
 * and the next is like the one before: it gets some. */
#ifdef __SANITIZE_ADDRESS__
enum { MANY = 2000 };
#else
enum { MANY = 66000 };
#endif

static void very_many_files_make_a_zip64(void **state)
{
    Place *p = *state;
    Arena *a = &p->arena;
    StrList names = {0};
    const char *first = NULL;
    for (int i = 0; i < MANY; i++) {
        const char *name = str_z(a, str_fmt(a, "%05d.png", i)), *path = str_z(a, fs_join(a, p->site, str(name)));
        if (i % 30000 == 0)     /* a file has 65,000 names at most */
            put(p, &names, name, S("one"));
        else if (link(first, path) == 0)
            list_add(a, &names, str(name));
        first = i % 30000 == 0 ? path : first;
    }
    assert_int_equal(names.n, MANY);
    pack_all(p, &names);
    int code;
    zip_t *zip = zip_open(str_z(a, p->zip), ZIP_RDONLY, &code);
    assert_non_null(zip);
    assert_int_equal(zip_get_num_entries(zip, 0), MANY);
    expect_entry(p, zip, MANY - 1, str_z(a, str_fmt(a, "top/%05d.png", MANY - 1)), S("one"));
    zip_discard(zip);
}

static void what_cannot_be_packed_leaves_the_old_zip(void **state)
{
    Place *p = *state;
    Arena *a = &p->arena;
    StrList names = {0};
    ZipSummary summary;
    Str path, why;
    uint64_t before, after;
    put(p, &names, "a.html", S("one"));
    pack_all(p, &names);
    assert_true(fs_hash(p->zip, &before));
    list_add(a, &names, S("gone.html"));
    assert_false(zip_write(a, p->zip, S("top"), p->site, &names, &summary, &path, &why));
    assert_str(path, str_z(a, fs_join(a, p->site, S("gone.html"))));
    assert_str(why, "is not there any more, or cannot be read");
    assert_int_equal(symlink("a.html", str_z(a, fs_join(a, p->site, S("gone.html")))), 0);
    assert_false(zip_write(a, p->zip, S("top"), p->site, &names, &summary, &path, &why));
    assert_true(fs_hash(p->zip, &after));
    assert_true(before == after);
    names.n = 1;
    assert_false(zip_write(a, fs_join(a, p->zip, S("below.zip")), S("top"), p->site, &names, &summary, &path, &why));
    FsList left = {0};
    assert_true(fs_walk(a, p->dir, true, (Str){0}, &left, &why));
    assert_int_equal(left.n, 3);    /* a.html, the link that leads to it, the zip */
}

static void a_full_disk_is_told(void **state)
{
    Place *p = *state;
    Arena *a = &p->arena;
    FsDraft draft;
    FsWritten written;
    Str why = {0};
    assert_true(fs_draft_open(a, p->zip, &draft, &why));
    int fd = draft.fd;
    draft.fd = -1;      /* writing fails */
    assert_false(fs_draft_put(&draft, 0, S("bytes")));
    draft.fd = fd;
    assert_false(fs_draft_close(a, &draft, true, &written, &why));
    assert_true(str_starts(why, S("cannot write: ")));
    assert_int_equal(fs_kind(p->zip), FS_MISSING);
    FsList left = {0};
    assert_true(fs_walk(a, p->dir, true, (Str){0}, &left, &why));
    assert_int_equal(left.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_are_there_below_the_top_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_files_give_the_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(very_many_files_make_a_zip64, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_packed_leaves_the_old_zip, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
