#pragma once
#include <zlib.h>

/* Macros, which Swift does not import: they bring the version and the size of the structure along. */
static inline int ftd_inflate_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

static inline int ftd_deflate_gzip(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
