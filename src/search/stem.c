#include "search/stem.h"

#include <libstemmer.h>

struct Stemmer {
    struct sb_stemmer *snowball;
};

Stemmer *stemmer_new(Arena *a, Str language)
{
    Str tag = str_cut(&language, '-');
    struct sb_stemmer *snowball = tag.n ? sb_stemmer_new(str_z(a, str_lower(a, tag)), "UTF_8") : NULL;
    if (!snowball)
        return NULL;
    Stemmer *stemmer = arena_new(a, Stemmer, 1);
    stemmer->snowball = snowball;
    return stemmer;
}

void stemmer_free(Stemmer *stemmer)
{
    if (stemmer)
        sb_stemmer_delete(stemmer->snowball);
}

static bool is_letters(Str word)
{
    for (ptrdiff_t i = 0; i < word.n; i++)
        if ((unsigned char)word.p[i] < 0x80 && !char_is_lower(word.p[i]))
            return false;
    return true;
}

Str stem_of(Stemmer *stemmer, Str word)
{
    if (!stemmer || !is_letters(word))
        return word;
    const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word.p, (int)word.n);
    int n = sb_stemmer_length(stemmer->snowball);
    return stem && n > 0 ? (Str){(const char *)stem, n} : word;
}
