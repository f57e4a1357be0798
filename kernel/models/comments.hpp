// What the files of the models say of them at their top, each beginning with the names of its models
// (`stdp_synapse, stdp_synapse_hom: ...`). Made from the sources by cmake/comments.cmake.
#pragma once

#include <span>
#include <string_view>

namespace nest {

std::span<std::string_view const> model_comments();

} // namespace nest
