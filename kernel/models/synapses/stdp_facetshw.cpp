// stdp_facetshw_synapse_hom: spike-timing dependent plasticity of the BrainScaleS wafer-scale hardware
// (Schemmel, Gruebl, Meier and Mueller 2006; Pfeil et al. 2012).
//
// A synapse gathers what pairs of nearest spikes say: causal ones (post after pre) in a_causal, the others in
// a_acausal. A driver reads its synapses_per_driver synapses out, one after the other: at the first spike
// after next_readout_time both sums are judged twice, by configbit_0 and configbit_1,
//
//   (a_thresh_tl + c2 a_causal + c1 a_acausal)/(1 + c2 + c1) > (a_thresh_th + c0 a_causal + c3 a_acausal)/(1
//   + c0 + c3)
//
// and the weight, one of 16 multiples of weight_per_lut_entry, is looked up in lookuptable_0 (only the first
// is true), 1 (only the second) or 2 (both); reset_pattern says which sums then begin anew. A synapse is
// assigned to a driver when it sees its first spike. The whole delay is dendritic.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"
#include "kernel/errors.hpp"

#include <cmath>
#include <fmt/format.h>

namespace nest {

namespace {

constexpr std::size_t entries = 16; // of a look-up table
constexpr double most_cycles = 1e6; // counted one by one

struct SharedInteger : TypedField<std::int64_t> {
    SharedInteger(Schema& owner, std::string_view name, std::int64_t initial, std::string_view doc)
        : TypedField(owner, Role::shared, name, Unit::none, initial, any, Access::read_write, doc) {}
};
struct SharedIntegers : TypedField<Integers> {
    SharedIntegers(Schema& owner, std::string_view name, std::vector<std::int64_t> initial,
                   std::string_view doc)
        : TypedField(owner, Role::shared, name, Unit::none,
                     std::make_shared<std::vector<std::int64_t> const>(std::move(initial)), any,
                     Access::read_write, doc) {}
    std::vector<std::int64_t> const& list() const { return *(*this)[0]; }
};

class StdpFacetsSynapse final : public SynapseModel {
    Shared tau_plus{*this, "tau_plus", Unit::ms, 20.0, any, "Time constant of causal pairs."};
    Shared tau_minus{*this, "tau_minus_stdp", Unit::ms, 20.0, any, "Time constant of acausal pairs."};
    Shared Wmax{*this, "Wmax", Unit::none,
                100.0, any,    "Largest weight; setting it sets weight_per_lut_entry."};
    Shared unit{*this, "weight_per_lut_entry",           Unit::none, 100.0 / 15.0,
                any,   "Weight of one entry of a table."};
    SharedIntegers table_0{*this,
                           "lookuptable_0",
                           {2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 14, 15},
                           "New weights if the first judgement alone is true."};
    SharedIntegers table_1{*this,
                           "lookuptable_1",
                           {0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 11, 12, 13},
                           "New weights if the second judgement alone is true."};
    SharedIntegers table_2{*this,
                           "lookuptable_2",
                           {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                           "New weights if both judgements are true."};
    SharedIntegers config_0{*this, "configbit_0", {0, 0, 1, 0}, "What the first judgement compares."};
    SharedIntegers config_1{*this, "configbit_1", {0, 1, 0, 0}, "What the second judgement compares."};
    SharedIntegers reset{*this,
                         "reset_pattern",
                         {1, 1, 1, 1, 1, 1},
                         "Does the causal, the acausal sum begin anew? Two entries for each table."};
    SharedInteger per_driver{*this, "synapses_per_driver", 50, "Synapses that one driver reads out."};
    Shared readout{
        *this, "driver_readout_time", Unit::ms, 15.0, any, "Time a driver takes to read its synapses."};
    SharedInteger synapses{*this, "no_synapses", 0, "Synapses that were assigned to drivers."};
    Shared cycle{
        *this, "readout_cycle_duration", Unit::ms, 0.0, any, "Time between two readouts of a synapse."};

    State causal{*this, "a_causal", Unit::none, 0.0, "Sum of causal pairs."};
    State acausal{*this, "a_acausal", Unit::none, 0.0, "Sum of acausal pairs."};
    Parameter high{*this,  "a_thresh_th", Unit::none,
                   21.835, any,           "Threshold of the right side of a judgement."};
    Parameter low{*this,  "a_thresh_tl", Unit::none,
                  21.835, any,           "Threshold of the left side of a judgement."};
    IntegerState id{*this, "synapse_id", 0, "Number of the synapse, by first spikes.", Access::read_write};
    BoolState known{*this, "init_flag", false, "Has it been assigned to a driver?", Access::read_write};
    State next{*this, "next_readout_time", Unit::ms, 0.0, "When it will be read out."};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .needs_history = true, .numbered = true};
    }

    void changed(std::size_t, Changes changes) override {
        auto const set = [&](Field const& field) {
            return std::ranges::find(changes, &field) != changes.end();
        };
        if (set(Wmax) && !set(unit)) unit.put_all(Wmax[0] / 15.0);
    }
    void validate(std::size_t) const override {
        for (auto const* table : {&table_0, &table_1, &table_2}) {
            require(table->list().size() == entries, "Look-up tables have exactly 16 entries.");
            for (auto const k : table->list())
                require(k >= 0 && k < static_cast<std::int64_t>(entries),
                        "Look-up table entries must be integers in [0,15].");
        }
        require(config_0.list().size() == 4 && config_1.list().size() == 4,
                "Wrong number of configuration bits (!=4).");
        require(reset.list().size() == 6, "Wrong number of reset bits (!=6).");
    }
    void prepare(double h) override { h_ = h; }

    // ---- drivers
    bool has_number(std::size_t e) const override { return known[e]; }
    std::int64_t numbered() const override { return synapses[0]; }
    void number(std::size_t e, std::int64_t number) override {
        known.v[e] = 1;
        id.v[e] = number;
        next.v[e] = std::trunc(static_cast<double>(number) / drivers_synapses()) * readout[0];
    }
    void set_numbered(std::int64_t count) override {
        synapses.put_all(count);
        cycle.put_all(cycle_of(count));
    }
    double drivers_synapses() const { return static_cast<double>(per_driver[0]); }
    double cycle_of(std::int64_t count) const {
        return std::trunc((static_cast<double>(count) - 1.0) / drivers_synapses() + 1.0) * readout[0];
    }

    // ---- readout
    bool judge(std::size_t e, std::vector<std::int64_t> const& bits) const {
        auto const c = [&](std::size_t i) { return static_cast<double>(bits[i]); };
        return (low[e] + c(2) * causal[e] + c(1) * acausal[e]) / (1.0 + c(2) + c(1)) >
               (high[e] + c(0) * causal[e] + c(3) * acausal[e]) / (1.0 + c(0) + c(3));
    }
    double look_up(std::vector<std::int64_t> const& table, double k, double w) const {
        if (!(k >= 0.0 && k < static_cast<double>(entries)))
            throw KernelException(fmt::format("A weight of {} is not in the look-up table.", w),
                                  fmt::format("it has weights from 0 to {}", 15.0 * unit[0]));
        return static_cast<double>(table[static_cast<std::size_t>(k)]);
    }
    double read_out(std::size_t e, double w) {
        double k = std::round(w / unit[0]);
        bool const first = judge(e, config_0.list()), second = judge(e, config_1.list());
        if (first || second) {
            std::size_t const which = !second ? 0 : !first ? 1 : 2;
            SharedIntegers const* const tables[] = {&table_0, &table_1, &table_2};
            k = look_up(tables[which]->list(), k, w);
            if (reset.list()[2 * which] != 0) causal.v[e] = 0.0;
            if (reset.list()[2 * which + 1] != 0) acausal.v[e] = 0.0;
        }
        if (!std::isfinite(k)) throw KernelException("weight_per_lut_entry does not fit the weights.");
        return k * unit[0];
    }
    void schedule(std::size_t e, double now, double duration) {
        double& at = next.v[e];
        if (!(duration > 0.0) || !std::isfinite(duration) || !std::isfinite(at))
            throw KernelException("The readout cycle of stdp_facetshw_synapse_hom must take some time.",
                                  fmt::format("readout_cycle_duration is {} ms", duration));
        double const left = std::floor((now - at) / duration);
        if (left > most_cycles) at += (left - 1.0) * duration;
        for (double before = now; at < now && at != before; at += duration) before = at;
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                 Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i;
            Step const last = pre.last[pre.at(i)];
            if (spike.ms > next[e]) {
                weight.v[e] = read_out(e, weight[e]);
                schedule(e, spike.ms, last == 0 ? cycle_of(id[e] + 1) : cycle[0]);
            }
            gather(e, out.lane(i), last, spike, post);
            out.send(i, weight[e]);
        }
    }
    // The first and the last post-synaptic spike since the last pre-synaptic one.
    void gather(std::size_t e, std::size_t lane, Step last, Arrival const& spike, PostHistory const& post) {
        std::size_t count = 0;
        double first_lag = 0.0, last_lag = 0.0; // ms
        post.spikes(lane, last - spike.delay, spike.stamp - spike.delay, [&](Step at, double offset) {
            double const since = static_cast<double>(at + spike.delay - last) * h_ - offset;
            if (count++ == 0) first_lag = since;
            last_lag = static_cast<double>(spike.stamp - (at + spike.delay)) * h_ + offset;
        });
        if (count == 0) return;
        causal.v[e] += elementary::exp(-first_lag / tau_plus[0]);
        acausal.v[e] += elementary::exp(-last_lag / tau_minus[0]);
    }

    double h_ = 0.1; // ms
};

} // namespace

extern SynapseFactory const stdp_facetshw_synapse_hom = make<SynapseModel, StdpFacetsSynapse>;

} // namespace nest
