#pragma once
// As in CLinux: otherwise the two modules define the same C structures differently.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>
#include <zstd.h>
