// What recorders collect on one thread, in columns, before it is put into the order users see.
#pragma once

#include "kernel/core/time.hpp"
#include "kernel/nodes.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nest {

struct EventLog {
    std::vector<NodeId> sender;
    std::vector<Step> stamp;
    std::vector<double> offset;              // ms before the stamp; zero for events beyond its end
    std::vector<std::uint32_t> order;        // where the recorder has one; see Arriving
    std::vector<std::vector<double>> values; // one column per quantity
    std::vector<std::vector<std::int64_t>> integers;

    std::size_t size() const { return sender.size(); }
    void clear() {
        sender.clear(), stamp.clear(), offset.clear(), order.clear();
        for (auto& column : values) column.clear();
        for (auto& column : integers) column.clear();
    }
    void add_spike(NodeId from, Step at) {
        sender.push_back(from);
        stamp.push_back(at);
    }
    void add_spike(NodeId from, Step at, double before) {
        if (before != 0.0) {
            offset.resize(sender.size(), 0.0);
            offset.push_back(before);
        }
        add_spike(from, at);
    }
    double offset_of(std::size_t i) const { return i < offset.size() ? offset[i] : 0.0; }
};

// When a recorder listens: stamps in (after, until].
struct ListeningWindow {
    Step after = 0;
    Step until = 0;
    bool holds(Step stamp) const { return after < stamp && stamp <= until; }
};

// `order` of samples: place of the target among the meter's connections. Of weights and correlations: the
// synapse model or the connection, and whether a device sent the spike; those of neurons arrive in the slice
// after their emission, those of devices at once.
struct Arriving {
    static constexpr std::uint32_t from_device = std::uint32_t{1} << 31;
};

} // namespace nest
