/* state: what the last build knew of every source and every output, kept in a file beside the output folder (".public.kbstate").
 *
 * The file is a log of chunks that is mapped, not parsed: each has its kind, length and hash in front, and the strings of a record are views of the map. A
 * later record of the same name takes the place of an earlier one. A build appends what changed; where more of the file is outdated than not, or
 * there is none, all of it is written anew under a temporary name. What is behind the first damaged chunk is cut off: every record can be checked
 * against the file that it tells of, so less knowledge means more work and never a wrong page.
 *
 *     sources  what reading a file gave: its article, its diagnostics
 *     outputs  what a file of the site was made of, and its bytes' hash
 *     gone     names of sources and outputs that are no more
 *     planned  outputs about to be made for the first time, told before they are: so that a build that was killed leaves nothing unknown
 *     index    a segment of the search index (search/segment.h) and what was told of its entries (shards_tell)
 *     end      the build as a whole: without one, the outputs are only names
 *     folders  what the content folders held, and the folders in them (FsFolders) */
#ifndef KB_BUILD_STATE_H
#define KB_BUILD_STATE_H

#include "base/fs.h"
#include "base/pool.h"
#include "base/record.h"
#include "base/table.h"
#include "page/fingerprint.h"
#include "search/shard.h"

/* What a source file is to the site. */
typedef enum SourceKind { SOURCE_ARTICLE, SOURCE_ATTACHMENT, SOURCE_FAILED, SOURCE_STATIC } SourceKind;

typedef struct SourceRecord {
    Str name;               /* the folder's number, ':', the path below it */
    FsStamp stamp;
    uint64_t hash;          /* of its bytes */
    SourceKind kind;
    Str article, diags;     /* as bytes: article_get_record, diags_get_record */
    Str bytes;              /* the record itself */
    bool is_young;          /* the stamp cannot be trusted */
    bool is_seen;           /* the file is there */
} SourceRecord;

typedef struct OutputRecord {
    Str path;               /* below the output folder */
    FsStamp stamp;
    uint64_t hash;          /* of its bytes; OUTPUT_ABSENT: made, and not worth a file (a compressed twin that gains nothing) */
    Fingerprint made_of;
    Str diags;              /* of making it */
    Str bytes;
    bool is_young;
    bool is_only_planned;   /* it may be there, nobody knows how */
    bool is_wanted;         /* the site has it */
    bool is_told;           /* this build has put a record of it */
    bool is_intact;         /* this build has looked: it stands there under the same stamp */
} OutputRecord;

enum { OUTPUT_ABSENT = 1 };

/* The build as a whole. */
typedef struct EndRecord {
    uint64_t program;       /* which kb: the hash of its file's bytes */
    FsStamp program_stamp;  /* of that file; size -1 when it cannot be trusted */
    uint64_t reading;       /* what the readers' results depend on besides the source */
    uint64_t site;          /* what all pages together depend on besides the sources */
    Str source_dir;         /* as the command line had it: it stands in diagnostics */
    Str diags;              /* of the site as a whole */
    uint64_t failed;        /* some page could not be made: an ExitStatus */
    ptrdiff_t articles;
} EndRecord;

typedef enum ChunkKind { CHUNK_SOURCES = 1, CHUNK_OUTPUTS, CHUNK_GONE, CHUNK_PLANNED, CHUNK_INDEX, CHUNK_END, CHUNK_FOLDERS } ChunkKind;

typedef struct State {
    Arena arena, output_arena;  /* of all but the outputs' table; of that */
    FsLog log;
    bool is_open;
    Table source_names, output_paths;
    SourceRecord *sources;
    ptrdiff_t source_cap;
    OutputRecord *outputs;
    ptrdiff_t output_cap;
    FsFolders folders;
    EndRecord end;
    bool has_end;
    bool is_finished;       /* nothing was appended behind the end: the last build was not cut short, and the site is what the sources say */
    Str *segments, *words;  /* of the index, in order */
    ptrdiff_t segment_count, segment_cap, word_cap;
    ptrdiff_t used;         /* bytes of the file that are good */
    ptrdiff_t outdated;     /* of these, records that later ones replaced */
    bool failed;            /* writing it did; `why` says how */
    Str why;
    FsLog fresh;            /* being written anew; else not open */
    Str drafts;             /* a folder beside the output's, where files are gathered before they are put in their place */
    Str tree;               /* one in it, where the whole site is; empty: it is not there */
    bool is_first;          /* opening it made the output folder */
    bool is_elsewhere;      /* the last build was called from another folder: what it said names files in another way */
    int64_t started;
    Lock *lock;             /* of the end of the file */
} State;

/* Opens the state of an output folder and locks it; both are made when they are not there. `*is_busy` when another build has it. Reading it is the work
 * of up to two threads. */
bool state_open(State *s, Str output_dir, int threads, bool *is_busy, Str *why);
void state_close(State *s);
/* The file that the state of an output folder is kept in, which may not be there. */
Str state_path(Arena *a, Str output_dir);
/* Where opening the state made the output folder, an empty one, and no state is kept in it: the site may be made in `tree`, so that nobody sees any of it
 * before it is whole, and no file of it has to be put in its place by itself. False when it cannot be made, though it should. */
bool state_open_tree(State *s, Str *why);
/* Puts the tree in the output folder's place. */
bool state_publish_tree(State *s, Str output_dir, Str *why);
/* Removes that file while it is still held, and what a killed build left beside it. */
bool state_remove(State *s, Str *why);

/* The record of that name, or NULL. `before`: what was found for the one before it, or NULL: who asks for all, in the order in which they are told,
 * finds each behind that. */
SourceRecord *state_source(const State *s, const SourceRecord *before, Str name);
OutputRecord *state_output(const State *s, const OutputRecord *before, Str path);
/* Whether a record among `outputs` still tells of one, and not of what was removed. */
bool state_has_output(const OutputRecord *record);

/* Chunks are gathered in buffers and appended whole. A buffer begins with chunk_begin; state_append closes it. A failure stands in the state. */
Buf chunk_begin(Arena *a);
void state_append(State *s, ChunkKind kind, Buf *chunk);
/* A segment, which may be a map, and its words, which belong together. `is_first`: what is there of earlier ones counts no more. */
void state_append_index(State *s, bool is_first, Str segment, bool is_map, ShardTeller *words);
/* Something beside the file that the build needed could not be written: it fails as if the file could not. */
void state_fail(State *s, Str why);
/* Outputs about to be made for the first time, a record_put_str each: on the disk before they are, whatever becomes of this build. */
void state_tell_planned(State *s, Buf *chunk);
/* Forgets all but the names of outputs. */
void state_forget(State *s);
/* From here on all is appended to a new file, which takes the place of the old one at state_finish. */
void state_begin_anew(State *s);
/* Whether an edit is better kept by writing everything anew. */
bool state_is_crowded(const State *s);
/* The last chunk, and everything to the disk. */
bool state_finish(State *s, const EndRecord *end, Str *why);

/* Records of one kind, gathered by one thread and appended when they are a chunk. */
typedef struct Chunks {
    Arena arena;
    Buf open;               /* on the arena; empty: none is open */
} Chunks;
/* Where the next record is put; any thread may ask. */
Buf *chunks_room(State *s, ChunkKind kind, Chunks *c);
/* Appends what is gathered. */
void chunks_close(State *s, ChunkKind kind, Chunks *c);
/* Forgets it. */
void chunks_drop(Chunks *c);

void source_put_record(Buf *out, Str name, const FsStamp *stamp, uint64_t hash, SourceKind kind, Str article, Str diags);
void output_put_record(Buf *out, Str path, const FsStamp *stamp, uint64_t hash, const Fingerprint *made_of, Str diags);

/* Diagnostics from number `from` on, and back. A path that is `own` is left out, and is `own` again when they are read. */
void diags_put_record(Buf *out, const Diags *d, ptrdiff_t from, Str own);
void diags_get_record(Str bytes, Str own, Diags *d);

#endif
