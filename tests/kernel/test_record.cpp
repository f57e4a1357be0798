#include "kernel/errors.hpp"
#include "kernel/record/recorder.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

using namespace nest;
namespace fs = std::filesystem;

namespace {
struct Folder {
    fs::path path = fs::temp_directory_path() / std::to_string(::getpid()).append("-aerie-record");
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
};
std::string contents(fs::path const& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}
std::array<NodeId, 2> const senders{3, 12};
std::array<Step, 2> const stamps{5, 123};
std::array<double, 2> const offsets{0.0, 0.025};
std::array<double, 2> const potentials{-70.0, -64.25};
std::array<std::span<double const>, 1> const columns{std::span<double const>(potentials)};

FileNaming naming(Folder const& folder) {
    return {.directory = folder.path.string(),
            .prefix = "run1_",
            .label = "voltmeter",
            .device = 7,
            .network_size = 120,
            .processes = 2};
}
} // namespace

TEST_CASE("Recorded columns are snapshots that later events do not change") {
    auto const record = memory_record();
    record->open({TimeGrid(), {"V_m"}});
    record->write(0, {senders, stamps, {}, columns});
    auto const before = *to_map(Property(record->events())).at("times").get_if<Doubles>();
    record->write(0, {senders, stamps, offsets, columns});
    CHECK(*before == std::vector<double>{0.5, 12.3});
    Properties const after = record->events();
    CHECK(*to_doubles(after.at("times")) == std::vector<double>{0.5, 12.3, 0.5, 12.3 - 0.025});
    CHECK(*to_integers(after.at("senders")) == std::vector<std::int64_t>{3, 12, 3, 12});
    CHECK(*to_doubles(after.at("V_m")) == std::vector<double>{-70.0, -64.25, -70.0, -64.25});
}

TEST_CASE("Reading a column twice gives the same object, not a copy") {
    auto const record = memory_record();
    record->open({});
    record->write(0, {senders, stamps});
    auto const first = record->events(), second = record->events();
    CHECK(to_doubles(first.at("times")) == to_doubles(second.at("times")));
}

TEST_CASE("Clearing forgets events but not snapshots") {
    auto const record = memory_record();
    record->open({});
    record->write(0, {senders, stamps});
    auto const kept = to_doubles(record->events().at("times"));
    record->clear();
    CHECK(to_doubles(record->events().at("times"))->empty());
    CHECK(kept->size() == 2);
}

TEST_CASE("Times in steps come with offsets") {
    auto const record = memory_record();
    RecordLayout layout;
    layout.time_in_steps = true;
    record->open(layout);
    record->write(0, {senders, stamps, offsets});
    CHECK(*to_integers(record->events().at("times")) == std::vector<std::int64_t>{5, 123});
    CHECK(*to_doubles(record->events().at("offsets")) == std::vector<double>{0.0, 0.025});
}

TEST_CASE("Files are named and written as documented") {
    Folder const folder;
    auto const record = ascii_record(naming(folder));
    record->open({TimeGrid(), {"V_m"}});
    record->write(1, {senders, stamps, {}, columns});
    record->close();
    CHECK(record->filenames() == std::vector<std::string>{folder.path / "run1_voltmeter-007-0.dat",
                                                          folder.path / "run1_voltmeter-007-1.dat"});
    std::string const header =
        "# NEST version: 3.9.0\n# RecordingBackendASCII version: 2\nsender\ttime_ms\tV_m\n";
    CHECK(contents(folder.path / "run1_voltmeter-007-0.dat") == header);
    CHECK(contents(folder.path / "run1_voltmeter-007-1.dat") ==
          header + "3\t0.500\t-70.000\n12\t12.300\t-64.250\n");
}

TEST_CASE("Times in steps are written with their offsets") {
    std::string text;
    RecordLayout layout;
    layout.time_in_steps = true;
    layout.precision = 4;
    append_text(text, layout, {senders, stamps, offsets});
    CHECK(text_header(layout) == "sender\ttime_step\ttime_offset\n");
    CHECK(text == "3\t5\t0.0000\n12\t123\t0.0250\n");
}

TEST_CASE("An existing file is kept unless it may be overwritten") {
    Folder const folder;
    auto names = naming(folder);
    std::ofstream(names.path(1)) << "precious";
    CHECK_THROWS_AS(ascii_record(names)->open({}), InputOutputError);
    CHECK(contents(names.path(1)) == "precious");
    names.overwrite = true;
    ascii_record(names)->open({});
    CHECK(contents(names.path(1)) != "precious");
}

TEST_CASE("A folder that does not exist is an error with its name") {
    FileNaming const names{.directory = "/nowhere/at/all", .label = "x"};
    try {
        ascii_record(names)->open({});
        FAIL("no error");
    } catch (KernelError const& error) {
        CHECK(error.name() == "IOError");
        CHECK(error.hint().find("/nowhere/at/all/x-0-0.dat") != std::string::npos);
    }
}

TEST_CASE("The screen record hands its lines to the host") {
    std::string shown;
    Host host;
    host.print = [&](std::string_view text) { shown += text; };
    auto const record = screen_record(host);
    record->open({});
    record->write(0, {senders, stamps});
    CHECK(shown == "3\t0.500\n12\t12.300\n");
}
