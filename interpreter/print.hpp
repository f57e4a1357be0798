// The two printed forms of every type. They do not recurse, and obey the stream's formatting state.
#pragma once

#include <iosfwd>
#include <string>

#include "interpreter/value.hpp"

namespace sli {

class Engine;

void print(std::ostream& out, Value const& value, Engine const& engine);        // as `=`
void print_pretty(std::ostream& out, Value const& value, Engine const& engine); // as `==`
std::string printed(Value const& value, Engine const& engine);
std::string pretty_printed(Value const& value, Engine const& engine);

} // namespace sli
