#include "kernel/network/cohort.hpp"

#include "kernel/core/clones.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace nest {

namespace {
constexpr std::size_t no_slot = ~std::size_t{0};
alignas(64) constexpr double zeros[Cohort::chunk_lanes] = {};
} // namespace

Cohort::Cohort(std::unique_ptr<NeuronModel> model, std::string const& model_name)
    : model_(std::move(model)) {
    model_->model_name_ = model_name;
    model_->set_lanes(0);
}

void Cohort::append(NeuronModel const& prototype, std::span<NodeId const> ids) {
    model_->append(prototype, 0, ids.size());
    model_->ids_.insert(model_->ids_.end(), ids.begin(), ids.end());
}

namespace {

SlotKind kind_of(Wiring const& wiring, std::size_t channel) {
    bool positive = false, negative = false, single = false, apart = false;
    for (SpikePort const& port : wiring.spikes) {
        positive = positive || port.positive == channel;
        negative = negative || port.negative == channel;
        single = single || (port.single && port.positive == channel);
        apart = apart || (port.apart && port.positive == channel);
    }
    return {.counts = wiring.counts,
            .sign = positive == negative ? 0
                    : positive           ? 1
                                         : -1,
            .apart = apart,
            .single = single,
            .transitions = wiring.transitions};
}

} // namespace

void Cohort::keep_history(PostHistory& history, double h) {
    if (position_.empty()) return;
    history_ = &history;
    for (std::size_t lane = 0; lane < lanes(); ++lane) {
        history.set_tau_minus(history_lane(lane), model_->tau_minus[lane], h);
        history.set_tau_triplet(history_lane(lane), model_->tau_minus_triplet[lane]);
    }
}

void Cohort::seal(SlotMap& slots, std::uint32_t population) {
    // Neurons whose receptors are a parameter may have got more of them before they were connected.
    if (sealed_ && !model_->wiring_varies()) return;
    if (!sealed_) wiring_ = model_->wiring(0);
    sealed_ = true;
    for (std::size_t lane = 0; model_->wiring_varies() && lane < lanes(); ++lane) {
        Wiring const w = model_->wiring(lane);
        if (w.spike_channels() > wiring_.spike_channels()) wiring_ = w;
    }
    for (std::size_t c = position_.size(); c < wiring_.spike_channels(); ++c) {
        position_.push_back(slots.reserve(c, lanes(), kind_of(wiring_, c), population));
        single_.push_back(kind_of(wiring_, c).single);
    }
    uses_current_.resize(wiring_.current_channels(), 0);
}

void Cohort::spread() {
    bool const uniform = model_->uniform();
    for (Field* field : model_->fields()) {
        if (field == &model_->Ca || field == &model_->post_trace || field == &model_->archiver_length)
            continue;
        bool const per_lane = field->role() == Role::state || field->role() == Role::scratch;
        if (per_lane || !uniform) field->spread();
    }
}

void Cohort::prepare(double h) {
    for (StimulusGroup& group : stimuli) group.portions.clear();
    if (model_->uniform())
        for (Field* field : model_->fields())
            if (field->role() == Role::derived) field->unify_to_first();
    spread();
    for (; initialised_ < lanes(); ++initialised_) model_->initialise(initialised_);
    model_->prepare(h);
    states_.clear();
    for (std::string const& name : model_->recordables())
        if (auto const* state = model_->recordable(name); state && !state->uniform())
            states_.push_back(state);
}

void Cohort::connect_current(Channel channel) { uses_current_[channel] = 1; }

std::size_t Cohort::current_channels() const {
    return static_cast<std::size_t>(std::ranges::count(uses_current_, 1));
}

void Cohort::attach(InputBuffers& buffers, SlotMap const& slots, std::size_t first_current_slot) {
    buffers_ = &buffers;
    spike_slot_.clear();
    current_slot_.clear();
    inputs_.spikes_.clear();
    inputs_.currents_.clear();
    inputs_.stride_ = buffers.stride();
    inputs_.zeros_ = zeros;
    if (std::ranges::find(single_, 1) != single_.end()) queues_.resize(lanes() / chunk_lanes + 1);
    for (std::size_t c = 0; c < position_.size(); ++c) {
        spike_slot_.push_back(slots.first_slot(c) + position_[c]);
        inputs_.spikes_.push_back(buffers.row(0) + spike_slot_.back());
    }
    for (char const used : uses_current_) {
        current_slot_.push_back(used ? first_current_slot : no_slot);
        inputs_.currents_.push_back(used ? buffers.row(0) + first_current_slot : nullptr);
        if (used) first_current_slot += padded(lanes());
    }
}

double* Cohort::input_row(bool current, Channel channel, Step row) {
    std::size_t const slot = current ? current_slot_[channel] : spike_slot_[channel];
    return buffers_->row(static_cast<std::size_t>(row - slice_begin_)) + slot;
}

void Cohort::advance(StepRange steps, Step slice_begin, std::vector<std::uint64_t>& emitted,
                     std::vector<double>* offsets) {
    slice_begin_ = slice_begin;
    inputs_.from_ = slice_begin;
    emitted_ = &emitted;
    offsets_ = offsets;
    StepSink sink;
    sink.cohort_ = this;
    std::size_t const all = padded(lanes());
    for (std::size_t first = 0; first < all; first += chunk_lanes)
        advance_chunk({first, std::min(chunk_lanes, all - first)}, steps, sink);
    std::erase_if(earlier, [&](EarlierInput const& e) { return e.row < steps.to; });
}

void Cohort::advance_chunk(Chunk k, StepRange steps, StepSink& sink) {
    stimulate(k, steps);
    if (queues()) line_up(k, steps);
    if (model_->looks_ahead()) look_ahead(k, steps.to);
    sink.sampling_ = std::ranges::any_of(probes, [&](Probe const& p) {
        auto const at = std::ranges::lower_bound(p.lane, k.first);
        return at != p.lane.end() && *at < k.first + k.count;
    });
    if (frozen.empty())
        model_->advance(k, steps, inputs_, sink);
    else
        hold_frozen(k, steps, sink);
    clear(k, steps);
    require_finite(k, steps.to);
}

namespace {
// 0 if all numbers are finite: x - x is 0, or not a number.
NEST_CLONES double finite_zero(double const* NEST_RESTRICT x, std::size_t n) {
    double sum[lane_group] = {};
    for (std::size_t i = 0; i < n; i += lane_group)
        for (std::size_t l = 0; l < lane_group; ++l) sum[l] += x[i + l] - x[i + l];
    double all = 0.0;
    for (double const s : sum) all += s;
    return all;
}
} // namespace

// No state that is not a number, or infinite, goes on unnoticed.
void Cohort::require_finite(Chunk k, Step now) const {
    for (TypedField<double> const* state : states_) {
        if (finite_zero(state->v.data() + k.first, k.count) == 0.0) continue;
        for (std::size_t lane = k.first; lane < std::min(k.first + k.count, lanes()); ++lane)
            if (!std::isfinite((*state)[lane]))
                throw NumericalInstability(model_->model_name(), id(lane), model_->grid().ms(now),
                                           std::string(state->name()));
    }
}

// Frozen lanes are advanced with the others and then put back.
void Cohort::hold_frozen(Chunk k, StepRange steps, StepSink& sink) {
    std::vector<std::pair<double*, double>> held;
    std::vector<std::pair<std::uint8_t*, std::uint8_t>> flags;
    std::vector<std::pair<Numbers*, Numbers>> lists;
    auto const hold = [&](auto* column, auto& values) {
        if (!column || column->uniform()) return;
        for (std::size_t lane = k.first; lane < std::min(k.first + k.count, lanes()); ++lane)
            if (frozen[lane]) values.emplace_back(&column->v[lane], column->v[lane]);
    };
    for (Field* field : model_->fields()) {
        if (field->role() != Role::state && field->role() != Role::scratch) continue;
        hold(dynamic_cast<TypedField<double>*>(field), held);
        hold(dynamic_cast<TypedField<bool>*>(field), flags);
        hold(dynamic_cast<TypedField<Numbers>*>(field), lists);
    }
    model_->advance(k, steps, inputs_, sink);
    for (auto const& [where, value] : held) *where = value;
    for (auto const& [where, value] : flags) *where = value;
    for (auto& [where, value] : lists) *where = std::move(value);
}

void Cohort::clear(Chunk k, StepRange steps) {
    for (Step s = steps.from; s < steps.to; ++s) {
        for (std::size_t c = 0; c < spike_slot_.size(); ++c)
            std::memset(input_row(false, static_cast<Channel>(c), s) + k.first, 0, k.count * sizeof(double));
        for (std::size_t c = 0; c < current_slot_.size(); ++c)
            if (current_slot_[c] != no_slot)
                std::memset(input_row(true, static_cast<Channel>(c), s) + k.first, 0,
                            k.count * sizeof(double));
    }
}

// ---------------------------------------------------------------- spikes and samples

void StepSink::collect(Step s, Chunk k, double const* fired) {
    take_spikes(s, k, fired);
    if (sampling_) take_samples(s, k);
}

void StepSink::emit(Step s, std::size_t lane, double offset, double count) {
    cohort_->spike(lane, s, count, offset);
}

namespace {
NEST_CLONES bool any_fired(double const* NEST_RESTRICT fired, std::size_t n) {
    std::uint64_t some = 0;
    for (std::size_t i = 0; i < n; ++i) some |= std::bit_cast<std::uint64_t>(fired[i]);
    return some != 0;
}
} // namespace

void StepSink::take_spikes(Step s, Chunk k, double const* fired) {
    if (!any_fired(fired, k.count)) return;
    static_assert(lane_group == 8);
    for (std::size_t i = 0; i < k.count; i += lane_group) {
        double const* const f = fired + i;
        std::uint64_t bits[lane_group];
        std::memcpy(bits, f, sizeof bits);
        if ((bits[0] | bits[1] | bits[2] | bits[3] | bits[4] | bits[5] | bits[6] | bits[7]) == 0) continue;
        for (std::size_t j = 0; j < lane_group; ++j)
            if (f[j] > 0.0) cohort_->spike(k.first + i + j, s, f[j]);
    }
}

void Cohort::spike(std::size_t lane, Step s, double count, double offset) {
    if (lane >= lanes() || (!frozen.empty() && frozen[lane])) return;
    NodeId const sender = id(lane);
    auto const entry = packed_spike(s - slice_begin_, sender);
    auto const times = static_cast<std::size_t>(count);
    if (offset != 0.0 && offsets_) {
        offsets_->resize(emitted_->size(), 0.0);
        offsets_->insert(offsets_->end(), times, offset);
    }
    emitted_->insert(emitted_->end(), times, entry);
    double const when = model_->offsets_are_times() ? offset : 0.0;
    model_->t_spike.v[lane] = model_->grid().ms(s + 1) - when;
    std::size_t const archived = wiring_.transitions ? 1 : times;
    if (history_)
        for (std::size_t i = 0; i < archived; ++i) history_->spike(history_lane(lane), s + 1, when);
    if (taps.empty()) return;
    for (std::uint32_t t = taps.first[lane]; t < taps.first[lane + 1]; ++t)
        taps.taps[t].take(sender, s + 1, static_cast<std::int64_t>(times), offset);
}

void Tap::take(NodeId sender, Step stamp, std::int64_t count, double offset, double factor) const {
    if (!window.holds(stamp) || count < 1) return;
    if (into) return into->arrive(stamp - 1 + delay, count);
    if (records == Records::spikes) {
        for (std::int64_t i = 0; i < count; ++i) log->add_spike(sender, stamp, offset);
        return;
    }
    bool const apart = records == Records::correlations && !(order & Arriving::from_device);
    for (std::int64_t i = 0; i < (apart ? count : 1); ++i) {
        log->add_spike(sender, stamp, offset);
        if (records == Records::states) {
            log->integers[0].push_back(count > 1);
            continue;
        }
        log->order.push_back(order);
        log->values[0].push_back(weight * factor);
        if (records == Records::weights) log->integers[0].push_back(target);
        log->integers[records == Records::weights].push_back(receptor);
        log->integers.back().push_back(records == Records::weights ? port : apart ? 1 : count);
    }
}

void StepSink::take_samples(Step s, Chunk k) {
    for (Probe const& probe : cohort_->probes) {
        if (!probe.due(s + 1)) continue;
        auto at = std::ranges::lower_bound(probe.lane, k.first);
        for (; at != probe.lane.end() && *at < k.first + k.count; ++at) {
            std::size_t const lane = *at;
            if (!cohort_->frozen.empty() && cohort_->frozen[lane]) continue;
            probe.log->add_spike(cohort_->id(lane), s + 1);
            probe.log->order.push_back(probe.order[static_cast<std::size_t>(at - probe.lane.begin())]);
            for (std::size_t q = 0; q < probe.quantities.size(); ++q)
                probe.log->values[q].push_back((*probe.quantities[q])[lane]);
        }
    }
}

} // namespace nest
