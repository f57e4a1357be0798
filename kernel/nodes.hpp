// Which nodes: ordered sets of node ids.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nest {

using NodeId = std::int64_t; // from 1; 0 is no node

class Layer; // positions of spatial nodes: kernel/spatial.hpp

// A node model as collections know it: its number in the registry and its name.
struct ModelIdentity {
    std::int64_t id = 0;
    std::string name;
};
using ModelRef = std::shared_ptr<ModelIdentity const>;

// `count` nodes of one model: first, first + step, ...
struct NodeRange {
    NodeId first = 0;
    std::int64_t count = 0;
    std::int64_t step = 1;
    ModelRef model;
    std::int64_t position = 0; // of the first node in its collection

    NodeId last() const { return first + (count - 1) * step; }
    bool contains(NodeId id) const { return id >= first && id <= last() && (id - first) % step == 0; }
    bool operator==(NodeRange const& other) const {
        return first == other.first && count == other.count && step == other.step &&
               position == other.position && model_id() == other.model_id();
    }
    std::int64_t model_id() const { return model ? model->id : -1; }
};

// An immutable, ascending set of node ids. Copies share one object. A collection belongs to the network in
// which its nodes were created: when that network is reset, `valid` turns false.
class NodeCollection {
public:
    using Network = std::weak_ptr<void const>;       // expires with the network
    using ModelOf = std::function<ModelRef(NodeId)>; // throws UnknownNode
    class Iterator;

    NodeCollection() = default; // empty, always valid

    // The nodes [first, last], all of one model.
    NodeCollection(NodeId first, NodeId last, ModelRef model, Network network = {},
                   std::shared_ptr<Layer const> layer = nullptr);

    // Ids in ascending order, each known to `model_of`; neighbours of one model form one range.
    static NodeCollection of(std::span<NodeId const> ids, ModelOf const& model_of, Network network = {});

    std::int64_t size() const { return data_ ? data_->size : 0; }
    bool empty() const { return !data_; }
    bool valid() const;

    NodeId operator[](std::int64_t index) const; // 0 <= index < size
    NodeId at(std::int64_t index) const;         // negative indices count from the end; RangeCheck
    ModelRef const& model_at(std::int64_t index) const;
    bool contains(NodeId id) const { return find(id).has_value(); }
    std::optional<std::int64_t> find(NodeId id) const; // position of a node
    NodeId first() const { return (*this)[0]; }
    NodeId last() const { return (*this)[size() - 1]; }

    std::span<NodeRange const> ranges() const; // disjoint, ascending
    bool contiguous() const { return ranges().size() <= 1 && (empty() || ranges()[0].step == 1); }
    Iterator begin() const;
    Iterator end() const;
    std::vector<NodeId> ids() const;

    std::shared_ptr<Layer const> layer() const { return data_ ? data_->layer : nullptr; }

    // Positions start, start + step, ... below stop.
    NodeCollection slice(std::int64_t start, std::int64_t stop, std::int64_t step = 1) const;

    // All nodes of both, which must be disjoint and of the same network and layer.
    friend NodeCollection operator+(NodeCollection const& a, NodeCollection const& b);

    // The same ranges of the same models: a stepped slice differs from a list of the same ids.
    friend bool operator==(NodeCollection const& a, NodeCollection const& b);

    std::string text() const; // as the language prints it

private:
    struct Data {
        std::vector<NodeRange> ranges = {};
        std::int64_t size = 0;
        bool sliced = false; // cut across ranges or stepped: cannot be joined or cut again
        std::shared_ptr<Layer const> layer = {};
        Network network = {};
        bool bound = false; // belongs to a network at all
    };
    explicit NodeCollection(Data data);
    void require_valid() const;
    NodeRange const& range_at(std::int64_t index) const;

    std::shared_ptr<Data const> data_; // null: empty
};

class NodeCollection::Iterator {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = NodeId;
    using difference_type = std::ptrdiff_t;
    using pointer = NodeId const*;
    using reference = NodeId;

    Iterator() = default;
    Iterator(NodeRange const* range, std::int64_t index)
        : range_(range)
        , index_(index) {}

    NodeId operator*() const { return range_->first + index_ * range_->step; }
    ModelRef const& model() const { return range_->model; }
    Iterator& operator++() {
        if (++index_ == range_->count) {
            ++range_;
            index_ = 0;
        }
        return *this;
    }
    Iterator operator++(int) {
        Iterator const old = *this;
        ++*this;
        return old;
    }
    bool operator==(Iterator const&) const = default;

private:
    NodeRange const* range_ = nullptr;
    std::int64_t index_ = 0;
};

} // namespace nest
