// static_synapse, static_synapse_hom_w: every spike arrives with the weight of the connection.
#include "kernel/catalogue.hpp"

namespace nest {

extern SynapseFactory const static_synapse = make<SynapseModel, SynapseModel>;

} // namespace nest
