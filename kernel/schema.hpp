// A parameter is declared once. A Field registers itself with its owner when it is constructed; from that
// one line come get and set, type and range checks, defaults, recordable names and documentation.
//
// The owner (a Schema: a neuron model, a synapse model, a device, a connection rule) has lanes: one per
// neuron or edge it describes. A field holds one value for all lanes until two lanes differ.
#pragma once

#include "kernel/core/column.hpp"
#include "kernel/properties.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nest {

enum class Unit : std::uint8_t { none, ms, mV, pA, pF, nS, Hz, mV_per_ms, per_ms };
std::string_view symbol(Unit unit);

// Which numbers a field accepts; not-a-number is never accepted.
struct Range {
    double low;
    double high;
    bool low_included;
    bool high_included;
    std::string_view words; // "must be ..."

    bool holds(double x) const {
        return (low_included ? x >= low : x > low) && (high_included ? x <= high : x < high);
    }
};
inline constexpr double unbounded = __builtin_huge_val();
inline constexpr Range any{-unbounded, unbounded, true, true, "a number"};
inline constexpr Range positive{0.0, unbounded, false, true, "greater than zero"};
inline constexpr Range non_negative{0.0, unbounded, true, true, "zero or greater"};
inline constexpr Range probability{0.0, 1.0, true, true, "between 0 and 1"};

// What a field is for.
enum class Role : std::uint8_t {
    parameter, // set by users, constant during a run
    shared,    // a parameter with one value for the whole model
    state,     // changes during a run; recordable where it is a double
    derived,   // computed in prepare(); invisible outside
    scratch    // per lane, invisible, never saved
};

// How users see it in the status.
enum class Access : std::uint8_t {
    read_write,
    read_only,
    recorded,   // not in the status, but a meter can record it
    unsupported // in the status with its default; setting it is refused as not supported
};

class Schema;

class Field {
public:
    Field(Schema& owner, Role role, std::string_view name, Unit unit, Access access, std::string_view doc);
    Field(Field const&) = delete; // its address is its identity
    Field& operator=(Field const&) = delete;
    virtual ~Field() = default;

    Role role() const { return role_; }
    std::string_view name() const { return name_; }
    Unit unit() const { return unit_; }
    Access access() const { return access_; }
    std::string_view doc() const { return doc_; }
    bool visible() const { return role_ <= Role::state && access_ != Access::recorded; }
    void hide() { access_ = Access::recorded; } // from users; before its owner is used

    std::size_t owner_lanes() const;

    virtual bool uniform() const = 0; // one value for all lanes
    virtual Property get(std::size_t lane) const = 0;
    virtual void check(Property const& value) const = 0; // type and range: TypeMismatch, BadProperty

    // Assigning expects a checked value. To one lane of several, it turns the field into a column.
    virtual void assign(std::size_t lane, Property const& value) = 0;
    virtual void assign_all(Property const& value) = 0;

    virtual void append(Field const& prototype, std::size_t lane,
                        std::size_t count) = 0;                  // same field, other owner
    virtual void permute(std::span<std::size_t const> from) = 0; // lane i becomes what lane from[i] was
    virtual void spread() = 0;         // a column of all lanes (padded), even if all are equal
    virtual void unify() = 0;          // a single value again if all lanes are equal
    virtual void unify_to_first() = 0; // a single value: that of the first lane
    virtual std::shared_ptr<void const> save() const = 0;
    virtual void restore(void const* saved) = 0;
    virtual std::size_t bytes() const = 0;

protected:
    Schema const& owner() const { return owner_; }
    [[noreturn]] void refuse(std::string const& requirement, Property const& given) const;

private:
    Schema& owner_;
    std::string_view name_;
    std::string_view doc_;
    Role role_;
    Unit unit_;
    Access access_;
};

// What one act of setting changed, as the owner's changed() sees it.
using Changes = std::span<Field const* const>;

class Schema {
public:
    Schema() = default;
    Schema(Schema const&) = delete;
    Schema& operator=(Schema const&) = delete;
    virtual ~Schema() = default;

    std::size_t lanes() const { return lanes_; }
    std::span<Field* const> fields() const { return fields_; }
    Field* find(std::string_view name) const;

    // Values of the visible fields of one lane, in order of declaration.
    Properties get(std::size_t lane) const;

    // All parameters and shared fields have one value: the arithmetic may use `Broadcast` constants.
    bool uniform() const;

    // Appends `count` lanes with the values of lane `lane` of `prototype`, a schema of the same type.
    void append(Schema const& prototype, std::size_t lane, std::size_t count);

    // For owners of several lanes: an empty schema (0) is filled by append.
    void set_lanes(std::size_t lanes);

    // How many lanes prepare() has to compute: one if uniform, else all, padding included.
    std::size_t distinct() const { return uniform() ? 1 : padded(lanes_); }

    // Called for a lane after values were assigned and before they count. `changed` may normalise what was
    // given (round to the grid, parse a name); `validate` tells whether the values fit each other. Both
    // refuse by throwing; whoever set the values then restores them.
    virtual void changed(std::size_t lane, Changes changes);
    virtual void validate(std::size_t lane) const;

protected:
    static void require(bool condition, std::string const& otherwise); // throws BadProperty

private:
    friend class Field;
    std::vector<Field*> fields_;
    std::size_t lanes_ = 1; // a fresh schema is a prototype: one lane, the defaults
};

// ---------------------------------------------------------------- typed fields

// How values of a type are stored, checked and converted.
template <class T> struct FieldType;
template <> struct FieldType<double> {
    using Stored = double;
    static Property read(Stored x) { return Property(x); }
};
template <> struct FieldType<std::int64_t> {
    using Stored = std::int64_t;
    static Property read(Stored x) { return Property(x); }
};
template <> struct FieldType<bool> {
    using Stored = std::uint8_t;
    static Property read(Stored x) { return Property(x != 0); }
};
template <> struct FieldType<std::string> {
    using Stored = std::string;
    static Property read(Stored const& x) { return Property(x); }
};
template <> struct FieldType<Literal> {
    using Stored = Literal;
    static Property read(Stored const& x) { return Property(x); }
};
template <> struct FieldType<Doubles> {
    using Stored = Doubles;
    static Property read(Stored const& x) { return Property(x); }
};
template <> struct FieldType<Integers> {
    using Stored = Integers;
    static Property read(Stored const& x) { return Property(x); }
};
// Numbers that change during a run, as many as a neuron needs.
using Numbers = std::vector<double>;
template <> struct FieldType<Numbers> {
    using Stored = Numbers;
    static Property read(Stored const& x) { return Property(PropertyList(x.begin(), x.end())); }
};
template <> struct FieldType<Expression> {
    using Stored = Expression;
    static Property read(Stored const& x) { return Property(x); }
};
// A list of names (`record_from`).
using Words = std::vector<std::string>;
template <> struct FieldType<Words> {
    using Stored = Words;
    static Property read(Stored const& x) {
        PropertyList list;
        for (auto const& word : x) list.emplace_back(Literal{word});
        return Property(std::move(list));
    }
};

template <class T> class TypedField : public Field {
public:
    using Stored = typename FieldType<T>::Stored;

    TypedField(Schema& owner, Role role, std::string_view name, Unit unit, Stored initial, Range range,
               Access access, std::string_view doc)
        : Field(owner, role, name, unit, access, doc)
        , v(1, initial)
        , range_(range) {}

    decltype(auto) operator[](std::size_t i) const {
        if constexpr (std::is_same_v<T, bool>)
            return v[v.size() == 1 ? 0 : i] != 0;
        else
            return static_cast<Stored const&>(v[v.size() == 1 ? 0 : i]);
    }
    bool uniform() const override { return v.size() == 1; }
    Range const& range() const { return range_; }

    Property get(std::size_t lane) const override { return FieldType<T>::read(v[v.size() == 1 ? 0 : lane]); }
    void check(Property const& value) const override;
    void assign(std::size_t lane, Property const& value) override { put(lane, convert(value)); }
    void assign_all(Property const& value) override { v.assign(1, convert(value)); }
    void put(std::size_t lane, Stored value); // turns the field into a column if it has to
    void put_all(Stored value) { v.assign(1, std::move(value)); }

    void append(Field const& prototype, std::size_t lane, std::size_t count) override;
    void permute(std::span<std::size_t const> from) override;
    void spread() override { resize(padded(owner().lanes())); }
    void unify() override;
    void unify_to_first() override { v.resize(1, v.front()); }
    std::shared_ptr<void const> save() const override { return std::make_shared<Column<Stored> const>(v); }
    void restore(void const* saved) override { v = *static_cast<Column<Stored> const*>(saved); }
    std::size_t bytes() const override { return v.capacity() * sizeof(Stored); }

    Column<Stored> v; // one value, or one per lane (padded)

private:
    static Stored convert(Property const& value);
    void resize(std::size_t size) { v.resize(size, v.back()); }
    Range range_;
};

extern template class TypedField<double>;
extern template class TypedField<std::int64_t>;
extern template class TypedField<bool>;
extern template class TypedField<std::string>;
extern template class TypedField<Literal>;
extern template class TypedField<Doubles>;
extern template class TypedField<Integers>;
extern template class TypedField<Words>;
extern template class TypedField<Numbers>;
extern template class TypedField<Expression>;

// Set by users, constant during a run, one value per lane if they differ.
struct Parameter : TypedField<double> {
    Parameter(Schema& owner, std::string_view name, Unit unit, double initial, Range range,
              std::string_view doc, Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, unit, initial, range, access, doc) {}
};
struct IntegerParameter : TypedField<std::int64_t> {
    IntegerParameter(Schema& owner, std::string_view name, std::int64_t initial, Range range,
                     std::string_view doc, Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, Unit::none, initial, range, access, doc) {}
};
struct BoolParameter : TypedField<bool> {
    BoolParameter(Schema& owner, std::string_view name, bool initial, std::string_view doc,
                  Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, Unit::none, initial, any, access, doc) {}
};
struct TextParameter : TypedField<std::string> {
    TextParameter(Schema& owner, std::string_view name, std::string initial, std::string_view doc,
                  Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, Unit::none, std::move(initial), any, access, doc) {}
};
// One of some literals; any literal if `choices` is empty.
class Choice : public TypedField<Literal> {
public:
    Choice(Schema& owner, std::string_view name, std::string initial, std::vector<std::string_view> choices,
           std::string_view doc, Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, Unit::none, Literal{std::move(initial)}, any, access, doc)
        , choices_(std::move(choices)) {}
    void check(Property const& value) const override;

private:
    std::vector<std::string_view> choices_;
};
// One array per lane, such as `spike_times`; the range holds for every element.
struct VectorParameter : TypedField<Doubles> {
    VectorParameter(Schema& owner, std::string_view name, Unit unit, std::vector<double> initial, Range range,
                    std::string_view doc, Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, unit,
                     std::make_shared<std::vector<double> const>(std::move(initial)), range, access, doc) {}
    std::vector<double> const& at(std::size_t lane) const { return *(*this)[lane]; }
};
struct IntegerVectorParameter : TypedField<Integers> {
    IntegerVectorParameter(Schema& owner, std::string_view name, std::vector<std::int64_t> initial,
                           Range range, std::string_view doc, Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, Unit::none,
                     std::make_shared<std::vector<std::int64_t> const>(std::move(initial)), range, access,
                     doc) {}
    std::vector<std::int64_t> const& at(std::size_t lane) const { return *(*this)[lane]; }
};
struct WordsParameter : TypedField<Words> {
    WordsParameter(Schema& owner, std::string_view name, Words initial, std::string_view doc,
                   Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, Unit::none, std::move(initial), any, access, doc) {}
};

// A number or something drawn for every use (`indegree` of a connection rule). Ranges are the owner's
// business.
struct ExpressionParameter : TypedField<Expression> {
    ExpressionParameter(Schema& owner, std::string_view name, double initial, std::string_view doc,
                        Access access = Access::read_write)
        : TypedField(owner, Role::parameter, name, Unit::none, Expression::constant(initial), any, access,
                     doc) {}
};

// A parameter with one value for the whole model ("common property" of a synapse).
struct Shared : TypedField<double> {
    Shared(Schema& owner, std::string_view name, Unit unit, double initial, Range range, std::string_view doc)
        : TypedField(owner, Role::shared, name, unit, initial, range, Access::read_write, doc) {}
};

// Changes during a run.
struct State : TypedField<double> {
    State(Schema& owner, std::string_view name, Unit unit, double initial, std::string_view doc,
          Access access = Access::read_write, Range range = any)
        : TypedField(owner, Role::state, name, unit, initial, range, access, doc) {}
};
struct IntegerState : TypedField<std::int64_t> {
    IntegerState(Schema& owner, std::string_view name, std::int64_t initial, std::string_view doc,
                 Access access = Access::read_only)
        : TypedField(owner, Role::state, name, Unit::none, initial, any, access, doc) {}
};

struct BoolState : TypedField<bool> {
    BoolState(Schema& owner, std::string_view name, bool initial, std::string_view doc,
              Access access = Access::read_only)
        : TypedField(owner, Role::state, name, Unit::none, initial, any, access, doc) {}
};
struct ListState : TypedField<Numbers> {
    ListState(Schema& owner, std::string_view name, Unit unit, Numbers initial, std::string_view doc,
              Access access = Access::read_write)
        : TypedField(owner, Role::state, name, unit, std::move(initial), any, access, doc) {}
};

// Computed in prepare(): v[i] for i < distinct().
struct Derived : TypedField<double> {
    explicit Derived(Schema& owner)
        : TypedField(owner, Role::derived, "", Unit::none, 0.0, any, Access::read_only, "") {}
};
// Per lane, survives from step to step, never seen by users.
struct Scratch : TypedField<double> {
    explicit Scratch(Schema& owner, double initial = 0.0)
        : TypedField(owner, Role::scratch, "", Unit::none, initial, any, Access::read_only, "") {}
};
struct ScratchList : TypedField<Numbers> {
    explicit ScratchList(Schema& owner)
        : TypedField(owner, Role::scratch, "", Unit::none, {}, any, Access::read_only, "") {}
};

// ---------------------------------------------------------------- constants of a step

// A constant all lanes share; it stays in a register.
struct Broadcast {
    double value;
    double operator[](std::size_t) const { return value; }
};

// The constants of the lanes from `first` on: K is Broadcast or double const*.
template <class K> K constant(TypedField<double> const& field, std::size_t first);
template <> inline Broadcast constant<Broadcast>(TypedField<double> const& field, std::size_t) {
    return {field.v.front()};
}
template <> inline double const* constant<double const*>(TypedField<double> const& field, std::size_t first) {
    return field.v.data() + first;
}

} // namespace nest
