// A field of a synapse model whose values are numbers, whatever their type: what an edge carries besides
// weight and delay.
#pragma once

#include "kernel/schema.hpp"

#include <cstddef>
#include <cstdint>

namespace nest {

class NumberColumn {
public:
    explicit NumberColumn(Field& field)
        : doubles_(dynamic_cast<TypedField<double>*>(&field))
        , integers_(dynamic_cast<TypedField<std::int64_t>*>(&field))
        , booleans_(dynamic_cast<TypedField<bool>*>(&field)) {}

    explicit operator bool() const { return doubles_ || integers_ || booleans_; }
    bool whole() const { return !doubles_; }

    double get(std::size_t lane) const {
        if (doubles_) return (*doubles_)[lane];
        return integers_ ? static_cast<double>((*integers_)[lane]) : (*booleans_)[lane] ? 1.0 : 0.0;
    }
    void put_all(double value) {
        if (doubles_)
            doubles_->put_all(value);
        else if (integers_)
            integers_->put_all(static_cast<std::int64_t>(value));
        else
            booleans_->put_all(value != 0.0);
    }
    // In a field that is a column.
    void put(std::size_t lane, double value) {
        if (doubles_)
            doubles_->v[lane] = value;
        else if (integers_)
            integers_->v[lane] = static_cast<std::int64_t>(value);
        else
            booleans_->v[lane] = value != 0.0;
    }

private:
    TypedField<double>* doubles_;
    TypedField<std::int64_t>* integers_;
    TypedField<bool>* booleans_;
};

} // namespace nest
