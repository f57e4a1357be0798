// Plain data that crosses the borders of the kernel: values and ordered maps of values.
#pragma once

#include "kernel/expression.hpp"
#include "kernel/nodes.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace nest {

struct Property;
class Properties;

// A word of the language that stands for itself: `/iaf_psc_alpha`.
struct Literal {
    std::string text;
    bool operator==(Literal const&) const = default;
};

// Columns are immutable and shared: handing one out never copies its elements.
using Integers = std::shared_ptr<std::vector<std::int64_t> const>;
using Doubles = std::shared_ptr<std::vector<double> const>;
using PropertyList = std::vector<Property>;
using PropertyMap = std::shared_ptr<Properties const>;

using PropertyVariant =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Literal, Integers, Doubles,
                 PropertyList, NodeCollection, Expression, PropertyMap>;

struct Property : PropertyVariant {
    using PropertyVariant::PropertyVariant;
    Property(int value)
        : PropertyVariant(std::int64_t{value}) {}
    Property(char const* text)
        : PropertyVariant(std::string(text)) {}
    Property(std::vector<double> values)
        : PropertyVariant(std::make_shared<std::vector<double> const>(std::move(values))) {}
    Property(std::vector<std::int64_t> values)
        : PropertyVariant(std::make_shared<std::vector<std::int64_t> const>(std::move(values))) {}
    Property(Properties map);

    template <class T> T const* get_if() const {
        return std::get_if<T>(static_cast<PropertyVariant const*>(this));
    }
    template <class T> bool holds() const { return get_if<T>() != nullptr; }
};

// By value, also of the shared parts.
bool operator==(Property const& a, Property const& b);

// The name of a value's type in the language ("doubletype"), and the value shortened for messages.
std::string type_name(Property const& value);
std::string brief(Property const& value);

// Conversions as the language defines them: an integer serves as a double, nothing else converts.
// `key` is named when the value does not fit (TypeMismatch).
bool to_boolean(Property const& value, std::string_view key = {});
std::int64_t to_integer(Property const& value, std::string_view key = {});
double to_double(Property const& value, std::string_view key = {});
std::string to_text(Property const& value, std::string_view key = {});  // string or literal
Doubles to_doubles(Property const& value, std::string_view key = {});   // vector, or list of numbers
Integers to_integers(Property const& value, std::string_view key = {}); // vector, or list of integers
std::vector<std::string> to_words(Property const& value, std::string_view key = {}); // list of names
NodeCollection to_nodes(Property const& value, std::string_view key = {});
Expression to_expression(Property const& value, std::string_view key = {}); // a number is a constant
Properties const& to_map(Property const& value, std::string_view key = {});

// A map from keys to values that keeps the order of insertion. Dictionaries of the kernel have at most
// some dozens of entries, so looking up walks along them.
class Properties {
public:
    using Entry = std::pair<std::string, Property>;

    Properties() = default;
    Properties(std::initializer_list<Entry> entries);

    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }

    void set(std::string_view key, Property value); // replaces, or appends
    bool erase(std::string_view key);
    void merge(Properties const& other); // entries of `other` win

    Property const* find(std::string_view key) const;
    bool contains(std::string_view key) const { return find(key) != nullptr; }
    Property const& at(std::string_view key) const; // MissingKey
    std::vector<std::string> keys() const;

    friend bool operator==(Properties const& a, Properties const& b); // in any order

private:
    std::vector<Entry> entries_;
};

} // namespace nest
