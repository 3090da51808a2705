// The one hint that Swift cannot give: asks for the cache line at an address, and does nothing else.
#pragma once

static inline void assay_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }
