// Commands made of commands: looked up by name when they run, so that overloads added later count.
#pragma once

#include <initializer_list>
#include <string_view>

#include "interpreter/engine.hpp"

namespace sli {

inline Value phrase(Engine& engine, std::initializer_list<std::string_view> names) {
    std::vector<Value> code;
    for (auto const name : names) code.push_back(Value::name(engine.intern(name)));
    return make_procedure(std::move(code));
}

// Runs the named commands, one after the other, when the present one has returned.
inline void run_phrase(Engine& engine, std::initializer_list<std::string_view> names) {
    engine.enter(phrase(engine, names));
}

} // namespace sli
