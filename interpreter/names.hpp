// Text <-> small integers.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "interpreter/value.hpp"

namespace sli {

// The names of the documented system at start-up, oldest first: dictionaries show their keys in the
// order of name ids, so these ids are part of the visible behaviour.
std::span<std::string_view const> known_names();

// What a name is bound to at the moment. Kept by the dictionary stack, but stored here, where every
// name has a place.
struct Binding {
    Value const* slot = nullptr;     // in the topmost dictionary that has the name; null: search
    std::uint32_t place = 0;         // of that dictionary on the stack
    Opcode opcode = Opcode::unbound; // the value's own, or that of the variant its overload set chose last
};

// Names that lead to names are looked at with more care.
inline Opcode opcode_of_bound(Value const& value) {
    return value.opcode() == Opcode::name ? Opcode::bound : value.opcode();
}

// Every text used as a name gets one id, for good; ids grow, and the known names come first.
class NameTable {
public:
    NameTable();
    NameTable(NameTable const&) = delete;
    NameTable& operator=(NameTable const&) = delete;

    NameId intern(std::string_view text);
    bool knows(std::string_view text) const { return ids_.contains(text); }
    std::string const& text(NameId id) const { return texts_[std::size_t(id)]; }
    std::size_t size() const { return texts_.size(); }
    std::vector<Binding>& bindings() { return bindings_; }

private:
    std::deque<std::string> texts_; // never move: ids_ looks into them
    std::unordered_map<std::string_view, NameId> ids_;
    std::vector<Binding> bindings_; // one per name
};

} // namespace sli
