// What the prompt can offer, read off an engine: its dictionaries, and the models the library has told of
// (statusdict /completions: names of models -> arrays of keys).
#pragma once

#include "interpreter/engine.hpp"
#include "stdlib/startup/completion.hpp"

namespace sli {

class EngineVocabulary final : public Vocabulary {
public:
    explicit EngineVocabulary(Engine& engine)
        : engine_(engine) {}
    std::vector<std::string> names() const override;
    std::vector<std::string> models() const override;
    std::vector<std::string> keys_of(std::string_view name) const override;

private:
    Dictionary const* completions() const;
    std::vector<std::string> keys(Dictionary const& dictionary) const;
    Engine& engine_;
};

} // namespace sli
