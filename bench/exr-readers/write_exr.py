# Planes of halves to one EXR file for each compression named: FOLDER WIDTH HEIGHT NAME...
import os
import sys

import numpy
import OpenEXR

folder, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
planes = numpy.fromfile(os.path.join(folder, 'scene.raw'), numpy.float16).reshape(3, height, width)
for name in sys.argv[4:]:
    # OpenEXR writes into a header it is given.
    header = {'compression': getattr(OpenEXR, f'{name}_COMPRESSION'), 'type': OpenEXR.scanlineimage}
    OpenEXR.File(header, dict(zip('RGB', planes))).write(os.path.join(folder, f'{name}.exr'))
