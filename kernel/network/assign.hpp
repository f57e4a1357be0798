// Setting values of schemas, all or nothing.
#pragma once

#include "kernel/properties.hpp"
#include "kernel/schema.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nest {

struct World;

// Remembers every column before it is changed and puts all back unless commit() is reached.
class Assignment {
public:
    // Draws the value of an Expression for a lane.
    using Draw = std::function<double(Expression const&, std::size_t lane, std::size_t parameter)>;

    Assignment() = default;
    Assignment(Assignment const&) = delete;
    ~Assignment() { undo(); }

    // Assigns to some lanes (ascending), then lets the schema normalise and validate. Keys must be known;
    // those in `handled` are not fields and are skipped.
    void apply(Schema& schema, std::span<std::size_t const> lanes, Properties const& changes,
               std::span<std::string_view const> handled = {}, Draw const& draw = {});
    void commit() {
        saved_.clear();
        values_.clear();
    }
    void undo();

private:
    void assign(Schema& schema, Field& field, std::span<std::size_t const> lanes, Property const& value,
                std::size_t parameter, Draw const& draw);
    bool is_saved(Field const& field) const;
    void save(Field& field, std::span<std::size_t const> lanes);
    void save(Field& field);
    void save_if_normalised(Field& field, Properties const& changes);

    // What was there before: whole columns, and single values where one lane of a long column changes.
    struct SavedValue {
        Field* field;
        std::size_t lane;
        Property value;
    };
    std::vector<std::pair<Field*, std::shared_ptr<void const>>> saved_;
    std::vector<SavedValue> values_;
};

// May users set this field? Read-only fields count as unknown keys, as in the documented system.
bool settable(Field const* field);

// The same for a key of a schema. Recorders have keys that depend on the back end, which `changes` may
// choose.
bool settable_key(Schema const& schema, std::string_view key, Properties const& changes);

// Refuses keys for which `known` is false (DictError with a hint), or warns, by dict_miss_is_error. Returns
// the changes without them.
Properties known_only(World const& world, std::string_view owner, Properties const& changes,
                      std::function<bool(std::string_view)> const& known, std::span<Field* const> candidates);

// Runs `action`; a BadProperty gets `prefix` in front of its text.
template <class Action> auto with_prefix(std::string const& prefix, Action action);

} // namespace nest

#include "kernel/errors.hpp"

template <class Action> auto nest::with_prefix(std::string const& prefix, Action action) {
    try {
        return action();
    } catch (BadProperty const& error) {
        throw BadProperty(prefix + error.text(), error.hint());
    }
}
