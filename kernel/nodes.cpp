#include "kernel/nodes.hpp"

#include "kernel/errors.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <utility>

namespace nest {

namespace {
bool continues(NodeRange const& last, NodeRange const& next) {
    return last.step == 1 && next.step == 1 && last.model_id() == next.model_id() &&
           last.last() + 1 == next.first;
}

void append(std::vector<NodeRange>& ranges, NodeRange next) {
    if (!ranges.empty() && continues(ranges.back(), next)) {
        ranges.back().count += next.count;
    } else {
        next.position = ranges.empty() ? 0 : ranges.back().position + ranges.back().count;
        ranges.push_back(std::move(next));
    }
}

bool same_network(std::weak_ptr<void const> const& a, std::weak_ptr<void const> const& b) {
    return !a.owner_before(b) && !b.owner_before(a);
}

void check_order(NodeId before, NodeId id) {
    if (id == before) throw BadProperty("All node IDs in a NodeCollection have to be unique");
    if (id < before) throw BadProperty("Node IDs must be sorted in ascending order");
}
} // namespace

NodeCollection::NodeCollection(Data data) {
    if (data.ranges.empty()) return;
    data.size = data.ranges.back().position + data.ranges.back().count;
    data_ = std::make_shared<Data const>(std::move(data));
}

NodeCollection::NodeCollection(NodeId first, NodeId last, ModelRef model, Network network,
                               std::shared_ptr<Layer const> layer) {
    if (first < 1) throw UnknownNode(first);
    if (last < first) throw BadParameter(fmt::format("first <= last required, but {} > {}.", first, last));
    bool const bound = !network.expired();
    *this = NodeCollection(Data{.ranges = {NodeRange{first, last - first + 1, 1, std::move(model), 0}},
                                .layer = std::move(layer),
                                .network = std::move(network),
                                .bound = bound});
}

NodeCollection NodeCollection::of(std::span<NodeId const> ids, ModelOf const& model_of, Network network) {
    for (std::size_t i = 1; i < ids.size(); ++i) check_order(ids[i - 1], ids[i]);
    bool const bound = !network.expired();
    Data data{.network = std::move(network), .bound = bound};
    for (NodeId id : ids) append(data.ranges, NodeRange{id, 1, 1, model_of(id), 0});
    return NodeCollection(std::move(data));
}

bool NodeCollection::valid() const { return !data_ || !data_->bound || !data_->network.expired(); }

void NodeCollection::require_valid() const {
    if (!valid())
        throw KernelException(
            "InvalidNodeCollection: note that ResetKernel invalidates all previously created "
            "NodeCollections.");
}

std::span<NodeRange const> NodeCollection::ranges() const {
    return data_ ? std::span<NodeRange const>(data_->ranges) : std::span<NodeRange const>();
}

NodeRange const& NodeCollection::range_at(std::int64_t index) const {
    assert(index >= 0 && index < size());
    auto const& ranges = data_->ranges;
    auto const after = std::upper_bound(ranges.begin(), ranges.end(), index,
                                        [](std::int64_t i, NodeRange const& r) { return i < r.position; });
    return *(after - 1);
}

NodeId NodeCollection::operator[](std::int64_t index) const {
    NodeRange const& range = range_at(index);
    return range.first + (index - range.position) * range.step;
}

NodeId NodeCollection::at(std::int64_t index) const {
    std::int64_t const from_front = index < 0 && index >= -size() ? index + size() : index;
    if (from_front < 0 || from_front >= size())
        throw RangeCheck(fmt::format("index {} outside a collection of {} nodes", index, size()));
    return (*this)[from_front];
}

ModelRef const& NodeCollection::model_at(std::int64_t index) const { return range_at(index).model; }

std::optional<std::int64_t> NodeCollection::find(NodeId id) const {
    auto const all = ranges();
    auto const after = std::upper_bound(all.begin(), all.end(), id,
                                        [](NodeId i, NodeRange const& r) { return i < r.first; });
    if (after == all.begin()) return std::nullopt;
    NodeRange const& range = *(after - 1);
    if (!range.contains(id)) return std::nullopt;
    return range.position + (id - range.first) / range.step;
}

NodeCollection::Iterator NodeCollection::begin() const {
    return data_ ? Iterator(data_->ranges.data(), 0) : Iterator();
}

NodeCollection::Iterator NodeCollection::end() const {
    return data_ ? Iterator(data_->ranges.data() + data_->ranges.size(), 0) : Iterator();
}

std::vector<NodeId> NodeCollection::ids() const {
    std::vector<NodeId> all;
    all.reserve(static_cast<std::size_t>(size()));
    for (NodeId id : *this) all.push_back(id);
    return all;
}

NodeCollection NodeCollection::slice(std::int64_t start, std::int64_t stop, std::int64_t step) const {
    require_valid();
    if (start < 0) throw BadParameter("start >= 0 required.");
    if (start >= stop) throw BadParameter("start < stop required.");
    if (stop > size()) throw BadParameter("stop <= size() required.");
    if (step < 1) throw BadParameter("Slicing step must be strictly positive.");
    if (data_->sliced) throw BadProperty("Cannot slice a sliced composite NodeCollection.");
    if (step == 1 && start == 0 && stop == size()) return *this;

    Data cut{.layer = data_->layer, .network = data_->network, .bound = data_->bound};
    std::int64_t next = start; // position wanted next
    std::int64_t taken = 0;
    for (NodeRange const& range : data_->ranges) {
        std::int64_t const limit = std::min(stop, range.position + range.count);
        if (next >= limit) continue;
        std::int64_t const count = (limit - 1 - next) / step + 1;
        cut.ranges.push_back({range.first + (next - range.position), count, step, range.model, taken});
        taken += count;
        next += count * step;
    }
    cut.sliced = step > 1 || cut.ranges.size() > 1 || cut.layer != nullptr;
    return NodeCollection(std::move(cut));
}

NodeCollection operator+(NodeCollection const& a, NodeCollection const& b) {
    a.require_valid();
    b.require_valid();
    if (a.empty()) return b;
    if (b.empty()) return a;
    auto const &left = *a.data_, &right = *b.data_;
    if (left.layer != right.layer) throw BadProperty("Can only join NodeCollections with same metadata.");
    if (left.bound && right.bound && !same_network(left.network, right.network))
        throw BadProperty("Can only join NodeCollections of the same network.");
    if (left.sliced || right.sliced) throw BadProperty("Cannot add NodeCollection to a sliced composite.");

    std::vector<NodeRange> both;
    both.reserve(left.ranges.size() + right.ranges.size());
    std::merge(left.ranges.begin(), left.ranges.end(), right.ranges.begin(), right.ranges.end(),
               std::back_inserter(both),
               [](NodeRange const& x, NodeRange const& y) { return x.first < y.first; });
    NodeCollection::Data joined{.layer = left.layer, .network = left.network, .bound = left.bound};
    for (NodeRange& range : both) {
        if (!joined.ranges.empty() && range.first <= joined.ranges.back().last())
            throw BadProperty("Cannot join overlapping NodeCollections.");
        append(joined.ranges, std::move(range));
    }
    return NodeCollection(std::move(joined));
}

bool operator==(NodeCollection const& a, NodeCollection const& b) {
    if (a.data_ == b.data_) return true;
    if (a.empty() || b.empty()) return false;
    return a.data_->sliced == b.data_->sliced && a.data_->layer == b.data_->layer &&
           a.data_->ranges == b.data_->ranges && same_network(a.data_->network, b.data_->network);
}

namespace {
std::string range_text(NodeRange const& range, bool sliced) {
    auto text = fmt::format("model={}, size={}, first={}", range.model ? range.model->name : "unknown",
                            range.count, range.first);
    if (sliced || range.count > 1) text += fmt::format(", last={}", range.last());
    if (range.step > 1) text += fmt::format(", step={}", range.step);
    return text;
}
} // namespace

std::string NodeCollection::text() const {
    if (empty()) return "NodeCollection(<empty>)";
    auto const head = fmt::format("NodeCollection(metadata={},", data_->layer ? "spatial" : "None");
    if (data_->ranges.size() == 1 && !data_->sliced)
        return fmt::format("{} {})", head, range_text(data_->ranges[0], false));
    std::string lines;
    for (NodeRange const& range : data_->ranges) {
        lines += lines.empty() ? "\n" : ";\n";
        lines += std::string(15, ' ') + range_text(range, data_->sliced);
    }
    return head + lines + ")";
}

} // namespace nest
