// CPU milliseconds of each of RUNS reads of a file to RGBA halves with OpenEXR, on one thread: RUNS FILE. Its version
// when nothing is given.
#include <ImathBox.h>
#include <ImfFrameBuffer.h>
#include <ImfHeader.h>
#include <ImfInputFile.h>
#include <ImfThreading.h>
#include <OpenEXRConfig.h>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <half.h>
#include <vector>

int main(int count, char** given)
{
    if (count < 3)
    {
        printf("%s\n", OPENEXR_VERSION_STRING);
        return 0;
    }
    Imf::setGlobalThreadCount(0);
    const int runs = atoi(given[1]);
    std::vector<half> pixels;
    for (int run = 0; run < runs; ++run)
    {
        const clock_t start = clock();
        Imf::InputFile file(given[2]);
        const Imath::Box2i box = file.header().dataWindow();
        const size_t width = box.max.x - box.min.x + 1;
        pixels.resize(width * (box.max.y - box.min.y + 1) * 4);
        char* base = reinterpret_cast<char*>(pixels.data() - (box.min.x + box.min.y * (long) width) * 4);
        Imf::FrameBuffer frame;
        const char* names[] = {"R", "G", "B", "A"};
        for (int color = 0; color < 4; ++color)
            frame.insert(names[color], Imf::Slice(Imf::HALF, base + color * 2, 8, width * 8, 1, 1, color == 3));
        file.setFrameBuffer(frame);
        file.readPixels(box.min.y, box.max.y);
        printf("%s%.3f", run == 0 ? "[" : ",", (clock() - start) * 1000.0 / CLOCKS_PER_SEC);
    }
    printf("]\n");
    return 0;
}
