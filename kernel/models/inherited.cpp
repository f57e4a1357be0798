// What models of each kind inherit.
#include "kernel/errors.hpp"
#include "kernel/models/neuron_model.hpp"
#include "kernel/models/recorder_model.hpp"
#include "kernel/models/stimulus_model.hpp"

#include <algorithm>

namespace nest {

// ---------------------------------------------------------------- neurons

std::size_t Wiring::spike_channels() const {
    std::size_t n = 0;
    for (SpikePort const& port : spikes)
        n = std::max({n, port.positive + std::size_t{1}, port.negative + std::size_t{1}});
    return n;
}

std::size_t Wiring::current_channels() const {
    std::size_t n = 0;
    for (CurrentPort const& port : currents) n = std::max(n, port.channel + std::size_t{1});
    return n;
}

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool belongs_to_archive(NeuronModel const& model, Field const* field) {
    return field == &model.t_spike || field == &model.post_trace || field == &model.Ca;
}

} // namespace

std::vector<std::string> NeuronModel::recordables() const {
    std::vector<std::string> names;
    for (Field const* field : fields())
        if (field->role() == Role::state && !belongs_to_archive(*this, field) &&
            dynamic_cast<TypedField<double> const*>(field))
            names.emplace_back(field->name());
    std::ranges::sort(names, [](std::string const& a, std::string const& b) {
        return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
    });
    return names;
}

TypedField<double> const* NeuronModel::recordable(std::string_view name) const {
    for (Field const* field : fields())
        if (field->role() == Role::state && field->name() == name && !belongs_to_archive(*this, field))
            return dynamic_cast<TypedField<double> const*>(field);
    return nullptr;
}

void NeuronModel::hide_archive() {
    for (Field* field : std::initializer_list<Field*>{&tau_minus, &tau_minus_triplet, &t_spike, &post_trace,
                                                      &archiver_length, &Ca, &tau_Ca, &beta_Ca})
        field->hide();
}

// ---------------------------------------------------------------- windows of devices

void require_window(TimeGrid const& grid, double origin, double start, double stop) {
    for (auto const& [name, ms] : {std::pair{"origin", origin}, {"start", start}, {"stop", stop}})
        if (!grid.on_grid(ms))
            throw BadProperty(std::string(name) + " must be a multiple of the simulation resolution.");
    if (stop < start) throw BadProperty("stop >= start required.");
}

void StimulusModel::validate(std::size_t lane) const {
    require_window(grid(), origin[lane], start[lane], stop[lane]);
}

void StimulusModel::open_window() {
    Step const zero = grid().steps_up(origin[0]);
    first_ = std::min(infinite_steps, zero + grid().steps_up(start[0]));
    last_ = std::min(infinite_steps, zero + grid().steps_up(stop[0]));
}

StepRange StimulusModel::active(StepRange steps) const {
    StepRange inside;
    switch (window()) {
    case Window::current:
        inside = {first_ - 1, last_ - 1};
        break;
    case Window::step:
        inside = {first_ + 1, last_ + 1};
        break;
    case Window::stamp:
        inside = {first_, last_};
        break;
    }
    return {std::max(steps.from, inside.from), std::min(steps.to, inside.to)};
}

void RecorderModel::erase_hidden(Properties& status) const {
    for (Field const* field : fields())
        if (!shows(field->name())) status.erase(field->name());
}

void RecorderModel::changed(std::size_t, Changes changes) {
    if (std::ranges::find(changes, &time_in_steps) != changes.end() && around().simulated)
        throw BadProperty("Property time_in_steps cannot be set after Simulate has been called.");
}

void RecorderModel::validate(std::size_t lane) const {
    require_window(grid(), origin[lane], start[lane], stop[lane]);
}

} // namespace nest
