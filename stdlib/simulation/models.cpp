// Models and their defaults.
#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

Value defaults(Engine& engine, Literal component) {
    return to_dictionary(engine, simulation(engine).defaults(engine.text(component.id)));
}

Value page(Engine& engine, Literal model) {
    return to_dictionary(engine, simulation(engine).page(engine.text(model.id)));
}

void set_defaults(Engine& engine, Literal component, Dictionary const& changes) {
    auto& kernel = simulation(engine);
    kernel.set_defaults(engine.text(component.id), drawn_once(kernel, to_properties(engine, changes)));
}

void copy(Engine& engine, Literal original, Literal name, Dictionary const& changes) {
    auto& kernel = simulation(engine);
    kernel.copy_model(engine.text(original.id), engine.text(name.id),
                      drawn_once(kernel, to_properties(engine, changes)));
}

constexpr Builtin defaults_variants[] = {kernel<defaults>("GetDefaults_l")};
constexpr Builtin page_variants[] = {kernel<page>("modelpage_l")};
constexpr Builtin set_defaults_variants[] = {kernel<set_defaults>("SetDefaults_l_D")};
constexpr Builtin copy_variants[] = {kernel<copy>("CopyModel_l_l_D")};

constexpr Command commands[] = {
    {"GetDefaults", "model -> dictionary", "Defaults of a node model, synapse model or recording backend.",
     defaults_variants},
    {":modelpage", "model -> dictionary", "What there is to know of a model, for its page.", page_variants},
    {"SetDefaults", "model dictionary ->", "Changes defaults; what exists already keeps its values.",
     set_defaults_variants},
    {"CopyModel", "model name dictionary ->", "A new model with the defaults of another one and changes.",
     copy_variants},
};

} // namespace

extern Module const simulation_models{"models", commands};

} // namespace sli
