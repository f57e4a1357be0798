// Pictures of curves and of spikes: what is drawn, and three ways to draw it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sli {

struct Series {
    std::vector<double> x, y; // equally long; points that are not finite are left out
    std::string label;
};

struct Picture {
    std::vector<Series> series;
    bool dots = false; // of a raster; else curves
    std::string title, x_label, y_label;
};

struct Extent {
    double low = 0.0, high = 1.0; // low < high
    // Where a value lies between the ends, 0 to 1.
    double share(double value) const { return (value - low) / (high - low); }
};
std::pair<Extent, Extent> extents(Picture const& picture); // of x and y

// Braille characters of two by four dots in a frame with the ends of the axes; columns and rows of the
// whole picture, at least 20 by 6.
std::string as_text(Picture const& picture, std::size_t columns, std::size_t rows);

// An SVG document, 720 by 360 units.
std::string as_svg(Picture const& picture);

// A PNG file, 1440 by 720 pixels; throws UnknownExportFormat where libaerie_png.so cannot be loaded.
std::string as_png(Picture const& picture);

} // namespace sli
