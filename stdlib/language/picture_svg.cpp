#include "stdlib/language/picture.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace sli {

namespace {

constexpr double width = 720, height = 360, left = 70, right = 20, above = 30,
                 below = 50; // units of the document

// Colours that people with any kind of colour vision can tell apart (Wong 2011, Nature Methods 8:441).
constexpr std::array<char const*, 7> colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                "#e69f00", "#56b4e9", "#000000"};

std::string escaped(std::string const& text) {
    std::string safe;
    for (char const c : text) {
        if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '&')
            safe += "&amp;";
        else if (c == '"')
            safe += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20)
            safe += c;
    }
    return safe;
}

double across(Extent e, double x) { return left + e.share(x) * (width - left - right); }
double up(Extent e, double y) { return height - below - e.share(y) * (height - above - below); }

// A distance of 1, 2 or 5 times a power of ten that gives about five ticks.
double distance(Extent e) {
    double const rough = (e.high - e.low) / 5.0, power = std::pow(10.0, std::floor(std::log10(rough)));
    double const lead = rough / power;
    return power * (lead < 1.5 ? 1.0 : lead < 3.5 ? 2.0 : lead < 7.5 ? 5.0 : 10.0);
}

std::string text_at(double x, double y, char const* anchor, std::string const& text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                       escaped(text));
}

std::string axes(Picture const& picture, Extent x, Extent y) {
    std::string svg =
        fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#888\"/>\n",
                    left, above, width - left - right, height - above - below);
    double const dx = distance(x), dy = distance(y);
    for (double t = std::ceil(x.low / dx); t * dx <= x.high; t += 1.0)
        svg += text_at(across(x, t * dx), height - below + 18, "middle", fmt::format("{:.6g}", t * dx));
    for (double t = std::ceil(y.low / dy); t * dy <= y.high; t += 1.0)
        svg += text_at(left - 6, up(y, t * dy) + 4, "end", fmt::format("{:.6g}", t * dy));
    svg += text_at((left + width - right) / 2, height - 10, "middle", picture.x_label);
    svg += text_at(left, above - 10, "start", picture.y_label);
    return svg + text_at((left + width - right) / 2, above - 10, "middle", picture.title);
}

std::string curve(Series const& series, Extent x, Extent y, char const* colour) {
    std::string path;
    bool connected = false;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        bool const drawn = std::isfinite(series.x[i]) && std::isfinite(series.y[i]);
        if (drawn)
            path += fmt::format("{}{:.2f} {:.2f}", connected ? " L" : " M", across(x, series.x[i]),
                                up(y, series.y[i]));
        connected = drawn;
    }
    return fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\"><title>{}</title></path>\n", path,
        colour, escaped(series.label));
}

std::string spikes(Series const& series, Extent x, Extent y, char const* colour) {
    std::string path;
    for (std::size_t i = 0; i < series.x.size(); ++i)
        if (std::isfinite(series.x[i]) && std::isfinite(series.y[i]))
            path += fmt::format("M{:.2f} {:.2f}h.01", across(x, series.x[i]), up(y, series.y[i]));
    return fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" stroke-linecap=\"round\"/>\n", path,
        colour);
}

} // namespace

std::string as_svg(Picture const& picture) {
    auto const [x, y] = extents(picture);
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" "
        "font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
        width, height);
    svg += axes(picture, x, y);
    for (std::size_t i = 0; i < picture.series.size(); ++i) {
        char const* const colour = colours[i % colours.size()];
        svg +=
            picture.dots ? spikes(picture.series[i], x, y, colour) : curve(picture.series[i], x, y, colour);
    }
    return svg + "</svg>\n";
}

} // namespace sli
