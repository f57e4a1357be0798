// Program `sli`: the language alone. It links no kernel, the daily proof of the wall.
#include "stdlib/startup/run_program.hpp"

int main(int count, char** arguments) {
    return sli::run_program("sli", {arguments, static_cast<std::size_t>(count)}, {.description = "readline"});
}
