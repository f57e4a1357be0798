// The specifications of a Connect call: from properties to a rule and to values of edges.
#include "kernel/connect/specification.hpp"

#include "kernel/catalogue.hpp"
#include "kernel/connect/number_column.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/network/assign.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace nest {

namespace {
constexpr std::array<std::size_t, 1> first_lane{0};
}

std::shared_ptr<ConnectionRule const> read_rule(World const& world, Properties const& spec) {
    Property const* const name = spec.find("rule");
    if (!name) throw BadProperty("The connection specification must contain a connection rule.");
    std::string const wanted = to_text(*name, "rule");
    auto const rows = rule_catalogue();
    auto const row = std::ranges::find(rows, wanted, &RuleRow::name);
    if (row == rows.end()) {
        std::vector<std::string> names;
        for (RuleRow const& r : rows) names.emplace_back(r.name);
        throw BadProperty("Unknown connection rule: " + wanted, did_you_mean(wanted, names));
    }
    std::shared_ptr<ConnectionRule> rule = row->make();
    for (auto const key : rule->required())
        if (!spec.contains(key)) throw MissingKey(std::string(key));
    Properties given = spec;
    given.erase("rule");
    auto const known = [&](std::string_view key) { return settable(rule->find(key)); };
    Assignment assignment;
    assignment.apply(*rule, first_lane, known_only(world, wanted, given, known, rule->fields()));
    assignment.commit();
    return rule;
}

namespace {

EdgeValue read_value(Reading& reading, Property const& given, std::string_view key, bool integer) {
    EdgeValue value;
    value.parameter = reading.parameters++;
    if (given.holds<Expression>()) {
        value.given = *given.get_if<Expression>();
    } else if (given.holds<Doubles>() || given.holds<Integers>()) {
        Doubles const list = to_doubles(given, key);
        auto const size = reading.rule.array_size(reading.sources, reading.targets);
        if (!size)
            throw NotImplemented(fmt::format("The rule does not accept an array of values for {}.", key));
        if (list->size() != *size)
            throw DimensionMismatch(static_cast<std::int64_t>(*size),
                                    static_cast<std::int64_t>(list->size()));
        for (double const x : *list)
            if (std::isnan(x)) throw BadProperty(fmt::format("{} must be a number.", key));
        value.given = list;
    } else if (given.holds<double>() || given.holds<std::int64_t>()) {
        double const x = integer ? static_cast<double>(to_integer(given, key)) : to_double(given, key);
        if (std::isnan(x)) throw BadProperty(fmt::format("{} must be a number.", key));
        value.given = x;
    } else {
        throw BadProperty("Cannot handle parameter type. Received " + type_name(given), std::string(key));
    }
    return value;
}

void read_delay(Reading& reading, EdgeSpecification& spec, Property const* given,
                SynapseModelEntry const& model) {
    if (!given) {
        spec.delay.given = static_cast<double>(model.delay);
        spec.least_delay = spec.largest_delay = model.delay;
        spec.delay_rest = model.delay_rest;
        if (spec.delay_rest > 0.0) --spec.least_delay; // a spike may arrive a step earlier
        return;
    }
    spec.delay = read_value(reading, *given, "delay", false);
    auto const& grid = reading.world.grid();
    if (spec.delay.constant()) {
        Step const steps = grid.delay_steps(spec.delay.number());
        refuse_delay(steps, spec.delay.number());
        spec.delay.given = static_cast<double>(steps);
        spec.least_delay = spec.largest_delay = steps;
    } else if (auto const* list = std::get_if<Doubles>(&spec.delay.given)) {
        auto const [least, largest] = std::ranges::minmax(**list);
        spec.least_delay = grid.delay_steps(least);
        spec.largest_delay = grid.delay_steps(largest);
        refuse_delay(spec.least_delay, least);
    }
}

} // namespace

void refuse_delay(Step steps, double given_ms) {
    if (steps >= 1) return;
    throw BadDelay(given_ms, "Delay must be greater than or equal to resolution");
}

EdgeSpecification read_specification(Reading& reading, Properties const& given) {
    Property const* const name = given.find("synapse_model");
    if (!name) throw BadProperty("Synapse spec must contain synapse model");
    EdgeSpecification spec;
    spec.synapse = find_synapse_model(reading.world, to_text(*name, "synapse_model"));
    SynapseModelEntry const& model = reading.world.synapse_models[spec.synapse];
    SynapseModel& prototype = *model.prototype;
    static constexpr std::array<std::string_view, 4> own{"synapse_model", "delay", "receptor_type",
                                                         "synapse_label"};
    for (auto const& entry : given) {
        Field const* const field = prototype.find(entry.first);
        bool const common = field && (field->role() == Role::shared ||
                                      (entry.first == "weight" && model.traits.common_weight));
        if (common || entry.first == "weight_recorder" || entry.first == "volume_transmitter")
            throw NotImplemented(
                fmt::format("Property \"{}\" of {} can only be set via SetDefaults() or CopyModel().",
                            entry.first, model.name));
    }
    auto const known = [&](std::string_view key) {
        if (key == "synapse_label") return model.traits.label;
        return std::ranges::find(own, key) != own.end() || settable(prototype.find(key));
    };
    Properties const kept = known_only(reading.world, model.name, given, known, prototype.fields());
    read_delay(reading, spec, kept.find("delay"), model);
    Property const* const weight = kept.find("weight");
    if (weight)
        spec.weight = read_value(reading, *weight, "weight", false);
    else
        spec.weight.given = prototype.weight[0];
    if (weight && spec.weight.constant()) prototype.weight.check(Property(spec.weight.number()));
    spec.receptor = model.receptor;
    if (auto const* r = kept.find("receptor_type")) spec.receptor = to_integer(*r, "receptor_type");
    spec.label = model.label;
    if (auto const* l = kept.find("synapse_label")) {
        spec.label = to_integer(*l, "synapse_label");
        if (spec.label < 0) throw BadProperty("Connection label must not be negative.");
    }
    if (model.traits.numbered && reading.world.ranks->size() > 1)
        throw NotImplemented(fmt::format("{} can only be used in one process.", model.name));
    if (model.traits.modulated && model.volume_transmitter.empty())
        throw BadProperty("No volume transmitter has been assigned to the dopamine synapse.");
    for (std::size_t f = 0; f < prototype.fields().size(); ++f) {
        Field& field = *prototype.fields()[f];
        if (&field == prototype.delay_rest()) spec.extra.push_back({f, {spec.delay_rest, 0}});
        if (field.role() == Role::shared || !field.visible() || field.name() == "weight") continue;
        if (auto const* value = kept.find(field.name())) {
            bool const whole = NumberColumn(field).whole();
            EdgeValue const v = read_value(reading, *value, field.name(), whole);
            if (v.constant())
                field.check(whole ? Property(static_cast<std::int64_t>(v.number())) : Property(v.number()));
            spec.extra.push_back({f, v});
        } else if (NumberColumn const column(field); column) {
            spec.extra.push_back({f, {column.get(0), 0}});
        }
    }
    return spec;
}

// Values that fit one by one must fit together (same sign of weight and Wmax, ...).
void validate_constants(World const& world, EdgeSpecification const& spec) {
    auto const probe = world.empty_table(spec.synapse);
    SynapseModel& model = probe->model();
    if (spec.weight.constant()) model.weight.put_all(spec.weight.number());
    for (auto const& [field, value] : spec.extra)
        if (value.constant()) NumberColumn(*model.fields()[field]).put_all(value.number());
    model.validate(0);
}

} // namespace nest
