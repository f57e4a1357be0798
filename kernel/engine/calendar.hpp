// What is due when: for every step ahead, the runs of edges and single events that add to its input row, in
// the order in which they are summed.
#pragma once

#include "kernel/core/edge_key.hpp"
#include "kernel/core/time.hpp"
#include "kernel/engine/slots.hpp"

#include <cstdint>
#include <vector>

namespace nest {

class Calendar {
public:
    static constexpr std::uint32_t events = ~std::uint32_t{0};

    struct Due {
        std::uint32_t table; // of the thread; or `events`
        std::uint32_t run;   // of the table; or how many of the page's events come next
        // Where the run lies, so that its edges can be fetched without a look at the run:
        std::uint32_t first = 0;
        std::uint32_t size = 0;
        std::uint16_t tile = 0;
    };
    struct Event {
        std::uint32_t place; // packed
        double weight;
    };
    // For lanes that take spikes one by one: a run of edges, or (table == events) one place.
    struct Single {
        std::uint32_t table;
        std::uint32_t run; // or a packed place
        double offset;     // ms
        double weight;     // of one place
        EdgeKey from = {}; // where connections are kept apart
    };
    struct Page {
        std::vector<Due> due;
        std::vector<Event> events;
        std::vector<Single> singles; // in the order in which they were emitted
        void clear() { due.clear(), events.clear(), singles.clear(); }
    };

    // Room for input up to `steps` ahead. Pages keep their content; never shrinks.
    void reach(Step steps, Step now);
    Page& page(Step step) { return pages_[static_cast<std::size_t>(step) % pages_.size()]; }
    std::vector<Page>& pages() { return pages_; }

    void add_run(Step step, Due const& run) { page(step).due.push_back(run); }
    static void add_event(Page& p, Place place, double weight) {
        if (p.due.empty() || p.due.back().table != events) p.due.push_back({events, 0});
        ++p.due.back().run;
        p.events.push_back({place.packed(), weight});
    }

private:
    std::vector<Page> pages_;
};

} // namespace nest
