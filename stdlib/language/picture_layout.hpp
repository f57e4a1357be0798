// Where the parts of a picture lie, for all ways to draw it into a file.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "stdlib/language/picture.hpp"

namespace sli {

inline constexpr double picture_width = 720, picture_height = 360; // units

struct Point {
    double x, y; // units from the upper left corner
    bool drawn() const { return std::isfinite(x) && std::isfinite(y); }
};

// What draws the parts; colours are 0xrrggbb.
class Pen {
public:
    enum class Anchor { start, middle, end }; // what of a text lies at its place

    virtual ~Pen() = default;
    virtual void frame(Point corner, Point size) = 0;
    virtual void text(Point at, Anchor anchor, std::string const& text) = 0;
    virtual void curve(std::vector<Point> const& points, unsigned colour, std::string const& label) = 0;
    virtual void dots(std::vector<Point> const& points, unsigned colour) = 0;
};

void draw(Picture const& picture, Pen& pen);

} // namespace sli
