#include "stdlib/language/picture_layout.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace sli {

namespace {

constexpr double left = 70, right = 20, above = 30, below = 50; // units around the frame

// Colours that people with any kind of colour vision can tell apart (Wong 2011, Nature Methods 8:441).
constexpr std::array<unsigned, 7> colours = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
                                             0xe69f00, 0x56b4e9, 0x000000};

double across(Extent e, double x) { return left + e.share(x) * (picture_width - left - right); }
double up(Extent e, double y) {
    return picture_height - below - e.share(y) * (picture_height - above - below);
}

// A distance of 1, 2 or 5 times a power of ten that gives about five ticks.
double distance(Extent e) {
    double const rough = (e.high - e.low) / 5.0, power = std::pow(10.0, std::floor(std::log10(rough)));
    double const lead = rough / power;
    return power * (lead < 1.5 ? 1.0 : lead < 3.5 ? 2.0 : lead < 7.5 ? 5.0 : 10.0);
}

void draw_axes(Picture const& picture, Extent x, Extent y, Pen& pen) {
    using enum Pen::Anchor;
    double const middle_x = (left + picture_width - right) / 2;
    pen.frame({left, above}, {picture_width - left - right, picture_height - above - below});
    double const dx = distance(x), dy = distance(y);
    for (double t = std::ceil(x.low / dx); t * dx <= x.high; t += 1.0)
        pen.text({across(x, t * dx), picture_height - below + 18}, middle, fmt::format("{:.6g}", t * dx));
    for (double t = std::ceil(y.low / dy); t * dy <= y.high; t += 1.0)
        pen.text({left - 6, up(y, t * dy) + 4}, end, fmt::format("{:.6g}", t * dy));
    pen.text({middle_x, picture_height - 10}, middle, picture.x_label);
    pen.text({left, above - 10}, start, picture.y_label);
    pen.text({middle_x, above - 10}, middle, picture.title);
}

} // namespace

std::pair<Extent, Extent> extents(Picture const& picture) {
    constexpr double huge = 1e300;
    Extent x{huge, -huge}, y{huge, -huge};
    auto const widen = [](Extent& e, double v) { e.low = std::min(e.low, v), e.high = std::max(e.high, v); };
    for (Series const& series : picture.series)
        for (std::size_t i = 0; i < series.x.size(); ++i)
            if (std::isfinite(series.x[i]) && std::isfinite(series.y[i]))
                widen(x, series.x[i]), widen(y, series.y[i]);
    for (Extent* e : {&x, &y}) {
        if (e->low > e->high) *e = {0.0, 1.0};
        if (e->low == e->high)
            *e = {e->low - 0.5 * std::max(1.0, std::abs(e->low)),
                  e->high + 0.5 * std::max(1.0, std::abs(e->high))};
    }
    return {x, y};
}

void draw(Picture const& picture, Pen& pen) {
    auto const [x, y] = extents(picture);
    draw_axes(picture, x, y, pen);
    for (std::size_t i = 0; i < picture.series.size(); ++i) {
        Series const& series = picture.series[i];
        std::vector<Point> points;
        for (std::size_t k = 0; k < series.x.size(); ++k)
            points.push_back({across(x, series.x[k]), up(y, series.y[k])});
        unsigned const colour = colours[i % colours.size()];
        if (picture.dots)
            pen.dots(points, colour);
        else
            pen.curve(points, colour, series.label);
    }
}

} // namespace sli
