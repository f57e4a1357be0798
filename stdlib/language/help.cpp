// Help: what the manual says about commands. Showing it is put together in lib-sli/help.sli.
#include "interpreter/interpreter.hpp"
#include "stdlib/language/manual.hpp"

namespace sli {
namespace {

// The manual is made when somebody first asks.
struct ManualKeeper {
    Interpreter const* interpreter;
    std::unique_ptr<Manual> manual;
};

Manual const& manual(Engine& engine) {
    auto& keeper = engine.attachment<ManualKeeper>();
    if (!keeper.manual) {
        auto const& library = engine.attachment<Program>().library;
        if (!library) throw Error("NoHelpInformationError", std::nullopt);
        keeper.manual = std::make_unique<Manual>(*keeper.interpreter, *library);
    }
    return *keeper.manual;
}

std::optional<std::string> page(Engine& engine, std::string_view name) {
    ManualEntry const* entry = manual(engine).find(name);
    if (!entry) return {};
    return manual_page(name, *entry);
}

std::optional<std::string> example(Engine& engine, std::string_view name) {
    ManualEntry const* entry = manual(engine).find(name);
    if (!entry || entry->example.empty()) return {};
    return entry->example;
}

std::vector<Value> index(Engine& engine) {
    std::vector<Value> lines;
    for (auto const& [name, entry] : manual(engine).entries()) {
        std::string const padding(name.size() < 24 ? 24 - name.size() : 1, ' ');
        lines.push_back(Value::make<String>(name + padding + entry.sentence));
    }
    return lines;
}

std::vector<Value> names(Engine& engine) {
    std::vector<Value> result;
    for (auto const& entry : manual(engine).entries()) result.push_back(make_string(entry.first));
    return result;
}

constexpr Command commands[] = {
    {":manual", "(name) -> (page) true / false", "The manual's page about a command.", bind<page>()},
    {":example", "(name) -> (program) true / false", "The manual's example for a command.", bind<example>()},
    {":names", "-> [names]", "Every documented name.", bind<names>()},
    {":index", "-> [lines]", "Every documented name with its sentence.", bind<index>()},
};

void install(Interpreter& interpreter) {
    interpreter.engine().attach(std::make_shared<ManualKeeper>(ManualKeeper{&interpreter, nullptr}));
}

} // namespace

extern Module const help{"help", commands, {}, install};

} // namespace sli
