#include "kernel/connect/edges.hpp"

#include <algorithm>

namespace nest {

EdgeTable::EdgeTable(std::size_t synapse, std::unique_ptr<SynapseModel> model, SynapseTraits traits)
    : synapse_(synapse)
    , model_(std::move(model))
    , traits_(traits)
    , between_grid_points_(model_->delay_rest() != nullptr) {}

std::size_t EdgeTable::bytes() const {
    std::size_t bytes =
        slots_.bytes() + weights_.bytes() + runs_.capacity() * sizeof(Run) +
        run_of_.capacity() * sizeof(std::uint32_t) + run_weights_.capacity() * sizeof(double) +
        origin_of_.capacity() * sizeof(std::uint32_t) + labels_.capacity() * sizeof(std::int64_t) +
        (numbers_.capacity() + repetitions_.capacity()) * sizeof(std::uint32_t) +
        pre_trace_.capacity() * sizeof(double) + pre_last_.capacity() * sizeof(Step);
    for (Field const* field : model_->fields()) bytes += field->bytes();
    return bytes;
}

std::size_t EdgeTable::run_at(std::size_t edge) const {
    auto const next =
        std::ranges::upper_bound(runs_, edge, {}, [](Run const& r) { return std::size_t{r.first}; });
    return static_cast<std::size_t>(next - runs_.begin()) - 1;
}

NodeId EdgeTable::source_of_run(std::size_t r) const {
    auto const next = std::ranges::upper_bound(run_of_, static_cast<std::uint32_t>(r));
    return first_source_ + (next - run_of_.begin()) - 1;
}

double EdgeTable::weight(std::size_t edge, std::size_t r) const {
    if (traits_.common_weight || traits_.plastic) return model_->weight[edge];
    return weights_.empty() ? run_weight(r) : weights_[edge];
}

Origin const& EdgeTable::origin(std::size_t edge, NodeId source, NodeId target) const {
    if (!origin_of_.empty()) return origins_[origin_of_[edge]];
    return *std::ranges::find_if(origins_, [&](Origin const& o) { return o.holds(source, target); });
}

void EdgeTable::spread_weights() {
    if (!weights_.empty()) return;
    Pages<double> all(size());
    for (std::size_t r = 0; r < runs(); ++r)
        std::fill_n(all.data() + runs_[r].first, run_size(r), run_weight(r));
    weights_ = std::move(all);
    run_weights_.clear();
}

void EdgeTable::set_weight(std::size_t edge, double weight) {
    if (traits_.plastic) return model_->weight.put(edge, weight);
    spread_weights();
    weights_[edge] = weight;
}

void EdgeTable::set_common_weight(double weight) {
    model_->weight.put_all(weight);
    run_weights_.assign(1, weight);
}

void EdgeTable::spread_pre() {
    if (!shared_pre_) return;
    std::vector<double> trace(size());
    std::vector<Step> last(size());
    for (std::size_t r = 0; r < runs(); ++r) {
        for (std::size_t e = runs_[r].first; e < runs_[r + 1].first; ++e) {
            trace[e] = pre_trace_[r];
            last[e] = pre_last_[r];
        }
    }
    pre_trace_ = std::move(trace);
    pre_last_ = std::move(last);
    shared_pre_ = false;
}

void EdgeTable::set_pre_trace(std::size_t edge, double trace) {
    spread_pre();
    pre_trace_[edge] = trace;
}

void EdgeTable::set_label(std::size_t edge, std::int64_t label) {
    if (labels_.size() == 1 && size() > 1) labels_.assign(size(), labels_[0]);
    labels_[edge] = label;
}

} // namespace nest
