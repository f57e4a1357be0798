// cont_delay_synapse: a static synapse whose delay need not be a multiple of the resolution.
//
// A spike from between grid points arrives at its exact time plus the delay. Only neurons with precise spike
// times can tell the difference; for all others a spike arrives in the step that contains this time. Through
// Connect a delay is rounded to the grid: delays between grid points are set by SetDefaults or CopyModel, or
// on a connection that exists. A. Morrison, S. Straube, H. E. Plesser, M. Diesmann: Exact subthreshold
// integration with continuous spike times in discrete-time neural network simulations (Neural Computation 19,
// 2007).
#include "kernel/catalogue.hpp"

namespace nest {

namespace {

class ContDelaySynapse final : public SynapseModel {
    Scratch rest{*this}; // ms by which the delay is shorter than its whole steps

    TypedField<double>* delay_rest() override { return &rest; }
};

} // namespace

extern SynapseFactory const cont_delay_synapse = make<SynapseModel, ContDelaySynapse>;

} // namespace nest
