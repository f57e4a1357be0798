#include "kernel/network/assign.hpp"

#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace nest {

bool settable(Field const* field) {
    return field && field->access() != Access::read_only && field->access() != Access::recorded;
}

bool settable_key(Schema const& schema, std::string_view key, Properties const& changes) {
    auto const* const recorder = dynamic_cast<RecorderModel const*>(&schema);
    if (recorder) {
        Property const* const chosen = changes.find("record_to");
        bool const text = chosen && (chosen->holds<Literal>() || chosen->holds<std::string>());
        if (!recorder->has_key(key, text ? to_text(*chosen) : recorder->record_to[0].text)) return false;
    }
    return settable(schema.find(key));
}

bool Assignment::is_saved(Field const& field) const {
    return std::ranges::any_of(saved_, [&](auto const& saved) { return saved.first == &field; });
}

void Assignment::save(Field& field) {
    if (!is_saved(field)) saved_.emplace_back(&field, field.save());
}

// A loop that sets node after node must not copy a column for each of them.
void Assignment::save(Field& field, std::span<std::size_t const> lanes) {
    constexpr std::size_t few = 64;
    if (lanes.size() == 1 && !field.uniform() && values_.size() < few && !is_saved(field))
        values_.push_back({&field, lanes[0], field.get(lanes[0])});
    else
        save(field);
}

// Single values of a field were saved before its column, so they are put back last.
void Assignment::undo() {
    for (auto const& [field, values] : saved_) field->restore(values.get());
    for (auto saved = values_.rbegin(); saved != values_.rend(); ++saved)
        saved->field->assign(saved->lane, saved->value);
    commit();
}

void Assignment::assign(Schema& schema, Field& field, std::span<std::size_t const> lanes,
                        Property const& value, std::size_t parameter, Draw const& draw) {
    if (auto const* drawn = value.get_if<Expression>(); drawn && draw) {
        for (std::size_t const lane : lanes) {
            Property const x(draw(*drawn, lane, parameter));
            field.check(x);
            field.assign(lane, x);
        }
        return;
    }
    field.check(value);
    if (field.access() == Access::unsupported) {
        if (field.get(lanes[0]) == value) return;
        throw NotImplemented(fmt::format(
            "{} belongs to structural plasticity, which this version does not have.", field.name()));
    }
    if (lanes.size() == schema.lanes()) return field.assign_all(value);
    for (std::size_t const lane : lanes) field.assign(lane, value);
}

void Assignment::apply(Schema& schema, std::span<std::size_t const> lanes, Properties const& changes,
                       std::span<std::string_view const> handled, Draw const& draw) {
    std::vector<Field const*> changed;
    std::size_t parameter = 0;
    for (Field* field : schema.fields()) save_if_normalised(*field, changes);
    for (auto const& [key, value] : changes) {
        if (std::ranges::find(handled, key) != handled.end()) continue;
        Field& field = *schema.find(key);
        save(field, lanes);
        assign(schema, field, lanes, value, parameter++, draw);
        changed.push_back(&field);
    }
    for (std::size_t const lane : lanes) {
        schema.changed(lane, changed);
        schema.validate(lane);
    }
}

// What changed() may touch besides the keys that were given: columns of devices, which are short.
void Assignment::save_if_normalised(Field& field, Properties const& changes) {
    if (field.owner_lanes() == 1 && !changes.empty()) save(field);
}

Properties known_only(World const& world, std::string_view owner, Properties const& changes,
                      std::function<bool(std::string_view)> const& known,
                      std::span<Field* const> candidates) {
    Properties kept;
    std::vector<std::string> unknown;
    for (auto const& [key, value] : changes) {
        if (known(key))
            kept.set(key, value);
        else
            unknown.push_back(key);
    }
    if (unknown.empty()) return kept;
    std::vector<std::string> names;
    for (Field const* field : candidates)
        if (field->visible() && settable(field)) names.emplace_back(field->name());
    auto const nearest = did_you_mean(unknown.front(), names);
    auto const hint = fmt::format("{} has no settable parameter '{}'{}{}", owner, unknown.front(),
                                  nearest.empty() ? "" : "; ", nearest);
    if (world.settings.dict_miss_is_error) throw UnusedKeys(unknown, hint);
    world.host.say(Severity::warning, "SetStatus", hint);
    return kept;
}

} // namespace nest
