#include "kernel/schema.hpp"

#include "kernel/errors.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nest {

std::string_view symbol(Unit unit) {
    switch (unit) {
    case Unit::none:
        return "";
    case Unit::ms:
        return "ms";
    case Unit::mV:
        return "mV";
    case Unit::pA:
        return "pA";
    case Unit::pF:
        return "pF";
    case Unit::nS:
        return "nS";
    case Unit::Hz:
        return "1/s";
    case Unit::mV_per_ms:
        return "mV/ms";
    case Unit::per_ms:
        return "1/ms";
    }
    return "";
}

// ---------------------------------------------------------------- Field

Field::Field(Schema& owner, Role role, std::string_view name, Unit unit, Access access, std::string_view doc)
    : owner_(owner)
    , name_(name)
    , doc_(doc)
    , role_(role)
    , unit_(unit)
    , access_(access) {
    owner.fields_.push_back(this);
}

void Field::refuse(std::string const& requirement, Property const& given) const {
    throw BadProperty(fmt::format("{} must be {}, but {} was given.", name_, requirement, brief(given)));
}

std::size_t Field::owner_lanes() const { return owner_.lanes(); }

// ---------------------------------------------------------------- Schema

Field* Schema::find(std::string_view name) const {
    if (name.empty()) return nullptr;
    auto const at = std::ranges::find_if(fields_, [&](Field const* f) { // named scratch: set, but never shown
        return f->name() == name && (f->visible() || f->role() == Role::scratch);
    });
    return at == fields_.end() ? nullptr : *at;
}

Properties Schema::get(std::size_t lane) const {
    Properties values;
    for (Field const* field : fields_)
        if (field->visible()) values.set(field->name(), field->get(lane));
    return values;
}

bool Schema::uniform() const {
    return std::ranges::all_of(fields_,
                               [](Field const* f) { return f->role() > Role::shared || f->uniform(); });
}

void Schema::append(Schema const& prototype, std::size_t lane, std::size_t count) {
    for (std::size_t i = 0; i < fields_.size(); ++i) fields_[i]->append(*prototype.fields_[i], lane, count);
    lanes_ += count;
}

void Schema::set_lanes(std::size_t lanes) { lanes_ = lanes; }

void Schema::changed(std::size_t, Changes) {}
void Schema::validate(std::size_t) const {}

void Schema::require(bool condition, std::string const& otherwise) {
    if (!condition) throw BadProperty(otherwise);
}

// ---------------------------------------------------------------- values of each type

namespace {

void require_number(double x, Range const& range, auto const& refuse) {
    if (std::isnan(x) || !range.holds(x)) refuse(std::string(range.words));
}

template <class T> bool same(T const& a, T const& b) { return a == b; }
bool same(Doubles const& a, Doubles const& b) { return a == b || *a == *b; }
bool same(Integers const& a, Integers const& b) { return a == b || *a == *b; }

template <class T> auto stored(Property const& value, std::string_view key) {
    if constexpr (std::is_same_v<T, double>)
        return to_double(value, key);
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return to_integer(value, key);
    else if constexpr (std::is_same_v<T, bool>)
        return static_cast<std::uint8_t>(to_boolean(value, key));
    else if constexpr (std::is_same_v<T, std::string>)
        return to_text(value, key);
    else if constexpr (std::is_same_v<T, Literal>)
        return Literal{to_text(value, key)};
    else if constexpr (std::is_same_v<T, Doubles>)
        return to_doubles(value, key);
    else if constexpr (std::is_same_v<T, Integers>)
        return to_integers(value, key);
    else if constexpr (std::is_same_v<T, Numbers>)
        return *to_doubles(value, key);
    else if constexpr (std::is_same_v<T, Expression>)
        return to_expression(value, key);
    else
        return to_words(value, key);
}

} // namespace

template <class T> void TypedField<T>::check(Property const& value) const {
    auto const given = stored<T>(value, name());
    auto const otherwise = [&](std::string const& words) { refuse(words, value); };
    if constexpr (std::is_same_v<T, double>) require_number(given, range_, otherwise);
    if constexpr (std::is_same_v<T, std::int64_t>)
        require_number(static_cast<double>(given), range_, otherwise);
    if constexpr (std::is_same_v<T, Doubles> || std::is_same_v<T, Integers>)
        for (auto const x : *given) require_number(static_cast<double>(x), range_, otherwise);
}

template <class T> typename TypedField<T>::Stored TypedField<T>::convert(Property const& value) {
    return stored<T>(value, {});
}

template <class T> void TypedField<T>::put(std::size_t lane, Stored value) {
    if (v.size() == 1) {
        if (same(v.front(), value)) return;
        if (owner().lanes() > 1) resize(padded(owner().lanes()));
    }
    v[lane] = std::move(value);
}

template <class T> void TypedField<T>::append(Field const& prototype, std::size_t lane, std::size_t count) {
    auto const& from = static_cast<TypedField const&>(prototype);
    Stored const& value = from.v[from.v.size() == 1 ? 0 : lane];
    std::size_t const lanes = owner().lanes();
    if (lanes == 0) {
        v.assign(1, value);
    } else if (v.size() > 1 || !same(v.front(), value)) {
        resize(lanes); // drops the padding
        v.insert(v.end(), count, value);
    }
}

template <class T> void TypedField<T>::permute(std::span<std::size_t const> from) {
    if (v.size() == 1) return;
    Column<Stored> moved;
    moved.reserve(padded(from.size()));
    for (std::size_t const lane : from) moved.push_back(v[lane]);
    if (moved.empty()) moved.push_back(v.front());
    v = std::move(moved);
}

template <class T> void TypedField<T>::unify() {
    auto const end = v.begin() + static_cast<std::ptrdiff_t>(
                                     std::min(v.size(), std::max<std::size_t>(owner().lanes(), 1)));
    if (std::all_of(v.begin(), end, [&](Stored const& x) { return same(x, v.front()); }))
        v.resize(1, v.front());
}

template class TypedField<double>;
template class TypedField<std::int64_t>;
template class TypedField<bool>;
template class TypedField<std::string>;
template class TypedField<Literal>;
template class TypedField<Doubles>;
template class TypedField<Integers>;
template class TypedField<Words>;
template class TypedField<Numbers>;
template class TypedField<Expression>;

void Choice::check(Property const& value) const {
    std::string const given = to_text(value, name());
    if (choices_.empty() || std::ranges::find(choices_, given) != choices_.end()) return;
    refuse(fmt::format("one of {}", fmt::join(choices_, ", ")), value);
}

} // namespace nest
