// Has simdjson build its tree of a JSON file, so many times.
//
// usage: dom -n TIMES FILE
// Prints the number of elements under "data" in the last tree.
#include <cstdlib>
#include <iostream>
#include <simdjson.h>
#include <string>

int main(int argc, char **argv) {
  if (argc != 4 || std::string(argv[1]) != "-n") {
    std::cerr << "usage: dom -n TIMES FILE\n";
    return 64;
  }
  simdjson::padded_string text;
  if (simdjson::padded_string::load(argv[3]).get(text)) {
    std::cerr << "dom: " << argv[3] << ": cannot be read\n";
    return 1;
  }
  size_t count = 0;
  simdjson::dom::parser parser;
  for (int i = 0; i < std::atoi(argv[2]); i++) {
    simdjson::dom::element document;
    simdjson::dom::array jobs;
    if (parser.parse(text).get(document) || document["data"].get(jobs)) {
      std::cerr << "dom: " << argv[3] << ": no page of jobs\n";
      return 1;
    }
    count = jobs.size();
  }
  std::cout << count << " jobs\n";
  return 0;
}
