#pragma once
// As in CLinux: otherwise the two modules define the same C structures differently.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <tss2/tss2_esys.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>
