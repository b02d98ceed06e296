// Reads YAML files and has libyaml parse them, event by event, on one thread: the least that a reader of these files costs.
//
// usage: scan [-n TIMES] FILE…
//        scan DIRECTORY
// With -n each file is read once and parsed so many times, so that the parsing alone can be told from two runs. Of a directory,
// all entries are read whose names end with ".yaml", in the order in which the system gives them. Prints the number of events.
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

static unsigned long events;
static unsigned char *bytes;
static size_t capacity;

static void fail(const char *path, const char *reason) {
  fprintf(stderr, "scan: %s: %s\n", path, reason);
  exit(1);
}

static size_t contents(int folder, const char *path) {
  int file = openat(folder, path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) fail(path, "cannot be opened");
  if ((size_t)status.st_size > capacity) {
    capacity = 2 * (size_t)status.st_size;
    bytes = realloc(bytes, capacity);
    if (!bytes) fail(path, "too large");
  }
  size_t count = 0;
  while (count < (size_t)status.st_size) {
    ssize_t got = read(file, bytes + count, (size_t)status.st_size - count);
    if (got <= 0) fail(path, "cannot be read");
    count += (size_t)got;
  }
  close(file);
  return count;
}

static void parse(const char *path, size_t count) {
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser)) fail(path, "no memory");
  yaml_parser_set_input_string(&parser, bytes, count);
  for (int done = 0; !done;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser, &event)) fail(path, parser.problem ? parser.problem : "not YAML");
    done = event.type == YAML_STREAM_END_EVENT;
    events++;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
}

static void scan(int folder, const char *path, int times) {
  size_t count = contents(folder, path);
  for (int i = 0; i < times; i++) parse(path, count);
}

int main(int argc, char **argv) {
  int first = 1, times = 1;
  if (argc > 2 && strcmp(argv[1], "-n") == 0) {
    times = atoi(argv[2]);
    first = 3;
  }
  if (first >= argc) {
    fprintf(stderr, "usage: scan [-n TIMES] FILE... | scan DIRECTORY\n");
    return 64;
  }
  for (int i = first; i < argc; i++) {
    DIR *folder = opendir(argv[i]);
    if (!folder) {
      scan(AT_FDCWD, argv[i], times);
      continue;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
      size_t length = strlen(entry->d_name);
      if (length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0) scan(dirfd(folder), entry->d_name, times);
    }
    closedir(folder);
  }
  printf("%lu events\n", events);
  return 0;
}
