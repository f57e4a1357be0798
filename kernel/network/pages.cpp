// The page of a model: what its file says of it, and its schema as plain data.
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/models/comments.hpp"

#include <algorithm>

namespace nest {

namespace {

bool part_of_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// Where a whole word stands in a text; npos: nowhere.
std::size_t find_word(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        std::size_t const end = at + word.size();
        if ((at == 0 || !part_of_name(text[at - 1])) && (end == text.size() || !part_of_name(text[end])))
            return at;
    }
    return text.npos;
}

// Names that differ in a trait alone share a file.
std::string_view base_name(std::string_view model) {
    for (std::string_view const trait : {"_hpc", "_lbl"})
        if (model.ends_with(trait)) return model.substr(0, model.size() - trait.size());
    return model;
}

std::string about(std::string_view model) {
    for (std::string_view const name : {base_name(model), model}) {
        for (std::string_view const comment : model_comments())
            if (find_word(comment.substr(0, comment.find(':')), name) != comment.npos)
                return std::string(comment);
        for (std::string_view const comment : model_comments()) // named further below: `voltmeter: a ...`
            if (std::size_t const at = find_word(comment, name);
                at != comment.npos && comment[at + name.size()] == ':')
                return std::string(comment);
    }
    return {};
}

std::string_view words_of(Access access) {
    switch (access) {
    case Access::read_write:
        return "set";
    case Access::read_only:
        return "read only";
    case Access::recorded:
        return "recorded only";
    case Access::unsupported:
        return "not supported yet";
    }
    return "";
}

std::string_view range_of(Field const& field) {
    if (auto const* real = dynamic_cast<TypedField<double> const*>(&field)) return real->range().words;
    if (auto const* integer = dynamic_cast<TypedField<std::int64_t> const*>(&field))
        return integer->range().words;
    return "";
}

Properties entry_of(Field const& field) {
    Properties entry{{"name", std::string(field.name())},
                     {"unit", std::string(symbol(field.unit()))},
                     {"range", std::string(range_of(field))},
                     {"access", std::string(words_of(field.access()))},
                     {"description", std::string(field.doc())}};
    entry.set("default", field.get(0));
    return entry;
}

PropertyList entries_of(Schema const& schema, bool states) {
    PropertyList entries;
    for (Field const* const field : schema.fields())
        if (field->role() <= Role::state && !field->name().empty() &&
            (field->role() == Role::state) == states)
            entries.emplace_back(entry_of(*field));
    return entries;
}

void add_inputs(Properties& page, NeuronModel const& model) {
    PropertyList recordables, spikes, currents;
    for (std::string const& name : model.recordables()) recordables.emplace_back(Literal{name});
    Wiring const wiring = model.wiring(0);
    for (SpikePort const& port : wiring.spikes) spikes.emplace_back(port.receptor);
    for (CurrentPort const& port : wiring.currents) currents.emplace_back(port.receptor);
    page.set("recordables", std::move(recordables));
    page.set("spike_receptors", std::move(spikes));
    page.set("current_receptors", std::move(currents));
}

Properties page_of(Model const& model, std::string const& name, std::string const& type,
                   std::string_view kind) {
    Properties page{{"name", name}, {"kind", std::string(kind)}, {"about", about(type)}};
    page.set("parameters", entries_of(model, false));
    page.set("states", entries_of(model, true));
    if (auto const* neuron = dynamic_cast<NeuronModel const*>(&model)) add_inputs(page, *neuron);
    return page;
}

} // namespace

Properties model_page(World const& world, std::string_view name) {
    for (NodeModelEntry const& entry : world.node_models)
        if (entry.name() == name)
            return page_of(*entry.prototype, entry.name(), entry.type_id, element_type(entry.kind()));
    for (SynapseModelEntry const& entry : world.synapse_models)
        if (entry.name == name) return page_of(*entry.prototype, entry.name, entry.type_id, "synapse");
    throw UnknownModelName(std::string(name), "");
}

} // namespace nest
