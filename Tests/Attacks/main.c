#include "attacks.h"

int answer(long result) {
  puts(result == -1 ? strerrorname_np(errno) : "success");
  return 0;
}

void complain_unless(const char *subject, long result, int expected, int or_else) {
  int got = result == -1 ? errno : 0;
  if (got == expected || got == or_else) return;
  printf("%s: %s\n", subject, got ? strerrorname_np(got) : "success");
}

int main(int count, char **words) {
  static const struct attack *const lists[] = {
      connection_attacks, descriptor_attacks, difference_attacks, file_attacks, memory_attacks,
      process_attacks,    resident_attacks,   socket_attacks, system_call_attacks,
  };
  // What an attack says before it is killed has to be heard.
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (count < 2) return 64;
  for (size_t list = 0; list < sizeof lists / sizeof *lists; list++)
    for (const struct attack *attack = lists[list]; attack->name; attack++)
      if (!strcmp(attack->name, words[1])) return attack->run(count - 2, words + 2);
  fprintf(stderr, "no attack %s\n", words[1]);
  return 64;
}
