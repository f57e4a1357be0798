#include "interpreter/names.hpp"

namespace sli {

NameTable::NameTable() {
    auto const known = known_names();
    ids_.reserve(2 * known.size());
    bindings_.reserve(2 * known.size());
    for (std::string_view text : known) intern(text);
}

NameId NameTable::intern(std::string_view text) {
    if (auto const found = ids_.find(text); found != ids_.end()) return found->second;
    auto const id = NameId(texts_.size());
    ids_.emplace(texts_.emplace_back(text), id);
    bindings_.emplace_back();
    return id;
}

} // namespace sli
