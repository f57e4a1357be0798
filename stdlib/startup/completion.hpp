// What may stand at the cursor of the prompt. Knows the shape of SLI, not where names come from.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sli {

// What the prompt may offer, asked when it is needed.
class Vocabulary {
public:
    virtual ~Vocabulary() = default;
    virtual std::vector<std::string> names() const = 0;  // that can be executed now
    virtual std::vector<std::string> models() const = 0; // and other literals worth offering
    // Keys of a model (/iaf_psc_exp) or of a dictionary with that name; none: it is neither.
    virtual std::vector<std::string> keys_of(std::string_view name) const = 0;
};

struct Completion {
    bool files = false;                  // the cursor is inside a string: names of files
    std::vector<std::string> candidates; // whole words, sorted; literals with their slash
};

// `before`: the line up to the cursor.
Completion complete(std::string_view before, Vocabulary const& vocabulary);

using Completer = std::function<Completion(std::string_view before)>;

// Where a word begins that ends at the end of the text.
std::size_t word_at_end(std::string_view text);

} // namespace sli
