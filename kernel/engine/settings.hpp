// The kernel's own parameters, with the defaults, types and ranges of the documented system.
#pragma once

#include "kernel/properties.hpp"
#include "kernel/schema.hpp"

#include <cstdint>
#include <string>

namespace nest {

// Keys that have a meaning here.
struct Settings {
    std::int64_t threads = 1;
    std::int64_t rng_seed = 143202461;
    std::string rng_type = "mt19937_64";
    bool dict_miss_is_error = true;
    bool print_time = false;
    bool overwrite_files = false;
    bool keep_source_table = true;
    bool off_grid_spiking = false;
    double update_time_limit = unbounded; // s of wall clock per slice
    std::string data_path;
    std::string data_prefix;
};

// Keys without effect here: kept, checked and read back (docs/differences.md).
class InertSettings : public Schema {
public:
    BoolParameter adaptive_target_buffers{*this, "adaptive_target_buffers", true, ""};
    IntegerParameter buffer_size_spike_data{*this, "buffer_size_spike_data", 2, positive, ""};
    IntegerParameter buffer_size_target_data{*this, "buffer_size_target_data", 2, positive, ""};
    Parameter eprop_update_interval{*this, "eprop_update_interval", Unit::ms, 1000.0, positive, ""};
    Parameter eprop_learning_window{*this, "eprop_learning_window", Unit::ms, 1000.0, positive, ""};
    BoolParameter eprop_reset{*this, "eprop_reset_neurons_on_update", true, ""};
    Parameter grow_spike_data{*this, "growth_factor_buffer_spike_data", Unit::none, 1.5, positive, ""};
    Parameter grow_target_data{*this, "growth_factor_buffer_target_data", Unit::none, 1.5, positive, ""};
    IntegerParameter max_target_data{*this, "max_buffer_size_target_data", 16777216, positive, ""};
    Parameter grow_extra{*this, "spike_buffer_grow_extra", Unit::none, 0.5, non_negative, ""};
    Parameter shrink_limit{*this, "spike_buffer_shrink_limit", Unit::none, 0.2, non_negative, ""};
    Parameter shrink_spare{*this, "spike_buffer_shrink_spare", Unit::none, 0.1, probability, ""};
    BoolParameter use_compressed_spikes{*this, "use_compressed_spikes", true, ""};
    BoolParameter use_wfr{*this, "use_wfr", true, ""};
    Parameter wfr_comm_interval{*this, "wfr_comm_interval", Unit::ms, 1.0, positive, ""};
    IntegerParameter wfr_order{*this, "wfr_interpolation_order", 3, {0, 3, true, true, "0, 1 or 3"}, ""};
    IntegerParameter wfr_max_iterations{*this, "wfr_max_iterations", 15, positive, ""};
    Parameter wfr_tol{*this, "wfr_tol", Unit::none, 1e-4, non_negative, ""};
    Parameter structural_interval{*this, "structural_plasticity_update_interval", Unit::ms, 10000.0, positive,
                                  ""};

    void validate(std::size_t) const override {
        require(wfr_order[0] != 2, "Interpolation order must be 0, 1, or 3.");
        require(eprop_learning_window[0] <= eprop_update_interval[0],
                "eprop_learning_window must not exceed eprop_update_interval.");
    }
};

} // namespace nest
