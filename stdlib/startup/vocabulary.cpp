#include "stdlib/startup/vocabulary.hpp"

namespace sli {

std::vector<std::string> EngineVocabulary::keys(Dictionary const& dictionary) const {
    std::vector<std::string> found;
    for (NameId const key : dictionary.keys()) found.push_back(engine_.text(key));
    return found;
}

Dictionary const* EngineVocabulary::completions() const {
    Value const* const status = engine_.lookup(engine_.known().statusdict);
    if (!status || !status->is(Type::dictionary)) return nullptr;
    Value const* const known = status->object<Dictionary>().find(engine_.intern("completions"));
    return known && known->is(Type::dictionary) ? &known->object<Dictionary>() : nullptr;
}

std::vector<std::string> EngineVocabulary::names() const {
    std::vector<std::string> found;
    for (Value const& dictionary : engine_.dictionaries().values())
        for (std::string& name : keys(dictionary.object<Dictionary>()))
            if (!name.starts_with(':') && !name.starts_with("::")) found.push_back(std::move(name));
    return found;
}

std::vector<std::string> EngineVocabulary::models() const {
    std::vector<std::string> found;
    if (Dictionary const* const known = completions()) found = keys(*known);
    for (std::string& name : keys(engine_.userdict())) found.push_back(std::move(name));
    return found;
}

std::vector<std::string> EngineVocabulary::keys_of(std::string_view name) const {
    NameId const id = engine_.intern(name);
    std::vector<std::string> found;
    if (Dictionary const* const known = completions())
        if (Value const* const model = known->find(id); model && model->is(Type::array))
            for (Value const& key : model->object<Array>().items)
                if (key.is(Type::literal)) found.push_back(engine_.text(key.id()));
    if (!found.empty()) return found;
    Value const* const value = engine_.lookup(id);
    return value && value->is(Type::dictionary) ? keys(value->object<Dictionary>()) : found;
}

} // namespace sli
