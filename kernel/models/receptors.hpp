// What neurons share whose receptors are made by the user: lists of parameters have one entry per receptor,
// and receptors are numbered from 1 on.
#pragma once

#include "kernel/models/neuron_model.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nest {

// A vector that the status shows as a list.
struct ListParameter : VectorParameter {
    using VectorParameter::VectorParameter;
    Property get(std::size_t lane) const override {
        PropertyList list;
        for (double const x : at(lane)) list.emplace_back(x);
        return Property(std::move(list));
    }
};

// A read-only entry of the status that is worked out when it is asked for.
class Computed final : public Field {
public:
    Computed(Schema& owner, std::string_view name, Unit unit, std::string_view doc,
             std::function<Property(std::size_t lane)> value)
        : Field(owner, Role::state, name, unit, Access::read_only, doc)
        , value_(std::move(value)) {}
    bool uniform() const override { return true; }
    Property get(std::size_t lane) const override { return value_(lane); }
    void check(Property const& value) const override { refuse("left alone", value); }
    void assign(std::size_t, Property const&) override {}
    void assign_all(Property const&) override {}
    void append(Field const&, std::size_t, std::size_t) override {}
    void permute(std::span<std::size_t const>) override {}
    void spread() override {}
    void unify() override {}
    void unify_to_first() override {}
    std::shared_ptr<void const> save() const override { return nullptr; }
    void restore(void const*) override {}
    std::size_t bytes() const override { return 0; }

private:
    std::function<Property(std::size_t)> value_;
};

// A quantity of every receptor: hidden columns, as many as the neuron with most receptors needs.
class PerReceptor {
public:
    explicit PerReceptor(Schema& owner)
        : owner_(owner) {}
    void reach(std::size_t receptors) { // in prepare()
        for (; columns_.size() < receptors; columns_.push_back(std::make_unique<Scratch>(owner_))) {
        }
        for (auto& column : columns_) column->spread();
    }
    std::size_t size() const { return columns_.size(); }
    Scratch& operator[](std::size_t receptor) const { return *columns_[receptor]; }
    double at(std::size_t receptor, std::size_t lane) const {
        return receptor < columns_.size() ? (*columns_[receptor])[lane] : 0.0;
    }

private:
    Schema& owner_;
    std::vector<std::unique_ptr<Scratch>> columns_;
};

// How many receptors a lane has. There may be more of them at any time, but less only before it is connected.
class ReceptorCount {
public:
    // `list`: a parameter with one entry per receptor.
    ReceptorCount(Schema& owner, ListParameter const& list)
        : owner_(owner)
        , list_(list)
        , connected_(owner, Role::state, "has_connections", Unit::none, false, any, Access::read_only,
                     "Has a connection been made to the neuron?")
        , least_(owner, 0.0) {}

    std::size_t operator[](std::size_t lane) const { return list_.at(lane).size(); }
    std::size_t largest() const { // of all lanes
        std::size_t n = 0;
        for (std::size_t lane = 0; lane < list_.v.size(); ++lane) n = std::max(n, list_.at(lane).size());
        return n;
    }
    void connect(std::size_t lane) {
        connected_.put(lane, 1);
        least_.put(lane, static_cast<double>((*this)[lane]));
    }
    bool allowed(std::size_t lane) const { return least_[lane] <= static_cast<double>((*this)[lane]); }

    // Ports 1 to n; each with channels of its own for positive and for negative weights.
    Wiring wiring(std::size_t lane) const {
        Wiring w{.spikes = {}, .currents = {{0, 0}}};
        for (std::size_t r = 0; r < (*this)[lane]; ++r)
            w.spikes.push_back({static_cast<std::int64_t>(r + 1), static_cast<Channel>(2 * r),
                                static_cast<Channel>(2 * r + 1)});
        return w;
    }

private:
    Schema& owner_;
    ListParameter const& list_;
    TypedField<bool> connected_;
    Scratch least_;
};

// Receptors that are conductances refuse negative weights: the first lane to which one has come in step s,
// or the end of the chunk.
inline std::size_t first_negative(Inputs const& input, std::size_t receptors, Step s, Chunk c) {
    for (std::size_t r = 0; r < receptors; ++r) {
        double const* const weights = input.channel(static_cast<Channel>(2 * r + 1), s, c);
        double sum = 0.0;
        for (std::size_t i = 0; i < c.count; ++i) sum = std::min(sum, weights[i]);
        if (sum == 0.0) continue;
        for (std::size_t i = 0; i < c.count; ++i)
            if (weights[i] < 0.0) return c.first + i;
    }
    return c.first + c.count;
}

} // namespace nest
