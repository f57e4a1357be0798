// Format of what a stream prints: width, precision and flags, which stay with the stream.
#include <iomanip>

#include "interpreter/module.hpp"
#include "stdlib/language/stream_operands.hpp"

namespace sli {
namespace {

// Beyond this the C++ library would need more stack than there is.
constexpr Integer most_columns = 100'000;

int columns_operand(Engine& engine) {
    Integer const columns = expected_operand<Integer>(engine, 0);
    if (columns < 0 || columns > most_columns)
        throw Error(ErrorKind::range_check).with_hint("a number of characters from 0 to 100000");
    return int(columns);
}

void set_width(Engine& engine) {
    engine.need(2);
    good_output(engine, 1).stream() << std::setw(columns_operand(engine));
    engine.drop(1);
}

void set_precision(Engine& engine) {
    engine.need(2);
    good_output(engine, 1).stream() << std::setprecision(columns_operand(engine));
    engine.drop(1);
}

template <std::ios_base& (*manipulator)(std::ios_base&)> void set(Engine& engine) {
    good_output(engine, 0).stream() << manipulator;
}

constexpr Command commands[] = {
    {"setw", "ostream n -> ostream", "Width of the next item.", raw<set_width>()},
    {"setprecision", "ostream n -> ostream", "Number of digits of doubles.", raw<set_precision>()},
    {"fixed", "ostream -> ostream", "Prints doubles as 1.500000.", raw<set<std::fixed>>()},
    {"scientific", "ostream -> ostream", "Prints doubles as 1.500000e+00.", raw<set<std::scientific>>()},
    {"default", "ostream -> ostream", "Prints doubles in the shorter of both forms.",
     raw<set<std::defaultfloat>>()},
    {"showpoint", "ostream -> ostream", "Always prints a decimal point.", raw<set<std::showpoint>>()},
    {"noshowpoint", "ostream -> ostream", "Prints a decimal point where needed.",
     raw<set<std::noshowpoint>>()},
    {"showbase", "ostream -> ostream", "Prints 0x and 0 in front of integers.", raw<set<std::showbase>>()},
    {"noshowbase", "ostream -> ostream", "Prints integers without their base.", raw<set<std::noshowbase>>()},
    {"dec", "ostream -> ostream", "Prints integers with base ten.", raw<set<std::dec>>()},
    {"hex", "ostream -> ostream", "Prints integers with base sixteen.", raw<set<std::hex>>()},
    {"oct", "ostream -> ostream", "Prints integers with base eight.", raw<set<std::oct>>()},
    {"left", "ostream -> ostream", "Fills items up to their width on the right.", raw<set<std::left>>()},
    {"right", "ostream -> ostream", "Fills items up to their width on the left.", raw<set<std::right>>()},
    {"internal", "ostream -> ostream", "Fills items between sign and digits.", raw<set<std::internal>>()},
};

} // namespace

extern Module const formatting{"formatting", commands};

} // namespace sli
